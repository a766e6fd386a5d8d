import { expect, it } from 'vitest'
import { nextReport } from '../../infra/local/reports.ts'
import { at, type Day, type Instant } from '../../shared/core/time.ts'
import { england } from '../../shared/core/working-days.ts'

const london = (date: string, clock: string): Instant => at(date as Day, clock)

it.each([
  // Monday, the night after March, the third working day of April (a Monday), the Monday after
  ['2027-03-24', '12:00', '2027-03-29', '08:00'],
  ['2027-03-29', '08:00', '2027-04-01', '00:30'],
  ['2027-04-01', '00:30', '2027-04-05', '08:00'],
  // five working days after the year: the draft of the regulator's return
  ['2027-04-05', '08:00', '2027-04-07', '08:00'],
  ['2027-04-07', '08:00', '2027-04-12', '08:00'],
  // ten working days after 31 March
  ['2027-04-12', '08:00', '2027-04-14', '08:00'],
  // past the published bank holidays Mondays and month ends are left
  ['2040-01-02', '08:00', '2040-01-09', '08:00'],
])('after %s %s comes %s %s', (day, clock, next, hour) => {
  expect(nextReport(london(day, clock), england)).toBe(london(next, hour))
})
