import type { Apply } from '../../shared/apply.ts'
import { addHours, addMinutes, fromEpoch, type Instant } from '../../shared/core/time.ts'
import type { Schedules } from '../../shared/effects/schedules.ts'
import { everyShard } from '../../shared/store/keys.ts'
import type { DueEntry, Page, Store } from '../../shared/store/store.ts'
import { arm, HORIZON } from '../follow/handler.ts'

export type Deps = {
  apply: Pick<Apply, 'fire' | 'errand'>
  store: Pick<
    Store,
    | 'dueBetween'
    | 'lowWater'
    | 'moveLowWater'
    | 'pendingErrands'
    | 'pendingBundles'
    | 'unpackBundle'
    | 'settleErrand'
    | 'getSetting'
    | 'putSetting'
  >
  schedules: Schedules
  /** sends what is owed and has not left; the mail desk's sweep */
  sweepMail: () => Promise<{ notices: number; digests: number }>
  /** emergencies that SES took and nobody's mailbox confirmed: owed to whoever is next */
  nextContacts: () => Promise<number>
  now: () => Instant
  /** milliseconds left of this run */
  left: () => number
  fault: (name: string, error: unknown) => void
  /** told at the end of a good run; its silence is the gravest alarm */
  heartbeat: (done: Done) => void
}

export type Done = {
  fired: number
  armed: number
  errands: number
  notices: number
  digests: number
  complete: boolean
}

/** The mark stays this far behind: an index lags behind its table, and clocks differ. */
const LAG_MINUTES = 10
/** Without a mark no run has ever ended well: whatever is in the index has not been looked at. */
const BEGINNING = fromEpoch(0)
/** A pending errand or notice younger than this is on its way by the stream. */
const GRACE_MINUTES = 1
const AT_ONCE = 4
/** Milliseconds kept to finish cleanly; what is left over is found by the next run. */
const RESERVE = 8_000

/** Runs `work` over all pages, a few at a time; false when time ran out first. */
const drain = async <T>(
  deps: Deps,
  page: (cursor: string | undefined) => Promise<Page<T>>,
  name: (item: T) => string,
  work: (item: T) => Promise<unknown>,
): Promise<{ done: number; failed: T[]; complete: boolean }> => {
  let cursor: string | undefined
  let done = 0
  const failed: T[] = []
  do {
    const { items, cursor: next } = await page(cursor)
    for (let from = 0; from < items.length; from += AT_ONCE) {
      if (deps.left() < RESERVE) return { done, failed, complete: false }
      const some = items.slice(from, from + AT_ONCE)
      const results = await Promise.allSettled(some.map(work))
      for (const [index, result] of results.entries()) {
        const item = some[index]
        if (item === undefined) continue
        if (result.status === 'fulfilled') done += 1
        else {
          failed.push(item)
          deps.fault(name(item), result.reason)
        }
      }
    }
    cursor = next
  } while (cursor !== undefined)
  return { done, failed, complete: true }
}

const paged = (cursor: string | undefined, limit = 200) => ({ limit, ...(cursor === undefined ? {} : { cursor }) })

/** Fires every case whose wake has come since the low-water mark, whatever its schedule did. */
const fireDue = async (deps: Deps, now: Instant) => {
  const from = (await deps.store.lowWater()) ?? BEGINNING
  const late: DueEntry[] = []
  let fired = 0
  let complete = true
  const drained = everyShard.map(shard =>
    drain(
      deps,
      cursor => deps.store.dueBetween(from, now, shard, paged(cursor)),
      entry => entry.caseId,
      entry => deps.apply.fire(entry.caseId),
    ),
  )
  for (const result of await Promise.all(drained)) {
    fired += result.done
    late.push(...result.failed)
    complete &&= result.complete
  }
  const safe = addMinutes(now, -LAG_MINUTES)
  const oldest = late.map(entry => entry.at).sort()[0]
  if (complete) await deps.store.moveLowWater(oldest !== undefined && oldest < safe ? oldest : safe)
  return { fired, complete }
}

/** Arms what has entered the horizon since the last run. */
const armNear = async (deps: Deps, now: Instant) => {
  const name = 'armed-until'
  const until = addHours(now, HORIZON)
  const known = await deps.store.getSetting(name)
  const from = typeof known?.value === 'string' && known.value > now ? (known.value as Instant) : now
  let armed = 0
  let complete = true
  const drained = everyShard.map(shard =>
    drain(
      deps,
      cursor => deps.store.dueBetween(from, until, shard, paged(cursor)),
      entry => entry.caseId,
      entry => arm(deps, { id: entry.caseId, wake: entry.at }),
    ),
  )
  for (const result of await Promise.all(drained)) {
    armed += result.done
    complete &&= result.complete && result.failed.length === 0
  }
  if (complete) await deps.store.putSetting(name, until, known?.rev ?? 0)
  return armed
}

const runErrands = async (deps: Deps, now: Instant) => {
  const upTo = addMinutes(now, -GRACE_MINUTES)
  const bundles = await drain(
    deps,
    cursor => deps.store.pendingBundles(upTo, paged(cursor)),
    item => item.id,
    item => deps.store.unpackBundle(item.id),
  )
  const errands = await drain(
    deps,
    cursor => deps.store.pendingErrands(upTo, paged(cursor)),
    item => item.body.id,
    async item => {
      const done = await deps.apply.errand(item.body)
      if (done.kind === 'rejected') deps.fault(item.body.id, new Error(`refused: ${JSON.stringify(done.rejection)}`))
      await deps.store.settleErrand(item.body.id)
    },
  )
  return { errands: errands.done, complete: bundles.complete && errands.complete }
}

/**
 * The guarantee. Emergencies owed leave first, then clocks are fired, then what they brought forth leaves. Every run
 * that ends well says so; an outage of any length is caught up from the low-water mark.
 */
export const createHandler = (deps: Deps) => async (): Promise<Done> => {
  const now = deps.now()
  const before = await deps.sweepMail()
  const fired = await fireDue(deps, now)
  const errands = await runErrands(deps, now)
  const armed = await armNear(deps, now)
  const moved = await deps.nextContacts()
  // Nothing was brought forth: nothing more is owed than a moment ago.
  const after = fired.fired + errands.errands + moved > 0 ? await deps.sweepMail() : { notices: 0, digests: 0 }
  const done: Done = {
    fired: fired.fired,
    armed,
    errands: errands.errands,
    notices: before.notices + after.notices,
    digests: before.digests + after.digests,
    complete: fired.complete && errands.complete,
  }
  deps.heartbeat(done)
  return done
}
