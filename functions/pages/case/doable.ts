/** What is offered on a case as it stands: to this person, and to whom else. Who may is the engine's to say. */
import type { Actor, Case } from '../../../shared/core/case.ts'
import { engineEvents, openEvents } from '../../../shared/core/engine-events.ts'
import { allowedIn, isOurOwn, may, rulesFor } from '../../../shared/core/machine.ts'
import type { AnyWorkflow } from '../../../shared/core/workflow.ts'
import { members, type Role } from '../../../shared/law/roles.ts'
import { has, maySort } from '../../../shared/people/rights.ts'
import { teamOf } from './team.ts'

/** `needs`: roles. */
export type Doable = { types: string[]; needs: readonly Role[] }

/** Whoever it was given to works on it too, and a message to sort may be any team's. No known role hides nothing. */
const isTheirs = (team: readonly Role[], c: Case, actor: Actor): boolean =>
  actor.roles.length === 0 ||
  c.assignee === actor.id ||
  has(actor, ['administrator', c.lead, ...team]) ||
  (c.workflow === 'triage' && maySort(actor))

const grouped = (others: readonly { type: string; needs: readonly Role[] }[]): Doable[] => {
  const byNeeds = Map.groupBy(others, ({ needs }) => [...needs].sort().join())
  return [...byNeeds.values()].map(some => ({ types: some.map(({ type }) => type), needs: some[0]!.needs }))
}

/** Events of this state: those that are this person's work, and those that are others', by whom. */
export const doable = (workflow: AnyWorkflow, c: Case, actor: Actor) => {
  const { state } = c
  const team = teamOf(workflow)
  const theirs = isTheirs(team, c, actor)
  const mine: string[] = []
  const others: { type: string; needs: readonly Role[] }[] = []
  for (const type of allowedIn(workflow, state).filter(one => !isOurOwn(workflow, one))) {
    const rules = rulesFor(workflow, state, type)
    if (rules.some(rule => (rule.by || theirs) && may(actor, rule))) mine.push(type)
    else others.push({ type, needs: [...new Set(rules.flatMap((rule): readonly Role[] => rule.by ?? team))] })
  }
  const own = openEvents.filter(type => !mine.includes(type) && (type === 'note.added' || c.closedAt === undefined))
  // Members work on no case: they take none on, and give it to nobody.
  const oversees = actor.roles.length > 0 && actor.roles.every(role => members.includes(role))
  return { mine, others: grouped(others), general: oversees ? [] : own.filter(type => engineEvents[type]) }
}
