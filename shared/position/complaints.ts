/**
 * Figures of complaint handling: CH01 and CH02 of the Tenant Satisfaction Measures, and what a governing body is told
 * (Complaint Handling Code 8.1, 9.7). Counts are always given beside a percentage: 34 in time and 3 extended of 45 is
 * 82 %, whatever is published.
 */
import type { Case } from '../core/case.ts'
import type { Day } from '../core/time.ts'
import { dayOf } from '../core/time.ts'
import type { Calendar } from '../core/working-days.ts'
import type { Facts } from '../workflows/parts/complaint-facts.ts'
import { kindOf, type StageRow, stageRows } from './complaint-rows.ts'
import { percent, perThousand } from './rates.ts'

export type Counts = {
  received: number
  withdrawn: number
  /** refused after it was received as one: stage 2 alone */
  refused: number
  ackInTime: number
  ackLate: number
  ackPending: number
  base: number
  extension: number
  outOfTime: number
  pending: number
  /** acknowledged and answered in time */
  both: number
}

/** Switches where the measure's wording leaves a choice; each is told with the figure. */
export type Switches = {
  /** by what a complaint falls into the period */
  cohort: 'received' | 'responded'
  /** whether the acknowledgement must be in time, too */
  acknowledged: boolean
  /** whether answers within a valid extension count as in time */
  extensions: boolean
  anonymous: boolean
}
export const switches: Switches = { cohort: 'received', acknowledged: false, extensions: true, anonymous: false }

export type Period = { from: Day; to: Day; asAt: Day }

const within = (on: Day | undefined, { from, to }: Period): boolean => on !== undefined && on >= from && on <= to
const late = (row: StageRow): boolean => row.timing === 'late' || row.timing === 'unanswered_late'

export const counts = (rows: readonly StageRow[]): Counts => {
  const of = (holds: (row: StageRow) => boolean) => rows.filter(holds).length
  return {
    received: rows.length,
    withdrawn: of(r => r.timing === 'withdrawn'),
    refused: of(r => r.timing === 'refused'),
    ackInTime: of(r => r.ack === 'in_time'),
    ackLate: of(r => r.ack === 'late' || r.ack === 'unanswered_late'),
    ackPending: of(r => r.ack === 'pending'),
    base: of(r => r.timing === 'base'),
    extension: of(r => r.timing === 'extension'),
    outOfTime: of(late),
    pending: of(r => r.timing === 'pending'),
    both: of(r => r.ack === 'in_time' && (r.timing === 'base' || r.timing === 'extension')),
  }
}

/**
 * CH02: answered in time of those whose time has come. Withdrawn complaints and those not yet due have no answer to be
 * in time, and are told beside it. Undefined where there is none.
 */
export const ch02 = (
  c: Omit<Counts, 'received' | 'withdrawn' | 'refused' | 'ackInTime' | 'ackLate' | 'ackPending'>,
  how: Switches = switches,
) => {
  const of = c.base + c.extension + c.outOfTime
  const inTime = how.acknowledged ? c.both : how.extensions ? c.base + c.extension : c.base
  return { inTime, of, pendingLeftOut: c.pending, percent: percent(inTime, of, 1) }
}

/** CH01 per 1,000 homes. */
export const ch01 = (made: number, homes: number): number | undefined => perThousand(made, homes)

const tally = (values: readonly string[], whole: number) => {
  const found = new Map<string, number>()
  for (const value of values) found.set(value, (found.get(value) ?? 0) + 1)
  return [...found]
    .map(([name, count]) => ({ name, count, percent: percent(count, whole, 0) }))
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1))
}

const mean = (values: readonly number[]): number | undefined =>
  values.length === 0 ? undefined : Math.round((values.reduce((a, b) => a + b, 0) / values.length) * 10) / 10

