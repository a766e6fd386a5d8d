/**
 * How one obligation stands as at a day, always computed and never stored: what was accepted, what rests, what is
 * unknown. Bi-temporal: `knownOn` leaves out what we could not show by then (a certificate of January that came in
 * February was made in January and shown in February; both questions have an answer).
 */
import { appliesAsKnown } from '../core/learned.ts'
import type { Reckon } from '../core/reckon.ts'
import { type Day, daysBetween } from '../core/time.ts'
import type { ObligationDef } from '../core/workflow.ts'

export const statuses = [
  'not_applicable',
  'unknown_applicability',
  'never_inspected',
  'compliant',
  'due',
  'overdue',
  'suspended',
  'retired',
] as const
export type Status = (typeof statuses)[number]

export type Position = {
  status: Status
  nextDue?: Day
  lastDone?: Day
  /** calendar days past due; 0 unless overdue or never inspected */
  daysOverdue: number
  why: string
}

const compliantSet: readonly Status[] = ['compliant', 'due']
const requiredSet: readonly Status[] = ['compliant', 'due', 'overdue', 'never_inspected', 'unknown_applicability']
export const isCompliant = ({ status }: Pick<Position, 'status'>): boolean => compliantSet.includes(status)
/** Whether it counts at all: unknown counts and is never compliant; what rests or does not apply is out. */
export const isRequired = ({ status }: Pick<Position, 'status'>): boolean => requiredSet.includes(status)

/** `endedOn`: the day on which we learned that it ended, for what is asked as known then */
type Asked = { knownOn?: Day | undefined; endedOn?: Day | undefined; reckon: Reckon }
type WithObligation = { obligation?: ObligationDef<never> | undefined }

/** Throws where the workflow is no obligation. `asAt` and `knownOn` are London days; absent `knownOn`: as known now. */
export const position = (
  { obligation }: WithObligation,
  facts: Record<string, unknown>,
  asAt: Day,
  { knownOn, endedOn, reckon }: Asked,
): Position => {
  if (!obligation) throw new Error('it is no recurring obligation: it has no position')
  return standing(obligation as unknown as ObligationDef<Record<string, unknown>>, facts, asAt, {
    reckon,
    knownOn,
    endedOn,
  })
}

const standing = (
  o: ObligationDef<Record<string, unknown>>,
  facts: Record<string, unknown>,
  asAt: Day,
  { reckon, knownOn, endedOn }: Asked,
): Position => {
  const out = (status: Status, why: string): Position => ({ status, daysOverdue: 0, why })
  const retiredOn = o.retiredOn?.(facts)
  const heard = knownOn === undefined || endedOn === undefined || endedOn <= knownOn
  if (retiredOn !== undefined && retiredOn <= asAt && heard) return out('retired', `gone since ${retiredOn}`)
  const applies = appliesAsKnown(o, facts, knownOn)
  if (applies === 'not_required') return out('not_applicable', 'not required')
  if (applies === 'unknown') return out('unknown_applicability', 'nobody knows whether it is required')
  const rest = o.suspensions?.(facts).findLast(s => s.from <= asAt && (s.to === undefined || asAt < s.to))
  if (rest) return out('suspended', `${rest.why} since ${rest.from}`)
  const check = lastCheck(o, facts, asAt, knownOn)
  if (check) return byCheck(check, asAt, o.window(reckon))
  const began = o.began(facts)
  if (began !== undefined && began > asAt) return out('not_applicable', `the duty begins on ${began}`)
  return {
    status: 'never_inspected',
    daysOverdue: began === undefined ? 0 : daysBetween(began, asAt),
    why: `no accepted check${began === undefined ? '' : ` since the duty began on ${began}`}`,
    ...(began === undefined ? {} : { nextDue: began }),
  }
}

type Check = { on: Day; knownOn: Day; nextDue: Day }

/** Accepted checks, and those that on that day were still believed to be some; in the order in which they were made. */
export const checksBelieved = (
  o: Pick<ObligationDef<Record<string, unknown>>, 'checks' | 'voided'>,
  facts: Record<string, unknown>,
  knownOn: Day,
): Check[] => {
  const believed = (o.voided?.(facts) ?? []).filter(({ knownUntil }) => knownUntil > knownOn)
  if (believed.length === 0) return o.checks(facts)
  return [...o.checks(facts), ...believed].sort((a, b) => (a.on < b.on ? -1 : 1))
}

/** The latest made by then and, if asked so, known by then. */
const lastCheck = (
  o: ObligationDef<Record<string, unknown>>,
  facts: Record<string, unknown>,
  asAt: Day,
  knownOn: Day | undefined,
): Check | undefined =>
  (knownOn === undefined ? o.checks(facts) : checksBelieved(o, facts, knownOn))
    .filter(c => c.on <= asAt && (knownOn === undefined || c.knownOn <= knownOn))
    .reduce<Check | undefined>((last, c) => (last === undefined || c.on >= last.on ? c : last), undefined)

/** On the due day itself it is due and not overdue. */
const byCheck = (check: Check, asAt: Day, window: number): Position => {
  const { on: lastDone, nextDue } = check
  const left = daysBetween(asAt, nextDue)
  const status = left < 0 ? 'overdue' : left <= window ? 'due' : 'compliant'
  return {
    status,
    nextDue,
    lastDone,
    daysOverdue: Math.max(0, -left),
    why: `last check ${lastDone}, next due ${nextDue}`,
  }
}
