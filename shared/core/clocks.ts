/**
 * Clocks and ladders: when a clock runs, when its next rung is due, and the one instant at which a case wants to be
 * looked at. Nothing here decides; `machine.ts` does.
 */
import type { Case, ClockKind, Urgency } from './case.ts'
import { LAST_WATCH } from './last-watch.ts'
import type { Reckon } from './reckon.ts'
import { type AnyRung, dayPart, type Running, repetition, repetitionsBy, rungsOf } from './rungs.ts'
import { bySoonest, dayOf, daysBetween, type Instant, isDay } from './time.ts'
import type { AnyWorkflow, ClockDef, Due, Every, Ladder } from './workflow.ts'

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
  const some = all.filter(([, clock]) => !clock.last && runsIn(workflow, clock, state))
  states.set(state, some)
  return some
}

/** The clocks that run in this state and have a due date, in the workflow's order. */
export const running = (workflow: AnyWorkflow, c: Case, reckon: Reckon): Running[] => {
  const found: Running[] = []
  if (c.withdrawnAt !== undefined) return found
  for (const [name, clock] of clocksIn(workflow, c.state)) ticking(name, clock, c, reckon, found)
  const last = (workflow.clocks as Record<string, Running['clock']>)[LAST_WATCH]
  if (found.length === 0 && last && runsIn(workflow, last, c.state)) ticking(LAST_WATCH, last, c, reckon, found)
  return found
}

const ticking = (name: string, clock: Running['clock'], c: Case, reckon: Reckon, found: Running[]): void => {
  const own = rulesFor(reckon, c, clock)
  const due = clock.due(c.facts, own, c)
  if (due === undefined) return
  found.push({ name, clock, due, from: clock.from?.(c.facts, own, c), ladder: ladderOf(clock, c.facts) })
}

/** No clock of its own has a date: only the net under every workflow holds the case. */
export const isUnwatched = (workflow: AnyWorkflow, c: Case, reckon: Reckon): boolean =>
  running(workflow, c, reckon)[0]?.clock.last === true

/** What a case is due by: the soonest of its own clocks; where only chasers run, the soonest of these. */
export const leading = (workflow: AnyWorkflow, c: Case, reckon: Reckon): Running | undefined =>
  running(workflow, c, reckon).sort(
    (a, b) => Number(a.clock.chaser ?? false) - Number(b.clock.chaser ?? false) || bySoonest(a.due, b.due),
  )[0]

/** How far the ladder of its present due date has been climbed; -1 where it has not. */
export const climbedSoFar = (c: Case, clock: Running): { rung: number; times: number } => {
  const memory = c.climbed[clock.name]
  return memory && memory.due === clock.due ? memory : { rung: -1, times: 0 }
}

/** How loudly a rung is told: what left the digest on its first day comes back in the digest, an emergency alone each time. */
export const loudness = (c: Case, clock: Running, rung: number): Urgency => {
  const { urgency = 'digest' } = clock.ladder[rung] ?? {}
  return urgency === 'urgent' && climbedSoFar(c, clock).rung >= rung ? 'digest' : urgency
}

/** Until when repeats of a rung are silent because somebody took it on. */
const silentUntil = (c: Case, clock: Running, rung: number): Instant | undefined =>
  c.acknowledged.filter(a => a.clock === clock.name && a.due === clock.due && a.rung >= rung).at(-1)?.until

/** Rungs not yet climbed that have come by `moment`, lowest first; of a repeating rung the latest repetition alone. */
export const reachedBy = (c: Case, clock: Running, moment: Instant, today: Reckon): Reached[] => {
  const reckon = rulesFor(today, c, clock.clock)
  const so = climbedSoFar(c, clock)
  const rungs = rungsOf(clock, reckon)
  const reached: Reached[] = []
  clock.ladder.forEach((rung, index) => {
    if (index < so.rung) return
    const base = rungs[index]!
    if (base > moment) return
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

/** The next rung of one clock; of two at once the higher. */
export const nextRung = (c: Case, clock: Running, today: Reckon): Reached | undefined => {
  const reckon = rulesFor(today, c, clock.clock)
  const so = climbedSoFar(c, clock)
  const rungs = rungsOf(clock, reckon)
  let next: Reached | undefined
  for (let index = Math.max(0, so.rung); index < rungs.length; index++) {
    const ahead = upcoming(c, clock, index, so, rungs[index]!, reckon)
    if (ahead && (!next || ahead.at <= next.at)) next = ahead
  }
  return next
}

const upcoming = (
  c: Case,
  clock: Running,
  index: number,
  so: { rung: number; times: number },
  base: Instant,
  reckon: Reckon,
): Reached | undefined => {
  if (index > so.rung) return { rung: index, times: 0, at: base }
  const every = clock.ladder[index]?.every
  return every && nextRepetition(c, clock, index, so.times, every, base, reckon)
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
export const wakeOf = (workflow: AnyWorkflow, c: Case, reckon: Reckon): Instant | undefined => {
  let wake: Instant | undefined
  for (const clock of running(workflow, c, reckon)) {
    const next = nextRung(c, clock, reckon)?.at
    if (next !== undefined && (wake === undefined || next < wake)) wake = next
  }
  return wake
}

/** On the due day itself nothing is overdue. */
export const isOverdue = (due: Due, now: Instant): boolean => (isDay(due) ? dayOf(now) > due : now > due)
/** Calendar days past due; negative before. */
export const overdueDays = (due: Due, now: Instant): number => daysBetween(dayPart(due), dayOf(now))
