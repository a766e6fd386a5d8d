/**
 * Clocks and ladders: when a clock runs, when its next rung is due, and the one instant at which a case wants to be
 * looked at. Nothing here decides; `machine.ts` does.
 */
import type { Case, ClockKind } from './case.ts'
import type { Reckon } from './reckon.ts'
import {
  addDays,
  addHours,
  at,
  bySoonest,
  type Day,
  dayOf,
  daysBetween,
  endOf,
  type Instant,
  isDay,
  toEpoch,
} from './time.ts'
import type { AnyWorkflow, ClockDef, Due, Every, Ladder, Rung } from './workflow.ts'
import { PastHorizon } from './working-days.ts'

/** Day offsets fire here, so that the morning's digest (07:30) holds them. */
export const MORNING = '06:00'

type AnyRung = Rung<string, string>
export type Running = {
  name: string
  clock: ClockDef<Record<string, unknown>, string, string>
  due: Due
  from: Due | undefined
  ladder: Ladder<string, string>
}
export type Reached = { rung: number; times: number; at: Instant }

export const runsIn = (workflow: AnyWorkflow, clock: ClockDef<never, string, string>, state: string): boolean => {
  if (workflow.states[state]?.final !== undefined) return false
  if (clock.runs === 'live') return true
  return 'except' in clock.runs ? !clock.runs.except.includes(state) : clock.runs.includes(state)
}

export const ladderOf = (clock: Running['clock'], facts: Case['facts']): Ladder<string, string> =>
  'by' in clock.ladder ? (clock.ladder.of[clock.ladder.by(facts)] ?? []) : clock.ladder

export const kindOf = (clock: Running['clock'], facts: Case['facts']): ClockKind =>
  typeof clock.kind === 'function' ? clock.kind(facts) : clock.kind

/** A case that keeps earlier choices is reckoned by them; a clock of the landlord's own by that whole regime. */
export const rulesFor = (reckon: Reckon, c: Case, clock: Running['clock']): Reckon =>
  c.under === undefined || c.under === reckon.version || !reckon.pinned
    ? reckon
    : reckon.pinned(c.under, kindOf(clock, c.facts) === 'policy')

type Named = readonly [name: string, clock: Running['clock']]
const byState = new WeakMap<AnyWorkflow, Map<string, readonly Named[]>>()

/** Asked several times at every waking of every case; a workflow never changes. */
const clocksIn = (workflow: AnyWorkflow, state: string): readonly Named[] => {
  const states = byState.get(workflow) ?? new Map<string, readonly Named[]>()
  byState.set(workflow, states)
  const held = states.get(state)
  if (held) return held
  const all = Object.entries(workflow.clocks as Record<string, Running['clock']>)
  const some = all.filter(([, clock]) => runsIn(workflow, clock, state))
  states.set(state, some)
  return some
}

/** The clocks that run in this state and have a due date, in the workflow's order. */
export const running = (workflow: AnyWorkflow, c: Case, reckon: Reckon): Running[] => {
  const found: Running[] = []
  if (c.withdrawnAt !== undefined) return found
  for (const [name, clock] of clocksIn(workflow, c.state)) {
    const own = rulesFor(reckon, c, clock)
    const due = clock.due(c.facts, own, c)
    if (due === undefined) continue
    found.push({ name, clock, due, from: clock.from?.(c.facts, own, c), ladder: ladderOf(clock, c.facts) })
  }
  return found
}

/** What a case is due by: the soonest of its own clocks; where only chasers run, the soonest of these. */
export const leading = (workflow: AnyWorkflow, c: Case, reckon: Reckon): Running | undefined =>
  running(workflow, c, reckon).sort(
    (a, b) => Number(a.clock.chaser ?? false) - Number(b.clock.chaser ?? false) || bySoonest(a.due, b.due),
  )[0]

const dayPart = (due: Due): Day => (isDay(due) ? due : dayOf(due))
const startInstant = (due: Due): Instant => (isDay(due) ? at(due, '00:00') : due)

/** The instant of a rung. Shares of a period of days fall on a morning, shares of hours on the instant. */
export const rungAt = (rung: AnyRung, due: Due, from: Due | undefined, reckon: Reckon): Instant => {
  if ('days' in rung.at) return at(addDays(dayPart(due), rung.at.days), MORNING)
  if ('daysBefore' in rung.at) return at(addDays(dayPart(due), -reckon.policy(rung.at.daysBefore)), MORNING)
  if ('workingDays' in rung.at) return at(reckon.calendar.add(dayPart(due), rung.at.workingDays), MORNING)
  if ('hours' in rung.at) return addHours(isDay(due) ? endOf(due) : due, rung.at.hours)
  const start = from ?? due
  if (isDay(due)) {
    const period = Math.max(0, daysBetween(dayPart(start), due))
    return at(addDays(dayPart(start), Math.floor(period * rung.at.share)), MORNING)
  }
  const hours = (toEpoch(due) - toEpoch(startInstant(start))) / 3_600_000
  return addHours(startInstant(start), Math.max(0, hours) * rung.at.share)
}

