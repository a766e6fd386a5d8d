import type { Context } from 'aws-lambda'
import fc from 'fast-check'
import { beforeEach, expect, test } from 'vitest'
import * as z from 'zod'
import { json, text } from '../../shared/http/answer.ts'
import { problem } from '../../shared/http/problem.ts'
import { type AnyRoute, route } from '../../shared/http/route.ts'
import { routes } from '../../shared/http/router.ts'
import { stack } from '../../shared/http/stack.ts'
import { whoIsAsking } from '../../shared/http/who.ts'
import { HANGS } from '../support/hangs.ts'
import { runs } from '../support/random.ts'
import { type Ask, ask, problemOf } from './ask.ts'

const failure = (name: string) => Object.assign(new Error('select * from secrets'), { name })

const list: AnyRoute[] = [
  route({ method: 'GET', path: '/health', summary: 'alive', who: 'any', handler: () => json({ status: 'ok' }) }),
  route({
    method: 'GET',
    path: '/cases/{caseId}',
    summary: 'one case',
    who: 'staff',
    query: z.strictObject({ as: z.enum(['json', 'html']).optional() }),
    handler: ({ params, query, actor }) => json({ caseId: params.caseId, as: query.as, by: actor.id }),
  }),
  route({ method: 'GET', path: '/cases/export', summary: 'all', who: 'staff', handler: () => text('export') }),
  route({
    method: 'POST',
    path: '/cases/{caseId}/events',
    summary: 'an event',
    who: 'staff',
    body: { json: z.strictObject({ type: z.string() }) },
    handler: ({ body, params }) =>
      body.type === 'no' ? problem(409, `${params.caseId} says no`) : json({ type: body.type }, 201),
  }),
  route({
    method: 'POST',
    path: '/imports/{kind}',
    summary: 'a file',
    who: 'staff',
    accepts: ['text/csv'],
    handler: ({ raw }) => json({ bytes: raw.length }),
  }),
  ...['Transient', 'ThrottlingException', 'TypeError'].map(name =>
    route({
      method: 'GET',
      path: `/fails/${name}`,
      summary: 'fails',
      who: 'any',
      handler: () => {
        throw failure(name)
      },
    }),
  ),
]

let reports: [unknown, string][] = []
beforeEach(() => {
  reports = []
})
const people = { local: true, find: () => undefined }
const handler = stack(
  routes(list, event => whoIsAsking(event, people)),
  (error, reference) => reports.push([error, reference]),
)
const send = (asked: Ask) => handler(ask(asked), {} as Context)
const jsonType = { 'content-type': 'application/json' }

test('finds the route, decodes the path, reads the query, knows who asks', async () => {
  const answer = await send({ path: '/cases/gas%3AH00017/', query: 'as=html' })
  expect(answer.statusCode).toBe(200)
  expect(JSON.parse(answer.body!)).toEqual({ caseId: 'gas:H00017', as: 'html', by: 'administrator@localhost' })
})

test('a literal path stands before a parameter', async () => {
  expect((await send({ path: '/cases/export' })).body).toBe('export')
})

test.each<[string, number, Ask]>([
  ['an unknown path', 404, { path: '/nowhere' }],
  ['a path above the root', 404, { path: '/../etc/passwd' }],
  ['a slash hidden in a parameter', 404, { path: '/cases/a%2Fb' }],
  ['a control character in a parameter', 404, { path: '/cases/a%00b' }],
  ['a percent sign that means nothing', 404, { path: '/cases/%E0%A4%A' }],
  ['a parameter as long as a letter', 404, { path: `/cases/${'a'.repeat(201)}` }],
  ['an empty parameter', 404, { path: '/cases//' }],
  ['another method', 405, { method: 'DELETE', path: '/health' }],
  ['an unknown query parameter', 400, { path: '/cases/1', query: 'limit=1' }],
  ['a repeated query parameter', 400, { path: '/cases/1', query: 'as=html&as=json' }],
  ['an unknown field', 400, { method: 'POST', path: '/cases/1/events', headers: jsonType, body: '{"type":"x","y":1}' }],
  ['malformed JSON', 400, { method: 'POST', path: '/cases/1/events', headers: jsonType, body: '{' }],
  ['no content type', 415, { method: 'POST', path: '/cases/1/events', body: '{}' }],
  ['a file of another kind', 415, { method: 'POST', path: '/imports/assets', headers: jsonType, body: 'a' }],
  ['10 MB', 413, { method: 'POST', path: '/imports/assets', headers: jsonType, body: 'a'.repeat(10_000_000) }],
  [
    'a refusal of the handler',
    409,
    { method: 'POST', path: '/cases/1/events', headers: jsonType, body: '{"type":"no"}' },
  ],
  [
    'a form on another site',
    403,
    {
      method: 'POST',
      path: '/imports/assets',
      headers: { 'content-type': 'text/csv', 'sec-fetch-site': 'cross-site' },
    },
  ],
  ['a stranger', 401, { path: '/cases/1', headers: { 'x-persona': 'who@landlord.example' } }],
])('%s is %i, as problem+json', async (_, status, asked) => {
  const answer = await send(asked)
  expect(answer.statusCode).toBe(status)
  expect(answer.headers['content-type']).toBe('application/problem+json')
  expect(problemOf(answer)).toMatchObject({ status, title: expect.any(String), type: expect.stringMatching(/^urn:/) })
})

