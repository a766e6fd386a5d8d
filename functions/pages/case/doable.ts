/** What may be recorded on a case as it stands: by this person, and by whom else. */
import type { Actor } from '../../../shared/core/case.ts'
import { engineEvents, openEvents } from '../../../shared/core/engine-events.ts'
import { allowedIn, isOurOwn, may, rulesFor } from '../../../shared/core/machine.ts'
import type { AnyWorkflow } from '../../../shared/core/workflow.ts'

export type Doable = { type: string; needs: string[] }

/** Events of this state: those that this person may record, and those that others may. */
export const doable = (workflow: AnyWorkflow, state: string, closed: boolean, actor: Actor) => {
  const mine: string[] = []
  const others: Doable[] = []
  for (const type of allowedIn(workflow, state).filter(one => !isOurOwn(workflow, one))) {
    const rules = rulesFor(workflow, state, type)
    if (rules.some(rule => may(actor, rule))) mine.push(type)
    else others.push({ type, needs: [...new Set(rules.flatMap((rule): string[] => [...(rule.by ?? ['staff'])]))] })
  }
  const own = openEvents.filter(type => !mine.includes(type) && (type === 'note.added' || !closed))
  return { mine, others, general: own.filter(type => engineEvents[type]) }
}
