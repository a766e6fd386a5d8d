import * as z from 'zod'
import { listen } from '../../../shared/canary.ts'
import { json } from '../../../shared/http/answer.ts'
import { problem, problemSchema } from '../../../shared/http/problem.ts'
import { route } from '../../../shared/http/route.ts'
import type { Deps } from '../ports.ts'

export const health = ({ now }: Deps) =>
  route({
    method: 'GET',
    path: '/health',
    summary: 'Whether the service answers, and what time it thinks it is',
    who: 'any',
    responses: { 200: { description: 'it does', schema: z.object({ status: z.literal('ok'), now: z.string() }) } },
    handler: () => json({ status: 'ok', now: now() }),
  })

const silence = { type: 'urn:dutyholder:problem:silent', title: 'Our test mails do not come through' }

/** For a watcher outside the account, who must not share our fate. */
export const canaryHealth = ({ now, store }: Deps) =>
  route({
    method: 'GET',
    path: '/health/canary',
    summary: 'Whether our hourly test mail has come through: 503 when none was delivered for two hours',
    who: 'any',
    responses: {
      200: {
        description: 'it has',
        schema: z.object({ status: z.literal('ok'), heardAt: z.string() }),
      },
      503: { description: 'none was delivered for two hours, or none yet', schema: problemSchema },
    },
    handler: async () => {
      const { silent, heardAt } = await listen(store, now())
      if (heardAt === undefined)
        return problem(
          503,
          'no test mail has come through yet: one flies every hour, and arrives some minutes later',
          silence,
        )
      return silent
        ? problem(503, `no test mail has come through since ${heardAt}`, silence)
        : json({ status: 'ok', heardAt })
    },
  })
