/** Contractors' and forms' doors over the whole system in memory. */
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda'
import { createHandler as contractors } from '../../functions/contractors/handler.ts'
import { createHandler as hooks } from '../../functions/hooks/handler.ts'
import type { Source } from '../../functions/hooks/ports.ts'
import { newSecret, sign } from '../../shared/intake/signature.ts'
import { ask } from '../http/ask.ts'
import { admin } from '../support/history.ts'
import { home, memoryEvidence } from './api-world.ts'
import { world } from './world.ts'

export const sources: Source[] = [
  {
    source: 'fault-form',
    kind: 'signed',
    workflow: 'action',
    mapping: { description: 'what.text', assetId: 'home', priority: 'how', raisedOn: 'on', stream: 'stream' },
  },
  {
    source: 'plain-form',
    kind: 'secret',
    workflow: 'action',
    mapping: { description: 'What is wrong?', assetId: 'Home', priority: 'p', raisedOn: 'on', stream: 's' },
  },
  { source: 'lost-form', kind: 'secret', workflow: 'nowhere', mapping: {} },
]

export type Sending = {
  id?: string
  body: unknown
  secret?: string
  headers?: Record<string, string>
  type?: string
  /** what is sent instead of what was signed */
  instead?: string
}

export const outsideWorld = async (listed: readonly Source[] = sources) => {
  const w = world()
  const secrets: Record<string, string[]> = {
    'contractors/sureheat': [newSecret(), newSecret()],
    'contractors/marlow': [newSecret()],
    'contractors/hactish': [newSecret()],
    ...Object.fromEntries(listed.map(({ source }) => [`sources/${source}`, [newSecret()]])),
  }
  const faults: unknown[] = []
  const evidence = memoryEvidence()
  const originals = new Map<string, Buffer>()
  const deps = {
    ...w.deps,
    apply: w.apply,
    contractors: [
      { id: 'sureheat', streams: ['gas', 'action'] },
      { id: 'marlow', streams: ['eicr'] },
      { id: 'keyless', streams: ['gas'] },
      { id: 'hactish', streams: ['gas', 'action'], feed: 'hact' as const },
    ],
    sources: listed,
    guests: false,
    secrets: { of: async (owner: string) => secrets[owner] ?? [] },
    evidence: evidence.port(w.now),
    originals: { put: async (key: string, bytes: Uint8Array) => void originals.set(key, Buffer.from(bytes)) },
    report: (error: unknown) => void faults.push(error),
  }
  await w.store.putAsset({
    id: 'H00017',
    type: 'dwelling',
    uprn: '100012345',
    address: '12 Example Street, Canterbury',
    postcode: 'CT1 2AB',
  })
  const opened = await w.apply.open('gas', { id: 'gas:H00017', assetId: 'H00017', facts: home, by: admin })
  if (opened.kind !== 'done') throw new Error(JSON.stringify(opened))
  const context = { getRemainingTimeInMillis: () => 15_000 } as Context
  const through =
    (
      handler: (
        event: APIGatewayProxyEventV2,
        context: Context,
      ) => Promise<{ statusCode?: number | undefined; body?: string | undefined }>,
    ) =>
    async (path: string, headers: Record<string, string>, body: string) => {
      const answer = await handler(ask({ method: 'POST', path, headers, body }), context)
      return { status: answer.statusCode, body: JSON.parse(answer.body ?? 'null') }
    }
  const [toContractors, toGuests, toHooks] = [
    through(contractors(deps)),
    through(contractors({ ...deps, guests: true })),
    through(hooks(deps)),
  ]
  const sending =
    (to: typeof toContractors) =>
    (by: string, { id = 'message-0001', body, secret, headers = {}, type = 'application/json', instead }: Sending) => {
      const text = typeof body === 'string' ? body : JSON.stringify(body)
      const signed = sign(secret ?? secrets[`contractors/${by}`]?.[0] ?? newSecret(), id, w.now(), text)
      return to(`/contractors/${by}/events`, { 'content-type': type, ...signed, ...headers }, instead ?? text)
    }
  const [callback, asGuest] = [sending(toContractors), sending(toGuests)]
  return { ...w, secrets, faults, evidence: evidence.kept, originals, callback, asGuest, toHooks, toContractors }
}
