/** The table in DynamoDB. */
import { randomUUID } from 'node:crypto'
import * as z from 'zod'
import { bounded, inParts } from '../../bounded.ts'
import { storeOver } from '../compose.ts'
import { Transient } from '../faults.ts'
import { indexes } from '../schema.ts'
import { fits } from '../size.ts'
import type { Store } from '../store.ts'
import type { Found, Item, Key, Put, Query, Table, Update } from '../table.ts'
import type { DynamoCall } from './client.ts'
import { changeText, conditionText, type Placeholders, placeholders } from './expressions.ts'
import { anyItem, asFault, cancelled, refusedWrite } from './trouble.ts'
import { type AnyWire, plainItem, wireItem } from './wire.ts'

export type DynamoAccess = { call: DynamoCall; table: string }

/** The key by which a query of that index goes on after an item. */
const startKey = (after: Item | undefined, index: Query['index']) => {
  if (!after) return {}
  const names = index ? ['pk', 'sk', indexes[index].pk, indexes[index].sk] : ['pk', 'sk']
  return { ExclusiveStartKey: wireItem(Object.fromEntries(names.map(name => [name, after[name]!]))) }
}

/** Placeholders as a request carries them. */
const carried = (used: Placeholders) => {
  const { ExpressionAttributeValues: values, ...names } = used.used()
  return values ? { ...names, ExpressionAttributeValues: wireItem(values) } : names
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
    ...carried(used),
  }
}

const answers = {
  get: z.object({ Item: anyItem.optional() }),
  found: z.object({ Items: z.array(anyItem).default([]), LastEvaluatedKey: anyItem.optional() }),
  batch: z.object({
    Responses: z.record(z.string(), z.array(anyItem)).default({}),
    UnprocessedKeys: z.record(z.string(), z.object({ Keys: z.array(anyItem) })).default({}),
  }),
  changed: z.object({ Attributes: anyItem }),
}

const found = (output: unknown): Found => {
  const { Items, LastEvaluatedKey } = answers.found.parse(output)
  return { items: Items.map(plainItem), ...(LastEvaluatedKey ? { more: plainItem(LastEvaluatedKey) } : {}) }
}

const putInput = (table: string, { item, when }: Put) => {
  const used = placeholders()
  return {
    TableName: table,
    Item: wireItem(fits(item)),
    ...(when
      ? { ConditionExpression: conditionText(when, used), ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const }
      : {}),
    ...carried(used),
  }
}

const updateInput = (table: string, { key, change, when }: Update) => {
  const used = placeholders()
  return {
    TableName: table,
    Key: wireItem(key),
    UpdateExpression: changeText(change, used),
    ConditionExpression: conditionText(when, used),
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
    ...carried(used),
  }
}

/** BatchGetItem answers in part when it is busy; asks again for the rest, at most five times. */
const batchGet = async ({ call, table }: DynamoAccess, keys: readonly Key[]): Promise<Item[]> => {
  const items: Item[] = []
  let asked: AnyWire[] = keys.map(wireItem)
  for (let attempt = 0; asked.length > 0; attempt++) {
    if (attempt === 5) throw new Transient(`${asked.length} items still unread`)
    const output = await call('BatchGetItem', { RequestItems: { [table]: { Keys: asked, ConsistentRead: true } } })
    const { Responses, UnprocessedKeys } = answers.batch.parse(output)
    items.push(...(Responses[table] ?? []).map(plainItem))
    asked = UnprocessedKeys[table]?.Keys ?? []
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
/** A large answer waits for some of these in turn, not for all; one reader alone must not throttle the table. */
const batchesAtOnce = 4

const reads = (access: DynamoAccess): Pick<Table, 'get' | 'getMany' | 'query' | 'sweep'> => {
  const { call, table } = access
  return {
    get: (key, { stale } = { stale: false }) =>
      reading(async () => {
        const output = await call('GetItem', { TableName: table, Key: wireItem(key), ConsistentRead: !stale })
        const { Item } = answers.get.parse(output)
        return Item && plainItem(Item)
      }),
    getMany: keys =>
      reading(async () => {
        const found: Item[][] = []
        await bounded([...inParts(keys, batchSize)].entries(), batchesAtOnce, async ([part, some]) => {
          found[part] = await batchGet(access, some)
        })
        return found.flat()
      }),
    query: query => reading(async () => found(await call('Query', queryInput(table, query)))),
    sweep: (index, { segment, of, after, limit }) =>
      reading(async () => {
        const share = { Segment: segment, TotalSegments: of, Limit: limit, ...startKey(after, index) }
        return found(await call('Scan', { TableName: table, IndexName: index, ...share }))
      }),
  }
}

const writes = ({ call, table }: DynamoAccess): Pick<Table, 'put' | 'update' | 'transact'> => ({
  put: async put => {
    try {
      await call('PutItem', putInput(table, put))
      return { ok: true, item: put.item }
    } catch (error) {
      return refusedWrite(error)
    }
  },
  update: async (key, change, when) => {
    const input = { ...updateInput(table, { key, change, when }), ReturnValues: 'ALL_NEW' }
    try {
      const output = await call('UpdateItem', input)
      return { ok: true, item: plainItem(answers.changed.parse(output).Attributes) }
    } catch (error) {
      return refusedWrite(error)
    }
  },
  transact: async writes => {
    try {
      const items = writes.map(write =>
        'item' in write ? { Put: putInput(table, write) } : { Update: updateInput(table, write) },
      )
      // One token for all attempts: what was written and not answered is not written again.
      await call('TransactWriteItems', { TransactItems: items, ClientRequestToken: randomUUID() })
      return { ok: true }
    } catch (error) {
      return cancelled(error)
    }
  },
})

export const dynamoTable = (access: DynamoAccess): Table => ({ ...reads(access), ...writes(access) })

/** The store over a table made from `tableDefinition`. */
export const dynamoStore = (access: DynamoAccess): Store => storeOver(dynamoTable(access))
