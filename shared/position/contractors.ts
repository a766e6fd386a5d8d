/**
 * Contractors: what each did in the period, in time or not, with how long its evidence took. What came back
 * (rejections), and visits in vain before a check that was made in the end, stand only in the histories, so the reader
 * feeds those of the cases that moved.
 */
import type { Case, Recorded } from '../core/case.ts'
import { type Day, dayOf, type Instant } from '../core/time.ts'
import type { Access } from './access-list.ts'
import { byText, type Question, within } from './question.ts'
import { percent } from './reports/figure.ts'
import type { Lag } from './streams/streams.ts'

const counted = ['completed', 'onTime', 'late', 'rejected', 'missed', 'noAccess', 'accepted', 'waiting'] as const
export type ContractorList = (typeof counted)[number]

export type ContractorRow = {
  contractorId: string
  completed: number
  onTime: number
  percentOnTime: number | undefined
  rejected: number
  /** appointments that it did not keep */
  missed: number
  /** visits that did not get in */
  noAccess: number
  evidenceAccepted: number
  /** days from the check to its accepted evidence, on average; one decimal */
  evidenceDays: number | undefined
  evidenceWaiting: number
  longestWaiting: number
  /** behind each count, by its name: a case stands there once for each thing counted */
  ids: Record<ContractorList, string[]>
}

type Facts = {
  contractorId?: string
  checks?: { on: Day; knownOn: Day; nextDue: Day }[]
  attempts?: { at?: Instant; on: Day; by: string }[]
  calledOff?: { on: Day; contractorId?: string }[]
}
/** An appointment was missed, and nothing says whose it was. */
const NOBODY = 'not recorded'

const noRow = (contractorId: string): ContractorRow => ({
  contractorId,
  completed: 0,
  onTime: 0,
  percentOnTime: undefined,
  rejected: 0,
  missed: 0,
  noAccess: 0,
  evidenceAccepted: 0,
  evidenceDays: undefined,
  evidenceWaiting: 0,
  longestWaiting: 0,
  ids: { completed: [], onTime: [], late: [], rejected: [], missed: [], noAccess: [], accepted: [], waiting: [] },
})

/** The same whatever came first; those awaited stay the longest first. */
const ordered = (ids: ContractorRow['ids']): ContractorRow['ids'] => {
  for (const list of counted) if (list !== 'waiting') ids[list].sort()
  return ids
}

/** An event that gave a contractor's work back. */
const isRejection = ({ type }: Pick<Recorded, 'type'>): boolean => /\.(rejected|disputed)$/.test(type)
const isVisit = ({ type }: Pick<Recorded, 'type'>): boolean => type === 'visit.noAccess'
/** What is counted from histories. */
export const isOfContractor = (event: Pick<Recorded, 'type'>): boolean => isRejection(event) || isVisit(event)
/** Whether its history may hold one of the period: a rejection moves the case, and so does the check that clears its visits. */
export const mayHoldMore = (c: Case, { from }: Pick<Question, 'from'>): boolean =>
  typeof c.facts.contractorId === 'string' && c.version > 1 && dayOf(c.enteredAt) >= from

export const contractorTally = (asked: Question) => {
  const rows = new Map<string, ContractorRow>()
  /** whose job it is, of those that an appointment may have been missed for */
  const jobs = new Map<string, string>()
  const rowOf = (id: string): ContractorRow => {
    const row = rows.get(id) ?? noRow(id)
    rows.set(id, row)
    return row
  }
  const miss = (contractorId: string, caseId: string): void => {
    rowOf(contractorId).missed += 1
    rowOf(contractorId).ids.missed.push(caseId)
  }
  const vain = (contractorId: string, caseId: string): void => {
    rowOf(contractorId).noAccess += 1
    rowOf(contractorId).ids.noAccess.push(caseId)
  }
  const add = (c: Case): void => {
    const f = c.facts as Facts
    for (const { on, contractorId = NOBODY } of f.calledOff ?? []) if (within(on, asked)) miss(contractorId, c.id)
    if (f.contractorId === undefined) return
    if (f.attempts?.length || mayHoldMore(c, asked)) jobs.set(c.id, f.contractorId)
    for (const [i, check] of (f.checks ?? []).entries()) {
      if (!within(check.on, asked) || check.knownOn > asked.knownOn) continue
      const row = rowOf(f.contractorId)
      const against = f.checks?.[i - 1]?.nextDue
      row.completed += 1
      row.ids.completed.push(c.id)
      const onTime = against === undefined || check.on <= against
      if (onTime) row.onTime += 1
      row.ids[onTime ? 'onTime' : 'late'].push(c.id)
    }
    for (const attempt of f.attempts ?? []) if (within(attempt.on, asked)) vain(f.contractorId, c.id)
  }
  const addHistory = (c: Case, events: readonly Recorded[]): void => {
    const { contractorId, attempts = [] } = c.facts as Facts
    if (contractorId === undefined) return
    for (const event of events.filter(one => isRejection(one) && within(dayOf(one.received), asked))) {
      rowOf(contractorId).rejected += 1
      rowOf(contractorId).ids.rejected.push(event.caseId)
    }
    // those that the facts still hold are counted from them
    const held = new Set(attempts.map(attempt => attempt.at))
    for (const { at } of events.filter(isVisit)) if (!held.has(at) && within(dayOf(at), asked)) vain(contractorId, c.id)
  }
  const lagOf = (lags: readonly Lag[]): void => {
    const sums = new Map<string, number>()
    for (const lag of lags) {
      if (lag.contractorId === undefined) continue
      const row = rowOf(lag.contractorId)
      if (lag.accepted) {
        row.evidenceAccepted += 1
        row.ids.accepted.push(lag.caseId)
        sums.set(lag.contractorId, (sums.get(lag.contractorId) ?? 0) + lag.days)
      } else {
        row.evidenceWaiting += 1
        row.longestWaiting = Math.max(row.longestWaiting, lag.days)
        row.ids.waiting.push(lag.caseId)
      }
    }
    for (const [id, days] of sums) {
      const row = rowOf(id)
      row.evidenceDays = Math.round((days * 10) / row.evidenceAccepted) / 10
    }
  }
  return {
    add,
    addHistory,
    done: (lags: readonly Lag[], { missed }: Pick<Access, 'missed'>): ContractorRow[] => {
      lagOf(lags)
      for (const { caseId, contractorId, jobId } of missed)
        miss(contractorId ?? jobs.get(jobId ?? '') ?? NOBODY, caseId)
      return [...rows.values()]
        .map(row => ({ ...row, percentOnTime: percent(row.onTime, row.completed), ids: ordered(row.ids) }))
        .sort((a, b) => byText(a.contractorId, b.contractorId))
    },
  }
}

/** Days from check to accepted evidence over all, and those still waited for. */
export const evidenceLag = (lags: readonly Lag[]) => {
  const accepted = lags
    .filter(lag => lag.accepted)
    .map(lag => lag.days)
    .sort((a, b) => a - b)
  const waiting = lags.filter(lag => !lag.accepted)
  const sum = accepted.reduce((total, days) => total + days, 0)
  return {
    accepted: accepted.length,
    averageDays: accepted.length === 0 ? undefined : Math.round((sum * 10) / accepted.length) / 10,
    medianDays: accepted[Math.floor((accepted.length - 1) / 2)],
    longestDays: accepted.at(-1),
    waiting: waiting.map(({ caseId, workflow, contractorId, days }) => ({ caseId, workflow, contractorId, days })),
  }
}
