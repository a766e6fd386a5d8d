/** A report as asked for: who asks says which and for when, and gets it as data. */
import type { Reckon } from '../core/reckon.ts'
import { addDays, type Day, dayOf, type Instant, longDay } from '../core/time.ts'
import type { AnyWorkflow } from '../core/workflow.ts'
import { type Titles, titled } from '../law/roles.ts'
import { complaintsReport } from '../position/complaints/complaints-report.ts'
import type { Counted } from '../position/count.ts'
import type { Question } from '../position/question.ts'
import { actionsReport, hazardsReport } from '../position/reports/danger-reports.ts'
import { monthlyReport } from '../position/reports/monthly-report.ts'
import { daysOf, type Month, monthOf, yearOf } from '../position/reports/periods.ts'
import type { Report } from '../position/reports/report.ts'
import { accessReport, contractorReport, tsmReport } from '../position/reports/reports.ts'
import type { Told } from '../position/reports/told.ts'
import { positionReport } from '../position/streams/position-report.ts'
import type { Settings } from '../store/store.ts'
import { gather, type Source } from './gather.ts'
import { narrativesOf } from './narratives.ts'
import { snapshotAt } from './snapshots.ts'

export type ReportDeps = {
  store: Source & Settings
  workflows: Readonly<Record<string, AnyWorkflow>>
  reckon: Reckon
  /** what the landlord is called, and what it calls roles and contractors */
  landlord: { name: string; roles: Titles; contractors: readonly { id: string; name: string }[] }
  now: () => Instant
}
/** Those that are made for any day; the week's lists are made once, and sent. */
export const reportNames = [
  'position',
  'monthly',
  'tsm',
  'complaints',
  'actions',
  'hazards',
  'no-access',
  'contractors',
] as const satisfies Report['id'][]
export type ReportName = (typeof reportNames)[number]

/** `knownOn` absent: as known at the end of `asAt`. */
export type Span = { from: Day; asAt: Day; knownOn?: Day | undefined }

export const questionOf = ({ workflows, reckon }: ReportDeps, { from, asAt, knownOn = asAt }: Span): Question => ({
  asAt,
  knownOn,
  from,
  before: addDays(from, -1),
  reckon,
  workflows,
})

export const toldOf = ({ landlord, now }: ReportDeps): Told => ({
  landlord: landlord.name,
  made: now(),
  roleName: titled(landlord.roles),
  contractors: new Map(landlord.contractors.map(one => [one.id, one.name])),
})

/** The month as far as it has gone: a running month ends today. */
export const monthSpan = (of: Month, today: Day): Span => {
  const { from, to } = daysOf(of)
  return { from, asAt: to < today ? to : today }
}
/** The reporting year up to a day. */
export const yearSpan = (asAt: Day): Span => ({ from: yearOf(asAt).from, asAt })

const complaintsTitle = ({ from, asAt }: Span): string => `Complaints, ${longDay(from)} to ${longDay(asAt)}`

/** From counts that are there already. */
export const reportFrom = (name: ReportName, counted: Counted, told: Told, title?: string): Report => {
  if (name === 'position') return positionReport(counted, told)
  if (name === 'actions') return actionsReport(counted, told)
  if (name === 'hazards') return hazardsReport(counted, told)
  if (name === 'tsm') return tsmReport(counted, told)
  if (name === 'monthly') return monthlyReport(counted, told)
  if (name === 'no-access') return accessReport(counted, told)
  if (name === 'contractors') return contractorReport(counted, told)
  return complaintsReport(counted, told, title ?? complaintsTitle(counted.asked))
}

/** `counted`: what somebody has counted already of this span. */
export const makeReport = async (
  deps: ReportDeps,
  name: ReportName,
  span: Span,
  title?: string,
  counted?: Counted,
): Promise<Report> => {
  const asked = questionOf(deps, span)
  const told = toldOf(deps)
  const count = () => counted ?? gather(deps.store, asked)
  if (name !== 'monthly') return reportFrom(name, await count(), told, title)
  const narratives = await narrativesOf(deps.store, monthOf(span.asAt))
  const published = (await snapshotAt(deps.store, asked.before))?.figures
  return reportFrom(name, await count(), { ...told, narratives, published })
}

export const todayOf = ({ now }: Pick<ReportDeps, 'now'>): Day => dayOf(now())
