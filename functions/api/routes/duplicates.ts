/** Complaints that one may be a duplicate of. Nothing is merged here: `merge.requested` is an event of a person. */
import * as z from 'zod'
import { json } from '../../../shared/http/answer.ts'
import { problem } from '../../../shared/http/problem.ts'
import { route } from '../../../shared/http/route.ts'
import { suggestDuplicates } from '../../../shared/intake/suggest-duplicates.ts'
import type { Deps } from '../ports.ts'

export const listDuplicates = (deps: Deps) =>
  route({
    method: 'GET',
    path: '/cases/{caseId}/duplicates',
    summary: 'Open complaints of the same people that may be the same complaint; a suggestion, never more',
    who: 'staff',
    responses: {
      200: {
        description: 'the earliest first: that one would stay',
        schema: z.object({
          suggestions: z.array(
            z.object({ caseId: z.string(), why: z.string(), receivedOn: z.string(), state: z.string() }),
          ),
        }),
      },
    },
    handler: async ({ params }) => {
      const found = await deps.store.load(params.caseId)
      if (!found) return problem(404, `case ${params.caseId} is not known`)
      return json({ suggestions: await suggestDuplicates(deps, found.case) })
    },
  })
