/**
 * The engine: (workflow, case, event, now) → a decision or a rejection. Pure; `now` is an argument. A rejection is a
 * value that says why and what would be allowed; a fault (an unknown stored state) throws, and is never a guess.
 */
import type * as z from 'zod'
import { members } from '../law/roles.ts'
import type { Actor, Case, Decision, Rejection } from './case.ts'
import { decided, Fault, stateOf } from './consequences.ts'
import { engineEvents, takenWhenWithdrawn } from './engine-events.ts'
import { factsAfter } from './facts.ts'
import { withLearned } from './learned.ts'
import { dayOf, type Instant, latestOf } from './time.ts'
import type { AnyWorkflow, Happened, Now, Rule, Situation } from './workflow.ts'

/** `errand`: another case sends it, on behalf of whoever acted there. */
export type Input = { type: string; at: Instant; by: Actor; data: unknown; errand?: boolean }
type AnyRule = Rule<Record<string, unknown>, unknown, string, string>

const ABSURD = '1990-01-01T00:00:00.000Z' as Instant

/** The stored state by today's names: a renamed state keeps its old name in `was`. */
export const current = (workflow: AnyWorkflow, c: Case): Case => {
  if (workflow.states[c.state]) return c
  const renamed = Object.entries(workflow.states).find(([, state]) => (state as { was?: string }).was === c.state)
  if (!renamed) throw new Fault(`case ${c.id}: ${workflow.name} has no state ${c.state}`)
  return { ...c, state: renamed[0] }
}

const asList = <T>(one: T | readonly T[] | undefined): readonly T[] =>
  one === undefined ? [] : Array.isArray(one) ? one : [one as T]

/** The rules for an event in a state; the state's own stand before those that hold anywhere. */
export const rulesFor = (workflow: AnyWorkflow, state: string, event: string): readonly AnyRule[] => {
  const here = stateOf(workflow, state)
  if (!(event in workflow.events)) return []
  const own = here.on?.[event]
  if (own !== undefined) return asList(own)
  return here.final === undefined ? asList(workflow.anywhere?.[event]) : []
}

/** Exactly the events that this state takes, in the workflow's order. */
export const allowedIn = (workflow: AnyWorkflow, state: string): string[] =>
  Object.keys(workflow.events).filter(event => rulesFor(workflow, state, event).length > 0)

/** What only other cases or the system itself tell: no form asks for it, no door from outside takes it. */
export const isOurOwn = (workflow: AnyWorkflow, event: string): boolean => {
  if (workflow.toldByCases?.includes(event)) return true
  const rules = [
    ...Object.keys(workflow.states).flatMap(state => rulesFor(workflow, state, event)),
    ...asList(workflow.anywhere?.[event]),
  ]
  return rules.length > 0 && rules.every(rule => rule.by?.every(role => role === 'system') ?? false)
}

const issuesOf = (error: z.ZodError) =>
  error.issues.map(issue => ({ path: issue.path.map(String).join('.'), message: issue.message }))

/** `CODE: sentence` */
export const codeOf = (sentence: string): string | undefined => /^([A-Z][A-Z_0-9]+): /.exec(sentence)?.[1]
export const withoutCode = (sentence: string): string => sentence.replace(/^[A-Z][A-Z_0-9]+: /, '')

const guarded = (workflow: AnyWorkflow, c: Case, event: string, failed: string[]): Rejection => ({
  ok: false,
  kind: 'guard',
  event,
  state: c.state,
  failed,
  codes: failed.flatMap(sentence => codeOf(sentence) ?? []),
  allowed: allowedIn(workflow, c.state),
})

/** The administrator and the system may do what any role may; four-eyes guards bind them all the same. */
export const may = (by: Pick<Actor, 'kind' | 'roles'>, rule: Pick<AnyRule, 'by'>): boolean =>
  by.kind === 'system' ||
  by.roles.includes('administrator') ||
  (rule.by ? rule.by.some(role => by.roles.includes(role)) : worksHere(by))

/** A rule that names nobody is for any of staff, not for those who oversee them. */
const worksHere = ({ kind, roles }: Pick<Actor, 'kind' | 'roles'>): boolean =>
  kind === 'staff' && (roles.length === 0 || roles.some(role => !members.includes(role)))

const untimely = (at: Instant, now: Now): string | undefined => {
  if (at > now.instant && at > latestOf(now.instant)) return 'DATE_IN_FUTURE: the event is not dated in the future'
  return at < ABSURD ? 'DATE_ABSURD: the event is dated after 1990' : undefined
}

/** Decides one event. `at` is when it happened, `now` when we learned of it. */
export const decide = (workflow: AnyWorkflow, stored: Case, input: Input, now: Now): Decision | Rejection => {
  const c = current(workflow, stored)
  const wrong = untimely(input.at, now)
  if (wrong) return guarded(workflow, c, input.type, [wrong])
  if (c.withdrawnAt !== undefined && !takenWhenWithdrawn.some(type => type === input.type))
    return { ok: false, kind: 'not_allowed', event: input.type, state: 'withdrawn', allowed: [] }
  const engine = engineEvents[input.type]
  const rules = rulesFor(workflow, c.state, input.type)
  if (engine && (rules.length === 0 || engine.always)) return engineDecision(workflow, c, input, now)
  if (rules.length === 0)
    return { ok: false, kind: 'not_allowed', event: input.type, state: c.state, allowed: allowedIn(workflow, c.state) }
  return ruled(workflow, c, input, now, rules)
}

