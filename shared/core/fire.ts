/**
 * Waking is a hint: the case is looked at, and what its ladders have reached by now is told, once. Early, late, twice,
 * or for a clock that is gone: nothing happens. If several rungs have passed, the gravest is told and the event says
 * which were passed over; moves are made in order, because they change what runs.
 */
import type { Role } from '../law/roles.ts'
import type { Actor, Case, Decision, Notice } from './case.ts'
import { loudness, type Reached, reachedBy, running, wakeOf } from './clocks.ts'
import { besides, decided, withoutGaps } from './consequences.ts'
import { current } from './machine.ts'
import type { Running } from './rungs.ts'
import { dayOf, type Instant, isDay } from './time.ts'
import type { AnyWorkflow, Happened, Now } from './workflow.ts'

const SYSTEM: Actor = { kind: 'system', id: 'system', roles: ['system'] }

type Step = Reached & { clock: Running; moved?: string }

/** A decision, or nothing where there is nothing to do. */
export const fire = (workflow: AnyWorkflow, stored: Case, now: Now): Decision | undefined => {
  const before = current(workflow, stored)
  if (before.closedAt) return undefined
  const { c, steps } = climb(workflow, before, now)
  if (steps.length === 0) return redated(workflow, before, now)
  const told = gravest(steps)
  const data = {
    rungs: steps.map(step => ({
      clock: step.clock.name,
      due: step.clock.due,
      rung: step.rung,
      times: step.times,
      at: step.at,
      told: told.includes(step),
      ...(step.moved === undefined ? {} : { moved: step.moved }),
    })),
  }
  return decided(workflow, before, c, event('clock.climbed', data, now), now, {
    tells: [],
    raises: steps.flatMap(step =>
      step.moved === undefined ? [] : (step.clock.ladder[step.rung]?.raises?.(c.facts, { ...now, case: c }) ?? []),
    ),
    notes: [],
    notices: told.flatMap(step => noticesOf(workflow, before, c, step, now)),
  })
}

const event = (type: string, data: Record<string, unknown>, now: Now): Happened<unknown> => ({
  type,
  at: now.instant,
  on: now.today,
  received: now.instant,
  by: SYSTEM,
  data,
})

/** The dates moved although nothing happened: a new bank holiday, a changed rule or policy. The history says so (G13). */
const redated = (workflow: AnyWorkflow, c: Case, now: Now): Decision | undefined => {
  const wake = wakeOf(workflow, c, now.reckon)
  if (wake === c.wake) return undefined
  const data = { was: c.wake ?? null, is: wake ?? null }
  return decided(workflow, c, c, event('clocks.redated', data, now), now, { tells: [], raises: [], notes: [] })
}

/** More moves than this in one waking is a loop in the workflow, which `check` refuses. */
const MOST_MOVES = 20

const climb = (workflow: AnyWorkflow, start: Case, now: Now): { c: Case; steps: Step[] } => {
  let c = start
  const steps: Step[] = []
  for (let round = 0; round < MOST_MOVES; round++) {
    const reached = running(workflow, c, now.reckon)
      .flatMap(clock => reachedBy(c, clock, now.instant, now.reckon).map(r => ({ ...r, clock })))
      .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.rung - b.rung))
    if (reached.length === 0) return { c, steps }
    for (const step of reached) {
      const to = step.clock.ladder[step.rung]?.to?.[c.state]
      const memory = { due: step.clock.due, rung: step.rung, times: step.times, at: now.instant }
      const higher = c.climbed[step.clock.name]
      const keep = higher && higher.due === memory.due && higher.rung > memory.rung ? higher : memory
      c = { ...c, climbed: { ...c.climbed, [step.clock.name]: keep } }
      steps.push(to === undefined ? step : { ...step, moved: to })
      if (to !== undefined) {
        c = moved(workflow, c, to, step, now)
        break
      }
    }
    // Without a move everything that was reached has been climbed.
    if (steps.at(-1)?.moved === undefined) return { c, steps }
  }
  return { c, steps }
}

/** Clocks of the new state may be reckoned from the moment of entering it, so that is set here and not at the end. */
const moved = (workflow: AnyWorkflow, c: Case, to: string, step: Step, now: Now): Case => {
  const set = step.clock.ladder[step.rung]?.set?.(c.facts, { ...now, case: c }, step.at)
  const facts = set ? workflow.facts.parse(withoutGaps({ ...c.facts, ...set })) : c.facts
  return { ...c, state: to, facts, enteredAt: to === c.state ? c.enteredAt : now.instant }
}

const gravest = (steps: Step[]): Step[] => {
  const top = new Map<string, Step>()
  for (const step of steps) {
    const rung = step.clock.ladder[step.rung]
    const key = `${step.clock.name} ${step.clock.due}`
    const held = top.get(key)
    if (rung && rung.tell.length > 0 && (!held || step.rung >= held.rung)) top.set(key, step)
  }
  return [...top.values()]
}

/** A register brings thousands that were late before we knew of them (G70): they are news together, not one by one. */
const bornLate = (workflow: AnyWorkflow, { openedAt }: Case, { due }: Pick<Running, 'due'>): boolean =>
  workflow.obligation !== undefined && isDay(due) && due < dayOf(openedAt)

/**
 * When a clock was told by mails of its own, and in which roles: the rung that it stands on, on its first day. What was
 * never so loud, or has come again since, was told in digests.
 */
export const toldAlone = (
  workflow: AnyWorkflow,
  c: Case,
  clock: Pick<Running, 'name' | 'due' | 'ladder'>,
): { at: Instant; roles: readonly Role[] } | undefined => {
  const climb = c.climbed[clock.name]
  const rung = climb?.due === clock.due && climb.times === 0 ? clock.ladder[climb.rung] : undefined
  if (!climb || rung?.urgency !== 'urgent' || bornLate(workflow, c, clock)) return undefined
  return { at: climb.at, roles: rung.tell }
}

const noticesOf = (workflow: AnyWorkflow, before: Case, c: Case, step: Step, now: Now): Notice[] => {
  const rung = step.clock.ladder[step.rung]
  if (!rung) return []
  const loud = loudness(before, step.clock, step.rung)
  return rung.tell.map(role => ({
    id: `${c.id}~${step.clock.name}~${step.clock.due}~${step.rung}~${step.times}~${role}`,
    caseId: c.id,
    workflow: c.workflow,
    ...(c.assetId === undefined ? {} : { assetId: c.assetId }),
    seq: before.version + 1,
    template: rung.template,
    role,
    ...besides(rung.tell, role),
    ...(role === before.lead && before.assignee ? { person: before.assignee } : {}),
    urgency: loud === 'urgent' && bornLate(workflow, before, step.clock) ? 'digest' : loud,
    clock: step.clock.name,
    due: step.clock.due,
    rung: step.rung,
    times: step.times,
    owedSince: step.at as Instant,
    at: now.instant,
  }))
}
