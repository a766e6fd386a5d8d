/**
 * What comes if nobody acts: copies of the cases are woken by the engine itself, in the order of their wakes; what a
 * rung owes to other cases is done at once, as the stream does it. It asks (`yield`) for a case that it has not been
 * given, and whoever runs it answers; so it is exact, and does no reading of its own.
 */
import type { Case, Decision, Errand, Notice } from '../../core/case.ts'
import { fire } from '../../core/fire.ts'
import { decide } from '../../core/machine.ts'
import { open } from '../../core/open.ts'
import type { Reckon } from '../../core/reckon.ts'
import { addDays, type Day, dayOf, type Instant } from '../../core/time.ts'
import type { AnyWorkflow, Now } from '../../core/workflow.ts'
import { agenda } from './agenda.ts'

export type Happening = { at: Instant; assetId: string; event: { type: string; data: Record<string, unknown> } }

export type Ask = {
  workflows: Readonly<Record<string, AnyWorkflow>>
  reckon: Reckon
  now: Instant
  until: Instant
  /** what is known to come, beside clocks: told to every open case of an asset that knows the event */
  happens?: readonly Happening[]
  /** wakings at most: beyond them it stops, and says how far it came */
  most?: number
  /** asked before each further day: whoever has heard enough is spared the rest */
  enough?: () => boolean
}

export type Timeline = {
  /** what is done later, at `at`: before the cases of that instant are woken */
  later: (at: Instant, act: () => void) => void
  now: () => Instant
  /** the copy as it stands now */
  caseOf: (id: string) => Case | undefined
  /** all copies as they stand now */
  cases: () => Iterable<Case>
}

export type Hear = {
  /** before anything happens */
  begins?: (timeline: Timeline) => void
  told?: (notice: Notice) => void
  /** a case as it stands from now on: each of those given, and after each decision */
  seen?: (c: Case, at: Instant) => void
}

/** Asks for a case by its id; answers the last day that is whole (before today when not even today is). */
export type Ahead = Generator<string, Day, Case | undefined>

type Due = { act: () => void } | { caseId: string; wake: Instant } | { happens: Happening }

const system = { kind: 'system' as const, id: 'system', roles: ['system' as const] }

export function* ahead(cases: Iterable<Case>, ask: Ask, hear: Hear): Ahead {
  const { workflows, reckon, until } = ask
  const known = new Map<string, Case>()
  const queue = agenda<Due>()
  let now = ask.now
  const later = (at: Instant, act: () => void): void => queue.put({ at, order: 0, what: { act } })
  const moment = (): Now => ({ instant: now, today: dayOf(now), reckon })
  const enter = (c: Case): void => {
    known.set(c.id, c)
    hear.seen?.(c, now)
    if (c.wake !== undefined && c.wake <= until)
      queue.put({ at: c.wake < now ? now : c.wake, order: 1, what: { caseId: c.id, wake: c.wake } })
  }
  const find = function* (id: string): Generator<string, Case | undefined, Case | undefined> {
    const held = known.get(id)
    if (held) return held
    const found = yield id
    if (found && workflows[found.workflow]) enter(found)
    return found
  }
  const follow = function* (decision: Decision): Generator<string, void, Case | undefined> {
    enter(decision.case)
    for (const notice of decision.notices) hear.told?.(notice)
    for (const errand of decision.errands) yield* run(errand)
  }
  const run = function* (errand: Errand): Generator<string, void, Case | undefined> {
    let to = yield* find(errand.to)
    if (!to && errand.open) {
      const { workflow, ...rest } = errand.open
      const definition = workflows[workflow]
      const opened = definition && open(definition, { ...rest, id: errand.to, by: errand.by, at: errand.at }, moment())
      if (!opened?.ok) return
      yield* follow(opened)
      to = opened.case
    }
    const workflow = to && workflows[to.workflow]
    if (!to || !workflow || !errand.event) return
    const decision = decide(workflow, to, { ...errand.event, by: errand.by ?? system, errand: true }, moment())
    if (decision.ok) yield* follow(decision)
  }

  const happens = function* ({ assetId, event }: Happening): Generator<string, void, Case | undefined> {
    for (const c of [...known.values()]) {
      const workflow = workflows[c.workflow]
      if (c.assetId !== assetId || c.closedAt !== undefined || !workflow) continue
      if (!Object.hasOwn(workflow.events, event.type)) continue
      const decision = decide(workflow, c, { ...event, at: now, by: system }, moment())
      if (decision.ok) yield* follow(decision)
    }
  }

  hear.begins?.({ later, now: () => now, caseOf: id => known.get(id), cases: () => known.values() })
  for (const c of cases) {
    if (!workflows[c.workflow]) continue
    if (c.closedAt === undefined) enter(c)
    // What is owed about it is judged by it.
    else known.set(c.id, c)
  }
  for (const one of ask.happens ?? []) queue.put({ at: one.at < now ? now : one.at, order: 0, what: { happens: one } })
  for (let wakings = 0; ; ) {
    const next = queue.take()
    if (!next || next.at > until) return dayOf(until)
    if (ask.enough?.() && dayOf(next.at) > dayOf(now)) return addDays(dayOf(next.at), -1)
    if (next.at > now) now = next.at
    if ('act' in next.what) {
      next.what.act()
      continue
    }
    if ('happens' in next.what) {
      yield* happens(next.what.happens)
      continue
    }
    const { caseId, wake } = next.what
    const c = known.get(caseId)!
    // It was written meanwhile, and stands in the queue once more.
    if (c.wake !== wake) continue
    wakings += 1
    if (wakings > (ask.most ?? Number.POSITIVE_INFINITY)) return addDays(dayOf(now), -1)
    const decision = fire(workflows[c.workflow]!, c, moment())
    if (decision) yield* follow(decision)
  }
}

/** Runs it over cases that are all at hand; another is taken for one that is not there. */
export const runAhead = (run: Ahead, find: (id: string) => Case | undefined = () => undefined): Day => {
  let step = run.next()
  while (!step.done) step = run.next(find(step.value))
  return step.value
}