/** The instant of a repetition; 0 is the rung itself. */
const repetition = (base: Instant, every: Every, times: number, reckon: Reckon): Instant => {
  if (times === 0) return base
  if ('hours' in every) return addHours(base, every.hours * times)
  const first = dayOf(base)
  const on =
    'days' in every ? addDays(first, every.days * times) : reckon.calendar.add(first, every.workingDays * times)
  return at(on, MORNING)
}

/** The last repetition at or before `moment`; at least 0. */
const repetitionsBy = (base: Instant, every: Every, moment: Instant, reckon: Reckon): number => {
  if (moment <= base) return 0
  if ('hours' in every) return Math.floor((toEpoch(moment) - toEpoch(base)) / (every.hours * 3_600_000))
  const span =
    'days' in every
      ? daysBetween(dayOf(base), dayOf(moment)) / every.days
      : reckon.calendar.between(dayOf(base), dayOf(moment)) / every.workingDays
  const times = Math.floor(span)
  return times > 0 && repetition(base, every, times, reckon) > moment ? times - 1 : times
}

const climbedSoFar = (c: Case, clock: Running): { rung: number; times: number } => {
  const memory = c.climbed[clock.name]
  return memory && memory.due === clock.due ? memory : { rung: -1, times: 0 }
}

/** Until when repeats of a rung are silent because somebody took it on. */
const silentUntil = (c: Case, clock: Running, rung: number): Instant | undefined =>
  c.acknowledged.filter(a => a.clock === clock.name && a.due === clock.due && a.rung >= rung).at(-1)?.until

/** Rungs not yet climbed that have come by `moment`, lowest first; of a repeating rung the latest repetition alone. */
export const reachedBy = (c: Case, clock: Running, moment: Instant, today: Reckon): Reached[] => {
  const reckon = rulesFor(today, c, clock.clock)
  const so = climbedSoFar(c, clock)
  const reached: Reached[] = []
  clock.ladder.forEach((rung, index) => {
    if (index < so.rung) return
    const base = withinHorizon(() => rungAt(rung, clock.due, clock.from, reckon))
    if (base === undefined || base > moment) return
    const times = rung.every ? repetitionsBy(base, rung.every, moment, reckon) : 0
    if (index === so.rung && (times <= so.times || silent(c, clock, index, times, rung, base, reckon))) return
    reached.push({ rung: index, times, at: rung.every ? repetition(base, rung.every, times, reckon) : base })
  })
  return reached
}

const silent = (c: Case, k: Running, index: number, times: number, r: AnyRung, base: Instant, reckon: Reckon) => {
  const until = silentUntil(c, k, index)
  return until !== undefined && r.every !== undefined && repetition(base, r.every, times, reckon) < until
}

/**
 * A date past the bank holidays' horizon cannot be reckoned yet. That is no reason to refuse the case: it has no next
 * instant by that rung, and it looks again before the horizon, when the next year's holidays are long published.
 */
const withinHorizon = <T>(reckoning: () => T): T | undefined => {
  try {
    return reckoning()
  } catch (error) {
    if (error instanceof PastHorizon) return undefined
    throw error
  }
}

const lookAgain = (rung: number, reckon: Reckon): Reached => ({
  rung,
  times: 0,
  at: at(addDays(reckon.calendar.horizon, -28), MORNING),
})

/** The next rung of one clock, or the day to look again where the calendar does not reach. */
export const nextRung = (c: Case, clock: Running, today: Reckon): Reached | undefined => {
  const reckon = rulesFor(today, c, clock.clock)
  const so = climbedSoFar(c, clock)
  const ahead = clock.ladder.flatMap((rung, index): Reached[] => {
    if (index < so.rung) return []
    const base = withinHorizon(() => rungAt(rung, clock.due, clock.from, reckon))
    if (base === undefined) return [lookAgain(index, reckon)]
    if (index > so.rung) return [{ rung: index, times: 0, at: base }]
    const { every } = rung
    if (!every) return []
    const again = withinHorizon(() => nextRepetition(c, clock, index, so.times, every, base, reckon))
    return [again ?? lookAgain(index, reckon)]
  })
  return ahead.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : b.rung - a.rung))[0]
}

const nextRepetition = (
  c: Case,
  clock: Running,
  rung: number,
  done: number,
  every: Every,
  base: Instant,
  reckon: Reckon,
): Reached => {
  const until = silentUntil(c, clock, rung)
  let times = done + 1
  let when = repetition(base, every, times, reckon)
  if (until !== undefined && when < until) {
    times = repetitionsBy(base, every, until, reckon)
    while (repetition(base, every, times, reckon) < until) times += 1
    when = repetition(base, every, times, reckon)
  }
  return { rung, times, at: when }
}

/** The earliest next rung over all running clocks; absent when nothing runs. */
export const wakeOf = (workflow: AnyWorkflow, c: Case, reckon: Reckon): Instant | undefined =>
  running(workflow, c, reckon)
    .map(clock => nextRung(c, clock, reckon)?.at)
    .filter(next => next !== undefined)
    .sort()[0]

/** On the due day itself nothing is overdue. */
export const isOverdue = (due: Due, now: Instant): boolean => (isDay(due) ? dayOf(now) > due : now > due)
/** Calendar days past due; negative before. */
export const overdueDays = (due: Due, now: Instant): number => daysBetween(dayPart(due), dayOf(now))
