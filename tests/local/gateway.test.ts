import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type GatewayOptions, startGateway } from '../../infra/local/http/gateway.ts'

const start = async (
  handler: (event: APIGatewayProxyEventV2) => Promise<unknown>,
  more: Partial<GatewayOptions> = {},
) => {
  const events: APIGatewayProxyEventV2[] = []
  const route = (method: string, path: string) => ({
    method,
    path,
    handler: async (event: APIGatewayProxyEventV2) => {
      events.push(event)
      return handler(event)
    },
  })
  const routes = [
    route('GET', '/cases/{caseId}'),
    route('GET', '/cases/open'),
    route('POST', '/cases'),
    route('ANY', '/pages/{rest+}'),
  ]
  const gateway = await startGateway({ routes, now: () => 1_795_000_000_000, ...more })
  onTestFinished(gateway.stop)
  return { gateway, events, get: (path: string, init?: RequestInit) => fetch(gateway.endpoint + path, init) }
}
const echo = async () => ({ statusCode: 200, body: 'ok' })

/** As a client that does not mend the path for us. */
const status = (port: number, path: string): Promise<number> =>
  new Promise((resolve, reject) => {
    httpRequest({ host: '127.0.0.1', port, path }, response => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
      .on('error', reject)
      .end()
  })

/** The answer to a client that reads only after it has sent everything, as simple ones do. */
const sentWhole = (port: number, bytes: number): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1').pause()
    const heard: Buffer[] = []
    socket.on('data', chunk => heard.push(chunk))
    socket.on('error', reject)
    socket.on('close', () => resolve(Buffer.concat(heard).toString()))
    socket.write(`POST /cases HTTP/1.1\r\nhost: here\r\nconnection: close\r\ncontent-length: ${bytes}\r\n\r\n`)
    socket.write(Buffer.alloc(bytes, 'x'), () => socket.resume())
  })

describe('the HTTP API', () => {
  it('gives the event of payload format 2.0', async () => {
    const { get, events } = await start(echo)
    await get('/cases/gas%3AH%2F17?state=a&state=b&q=%C2%A3', { headers: { cookie: 'a=1; b=2', 'X-Mixed': 'y' } })
    expect(events[0]).toMatchObject({
      version: '2.0',
      routeKey: 'GET /cases/{caseId}',
      rawPath: '/cases/gas%3AH%2F17',
      rawQueryString: 'state=a&state=b&q=%C2%A3',
      pathParameters: { caseId: 'gas:H/17' },
      queryStringParameters: { state: 'a,b', q: '£' },
      cookies: ['a=1', 'b=2'],
      headers: { 'x-mixed': 'y' },
      isBase64Encoded: false,
      requestContext: { http: { method: 'GET' }, timeEpoch: 1_795_000_000_000 },
    })
    expect(events[0]).not.toHaveProperty('headers.cookie')
  })

  it('prefers a fixed path to a parameter', async () => {
    const { get, events } = await start(echo)
    await get('/cases/open')
    await get('/pages/css/main.css')
    expect(events.map(event => [event.routeKey, event.pathParameters])).toEqual([
      ['GET /cases/open', undefined],
      ['ANY /pages/{rest+}', { rest: 'css/main.css' }],
    ])
  })

  it.each([
    ['application/json', '{"a":"£"}', false],
    ['application/x-www-form-urlencoded', 'a=1', true],
    ['application/pdf', '%PDF', true],
  ])('passes %s, in base64 or not, without loss', async (type, body, base64) => {
    const { get, events } = await start(echo)
    await get('/cases', { method: 'POST', body, headers: { 'content-type': type } })
    expect(events[0]?.isBase64Encoded).toBe(base64)
    expect(Buffer.from(events[0]?.body ?? '', base64 ? 'base64' : 'utf8').toString()).toBe(body)
  })

  it('answers with status, headers, several cookies and binary bodies; a bare result is a 200', async () => {
    const results: unknown[] = [
      {
        statusCode: 201,
        headers: { 'X-Count': 3 },
        cookies: ['a=1', 'b=2'],
        body: Buffer.from([0, 255]).toString('base64'),
        isBase64Encoded: true,
      },
      { fine: true },
    ]
    const { get } = await start(async () => results.shift())
    const first = await get('/cases/1')
    expect([first.status, first.headers.get('x-count'), first.headers.getSetCookie()]).toEqual([
      201,
      '3',
      ['a=1', 'b=2'],
    ])
    expect([...new Uint8Array(await first.arrayBuffer())]).toEqual([0, 255])
    expect(await (await get('/cases/1')).json()).toEqual({ fine: true })
  })

  it('refuses as problem+json what it has no route for', async () => {
    const { get, gateway } = await start(echo)
    const none = await get('/nothing')
    expect([none.status, none.headers.get('content-type')]).toEqual([404, 'application/problem+json'])
    const wrong = await get('/cases/1', { method: 'DELETE' })
    expect([wrong.status, wrong.headers.get('allow'), ((await wrong.json()) as { status: number }).status]).toEqual([
      405,
      'GET',
      405,
    ])
    expect(await status(gateway.port, '/cases/%E0%A4%A')).toBe(400)
    expect(await status(gateway.port, '/nothing/%')).toBe(400)
  })

  it('keeps what a handler throws to itself', async () => {
    const { get } = await start(async () => {
      throw new Error('secret detail')
    })
    const answer = await get('/cases/1')
    expect(answer.status).toBe(500)
    expect(await answer.text()).not.toContain('secret detail')
  })

  it('refuses a body above the limit, announced or streamed, before the handler', async () => {
    const { get, events } = await start(echo, { maxBody: 1000 })
    const announced = await get('/cases', { method: 'POST', body: 'x'.repeat(1001) })
    expect(announced.status).toBe(413)
    // Large enough for no buffer on the way: who is cut off while sending never sees the answer.
    const large = await start(echo, { maxBody: 4_000_000 })
    expect(await sentWhole(large.gateway.port, 30_000_000)).toMatch(/^HTTP\/1.1 413 .*application\/problem\+json/s)
    const stream = new ReadableStream({
      pull: controller => controller.enqueue(new Uint8Array(600)),
    })
    const endless = await get('/cases', { method: 'POST', body: stream, duplex: 'half' } as RequestInit).then(
      answer => answer.status,
      () => 'closed',
    )
    expect([413, 'closed']).toContain(endless)
    expect(
      (await get('/cases', { method: 'POST', body: 'x'.repeat(1000), headers: { 'content-type': 'text/plain' } }))
        .status,
    ).toBe(200)
    expect(events).toHaveLength(1)
  })

  it('lets only so many handlers work at once, and turns away what would wait too long', async () => {
    let working = 0
    let most = 0
    // Whoever works is kept until one was turned away, however slowly the others arrive.
    const turnedAway = Promise.withResolvers<void>()
    const { get } = await start(
      async () => {
        working += 1
        most = Math.max(most, working)
        await turnedAway.promise
        working -= 1
        return { statusCode: 200 }
      },
      { concurrency: 2 },
    )
    const asked = Array.from({ length: 40 }, async () => {
      const { status } = await get('/cases/1')
      if (status === 503) turnedAway.resolve()
      return status
    })
    const statuses = await Promise.all(asked)
    expect(most).toBe(2)
    expect(new Set(statuses)).toEqual(new Set([200, 503]))
  })
})