const ruled = (
  workflow: AnyWorkflow,
  c: Case,
  input: Input,
  now: Now,
  rules: readonly AnyRule[],
): Decision | Rejection => {
  const parsed = (workflow.events[input.type] as z.ZodType).safeParse(input.data)
  if (!parsed.success) return { ok: false, kind: 'invalid', event: input.type, issues: issuesOf(parsed.error) }
  const permitted = rules.filter(rule => may(input.by, rule))
  if (permitted.length === 0)
    return {
      ok: false,
      kind: 'forbidden',
      event: input.type,
      needs: [...new Set(rules.flatMap((r): string[] => [...(r.by ?? ['staff'])]))],
    }
  const event = happened(input, parsed.data, now)
  const situation: Situation = { ...now, case: c }
  let nearest: ReturnType<typeof judged> | undefined
  for (const rule of permitted) {
    const tried = judged(rule, c, event, situation)
    if (tried.failed.length === 0) return applied(workflow, c, event, situation, rule)
    if (!nearest || tried.nearness >= nearest.nearness) nearest = tried
  }
  return guarded(workflow, c, input.type, nearest?.failed ?? [])
}

/**
 * What of a rule does not hold. Of several rules the nearest says why: the one whose sentences held longest, since the
 * first of them chooses between rules; then the one that fails in least, a reason code weighing as if in less.
 */
const judged = (rule: AnyRule, c: Case, event: Happened<unknown>, situation: Situation) => {
  if (!rule.when) return { failed: [], nearness: 0 }
  const failed: string[] = []
  let heldFirst = 0
  for (const sentence in rule.when) {
    const held = rule.when[sentence]!(c.facts, event, situation)
    if (held !== true) failed.push(held ? `${sentence} (${held})` : sentence)
    else if (failed.length === 0) heldFirst += 1
  }
  const coded = failed.some(sentence => codeOf(sentence)) ? 0.5 : 0
  return { failed, nearness: heldFirst * 1000 - failed.length + coded }
}

const happened = (input: Input, data: unknown, now: Now): Happened<unknown> => ({
  type: input.type,
  at: input.at,
  on: dayOf(input.at),
  received: now.instant,
  by: input.by,
  data,
})

const applied = (
  workflow: AnyWorkflow,
  c: Case,
  event: Happened<unknown>,
  now: Situation,
  rule: AnyRule,
): Decision | Rejection => {
  const changed = factsAfter(workflow, c.facts, rule.set?.(c.facts, event, now))
  if (!changed.ok) return { ok: false, kind: 'invalid', event: event.type, issues: issuesOf(changed.error) }
  const facts = withLearned(workflow, c.facts, changed.facts, now.today)
  const next: Case = { ...c, facts, state: rule.to ?? c.state }
  const tells = typeof rule.tells === 'function' ? rule.tells(c.facts, event, now) : (rule.tells ?? [])
  return decided(workflow, c, next, event, now, {
    tells,
    raises: rule.raises?.(c.facts, event, now) ?? [],
    notes: rule.notes?.(c.facts, event, now) ?? [],
  })
}

const engineDecision = (workflow: AnyWorkflow, c: Case, input: Input, now: Now): Decision | Rejection => {
  const engine = engineEvents[input.type]
  if (!engine) throw new Fault(`no engine event ${input.type}`)
  const parsed = engine.data.safeParse(input.data)
  if (!parsed.success) return { ok: false, kind: 'invalid', event: input.type, issues: issuesOf(parsed.error) }
  const trusted = input.by.kind === 'system' || (engine.byErrand === true && input.errand === true)
  if (!trusted && (engine.internal || input.by.kind !== 'staff'))
    return { ok: false, kind: 'forbidden', event: input.type, needs: [engine.internal ? 'system' : 'staff'] }
  const failed = engine.refuses(workflow, c, parsed.data, now)
  if (failed.length > 0) return guarded(workflow, c, input.type, failed)
  const event = happened(input, parsed.data, now)
  const changed = engine.apply(workflow, c, parsed.data, event, now)
  const rules = engine.always ? rulesFor(workflow, c.state, input.type).filter(rule => may(system, rule)) : []
  const situation: Situation = { ...now, case: changed }
  const rule = rules.find(r =>
    Object.values(r.when ?? {}).every(holds => holds(changed.facts, event, situation) === true),
  )
  return rule
    ? applied(workflow, { ...changed, version: c.version }, event, situation, rule)
    : decided(workflow, c, changed, event, now, { tells: [], raises: [], notes: [], asGiven: engine.asGiven === true })
}

const system: Actor = { kind: 'system', id: 'system', roles: ['system'] }
