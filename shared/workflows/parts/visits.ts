/** What the streams share about visits: attempts that count, hashes of what was sent, rows merged into the checks. */

import type * as z from 'zod'
import { ruleFor } from '../../core/declare.ts'
import { type Day, type Instant, toEpoch } from '../../core/time.ts'
import type { Raise, Situation } from '../../core/workflow.ts'
import type { Role } from '../../law/roles.ts'
import type { AcceptedCheck, Attempt, appointmentCancelled, appointmentMade, MissedAppointment } from './evidence.ts'
import { evidenced, proofOf, type visitNoAccess } from './evidence.ts'

export type FailedVisit = { at: Instant; on: Day; by: { id: string }; data: z.output<typeof visitNoAccess> }
type Missing = { calledOff?: MissedAppointment[] | undefined; contractorId?: string | undefined }
type Visited = Missing & { attempts: Attempt[]; appointment?: { slotStart: string; slotEnd: string } | undefined }

/** Whether no visit that counted was made about this time: two within the hour that policy sets are one visit. */
export const standsApart = (
  attempts: readonly Pick<Attempt, 'at' | 'counts'>[],
  at: Instant,
  { reckon }: Pick<Situation, 'reckon'>,
): boolean =>
  !attempts.some(a => a.counts && Math.abs(toEpoch(a.at) - toEpoch(at)) < reckon.policy('access.apart') * 60_000)

/** A failed visit as it enters the facts, with what shows it: it counts with its time and evidence, and one visit counts once. */
export const attemptOf = (f: { attempts: Attempt[] }, e: FailedVisit, now: Situation): Attempt => ({
  at: e.at,
  on: e.on,
  by: e.by.id,
  outcome: e.data.outcome,
  counts: evidenced(e.data) && standsApart(f.attempts, e.at, now),
  ...proofOf(e.data),
})

/** The hashes of documents, lower case, each once. */
export const hashesOf = (...lists: ({ sha256: string }[] | undefined)[]): string[] => [
  ...new Set(lists.flatMap(list => list ?? []).map(document => document.sha256.toLowerCase())),
]

/**
 * Checks that a row of the register adds to; what we accepted ourselves is never overwritten by a row. A check that a later
 * row tells of could not be shown before that row came, whatever its date (G24).
 */
export const mergedChecks = (held: AcceptedCheck[], row: AcceptedCheck[], today: Day): AcceptedCheck[] =>
  [
    ...held,
    ...row.filter(check => !held.some(h => h.on === check.on)).map(check => ({ ...check, knownOn: today })),
  ].sort((a, b) => (a.on < b.on ? -1 : 1))

const booked = (slotStart: string, slotEnd: string): Partial<Visited> => ({ appointment: { slotStart, slotEnd } })

/** `appointment.made` */
export const books = <F extends Visited, const S extends string = never>(by: readonly Role[], to?: S) =>
  ruleFor<F, typeof appointmentMade>()<S>({
    ...(to ? { to } : {}),
    by,
    when: { 'the slot ends after it starts': (_, e) => e.data.slotEnd > e.data.slotStart },
    set: (_, e) => booked(e.data.slotStart, e.data.slotEnd) as Partial<F>,
  })

type CalledOff = { on: Day; by: { kind: string; id: string }; data: z.output<typeof appointmentCancelled> }
const missedBy = (e: Pick<CalledOff, 'data'>): string[] =>
  e.data.by === 'contractor' ? ['missed by the contractor'] : []
/** With whoever said so where that is a contractor, else with whoever has the job. */
const missing = (f: Missing, e: CalledOff): Pick<Missing, 'calledOff'> => {
  if (e.data.by !== 'contractor') return {}
  const contractorId = e.by.kind === 'contractor' ? e.by.id : f.contractorId
  return { calledOff: [...(f.calledOff ?? []), { on: e.on, ...(contractorId ? { contractorId } : {}) }] }
}

/** `appointment.cancelled`: what the contractor missed is noted and counted against it. */
export const cancels = <F extends Visited, const S extends string = never>(by: readonly Role[], to?: S) =>
  ruleFor<F, typeof appointmentCancelled>()<S>({
    ...(to ? { to } : {}),
    by,
    set: (f, e) => ({ appointment: undefined, ...missing(f, e) }) as Partial<F>,
    notes: (_, e) => missedBy(e),
  })

/** The same where no slot is kept among the facts. */
export const callsOff = <F extends Missing>(by: readonly Role[]) =>
  ruleFor<F, typeof appointmentCancelled>()({
    by,
    set: (f, e) => missing(f, e) as Partial<F>,
    notes: (_, e) => missedBy(e),
  })

/** The facts after a failed visit, whether it counts or not. */
export const tried = <F extends Visited>(f: F, e: FailedVisit, now: Situation): Partial<F> =>
  ({ attempts: [...f.attempts, attemptOf(f, e, now)], appointment: undefined }) as Partial<F>

/** Why a failed visit is kept and not counted. */
export const notCounted = (e: Pick<FailedVisit, 'data'>): string =>
  evidenced(e.data) ? 'not counted: one visit counts once' : 'not counted: no evidence of the attempt'

const countsNot = <F extends Visited>(by: readonly Role[]) =>
  ruleFor<F, typeof visitNoAccess>()({
    by,
    set: tried,
    notes: (_, e) => [notCounted(e)],
  })

/** `visit.noAccess`: an attempt that counts leads on; one without evidence is kept and does not count. */
export const fails =
  <F extends Visited>(by: readonly Role[], raises: (f: F, e: FailedVisit, now: Situation) => Raise[]) =>
  <const S extends string = never>(to?: S) =>
    [
      ruleFor<F, typeof visitNoAccess>()<S>({
        ...(to ? { to } : {}),
        by,
        when: { 'the attempt has its time and evidence': (f, e, now) => attemptOf(f, e, now).counts },
        set: tried,
        raises,
      }),
      countsNot<F>(by),
    ] as const

/**
 * The same, where the state says how many: the n-th attempt that counts leads to the n-th of these and every later one to
 * the last, whatever was booked or called off between them.
 */
export const failsNth =
  <F extends Visited>(by: readonly Role[], raises: (f: F, e: FailedVisit, now: Situation) => Raise[]) =>
  <const S extends string>(states: readonly S[]) =>
    [
      ...states
        .map((to, before) =>
          ruleFor<F, typeof visitNoAccess>()<S>({
            to,
            by,
            when: {
              'the attempt has its time and evidence': (f, e, now) => attemptOf(f, e, now).counts,
              [`${before} attempts counted before it`]: f => f.attempts.filter(a => a.counts).length >= before,
            },
            set: tried,
            raises,
          }),
        )
        .reverse(),
      countsNot<F>(by),
    ] as const

/** The same, where a later row may also correct what an earlier one said of the same day. */
export const correctedChecks = (held: AcceptedCheck[], row: AcceptedCheck[], today: Day): AcceptedCheck[] =>
  mergedChecks(
    held.map(check => {
      const said = check.acceptedBy === undefined && row.find(({ on }) => on === check.on)
      return said ? { ...said, knownOn: check.knownOn } : check
    }),
    row,
    today,
  )
