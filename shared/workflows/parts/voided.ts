/**
 * A check that was accepted and proves to be none: another home's, not genuine, a mistake of ours. From that day it
 * counts for nothing; what was believed until then stays on record, with the reason.
 */
import * as z from 'zod'
import { ruleFor } from '../../core/declare.ts'
import { day, longDay } from '../../core/time.ts'
import type { Happened, Situation } from '../../core/workflow.ts'
import type { Role } from '../../law/roles.ts'
import type { ObligationFacts } from './obligation.ts'

export const certificateVoided = z.strictObject({
  /** the day on which the check was made that counts no more */
  checkedOn: day,
  reason: z.string().trim().min(3).max(2000),
})
export type Voiding = Happened<z.output<typeof certificateVoided>>

const compliance = ['complianceOfficer', 'complianceManager'] as const satisfies readonly Role[]

export const onRecord = {
  'NOT_ON_RECORD: a check of that day was accepted': (f: Pick<ObligationFacts, 'checks'>, e: Voiding) =>
    f.checks.some(({ on }) => on === e.data.checkedOn),
}

/** The record without it; the date of the next check is that of the one before. */
export const without = <F extends Pick<ObligationFacts, 'checks' | 'voided'>>(f: F, e: Voiding, now: Situation): F => {
  const { checkedOn, reason } = e.data
  const gone = f.checks.filter(({ on }) => on === checkedOn)
  return {
    ...f,
    checks: f.checks.filter(({ on }) => on !== checkedOn),
    voided: [...(f.voided ?? []), ...gone.map(check => ({ check, on: now.today, why: reason }))],
  }
}

export const voidNotes = (_: unknown, { data: { checkedOn } }: Voiding): string[] => [
  `the check of ${longDay(checkedOn)} counts no more; until today it was believed`,
]

/** Where nothing follows from a check but the record and the next date: the clock finds the rest. */
export const voids = <F extends Pick<ObligationFacts, 'checks' | 'voided'>>(by: readonly Role[] = compliance) =>
  ruleFor<F, typeof certificateVoided>()({
    by,
    when: onRecord,
    set: (f, e, now) => {
      const { checks, voided } = without(f, e, now)
      return { checks, voided } as Partial<F>
    },
    notes: voidNotes,
  })
