/** `npm run backlog` does the same with 10,000. */
import { expect, test } from 'vitest'
import { backlog } from './backlog.ts'

test('a backlog drains in order of severity: after 30 days of silence everything overdue is told once, gravest first', {
  timeout: 600_000,
}, async () => {
  const found = await backlog(600)
  expect(found).toMatchObject({ violations: 0, lost: 0, twice: 0 })
  // sixteen cases are fired together, and tell two roles each
  expect(found.displaced).toBeLessThanOrEqual(32)
  expect(found.overdue).toBeGreaterThan(400)
  expect(Math.min(...Object.values(found.mails))).toBeGreaterThan(3)
})
