/** DynamoDB's actions by name: input and answer are as its API reference words them. */
import { action, type CallSettings, caller } from '../../aws/caller.ts'

export type DynamoCall = ReturnType<typeof action>

/**
 * Four attempts: a transaction keeps its client token over them, so a lost answer is not written twice. The timeouts leave
 * room for all of them inside an API's 29 seconds.
 */
export const dynamoCall = (settings: CallSettings = {}): DynamoCall =>
  action(
    caller('dynamodb', { attempts: 4, connecting: 1_000, answering: 5_000, ...settings }),
    'DynamoDB_20120810',
    '1.0',
  )
