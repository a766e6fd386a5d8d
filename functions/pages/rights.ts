/** Who may see and do what on the pages, beyond what the engine itself refuses. */
import type { Actor } from '../../shared/core/case.ts'
import { engineEvents, openEvents } from '../../shared/core/engine-events.ts'
import { allowedIn, isOurOwn, rulesFor } from '../../shared/core/machine.ts'
import type { AnyWorkflow } from '../../shared/core/workflow.ts'
import type { Role } from '../../shared/law/roles.ts'

const has = (actor: Actor, wanted: readonly Role[]): boolean => actor.roles.some(one => wanted.includes(one))

/** They answer for figures, not for households: what a resident said about themselves is not shown to them. */
const oversight: readonly Role[] = ['director', 'executive', 'portfolioHolder', 'governingBody', 'mrc']
/** Special-category notes (UK GDPR art. 9) and words of residents: for those who work on the case. */
export const mayReadWords = (actor: Actor): boolean => actor.roles.some(one => !oversight.includes(one))

const keepers: readonly Role[] = ['administrator', 'complianceManager', 'headOfService', 'complaintsLead']
/** Everybody says for themselves when they are away; some say it for others too. */
export const mayChangePerson = (actor: Actor, email: string): boolean => actor.id === email || has(actor, keepers)

export const maySort = (actor: Actor): boolean => mayReadWords(actor)
/** A contractor told twice may go twice: for those who work on the case, not for those who oversee. */
export const mayReplay = (actor: Actor): boolean => mayReadWords(actor)
/** Whom to ask for it. */
export const replayers: readonly Role[] = ['complianceManager', 'complianceOfficer', 'administrator']

export type Doable = { type: string; needs: string[] }

/** Events of this state: those that this person may record, and those that others may. */
export const doable = (workflow: AnyWorkflow, state: string, closed: boolean, actor: Actor) => {
  const mine: string[] = []
  const others: Doable[] = []
  for (const type of allowedIn(workflow, state).filter(one => !isOurOwn(workflow, one))) {
    const rules = rulesFor(workflow, state, type)
    const may = has(actor, ['administrator']) || rules.some(rule => (rule.by ? has(actor, rule.by) : true))
    if (may) mine.push(type)
    else others.push({ type, needs: [...new Set(rules.flatMap((rule): string[] => [...(rule.by ?? [])]))] })
  }
  const own = openEvents.filter(type => !mine.includes(type) && (type === 'note.added' || !closed))
  return { mine, others, general: own.filter(type => engineEvents[type]) }
}
