/** A year of one home by the deployed code: what the service says it consumed. A regression here is money. */
import { expect, test } from 'vitest'
import { yearOf } from '../../scripts/cost-year.ts'

test('a year of a home consumes no more than it did, and mails are few', async () => {
  const year = await yearOf(1)
  expect(year.events).toBe(24)
  // The goal is 6; a real gas case and its events are larger than the 1,024 bytes of a unit (docs/cost.md).
  expect(year.eventWrites / year.events).toBeLessThanOrEqual(11.5)
  expect(year.eventReads / year.events).toBeLessThanOrEqual(2.1)
  expect(year.fireWrites / year.fires).toBeLessThanOrEqual(13.6)
  expect(year.fireReads / year.fires).toBeLessThanOrEqual(1.1)
  expect(year.idleTick.read).toBeLessThanOrEqual(16)
}, 60_000)
