/** Weekdays are working days but for the holidays given: enough for mail; the real one is core/working-days.ts. */
import { addDays, type Day, weekday } from '../../shared/core/time.ts'
import type { Calendar } from '../../shared/core/working-days.ts'

export const weekdays = (...holidays: string[]): Calendar => {
  const isWorkingDay = (date: Day): boolean => weekday(date) < 6 && !holidays.includes(date)
  const within = (from: Day, to: Day): Day[] => (from < to ? [addDays(from, 1), ...within(addDays(from, 1), to)] : [])
  const add = (from: Day, days: number): Day => {
    if (days === 0) return from
    const next = addDays(from, Math.sign(days))
    return add(next, isWorkingDay(next) ? days - Math.sign(days) : days)
  }
  return {
    holidays: [],
    horizon: '2030-12-31' as Day,
    isWorkingDay,
    add,
    between: (from, to) => within(from, to).filter(isWorkingDay).length,
    skipped: (from, to) =>
      within(from, to)
        .filter(date => !isWorkingDay(date))
        .map(date => ({ day: date, why: weekday(date) < 6 ? 'holiday' : 'weekend' })),
  }
}
