import { staffHandler } from '../../shared/http/staff.ts'
import type { Deps } from './ports.ts'
import { importRoutes } from './routes.ts'

export const createHandler = (deps: Deps) => staffHandler(deps, importRoutes(deps))
