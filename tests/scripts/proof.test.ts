/** The index of proofs names tests that are there, every point and defect once. */
import { expect, test } from 'vitest'
import { hasTest, sectionsOf } from '../support/named-tests.ts'

const sections = sectionsOf('docs/proof.md')

test.each(sections.flatMap(one => one.rows))('$cells.0: $named', row => expect(hasTest(row)).toBe(true))

test('has all twenty points, all seventeen defects and every kind of bad input', () => {
  const [points, defects, input] = sections.map(one => one.rows)
  expect(points!.map(one => one.cells[0])).toEqual(Array.from({ length: 20 }, (_, n) => String(n + 1)))
  expect(new Set(defects!.map(one => one.named)).size).toBe(17)
  expect(input!.length).toBeGreaterThanOrEqual(13)
})
