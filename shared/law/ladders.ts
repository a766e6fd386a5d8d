/**
 * Who is told, when, of each kind of clock. No statute fixes an escalation ladder: these are our defaults, after what
 * landlords and their regulators describe. Once a clock is past due, whoever was told stays told (tiers add up), every
 * ladder ends in a rung that repeats until the case is put right, and only the first day overdue and emergencies leave
 * the digest.
 *
 * Offsets are from the due date. The role accountable for the stream is `lead`.
 */
import type { Urgency } from '../core/case.ts'
import type { Ladder, Rung } from '../core/workflow.ts'
import { climb, days, hours, type LadderWords, type Line, share, workingDays } from './climb.ts'
import { type PolicyId, standardOf } from './policy.ts'
import type { Role } from './roles.ts'

/** Rungs of the inspection ladder by their names in the usual reports; R-OPEN and R+1 cannot be left out. */
export type InspectionRung = 'R-90' | 'R-30' | 'R-14' | 'R-7' | 'R-0' | 'R+7' | 'R+14' | 'R+28' | 'R+56'

/** Which rungs each stream leaves out. Gas and water are too short for R-90; a survey is no matter of life and limb. */
export const inspectionSkips = {
  gas: ['R-90'],
  eicr: [],
  fra: [],
  legionella: ['R-90'],
  lifts: ['R-90'],
  smokeCo: ['R-90', 'R+7', 'R+28', 'R+56'],
  asbestos: ['R-90', 'R+14', 'R+28', 'R+56'],
  scs: ['R-14', 'R-7', 'R+7', 'R+14', 'R+28', 'R+56'],
} as const satisfies Record<string, readonly InspectionRung[]>

export type InspectionOptions<From extends string, To extends string> = {
  /** the landlord's choice of days before due at which the work is issued (R-OPEN), or days from due, negative */
  issue: PolicyId | number
  /** states that a rung leaves for another, e.g. `{ compliant: 'due_issued' }` */
  moves?: Moves<From, To>
  skip?: readonly InspectionRung[]
  lead?: Role
  /** told when the work is issued and at R-30 */
  issuedTo?: readonly Role[]
}

type CycleLine = readonly [
  id: InspectionRung | 'R+1',
  at: number,
  tell: readonly Role[],
  word: Line[2],
  urgency?: Urgency,
]

const cycle = (lead: Role, issuedTo: readonly Role[]): CycleLine[] => [
  ['R-90', -90, ['operationalManager'], 'dueSoon'],
  ['R-30', -30, issuedTo, 'dueSoon'],
  ['R-14', -14, ['teamLeader'], 'dueSoon'], // what is not appointed
  ['R-7', -7, ['complianceManager'], 'dueSoon'],
  ['R-0', 0, ['complianceManager', 'headOfService'], 'dueToday'],
  ['R+1', 1, [lead], 'overdue', 'urgent'],
  ['R+7', 7, ['headOfService'], 'escalated'], // action plan required
  ['R+14', 14, ['serviceDirector'], 'escalated'], // acknowledgement required
  ['R+28', 28, ['executive', 'portfolioHolder'], 'escalated'], // exception report
  ['R+56', 56, ['executive'], 'escalated'], // consider telling the regulator; every 28 days from here
]

type Moves<From extends string, To extends string> = { readonly [K in From]?: To }
type Moving<From extends string, To extends string, T extends string> = Omit<Rung<never, T>, 'to'> & {
  to?: Moves<From, To>
}

/**
 * The cycle of an inspection. Rungs before the day of issue are dropped, one on that day is told with it. Every rung
 * makes the moves, because a case that was imported late meets its gravest rung first. From R+1 on tiers add up; the
 * head of service, who is told a number at R-0, is not copied before R+7.
 */
export const inspection = <const T extends string, From extends string = never, const To extends string = never>(
  options: InspectionOptions<From, To>,
  words: LadderWords<T>,
): Moving<From, To, T>[] => {
  const { issue, moves, skip = [], lead = 'complianceManager', issuedTo = ['contractor', 'officer'] } = options
  const kept = cycle(lead, issuedTo).filter(([id]) => id === 'R+1' || !skip.includes(id))
  const usual = typeof issue === 'number' ? issue : -standardOf(issue)
  const withIssue = kept.flatMap(([, at, tell]) => (at === usual ? tell : []))
  const lines: Line[] = [
    [typeof issue === 'number' ? days(issue) : { daysBefore: issue }, [...issuedTo, ...withIssue], 'issued'], // R-OPEN
    ...kept.filter(([, at]) => at > usual).map(([, at, ...rest]): Line => [days(at), ...rest]),
  ]
  return climb(lines, words, { days: 28 }, ['overdue', 'escalated']).map(rung => ({
    ...rung,
    ...(moves ? { to: moves } : {}),
  }))
}

export type Priority = 'P0' | 'P1' | 'P2' | 'P3'

/**
 * A remedial action. P0 is due at an instant, hours after the finding, and is told at any hour; the others are
 * due on a day. P0 has no rung days before due, since its whole period is a day.
 */
