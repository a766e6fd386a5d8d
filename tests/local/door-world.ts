/** One machine, whole and listening, with somebody outside who has keys and speaks HTTP alone. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { startSystem } from '../../infra/local/system.ts'
import type { Instant } from '../../shared/core/time.ts'
import { newSecret, sign } from '../../shared/intake/signature.ts'

const json = { 'content-type': 'application/json' }

export type Case = {
  case: { id: string; state: string; facts: Record<string, unknown>; assetId?: string; openedAt: string }
  clocks: { name: string; due: string; overdueDays: number }[]
  allowed: string[]
  history: { type: string; at: string; received: string; notes?: string[] }[]
}
// biome-ignore lint/suspicious/noExplicitAny: whatever the other side says, read by assertions
export type Answered = { status: number; body: any }

/** `startAt`: its clock, ISO 8601. */
export const doorWorld = async (startAt: string) => {
  const data = mkdtempSync(join(tmpdir(), 'doors-'))
  const faults: string[] = []
  const system = await startSystem({ data, port: 0, startAt: startAt as Instant, log: line => faults.push(line) })
  const secrets: Record<string, string> = {}
  const read = async (answer: Response): Promise<Answered> => {
    const text = await answer.text()
    return { status: answer.status, body: text.startsWith('{') ? JSON.parse(text) : text }
  }
  const post = async (path: string, body: string | Uint8Array | object, headers: Record<string, string> = json) =>
    read(
      await fetch(system.url + path, {
        method: 'POST',
        headers,
        body: typeof body === 'string' || body instanceof Uint8Array ? (body as string) : JSON.stringify(body),
      }),
    )
  const get = async (path: string, headers: Record<string, string> = {}) =>
    read(await fetch(system.url + path, { headers }))
  /** Sets the key of a contractor or a source, as `.local/secrets.json` would hold it. */
  const key = async (owner: string, secret = newSecret()): Promise<string> => {
    expect((await post('/local/secrets', { owner, secret })).status).toBeLessThan(300)
    secrets[owner] = secret
    return secret
  }
  let messages = 0
  const number = (what: string): string => {
    messages += 1
    return `${what}-${String(messages).padStart(4, '0')}`
  }
  return {
    system,
    faults,
    /** where it keeps everything, its keys too */
    data,
    post,
    get,
    key,
    secrets,
    now: () => system.clock.now(),
    settle: () => system.settle(system.clock.now()),
    home: (id: string, more: object = {}) => system.store.putAsset({ id, type: 'dwelling', ...more } as never),
    open: async (workflow: string, facts: object, assetId?: string): Promise<string> => {
      const opened = await post(`/workflows/${workflow}/cases`, {
        id: number('opening'),
        facts,
        ...(assetId ? { assetId } : {}),
      })
      expect([workflow, opened]).toEqual([workflow, expect.objectContaining({ status: 201 })])
      await system.settle(system.clock.now())
      return opened.body.case.id
    },
    does: async (caseId: string, type: string, data: object, persona?: string): Promise<Answered> => {
      const headers = persona ? { ...json, 'x-persona': persona } : json
      return post(`/cases/${encodeURIComponent(caseId)}/events`, { id: number('doing'), type, data }, headers)
    },
    /** Signed as its library would, over the very bytes. */
    callback: (by: string, body: object | string, id = number('callback')): Promise<Answered> => {
      const text = typeof body === 'string' ? body : JSON.stringify(body)
      const signed = sign(secrets[by] ?? newSecret(), id, system.clock.now(), text)
      return post(`/contractors/${by}/events`, text, { ...json, ...signed })
    },
    look: async (caseId: string): Promise<Case> => {
      await system.settle(system.clock.now())
      const { status, body } = await get(`/cases/${encodeURIComponent(caseId)}`)
      expect([caseId, status]).toEqual([caseId, 200])
      return body as Case
    },
    cases: async (workflow: string): Promise<{ caseId: string; state: string }[]> => {
      await system.settle(system.clock.now())
      return (await get(`/cases?workflow=${workflow}`)).body.items
    },
    papers: async (caseId: string) => (await system.store.documents(caseId)).items,
    stop: async () => {
      await system.stop()
      rmSync(data, { recursive: true, force: true })
    },
  }
}
export type DoorWorld = Awaited<ReturnType<typeof doorWorld>>
