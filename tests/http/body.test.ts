import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { bySchema, formBody, jsonBody, rawBody } from '../../shared/http/body.ts'
import { HANGS } from '../support/hangs.ts'

const schema = z.strictObject({ id: z.string(), data: z.record(z.string(), z.json()).optional() })
const read = (text: string, type = 'application/json') => jsonBody(schema, Buffer.from(text), type)
const refusal = (text: string, type?: string) => {
  const parsed = read(text, type)
  return parsed.ok ? undefined : parsed.problem
}

describe('raw body', () => {
  test('bytes as they came, base64 or not', () => {
    const bytes = Buffer.from([0xff, 0x00, 0xfe])
    expect(rawBody({ body: bytes.toString('base64'), isBase64Encoded: true })).toEqual({ ok: true, value: bytes })
    expect(rawBody({ body: '£5', isBase64Encoded: false })).toEqual({ ok: true, value: Buffer.from('£5') })
    expect(rawBody({})).toEqual({ ok: true, value: Buffer.alloc(0) })
  })

  test.each([
    ['text', { body: 'x'.repeat(10_000_000) }],
    ['base64', { body: Buffer.alloc(10_000_000).toString('base64'), isBase64Encoded: true }],
    ['letters of two bytes', { body: '£'.repeat(600_000) }],
  ])('10 MB of %s is 413', (_, event) => {
    expect(rawBody(event)).toMatchObject({ ok: false, problem: { status: 413 } })
  })

  test('the limit itself is allowed', () => {
    const body = Buffer.alloc(100).toString('base64')
    expect(rawBody({ body, isBase64Encoded: true }, 100).ok).toBe(true)
    expect(rawBody({ body, isBase64Encoded: true }, 99).ok).toBe(false)
  })
})

describe('json body', () => {
  test.each(['application/json', 'Application/JSON; charset=utf-8', 'application/cloudevents+json'])(
    'reads %s',
    type => {
      expect(read('{"id":"1"}', type)).toEqual({ ok: true, value: { id: '1' } })
    },
  )

  test.each([
    ['malformed', '{"id":', 400, 'malformed JSON'],
    ['empty', '', 400, 'malformed JSON'],
    ['too deep', `{"id":"1","data":{"x":${'['.repeat(19_000)}${']'.repeat(19_000)}}}`, 400, 'nested deeper'],
    ['prototype', '{"id":"1","data":{"__proto__":{"admin":true}}}', 400, 'not allowed'],
    ['half a character', '{"id":"\\ud800"}', 400, 'lone surrogate'],
    ['not an object', '"id"', 400, 'mistake'],
    ['20,001 values', `{"id":"1","data":{"x":[${'1,'.repeat(20_000)}1]}}`, 400, 'more than 20000 values'],
    ['a number too large', '{"id":"1","data":{"x":1e999}}', 400, 'mistake'],
  ])('%s is refused', (_, text, status, detail) => {
    expect(refusal(text)).toMatchObject({ status, detail: expect.stringContaining(detail) })
  })

  test('every mistake is named by field, and no value is repeated', () => {
    const refused = refusal('{"id":7,"surname":"Okonkwo","data":[]}')
    expect(refused?.issues?.map(({ path }) => path)).toEqual(['id', 'data', ''])
    expect(refused?.issues?.[2]?.message).toContain('surname')
    expect(JSON.stringify(refused)).not.toContain('Okonkwo')
  })

  test('malformed JSON is not quoted back', () => {
    expect(JSON.stringify(refusal('{"name": Okonkwo}'))).not.toContain('Okonkwo')
  })

  test.each(['text/plain', 'application/x-www-form-urlencoded', ''])('content type "%s" is 415', type => {
    expect(refusal('{"id":"1"}', type)?.status).toBe(415)
  })

  test('a byte order mark is taken off, other encodings are refused', () => {
    expect(read('\uFEFF{"id":"1"}').ok).toBe(true)
    expect(jsonBody(schema, Buffer.from('{"id":"\xe9"}', 'latin1'), 'application/json')).toMatchObject({
      problem: { status: 400, detail: 'the body is not UTF-8' },
    })
  })
})

test('a form field sent twice is an array, and wrong where one was wanted', () => {
  const form = z.strictObject({ answer: z.string() })
  const type = 'application/x-www-form-urlencoded'
  expect(formBody(form, Buffer.from('answer=a+b%20c'), type)).toEqual({ ok: true, value: { answer: 'a b c' } })
  expect(formBody(form, Buffer.from('answer=a&answer=b'), type).ok).toBe(false)
  expect(formBody(form, Buffer.from('answer=a'), 'text/plain')).toMatchObject({ problem: { status: 415 } })
  // A megabyte of these took Node's own reader ten seconds, and anybody may post one to a link.
  expect(formBody(form, Buffer.from('a&'.repeat(500_000)), type)).toMatchObject({
    problem: { status: 400, detail: 'it holds more than 20000 fields' },
  })
})

test('fuzz: no bytes and no JSON make reading throw', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2000 }), fc.string(), (bytes, type) => {
      const started = performance.now()
      const any = jsonBody(schema, bytes, 'application/json')
      expect(any.ok || any.problem.status === 400).toBe(true)
      jsonBody(schema, bytes, type)
      formBody(schema, bytes, 'application/x-www-form-urlencoded')
      expect(performance.now() - started).toBeLessThan(HANGS)
    }),
  )
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 40 }), value => {
      const parsed = jsonBody(z.json(), Buffer.from(JSON.stringify(value)), 'application/json')
      expect(parsed.ok || parsed.problem.status === 400).toBe(true)
      expect(bySchema(schema, value)).toHaveProperty('ok')
    }),
  )
})
