import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Day } from '../../shared/core/time.ts'
import { completeness, published, targetOn, trend } from '../../shared/position/quality/data-completeness.ts'
import { percentOf } from '../../shared/position/reports/rounded.ts'

const asked = ['age', 'sex', 'ethnicity']
const day = (text: string) => text as Day

test('full is every field that was asked; fields are counted one by one', () => {
  const people = [{ fields: asked }, { fields: ['age', 'sex'] }, { fields: [] }, { fields: [...asked, 'more'] }]
  expect(completeness(people, asked)).toEqual({
    people: 4,
    full: 2,
    percentFull: 50,
    fields: [
      { field: 'age', answered: 3, missing: 1, percent: 75 },
      { field: 'sex', answered: 3, missing: 1, percent: 75 },
      { field: 'ethnicity', answered: 2, missing: 2, percent: 50 },
    ],
  })
})

test.each([
  ['2026-04-01', 10],
  ['2026-03-01', 10],
  ['2027-04-01', 30],
  ['2028-03-31', 50],
  ['2040-01-01', 100],
])('twenty points more each year: on %s %d', (on, percent) =>
  expect(targetOn({ on: day('2026-04-01'), percent: 10 }, 20, day(on))).toBe(percent),
)

test.each([
  [[1, 2, 3, 4], 'rising'],
  [[9, 1, 2, 3, 4], 'rising'],
  [[4, 3, 2, 1], 'falling'],
  [[1, 2, 2, 3], 'steady'],
  [[1, 2, 3], 'unknown'],
])('%j is %s', (values, is) => expect(trend(values)).toBe(is))

test('few people are not shown, and less than one per cent is', () => {
  expect([published(4, 5000), published(5, 5000), published(0, 5000), published(4650, 5000)]).toEqual([
    'suppressed',
    '<1%',
    '0%',
    '93%',
  ])
})

test('half up, and never out of bounds', () => {
  expect([percentOf(1, 8, 0), percentOf(1, 3), percentOf(19, 141), percentOf(0, 0)]).toEqual([13, 33.33, 13.48, 0])
  fc.assert(
    fc.property(fc.nat(10_000), fc.nat(10_000), (a, b) => {
      const [part, whole] = a < b ? [a, b] : [b, a]
      const percent = percentOf(part, whole)
      expect(percent >= 0 && percent <= 100).toBe(true)
    }),
  )
})
