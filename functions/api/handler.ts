import { dayOf } from '../../shared/core/time.ts'
import { routes } from '../../shared/http/router.ts'
import { stack } from '../../shared/http/stack.ts'
import { whoIsAsking } from '../../shared/http/who.ts'
import type { Deps } from './ports.ts'
import { apiRoutes } from './routes.ts'

/** Staff's API. The roles that we gave somebody end on the day they leave; those in a token are the directory's. */
export const createHandler = (deps: Deps) => {
  const serve = routes(apiRoutes(deps), async event => {
    const { people } = await deps.directory()
    const today = dayOf(deps.now())
    const find = (email: string) =>
      people.find(one => one.email === email && !(one.leftOn !== undefined && one.leftOn <= today))
    return whoIsAsking(event, { ...deps.personas, find })
  })
  return stack(serve, deps.report)
}
