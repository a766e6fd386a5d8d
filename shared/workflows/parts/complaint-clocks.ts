/**
 * The Code's clocks of a complaint (6.2 to 6.4, 6.11 to 6.15, 5.9). They count from receipt and from the
 * acknowledgement as sent; nothing pauses them, and only one extension, told in time, moves them.
 */

import type { Case } from '../../core/case.ts'
import { childId } from '../../core/ids.ts'
import type { Reckon } from '../../core/reckon.ts'
import { type Day, dayOf, type Instant } from '../../core/time.ts'
import type { Facts } from './complaint-facts.ts'
import type { Finding, Stage } from './complaint-stage.ts'

export type StageNumber = 1 | 2
export const stageOf = (f: Facts, n: StageNumber): Stage => (n === 1 ? f.s1 : (f.s2 ?? { extensions: [] }))
/** Facts are JSON: what is undefined within them must be absent. */
export const defined = <T extends object>(given: T): T =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as T
export const withStage = (f: Facts, n: StageNumber, changed: Partial<Stage>): Partial<Facts> => {
  const next = defined({ ...stageOf(f, n), ...changed })
  return n === 1 ? { s1: next } : { s2: next }
}

/** Day 0 of the first clock: the day it reached us or our contractor. */
const dayZero = (moment: Instant, reckon: Reckon): Day => {
  const on = dayOf(moment)
  reckon.because(`received on ${on}`)
  if (reckon.calendar.isWorkingDay(on) || reckon.policy('complaint.deemedNextWorkingDay') === 0) return on
  return reckon.workingDays(on, 1)
}

/** When either stage is to be acknowledged. */
export const ackDue = (f: Facts, n: StageNumber, reckon: Reckon): Day | undefined => {
  const from = n === 1 ? f.receivedAt : f.s2?.requestedAt
  if (from === undefined) return undefined
  return reckon.workingDays(dayZero(from, reckon), reckon.policy(n === 1 ? 'complaint.s1.ack' : 'complaint.s2.ack'))
}

/** When either stage is to be answered, without any extension. */
export const baseDue = (f: Facts, n: StageNumber, reckon: Reckon): Day | undefined => {
  const from = stageOf(f, n).countsFrom
  if (from === undefined) return undefined
  reckon.because(`acknowledged on ${from}`)
  return reckon.workingDays(from, reckon.policy(n === 1 ? 'complaint.s1.response' : 'complaint.s2.response'))
}

/** The same with the one valid extension. What goes beyond the Code never moves this clock. */
export const responseDue = (f: Facts, n: StageNumber, reckon: Reckon): Day | undefined => {
  const base = baseDue(f, n, reckon)
  const valid = stageOf(f, n).extensions.find(x => !x.exceedsCodeMaximum)
  if (valid) reckon.because(`extended on ${valid.on}, before it was due, to ${valid.to}`)
  return valid && base ? valid.to : base
}

/** The latest date that a valid extension may set. */
export const extensionLimit = (f: Facts, n: StageNumber, reckon: Reckon): Day | undefined => {
  const base = baseDue(f, n, reckon)
  return base && reckon.workingDays(base, reckon.policy(n === 1 ? 'complaint.s1.ext' : 'complaint.s2.ext'))
}

/** The date last promised to the resident, valid or beyond the Code. */
export const promisedDue = (f: Facts, n: StageNumber, reckon: Reckon): Day | undefined =>
  stageOf(f, n).extensions.at(-1)?.to ?? responseDue(f, n, reckon)

/** The date last told that is none of the Code's: beyond its maximum with approval, or told when it was late already. */
export const beyondDue = (f: Facts, n: StageNumber, reckon: Reckon): Day | undefined => {
  const { extensions, delays } = stageOf(f, n)
  const last = delays?.at(-1) ?? extensions.filter((x, i) => x.exceedsCodeMaximum && i === extensions.length - 1)[0]
  if (last) reckon.because(`the resident was told on ${last.on} that the answer comes by ${last.to}`)
  return last?.to
}

/** The next update: at the interval agreed; where none is agreed and it is late, at the landlord's. */
export const updateDue = (f: Facts, n: StageNumber, reckon: Reckon): Day | undefined => {
  const extended = stageOf(f, n).delays?.at(-1) ?? stageOf(f, n).extensions.at(-1)
  const every = extended?.updateEvery ?? f.updateEvery ?? reckon.policy('complaint.updates')
  const start = extended?.on ?? responseDue(f, n, reckon)
  if (start === undefined) return undefined
  const last = f.lastUpdateOn !== undefined && f.lastUpdateOn > start ? f.lastUpdateOn : start
  return reckon.workingDays(last, every)
}

/** The last stage that was answered; 0: none. */
export const answered = (f: Facts): 0 | StageNumber => (f.s2?.respondedOn ? 2 : f.s1.respondedOn ? 1 : 0)

const learningMissing = (f: Facts): boolean => answered(f) !== 0 && !f.learning.some(l => l.stage === answered(f))
export const learningDue = (f: Facts, reckon: Reckon): Day | undefined => {
  const n = answered(f)
  const on = n && stageOf(f, n).respondedOn
  return on && learningMissing(f) ? reckon.workingDays(on, reckon.policy('complaint.learning')) : undefined
}

const open = (c: Case, id: string): boolean => c.children[id]?.closed === false
/** The earliest promise that is not yet verified done. */
export const promisesDue = (f: Facts, c: Case): Day | undefined =>
  f.promises
    .filter(p => open(c, p.caseId))
    .map(p => p.by)
    .sort()[0]

export const correctionDue = (f: Facts, reckon: Reckon): Day | undefined => {
  const last = f.reopened.at(-1)
  return last && !last.correctedOn ? reckon.workingDays(last.on, reckon.policy('complaint.correction')) : undefined
}

/** Whether anything is still owed after the answer: a promise, the Ombudsman's case, a reply, learning, a correction. */
export const outstanding = (f: Facts, c: Case): boolean =>
  Object.values(c.children).some(child => !child.closed) ||
  f.replySince !== undefined ||
  learningMissing(f) ||
  (f.reopened.at(-1) !== undefined && f.reopened.at(-1)?.correctedOn === undefined)

/** Overall: upheld if all that is ours was, not upheld if none was, else in part. */
export const overall = (given: readonly { finding: Finding }[]): Finding | undefined => {
  const ours = given.filter(g => g.finding !== 'out_of_jurisdiction')
  if (given.length === 0) return undefined
  if (ours.length === 0) return 'out_of_jurisdiction'
  if (ours.every(g => g.finding === 'upheld')) return 'upheld'
  return ours.every(g => g.finding === 'not_upheld') ? 'not_upheld' : 'partially_upheld'
}

export const promiseCase = (c: Case, key: string): string => childId('promise', c.id, key)
