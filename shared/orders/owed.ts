/** Pure: what a contractor is owed when a case moves. */
import type { Case } from '../core/case.ts'
import { type Contractor, contractorOf } from '../position/theirs.ts'
import type { Order } from './order.ts'

/** States in which a job goes out, and states in which it is out, by workflow. */
const jobs: Readonly<Record<string, { issued: readonly string[]; out: readonly string[] }>> = {
  gas: { issued: ['due_issued'], out: ['appointed', 'access_1', 'access_2', 'access_3'] },
  eicr: { issued: ['due_issued', 'remedial_required'], out: ['appointed', 'access_1', 'access_2', 'access_3'] },
  'smoke-co': { issued: ['test_due', 'start_test_due', 'fault_open', 'replacement_due'], out: [] },
  'fire-check': { issued: ['due_issued'], out: ['appointed', 'no_access'] },
  fra: { issued: ['fra_review_due', 'fra_commissioned'], out: ['report_awaited'] },
  legionella: { issued: ['lra_review_due'], out: [] },
  lifts: { issued: ['exam_due'], out: ['in_service_time_limited'] },
  asbestos: { issued: ['survey_required', 'reinspection_due'], out: [] },
  survey: { issued: ['issued', 'with_contractor'], out: ['attempt_1', 'attempt_2_plus'] },
  adaptation: { issued: ['ordered'], out: ['on_site'] },
  action: { issued: ['open', 'assigned'], out: ['in_progress', 'blocked_access'] },
}

/** Workflows with the states in which a job goes out. */
export const issuing: readonly (readonly [workflow: string, states: readonly string[]])[] = Object.entries(jobs).map(
  ([workflow, { issued }]) => [workflow, issued],
)

const stands = (c: Case | undefined, within: 'issued' | 'any'): boolean => {
  const states = c && !c.closedAt ? jobs[c.workflow] : undefined
  if (!c || !states) return false
  return states.issued.includes(c.state) || (within === 'any' && states.out.includes(c.state))
}

/**
 * A job goes out when its case comes into such a state, or to another contractor; going on from one such state to the
 * next with the same contractor is no new order. Whoever had it before is told that it was withdrawn.
 */
export const ordersOwed =
  (contractors: readonly Contractor[]) =>
  (before: Case | undefined, after: Case): Order[] => {
    const to = stands(after, 'any') ? contractorOf(after, contractors) : undefined
    const from = before && stands(before, 'any') ? contractorOf(before, contractors) : undefined
    const make = (kind: Order['kind'], contractorId: string): Order => ({
      id: `${after.id}~${after.version}~${kind}~${contractorId}`,
      caseId: after.id,
      contractorId,
      kind,
      at: after.enteredAt,
    })
    const reissued = before !== undefined && before.state !== after.state && !stands(before, 'issued')
    const goesOut = stands(after, 'issued') && (to !== from || reissued)
    const changesHands = from !== undefined && to !== from
    const issued = to !== undefined && (goesOut || changesHands)
    // A job that leaves a contractor because it was done is not withdrawn.
    const gone = from !== undefined && to !== from && (stands(after, 'any') || after.withdrawnAt !== undefined)
    return [...(gone ? [make('withdrawn', from)] : []), ...(issued ? [make('issued', to)] : [])]
  }
