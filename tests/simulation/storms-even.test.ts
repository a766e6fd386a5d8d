/** Bad days by their even seeds, as many as the time allows; `npm run simulate -- --seeds N` runs more. */
import { expect, test } from 'vitest'
import { every, inWords, many } from './many.ts'

test('nothing is lost, nothing wrong is said, copies are few and say so', { timeout: 120_000 }, async () => {
  const sum = await many(every(2, 2), { milliseconds: 8_000, least: 41 })
  console.info(inWords(sum))
  expect(sum.failed.map(({ seed, wrong, story }) => ({ seed, wrong, story }))).toEqual([])
  expect(sum.lost).toBe(0)
  expect(sum.seeds).toBeGreaterThan(40)
  // One copy for a mail whose answer and whose event were both lost, and of those few.
  expect(sum.most).toBeLessThanOrEqual(3)
  expect(sum.doubled).toBeLessThanOrEqual(Math.max(6, sum.mails * 0.01))
})
