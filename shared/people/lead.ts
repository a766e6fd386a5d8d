/** Who answers for a case today: by name where it was given to somebody, else by role, area, absence and deputy. */
import type { Case } from '../core/case.ts'
import type { Day } from '../core/time.ts'
import type { AnyWorkflow } from '../core/workflow.ts'
import type { Role } from '../law/roles.ts'
import type { Directory } from './person.ts'
import { type Resolved, resolve } from './resolve.ts'

/** Never nobody; `why` says how they were found, one sentence a step. */
export const leadOf = (
  workflow: AnyWorkflow,
  c: Case,
  area: string | undefined,
  directory: Directory,
  today: Day,
): { role: Role } & Pick<Resolved, 'person' | 'why'> => {
  const about = { workflow: c.workflow, area, title: workflow.title }
  const { person, why } = resolve({ role: c.lead, person: c.assignee }, about, directory, today)
  return { role: c.lead, person, why }
}
