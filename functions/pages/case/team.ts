/** Whose work the cases of a workflow are: what names nobody is offered to them, and not to all who may. */
import { laddersOf } from '../../../shared/core/draw.ts'
import { rulesFor } from '../../../shared/core/machine.ts'
import type { AnyWorkflow, Ladder } from '../../../shared/core/workflow.ts'
import { members, type Role } from '../../../shared/law/roles.ts'

/** Told when it is late, and asked to decide: a rule names them where the work is theirs. */
const above: readonly Role[] = ['assistantDirector', 'serviceDirector', 'director', 'executive', ...members]
const outside: readonly Role[] = ['contractor', 'resident', 'system', 'administrator']

const namedBy = (workflow: AnyWorkflow): Role[] => {
  const rules = Object.keys(workflow.states).flatMap(state =>
    Object.keys(workflow.events).flatMap(event => rulesFor(workflow, state, event)),
  )
  // What whoever hears of it may record names members too, and makes nobody one of the team.
  return rules.flatMap(({ by = [] }) => (by.some(role => members.includes(role)) ? [] : by))
}

const toldOf = (workflow: AnyWorkflow): Role[] =>
  (Object.values(workflow.clocks) as { ladder: Ladder<string, string> }[]).flatMap(({ ladder }) =>
    laddersOf(ladder).flatMap(rungs => rungs.flatMap(({ tell }) => tell)),
  )

/** Homes fall empty and are let by the voids team, whatever is checked in them. */
const letting = (workflow: AnyWorkflow): Role[] =>
  'tenancy.starting' in workflow.events || 'property.void.started' in workflow.events ? ['voidsOfficer'] : []

/** Who leads it, who is told first and who is named for its work; the line above them only by name. */
export const teamOf = (workflow: AnyWorkflow): readonly Role[] =>
  [...new Set([workflow.lead, ...namedBy(workflow), ...toldOf(workflow), ...letting(workflow)])].filter(
    role => !above.includes(role) && !outside.includes(role),
  )
