import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { topology } from '../../infra/topology.ts'
import { description } from '../../scripts/generate/openapi.ts'
import { apiWorld } from './api-world.ts'

const made = JSON.parse(JSON.stringify(description()))

test('what is served is what the routes say; otherwise run `npm run generate`', async () => {
  expect(JSON.parse(readFileSync(new URL('../../functions/api/openapi.gen.json', import.meta.url), 'utf8'))).toEqual(
    made,
  )
  const { status, body } = await (await apiWorld()).send('/openapi.json')
  expect([status, body]).toEqual([200, made])
})

const content = z.record(z.string(), z.object({ schema: z.record(z.string(), z.unknown()) }))
const operation = z.object({
  operationId: z.string().regex(/^\w+$/),
  summary: z.string().min(1),
  parameters: z
    .array(
      z.object({
        in: z.enum(['path', 'query', 'header']),
        name: z.string(),
        schema: z.record(z.string(), z.unknown()),
      }),
    )
    .optional(),
  requestBody: z.object({ content }).optional(),
  responses: z
    .record(z.string().regex(/^[2-5]\d\d$/), z.object({ description: z.string().min(1), content: content.optional() }))
    // what leads on to somewhere else has succeeded too
    .refine(responses => Object.keys(responses).some(status => status.startsWith('2') || status === '303')),
})
const document = z.object({
  openapi: z.literal('3.1.1'),
  info: z.object({ title: z.string(), version: z.string() }),
  paths: z.record(z.string().startsWith('/'), z.partialRecord(z.enum(['get', 'post']), operation)),
  components: z.object({ schemas: z.record(z.string(), z.record(z.string(), z.unknown())) }),
})

/** Every member `$ref` of a value. */
const refs = (value: unknown): string[] =>
  typeof value !== 'object' || value === null
    ? []
    : Object.entries(value).flatMap(([key, inner]) => (key === '$ref' ? [String(inner)] : refs(inner)))

test('it is OpenAPI 3.1: its shape holds, ids are distinct, parameters of paths are declared, references lead somewhere', () => {
  const parsed = document.parse(made)
  const operations = Object.entries(parsed.paths).flatMap(([path, methods]) =>
    Object.values(methods).map(one => ({ path, ...one })),
  )
  expect(new Set(operations.map(one => one.operationId)).size).toBe(operations.length)
  for (const { path, parameters = [] } of operations)
    expect(parameters.filter(one => one.in === 'path').map(one => one.name)).toEqual(
      [...path.matchAll(/\{(\w+)\}/g)].map(match => match[1]),
    )
  for (const ref of refs(made)) {
    const at = ref
      .slice(2)
      .split('/')
      .reduce<unknown>((value, key) => (value as Record<string, unknown>)?.[key], made)
    expect([ref, typeof at]).toEqual([ref, 'object'])
  }
})

test('it describes every route of these functions in the topology, and no other', () => {
  const routes = [topology.api, topology.imports, topology.contractors, topology.hooks].flatMap(({ triggers }) =>
    triggers.flatMap(trigger => trigger.routes.map(({ method, path }) => `${method} ${path}`)),
  )
  const described = Object.entries(document.parse(made).paths).flatMap(([path, methods]) =>
    Object.keys(methods).map(method => `${method.toUpperCase()} ${path}`),
  )
  expect(described.sort()).toEqual(routes.sort())
})
