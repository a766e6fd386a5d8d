/**
 * The streams as at a day: each obligation is looked at once, counted into a cell (stream, kind, area, tenure), and
 * named only where somebody will want to open the list. Memory grows with what is wrong, not with the stock.
 */
import type { Case } from '../core/case.ts'
import { type Day, daysBetween } from '../core/time.ts'
import type { ObligationDef } from '../core/workflow.ts'
import type { Role } from '../law/roles.ts'
import { isCompliant, isRequired, type Position, position } from './position.ts'
import {
  bandOf,
  byText,
  noBands,
  type OverdueBand,
  overdueBands,
  type Places,
  type Question,
  within,
} from './question.ts'

export type Cell = {
  workflow: string
  subType: string
  area: string
  tenure: string
  required: number
  compliant: number
  due30: number
  due60: number
  due90: number
  overdue: number
  overdueDays: Record<OverdueBand, number>
  neverInspected: number
  unknown: number
  suspended: number
  notRequired: number
  retired: number
  /** required and in date at the end of the month before, as known then */
  requiredBefore: number
  compliantBefore: number
  /** the same day with what is known now: a certificate that came late counts */
  compliantBeforeNow: number
  completed: number
  completedLate: number
  evidenceAwaiting: number
  /** in date for thirty days more if nothing else is done */
  stillIn30: number
}

/** One obligation that is not as it should be. */
export type Failing = {
  caseId: string
  assetId?: string | undefined
  workflow: string
  subType: string
  status: Position['status']
  nextDue?: Day | undefined
  lastDone?: Day | undefined
  daysOverdue: number
  /** attempts since the last check that count */
  attempts: number
  state: string
  lead: Role
  contractorId?: string | undefined
}
/** One obligation in date whose next check is near. */
export type Soon = Pick<Failing, 'caseId' | 'workflow'> & { days: number }
/** A check done whose evidence is not yet accepted, or was accepted in the period: days from the one to the other. */
export type Lag = {
  caseId: string
  workflow: string
  contractorId?: string | undefined
  days: number
  accepted: boolean
}

type Facts = {
  subType?: string
  contractorId?: string
  attempts?: { on: Day; counts: boolean }[]
  inHand?: { on?: Day; last?: Day; claimedOn: Day }
}

const noCell = (workflow: string, subType: string, area: string, tenure: string): Cell => ({
  workflow,
  subType,
  area,
  tenure,
  required: 0,
  compliant: 0,
  due30: 0,
  due60: 0,
  due90: 0,
  overdue: 0,
  overdueDays: noBands(),
  neverInspected: 0,
  unknown: 0,
  suspended: 0,
  notRequired: 0,
  retired: 0,
  requiredBefore: 0,
  compliantBefore: 0,
  compliantBeforeNow: 0,
  completed: 0,
  completedLate: 0,
  evidenceAwaiting: 0,
  stillIn30: 0,
})

const daysLeft = ({ nextDue }: Position, asAt: Day): number => (nextDue === undefined ? 0 : daysBetween(asAt, nextDue))

const stands = (cell: Cell, now: Position, asAt: Day): void => {
  if (isRequired(now)) cell.required += 1
  if (isCompliant(now)) {
    cell.compliant += 1
    const left = daysLeft(now, asAt)
    if (left <= 30) cell.due30 += 1
    else if (left <= 60) cell.due60 += 1
    else if (left <= 90) cell.due90 += 1
    if (left > 30) cell.stillIn30 += 1
  }
  if (now.status === 'overdue') {
    cell.overdue += 1
    cell.overdueDays[bandOf(now.daysOverdue, overdueBands)] += 1
  }
  if (now.status === 'never_inspected') cell.neverInspected += 1
  if (now.status === 'unknown_applicability') cell.unknown += 1
  if (now.status === 'suspended') cell.suspended += 1
  if (now.status === 'not_applicable') cell.notRequired += 1
  if (now.status === 'retired') cell.retired += 1
}

type Checks = ReturnType<ObligationDef<Record<string, unknown>>['checks']>
const completions = (cell: Cell, checks: Checks, asked: Question): void => {
  for (const [i, { on, knownOn }] of checks.entries()) {
    if (!within(on, asked) || knownOn > asked.knownOn) continue
    cell.completed += 1
    const against = checks[i - 1]?.nextDue
    if (against !== undefined && on > against) cell.completedLate += 1
  }
}

const awaited = (checks: Checks, f: Facts, asAt: Day): Day | undefined => {
  const since = f.inHand?.last ?? f.inHand?.on ?? f.inHand?.claimedOn
  if (since !== undefined && since <= asAt) return since
  // accepted since then: on that day it was still awaited
  return checks.findLast(({ on, knownOn }) => on <= asAt && knownOn > asAt)?.on
}

