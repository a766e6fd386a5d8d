/** What contractors sent and we did not take: listed with the reason, and read again when it was mended. */
import * as z from 'zod'
import { json } from '../../../shared/http/answer.ts'
import { problem } from '../../../shared/http/problem.ts'
import { route } from '../../../shared/http/route.ts'
import { askRefusedAgain, notTaken } from '../../../shared/intake/contractors/refused-list.ts'
import { maySort } from '../../../shared/people/rights.ts'
import { reason, refused } from '../../../shared/store/arrived/refusal.ts'
import type { Deps } from '../ports.ts'

const shown = z.looseObject({
  ...refused.omit({ original: true }).shape,
  ...reason.shape,
  times: z.int(),
  last: refused.shape.at,
  since: z.string().optional().meta({ description: 'a message of this number was taken since, for that case' }),
})

export const listRefused = (deps: Deps) =>
  route({
    method: 'GET',
    path: '/refused',
    summary: 'Contractors’ messages that were proved and not taken, with the reason',
    who: 'staff',
    query: z.strictObject({ contractor: z.string().max(100).optional(), cursor: z.string().optional() }),
    responses: {
      200: {
        description: 'those that came longest ago first',
        schema: z.looseObject({ items: z.array(shown), cursor: z.string().optional() }),
      },
    },
    handler: async ({ query: { contractor, cursor } }) => {
      const whose = contractor ? [contractor] : deps.contractors.map(({ id }) => id)
      return json(await notTaken(deps, whose, { cursor }))
    },
  })

export const replayRefused = (deps: Deps) =>
  route({
    method: 'POST',
    path: '/refused/{contractorId}/{refusedId}/replay',
    summary: 'Reads a refused message of a contractor again, by today’s jobs; the list says what came of it',
    who: 'staff',
    responses: { 202: { description: 'asked for', schema: z.looseObject({}) } },
    refuses: [403, 404],
    handler: async ({ params: { contractorId, refusedId }, actor }) => {
      if (!maySort(actor)) return problem(403, 'messages as they came in are for those who work on cases')
      if (await askRefusedAgain(deps, contractorId, refusedId)) return json({ id: refusedId, status: 'asked' }, 202)
      return problem(404, `${refusedId} is no refused message of ${contractorId}`)
    },
  })
