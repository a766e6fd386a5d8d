/** Which report a page is asked for, and from where: kept at night, or made now where the landlord is small enough. */
import * as z from 'zod'
import { type Day, day, longDay } from '../../../shared/core/time.ts'
import { month } from '../../../shared/position/reports/periods.ts'
import { AT_ONCE, type FoundReport, keptReport, madeReport } from '../../../shared/report/find.ts'
import type { ReportName } from '../../../shared/report/make.ts'
import { newestSnapshot, snapshotAt } from '../../../shared/report/snapshots.ts'
import { type Dates, spanOf, takes } from '../../../shared/report/span.ts'
import type { Visit } from '../visit.ts'

export type Shown = FoundReport & { kind: 'shown' }
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

const tooLarge = async (visit: Visit, name: ReportName, latest: Day | undefined): Promise<Refused | undefined> => {
  const stock = latest && (await snapshotAt(visit.deps.store, latest))?.stock
  if (stock === undefined || stock <= AT_ONCE) return undefined
  return {
    kind: 'refused',
    field: takes[name].includes('month') ? 'month' : 'asAt',
    message: `No report was kept for that day, and with ${stock} homes it takes too long to make while you wait. The newest that was kept is of ${longDay(latest!)}`,
  }
}

/** Unless told, the newest day that was kept. */
export const reportAsked = async (visit: Visit, name: ReportName): Promise<Found> => {
  const dates = datesOf(visit)
  if (isRefused(dates)) return dates
  const newest = await newestSnapshot(visit.deps.store)
  const latest = newest?.latest
  const spread = nothingAsked(dates) && latest !== undefined ? onDay(name, latest) : dates
  const asked = spanOf(name, spread, visit.today)
  if (!asked.ok) return refused(asked.path)
  const { store, reports } = visit.deps
  const kept = await keptReport(store, reports, name, asked.span)
  if (kept) return { kind: 'shown', ...kept }
  const refusal = await tooLarge(visit, name, latest)
  return refusal ?? { kind: 'shown', ...(await madeReport(reports, name, asked.span)) }
}

const onDay = (name: ReportName, latest: Day): Dates => (takes[name].includes('to') ? { to: latest } : { asAt: latest })
