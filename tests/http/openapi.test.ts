import { expect, test } from 'vitest'
import * as z from 'zod'
import { json, text } from '../../shared/http/answer.ts'
import { describe } from '../../shared/http/openapi.ts'
import { route } from '../../shared/http/route.ts'

const event = z.strictObject({ type: z.string(), occurredAt: z.iso.datetime({ offset: true }) }).meta({ id: 'Event' })

const made = describe([
  route({
    method: 'POST',
    path: '/cases/{caseId}/events',
    summary: 'Tells a case that something happened',
    who: 'staff',
    body: { json: event },
    headers: z.object({ 'webhook-id': z.string().optional() }),
    refuses: [409, 422],
    responses: { 200: { description: 'the case after it', schema: z.object({ caseId: z.string() }) } },
    handler: () => json({}),
  }),
  route({
    method: 'GET',
    path: '/cases',
    summary: 'Lists cases',
    who: 'staff',
    query: z.strictObject({ workflow: z.string().optional() }),
    handler: () => json([]),
  }),
  route({
    method: 'POST',
    path: '/imports/{kind}',
    summary: 'Imports a file',
    who: 'staff',
    accepts: ['text/csv'],
    responses: { 200: { description: 'CSV again', type: 'text/csv' } },
    handler: () => text(''),
  }),
])

test('each route stands under its path and method with schema, parameters and refusals', () => {
  const post = made.paths?.['/cases/{caseId}/events']?.post
  expect(made.openapi).toBe('3.1.1')
  expect(post?.requestBody).toMatchObject({
    content: { 'application/json': { schema: { $ref: '#/components/schemas/Event' } } },
  })
  expect(post?.parameters).toMatchObject([
    { in: 'path', name: 'caseId', required: true },
    { in: 'header', name: 'webhook-id' },
  ])
  expect(Object.keys(post?.responses ?? {})).toEqual([
    '200',
    '400',
    '401',
    '403',
    '404',
    '409',
    '413',
    '415',
    '422',
    '503',
  ])
  expect(post?.security).toEqual([{ staff: [] }])
  expect(made.paths?.['/cases']?.get?.parameters).toMatchObject([{ in: 'query', name: 'workflow' }])
})

test('an unknown field is refused in the description too', () => {
  expect(made.components?.schemas?.Event).toMatchObject({
    additionalProperties: false,
    required: ['type', 'occurredAt'],
  })
  expect(made.components?.schemas).toHaveProperty('Problem')
})

test('files are described by their content type', () => {
  const post = made.paths?.['/imports/{kind}']?.post
  expect(post?.requestBody).toMatchObject({ content: { 'text/csv': { schema: { type: 'string' } } } })
  expect(post?.responses?.['200']).toMatchObject({ content: { 'text/csv': {} } })
})

test('operation ids are distinct', () => {
  const ids = Object.values(made.paths ?? {}).flatMap(path =>
    [path.get?.operationId, path.post?.operationId].filter(Boolean),
  )
  expect(ids).toEqual(['postCasesCaseIdEvents', 'getCases', 'postImportsKind'])
})
