/** Months, quarters and years of reports, and the days on which they are owed. Civil days in London. */
import * as z from 'zod'
import { addDays, addMonths, at, type Day, type Instant, monthEnd, weekday } from '../../core/time.ts'
import type { Calendar } from '../../core/working-days.ts'

/** `YYYY-MM` */
export const month = z
  .string()
  .regex(/^(19|20)\d{2}-(0[1-9]|1[0-2])$/, 'a month as YYYY-MM')
  .brand<'Month'>()
export type Month = z.output<typeof month>

/** `from` and `to` are the first and the last day. */
export type Period = { from: Day; to: Day }

const first = (of: Month): Day => `${of}-01` as Day
export const monthOf = (day: Day): Month => day.slice(0, 7) as Month
export const daysOf = (of: Month): Period => ({ from: first(of), to: monthEnd(first(of)) })
export const monthBefore = (of: Month): Month => monthOf(addMonths(first(of), -1))

/** The reporting year of the Tenant Satisfaction Measures: 1 April to 31 March. */
export const yearOf = (day: Day): Period => {
  const year = Number(day.slice(0, 4)) - (day.slice(5) < '04-01' ? 1 : 0)
  return { from: `${year}-04-01` as Day, to: `${year + 1}-03-31` as Day }
}
/** The reporting year that ended before the day. */
export const yearBefore = (day: Day): Period => yearOf(addDays(yearOf(day).from, -1))
/** `2026/27` */
export const yearName = ({ from }: Period): string =>
  `${from.slice(0, 4)}/${String(Number(from.slice(2, 4)) + 1).padStart(2, '0')}`

/** The quarter of the financial year that holds the day: Q1 is April to June. */
export const quarterOf = (day: Day): Period & { name: string } => {
  const month3 = Math.floor((Number(day.slice(5, 7)) - 1) / 3) * 3 + 1
  const from = `${day.slice(0, 4)}-${String(month3).padStart(2, '0')}-01` as Day
  const number = month3 === 1 ? 4 : (month3 - 1) / 3
  return { from, to: monthEnd(addMonths(from, 2)), name: `Q${number} ${yearName(yearOf(day))}` }
}
export const quarterBefore = (day: Day): Period & { name: string } => quarterOf(addDays(quarterOf(day).from, -1))

/** The quarter that ends on that day, unless it is the first: that one is the year up to then. */
export const laterQuarterTo = (day: Day): Period | undefined => {
  const { from, to } = quarterOf(day)
  return to === day && from !== yearOf(day).from ? { from, to } : undefined
}

/** The nth working day of a month. */
const nth = (of: Month, n: number, calendar: Calendar): Day => calendar.add(addDays(first(of), -1), n)

/** The report on a month is owed on the third working day of the next, at 08:00. */
export const monthlyReportDue = (of: Month, calendar: Calendar): Instant =>
  at(nth(monthOf(addMonths(first(of), 1)), 3, calendar), '08:00')

/** The pack for the member responsible for complaints: ten working days after the quarter's end. */
export const quarterPackDue = ({ to }: Period, calendar: Calendar): Instant => at(calendar.add(to, 10), '08:00')

/** Once a week on that day (1 is Monday) at 08:00, or on the next working day where it is none. `day` names the week. */
export const weeklyDue = (today: Day, on: number, calendar: Calendar): { day: Day; due: Instant } => {
  const day = addDays(weekOf(today).monday, on - 1)
  const sent = calendar.isWorkingDay(day) ? day : calendar.add(day, 1)
  return { day, due: at(sent, '08:00') }
}
/** Drafts of a year: so many working days after its end, at 08:00. */
export const yearReportDue = ({ to }: Period, days: number, calendar: Calendar): Instant =>
  at(calendar.add(to, days), '08:00')

/** The Monday of the day's week: the weekly complaints pack is owed at 08:00, bank holiday or not. */
export const weekOf = (day: Day): { monday: Day; due: Instant } => {
  const monday = addDays(day, 1 - weekday(day))
  return { monday, due: at(monday, '08:00') }
}
