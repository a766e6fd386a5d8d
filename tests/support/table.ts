/** Tables for tests, made from the definition that the stack uses too. */
import { ensureTable } from '../../infra/local/dynamodb/table.ts'
import { dynamoCall } from '../../shared/store/dynamo/client.ts'
import type { DynamoAccess } from '../../shared/store/dynamo/dynamo.ts'
import { clientConfig } from './dynoxide.ts'

let made = 0
/** A new empty table of its own. */
export const freshTable = async (endpoint: string): Promise<DynamoAccess> => {
  const call = dynamoCall(clientConfig(endpoint))
  const table = `test-${process.pid}-${Date.now()}-${made++}`
  await ensureTable(call, table)
  return { call, table }
}
