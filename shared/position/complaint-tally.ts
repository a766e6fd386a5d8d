/**
 * Complaints as the Code and the regulator count them (Complaint Handling Code 8.1; TSM CH01 and CH02): each stage
 * that began in the period with whether it was acknowledged and answered in time. One percentage hides errors, so the
 * counts come with it, always: answered in base time, within a valid extension, late, not yet due, overdue.
 */
import type { Case } from '../core/case.ts'
import type { Reckon } from '../core/reckon.ts'
import { type Day, dayOf } from '../core/time.ts'
import { PastHorizon } from '../core/working-days.ts'
import { ackDue, baseDue, responseDue, type StageNumber, stageOf } from '../workflows/parts/complaint-clocks.ts'
import type { Facts } from '../workflows/parts/complaint-facts.ts'
import { type Question, within } from './question.ts'

export type Answered = 'base' | 'extension' | 'late' | 'pending' | 'overdue' | 'none'

export type StageRow = {
  caseId: string
  assetId?: string | undefined
  stage: StageNumber
  /** received, or asked for */
  startedOn: Day
  ackInTime: boolean
  answered: Answered
  respondedOn?: Day | undefined
  due?: Day | undefined
  /** working days from acknowledgement to answer */
  took?: number | undefined
  /** working days open so far; absent when answered or ended */
  open?: number | undefined
  outcome?: string | undefined
  area: string
  category: string
  themes: readonly string[]
  extended: boolean
  requestReason?: string | undefined
}

/** What is no complaint and is counted beside: B.9 shows them, and never mixes them in. */
export type Aside = {
  caseId: string
  what: 'reclassified' | 'refused' | 'service_request' | 'enquiry' | 'feedback' | 'merged'
  why?: string | undefined
  on: Day
}

/** A date past the published holidays is no date yet; a report must not fail for one case. */
const known = <T>(reckoned: () => T): T | undefined => {
  try {
    return reckoned()
  } catch (error) {
    if (error instanceof PastHorizon) return undefined
    throw error
  }
}

const answeredAs = (f: Facts, n: StageNumber, asAt: Day, reckon: Reckon): Pick<StageRow, 'answered' | 'due'> => {
  const stage = stageOf(f, n)
  const base = known(() => baseDue(f, n, reckon))
  const due = known(() => responseDue(f, n, reckon))
  const on = stage.respondedOn
  const dated = due === undefined ? {} : { due }
  if (on !== undefined && on <= asAt) {
    if (base !== undefined && on <= base) return { answered: 'base', ...dated }
    return { answered: due !== undefined && on <= due ? 'extension' : 'late', ...dated }
  }
  if (f.endedOn !== undefined && f.endedOn <= asAt) return { answered: 'none', ...dated }
  // never acknowledged: the answer is due as if it had been, on the last day allowed
  const allowed = n === 1 ? 'complaint.s1.response' : 'complaint.s2.response'
  const limit =
    due ??
    known(() => {
      const acknowledge = ackDue(f, n, reckon)
      return acknowledge && reckon.workingDays(acknowledge, reckon.policy(allowed))
    })
  return { answered: limit !== undefined && asAt > limit ? 'overdue' : 'pending', ...dated }
}

const stageRow = (c: Case, f: Facts, n: StageNumber, startedOn: Day, asAt: Day, reckon: Reckon): StageRow => {
  const stage = stageOf(f, n)
  const acknowledge = known(() => ackDue(f, n, reckon))
  const answer = answeredAs(f, n, asAt, reckon)
  const open = answer.answered === 'pending' || answer.answered === 'overdue'
  const took =
    stage.acknowledgedOn &&
    stage.respondedOn &&
    known(() => reckon.calendar.between(stage.acknowledgedOn!, stage.respondedOn!))
  return {
    caseId: c.id,
    assetId: c.assetId,
    stage: n,
    startedOn,
    ackInTime: stage.acknowledgedOn !== undefined && stage.acknowledgedOn <= (acknowledge ?? startedOn),
    ...answer,
    respondedOn: stage.respondedOn,
    ...(took === undefined || open ? {} : { took: Number(took) }),
    ...(open ? { open: known(() => reckon.calendar.between(startedOn, asAt)) ?? 0 } : {}),
    outcome: open ? undefined : stage.outcome,
    area: f.serviceArea ?? f.area ?? 'not recorded',
    category: f.category ?? 'not recorded',
    themes: f.themes ?? [],
    extended: stage.extensions.some(x => x.on <= asAt),
    requestReason: stage.requestReason,
  }
}

const notComplaints = ['reclassified', 'service_request', 'enquiry', 'feedback', 'merged'] as const
const asideOf = (c: Case, f: Facts): Aside | undefined => {
  const on = f.endedOn ?? dayOf(f.receivedAt)
  if (f.kind === 'service_request') return { caseId: c.id, what: 'service_request', on }
  const what = notComplaints.find(one => one === f.ended)
  // reclassified after it was acknowledged as a complaint, it stays counted as one
  if (what !== undefined && (what !== 'reclassified' || f.s1.acknowledgedOn === undefined))
    return { caseId: c.id, what, on }
  if (f.refusal?.stage === 1) return { caseId: c.id, what: 'refused', why: f.refusal.exclusion, on: f.refusal.on }
  return undefined
}

export const complaintTally = (asked: Pick<Question, 'asAt' | 'from' | 'before' | 'reckon'>) => {
  const stages: StageRow[] = []
  const aside: Aside[] = []
  const withdrawn: string[] = []
  const learning = { recorded: 0, none: 0, overdue: [] as string[] }
  const compensation = { payments: 0, pounds: 0 }
  const add = (c: Case): void => {
    if (c.workflow !== 'complaint') return
    const f = c.facts as Facts
    const received = dayOf(f.receivedAt)
    if (received > asked.asAt) return
    const beside = asideOf(c, f)
    if (beside) {
      if (within(beside.on, asked)) aside.push(beside)
      return
    }
    stages.push(stageRow(c, f, 1, received, asked.asAt, asked.reckon))
    const asked2 = f.s2?.requestedAt && dayOf(f.s2.requestedAt)
    if (asked2 && asked2 <= asked.asAt) stages.push(stageRow(c, f, 2, asked2, asked.asAt, asked.reckon))
    if (f.ended === 'withdrawn' && within(f.endedOn, asked)) withdrawn.push(c.id)
    for (const one of f.learning.filter(l => within(l.on, asked))) learning[one.noneBecause ? 'none' : 'recorded'] += 1
    if (f.s1.respondedOn && !f.learning.length) learning.overdue.push(c.id)
    for (const promise of f.promises) {
      if (promise.type !== 'financial' || !within(stageOf(f, promise.stage === 2 ? 2 : 1).respondedOn, asked)) continue
      compensation.payments += 1
      compensation.pounds += promise.amount ?? 0
    }
  }
  return { add, done: () => ({ stages, aside, withdrawn, learning, compensation }) }
}
export type Complaints = ReturnType<ReturnType<typeof complaintTally>['done']>

/** received: begun in the period; responded: answered in it. The choice shows in the result, so it is printed. */
export type Cohort = 'received' | 'responded'
export const cohort = (
  rows: readonly StageRow[],
  stage: StageNumber,
  period: Pick<Question, 'from' | 'asAt'>,
  by: Cohort,
): StageRow[] =>
  rows.filter(row => row.stage === stage && within(by === 'received' ? row.startedOn : row.respondedOn, period))
