import { problem } from '../../shared/http/problem.ts'
import { routes } from '../../shared/http/router.ts'
import { stack } from '../../shared/http/stack.ts'
import type { Deps } from './ports.ts'
import { getRefused, postCallback } from './routes.ts'

export const createHandler = (deps: Deps) =>
  stack(
    routes([postCallback(deps), getRefused(deps)], () => ({
      ok: false,
      problem: problem(401, 'contractors sign what they send'),
    })),
    deps.report,
  )