test('who is asking comes before what is asked: a stranger learns nothing of the schema', async () => {
  const answer = await send({
    method: 'POST',
    path: '/cases/1/events',
    headers: { 'x-persona': 'x@y.example' },
    body: '{',
  })
  expect(answer.statusCode).toBe(401)
})

test('405 and OPTIONS name the methods', async () => {
  expect((await send({ method: 'PUT', path: '/health' })).headers.allow).toBe('GET, HEAD, OPTIONS')
  const options = await send({ method: 'OPTIONS', path: '/cases/1/events' })
  expect(options).toMatchObject({ statusCode: 204, headers: { allow: 'POST, OPTIONS' }, body: '' })
  expect(options.headers).not.toHaveProperty('access-control-allow-origin')
})

test('HEAD is GET without its body', async () => {
  expect(await send({ method: 'HEAD', path: '/health' })).toMatchObject({ statusCode: 200, body: '' })
})

test('headers may be written in any case', async () => {
  const answer = await send({
    method: 'POST',
    path: '/cases/1/events',
    headers: { 'Content-Type': 'application/json' },
    body: '{"type":"x"}',
  })
  expect(answer.statusCode).toBe(201)
})

test('every answer is dressed, refusals and faults too', async () => {
  for (const path of ['/health', '/nowhere', '/fails/TypeError']) {
    const { headers } = await send({ path })
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      'x-request-id': 'request-1',
    })
    expect(headers['content-security-policy']).toContain("form-action 'self'")
  }
})

test('a fault is 500 with a reference, and tells nothing else', async () => {
  const answer = await send({ path: '/fails/TypeError' })
  expect(problemOf(answer)).toMatchObject({ status: 500, reference: 'request-1' })
  expect(answer.body).not.toMatch(/secrets|TypeError|\.ts/)
  expect(reports).toEqual([[expect.objectContaining({ message: 'select * from secrets' }), 'request-1']])
})

test.each(['Transient', 'ThrottlingException'])('%s is 503: try again', async name => {
  const answer = await send({ path: `/fails/${name}` })
  expect(answer).toMatchObject({ statusCode: 503, headers: { 'retry-after': '2' } })
  expect(answer.body).not.toContain('secrets')
})

test('a handler that outlives its function is 503, in time', async () => {
  const slow = stack(
    () => new Promise(() => {}),
    () => {},
  )
  const answer = await slow(ask({}), { getRemainingTimeInMillis: () => 300 } as Context)
  expect(answer).toMatchObject({ statusCode: 503, headers: { 'x-content-type-options': 'nosniff' } })
})

test('fuzz: whatever is asked, the answer is an answer and never a fault', async () => {
  const path = fc.oneof(
    fc.webPath(),
    fc.string({ unit: 'binary' }).map(any => `/cases/${any}`),
    fc.string().map(any => `/cases/${any}/events`),
  )
  const method = fc.constantFrom('GET', 'POST', 'HEAD', 'OPTIONS', 'BREW', '')
  const headers = fc.dictionary(fc.constantFrom('x-persona', 'host', 'content-type', 'x', '__proto__'), fc.string())
  await fc.assert(
    fc.asyncProperty(path, method, headers, fc.string(), fc.string(), fc.array(fc.string()), async (...given) => {
      const [path, method, headers, query, body, cookies] = given
      const started = performance.now()
      const answer = await send({ path, method, headers, query, body, cookies })
      expect(answer.statusCode).toBeLessThan(500)
      expect(performance.now() - started).toBeLessThan(HANGS)
    }),
    { numRuns: runs(500) },
  )
})
