import { problem } from '../../shared/http/problem.ts'
import { routes } from '../../shared/http/router.ts'
import { stack } from '../../shared/http/stack.ts'
import type { Deps } from './ports.ts'
import { postHook } from './routes.ts'

export const createHandler = (deps: Deps) =>
  stack(
    routes([postHook(deps)], () => ({ ok: false, problem: problem(401, 'forms bring their own key') })),
    deps.report,
  )
