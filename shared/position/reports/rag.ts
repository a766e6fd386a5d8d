/**
 * Red, amber, green: against a target with a direction, from the exact counts and never from the rounded figure. No
 * data and a tracker are states of their own and have no colour.
 */
import type { Reckon } from '../../core/reckon.ts'
import type { PolicyId } from '../../law/policy.ts'

export type RagState = 'green' | 'amber' | 'red' | 'no_data' | 'tracker'
export type Direction = 'higherBetter' | 'lowerBetter'

/** `green`: from here on (or down to here) it is green; `amber` likewise. A tracker is watched and has no target. */
export type Target =
  | { direction: Direction; green: number; amber: number; tolerance?: string }
  | { tracker: true; why: string }

export type Rag = {
  state: RagState
  direction?: Direction
  target?: number
  amberFrom?: number
  tolerance?: string
  /** the state in words: colour is never alone (WCAG 2.2, 1.4.1) */
  words: string
}

const wording: Record<RagState, string> = {
  green: 'Green: meets the target',
  amber: 'Amber: close to the target',
  red: 'Red: misses the target',
  no_data: 'No data',
  tracker: 'Tracker: watched, no target',
}

/** `numerator` of `denominator` in %, or with denominator 100 a plain value. */
export const rag = (measured: { numerator: number; denominator: number }, target: Target): Rag => {
  if ('tracker' in target) return { state: 'tracker', words: `${wording.tracker} (${target.why})` }
  const { direction, green, amber, tolerance } = target
  const terms = { direction, target: green, amberFrom: amber, ...(tolerance === undefined ? {} : { tolerance }) }
  if (measured.denominator === 0) return { ...terms, state: 'no_data', words: wording.no_data }
  const reaches = (limit: number): boolean => {
    const [mine, wanted] = [measured.numerator * 100, limit * measured.denominator]
    return direction === 'higherBetter' ? mine >= wanted : mine <= wanted
  }
  const state = reaches(green) ? 'green' : reaches(amber) ? 'amber' : 'red'
  return { ...terms, state, words: wording[state] }
}

/** A count, such as overdue actions, against a count. */
export const ragOfCount = (value: number, target: Target): Rag => rag({ numerator: value, denominator: 100 }, target)

/** A target of the landlord's own with a relative tolerance in % of it. */
export const tolerant = (target: number, direction: Direction, tolerance: number): Target => ({
  direction,
  green: target,
  amber: direction === 'higherBetter' ? target * (1 - tolerance / 100) : target * (1 + tolerance / 100),
  tolerance: `${tolerance} % of the target`,
})

type Pair = readonly [green: PolicyId, amber: PolicyId]
const assessments: Pair = ['rag.assessments.green', 'rag.assessments.amber']
const byStream: Record<string, Pair> = {
  gas: ['rag.gas.green', 'rag.gas.amber'],
  fra: assessments,
  legionella: assessments,
  lifts: assessments,
  asbestos: assessments,
  'fire-check': assessments,
  eicr: ['rag.eicr.green', 'rag.eicr.amber'],
  'smoke-co': ['rag.alarms.green', 'rag.alarms.amber'],
  survey: ['rag.scs.green', 'rag.scs.amber'],
}

/** Of a stream's share in date. A stream that the landlord has set no target for is a tracker. */
export const streamTarget = (workflow: string, reckon: Reckon): Target => {
  const pair = byStream[workflow]
  if (!pair) return { tracker: true, why: 'no target has been set' }
  return { direction: 'higherBetter', green: reckon.policy(pair[0]), amber: reckon.policy(pair[1]) }
}

export const complaintTarget = (reckon: Reckon): Target => ({
  direction: 'higherBetter',
  green: reckon.policy('rag.complaints.green'),
  amber: reckon.policy('rag.complaints.amber'),
})
/** Overdue P1 actions: none is green. */
export const actionTarget = (reckon: Reckon): Target => ({
  direction: 'lowerBetter',
  green: 0,
  amber: reckon.policy('rag.actionsP1.amber'),
})
/** RKK17: higher is worse. */
export const dampTarget = (reckon: Reckon): Target =>
  tolerant(reckon.policy('rkk17.target'), 'lowerBetter', reckon.policy('rag.tolerance'))
