/** The simulation is worth what it finds: each safeguard, taken away, must make it fail within a few hundred seeds. */
import { expect, test } from 'vitest'
import { every, many } from './many.ts'
import { safeguards } from './safeguards.ts'
import { isWhole } from './simulate.ts'

/** Histories with contractors and changing rules, which cost ten times as much; `from` is near the first that tells. */
function* whole(from: number): Generator<number> {
  for (const seed of every(1, from, 800)) if (isWhole(seed)) yield seed
}
const found: Record<string, number> = {
  'the next attempt at an order that has not arrived': 20,
  'the word that an order may have come before': 60,
  'the correction of open cases when the rules change': 386,
}

test.each(Object.entries(safeguards))('it fails without %s', { timeout: 600_000 }, async (name, without) => {
  const from = found[name]
  const { failed } = await many(from === undefined ? every(1, 1, 400) : whole(from), { most: 1, without })
  expect(failed[0]?.wrong[0]).toBeTruthy()
})
