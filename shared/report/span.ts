/** From what is asked for to days: a day, a month, or from one day to another. */
import type { Day } from '../core/time.ts'
import { daysOf, type Month, monthOf } from '../position/reports/periods.ts'
import { monthSpan, type ReportName, type Span, yearSpan } from './make.ts'

export type Dates = {
  asAt?: Day | undefined
  from?: Day | undefined
  to?: Day | undefined
  month?: Month | undefined
  knownOn?: Day | undefined
}

/** Every report can be asked for as at a day and for a month; those of flows alone from one day to another as well. */
const ofDay = ['asAt', 'month'] as const
const ofDays = ['from', 'to', 'month', 'asAt'] as const
export const takes: Record<ReportName, readonly (keyof Dates)[]> = {
  position: ofDay,
  tsm: ofDay,
  'no-access': ofDay,
  monthly: ['month', 'asAt'],
  complaints: ofDays,
  contractors: ofDays,
  actions: ofDays,
  hazards: ofDays,
}
/** As at the last day of the month, with the flows that they always have: a month alone would be no year of measures. */
const atMonthEnd: readonly ReportName[] = ['position', 'tsm', 'no-access']

/** Their flows run from the beginning of the reporting year unless told; those of the others from that of the month. */
export const yearly: readonly ReportName[] = ['complaints', 'tsm', 'no-access']

type Asked = { ok: true; span: Span } | { ok: false; path: string; message: string }
const wrong = (path: string, message: string): Asked => ({ ok: false, path, message })

/** From what is asked to days. A year is the longest: one walk, one table a kind. */
export const spanOf = (name: ReportName, asked: Dates, today: Span['asAt']): Asked => {
  for (const key of ['asAt', 'from', 'to', 'month'] as const)
    if (asked[key] !== undefined && !takes[name].includes(key))
      return wrong(key, `${name} takes ${takes[name].join(', ')}`)
  if (asked.month !== undefined && (asked.from ?? asked.to ?? asked.asAt) !== undefined)
    return wrong('month', 'a month, or days')
  if (asked.month !== undefined && asked.month > monthOf(today)) return wrong('month', 'this month has not begun')
  if (asked.asAt !== undefined && asked.to !== undefined) return wrong('asAt', 'asAt is the last day: asAt or to')
  const whole = asked.month === undefined ? undefined : monthSpan(asked.month, today)
  const asAt = whole?.asAt ?? asked.asAt ?? asked.to ?? today
  const running = yearly.includes(name) ? yearSpan(asAt) : { from: daysOf(monthOf(asAt)).from, asAt }
  const span = whole === undefined || atMonthEnd.includes(name) ? running : whole
  const { from = span.from } = asked
  if (span.asAt > today || span.asAt < '1990-01-01')
    return wrong(asked.to ? 'to' : 'asAt', 'a day since 1990, not after today')
  if (from > span.asAt) return wrong('from', `not after ${span.asAt}`)
  return { ok: true, span: { from, asAt: span.asAt, ...(asked.knownOn ? { knownOn: asked.knownOn } : {}) } }
}
