/** What the service says that the deployed code consumed: a year of one home, a morning of ten. A regression is money. */
import { expect, test } from 'vitest'
import { morningOf } from '../../scripts/cost/morning.ts'
import { yearOf } from '../../scripts/cost/year.ts'

test('a year of a home consumes no more than it did, and mails are few', async () => {
  const year = await yearOf(1)
  expect(year.events).toBe(24)
  // 6 for case, event and message in one transaction, the rest for index keys that moved (docs/cost.md)
  expect(year.eventWrites / year.events).toBeLessThanOrEqual(9.3)
  expect(year.eventReads / year.events).toBe(1)
  expect(year.fireWrites / year.fires).toBeLessThanOrEqual(12.6)
  expect(year.fireReads / year.fires).toBe(1)
  expect(year.idleTick.read).toBeLessThanOrEqual(16)
}, 60_000)

test('a notice told costs no more than 6 write units, its share of the digest included', async () => {
  const { notices, mails, written } = await morningOf(10)
  expect([notices, mails]).toEqual([20, 2])
  expect(written / notices).toBeLessThanOrEqual(6)
}, 60_000)
