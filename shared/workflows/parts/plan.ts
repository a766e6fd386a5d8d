/**
 * A row of an improvement plan as facts, and how it stands. What was typed and what is computed are two things: a row
 * typed "Started and on target" whose date is over is overdue, and both are shown.
 */
import { addDays, type Day, daysBetween } from '../../core/time.ts'
import { monthsIn, readPlanDate } from './plan-date.ts'

/** A row of the CSV; all text. See docs/plan-actions.md. */
export type PlanRow = {
  plan: string
  ref: string
  parentRef?: string | undefined
  standard?: string | undefined
  issue?: string | undefined
  rootCause?: string | undefined
  outcome?: string | undefined
  measurable?: string | undefined
  achievable?: string | undefined
  timeBased?: string | undefined
  actionStatus?: string | undefined
  outcomeStatus?: string | undefined
  owner?: string | undefined
  update?: string | undefined
}

export type TypedStatus =
  | 'not_started'
  | 'on_target'
  | 'may_be_late'
  | 'blocked'
  | 'in_progress'
  | 'completed'
  | 'unknown'

/** People's words for how it goes; "Complete" and "Completed" are one. */
export const typedStatus = (text: string | undefined): TypedStatus => {
  const said = (text ?? '').trim().toLowerCase()
  if (/^complete(d)?\b/.test(said)) return 'completed'
  if (/^not started/.test(said)) return 'not_started'
  if (/may be late/.test(said)) return 'may_be_late'
  if (/concern|block/.test(said)) return 'blocked'
  if (/on target/.test(said)) return 'on_target'
  if (/^(in progress|started|ongoing)/.test(said)) return 'in_progress'
  return 'unknown'
}

const slug = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replace(/[^a-z0-9.]+/g, '-')
    .replace(/^-|-$/g, '')

/** The id of a row's case: the same row is the same case, so an import may be repeated. `3.10` is not `3.1`. */
export const planId = (plan: string, ref: string): string => `plan-action:${slug(plan)}:${slug(ref)}`

/** Where the measure names another month than the target: whoever wrote it meant one of them. */
const inconsistent = (measurable: string | undefined, due: Day | undefined): string[] => {
  const last = monthsIn(measurable ?? '')
    .sort()
    .at(-1)
  return due && last && last !== due
    ? [`INCONSISTENT_DATES: the measure says ${last.slice(0, 7)}, the target ${due.slice(0, 7)}`]
    : []
}

/** Facts of a plan action from its row, as on a day in London. Texts are kept as they were written. */
export const planFactsFromRow = (row: PlanRow, { today }: { today: Day }) => {
  const read = readPlanDate(row.timeBased)
  const due = read.kind === 'date' || read.kind === 'yearly' ? read.due : undefined
  const { plan, ref, parentRef, standard, issue, rootCause, outcome, measurable, achievable, owner } = row
  const texts = { parentRef, standard, issue, rootCause, outcome, measurable, achievable, owner }
  return {
    plan,
    ref,
    ...Object.fromEntries(Object.entries(texts).filter(([, value]) => value !== undefined)),
    raisedOn: today,
    ...(row.timeBased ? { dateText: row.timeBased } : {}),
    ...(due ? { dueOn: due } : {}),
    ...(read.kind === 'yearly' ? { everyMonths: 12, firstFrom: read.from } : {}),
    ...(read.kind === 'unclear' || read.kind === 'none' ? { dateQuestion: read.ask } : {}),
    ...(read.kind === 'unclear' && read.could.length > 0 ? { dateCould: read.could } : {}),
    typed: {
      on: today,
      ...(row.actionStatus ? { action: row.actionStatus } : {}),
      ...(row.outcomeStatus ? { outcome: row.outcomeStatus } : {}),
    },
    updates: row.update ? [{ on: today, text: row.update, by: 'import' }] : [],
    warnings: read.kind === 'date' ? inconsistent(row.measurable, due) : [],
  }
}

/** What the status is computed from. */
export type PlanFacts = {
  dueOn?: Day | undefined
  typed?: { on: Day; action?: string | undefined; outcome?: string | undefined } | undefined
  completedOn?: Day | undefined
  verifiedBy?: string | undefined
  withdrawnOn?: Day | undefined
}

export type PlanStatus = {
  status: 'COMPLETED' | 'CLAIMED' | 'OVERDUE' | 'DUE' | 'ON_COURSE' | 'NO_DATE' | 'WITHDRAWN'
  /** calendar days: past the date where it is overdue, to it where it is not */
  days?: number
  typed: TypedStatus
  /** what was typed is better than what is so */
  contradicts: boolean
}

/** Days before the date from which a row counts as due. */
const SOON = 30

/** How the row stands on a day. Typed as complete is a claim until there is evidence and somebody has seen it. */
export const planStatus = (f: PlanFacts, asOf: Day): PlanStatus => {
  const typed = typedStatus(f.typed?.action)
  const said = (status: PlanStatus['status'], days?: number): PlanStatus => ({
    status,
    ...(days === undefined ? {} : { days }),
    typed,
    contradicts:
      (status === 'OVERDUE' && (typed === 'on_target' || typed === 'completed')) ||
      (status === 'CLAIMED' && typed !== 'completed'),
  })
  if (f.withdrawnOn && f.withdrawnOn <= asOf) return said('WITHDRAWN')
  if (f.verifiedBy && f.completedOn && f.completedOn <= asOf) return said('COMPLETED')
  if (typedStatus(f.typed?.outcome) === 'completed' && (f.typed?.on ?? asOf) <= asOf) return said('CLAIMED')
  if (!f.dueOn) return said('NO_DATE')
  if (asOf > f.dueOn) return said('OVERDUE', daysBetween(f.dueOn, asOf))
  return said(asOf >= addDays(f.dueOn, -SOON) ? 'DUE' : 'ON_COURSE', daysBetween(asOf, f.dueOn))
}
