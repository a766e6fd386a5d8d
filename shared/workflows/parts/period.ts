/**
 * Periods of monitoring: named, never chained from the date of the last visit (31 January and a month is no 28 March).
 * A week is named by its Monday: `W2026-11-23`.
 */
import { addDays, addMonths, type Day, monthEnd, weekday } from '../../core/time.ts'

export const everies = ['week', 'month', 'quarter', 'half', 'year'] as const
export type Every = (typeof everies)[number]
const months = { month: 1, quarter: 3, half: 6, year: 12 } as const

export type Period = { id: string; from: Day; to: Day }

const ofMonths = (every: Exclude<Every, 'week'>, date: Day): Period => {
  const size = months[every]
  const index = Math.floor((Number(date.slice(5, 7)) - 1) / size)
  const year = date.slice(0, 4)
  const from = `${year}-${String(index * size + 1).padStart(2, '0')}-01` as Day
  const id = { month: date.slice(0, 7), quarter: `${year}-Q${index + 1}`, half: `${year}-H${index + 1}`, year }[every]
  return { id, from, to: monthEnd(addMonths(from, size - 1)) }
}

/** The period that holds a day. */
export const periodOf = (every: Every, date: Day): Period => {
  if (every !== 'week') return ofMonths(every, date)
  const from = addDays(date, 1 - weekday(date))
  return { id: `W${from}`, from, to: addDays(from, 6) }
}

export const periodAfter = (every: Every, { to }: Pick<Period, 'to'>): Period => periodOf(every, addDays(to, 1))
