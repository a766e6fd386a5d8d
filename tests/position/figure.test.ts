import { expect, test } from 'vitest'
import { percent } from '../../shared/position/reports/figure.ts'

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
