/** What an event costs to write, as the service would bill it: a regression here is money and throttling. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { addHours, day } from '../../shared/core/time.ts'
import type { DynamoCall } from '../../shared/store/dynamo/client.ts'
import { dynamoStore } from '../../shared/store/dynamo/dynamo.ts'
import type { Commit } from '../../shared/store/store.ts'
import { type Dynamo, startDynamo } from '../support/dynoxide.ts'
import { freshTable } from '../support/table.ts'
import { aCommit, aNotice, t0 } from './sample.ts'

let dynamo: Dynamo
beforeAll(async () => {
  dynamo = await startDynamo()
})
afterAll(() => dynamo.stop())

type Units = { CapacityUnits?: number }
type Used = { Table?: Units; GlobalSecondaryIndexes?: Record<string, Units> }

/** Write units of the commit that follows an opening one: those of the table, and of each index that was touched. */
const unitsOf = async (second: Parameters<typeof aCommit>[2]) => {
  const { call, table } = await freshTable(dynamo.endpoint)
  let used: Used[] = []
  const counting: DynamoCall = async (name, input) => {
    const answer = await call(name, { ...input, ReturnConsumedCapacity: 'INDEXES' })
    used = (answer as { ConsumedCapacity?: Used[] }).ConsumedCapacity ?? used
    return answer
  }
  const store = dynamoStore({ call: counting, table })
  const due = day.parse('2026-12-01')
  await store.commit(aCommit('gas:H1', 0, { case: { assetId: 'H1' }, due }))
  const input: Commit = aCommit('gas:H1', 1, { due, ...second, case: { assetId: 'H1', ...second?.case } })
  await store.commit(input)
  const indexes = Object.entries(used[0]?.GlobalSecondaryIndexes ?? {})
  return {
    table: used[0]?.Table?.CapacityUnits,
    ...Object.fromEntries(indexes.map(([name, units]) => [name, units.CapacityUnits])),
  }
}

const seen = { source: 'sureheat', id: 'msg_1', bodyHash: 'b1' }
const wake = addHours(t0, 48)
const anAck = { clock: 'deadline', due: day.parse('2026-12-01'), rung: 0, by: 'ann@x.org', at: t0, until: wake }

// an item of up to 1 KB is 1 unit, doubled in a transaction; a changed index key is 2 (out and in), a changed attribute 1
it.each([
  ['a message that changes facts alone', { seen }, { table: 6 }],
  ['a message that changes the state', { seen, case: { state: 'no_access' } }, { table: 6, list: 1 }],
  ['a message that moves the wake', { seen, case: { wake } }, { table: 6, due: 2 }],
  // once: an acknowledged case that goes on writes no more than any other
  ['an acknowledgement', { seen, case: { acknowledged: [anAck] } }, { table: 6, pending: 1 }],
  ['a rung passed in silence', { case: { wake } }, { table: 4, due: 2 }],
  [
    'a rung that tells somebody',
    { case: { wake }, notices: [aNotice('n1', 'gas:H1')] },
    { table: 6, due: 2, pending: 1 },
  ],
])('%s costs so many write units and no more', async (_, second, expected) => {
  expect(await unitsOf(second)).toEqual(expected)
})
