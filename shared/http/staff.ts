/** Routes of staff behind one handler: who asks is found by token or persona. */
import { dayOf, type Instant } from '../core/time.ts'
import type { Directory } from '../people/person.ts'
import type { Report } from './errors.ts'
import type { AnyRoute } from './route.ts'
import { routes } from './router.ts'
import { stack } from './stack.ts'
import { type Personas, whoIsAsking } from './who.ts'

export type StaffDeps = {
  /** who works here, as of now */
  directory: () => Promise<Directory>
  /** whether personas are believed (one machine alone), and what a directory calls its groups */
  personas: Pick<Personas, 'local' | 'groups'>
  now: () => Instant
  report: Report
}

/** The roles that we gave somebody end on the day they leave; those in a token are the directory's. */
export const staffHandler = (deps: StaffDeps, list: readonly AnyRoute[]) => {
  const serve = routes(list, async event => {
    const { people } = await deps.directory()
    const today = dayOf(deps.now())
    const find = (email: string) =>
      people.find(one => one.email === email && !(one.leftOn !== undefined && one.leftOn <= today))
    return whoIsAsking(event, { ...deps.personas, find })
  })
  return stack(serve, deps.report)
}
