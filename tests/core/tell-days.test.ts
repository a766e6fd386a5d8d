import * as fc from 'fast-check'
import { expect, it, test } from 'vitest'
import { tellDays, tellOn } from '../../shared/core/tell-days.ts'
import { addDays, type Day } from '../../shared/core/time.ts'
import { england } from '../../shared/core/working-days.ts'
import { runs } from '../support/random.ts'

const d = (text: string) => text as Day

test.each([
  // Christmas and Boxing Day of 2028 are known; New Year 2029, a Monday, is not, and counts
  ['2028-12-22', 3, '2028-12-29'],
  ['2028-12-22', 5, '2029-01-02'],
  ['2029-01-05', 1, '2029-01-08'],
  ['2029-01-03', -3, '2028-12-29'],
  ['2028-12-29', 0, '2028-12-29'],
  // before the list begins: 2 January 2012 is in it, as the day for New Year’s Day
  ['2011-12-28', 4, '2012-01-04'],
  ['2012-01-04', -3, '2011-12-29'],
])('%s and %i days is %s', (from, count, on) => {
  expect(tellOn(d(from), count, england)).toBe(on)
  if (count > 0) expect(tellDays(d(from), d(on), england)).toBe(count)
})

it('within the list it is the calendar', () =>
  fc.assert(
    fc.property(fc.nat(6000), fc.integer({ min: -40, max: 40 }), (days, count) => {
      const from = addDays(d('2012-06-01'), days % 5900)
      expect(tellOn(from, count, england)).toBe(england.add(from, count))
      const to = tellOn(from, Math.abs(count), england)
      expect(tellDays(from, to, england)).toBe(england.between(from, to))
    }),
    { numRuns: runs(200) },
  ))

it('anywhere, the day found is as many working days away as was asked', () =>
  fc.assert(
    fc.property(fc.nat(16_000), fc.integer({ min: 1, max: 300 }), (days, count) => {
      const from = addDays(d('1995-01-01'), days)
      expect(tellDays(from, tellOn(from, count, england), england)).toBe(count)
    }),
    { numRuns: runs(200) },
  ))
