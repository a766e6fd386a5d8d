/**
 * What is owed by the calendar. It is asked every hour and does what has come due in London and is not done yet, so that
 * an outage delays and never skips; asked twice, it does nothing twice.
 */
import * as z from 'zod'
import { addDays, type Day, day, dayOf, type Instant } from '../../shared/core/time.ts'
import { endCase } from '../../shared/estate/follow.ts'
import { daysOf, month, monthBefore, monthOf } from '../../shared/position/reports/periods.ts'
import { isList, monthlyOf } from '../../shared/report/owed-reports.ts'
import { snapshotAt } from '../../shared/report/snapshots.ts'
import { deliverNow, handAll, openNow } from './open.ts'
import type { Deps } from './ports.ts'
import { keepSnapshot, type Night, type Taken, takeSnapshot, walkNight } from './snapshot.ts'
import { weekly } from './weekly.ts'

/** By hand: a snapshot again, or a month again; by the clock: what is due. */
const input = z.discriminatedUnion('job', [
  z.strictObject({ job: z.literal('due') }),
  z.strictObject({ job: z.literal('snapshot'), asAt: day.optional() }),
  z.strictObject({ job: z.literal('monthly'), month: month.optional() }),
])

/** Yesterday’s, and the last month’s end, should that night have been missed. */
const missing = async (deps: Deps, today: Day): Promise<Day[]> => {
  const wanted = [...new Set([daysOf(monthBefore(monthOf(today))).to, addDays(today, -1)])]
  const there = await Promise.all(wanted.map(one => snapshotAt(deps.store, one)))
  return wanted.filter((_, index) => there[index] === undefined)
}

/** What is no longer the landlord's ends its duties on the day itself, before the morning's mail; one that fails keeps no other from it. */
const tellEnded = async (deps: Deps, found: Night['ended']): Promise<number> => {
  let told = 0
  for (const { caseId, ended } of found)
    try {
      if (await endCase(deps, caseId, ended)) told += 1
    } catch (error) {
      deps.fault(caseId, error)
    }
  return told
}

/** Snapshots before posts, since a post quotes them. However many there are, the cases are walked over once. */
const owedNow = async (deps: Deps, now: Instant): Promise<Omit<Done, 'weekly'>> => {
  const days = await missing(deps, dayOf(now))
  const open = await openNow(deps, now, one => !isList(one))
  const posts = open.flatMap(one => one.posts).filter(one => one.owed.length > 0)
  if (days.length + posts.length === 0) return { snapshots: [], sent: await handAll(deps, open) }
  const asking = posts.filter(one => one.post.asks !== undefined)
  const night = await walkNight(
    deps,
    days,
    asking.flatMap(one => one.post.asks ?? []),
  )
  const ended = await tellEnded(deps, night.ended)
  const snapshots: Taken[] = []
  for (const one of night.days) snapshots.push(await keepSnapshot(deps, one, night.seal))
  return { snapshots, ended, sent: await handAll(deps, open, one => night.others[asking.indexOf(one)]) }
}

/** `sent` and `weekly`: mails that left; `ended`: cases that ended with their home, block or lift. */
export type Done = { snapshots: Taken[]; sent: number; weekly?: number; ended?: number }

export const createHandler =
  (deps: Deps) =>
  async (event: unknown): Promise<Done> => {
    const asked = input.parse(event)
    const now = deps.now()
    const today = dayOf(now)
    if (asked.job === 'snapshot')
      return { snapshots: [await takeSnapshot(deps, asked.asAt ?? addDays(today, -1))], sent: 0 }
    if (asked.job === 'monthly')
      return { snapshots: [], sent: await deliverNow(deps, monthlyOf(asked.month ?? monthBefore(monthOf(today)))) }
    // First: a date that came earlier must not be slept past while figures are made.
    await deps.keepRegime()
    return { ...(await owedNow(deps, now)), weekly: await weekly(deps, now) }
  }
