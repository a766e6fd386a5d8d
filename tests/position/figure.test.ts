import { expect, test } from 'vitest'
import { changeOf, percent } from '../../shared/position/reports/figure.ts'

test.each([
  [24_999, 25_000, 0, 99],
  [24_999, 25_000, 1, 99.9],
  [24_999, 25_000, 2, 99.99],
  [99_999, 100_000, 1, 99.9],
  [25_000, 25_000, 1, 100],
  [25_000, 25_000, 2, 100],
])('%i of %i to %i places is %f %%: 99.996 is never shown as 100', (part, whole, places, shown) => {
  expect(percent(part, whole, places)).toBe(shown)
})

test.each([
  [[980, 1000], [981, 1000], 0.1],
  [[97_951, 100_000], [98_049, 100_000], 0.1], // both are shown as 98.0
  [[1, 3], [1, 3], 0],
  [[2, 3], [1, 3], -33.3],
  [[0, 0], [1, 3], undefined],
] as const)('from %j to %j is %s points, from the counts', (before, now, change) => {
  expect(changeOf(before, now)).toBe(change)
})
