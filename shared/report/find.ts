/**
 * One report of one span, wherever it is asked for: as it was kept on the night, which never changes, or counted now
 * where that night was not kept or other knowledge is asked for. The page and the API answer by this alone.
 */
import { withNarratives } from '../position/reports/monthly-report.ts'
import { monthOf } from '../position/reports/periods.ts'
import type { Report } from '../position/reports/report.ts'
import type { Settings } from '../store/store.ts'
import { type KeptId, QUARTER } from './kept.ts'
import type { ReportName, Span } from './make.ts'
import { narrativesOf } from './narratives.ts'
import { type Restatement, restatedOf, snapshotAt } from './snapshots.ts'
import { takes } from './span.ts'

/** Homes up to which figures are counted while somebody waits: some seconds of a small function. */
export const AT_ONCE = 6_000

export type Reports = {
  /** of a night, as it was kept; throws where there is none */
  kept: (asAt: Span['asAt'], id: KeptId) => Promise<Report>
  /** counted now, over every case, with what people have written */
  make: (name: ReportName, span: Span) => Promise<Report>
}

export type FoundReport = {
  report: Report
  /** made at night and kept, not just now */
  kept: boolean
  restated: readonly Restatement[]
}

type Reading = Pick<Settings, 'getSetting'>

/** Flows of a kept report run from a day of its own, which must be the one that is asked for; measures of a day have none. */
const answers = (report: Report, name: ReportName, span: Span): boolean =>
  !takes[name].includes('from') || report.from === span.from

/** What people have written since stands in a kept report too. */
const told = async (store: Reading, report: Report): Promise<Report> =>
  report.id === 'monthly' ? withNarratives(report, await narrativesOf(store, monthOf(report.asAt))) : report

/** Undefined where that night was not kept, or what is asked for is not what was known then. */
export const keptReport = async (
  store: Reading,
  reports: Pick<Reports, 'kept'>,
  name: ReportName,
  span: Span,
): Promise<FoundReport | undefined> => {
  if (span.knownOn !== undefined && span.knownOn !== span.asAt) return undefined
  const head = await snapshotAt(store, span.asAt)
  for (const id of name === 'complaints' ? ([name, QUARTER] as const) : [name]) {
    if (!head?.reports.includes(id)) continue
    const report = await reports.kept(span.asAt, id)
    if (answers(report, name, span))
      return { report: await told(store, report), kept: true, restated: await restatedOf(store, span.asAt) }
  }
  return undefined
}

export const madeReport = async (
  reports: Pick<Reports, 'make'>,
  name: ReportName,
  span: Span,
): Promise<FoundReport> => ({
  report: await reports.make(name, span),
  kept: false,
  restated: [],
})

export const findReport = async (
  store: Reading,
  reports: Reports,
  name: ReportName,
  span: Span,
): Promise<FoundReport> => (await keptReport(store, reports, name, span)) ?? madeReport(reports, name, span)
