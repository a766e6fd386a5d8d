/** What became of a message that we accepted: whoever says "but I sent it" is answered by its number. */
import * as z from 'zod'
import { json } from '../../../shared/http/answer.ts'
import { route } from '../../../shared/http/route.ts'
import { trace } from '../../../shared/intake/trace.ts'
import { logged } from '../../../shared/store/arrived/logged.ts'
import type { Deps } from '../ports.ts'

export const getIntake = (deps: Deps) =>
  route({
    method: 'GET',
    path: '/intake',
    summary: 'What became of a message: by its Message-ID, its form’s reference, its webhook-id, or our number for it',
    who: 'staff',
    query: z.strictObject({ reference: z.string().trim().min(1).max(1000) }),
    responses: {
      200: {
        description: 'oldest first; none: no message of that number was accepted',
        schema: z.looseObject({ items: z.array(z.looseObject(logged.shape)) }),
      },
    },
    handler: async ({ query: { reference } }) => json({ items: await trace(deps, reference) }),
  })
