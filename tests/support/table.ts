/** Tables for tests, made from the definition that the stack uses too. */
import { CreateTableCommand, type CreateTableCommandInput } from '@aws-sdk/client-dynamodb'
import { documentClient } from '../../shared/store/client.ts'
import type { DynamoAccess } from '../../shared/store/dynamo.ts'
import { tableDefinition } from '../../shared/store/schema.ts'
import { clientConfig } from './dynoxide.ts'

const keySchema = (pk: string, sk: string): CreateTableCommandInput['KeySchema'] => [
  { AttributeName: pk, KeyType: 'HASH' },
  { AttributeName: sk, KeyType: 'RANGE' },
]

export const createTableInput = (name: string): CreateTableCommandInput => {
  const { pk, sk, indexes, stream } = tableDefinition
  const keyNames = [pk, sk, ...indexes.flatMap(index => [index.pk, index.sk])]
  return {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: keySchema(pk, sk),
    AttributeDefinitions: keyNames.map(attribute => ({ AttributeName: attribute, AttributeType: 'S' })),
    GlobalSecondaryIndexes: indexes.map(index => ({
      IndexName: index.name,
      KeySchema: keySchema(index.pk, index.sk),
      Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: [...index.include] },
    })),
    StreamSpecification: { StreamEnabled: true, StreamViewType: stream },
  }
}

let made = 0
/** A new empty table of its own. */
export const freshTable = async (endpoint: string): Promise<DynamoAccess> => {
  const client = documentClient(clientConfig(endpoint))
  const table = `test-${process.pid}-${Date.now()}-${made++}`
  await client.send(new CreateTableCommand(createTableInput(table)))
  return { client, table }
}
