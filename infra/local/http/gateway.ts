/** The HTTP API on this machine: the deployed handlers behind node:http, with API Gateway's limits. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import { type Reply, toEvent, toReply } from './gateway-event.ts'
import { matchRoute } from './route-match.ts'
import { answer, listen, type Running, readBody } from './wire.ts'

export type Route = {
  /** or ANY */
  method: string
  /** `/cases/{caseId}`, `/pages/{rest+}` */
  path: string
  /** usually `event => lambda.call('api', event)`; what it throws is answered with 500 */
  handler(event: APIGatewayProxyEventV2): Promise<unknown>
}

export type GatewayOptions = {
  routes: readonly Route[]
  port?: number
  /** milliseconds since 1970, by the system's clock */
  now: () => number
  /** bytes; API Gateway's quota is 10 MB */
  maxBody?: number
  /** handlers at work at once; up to ten times as many requests wait their turn, more are told to come back */
  concurrency?: number
  /** told of what a handler threw */
  onError?: (error: unknown, event?: APIGatewayProxyEventV2) => void
}

export const startGateway = ({ port = 0, ...options }: GatewayOptions): Promise<Running> => {
  const turns = { all: turnstile(options.concurrency ?? 64), large: turnstile(LARGE_AT_ONCE) }
  return listen((request, response) => {
    withTurn(request, turns.large, () => respond(request, options, turns.all))
      .catch(error =>
        problem(
          400,
          'Bad request',
          error instanceof URIError ? 'The path is not well encoded.' : 'The request could not be read.',
        ),
      )
      .then(reply => send(request, response, reply))
      // A header that cannot be sent must not end the process.
      .catch(error => {
        response.destroy()
        options.onError?.(error)
      })
  }, port)
}

/** A body of 10 MB is 60 MB on its way through JSON and base64, and a few of those are all the memory there is. */
const LARGE_AT_ONCE = 3
const SMALL = 1_048_576
const isLarge = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > SMALL

const busy = (): Reply => problem(503, 'Busy', 'Too many requests at once. Try again in a moment.')

const withTurn = async (request: IncomingMessage, turn: Turnstile, work: () => Promise<Reply>): Promise<Reply> => {
  const done = isLarge(request) ? await turn() : () => {}
  if (done === undefined) return busy()
  return work().finally(done)
}

const respond = async (request: IncomingMessage, options: GatewayOptions, turn: Turnstile): Promise<Reply> => {
  const path = (request.url ?? '/').split('?')[0] ?? '/'
  decodeURIComponent(path)
  const match = matchRoute(options.routes, request.method ?? 'GET', path)
  if (match.kind === 'none') return problem(404, 'Not found', 'There is nothing at this address.')
  if (match.kind === 'method') {
    const refused = problem(405, 'Method not allowed', `This address takes ${match.allow.join(', ')}.`)
    return { ...refused, headers: { ...refused.headers, allow: match.allow.join(', ') } }
  }
  const body = await readBody(request, options.maxBody ?? 10 * 1024 * 1024)
  if (body === 'too_large') return problem(413, 'Too large', 'The body of a request may have 10 MB.')
  const { route, parameters } = match
  const event = toEvent(request, body, { routeKey: `${route.method} ${route.path}`, parameters, now: options.now() })
  const done = await turn()
  if (done === undefined) return busy()
  try {
    const reply = toReply(throughJson(await route.handler(throughJson(event))))
    return reply ?? problem(500, 'Internal server error', 'The answer was not one that can be sent.')
  } catch (error) {
    options.onError?.(error, event)
    return problem(500, 'Internal server error', 'Something went wrong. Nothing was decided; try again.')
  } finally {
    done()
  }
}

/** Nothing reaches a handler, or leaves it, that JSON does not carry. */
const throughJson = <T>(value: T): T => JSON.parse(JSON.stringify(value) ?? 'null')

const problem = (status: number, title: string, detail: string): Reply => ({
  status,
  headers: { 'content-type': 'application/problem+json' },
  body: Buffer.from(JSON.stringify({ type: 'about:blank', title, status, detail })),
})

const send = (request: IncomingMessage, response: ServerResponse, { status, headers, body }: Reply): void => {
  // A body refused half-way is not read on: the connection ends with the answer.
  const unread = !request.complete
  answer(
    response,
    status,
    unread ? { ...headers, connection: 'close' } : headers,
    request.method === 'HEAD' ? '' : body,
  )
}

type Turnstile = () => Promise<(() => void) | undefined>

/** Lets so many pass at once and ten times as many wait; undefined: full. */
const turnstile = (places: number): Turnstile => {
  let free = places
  const waiting: (() => void)[] = []
  const leave = (): void => {
    const next = waiting.shift()
    if (next === undefined) free += 1
    else next()
  }
  return async () => {
    if (free > 0) free -= 1
    else if (waiting.length >= places * 10) return undefined
    else await new Promise<void>(resolve => waiting.push(resolve))
    return leave
  }
}
