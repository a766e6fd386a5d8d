/** The table on this machine, made from the same definition as the one that the stack deploys. */
import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb'
import { saidBy } from '../../../shared/aws/fault.ts'
import type { DynamoCall } from '../../../shared/store/dynamo/client.ts'
import { tableDefinition } from '../../../shared/store/schema.ts'

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

/** Success too when it is there already. */
export const ensureTable = async (call: DynamoCall, name: string): Promise<void> => {
  try {
    await call('CreateTable', createTableInput(name))
  } catch (error) {
    if (!saidBy(error, 'ResourceInUseException')) throw error
  }
}
