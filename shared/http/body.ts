/** Bodies: bytes as they came (signatures need them), text, JSON by schema, forms. Every failure is a problem. */
import type * as z from 'zod'
import { crowdedJson, MOST, postedFields } from './crowd.ts'
import { invalid, issuesOf, type Problem, problem } from './problem.ts'

type Carrier = { body?: string | undefined; isBase64Encoded?: boolean }
export type Parsed<T> = { ok: true; value: T } | { ok: false; problem: Problem }

const no = (refusal: Problem): { ok: false; problem: Problem } => ({ ok: false, problem: refusal })

/** One mebibyte: a thousand times what an event needs. API Gateway itself stops at 10 MB, Lambda at 6. */
export const USUAL_LIMIT = 1_048_576

/** The bytes as they were sent, so that a signature can be checked over them; 413 above `limit` bytes. */
export const rawBody = (event: Carrier, limit = USUAL_LIMIT): Parsed<Buffer> => {
  const { body = '', isBase64Encoded = false } = event
  const atLeast = isBase64Encoded ? Math.floor(body.length / 4) * 3 - 2 : body.length
  if (atLeast > limit) return no(problem(413, `at most ${limit} bytes`))
  const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8')
  return bytes.length > limit ? no(problem(413, `at most ${limit} bytes`)) : { ok: true, value: bytes }
}

/** UTF-8 or 400: another encoding would turn names into rubbish in silence. A byte order mark is taken off. */
export const utf8 = (bytes: Uint8Array): Parsed<string> => {
  try {
    return { ok: true, value: new TextDecoder('utf-8', { fatal: true }).decode(bytes) }
  } catch {
    return no(problem(400, 'the body is not UTF-8'))
  }
}

/** `application/json` of `application/json; charset=utf-8`. */
export const mediaType = (header: string | undefined): string => (header ?? '').split(';')[0]!.trim().toLowerCase()

const isJson = (type: string): boolean => type === 'application/json' || /^application\/[\w.-]+\+json$/.test(type)

/** zod walks by recursion: without this bound 1 MB of `[` would end in a stack overflow. */
const DEEPEST = 32

/** What JSON can say and a store of UTF-8 text with plain objects cannot hold. Iterative on purpose. */
const unfit = (root: unknown): string | undefined => {
  let level: unknown[] = [root]
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEEPEST) return `nested deeper than ${DEEPEST}`
    const next: unknown[] = []
    for (const value of level) {
      if (typeof value === 'string' && !value.isWellFormed()) return 'holds half a character (a lone surrogate)'
      if (typeof value !== 'object' || value === null) continue
      for (const [key, inner] of Object.entries(value)) {
        if (key === '__proto__' || !key.isWellFormed()) return 'holds a field name that is not allowed'
        next.push(inner)
      }
    }
    level = next
  }
  return undefined
}

const tooMany = (what: string): Problem => problem(400, `it holds more than ${MOST} ${what}`)

/** Text to JSON; 400 says where it stops being JSON, never what stands there, or that it holds more than anybody asks. */
export const parseJson = (source: string): Parsed<unknown> => {
  if (crowdedJson(source)) return no(tooMany('values'))
  let value: unknown
  try {
    value = JSON.parse(source)
  } catch (error) {
    const where =
      error instanceof Error ? /position \d+(?: \(line \d+ column \d+\))?/.exec(error.message)?.[0] : undefined
    return no(
      problem(400, `malformed JSON${where ? ` at ${where}` : ''}`, { type: 'urn:dutyholder:problem:malformed' }),
    )
  }
  const why = unfit(value)
  return why ? no(problem(400, `the JSON ${why}`)) : { ok: true, value }
}

/** A value by its schema; 400 with every mistake by field. */
export const bySchema = <S extends z.ZodType>(schema: S, value: unknown): Parsed<z.output<S>> => {
  const parsed = schema.safeParse(value)
  return parsed.success ? { ok: true, value: parsed.data } : no(invalid(issuesOf(parsed.error)))
}

/** A JSON body by its schema: 415 for another content type, 400 for what is not JSON or not as the schema says. */
export const jsonBody = <S extends z.ZodType>(
  schema: S,
  bytes: Uint8Array,
  contentType?: string,
): Parsed<z.output<S>> => {
  if (!isJson(mediaType(contentType))) return no(problem(415, 'send application/json'))
  const source = utf8(bytes)
  if (!source.ok) return source
  const value = parseJson(source.value)
  return value.ok ? bySchema(schema, value.value) : value
}

/** A field sent more than once is an array. */
export const fieldsOf = (pairs: Iterable<readonly [string, string]>): Record<string, string | string[]> => {
  const object: Record<string, string[]> = Object.create(null)
  for (const [name, value] of pairs) {
    const before = object[name]
    if (before) before.push(value)
    else object[name] = [value]
  }
  return Object.fromEntries(Object.entries(object).map(([name, all]) => [name, all.length === 1 ? all[0]! : all]))
}

const bySchemaFields = <S extends z.ZodType>(schema: S, text: string): Parsed<z.output<S>> => {
  const pairs = postedFields(text)
  return pairs ? bySchema(schema, fieldsOf(pairs)) : no(tooMany('fields'))
}

/** A form of a page by its schema. A field sent more than once is an array. */
export const formBody = <S extends z.ZodType>(
  schema: S,
  bytes: Uint8Array,
  contentType?: string,
): Parsed<z.output<S>> => {
  if (mediaType(contentType) !== 'application/x-www-form-urlencoded')
    return no(problem(415, 'send application/x-www-form-urlencoded'))
  const source = utf8(bytes)
  return source.ok ? bySchemaFields(schema, source.value) : source
}

/** The query by its schema; unknown and repeated parameters are as wrong as the schema says. */
export const query = <S extends z.ZodType>(schema: S, rawQueryString: string | undefined): Parsed<z.output<S>> =>
  bySchemaFields(schema, rawQueryString ?? '')
