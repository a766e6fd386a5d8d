/**
 * A contractor of ours whose signature nothing fits: its key was revoked, changed on one side, or somebody uses its
 * name. It is refused like any stranger, and a person is told, once a day. What was sent is not kept: nobody proved it.
 */
import { createHash } from 'node:crypto'
import { dayOf } from '../../core/time.ts'
import type { Originals } from '../../effects/originals.ts'
import { toTriage } from '../to-triage.ts'
import type { CallbackDeps, Contractor } from './ports.ts'

type Deps = Pick<CallbackDeps, 'apply' | 'now'> & { originals: Pick<Originals, 'put'> }

/** `keys`: how many it has with us. */
export const tellUnproved = async (deps: Deps, { id }: Contractor, keys: number): Promise<{ caseId: string }> => {
  const receivedAt = deps.now()
  const day = dayOf(receivedAt)
  const detail =
    keys === 0
      ? 'it has no key with us, and goes on sending'
      : 'no signature fits: an old key, a wrong one, or somebody else under its name'
  // In place of the message our own words, which no case takes when they are read again.
  const note = JSON.stringify({ contractor: id, day, detail })
  const sha256 = createHash('sha256').update(note).digest('hex')
  const key = `callbacks/${id}/unproved-${day}/${sha256.slice(0, 16)}.json`
  await deps.originals.put(key, Buffer.from(note), 'application/json')
  return toTriage(deps, `unproved|${day}`, {
    reason: 'untrusted',
    detail,
    source: `contractor:${id}`,
    channel: 'contractor',
    receivedAt,
    original: { key, sha256 },
  })
}
