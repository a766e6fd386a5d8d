/** What contractors sent and we did not take, as staff are shown it; and one of them asked to be read again. */
import type { Instant } from '../../core/time.ts'
import type { Originals } from '../../effects/originals.ts'
import type { Reason, Refused } from '../../store/arrived/refusal.ts'
import type { Asked, Page } from '../../store/pages.ts'
import type { Store } from '../../store/store.ts'
import { AGAIN } from '../original.ts'
import { REFUSED } from './refused.ts'

export type NotTaken = Omit<Refused, 'original'> &
  Reason & {
    times: number
    last: Instant
    /** a message of this number was taken since, for that case */
    since?: string
  }

/** Those that came longest ago first. */
export const notTaken = async (
  { store }: { store: Pick<Store, 'refusedBy' | 'seen'> },
  contractorIds: readonly string[],
  asked: Asked,
): Promise<Page<NotTaken>> => {
  const { items, cursor } = await store.refusedBy(contractorIds, asked)
  const rows = items.map(async ({ refused: { original: _, ...message }, times, last, reason }) => {
    const seen = await store.seen(`contractor:${message.contractorId}`, message.messageId)
    return { ...message, times, last, ...reason, ...(seen ? { since: seen.caseId } : {}) }
  })
  return { items: await Promise.all(rows), ...(cursor === undefined ? {} : { cursor }) }
}

/** False where it is no refused message of theirs, or was taken since. The reader of received mail does it a moment later. */
export const askRefusedAgain = async (
  { store, originals, now }: { store: Pick<Store, 'refusedOf'>; originals: Originals; now: () => Instant },
  contractorId: string,
  refusedId: string,
): Promise<boolean> => {
  const found = await store.refusedOf(contractorId, refusedId)
  if (!found || found.taken) return false
  await originals.put(`${AGAIN}${REFUSED}${contractorId}/${refusedId}`, Buffer.from(now()), 'text/plain')
  return true
}