const watched: readonly Position['status'][] = ['overdue', 'never_inspected', 'unknown_applicability', 'suspended']

/** Takes obligations one by one; `done` sorts what was found, the worst first. */
export const streamTally = (asked: Question, places: Places) => {
  const { asAt, before, knownOn, reckon } = asked
  const cells = new Map<string, Cell>()
  const failing: Failing[] = []
  const lags: Lag[] = []
  const soon: Soon[] = []

  const cellOf = (c: Case, f: Facts): Cell => {
    const place = c.assetId === undefined ? undefined : places.get(c.assetId)
    const [sub, area, tenure] = [f.subType ?? '', place?.area ?? '', place?.tenure ?? '']
    const key = `${c.workflow}\n${sub}\n${area}\n${tenure}`
    const held = cells.get(key) ?? noCell(c.workflow, sub, area, tenure)
    cells.set(key, held)
    return held
  }

  const add = (c: Case): Position | undefined => {
    const workflow = asked.workflows[c.workflow]
    const obligation: ObligationDef<Record<string, unknown>> | undefined = workflow?.obligation
    if (!workflow || !obligation) return undefined
    const f = c.facts as Facts
    const now = position(workflow, c.facts, asAt, { knownOn, reckon })
    const cell = cellOf(c, f)
    stands(cell, now, asAt)
    if (isCompliant(now)) {
      const days = daysLeft(now, asAt)
      if (days <= 90) soon.push({ caseId: c.id, workflow: c.workflow, days })
    }
    const then = position(workflow, c.facts, before, { knownOn: before, reckon })
    if (isRequired(then)) cell.requiredBefore += 1
    if (isCompliant(then)) cell.compliantBefore += 1
    const checks = obligation.checks(c.facts)
    const learned = checks.some(check => check.on <= before && check.knownOn > before && check.knownOn <= knownOn)
    if (isCompliant(learned ? position(workflow, c.facts, before, { knownOn, reckon }) : then))
      cell.compliantBeforeNow += 1
    completions(cell, checks, asked)
    const lag = { caseId: c.id, workflow: c.workflow, contractorId: f.contractorId }
    const waiting = awaited(checks, f, asAt)
    if (waiting !== undefined) {
      cell.evidenceAwaiting += 1
      lags.push({ ...lag, days: daysBetween(waiting, asAt), accepted: false })
    }
    for (const check of checks)
      if (within(check.knownOn, asked))
        lags.push({ ...lag, days: daysBetween(check.on, check.knownOn), accepted: true })
    if (watched.includes(now.status))
      failing.push({
        caseId: c.id,
        assetId: c.assetId,
        workflow: c.workflow,
        subType: f.subType ?? '',
        status: now.status,
        nextDue: now.nextDue,
        lastDone: now.lastDone,
        daysOverdue: now.daysOverdue,
        attempts: (f.attempts ?? []).filter(a => a.counts && a.on <= asAt && a.on > (now.lastDone ?? '')).length,
        state: c.state,
        lead: c.lead,
        contractorId: f.contractorId,
      })
    return now
  }

  return {
    add,
    done: () => ({
      cells: [...cells].sort(([a], [b]) => byText(a, b)).map(([, cell]) => cell),
      failing: failing.sort((a, b) => b.daysOverdue - a.daysOverdue || byText(a.caseId, b.caseId)),
      soon: soon.sort((a, b) => a.days - b.days || byText(a.caseId, b.caseId)),
      lags: lags.sort((a, b) => b.days - a.days || byText(a.caseId, b.caseId)),
    }),
  }
}

const sums = [
  'required',
  'compliant',
  'due30',
  'due60',
  'due90',
  'overdue',
  'neverInspected',
  'unknown',
  'suspended',
  'notRequired',
  'retired',
  'requiredBefore',
  'compliantBefore',
  'compliantBeforeNow',
  'completed',
  'completedLate',
  'evidenceAwaiting',
  'stillIn30',
] as const satisfies readonly (keyof Cell)[]

/** Cells added up by what `key` says of them, in the order of the keys. */
export const addUp = (cells: readonly Cell[], key: (cell: Cell) => string): Map<string, Cell> => {
  const totals = new Map<string, Cell>()
  for (const cell of cells) {
    const name = key(cell)
    const total = totals.get(name) ?? noCell(cell.workflow, cell.subType, cell.area, cell.tenure)
    totals.set(name, total)
    for (const sum of sums) total[sum] += cell[sum]
    for (const [band] of overdueBands) total.overdueDays[band] += cell.overdueDays[band]
  }
  return new Map([...totals].sort(([a], [b]) => byText(a, b)))
}
