/** The same contract for the store on DynamoDB and the store in memory. */
import { afterAll, beforeAll, describe } from 'vitest'
import { storeOver } from '../../shared/store/compose.ts'
import { dynamoTable } from '../../shared/store/dynamo/dynamo.ts'
import { memoryTable } from '../../shared/store/memory.ts'
import type { Store } from '../../shared/store/store.ts'
import type { Table } from '../../shared/store/table.ts'
import { type Dynamo, startDynamo } from '../support/dynoxide.ts'
import { freshTable } from '../support/table.ts'

export type Fresh = () => Promise<{ store: Store; table: Table }>

export const onBothTables = (title: string, contract: (fresh: Fresh) => void): void => {
  const over = (table: Table) => ({ store: storeOver(table), table })
  describe(`${title}, in memory`, () => contract(async () => over(memoryTable())))
  describe(`${title}, in DynamoDB`, () => {
    let dynamo: Dynamo
    beforeAll(async () => {
      dynamo = await startDynamo()
    })
    afterAll(() => dynamo.stop())
    contract(async () => over(dynamoTable(await freshTable(dynamo.endpoint))))
  })
}
