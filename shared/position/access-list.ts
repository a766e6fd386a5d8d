/** Homes that nobody gets into: one row a home, the gravest first (by life safety, then by days overdue). */
import type { Case } from '../core/case.ts'
import { type Day, daysBetween } from '../core/time.ts'
import type { Role } from '../law/roles.ts'
import { byText, closedBy, type Places, type Question, within } from './question.ts'

export type AccessRow = {
  caseId: string
  assetId?: string | undefined
  uprn?: string | undefined
  streams: string[]
  attempts: number
  lastAttempt?: Day | undefined
  /** the step that it has come to */
  stage: string
  /** yes: the check found a reason to take care. Never what the reason is */
  vulnerable: 'yes' | 'no' | 'not checked'
  daysOverdue: number
  nextStep: string
  owner: Role
  legal: boolean
}

type Facts = {
  needs?: { stream: string; caseId?: string; due?: Day; since: Day }[]
  attempts?: { on: Day; counts: boolean }[]
  missedByUs?: { on: Day; by: string; stream?: string; contractorId?: string }[]
  vulnerability?: { safeToProceed: boolean }
  hold?: unknown
}

/** Gas, fire and electricity kill soonest. */
const risk = ['gas', 'fra', 'eicr', 'smoke-co', 'lifts', 'legionella']
const rankOf = (streams: readonly string[]): number =>
  Math.min(...streams.map(stream => (risk.includes(stream) ? risk.indexOf(stream) : risk.length)), risk.length)

const next: Record<string, string> = {
  none: 'First letter',
  contact_1: 'First attempt',
  attempt_1_failed: 'Second letter',
  contact_2: 'Second attempt',
  attempt_2_failed: 'Third letter',
  contact_3: 'Third attempt',
  attempt_3_failed: 'Final notice',
  final_notice: 'Refer to legal',
  legal_referred: 'Order of the court',
  order_made: 'Carry out the order',
}
const legal = ['legal_referred', 'order_made']

/** An appointment that a contractor did not keep. `jobId`: the case that it was for, where the home says only one. */
export type Missed = { caseId: string; on: Day; contractorId?: string | undefined; jobId?: string | undefined }
const jobOf = (needs: Facts['needs'] = [], stream: string | undefined): string | undefined => {
  const jobs = needs.filter(need => stream === undefined || need.stream === stream)
  return jobs.length === 1 ? jobs[0]?.caseId : undefined
}

export const accessTally = (asked: Question, places: Places) => {
  const rows: AccessRow[] = []
  const missed: Missed[] = []
  const add = (c: Case): void => {
    if (c.workflow !== 'access') return
    const f = c.facts as Facts
    for (const { on, by, stream, contractorId } of f.missedByUs ?? [])
      if (by === 'contractor' && within(on, asked))
        missed.push({ caseId: c.id, on, contractorId, jobId: jobOf(f.needs, stream) })
    const needs = (f.needs ?? []).filter(need => need.since <= asked.asAt)
    if (closedBy(c, asked.asAt) || needs.length === 0) return
    const tried = (f.attempts ?? []).filter(a => a.counts && a.on <= asked.asAt)
    const due = needs.flatMap(need => need.due ?? []).sort()[0]
    rows.push({
      caseId: c.id,
      assetId: c.assetId,
      uprn: c.assetId === undefined ? undefined : places.get(c.assetId)?.uprn,
      streams: [...new Set(needs.map(need => need.stream))].sort(),
      attempts: tried.length,
      lastAttempt: tried
        .map(a => a.on)
        .sort()
        .at(-1),
      stage: c.state,
      vulnerable:
        f.vulnerability === undefined ? 'not checked' : f.vulnerability.safeToProceed && !f.hold ? 'no' : 'yes',
      daysOverdue: due !== undefined && due < asked.asAt ? daysBetween(due, asked.asAt) : 0,
      nextStep: next[c.state] ?? 'Review the hold',
      owner: c.lead,
      legal: legal.includes(c.state),
    })
  }
  return {
    add,
    done: () => ({
      rows: rows.sort(
        (a, b) => rankOf(a.streams) - rankOf(b.streams) || b.daysOverdue - a.daysOverdue || byText(a.caseId, b.caseId),
      ),
      missed: missed.sort((a, b) => byText(a.on, b.on) || byText(a.caseId, b.caseId)),
    }),
  }
}
export type Access = ReturnType<ReturnType<typeof accessTally>['done']>
