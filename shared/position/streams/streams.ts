/**
 * The streams as at a day: each obligation is looked at once, counted into a cell (stream, kind, area, tenure), and
 * named only where somebody will want to open the list. Memory grows with what is wrong, not with the stock.
 */
import type { Case } from '../../core/case.ts'
import { type Day, dayOf, daysBetween } from '../../core/time.ts'
import type { ObligationDef } from '../../core/workflow.ts'
import type { Role } from '../../law/roles.ts'
import { checksBelieved, isCompliant, isRequired, type Position, position } from '../position.ts'
import { bandOf, byText, overdueBands, type Places, push, type Question, within } from '../question.ts'
import { type Cell, noCell } from './cell.ts'

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
export type Soon = Pick<Failing, 'caseId' | 'workflow' | 'subType'> & { days: number }
/** A check made in the period; `late`: after the deadline it was made against. */
export type Made = Pick<Failing, 'caseId' | 'workflow' | 'subType'> & { late: boolean }
/** A check done whose evidence is not yet accepted, or was accepted in the period: days from the one to the other. */
export type Lag = {
  caseId: string
  workflow: string
  subType: string
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
const completions = (cell: Cell, checks: Checks, asked: Question, note: (late: boolean) => void): void => {
  for (const [i, { on, knownOn }] of checks.entries()) {
    if (!within(on, asked) || knownOn > asked.knownOn) continue
    cell.completed += 1
    const against = checks[i - 1]?.nextDue
    const late = against !== undefined && on > against
    if (late) cell.completedLate += 1
    note(late)
  }
}

const awaited = (checks: Checks, f: Facts, asAt: Day): Day | undefined => {
  const since = f.inHand?.last ?? f.inHand?.on ?? f.inHand?.claimedOn
  if (since !== undefined && since <= asAt) return since
  // accepted since then: on that day it was still awaited
  return checks.findLast(({ on, knownOn }) => on <= asAt && knownOn > asAt)?.on
}

/** A stream and a kind of it. */
export const kindKey = ({ workflow, subType }: Pick<Failing, 'workflow' | 'subType'>): string =>
  `${workflow}\n${subType}`

const watched: readonly Position['status'][] = ['overdue', 'never_inspected', 'unknown_applicability', 'suspended']

/** Takes obligations one by one; `done` sorts what was found, the worst first. */
export const streamTally = (asked: Question, places: Places) => {
  const { asAt, before, knownOn, reckon } = asked
  const cells = new Map<string, Cell>()
  const failing: Failing[] = []
  const lags: Lag[] = []
  const soon: Soon[] = []
  const made: Made[] = []
  /** in date, by stream and kind */
  const inDate = new Map<string, string[]>()

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
    const endedOn = c.closedAt && dayOf(c.closedAt)
    const now = position(workflow, c.facts, asAt, { knownOn, endedOn, reckon })
    const cell = cellOf(c, f)
    stands(cell, now, asAt)
    const named = { caseId: c.id, workflow: c.workflow, subType: f.subType ?? '' }
    if (isCompliant(now)) {
      push(inDate, kindKey(named), c.id)
      const days = daysLeft(now, asAt)
      if (days <= 90) soon.push({ ...named, days })
    }
    const then = position(workflow, c.facts, before, { knownOn: before, endedOn, reckon })
    if (isRequired(then)) cell.requiredBefore += 1
    if (isCompliant(then)) cell.compliantBefore += 1
    const checks = obligation.checks(c.facts)
    const since = (day: Day | undefined): boolean => day !== undefined && day > before && day <= knownOn
    const learned =
      since(endedOn) ||
      checks.some(check => check.on <= before && since(check.knownOn)) ||
      obligation.voided?.(c.facts).some(check => check.on <= before && since(check.knownUntil)) ||
      obligation.learned?.(c.facts).some(({ until }) => since(until))
    if (isCompliant(learned ? position(workflow, c.facts, before, { knownOn, endedOn, reckon }) : then))
      cell.compliantBeforeNow += 1
    const believed = checksBelieved(obligation, c.facts, knownOn)
    completions(cell, believed, asked, late => made.push({ ...named, late }))
    const lag = { ...named, contractorId: f.contractorId }
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
        ...named,
        assetId: c.assetId,
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
      made: made.sort((a, b) => byText(a.caseId, b.caseId)),
      inDate: new Map([...inDate].map(([key, ids]) => [key, ids.sort()])),
      lags: lags.sort((a, b) => b.days - a.days || byText(a.caseId, b.caseId)),
    }),
  }
}
