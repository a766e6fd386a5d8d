import type { AnyRoute } from '../../shared/http/route.ts'
import type { Deps } from './ports.ts'
import { postImport } from './routes/post.ts'
import { getRun, getRuns } from './routes/runs.ts'
import { postUndo } from './routes/undo.ts'

export const importRoutes = (deps: Deps): AnyRoute[] => [postImport(deps), getRuns(deps), getRun(deps), postUndo(deps)]
