/**
 * What is owed by the calendar. It is asked every hour and does what has come due in London and is not done yet, so that
 * an outage delays and never skips; asked twice, it does nothing twice.
 */
import * as z from 'zod'
import { addDays, type Day, day, dayOf, type Instant, longDay } from '../../shared/core/time.ts'
import {
  daysOf,
  type Month,
  month,
  monthBefore,
  monthlyReportDue,
  monthOf,
  type Period,
  quarterBefore,
  quarterPackDue,
  weekOf,
  yearBefore,
  yearName,
  yearOf,
  yearReportDue,
} from '../../shared/position/periods.ts'
import { makeReport, questionOf, type Span } from '../../shared/report/make.ts'
import { snapshotAt } from '../../shared/report/snapshots.ts'
import { deliver, hand, type Owing, owing, type Post } from './deliver.ts'
import type { Deps } from './ports.ts'
import { keepSnapshot, type Taken, takeSnapshot, walkNight } from './snapshot.ts'
import { weekly } from './weekly.ts'

/** By hand: a snapshot again, or a month again; by the clock: what is due. */
const input = z.discriminatedUnion('job', [
  z.strictObject({ job: z.literal('due') }),
  z.strictObject({ job: z.literal('snapshot'), asAt: day.optional() }),
  z.strictObject({ job: z.literal('monthly'), month: month.optional() }),
])

/** Days after which a report that nobody could be sent is history: the pages have it. */
const LATE = 7
const WEEKLY_LATE = 2

const monthly = (deps: Deps, of: Month): Post => {
  const { from, to } = daysOf(of)
  return {
    id: `monthly:${of}`,
    to: ['executive', 'headOfService', 'portfolioHolder'],
    path: `/pages/reports/monthly?month=${of}`,
    asks: questionOf(deps, { from, asAt: to }),
    make: counted => makeReport(deps, 'monthly', { from, asAt: to }, undefined, counted),
  }
}

const complaints = (deps: Deps, id: string, to: Post['to'], { from, asAt }: Span, title: string): Post => ({
  id,
  to,
  path: `/pages/reports/complaints?from=${from}&to=${asAt}`,
  asks: questionOf(deps, { from, asAt }),
  make: counted => makeReport(deps, 'complaints', { from, asAt }, title, counted),
})

/** The draft of the return: it is due to the regulator by the end of June, and the figures hold from 31 March on. */
const measures = (deps: Deps, { from, to }: Period): Post => ({
  id: `tsm:${to}`,
  to: ['complianceManager', 'headOfService', 'executive'],
  path: `/pages/reports/tsm?asAt=${to}`,
  asks: questionOf(deps, { from, asAt: to }),
  make: counted => makeReport(deps, 'tsm', { from, asAt: to }, undefined, counted),
})

/** What the calendar owes at this moment. The calendar of bank holidays may end: then it throws, and the alarm rings. */
const owed = (deps: Deps, now: Instant): Post[] => {
  const today = dayOf(now)
  const { calendar } = deps.reckon
  const posts: Post[] = []
  const inTime = (due: Instant, late: number) => now >= due && today <= addDays(dayOf(due), late)
  const last = monthBefore(monthOf(today))
  if (inTime(monthlyReportDue(last, calendar), LATE)) posts.push(monthly(deps, last))
  const week = weekOf(today)
  const yesterday = addDays(week.monday, -1)
  if (inTime(week.due, WEEKLY_LATE))
    posts.push(
      complaints(
        deps,
        `complaints:${week.monday}`,
        ['complaintsLead', 'headOfService'],
        { from: yearOf(yesterday).from, asAt: yesterday },
        `Weekly complaints pack, year to ${longDay(yesterday)}`,
      ),
    )
  const quarter = quarterBefore(today)
  if (inTime(quarterPackDue(quarter, calendar), LATE))
    posts.push(
      complaints(
        deps,
        `mrc:${quarter.to}`,
        ['mrc', 'complaintsLead'],
        { from: quarter.from, asAt: quarter.to },
        `Complaints, ${quarter.name}: for the member responsible`,
      ),
    )
  const year = yearBefore(today)
  if (inTime(yearReportDue(year, 5, calendar), LATE)) posts.push(measures(deps, year))
  if (inTime(yearReportDue(year, 10, calendar), LATE))
    posts.push(
      complaints(
        deps,
        `complaints-year:${year.to}`,
        ['complaintsLead', 'mrc', 'headOfService'],
        { from: year.from, asAt: year.to },
        `Annual complaints report ${yearName(year)}, draft`,
      ),
    )
  return posts
}

/** Yesterday’s, and the last month’s end, should that night have been missed. */
const missing = async (deps: Deps, today: Day): Promise<Day[]> => {
  const wanted = [...new Set([daysOf(monthBefore(monthOf(today))).to, addDays(today, -1)])]
  const there = await Promise.all(wanted.map(one => snapshotAt(deps.store, one)))
  return wanted.filter((_, index) => there[index] === undefined)
}

/** Snapshots before posts, since a post quotes them. However many there are, the cases are walked over once. */
const owedNow = async (deps: Deps, now: Instant): Promise<Omit<Done, 'weekly'>> => {
  const days = await missing(deps, dayOf(now))
  const posts: Owing[] = []
  for (const post of owed(deps, now)) {
    const found = await owing(deps, post)
    if (found) posts.push(found)
  }
  if (days.length + posts.length === 0) return { snapshots: [], sent: 0 }
  const asking = posts.filter(one => one.post.asks !== undefined)
  const night = await walkNight(
    deps,
    days,
    asking.flatMap(one => one.post.asks ?? []),
  )
  const snapshots: Taken[] = []
  for (const one of night.days) snapshots.push(await keepSnapshot(deps, one, night.seal))
  let sent = 0
  for (const one of posts) sent += await hand(deps, one, night.others[asking.indexOf(one)])
  return { snapshots, sent }
}

/** `sent` and `weekly`: mails that left. */
export type Done = { snapshots: Taken[]; sent: number; weekly?: number }

export const createHandler =
  (deps: Deps) =>
  async (event: unknown): Promise<Done> => {
    const asked = input.parse(event)
    const now = deps.now()
    const today = dayOf(now)
    if (asked.job === 'snapshot')
      return { snapshots: [await takeSnapshot(deps, asked.asAt ?? addDays(today, -1))], sent: 0 }
    if (asked.job === 'monthly')
      return { snapshots: [], sent: await deliver(deps, monthly(deps, asked.month ?? monthBefore(monthOf(today)))) }
    // First: a date that came earlier must not be slept past while figures are made.
    await deps.keepRegime()
    return { ...(await owedNow(deps, now)), weekly: await weekly(deps, now) }
  }
