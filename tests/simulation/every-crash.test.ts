/** One day, and a process that dies once: before and after each single call to the outside, one after the other. */
import { expect, test } from 'vitest'
import { simulate } from './simulate.ts'

/** A day with mails of every urgency that is short enough to be lived through some hundred times. */
const SEED = 98

test('whichever call is the last of a process, everything is told, and no more than twice', {
  timeout: 120_000,
}, async () => {
  const calm = await simulate(SEED, { dieAt: 0 })
  expect(calm).toMatchObject({ wrong: [], lost: 0, doubled: 0 })
  expect(calm.mails).toBeGreaterThan(1)
  let doubled = 0
  for (let dieAt = 1; dieAt <= calm.calls; dieAt++) {
    const result = await simulate(SEED, { dieAt })
    expect({ dieAt, wrong: result.wrong, lost: result.lost }).toEqual({ dieAt, wrong: [], lost: 0 })
    expect(result.most).toBeLessThanOrEqual(2)
    doubled += result.doubled
  }
  console.info(`${calm.calls} places to die, ${calm.mails} mails each: lost 0, told again ${doubled}`)
})

test('the same seed is the same day', async () => {
  expect(await simulate(13)).toEqual(await simulate(13))
})

test.each([1273, 1606, 3058, 3102, 3540])(
  'seed %i, which once failed: a copy after a throttled attempt says that it is one',
  async seed => {
    expect(await simulate(seed)).toMatchObject({ wrong: [], lost: 0 })
  },
)
