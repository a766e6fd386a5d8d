/**
 * Fires every case whose wake has come since the low-water mark, whatever its schedule did: emergencies first, then what
 * is urgent, then the rest, in each the oldest deadline first, over all shards. A graver rank is done before the next
 * begins, so that nothing routine is told while an emergency waits to be looked at.
 */
import type { Apply } from '../../shared/apply.ts'
import { urgencies } from '../../shared/core/case.ts'
import { gravestFirst, type Rank, rankAt } from '../../shared/core/gravity.ts'
import { addMinutes, fromEpoch, type Instant } from '../../shared/core/time.ts'
import { everyShard } from '../../shared/store/keys.ts'
import type { DueEntry, Store } from '../../shared/store/store.ts'
import { type Bounded, type Drained, paged, RESERVE, workOff } from './drain.ts'

export type Deps = Bounded & {
  apply: Pick<Apply, 'fire'>
  store: Pick<Store, 'dueBetween' | 'lowWater' | 'moveLowWater'>
}

/** The mark stays this far behind: an index lags behind its table, and clocks differ. */
const LAG_MINUTES = 10
/** Without a mark no run has ever ended well: whatever is in the index has not been looked at. */
const BEGINNING = fromEpoch(0)
/** As many as four drained shards have taken at once since there was a tick. */
const AT_ONCE = 4 * everyShard.length
/** Held in memory at once, some 6 MB. Of more the gravest are held; the rest is read again when these are done. */
const MOST = 20_000

type Due = { entry: DueEntry; rank: Rank }
const inOrder = (due: Due[]): Due[] => due.sort((a, b) => gravestFirst(a.rank, b.rank))

/** The gravest of all that is due; `more` when it is not all. */
const collect = async (deps: Deps, from: Instant, now: Instant): Promise<{ due: Due[]; more: boolean }> => {
  let due: Due[] = []
  let more = false
  const cut = (): void => {
    more ||= due.length > MOST
    due = inOrder(due).slice(0, MOST)
  }
  const read = async (shard: number): Promise<void> => {
    let cursor: string | undefined
    do {
      if (deps.left() < RESERVE) {
        more = true
        return
      }
      const page = await deps.store.dueBetween(from, now, shard, paged(cursor, 1_000))
      for (const entry of page.items) due.push({ entry, rank: rankAt(entry.gravity, now) })
      if (due.length > 2 * MOST) cut()
      cursor = page.cursor
    } while (cursor !== undefined)
  }
  await Promise.all(everyShard.map(read))
  cut()
  return { due, more }
}

const fireAll = async (deps: Deps, due: readonly Due[]): Promise<Drained<Due>> => {
  const sum: Drained<Due> = { done: 0, failed: [], complete: true }
  for (const urgency of [...urgencies].reverse()) {
    const some = await workOff(
      deps,
      due.filter(one => one.rank.urgency === urgency),
      one => one.entry.caseId,
      one => deps.apply.fire(one.entry.caseId),
      AT_ONCE,
    )
    sum.done += some.done
    sum.failed.push(...some.failed)
    if (!some.complete) return { ...sum, complete: false }
  }
  return sum
}

/** `complete` when nothing is left to fire but what failed, of which the mark waits for the oldest. */
export const fireDue = async (deps: Deps, now: Instant): Promise<{ fired: number; complete: boolean }> => {
  const from = (await deps.store.lowWater()) ?? BEGINNING
  let fired = 0
  let round: Drained<Due> & { more: boolean }
  do {
    const { due, more } = await collect(deps, from, now)
    round = { ...(await fireAll(deps, due)), more }
    fired += round.done
  } while (round.more && round.complete && round.done > 0 && deps.left() > RESERVE)
  const complete = round.complete && !round.more
  const safe = addMinutes(now, -LAG_MINUTES)
  const oldest = round.failed.map(one => one.entry.at).sort()[0]
  if (complete) await deps.store.moveLowWater(oldest !== undefined && oldest < safe ? oldest : safe)
  return { fired, complete }
}
