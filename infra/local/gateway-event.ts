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
  const url = new URL(request.url ?? '/', 'http://local')
  const method = request.method ?? 'GET'
  const { cookie, ...others } = request.headers
  const headers = Object.fromEntries(
    Object.entries(others).map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : (value ?? '')]),
  )
  const base64 = body.length > 0 && !TEXT.test(headers['content-type'] ?? '')
  const query = joined(url.searchParams)
  return {
    version: '2.0',
    routeKey,
    rawPath: url.pathname,
    rawQueryString: url.search.slice(1),
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
        path: url.pathname,
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
  const names = [...new Set(query.keys())]
  return names.length === 0 ? undefined : Object.fromEntries(names.map(name => [name, query.getAll(name).join(',')]))
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
