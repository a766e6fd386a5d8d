/** Which report a page is asked for, and from where: kept at night, or made now where the landlord is small enough. */
import * as z from 'zod'
import { type Day, day, longDay } from '../../../shared/core/time.ts'
import { withNarratives } from '../../../shared/position/monthly-report.ts'
import { month, monthOf } from '../../../shared/position/periods.ts'
import type { Report } from '../../../shared/position/report.ts'
import type { ReportName, Span } from '../../../shared/report/make.ts'
import { narrativesOf } from '../../../shared/report/narratives.ts'
import { newestSnapshot, type Restatement, restatedOf, snapshotAt } from '../../../shared/report/snapshots.ts'
import { type Dates, spanOf, takes } from '../../../shared/report/span.ts'
import type { Visit } from '../visit.ts'

/** Homes up to which a report is made while somebody waits: some seconds of a small function. */
const AT_ONCE = 6_000

export type Shown = {
  kind: 'shown'
  report: Report
  /** made at night and kept, not just now */
  kept: boolean
  restated: readonly Restatement[]
}
export type Refused = { kind: 'refused'; field: string; message: string }
export type Found = Shown | Refused

const wanted = z.object({
  asAt: day.optional(),
  from: day.optional(),
  to: day.optional(),
  month: month.optional(),
  knownOn: day.optional(),
})

const message: Record<string, string> = {
  asAt: 'The day must be a real date, not after today',
  month: 'The month must be one that has begun, like 2026-10',
  from: 'The first day must be a real date, not after the last',
  to: 'The last day must be a real date, not after today',
  knownOn: 'The day of knowledge must be a real date',
}
const refused = (field: string): Refused => ({
  kind: 'refused',
  field,
  message: message[field] ?? 'The dates do not fit together',
})

const datesOf = ({ query }: Visit): Dates | Refused => {
  const given = Object.fromEntries([...query].filter(([name, value]) => name in wanted.shape && value !== ''))
  const read = wanted.safeParse(given)
  return read.success ? read.data : refused(String(read.error.issues[0]?.path[0] ?? ''))
}
const isRefused = (found: Dates | Refused): found is Refused => 'kind' in found

const nothingAsked = (dates: Dates): boolean => Object.values(dates).every(value => value === undefined)

/** Flows of a kept report run from a day of its own, which must be the one that is asked for; measures of a day have none. */
const answers = (report: Report, name: ReportName, span: Span): boolean =>
  takes[name].includes('asAt') || report.from === span.from

const keptOf = async (visit: Visit, name: ReportName, span: Span): Promise<Shown | undefined> => {
  if (span.knownOn !== undefined && span.knownOn !== span.asAt) return undefined
  const head = await snapshotAt(visit.deps.store, span.asAt)
  if (!head?.reports.includes(name)) return undefined
  const report = await visit.deps.reports.kept(span.asAt, name)
  if (!answers(report, name, span)) return undefined
  return { kind: 'shown', report, kept: true, restated: await restatedOf(visit.deps.store, span.asAt) }
}

const madeOf = async (visit: Visit, name: ReportName, span: Span, latest: Day | undefined): Promise<Found> => {
  const stock = latest && (await snapshotAt(visit.deps.store, latest))?.stock
  if (stock !== undefined && stock > AT_ONCE)
    return {
      kind: 'refused',
      field: takes[name].includes('month') ? 'month' : 'asAt',
      message: `No report was kept for that day, and with ${stock} homes it takes too long to make while you wait. The newest that was kept is of ${longDay(latest!)}`,
    }
  return { kind: 'shown', report: await visit.deps.reports.make(name, span), kept: false, restated: [] }
}

/** What people have written since stands in a kept report too. */
const told = async (visit: Visit, found: Found): Promise<Found> =>
  found.kind === 'shown' && found.report.id === 'monthly'
    ? {
        ...found,
        report: withNarratives(found.report, await narrativesOf(visit.deps.store, monthOf(found.report.asAt))),
      }
    : found

/** Unless told, the newest day that was kept. */
export const reportAsked = async (visit: Visit, name: ReportName): Promise<Found> => {
  const dates = datesOf(visit)
  if (isRefused(dates)) return dates
  const newest = await newestSnapshot(visit.deps.store)
  const latest = newest?.latest
  const spread = nothingAsked(dates) && latest !== undefined ? onDay(name, latest) : dates
  const asked = spanOf(name, spread, visit.today)
  if (!asked.ok) return refused(asked.path)
  return told(visit, (await keptOf(visit, name, asked.span)) ?? (await madeOf(visit, name, asked.span, latest)))
}

const onDay = (name: ReportName, latest: Day): Dates =>
  takes[name].includes('asAt') ? { asAt: latest } : { to: latest }
