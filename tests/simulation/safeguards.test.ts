/** The simulation is worth what it finds: each safeguard, taken away, must make it fail within a few hundred seeds. */
import { expect, test } from 'vitest'
import { every, many } from './many.ts'
import { safeguards } from './safeguards.ts'

test.each(Object.entries(safeguards))('it fails without %s', { timeout: 120_000 }, async (_, without) => {
  const { failed } = await many(every(1, 1, 400), { most: 1, without })
  expect(failed[0]?.wrong[0]).toBeTruthy()
})
