/** Why each date of a case is what it is: the start, the rule with its source, the days that did not count. */

import type { PolicyValues } from '../law/policy.ts'
import { rules } from '../law/rules.ts'
import type { Case, ClockKind, Urgency } from './case.ts'
import { isOverdue, kindOf, loudness, nextRung, overdueDays, rulesFor, running } from './clocks.ts'
import { current } from './machine.ts'
import { type Reckon, reckoner, type Step } from './reckon.ts'
import { bySoonest, type Instant } from './time.ts'
import type { AnyWorkflow, Due } from './workflow.ts'

export type Explained = {
  name: string
  title: string
  kind: ClockKind
  source: string
  due: Due
  overdue: boolean
  overdueDays: number
  /** the next rung: when, whom, in which words */
  next?: { at: Instant; tell: readonly string[]; template: string; urgency: Urgency }
  /** the policy version that it is reckoned under, where that is not today's; `whole`: by its calendar, too */
  regime?: { id: string; whole: boolean }
  /** one sentence a step, and one for a regime that is not today's */
  why: string[]
  steps: Step[]
}

const sentence = (step: Step): string => {
  const reckoned =
    step.from && step.to ? `${step.what} ${step.from} is ${step.to}` : (step.to ?? '') && `${step.what} is ${step.to}`
  const skipped = step.skipped?.length
    ? `; not counted: ${step.skipped.map(s => `${s.day} (${s.why})`).join(', ')}`
    : ''
  return `${reckoned || step.what}${skipped}${step.source ? ` [${step.source}]` : ''}`
}

const regimeOf = (c: Case, own: Reckon, today: Reckon, kind: ClockKind): Explained['regime'] =>
  own === today || c.under === undefined ? undefined : { id: c.under, whole: kind === 'policy' }

const regimeSaid = ({ id, whole }: NonNullable<Explained['regime']>, today: Reckon): string =>
  `reckoned under the policy version ${id}, since the case has not been moved to today’s${today.version ? ` (${today.version})` : ''}: ` +
  (whole
    ? 'the landlord’s choices and the bank holidays are those of then'
    : 'the landlord’s choices are those of then, bank holidays are today’s')

/** The running clocks of a case with their reasons, soonest due first. */
export const explain = (
  workflow: AnyWorkflow,
  stored: Case,
  reckon: Reckon,
  chosen: PolicyValues,
  now: Instant,
): Explained[] => {
  const c = current(workflow, stored)
  return running(workflow, c, reckon)
    .map(clock => {
      const steps: Step[] = []
      const own = rulesFor(reckon, c, clock.clock)
      const choices = own === reckon ? chosen : own.chosen
      clock.clock.due(
        c.facts,
        reckoner(own.calendar, choices, step => steps.push(step)),
        c,
      )
      const kind = kindOf(clock.clock, c.facts)
      const regime = regimeOf(c, own, reckon, kind)
      const next = nextRung(c, clock, reckon)
      const rung = next && clock.ladder[next.rung]
      return {
        name: clock.name,
        title: clock.clock.title,
        kind,
        source: rules[clock.clock.source].source,
        due: clock.due,
        overdue: isOverdue(clock.due, now),
        overdueDays: Math.max(0, overdueDays(clock.due, now)),
        ...(next && rung
          ? { next: { at: next.at, tell: rung.tell, template: rung.template, urgency: loudness(c, clock, next.rung) } }
          : {}),
        ...(regime ? { regime } : {}),
        why: [...steps.map(sentence), ...(regime ? [regimeSaid(regime, reckon)] : [])],
        steps,
      }
    })
    .sort((a, b) => bySoonest(a.due, b.due))
}
