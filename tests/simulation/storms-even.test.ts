/** Half of 2,000 bad days, by their even seeds; `SEEDS=100` tries fewer, `npm run simulate -- --seeds N` more. */
import { expect, test } from 'vitest'
import { every, inWords, many } from './many.ts'

const SEEDS = Number(process.env.SEEDS ?? 2000)

test('nothing is lost, nothing wrong is said, copies are few and say so', { timeout: 1_200_000 }, async () => {
  const sum = await many(every(2, 2, SEEDS))
  console.info(inWords(sum))
  expect(sum.failed.map(({ seed, wrong, story }) => ({ seed, wrong, story }))).toEqual([])
  expect(sum.lost).toBe(0)
  expect(sum.seeds).toBe(SEEDS / 2)
  // One copy for a mail whose answer and whose event were both lost, and of those few.
  expect(sum.most).toBeLessThanOrEqual(3)
  expect(sum.doubled).toBeLessThanOrEqual(Math.max(6, sum.mails * 0.01))
})
