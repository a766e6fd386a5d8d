/** Tables for tests, made from the definition that the stack uses too. */
import { CreateTableCommand } from '@aws-sdk/client-dynamodb'
import { createTableInput } from '../../infra/local/dynamodb/table.ts'
import { documentClient } from '../../shared/store/client.ts'
import type { DynamoAccess } from '../../shared/store/dynamo.ts'
import { clientConfig } from './dynoxide.ts'

let made = 0
/** A new empty table of its own. */
export const freshTable = async (endpoint: string): Promise<DynamoAccess> => {
  const client = documentClient(clientConfig(endpoint))
  const table = `test-${process.pid}-${Date.now()}-${made++}`
  await client.send(new CreateTableCommand(createTableInput(table)))
  return { client, table }
}