/** Figures of one stage from its rows in the period. */
export const stageFigures = (rows: readonly StageRow[], homes: number | undefined, how: Switches = switches) => {
  const counted = counts(rows)
  const decided = rows.filter(r => r.outcome !== undefined)
  return {
    counts: counted,
    ch01: homes === undefined ? undefined : ch01(rows.filter(r => how.anonymous || !r.anonymous).length, homes),
    ch02: ch02(counted, how),
    ch02Strict: ch02(counted, { ...how, extensions: false, acknowledged: false }),
    ch02Both: ch02(counted, { ...how, acknowledged: true }),
    areas: tally(
      rows.map(r => r.area),
      rows.length,
    ),
    categories: tally(
      rows.map(r => r.category),
      rows.length,
    ),
    /** one complaint may have several: they add up to more than the complaints */
    themes: tally(
      rows.flatMap(r => r.themes),
      rows.length,
    ),
    rootCauses: tally(
      rows.flatMap(r => r.rootCauses),
      rows.length,
    ),
    outcomesOfReceived: tally(
      decided.map(r => r.outcome ?? ''),
      rows.length,
    ),
    outcomesOfDecided: tally(
      decided.map(r => r.outcome ?? ''),
      decided.length,
    ),
    undecided: rows.length - decided.length,
    meanWorkingDays: mean(rows.flatMap(r => r.took ?? [])),
    origins: tally(
      rows.flatMap(r => r.origin ?? []),
      rows.length,
    ),
  }
}

const ages = ['0-10', '11-20', '21-40', 'over 40'] as const
const ageOf = (days: number): (typeof ages)[number] =>
  days <= 10 ? '0-10' : days <= 20 ? '11-20' : days <= 40 ? '21-40' : 'over 40'

/** Everything about a period, as it stood on `asAt`. `homes` are the homes of the relevant tenure. */
export const complaintFigures = (
  cases: readonly Pick<Case, 'id' | 'facts' | 'state'>[],
  period: Period,
  calendar: Calendar,
  homes: number | undefined,
  how: Switches = switches,
) => {
  const { asAt } = period
  const kinds = cases.filter(c => dayOf((c.facts as Facts).receivedAt) <= asAt).map(c => ({ c, kind: kindOf(c) }))
  const all = kinds.filter(({ kind }) => kind === 'complaint').flatMap(({ c }) => stageRows(c, calendar, asAt))
  const falls = (row: StageRow) => within(how.cohort === 'received' ? row.receivedOn : row.respondedOn, period)
  const made = all.filter(row => within(row.receivedOn, period))
  const first = made.filter(r => r.stage === 1)
  const second = made.filter(r => r.stage === 2)
  const cohort = new Set(first.map(r => r.caseId))
  const reached = all.filter(r => r.stage === 2 && cohort.has(r.caseId)).length
  const escalated = new Set(all.filter(r => r.stage === 2).map(r => r.caseId))
  // who went to stage 2 without an answer waits for stage 2
  const open = all.filter(
    r => (r.timing === 'pending' || r.timing === 'unanswered_late') && (r.stage === 2 || !escalated.has(r.caseId)),
  )
  const receivedIn = kinds.filter(({ c }) => within(dayOf((c.facts as Facts).receivedAt), period))
  const refusals = kinds.flatMap(({ c }) => (c.facts as Facts).refusal ?? []).filter(r => within(r.on, period))
  return {
    period,
    switches: how,
    stage1: { ...stageFigures(first, homes, how), ch02: ch02(counts(all.filter(r => r.stage === 1 && falls(r))), how) },
    stage2: {
      ...stageFigures(second, homes, how),
      ch02: ch02(counts(all.filter(r => r.stage === 2 && falls(r))), how),
    },
    escalation: {
      /** requests in the period by complaints received in it: two different groups */
      period: { requests: second.length, received: first.length, percent: percent(second.length, first.length, 2) },
      /** of those received in the period, how many have reached stage 2 so far */
      cohort: { reached, received: first.length, percent: percent(reached, first.length, 2) },
    },
    refusals: tally(
      refusals.map(r => `stage ${r.stage}: ${r.exclusion}`),
      refusals.length,
    ),
    others: tally(
      receivedIn.filter(({ kind }) => kind !== 'complaint').map(({ kind }) => kind),
      receivedIn.length,
    ),
    speakers: tally(
      receivedIn.map(({ c }) => (c.facts as Facts).speaker),
      receivedIn.length,
    ),
    openByAge: ages.map(age => ({
      name: age,
      count: open.filter(r => ageOf(calendar.between(r.receivedOn, asAt)) === age).length,
    })),
    openByArea: tally(
      open.map(r => r.area),
      open.length,
    ),
  }
}
