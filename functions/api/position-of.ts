/**
 * How an obligation stood on a day, from facts alone. Asked with what was known on a later day, a certificate that came
 * late counts; asked with what was known then, it does not.
 */
import type { Reckon } from '../../shared/core/reckon.ts'
import { addDays, type Day } from '../../shared/core/time.ts'
import type { AnyWorkflow, ObligationDef } from '../../shared/core/workflow.ts'

export type Status =
  | 'retired'
  | 'not_applicable'
  | 'unknown_applicability'
  | 'not_begun'
  | 'suspended'
  | 'never_inspected'
  | 'compliant'
  | 'due'
  | 'overdue'

export type Position = { status: Status; asAt: Day; due?: Day; lastDoneOn?: Day; why?: string }

type Asked = { knownOn?: Day; reckon: Reckon }
type AnyObligation = ObligationDef<Record<string, unknown>>

const standing = (obligation: AnyObligation, facts: Record<string, unknown>, asAt: Day, asked: Asked): Position => {
  const retired = obligation.retiredOn?.(facts)
  if (retired !== undefined && retired <= asAt) return { status: 'retired', asAt }
  const applies = obligation.applicability(facts)
  if (applies === 'not_required') return { status: 'not_applicable', asAt }
  if (applies === 'unknown') return { status: 'unknown_applicability', asAt }
  const rest = obligation.suspensions?.(facts).find(({ from, to }) => from <= asAt && (to === undefined || asAt < to))
  if (rest) return { status: 'suspended', asAt, why: rest.why }
  const knownOn = asked.knownOn ?? asAt
  const last = obligation
    .checks(facts)
    .filter(check => check.on <= asAt && check.knownOn <= knownOn)
    .sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))
    .at(-1)
  if (!last) {
    const began = obligation.began(facts)
    return { status: began !== undefined && began > asAt ? 'not_begun' : 'never_inspected', asAt }
  }
  const { nextDue } = last
  const opens = addDays(nextDue, -obligation.window(asked.reckon))
  const status = asAt > nextDue ? 'overdue' : asAt >= opens ? 'due' : 'compliant'
  return { status, asAt, due: nextDue, lastDoneOn: last.on }
}

/** Undefined for a workflow that is no recurring obligation. `knownOn`: what was known on that day; default `asAt`. */
export const positionOf = (
  workflow: AnyWorkflow,
  facts: Record<string, unknown>,
  asAt: Day,
  asked: Asked,
): Position | undefined => workflow.obligation && standing(workflow.obligation, facts, asAt, asked)
