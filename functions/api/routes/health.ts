import * as z from 'zod'
import { json } from '../../../shared/http/answer.ts'
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
