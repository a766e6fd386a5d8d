/**
 * Notes every request of a client with the unit of work it belongs to, so that the floor can send exactly the same ones
 * raw: same SDK, same order within a unit, same concurrency, and nothing of ours between.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import { type SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2'
import {
  BatchGetCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb'

type Call = { name: string; input: Record<string, unknown> }
export type Unit = Call[]
type Clients = { client: DynamoDBDocumentClient; ses?: SESv2Client }

/** What the clients' own stacks call them → what sends them again. */
const again: Record<string, (clients: Clients, input: never) => Promise<unknown>> = {
  GetItemCommand: ({ client }, input) => client.send(new GetCommand(input)),
  BatchGetItemCommand: ({ client }, input) => client.send(new BatchGetCommand(input)),
  QueryCommand: ({ client }, input) => client.send(new QueryCommand(input)),
  PutItemCommand: ({ client }, input) => client.send(new PutCommand(input)),
  UpdateItemCommand: ({ client }, input) => client.send(new UpdateCommand(input)),
  TransactWriteItemsCommand: ({ client }, input) => client.send(new TransactWriteCommand(input)),
  SendEmailCommand: ({ ses }, input) => ses!.send(new SendEmailCommand(input)),
}

const names: Record<string, string> = {
  GetCommand: 'GetItemCommand',
  BatchGetCommand: 'BatchGetItemCommand',
  PutCommand: 'PutItemCommand',
  UpdateCommand: 'UpdateItemCommand',
  TransactWriteCommand: 'TransactWriteItemsCommand',
}

const current = new AsyncLocalStorage<Unit>()
/** Work within one unit. */
export const within = <T>(unit: Unit, work: () => Promise<T>): Promise<T> => current.run(unit, work)

/** What a client is asked from now on lands in the unit at work, else in `loose`. */
export const note = (client: DynamoDBDocumentClient | SESv2Client, loose: Unit): void => {
  // The two clients' stacks differ by the types of their inputs alone, and inputs are passed on unread.
  const stack = client.middlewareStack as DynamoDBDocumentClient['middlewareStack']
  stack.add(
    (next, context) => async args => {
      const name = context.commandName ?? '?'
      const unit = current.getStore() ?? loose
      unit.push({ name: names[name] ?? name, input: args.input as Call['input'] })
      return next(args)
    },
    { step: 'initialize', name: 'note', priority: 'high' },
  )
}

export const replayUnit = async (clients: Clients, unit: Unit): Promise<void> => {
  for (const { name, input } of unit) {
    const send = again[name]
    if (!send) throw new Error(`the floor does not know ${name}`)
    await send(clients, input as never)
  }
}
