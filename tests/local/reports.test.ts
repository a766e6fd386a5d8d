import { expect, it } from 'vitest'
import { nextReport } from '../../infra/local/time/reports.ts'
import { addDays, at, type Day, dayOf, type Instant } from '../../shared/core/time.ts'
import { england } from '../../shared/core/working-days.ts'
import { officeHours } from '../../shared/mail/window.ts'
import { openings, owedReports, reportMoments } from '../../shared/report/owed-reports.ts'

const days = { calendar: england, window: officeHours, weekday: 1 }

const london = (date: string, clock: string): Instant => at(date as Day, clock)

it.each([
  // Easter Monday is held for Tuesday; the night after March, the third working day of April (a Monday), the Monday after
  ['2027-03-24', '12:00', '2027-03-30', '08:00'],
  ['2027-03-30', '08:00', '2027-04-01', '00:30'],
  ['2027-04-01', '00:30', '2027-04-05', '08:00'],
  // five working days after the year: the draft of the regulator's return
  ['2027-04-05', '08:00', '2027-04-07', '08:00'],
  ['2027-04-07', '08:00', '2027-04-12', '08:00'],
  // ten working days after 31 March
  ['2027-04-12', '08:00', '2027-04-14', '08:00'],
  // past the published bank holidays the nights after a month are left
  ['2040-01-02', '08:00', '2040-02-01', '00:30'],
])('after %s %s comes %s %s', (day, clock, next, hour) => {
  expect(nextReport(london(day, clock), days)).toBe(london(next, hour))
})

it('whoever asks at the first hour and at each opening finds all that is found by asking every hour', () => {
  const start = london('2026-11-25', '13:00')
  const until = addDays(dayOf(start), 400)
  const found = (moments: Iterable<Instant>): string[] => {
    const ids = new Map<string, Instant>()
    for (const moment of moments) {
      if (dayOf(moment) > until) break
      for (const { id } of owedReports(moment, days)) if (!ids.has(id)) ids.set(id, moment)
    }
    return [...ids].map(([id, moment]) => `${moment} ${id}`)
  }
  const [first] = reportMoments(start, days)
  const hourly = found(reportMoments(start, days))
  expect(hourly.length).toBeGreaterThan(180)
  expect(found([first!, ...openings(first!, days)])).toEqual(hourly)
})
