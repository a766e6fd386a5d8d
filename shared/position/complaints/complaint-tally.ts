/**
 * Complaints as the Code and the regulator count them (Complaint Handling Code 8.1; TSM CH01 and CH02): each stage
 * that began in the period with whether it was acknowledged and answered in time. One percentage hides errors, so the
 * counts come with it, always: answered in base time, within a valid extension, late, not yet due, overdue.
 */
import type { Case } from '../../core/case.ts'
import { type Day, dayOf } from '../../core/time.ts'
import { type StageNumber, stageOf } from '../../workflows/parts/complaint-clocks.ts'
import type { Facts } from '../../workflows/parts/complaint-facts.ts'
import { type Question, within } from '../question.ts'
import { type StageRow, stageRows } from './complaint-rows.ts'

/** What is no complaint and is counted beside: reports show them, and never mix them in. */
export type Aside = {
  caseId: string
  what: 'reclassified' | 'refused' | 'service_request' | 'enquiry' | 'feedback' | 'merged'
  why?: string | undefined
  on: Day
}

const notComplaints = ['reclassified', 'service_request', 'enquiry', 'feedback', 'merged'] as const
/** Reclassified before acknowledgement never was a complaint; afterwards it was one, and stays counted. */
export const asideOf = (c: Pick<Case, 'id' | 'facts'>): Aside | undefined => {
  const f = c.facts as Facts
  const on = f.endedOn ?? dayOf(f.receivedAt)
  if (f.kind === 'service_request') return { caseId: c.id, what: 'service_request', on }
  const what = notComplaints.find(one => one === f.ended)
  if (what !== undefined && (what !== 'reclassified' || f.s1.acknowledgedOn === undefined))
    return { caseId: c.id, what, on }
  if (f.refusal?.stage === 1) return { caseId: c.id, what: 'refused', why: f.refusal.exclusion, on: f.refusal.on }
  return undefined
}

const satisfied: readonly string[] = ['very_satisfied', 'fairly_satisfied']

/** A reclassified complaint goes on as a service request of the same words: somebody spoke once, and two cases know it. */
const isContinued = ({ kind, origin }: Facts): boolean => kind === 'service_request' && origin?.kind === 'complaint'

export const complaintTally = (asked: Pick<Question, 'asAt' | 'from' | 'before' | 'reckon'>) => {
  const stages: StageRow[] = []
  /** the same at the end of the day before the period, by what is recorded now */
  const stagesBefore: StageRow[] = []
  const aside: Aside[] = []
  const withdrawn: string[] = []
  const refusedStage2: Aside[] = []
  const speakers: { caseId: string; what: string }[] = []
  const learning = { recorded: 0, none: 0, overdue: [] as string[] }
  const compensation = { payments: 0, pounds: 0 }
  const checksFailed = { times: 0, complaints: 0 }
  const satisfaction = { satisfied: [] as string[], not: [] as string[] }
  const addAfter = (id: string, f: Facts): void => {
    if (f.ended === 'withdrawn' && within(f.endedOn, asked)) withdrawn.push(id)
    if (f.refusal?.stage === 2 && within(f.refusal.on, asked))
      refusedStage2.push({ caseId: id, what: 'refused', why: f.refusal.exclusion, on: f.refusal.on })
    for (const one of f.learning.filter(l => within(l.on, asked))) learning[one.noneBecause ? 'none' : 'recorded'] += 1
    if (f.s1.respondedOn && !f.learning.length) learning.overdue.push(id)
    const failed = [f.s1, f.s2].flatMap(stage => stage?.checksFailed ?? []).filter(on => within(on, asked)).length
    checksFailed.times += failed
    if (failed > 0) checksFailed.complaints += 1
    const answered = f.surveyAnswers?.findLast(one => within(one.on, asked))
    if (answered) satisfaction[satisfied.includes(answered.answer) ? 'satisfied' : 'not'].push(id)
    for (const promise of f.promises) {
      if (promise.type !== 'financial' || !within(stageOf(f, promise.stage === 2 ? 2 : 1).respondedOn, asked)) continue
      compensation.payments += 1
      compensation.pounds += promise.amount ?? 0
    }
  }
  const add = (c: Case): void => {
    if (c.workflow !== 'complaint') return
    const f = c.facts as Facts
    const received = dayOf(f.receivedAt)
    if (received > asked.asAt) return
    if (within(received, asked) && !isContinued(f)) speakers.push({ caseId: c.id, what: f.speaker })
    const beside = asideOf(c)
    if (beside) {
      if (within(beside.on, asked)) aside.push(beside)
      return
    }
    stages.push(...stageRows(c, asked.reckon.calendar, asked.asAt))
    if (received <= asked.before) stagesBefore.push(...stageRows(c, asked.reckon.calendar, asked.before))
    addAfter(c.id, f)
  }
  return {
    add,
    done: () => ({
      stages,
      stagesBefore,
      aside,
      withdrawn,
      refusedStage2,
      speakers,
      learning,
      compensation,
      checksFailed,
      satisfaction,
    }),
  }
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
