/**
 * Whether a duty applied, as far as we knew on a day: each change keeps what was held until then, so that a figure as
 * known then is not made of what was found out since.
 */

import * as z from 'zod'
import type { Case, Facts } from './case.ts'
import { type Day, day } from './time.ts'
import type { AnyWorkflow, Applies, ObligationDef } from './workflow.ts'

export const applies = z.enum(['required', 'not_required', 'unknown'])
/** `until`: the day on which we learned otherwise; before it, `was` was held */
export const learned = z.strictObject({ until: day, was: applies })

/** A duty is found out about once or twice; whoever changes it for ever loses the oldest. */
export const MOST = 12

/** The facts with what was held before them; the same object where nothing was learned about whether it applies. */
export const withLearned = (
  workflow: AnyWorkflow,
  before: Case['facts'],
  after: Case['facts'],
  today: Day,
): Case['facts'] => {
  const obligation: ObligationDef<Facts> | undefined = workflow.obligation
  if (!obligation?.learned || before === after) return after
  const was = obligation.applicability(before)
  if (was === obligation.applicability(after)) return after
  const held = obligation.learned(after)
  // Of several changes in a day the first says what was held on the days before it.
  if (held.at(-1)?.until === today) return after
  return { ...after, learned: [...held, { until: today, was }].slice(-MOST) }
}

/** As known at the end of that day; absent: as known now. */
export const appliesAsKnown = (obligation: ObligationDef<Facts>, facts: Facts, knownOn: Day | undefined): Applies => {
  const then = knownOn === undefined ? undefined : obligation.learned?.(facts).find(({ until }) => until > knownOn)
  return then?.was ?? obligation.applicability(facts)
}
