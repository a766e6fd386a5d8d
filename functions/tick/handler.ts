import type { Apply } from '../../shared/apply.ts'
import { addHours, addMinutes, type Instant } from '../../shared/core/time.ts'
import type { Schedules } from '../../shared/effects/schedules.ts'
import type { Swept } from '../../shared/mail/sweep.ts'
import { everyShard } from '../../shared/store/keys.ts'
import { STALE } from '../../shared/store/settings.ts'
import type { Store } from '../../shared/store/store.ts'
import { arm, HORIZON } from '../follow/handler.ts'
import { drain, paged, RESERVE } from './drain.ts'
import { fireDue } from './fire-due.ts'

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
  /** sends what is owed and has not left, gravest first; the mail desk's sweep */
  sweepMail: () => Promise<Swept>
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

/** A pending errand or notice younger than this is on its way by the stream. */
const GRACE_MINUTES = 1
/** Two days ahead, ten minutes more or less are nothing: nine runs of ten need not read every shard for them. */
const ARM_EVERY_MINUTES = 10
/** Arms what has entered the horizon since it was last asked. */
const armNear = async (deps: Deps, now: Instant) => {
  const name = 'armed-until'
  const until = addHours(now, HORIZON)
  const known = await deps.store.getSetting(name, STALE)
  const from = typeof known?.value === 'string' && known.value > now ? (known.value as Instant) : now
  if (from > addMinutes(until, -ARM_EVERY_MINUTES)) return 0
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

/** At SES's rate a run has no time for more; an index that lags may show the same again. */
const MOST_WAVES = 10

/** Wave after wave while there is more, SES takes it and time is left. */
const sweepOn = async (deps: Deps): Promise<Pick<Done, 'notices' | 'digests'>> => {
  const sum = { notices: 0, digests: 0 }
  for (let wave = 0; wave < MOST_WAVES && deps.left() > RESERVE; wave++) {
    const { notices, digests, more } = await deps.sweepMail()
    sum.notices += notices
    sum.digests += digests
    if (!more) break
  }
  return sum
}

/**
 * The guarantee. Emergencies owed leave first, then clocks are fired, gravest first, then what they brought forth leaves.
 * Every run that ends well says so; an outage of any length is caught up from the low-water mark. What cannot be sent
 * keeps no clock from being fired: it fails the run, and with it the heartbeat, when all else is done.
 */
export const createHandler = (deps: Deps) => async (): Promise<Done> => {
  const now = deps.now()
  const unsent: unknown[] = []
  const trying = <T>(work: Promise<T>, instead: T): Promise<T> =>
    work.catch((error: unknown) => {
      unsent.push(error)
      return instead
    })
  const before = await trying(deps.sweepMail(), { notices: 0, digests: 0, more: true })
  const fired = await fireDue(deps, now)
  const errands = await runErrands(deps, now)
  const armed = await armNear(deps, now)
  const moved = await deps.nextContacts()
  // Nothing was brought forth: nothing more is owed than a moment ago.
  const owing = before.more || fired.fired + errands.errands + moved > 0
  const after = await trying(owing ? sweepOn(deps) : Promise.resolve({ notices: 0, digests: 0 }), {
    notices: 0,
    digests: 0,
  })
  if (unsent.length > 0) throw unsent[0]
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
