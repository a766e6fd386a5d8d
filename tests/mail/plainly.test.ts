import { expect, test } from 'vitest'
import { plainly } from '../../shared/mail/plainly.ts'

test.each([
  ['last accepted check 2025-12-07 (imported)', 'Last accepted check Sun 7 December 2025 (imported)'],
  ['gas.check.interval: 12 months [GSIUR 1998 reg 36(3)(a)]', '12 months [GSIUR 1998 reg 36(3)(a)]'],
  ['reported 2026-07-03T16:30:00.000Z', 'Reported Fri 3 July 2026 at 17:30'],
  [
    '5 working days after 2026-12-23 is 2027-01-04; not counted: 2026-12-25 (Christmas Day), 2026-12-26 (Saturday), 2026-12-27 (Sunday), 2026-12-28 (Boxing Day (substitute day))',
    '5 working days after Wed 23 December 2026 is Mon 4 January 2027; not counted: Saturdays and Sundays, Fri 25 December 2026 (Christmas Day), Mon 28 December 2026 (Boxing Day (substitute day))',
  ],
  ['24 hours after 2026-12-01T00:00:00Z', '24 hours after midnight at the end of Mon 30 November 2026'],
  ['10 working days after 2026-13-99', '10 working days after 2026-13-99'],
])('%s is said as a person says it', (step, said) => {
  expect(plainly(step)).toBe(said)
})
