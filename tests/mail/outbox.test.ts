import { afterAll, beforeAll, describe } from 'vitest'
import { dynamoTable } from '../../shared/store/dynamo/dynamo.ts'
import { type Dynamo, startDynamo } from '../support/dynoxide.ts'
import { memoryOutbox, outboxOn } from '../support/outbox.ts'
import { outboxContract } from '../support/outbox-contract.ts'
import { freshTable } from '../support/table.ts'

outboxContract('in memory', async () => memoryOutbox())

describe('over a server', () => {
  let dynamo: Dynamo
  beforeAll(async () => {
    dynamo = await startDynamo()
  })
  afterAll(() => dynamo.stop())
  outboxContract('in DynamoDB', async () => outboxOn(dynamoTable(await freshTable(dynamo.endpoint))))
})
