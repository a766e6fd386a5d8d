/**
 * Notes every request with the unit of work it belongs to, so that the floor can send exactly the same ones raw: through
 * AWS's own clients, in the same order within a unit, at the same concurrency, and nothing of ours between. The bare ones
 * send them by our own transport.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2'
import {
  BatchGetCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb'
import type { Caller } from '../../shared/aws/caller.ts'
import type { DynamoCall } from '../../shared/store/dynamo/client.ts'

type Call = { name: string; input: Record<string, unknown> }
export type Unit = Call[]

const current = new AsyncLocalStorage<Unit>()
/** Work within one unit. */
export const within = <T>(unit: Unit, work: () => Promise<T>): Promise<T> => current.run(unit, work)

/** What is asked from now on lands in the unit at work, else in `loose`. */
export const noted =
  (call: DynamoCall, loose: Unit): DynamoCall =>
  (name, input) => {
    const unit = current.getStore() ?? loose
    unit.push({ name, input: { ...input } })
    return call(name, input)
  }

export const notedMail =
  (call: Caller, loose: Unit): Caller =>
  asked => {
    const unit = current.getStore() ?? loose
    unit.push({ name: 'SendEmail', input: JSON.parse(asked.body ?? '{}') })
    return call(asked)
  }

type Wire = { S?: string; N?: string; SS?: string[]; B?: string }
const plainValue = ({ S, N, SS, B }: Wire) => S ?? (SS && new Set(SS)) ?? (B ? Buffer.from(B, 'base64') : Number(N))
const plainMap = (map: unknown) =>
  Object.fromEntries(Object.entries(map as Record<string, Wire>).map(([name, value]) => [name, plainValue(value)]))
const maps = ['Item', 'Key', 'ExclusiveStartKey', 'ExpressionAttributeValues']

/** As the SDK's document client is asked: values without the letters of their kinds. */
const plainInput = (input: unknown): unknown => {
  if (Array.isArray(input)) return input.map(plainInput)
  if (typeof input !== 'object' || input === null) return input
  return Object.fromEntries(
    Object.entries(input).map(([name, value]) => {
      if (name === 'Keys') return [name, (value as unknown[]).map(plainMap)]
      return [name, maps.includes(name) ? plainMap(value) : plainInput(value)]
    }),
  )
}

/** Through AWS's own clients. */
export type Clients = { client: DynamoDBDocumentClient; ses?: SESv2Client }
const again: Record<string, (clients: Clients, input: never) => Promise<unknown>> = {
  GetItem: ({ client }, input) => client.send(new GetCommand(input)),
  BatchGetItem: ({ client }, input) => client.send(new BatchGetCommand(input)),
  Query: ({ client }, input) => client.send(new QueryCommand(input)),
  PutItem: ({ client }, input) => client.send(new PutCommand(input)),
  UpdateItem: ({ client }, input) => client.send(new UpdateCommand(input)),
  TransactWriteItems: ({ client }, input) => client.send(new TransactWriteCommand(input)),
  SendEmail: ({ ses }, input) => ses!.send(new SendEmailCommand(input)),
}

/** Made ready before anything is timed; it was not asked in that form. */
export const forClients = (units: readonly Unit[]): Unit[] =>
  units.map(unit =>
    unit.map(({ name, input }) => ({
      name,
      input: name === 'SendEmail' ? input : (plainInput(input) as Call['input']),
    })),
  )

/** `unit` as `forClients` made it. */
export const replayUnit = async (clients: Clients, unit: Unit): Promise<void> => {
  for (const { name, input } of unit) {
    const send = again[name]
    if (!send) throw new Error(`the floor does not know ${name}`)
    await send(clients, input as never)
  }
}

/** `unit` as it was noted, by our own transport. */
export const replayBare = async (call: DynamoCall, mail: Caller, unit: Unit): Promise<void> => {
  for (const { name, input } of unit) {
    if (name !== 'SendEmail') await call(name, input)
    else
      await mail({
        method: 'POST',
        path: '/v2/email/outbound-emails',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(input),
      })
  }
}

/** The SDK's own, as `sesSettings` has ours. */
export const sdkMail = (endpoint: string): SESv2Client =>
  new SESv2Client({
    maxAttempts: 1,
    requestHandler: { httpAgent: { keepAlive: false } },
    endpoint,
    region: 'eu-west-2',
    credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' },
  })
