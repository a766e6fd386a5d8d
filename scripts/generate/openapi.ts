/** Writes functions/api/openapi.gen.json from the routes themselves. Run by `npm run generate`; a test says if it is stale. */
import { fileURLToPath } from 'node:url'
import { apiRoutes } from '../../functions/api/routes.ts'
import { getRefused, postCallback } from '../../functions/contractors/routes.ts'
import { postHook } from '../../functions/hooks/routes.ts'
import { importRoutes } from '../../functions/imports/routes.ts'
import { describe, writeDescription } from '../../shared/http/openapi.ts'
import type { AnyRoute } from '../../shared/http/route.ts'

/** Nothing is asked of what routes need until one is called. */
const unasked = {} as never

const everyRoute = (): AnyRoute[] => [
  ...apiRoutes(unasked),
  ...importRoutes(unasked),
  postCallback(unasked),
  getRefused(unasked),
  postHook(unasked),
]

export const description = () => describe(everyRoute())

const target = new URL('../../functions/api/openapi.gen.json', import.meta.url)
if (process.argv[1] === fileURLToPath(import.meta.url)) await writeDescription(everyRoute(), target)
