/** A contractor's message that found no case: the bytes beside received mail, and a case of triage that leads to them. */
import { createHash } from 'node:crypto'
import type { Originals } from '../../effects/originals.ts'
import { sha256 as short } from '../../store/chain.ts'
import { type Misfit, toTriage } from '../to-triage.ts'
import type { CallbackDeps, Told, Unplaced } from './ports.ts'

type KeepDeps = Pick<CallbackDeps, 'apply' | 'now'> & { originals: Pick<Originals, 'put'> }

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** `callbacks/<contractor>/<message id>/<hash>`: the id comes back when it is read again. */
export const originalKey = (contractor: string, id: string, raw: Uint8Array): string =>
  `callbacks/${contractor}/${id}/${sha256(raw).slice(0, 16)}.json`

const partsOf = /^callbacks\/([^/]+)\/([^/]+)\/[0-9a-f]{16}\.json$/
export const fromOriginalKey = (key: string): { contractor: string; id: string } | undefined => {
  const [, contractor, id] = partsOf.exec(key) ?? []
  return contractor && id ? { contractor, id } : undefined
}

export const misfitOf = (
  { contractor, body, message }: Told,
  unplaced: Unplaced,
  raw: Buffer,
  receivedAt: Misfit['receivedAt'],
): Misfit => ({
  ...unplaced,
  detail: `${body.eventType}: ${unplaced.detail}`,
  source: `contractor:${contractor.id}`,
  channel: 'contractor',
  receivedAt,
  original: { key: originalKey(contractor.id, message.id, raw), sha256: sha256(raw) },
})

/** The same bytes under whatever id are one case: a sender that numbers each attempt anew must not fill the list. */
export const keepUnplaced = async (
  deps: KeepDeps,
  told: Told,
  unplaced: Unplaced,
  raw: Buffer,
): Promise<{ caseId: string }> => {
  const misfit = misfitOf(told, unplaced, raw, deps.now())
  await deps.originals.put(misfit.original.key, raw, 'application/json')
  return toTriage(deps, short(raw.toString('base64')), misfit)
}
