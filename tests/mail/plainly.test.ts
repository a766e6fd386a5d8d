import { expect, test } from 'vitest'
import { plainly } from '../../shared/mail/plainly.ts'

test.each([
  ['last accepted check 2025-12-07 (imported)', 'Last accepted check Sun 7 December 2025 (imported)'],
  ['gas.check.interval: 12 months [GSIUR 1998 reg 36(3)(a)]', '12 months [GSIUR 1998 reg 36(3)(a)]'],
  ['reported 2026-07-03T16:30:00.000Z', 'Reported Fri 3 July 2026 at 17:30'],
  ['10 working days after 2026-13-99', '10 working days after 2026-13-99'],
])('%s is said as a person says it', (step, said) => {
  expect(plainly(step)).toBe(said)
})
