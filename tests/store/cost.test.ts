/** What an event costs to write, as the service would bill it: a regression here is money and throttling. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { addHours, day } from '../../shared/core/time.ts'
import { dynamoStore } from '../../shared/store/dynamo.ts'
import type { Commit } from '../../shared/store/store.ts'
import { type Dynamo, startDynamo } from '../support/dynoxide.ts'
import { freshTable } from '../support/table.ts'
import { aCommit, aNotice, t0 } from './sample.ts'

let dynamo: Dynamo
beforeAll(async () => {
  dynamo = await startDynamo()
})
afterAll(() => dynamo.stop())

type Used = { Table?: { CapacityUnits?: number }; GlobalSecondaryIndexes?: Record<string, { CapacityUnits?: number }> }

/** Write units of the commit that follows an opening one: those of the table, and of each index that was touched. */
const unitsOf = async (second: Parameters<typeof aCommit>[2]) => {
  const access = await freshTable(dynamo.endpoint)
  let used: Used[] = []
  access.client.middlewareStack.add(
    next => async args => {
      Object.assign(args.input, { ReturnConsumedCapacity: 'INDEXES' })
      const result = await next(args)
      used = (result.output as { ConsumedCapacity?: Used[] }).ConsumedCapacity ?? used
      return result
    },
    { step: 'initialize', name: 'capacity', priority: 'low' },
  )
  const store = dynamoStore(access)
  const due = day.parse('2026-12-01')
  await store.commit(aCommit('gas:H1', 0, { case: { assetId: 'H1' }, due }))
  const input: Commit = aCommit('gas:H1', 1, { due, ...second, case: { assetId: 'H1', ...second?.case } })
  await store.commit(input)
  return used
}

it('prints', async () => {
  const seen = { source: 'sureheat', id: 'x', bodyHash: 'y' }
  for (const second of [
    {},
    { seen },
    { seen, case: { state: 'no_access' } },
    { seen, case: { wake: addHours(t0, 48) } },
    { case: { wake: addHours(t0, 48) } },
    { case: { wake: addHours(t0, 48) }, notices: [aNotice('n', 'gas:H1')] },
  ])
    console.log(JSON.stringify(await unitsOf(second)))
  expect(1).toBe(1)
})
