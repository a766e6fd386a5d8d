/** The single steps, on days four times as bad: on those nothing is lost either, and each step, taken away, is missed. */
import { expect, test } from 'vitest'
import { every, many } from './many.ts'
import { orderSafeguards, stepSafeguards } from './safeguards-steps.ts'
import { isWhole } from './simulate.ts'

function* kept(whole: boolean, most: number, from = 1): Generator<number> {
  for (const seed of every(1, from, from + most - 1)) if (isWhole(seed) === whole) yield seed
}

/** Where the first seed that misses a step is far along, it is looked for from near there, so as not to wait a minute. */
const from: Readonly<Record<string, number>> = {
  'the condition that a mark or a proof is of the attempt under way': 1400,
}

test('with all of them nothing is lost or wrong on such days', { timeout: 600_000 }, async () => {
  const { failed } = await many(kept(false, 80), { harsh: 4 })
  expect(failed.map(one => [one.seed, one.wrong[0]])).toEqual([])
})

test.each([
  ...Object.entries(stepSafeguards).map(([name, without]) => [name, without, false] as const),
  ...Object.entries(orderSafeguards).map(([name, without]) => [name, without, true] as const),
])('it fails without %s', { timeout: 600_000 }, async (name, without, whole) => {
  const { failed } = await many(kept(whole, 800, from[name]), { most: 1, without, harsh: 4 })
  expect(failed[0]?.wrong[0]).toBeTruthy()
})
