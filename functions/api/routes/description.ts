/** The contract, as it was written from the routes at build time. */
import * as z from 'zod'
import { json } from '../../../shared/http/answer.ts'
import { route } from '../../../shared/http/route.ts'
import description from '../openapi.gen.json' with { type: 'json' }

export const openapi = () =>
  route({
    method: 'GET',
    path: '/openapi.json',
    summary: 'This description',
    who: 'any',
    responses: { 200: { description: 'OpenAPI 3.1', schema: z.looseObject({ openapi: z.string() }) } },
    handler: () => json(description),
  })
