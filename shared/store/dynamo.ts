/** The table in DynamoDB. */
import {
  BatchGetCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb'
import { storeOver } from './compose.ts'
import { changeText, conditionText, placeholders } from './expressions.ts'
import { Transient } from './faults.ts'
import { indexes } from './schema.ts'
import { fits } from './size.ts'
import type { Store } from './store.ts'
import type { Found, Item, Key, Put, Query, Table, Update } from './table.ts'
import { asFault, cancelled, refusedWrite } from './trouble.ts'

export type DynamoAccess = { client: DynamoDBDocumentClient; table: string }

/** The key by which a query of that index goes on after an item. */
const startKey = (after: Item | undefined, index: Query['index']) => {
  if (!after) return {}
  const names = index ? ['pk', 'sk', indexes[index].pk, indexes[index].sk] : ['pk', 'sk']
  return { ExclusiveStartKey: Object.fromEntries(names.map(name => [name, after[name]])) }
}

const queryInput = (table: string, query: Query) => {
  const used = placeholders()
  const [pk, sk] = query.index ? [indexes[query.index].pk, indexes[query.index].sk] : ['pk', 'sk']
  const own = `${used.name(pk)} = ${used.value(query.pk)}`
  const { from, to } = query
  const stretch = (): string => {
    if (from !== undefined && to !== undefined)
      return ` AND ${used.name(sk)} BETWEEN ${used.value(from)} AND ${used.value(to)}`
    if (from !== undefined) return ` AND ${used.name(sk)} >= ${used.value(from)}`
    return to === undefined ? '' : ` AND ${used.name(sk)} <= ${used.value(to)}`
  }
  return {
    TableName: table,
    ...(query.index ? { IndexName: query.index } : { ConsistentRead: true }),
    KeyConditionExpression: `${own}${stretch()}`,
    ...(query.only ? { FilterExpression: conditionText(query.only, used) } : {}),
    ScanIndexForward: !query.backwards,
    Limit: query.limit,
    ...startKey(query.after, query.index),
    ...used.used(),
  }
}

const found = (output: { Items?: unknown[] | undefined; LastEvaluatedKey?: unknown }): Found => ({
  items: (output.Items ?? []) as Item[],
  ...(output.LastEvaluatedKey ? { more: output.LastEvaluatedKey as Item } : {}),
})

const putInput = (table: string, { item, when }: Put) => {
  const used = placeholders()
  return {
    TableName: table,
    Item: fits(item),
    ...(when
      ? { ConditionExpression: conditionText(when, used), ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const }
      : {}),
    ...used.used(),
  }
}

const updateInput = (table: string, { key, change, when }: Update) => {
  const used = placeholders()
  return {
    TableName: table,
    Key: key,
    UpdateExpression: changeText(change, used),
    ConditionExpression: conditionText(when, used),
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
    ...used.used(),
  }
}

/** BatchGetItem answers in part when it is busy; asks again for the rest, at most five times. */
const batchGet = async ({ client, table }: DynamoAccess, keys: Key[]): Promise<Item[]> => {
  const items: Item[] = []
  let asked: Key[] = keys
  for (let attempt = 0; asked.length > 0; attempt++) {
    if (attempt === 5) throw new Transient(`${asked.length} items still unread`)
    const output = await client.send(
      new BatchGetCommand({ RequestItems: { [table]: { Keys: asked, ConsistentRead: true } } }),
    )
    items.push(...((output.Responses?.[table] ?? []) as Item[]))
    asked = (output.UnprocessedKeys?.[table]?.Keys ?? []) as Key[]
  }
  return items
}

const reading = async <T>(read: () => Promise<T>): Promise<T> => {
  try {
    return await read()
  } catch (error) {
    throw asFault(error)
  }
}

/** BatchGetItem's own limit. */
const batchSize = 100

const reads = (access: DynamoAccess): Pick<Table, 'get' | 'getMany' | 'query' | 'sweep'> => {
  const { client, table } = access
  return {
    get: (key, { stale } = { stale: false }) =>
      reading(async () => {
        const output = await client.send(new GetCommand({ TableName: table, Key: key, ConsistentRead: !stale }))
        return output.Item as Item | undefined
      }),
    getMany: keys =>
      reading(async () => {
        const items: Item[] = []
        for (let at = 0; at < keys.length; at += batchSize)
          items.push(...(await batchGet(access, keys.slice(at, at + batchSize))))
        return items
      }),
    query: query => reading(async () => found(await client.send(new QueryCommand(queryInput(table, query))))),
    sweep: (index, { segment, of, after, limit }) =>
      reading(async () =>
        found(
          await client.send(
            new ScanCommand({
              TableName: table,
              IndexName: index,
              Segment: segment,
              TotalSegments: of,
              Limit: limit,
              ...startKey(after, index),
            }),
          ),
        ),
      ),
  }
}

const writes = ({ client, table }: DynamoAccess): Pick<Table, 'put' | 'update' | 'transact'> => ({
  put: async put => {
    try {
      await client.send(new PutCommand(putInput(table, put)))
      return { ok: true, item: put.item }
    } catch (error) {
      return refusedWrite(error)
    }
  },
  update: async (key, change, when) => {
    const input = { ...updateInput(table, { key, change, when }), ReturnValues: 'ALL_NEW' as const }
    try {
      const output = await client.send(new UpdateCommand(input))
      return { ok: true, item: output.Attributes as Item }
    } catch (error) {
      return refusedWrite(error)
    }
  },
  transact: async writes => {
    try {
      const items = writes.map(write =>
        'item' in write ? { Put: putInput(table, write) } : { Update: updateInput(table, write) },
      )
      await client.send(new TransactWriteCommand({ TransactItems: items }))
      return { ok: true }
    } catch (error) {
      return cancelled(error)
    }
  },
})

export const dynamoTable = (access: DynamoAccess): Table => ({ ...reads(access), ...writes(access) })

/** The store over a table made from `tableDefinition`. */
export const dynamoStore = (access: DynamoAccess): Store => storeOver(dynamoTable(access))
