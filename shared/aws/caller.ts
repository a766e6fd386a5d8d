/**
 * Signed requests to AWS, tried again as AWS's own clients do. Signature, connections and the rules of trying again are
 * those clients' own parts; their generated code is left out: it was two fifths of a cold start and three quarters of the
 * time that a request takes here (docs/bench.md).
 */
import { isThrottlingError, isTransientError, StandardRetryStrategy } from '@smithy/core/retry'
import { Hash } from '@smithy/core/serde'
import { HttpRequest } from '@smithy/core/transport'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import { SignatureV4 } from '@smithy/signature-v4'
import { type Credentials, credentialsOf } from './credentials.ts'
import { faultOf } from './fault.ts'
import { endpointOf, type ServiceName, services } from './services.ts'

/** Headers to sign with, in place of a signature: for services of this machine, which verify none. */
export type Unsigned = Readonly<Record<string, string>>

export type CallSettings = {
  /** calls in all, the first among them; 1: never again */
  attempts?: number
  /** milliseconds until there is a connection */
  connecting?: number
  /** milliseconds until there is an answer, and between two parts of it */
  answering?: number
  /** false: a connection for each request */
  kept?: boolean
  /** by default from AWS_ENDPOINT_URL_<service>, AWS_ENDPOINT_URL, or the service's in the Region */
  endpoint?: string
  /** by default AWS_REGION */
  region?: string
  /** by default of AWS_ACCESS_KEY_ID and its like */
  credentials?: Credentials
  unsigned?: Unsigned
}

export type Asked = { method: 'GET' | 'POST' | 'PUT' | 'DELETE'; path: string; query?: Record<string, string> } & {
  headers?: Record<string, string>
  body?: string
}

/** Answers the parsed body. Throws a Fault for what the service refused, an Error of the network for what never came. */
export type Caller = (asked: Asked) => Promise<Record<string, unknown>>

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

const parsed = (text: string): Record<string, unknown> => {
  if (text === '') return {}
  const body: unknown = JSON.parse(text)
  if (!isObject(body)) throw new Error('an answer that is no object')
  return body
}

/** A gateway between us and the service answers in HTML: its status says what may be done. */
const refusal = (text: string): Record<string, unknown> => {
  try {
    return parsed(text)
  } catch {
    return { message: text.slice(0, 200) }
  }
}

const bodyOf = async (stream: AsyncIterable<Buffer>): Promise<string> => {
  const parts: Buffer[] = []
  for await (const part of stream) parts.push(part)
  return Buffer.concat(parts).toString()
}

type Judged = Parameters<typeof isThrottlingError>[0]
const judged = (error: unknown): error is Judged => error instanceof Error

/** Whether another call may help, in the words of the rules. */
const errorType = (error: Judged) => {
  if (isThrottlingError(error)) return 'THROTTLING'
  return isTransientError(error) ? 'TRANSIENT' : undefined
}

/** Thrown on as it came, unless the rules allow another call; waits as they say before it. */
const patient = async <T>(strategy: StandardRetryStrategy, call: () => Promise<T>): Promise<T> => {
  let token = await strategy.acquireInitialRetryToken('')
  for (;;) {
    try {
      const answer = await call()
      strategy.recordSuccess(token)
      return answer
    } catch (error) {
      const type = judged(error) ? errorType(error) : undefined
      const next = type && (await strategy.refreshRetryTokenForRetry(token, { errorType: type }).catch(() => undefined))
      if (!next) throw error
      token = next
    }
  }
}

export const caller = (name: ServiceName, settings: CallSettings = {}): Caller => {
  const { attempts = 4, connecting = 1_000, answering = 5_000, kept = true, unsigned, credentials } = settings
  const region = settings.region ?? process.env.AWS_REGION
  const { protocol, hostname, port, host } = settings.endpoint
    ? new URL(settings.endpoint)
    : endpointOf(name, region, process.env)
  const signer = new SignatureV4({
    service: services[name].signing,
    region: region ?? '',
    credentials: async () => credentials ?? credentialsOf(process.env),
    sha256: Hash.bind(null, 'sha256'),
  })
  const connections = new NodeHttpHandler({
    connectionTimeout: connecting,
    requestTimeout: answering,
    socketTimeout: answering,
    throwOnRequestTimeout: true,
    httpAgent: { keepAlive: kept },
    httpsAgent: { keepAlive: kept },
  })
  const strategy = new StandardRetryStrategy(attempts)

  const once = async ({ headers = {}, query = {}, ...asked }: Asked): Promise<Record<string, unknown>> => {
    const where = { protocol, hostname, ...(port ? { port: Number(port) } : {}) }
    const request = new HttpRequest({ ...asked, ...where, query, headers: { ...headers, host, ...unsigned } })
    const signed = unsigned ? request : new HttpRequest(await signer.sign(request))
    const { response } = await connections.handle(signed)
    const text = await bodyOf(response.body)
    if (response.statusCode >= 300) throw faultOf(response.statusCode, response.headers, refusal(text))
    return parsed(text)
  }
  return asked => patient(strategy, () => once(asked))
}

/** One action of a service that speaks AWS's JSON protocol: `target` is its name with the version before it. */
export const action =
  (call: Caller, prefix: string, version: '1.0' | '1.1') =>
  (name: string, input: object): Promise<Record<string, unknown>> =>
    call({
      method: 'POST',
      path: '/',
      headers: { 'content-type': `application/x-amz-json-${version}`, 'x-amz-target': `${prefix}.${name}` },
      body: JSON.stringify(input),
    })