export const remedial = <const T extends string>(
  priority: Priority,
  words: LadderWords<T>,
  { lead = 'complianceManager', owner = 'officer' }: { lead?: Role; owner?: Role } = {},
): Ladder<never, T> => climb(remedialTable(lead, owner)[priority], words, { days: 7 })

const remedialTable = (lead: Role, owner: Role): Record<Priority, Line[]> => ({
  P0: [
    // headOfService is owed it within the hour: at once is within the hour
    [share(0), [owner, lead, 'headOfService'], 'issued', 'emergency'],
    [share(0.5), [owner, lead], 'dueSoon', 'emergency'],
    [hours(0), [lead], 'dueToday', 'emergency'],
    [days(1), ['headOfService'], 'overdue', 'urgent'],
    [days(7), ['serviceDirector'], 'escalated'],
    [days(14), ['executive'], 'escalated'],
    [days(28), ['executive'], 'escalated'],
  ],
  P1: [
    [share(0), [owner], 'issued'],
    [share(0.5), [owner], 'dueSoon'],
    [days(-3), ['teamLeader'], 'dueSoon'],
    [days(0), [lead], 'dueToday'],
    [days(1), ['headOfService'], 'overdue', 'urgent'],
    [days(7), ['serviceDirector'], 'escalated'],
    [days(14), ['serviceDirector'], 'escalated'],
    [days(28), ['executive'], 'escalated'],
  ],
  P2: [
    [share(0), [owner], 'issued'],
    [share(0.5), [owner], 'dueSoon'],
    [days(-3), ['teamLeader'], 'dueSoon'],
    [days(0), ['operationalManager'], 'dueToday'],
    [days(1), [lead], 'overdue', 'urgent'],
    [days(7), ['headOfService'], 'escalated'],
    [days(14), ['headOfService'], 'escalated'],
    [days(28), ['serviceDirector'], 'escalated'],
  ],
  P3: [
    [share(0), [owner], 'issued'],
    [share(0.5), [owner], 'dueSoon'],
    [days(0), ['operationalManager'], 'dueToday'],
    [days(1), [lead], 'overdue', 'urgent'],
    [days(7), [lead], 'escalated'],
    [days(14), ['headOfService'], 'escalated'],
    [days(28), ['headOfService'], 'escalated'],
  ],
})

/**
 * Short statutory clocks due on a day: EICR remedials, lift defects by a date, the days of Awaab's Law. At shares of
 * the period, then every working day, a tier higher each second working day.
 */
export const tight = <const T extends string>(
  words: LadderWords<T>,
  { lead = 'complianceManager', owner = 'officer' }: { lead?: Role; owner?: Role } = {},
): Ladder<never, T> =>
  climb(
    [
      [share(0.5), [owner], 'dueSoon'],
      [share(0.75), [owner, 'teamLeader'], 'dueSoon'],
      [share(0.9), [owner, lead], 'dueSoon'],
      [days(0), [lead], 'dueToday'],
      [workingDays(1), [lead], 'overdue', 'urgent'],
      [workingDays(2), ['headOfService'], 'escalated'],
      [workingDays(3), ['headOfService'], 'escalated'],
      [workingDays(4), ['serviceDirector'], 'escalated'],
      [workingDays(5), ['serviceDirector'], 'escalated'],
      [workingDays(6), ['executive'], 'escalated'],
    ],
    words,
    { workingDays: 1 },
  )

/** Clocks of 24 elapsed hours (an emergency hazard): at 0, 12, 20 and 24 hours, 4 hours later, then every 4 hours. */
export const emergency = <const T extends string>(
  words: LadderWords<T>,
  { lead = 'complianceManager', owner = 'officer' }: { lead?: Role; owner?: Role } = {},
): Ladder<never, T> =>
  climb(
    [
      [share(0), [owner, lead], 'issued', 'emergency'],
      [share(12 / 24), [owner, 'teamLeader', lead], 'dueSoon', 'emergency'],
      [share(20 / 24), [owner, lead, 'headOfService'], 'dueSoon', 'emergency'],
      [hours(0), [owner, lead, 'headOfService'], 'overdue', 'emergency'],
      [hours(4), ['serviceDirector', 'executive'], 'escalated', 'emergency'],
    ],
    words,
    { hours: 4 },
  )

/** An action of an improvement plan: told to its owner, their head, their director, the governing body. */
export const planAction = <const T extends string>(
  words: LadderWords<T>,
  { owner = 'operationalManager' }: { owner?: Role } = {},
): Ladder<never, T> =>
  climb(
    [
      [days(-30), [owner], 'dueSoon'],
      [days(-7), [owner], 'dueSoon'],
      [days(0), [owner], 'dueToday'],
      [days(7), ['headOfService'], 'overdue', 'urgent'],
      [days(14), ['serviceDirector'], 'escalated'],
      [days(30), ['governingBody'], 'escalated'],
    ],
    words,
    { days: 30 },
  )
