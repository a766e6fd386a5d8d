/**
 * The DynamoDB client. The endpoint comes from the SDK itself (AWS_ENDPOINT_URL_DYNAMODB), the Region and the
 * credentials from its usual chain.
 */
import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'

/**
 * Four attempts: a transaction keeps its client token over them, so a lost answer is not written twice. The timeouts
 * (milliseconds) leave room for all of them inside an API's 29 seconds.
 */
export const documentClient = (config: DynamoDBClientConfig = {}): DynamoDBDocumentClient => {
  const client = new DynamoDBClient({
    maxAttempts: 4,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
    ...config,
  })
  // It copies every item of every request for a log that nobody keeps.
  client.middlewareStack.remove('loggerMiddleware')
  return DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } })
}
