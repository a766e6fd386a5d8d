/** A request as Lambda gets it from an HTTP API (payload format 2.0), and its result as a response. */
import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import * as z from 'zod'

export type Matched = { routeKey: string; parameters: Record<string, string>; now: number }

// An HTTP API passes these as text and everything else, forms too, in base64.
const TEXT = /^(text\/|application\/(json|javascript|xml|problem\+json)|[^;]+\+(json|xml))/i

export const toEvent = (
  request: IncomingMessage,
  body: Buffer,
  { routeKey, parameters, now }: Matched,
): APIGatewayProxyEventV2 => {
  // As it was asked for and as the route was found: a parser of URLs would take `..` out of the way.
  const [path = '/', ...asked] = (request.url ?? '/').split('?')
  const search = asked.join('?')
  const method = request.method ?? 'GET'
  const { cookie, ...others } = request.headers
  const headers = Object.fromEntries(
    Object.entries(others).map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : (value ?? '')]),
  )
  const base64 = body.length > 0 && !TEXT.test(headers['content-type'] ?? '')
  const query = joined(new URLSearchParams(search))
  return {
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString: search,
    ...(cookie ? { cookies: cookie.split('; ') } : {}),
    headers,
    ...(query ? { queryStringParameters: query } : {}),
    ...(Object.keys(parameters).length > 0 ? { pathParameters: parameters } : {}),
    requestContext: {
      accountId: '000000000000',
      apiId: 'local',
      domainName: headers.host ?? 'localhost',
      domainPrefix: 'local',
      http: {
        method,
        path,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: request.socket.remoteAddress ?? '127.0.0.1',
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      routeKey,
      stage: '$default',
      time: new Date(now).toUTCString(),
      timeEpoch: now,
    },
    ...(body.length > 0 ? { body: body.toString(base64 ? 'base64' : 'utf8') } : {}),
    isBase64Encoded: base64,
  }
}

/** Several values of one name are joined by commas. */
const joined = (query: URLSearchParams): Record<string, string> | undefined => {
  const all = new Map<string, string[]>()
  for (const [name, value] of query) {
    const values = all.get(name)
    if (values) values.push(value)
    else all.set(name, [value])
  }
  return all.size === 0 ? undefined : Object.fromEntries([...all].map(([name, values]) => [name, values.join(',')]))
}

const result = z.object({
  statusCode: z.coerce.number().int().min(200).max(599),
  headers: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).nullish(),
  cookies: z.array(z.string()).nullish(),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().nullish(),
})

export type Reply = { status: number; headers: Record<string, string | string[]>; body: Buffer }

/** A result without statusCode is the body of a 200; undefined: not a result an HTTP API accepts. */
export const toReply = (value: unknown): Reply | undefined => {
  const bare = typeof value !== 'object' || value === null || !('statusCode' in value)
  if (bare) {
    const text = typeof value === 'string' ? value : JSON.stringify(value ?? null)
    return { status: 200, headers: { 'content-type': 'application/json' }, body: Buffer.from(text) }
  }
  const parsed = result.safeParse(value)
  if (!parsed.success) return undefined
  const { statusCode, headers, cookies, body, isBase64Encoded } = parsed.data
  return {
    status: statusCode,
    headers: {
      ...Object.fromEntries(Object.entries(headers ?? {}).map(([name, one]) => [name.toLowerCase(), String(one)])),
      ...(cookies && cookies.length > 0 ? { 'set-cookie': cookies } : {}),
    },
    body: Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8'),
  }
}
