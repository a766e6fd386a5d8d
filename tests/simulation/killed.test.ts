import { expect, it } from 'vitest'
import { killing } from '../../scripts/bench/workloads/w3-killed.ts'

it('a process killed outright four times while it tells of overdue cases forgets nobody, and a second mail says that it is one', {
  timeout: 300_000,
}, async () => {
  const moments = [0.2, 0.9, 0.5, 0.7]
  const { lost, again, silent, inFlight } = await killing(40, moments.length, () => moments.shift() ?? 0)
  expect({ lost, silent }).toEqual({ lost: 0, silent: 0 })
  expect(again).toBeLessThanOrEqual(inFlight)
})
