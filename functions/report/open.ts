/** Which reports are owed now and not with everybody yet, as posts to people; and handing them over. */
import { dayOf, type Instant } from '../../shared/core/time.ts'
import type { Counted } from '../../shared/position/count.ts'
import type { Report } from '../../shared/position/reports/report.ts'
import { findReport } from '../../shared/report/find.ts'
import { makeReport, questionOf, type ReportName, type Span } from '../../shared/report/make.ts'
import { type OwedReport, owedReports } from '../../shared/report/owed-reports.ts'
import { directorsOf, holdersOf } from '../../shared/report/readers.ts'
import { isSettled, settle } from '../../shared/report/settled.ts'
import { rollUpReport } from '../../shared/report/weekly.ts'
import { deliver, hand, type Owing, owing, type Post } from './deliver.ts'
import type { Deps } from './ports.ts'
import { stuckPosts } from './stuck.ts'

/** What is mailed is what was kept of that night, where it was, so that the mail, the page and the API say the same. */
const keptOrMade = async (deps: Deps, name: ReportName, span: Span, counted?: Counted): Promise<Report> => {
  const make = (one: ReportName, of: Span) => makeReport(deps, one, of, undefined, counted)
  return (await findReport(deps.store, { kept: deps.kept, make }, name, span)).report
}

/** One of what the calendar owes, as it is posted; the stuck list is one for each lead. */
const postsOf = async (deps: Deps, owed: OwedReport): Promise<Post[]> => {
  const { id, name, title, span, path } = owed
  const [directory, today] = [await deps.desk.directory(), dayOf(deps.now())]
  if (name === 'stuck' || owed.to === 'leads') return stuckPosts(deps, owed)
  const to = holdersOf(owed.to === 'directors' ? directorsOf(directory, today) : owed.to, directory, today)
  if (name === 'roll-up') return [{ id, to, path, make: () => rollUpReport(deps, span.asAt) }]
  const make = async (counted?: Counted): Promise<Report> => {
    const report = await keptOrMade(deps, name, span, counted)
    return name === 'complaints' ? { ...report, title } : report
  }
  return [{ id, to, path, asks: questionOf(deps, span), make }]
}

/** An owed report with its posts, and which of their readers are still to have them. */
export type Open = { owed: OwedReport; posts: Owing[] }

export const openNow = async (deps: Deps, now: Instant, which: (owed: OwedReport) => boolean): Promise<Open[]> => {
  const { reckon, desk } = deps
  const days = { calendar: reckon.calendar, window: desk.window, weekday: reckon.policy('weekly.weekday') }
  const open: Open[] = []
  for (const owed of owedReports(now, days).filter(which)) {
    if (await isSettled(deps.store, owed.id)) continue
    const posts: Owing[] = []
    for (const post of await postsOf(deps, owed)) posts.push(await owing(deps, post))
    open.push({ owed, posts })
  }
  return open
}

/** How many left. What has left to all its readers is settled: whoever takes the role tomorrow reads it on the pages. */
export const handAll = async (
  deps: Deps,
  open: readonly Open[],
  countedFor: (one: Owing) => Counted | undefined = () => undefined,
): Promise<number> => {
  let sent = 0
  for (const { owed, posts } of open) {
    for (const one of posts) sent += await hand(deps, one, countedFor(one))
    const after = await Promise.all(posts.map(({ post }) => owing(deps, post)))
    if (after.every(one => one.settled)) await settle(deps.store, owed.id)
  }
  return sent
}

/** By hand: at any hour, and settled or not. */
export const deliverNow = async (deps: Deps, owed: OwedReport): Promise<number> => {
  let sent = 0
  for (const post of await postsOf(deps, owed)) sent += await deliver(deps, post)
  return sent
}
