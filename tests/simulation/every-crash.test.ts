/** One day, and a process that dies once: before and after each single call to the outside, one after the other. */
import { expect, test } from 'vitest'
import { simulate } from './simulate.ts'

/** The first day with some mails that is short enough to be lived through some hundred times. */
const shortDay = async () => {
  for (let seed = 1; ; seed++) {
    const day = await simulate(seed, { dieAt: 0 })
    if (day.mails > 2 && day.calls < 350) return day
  }
}

test('whichever call is the last of a process, everything is told, and no more than twice', {
  timeout: 600_000,
}, async () => {
  const calm = await shortDay()
  expect(calm).toMatchObject({ wrong: [], lost: 0, doubled: 0 })
  let doubled = 0
  for (let dieAt = 1; dieAt <= calm.calls; dieAt++) {
    const result = await simulate(calm.seed, { dieAt })
    expect({ dieAt, wrong: result.wrong, lost: result.lost }).toEqual({ dieAt, wrong: [], lost: 0 })
    expect(result.most).toBeLessThanOrEqual(2)
    doubled += result.doubled
  }
  console.info(`${calm.calls} places to die, ${calm.mails} mails each: lost 0, told again ${doubled}`)
})

test('the same seed is the same day', async () => {
  expect(await simulate(13)).toEqual(await simulate(13))
})
