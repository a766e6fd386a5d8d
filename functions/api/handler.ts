import { staffHandler } from '../../shared/http/staff.ts'
import type { Deps } from './ports.ts'
import { apiRoutes } from './routes.ts'

/** Staff's API. */
export const createHandler = (deps: Deps) => staffHandler(deps, apiRoutes(deps))
