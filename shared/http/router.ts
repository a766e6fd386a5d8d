/** A small router over `rawPath`: it finds the route, reads what the route declares, and refuses the rest. */
import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import type { Answer } from './answer.ts'
import { formBody, jsonBody, mediaType, type Parsed, query, rawBody } from './body.ts'
import { type Problem, problem, refuse } from './problem.ts'
import { requestId } from './request-id.ts'
import type { AnyRoute, Handled, Request } from './route.ts'
import type { Asked } from './who.ts'

type Pattern = { route: AnyRoute; parts: string[] }
type Found = { route: AnyRoute; params: Record<string, string> }

const split = (path: string): string[] => path.replace(/^\/|\/$/g, '').split('/')
const nameOf = (part: string): string | undefined => /^\{(\w+)\}$/.exec(part)?.[1]

/** Printable and without slash: what is decoded here becomes part of a key, never of a path. */
const decode = (part: string): string | undefined => {
  try {
    const text = decodeURIComponent(part)
    return /^[^\p{C}/\\]{1,200}$/u.test(text) ? text : undefined
  } catch {
    return undefined
  }
}

const paramsOf = (pattern: string[], asked: string[]): Record<string, string> | undefined => {
  if (pattern.length !== asked.length) return undefined
  const params: Record<string, string> = {}
  for (const [index, part] of pattern.entries()) {
    const name = nameOf(part)
    const value = name ? decode(asked[index]!) : asked[index]
    if (value === undefined || (!name && value !== part)) return undefined
    if (name) params[name] = value
  }
  return params
}

/** A literal path stands before one with a parameter, whatever the order of the list. */
const literals = ({ parts }: Pattern): string => parts.map(part => (nameOf(part) ? '1' : '0')).join('')
const bySpeciality = (a: Pattern, b: Pattern): number =>
  literals(a) < literals(b) ? -1 : literals(a) > literals(b) ? 1 : 0

const isProblem = (handled: Handled): handled is Problem => !('statusCode' in handled)

type Read = Pick<Request, 'raw' | 'body' | 'query'>

const read = (route: AnyRoute, event: APIGatewayProxyEventV2): Parsed<Read> => {
  const raw = rawBody(event, route.limit)
  if (!raw.ok) return raw
  const type = event.headers['content-type']
  if (route.accepts && !route.accepts.includes(mediaType(type)))
    return { ok: false, problem: problem(415, `send ${route.accepts.join(' or ')}`) }
  const asked = route.query ? query(route.query, event.rawQueryString) : { ok: true as const, value: undefined }
  if (!asked.ok) return asked
  const kind = route.body
  const body = !kind
    ? { ok: true as const, value: undefined }
    : 'json' in kind
      ? jsonBody(kind.json, raw.value, type)
      : formBody(kind.form, raw.value, type)
  return body.ok ? { ok: true, value: { raw: raw.value, body: body.value, query: asked.value } } : body
}

/**
 * A form on somebody else's page may post here with the cookies of whoever looks at it. Browsers say so; programs
 * send no such header.
 */
const fromElsewhere = ({ headers }: APIGatewayProxyEventV2): boolean => headers['sec-fetch-site'] === 'cross-site'

export type Ask = (event: APIGatewayProxyEventV2) => Asked | Promise<Asked>

const serve = async ({ route, params }: Found, event: APIGatewayProxyEventV2, ask: Ask): Promise<Answer> => {
  if (route.method !== 'GET' && fromElsewhere(event)) return refuse(problem(403, 'sent from another site'))
  const asked = route.who === 'staff' ? await ask(event) : undefined
  if (asked && !asked.ok) return refuse(asked.problem)
  const parsed = read(route, event)
  if (!parsed.ok) return refuse(parsed.problem)
  const handled = await route.handler({
    event,
    params,
    ...parsed.value,
    actor: asked?.actor,
    requestId: requestId(event),
  })
  return isProblem(handled) ? refuse(handled) : handled
}

const allowOf = (found: Found[]): string =>
  [...new Set(found.flatMap(({ route }) => (route.method === 'GET' ? ['GET', 'HEAD'] : [route.method])))]
    .concat('OPTIONS')
    .join(', ')

/**
 * One handler for many routes. HEAD is GET without its body, OPTIONS names the methods (no CORS: nobody else's page
 * may read us), an unserved method is 405, an unknown path 404.
 */
export const routes = (list: readonly AnyRoute[], ask: Ask): ((event: APIGatewayProxyEventV2) => Promise<Answer>) => {
  const patterns = list.map(route => ({ route, parts: split(route.path) })).sort(bySpeciality)
  return async event => {
    const parts = split(event.rawPath)
    const found = patterns.flatMap(({ route, parts: pattern }) => {
      const params = paramsOf(pattern, parts)
      return params ? [{ route, params }] : []
    })
    if (found.length === 0) return refuse(problem(404, 'there is nothing at this path'))
    const { method } = event.requestContext.http
    if (method === 'OPTIONS') return { statusCode: 204, headers: { allow: allowOf(found) }, body: '' }
    const chosen = found.find(({ route }) => route.method === (method === 'HEAD' ? 'GET' : method))
    if (!chosen) return refuse(problem(405, `served here: ${allowOf(found)}`), { allow: allowOf(found) })
    const answer = await serve(chosen, event, ask)
    return method === 'HEAD' ? { ...answer, body: '', isBase64Encoded: false } : answer
  }
}
