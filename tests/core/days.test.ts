import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { expect, it } from 'vitest'
import { type Day, daysBetween, monthEnd } from '../../shared/core/time.ts'
import { runs } from '../support/random.ts'

const date = fc
  .record({
    year: fc.integer({ min: 1, max: 9999 }),
    month: fc.integer({ min: 1, max: 12 }),
    day: fc.integer({ min: 1, max: 31 }),
  })
  .map(parts => Temporal.PlainDate.from(parts, { overflow: 'constrain' }))

it('days between two dates are those of the calendar', () => {
  fc.assert(
    fc.property(date, date, (a, b) => {
      expect(daysBetween(a.toString() as Day, b.toString() as Day)).toBe(a.until(b, { largestUnit: 'day' }).days)
    }),
    { numRuns: runs(2000) },
  )
})
it('a month ends where the calendar ends it', () => {
  fc.assert(
    fc.property(date, one => {
      expect(monthEnd(one.toString() as Day)).toBe(one.with({ day: one.daysInMonth }).toString())
    }),
    { numRuns: runs(2000) },
  )
})

it.each([
  ['2028-02-28', '2028-03-01', 2],
  ['2027-02-28', '2027-03-01', 1],
  ['1900-02-28', '1900-03-01', 1],
  ['2000-02-28', '2000-03-01', 2],
  ['2026-12-31', '2026-01-01', -364],
])('%s to %s: %i', (a, b, days) => expect(daysBetween(a as Day, b as Day)).toBe(days))
