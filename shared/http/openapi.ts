/**
 * The description of the API, made from the routes themselves. For the build alone: nothing that is deployed imports
 * this file, it serves what was written.
 */
import { writeFile } from 'node:fs/promises'
import * as z from 'zod'
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi'
import { type ProblemStatus, problemSchema } from './problem.ts'
import type { AnyRoute } from './route.ts'

const reasons: Record<ProblemStatus, string> = {
  400: 'cannot be read; `issues` says where',
  401: 'who is asking is not known',
  403: 'known, but not allowed to',
  404: 'not known, or not yours',
  405: 'another method',
  409: 'not allowed in this state, or the same id came with another body',
  413: 'too large',
  415: 'another content type',
  422: 'a condition does not hold; `failed` and `codes` say which',
  500: 'a fault of ours',
  503: 'try again',
}

/** What a route refuses with, without having to say so. */
const usual = ({ who, body, accepts, query, path }: AnyRoute): ProblemStatus[] => [
  ...(body || query ? [400 as const] : []),
  ...(who === 'staff' ? [401 as const, 403 as const] : []),
  ...(String(path).includes('{') ? [404 as const] : []),
  ...(body || accepts ? [413 as const, 415 as const] : []),
  503,
]

const refusals = (route: AnyRoute): ZodOpenApiOperationObject['responses'] =>
  Object.fromEntries(
    [...new Set([...usual(route), ...(route.refuses ?? [])])]
      .sort()
      .map(status => [
        status,
        { description: reasons[status], content: { 'application/problem+json': { schema: problemSchema } } },
      ]),
  )

const answers = ({ responses = { 200: { description: 'done' } } }: AnyRoute): ZodOpenApiOperationObject['responses'] =>
  Object.fromEntries(
    Object.entries(responses).map(([status, { description, schema, type = 'application/json' }]) => [
      status,
      {
        description,
        ...(schema || type !== 'application/json' ? { content: { [type]: { schema: schema ?? z.string() } } } : {}),
      },
    ]),
  )

const contentOf = ({ body, accepts, describes }: AnyRoute) => {
  if (describes) return { 'application/json': { schema: describes } }
  if (body && 'json' in body) return { 'application/json': { schema: body.json } }
  if (body) return { 'application/x-www-form-urlencoded': { schema: body.form } }
  return accepts && Object.fromEntries(accepts.map(type => [type, { schema: z.string() }]))
}

const names = (path: string): string[] => [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!)

const operation = (route: AnyRoute): ZodOpenApiOperationObject => {
  const content = contentOf(route)
  const path = names(route.path)
  return {
    operationId: `${route.method.toLowerCase()}${String(route.path).replace(/\W+(\w?)/g, (_, next: string) => next.toUpperCase())}`,
    summary: route.summary,
    requestParams: {
      ...(path.length > 0 ? { path: z.object(Object.fromEntries(path.map(name => [name, z.string()]))) } : {}),
      ...(route.query instanceof z.ZodObject ? { query: route.query } : {}),
      ...(route.headers ? { header: route.headers } : {}),
    },
    ...(content ? { requestBody: { required: true, content } } : {}),
    ...(route.who === 'staff' ? { security: [{ staff: [] }] } : {}),
    responses: { ...answers(route), ...refusals(route) },
  }
}

/** OpenAPI 3.1 of these routes. Throws when a schema cannot be written as JSON Schema. */
export const describe = (routes: readonly AnyRoute[], version = '1') => {
  const paths: ZodOpenApiPathsObject = {}
  for (const route of routes)
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operation(route) }
  return createDocument({
    openapi: '3.1.1',
    info: { title: 'Dutyholder', version, description: 'Safety checks, complaints, and who must know about them.' },
    paths,
    components: { securitySchemes: { staff: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } } },
  })
}

/** Writes the description where the API serves it from. */
export const writeDescription = (routes: readonly AnyRoute[], path: string | URL): Promise<void> =>
  writeFile(path, `${JSON.stringify(describe(routes), undefined, 2)}\n`)
