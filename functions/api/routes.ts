/** Every route of staff. One list serves the router and the description. */
import type { AnyRoute } from '../../shared/http/route.ts'
import type { Deps } from './ports.ts'
import { listCases, oneCase } from './routes/cases.ts'
import { postDocument } from './routes/documents.ts'
import { postEvent } from './routes/events.ts'
import { health } from './routes/health.ts'
import { postImport } from './routes/imports.ts'
import { openCase } from './routes/open-case.ts'
import { listWorkflows, oneWorkflow } from './routes/workflows.ts'

const all = [health, listWorkflows, oneWorkflow, openCase, listCases, oneCase, postEvent, postDocument, postImport]

export const apiRoutes = (deps: Deps): AnyRoute[] => all.map((make: (deps: Deps) => AnyRoute) => make(deps))
