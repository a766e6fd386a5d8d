/**
 * Escalation of complaint clocks. The Code counts in working days, so these ladders do, too: "day 3 of 5" is two
 * working days before due. The manager is told on the morning of the last day, while it can still be kept.
 */
import type { Ladder } from '../core/workflow.ts'
import { climb, days, type LadderWords, workingDays } from './climb.ts'
import type { Role } from './roles.ts'

const handler: Role = 'complaintHandler'

/** Acknowledgement of either stage within 5 working days. */
export const acknowledgement = <const T extends string>(
  words: LadderWords<T>,
  { lead = 'complaintsLead' }: { lead?: Role } = {},
): Ladder<never, T> =>
  climb(
    [
      [workingDays(-2), [handler], 'dueSoon'], // day 3
      [workingDays(-1), [handler, 'teamLeader'], 'dueSoon'], // day 4
      [workingDays(0), [handler, lead], 'dueToday'], // day 5
      [workingDays(1), ['headOfService'], 'overdue', 'urgent'],
    ],
    words,
    { workingDays: 1 },
  )

/**
 * Stage 1 response within 10 working days, or its extension. `decide` asks to extend or respond. `drafted`: with an
 * answer in hand the head of service is not troubled on day 9.
 */
export const stage1Response = <const T extends string>(
  words: LadderWords<T>,
  { lead = 'complaintsLead', drafted = false }: { lead?: Role; drafted?: boolean } = {},
): Ladder<never, T> =>
  climb(
    [
      [workingDays(-5), [handler], 'dueSoon'], // day 5
      [workingDays(-3), [handler, 'teamLeader'], 'dueSoon'], // day 7
      [workingDays(-2), [handler, 'teamLeader'], 'decide'], // day 8: an extension must be told before due
      [workingDays(-1), drafted ? [handler] : [handler, 'headOfService'], 'decide'], // day 9
      [workingDays(0), [handler, lead], 'dueToday'], // day 10
      [workingDays(1), ['serviceDirector'], 'overdue', 'urgent'],
      [workingDays(5), ['executive'], 'escalated'],
    ],
    words,
    { workingDays: 5 },
  )

/** Stage 2 response within 20 working days, or its extension. */
export const stage2Response = <const T extends string>(
  words: LadderWords<T>,
  { lead = 'complaintsLead' }: { lead?: Role } = {},
): Ladder<never, T> =>
  climb(
    [
      [workingDays(-10), [handler], 'dueSoon'], // day 10
      [workingDays(-5), [handler, 'teamLeader'], 'dueSoon'], // day 15
      [workingDays(-2), [handler, 'headOfService'], 'decide'], // day 18
      [workingDays(0), [handler, lead], 'dueToday'], // day 20
      [workingDays(1), ['serviceDirector'], 'overdue', 'urgent'],
      [workingDays(5), ['executive'], 'escalated'],
    ],
    words,
    { workingDays: 5 },
  )

/** A promised action or remedy, told to its owner, who leads it. A broken promise goes to the director and the executive. */
export const promise = <const T extends string>(words: LadderWords<T>): Ladder<never, T> =>
  climb(
    [
      [workingDays(-5), [handler], 'dueSoon'],
      [workingDays(-1), [handler], 'dueSoon'],
      [workingDays(0), [handler], 'dueToday'],
      [workingDays(1), [handler], 'overdue', 'urgent'],
      [workingDays(5), ['headOfService'], 'escalated'],
      [workingDays(10), ['director', 'executive'], 'escalated'],
    ],
    words,
    { workingDays: 5 },
  )

/** The next update that was agreed with the resident. */
export const update = <const T extends string>(words: LadderWords<T>): Ladder<never, T> =>
  climb(
    [
      [workingDays(0), [handler], 'dueToday'],
      [workingDays(1), [handler], 'overdue', 'urgent'],
      [workingDays(2), ['teamLeader'], 'escalated'],
    ],
    words,
    { workingDays: 1 },
  )

/** The review of a restriction on contact, or of a reasonable adjustment. */
export const review = <const T extends string>(
  words: LadderWords<T>,
  { owner = handler, lead = 'complaintsLead' }: { owner?: Role; lead?: Role } = {},
): Ladder<never, T> =>
  climb(
    [
      [days(-14), [owner], 'dueSoon'],
      [days(0), [owner], 'dueToday'],
      [days(7), [lead], 'overdue', 'urgent'],
    ],
    words,
    { days: 7 },
  )

/** Evidence or an order that the Ombudsman wants by a date. */
export const ombudsman = <const T extends string>(
  words: LadderWords<T>,
  { lead = 'complaintsLead' }: { lead?: Role } = {},
): Ladder<never, T> =>
  climb(
    [
      [workingDays(-5), [handler], 'dueSoon'],
      [workingDays(-2), [handler], 'dueSoon'],
      [workingDays(0), [handler], 'dueToday'],
      [workingDays(1), [lead, 'director'], 'overdue', 'urgent'],
    ],
    words,
    { workingDays: 1 },
  )
