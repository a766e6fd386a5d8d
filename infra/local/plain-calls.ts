/**
 * DynamoDB's operations over plain HTTP. A call by the SDK takes a millisecond of processor time, most of it for
 * signatures, endpoint rules and retries that no emulator asks for; a simulated year makes a hundred thousand. What is
 * asked and answered is the same (tests/store/agree.test.ts).
 */
import { randomUUID } from 'node:crypto'
import { Agent, request } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb'
import * as z from 'zod'
import type { Calls } from '../../shared/store/dynamo.ts'
import { plainItem } from '../../shared/store/trouble.ts'

/** Attempts while it does not answer or says that it failed, and milliseconds before the second; each waits longer. */
const TRIES = 6
const PAUSE = 50
/** Milliseconds. */
const TIMEOUT = 5_000

const attribute = (value: unknown): unknown => {
  if (typeof value === 'string') return { S: value }
  if (typeof value === 'number') return { N: String(value) }
  if (value instanceof Uint8Array) return { B: Buffer.from(value).toString('base64') }
  if (value instanceof Set) return { SS: [...value] }
  throw new Error(`an attribute cannot be ${typeof value}`)
}
const attributes = (item: object): object =>
  Object.fromEntries(
    Object.entries(item).flatMap(([name, value]) => (value === undefined ? [] : [[name, attribute(value)]])),
  )

const items = new Set(['Item', 'Key', 'ExpressionAttributeValues', 'ExclusiveStartKey'])
/** For JSON.stringify: items are written as DynamoDB has them, wherever in the request they stand. */
const written = (name: string, value: unknown): unknown => {
  if (items.has(name)) return attributes(Object(value))
  return name === 'Keys' && Array.isArray(value) ? value.map(attributes) : value
}

const wire = z.custom<Parameters<typeof plainItem>[0]>(value => typeof value === 'object' && value !== null)
const item = wire.transform(plainItem)
const many = z.array(item)
const got = z.object({
  Item: item.optional(),
  Items: many.optional(),
  Attributes: item.optional(),
  LastEvaluatedKey: item.nullish().transform(key => key ?? undefined),
  Responses: z.record(z.string(), many).optional(),
  UnprocessedKeys: z.record(z.string(), z.object({ Keys: many.optional() })).optional(),
})

const refused = z.looseObject({
  __type: z.string(),
  message: z.string().default(''),
  Message: z.string().optional(),
  Item: z.custom<ConditionalCheckFailedException['Item']>().optional(),
  CancellationReasons: z.custom<TransactionCanceledException['CancellationReasons']>().optional(),
})

/** As the SDK would throw it. */
const fault = (status: number, text: string): Error => {
  const parsed = refused.safeParse(text.startsWith('{') ? JSON.parse(text) : undefined)
  if (!parsed.success) return new Error(`DynamoDB answers ${status}: ${text}`)
  const { __type, Item, CancellationReasons } = parsed.data
  const message = parsed.data.Message ?? parsed.data.message
  const name = __type.split('#').at(-1) ?? __type
  const given = { message, $metadata: { httpStatusCode: status } }
  if (name === 'ConditionalCheckFailedException')
    return new ConditionalCheckFailedException({ ...given, ...(Item ? { Item } : {}) })
  if (name === 'TransactionCanceledException')
    return new TransactionCanceledException({ ...given, ...(CancellationReasons ? { CancellationReasons } : {}) })
  return Object.assign(new Error(message), { name })
}

/** Emulators want to see a signature; none verifies it. */
const SIGNED =
  'AWS4-HMAC-SHA256 Credential=local/20260101/eu-west-2/dynamodb/aws4_request, SignedHeaders=host;x-amz-date, Signature=0'

type Answer = { status: number; text: string }

const post = (endpoint: URL, agent: Agent, operation: string, body: string): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/x-amz-json-1.0',
      'content-length': Buffer.byteLength(body),
      'x-amz-target': `DynamoDB_20120810.${operation}`,
      'x-amz-date': '20260101T000000Z',
      authorization: SIGNED,
    }
    const asked = request(endpoint, { method: 'POST', agent, headers, timeout: TIMEOUT }, response => {
      const chunks: Buffer[] = []
      response.on('data', chunk => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() }))
    })
    asked.on('timeout', () => asked.destroy(new Error(`DynamoDB did not answer within ${TIMEOUT} ms`)))
    asked.on('error', reject)
    asked.end(body)
  })

export const plainCalls = (endpoint: string): Calls => {
  const agent = new Agent({ keepAlive: true })
  const url = new URL(endpoint)
  const call = async (operation: string, input: object) => {
    const body = JSON.stringify(input, written)
    for (let attempt = 1; ; attempt += 1) {
      const answer = await post(url, agent, operation, body).catch((error: unknown) => {
        if (attempt === TRIES) throw error
      })
      if (answer?.status === 200) return got.parse(JSON.parse(answer.text))
      if (answer !== undefined && (answer.status < 500 || attempt === TRIES)) throw fault(answer.status, answer.text)
      await pause(PAUSE * 2 ** attempt)
    }
  }
  return {
    get: input => call('GetItem', input),
    batchGet: input => call('BatchGetItem', input),
    query: input => call('Query', input),
    scan: input => call('Scan', input),
    put: input => call('PutItem', input),
    update: input => call('UpdateItem', input),
    // A token, kept over the attempts: a lost answer is not written twice.
    transact: input => call('TransactWriteItems', { ...input, ClientRequestToken: randomUUID() }),
  }
}
