/** The single steps, on days four times as bad: on those nothing is lost either, and each step, taken away, is missed. */
import { expect, test } from 'vitest'
import { every, many } from './many.ts'
import { orderSafeguards, stepSafeguards } from './safeguards-steps.ts'
import { isWhole } from './simulate.ts'

function* kept(whole: boolean, most: number): Generator<number> {
  for (const seed of every(1, 1, most)) if (isWhole(seed) === whole) yield seed
}

test('with all of them nothing is lost or wrong on such days', { timeout: 600_000 }, async () => {
  const { failed } = await many(kept(false, 80), { harsh: 4 })
  expect(failed.map(one => [one.seed, one.wrong[0]])).toEqual([])
})

test.each([
  ...Object.entries(stepSafeguards).map(([name, without]) => [name, without, false] as const),
  ...Object.entries(orderSafeguards).map(([name, without]) => [name, without, true] as const),
])('it fails without %s', { timeout: 600_000 }, async (_, without, whole) => {
  const { failed } = await many(kept(whole, 800), { most: 1, without, harsh: 4 })
  expect(failed[0]?.wrong[0]).toBeTruthy()
})
