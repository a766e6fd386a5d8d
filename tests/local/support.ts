/** A folder of its own for a test, gone afterwards; and a table with a stream to read. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateTableCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { onTestFinished } from 'vitest'

export const folder = (): string => {
  const path = mkdtempSync(join(tmpdir(), 'dutyholder-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}

export const local = (endpoint: string) => ({
  endpoint,
  region: 'eu-west-2',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
})

export const dynamoClient = (endpoint: string): DynamoDBClient => {
  const client = new DynamoDBClient(local(endpoint))
  onTestFinished(() => client.destroy())
  return client
}

export const createTable = (client: DynamoDBClient, name = 'cases') =>
  client.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    }),
  )

export const put = (client: DynamoDBClient, pk: string, table = 'cases') =>
  client.send(new PutItemCommand({ TableName: table, Item: { pk: { S: pk } } }))
