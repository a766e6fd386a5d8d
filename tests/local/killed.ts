/** A small system in a process of its own, to be killed: a table with its pump, and a scheduler. Prints what it does. */
import { join } from 'node:path'
import { CreateTableCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { CreateScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler'
import { openCheckpoints } from '../../infra/local/dynamodb/checkpoints.ts'
import { startDynamoDb } from '../../infra/local/dynamodb/dynamodb.ts'
import { startPump } from '../../infra/local/dynamodb/stream-pump.ts'
import { openDeadLetters } from '../../infra/local/lambda/dead-letters.ts'
import { startScheduler } from '../../infra/local/scheduler/scheduler.ts'
import { createClock } from '../../infra/local/time/clock.ts'

const [, , data = '', from = '0'] = process.argv
const say = (...words: unknown[]): void => void process.stdout.write(`${words.join(' ')}\n`)
const client = (endpoint: string) => ({
  endpoint,
  region: 'eu-west-2',
  credentials: { accessKeyId: 'x', secretAccessKey: 'y' },
})

const clock = createClock()
const deadLetters = openDeadLetters(join(data, 'dead-letters'), clock.now)
const db = await startDynamoDb({ data, env: {} })
const dynamo = new DynamoDBClient(client(db.endpoint))
await dynamo
  .send(
    new CreateTableCommand({
      TableName: 'cases',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    }),
  )
  .catch(() => undefined)
const scheduler = await startScheduler({
  file: join(data, 'scheduler.sqlite'),
  clock,
  deadLetters,
  invoke: async (_, input) => say('fired', (input as { n: string }).n),
})
startPump({
  endpoint: db.endpoint,
  table: 'cases',
  name: 'follow',
  pollEvery: 20,
  batchSize: 3,
  checkpoints: openCheckpoints(join(data, 'checkpoints.sqlite')),
  deadLetters,
  handler: async event => {
    for (const record of event.Records) say('followed', record.dynamodb?.Keys?.pk?.S)
  },
})
setInterval(() => void scheduler.fireDue(clock.now()), 20)

const schedules = new SchedulerClient(client(scheduler.endpoint))
say('db', db.pid())
for (let n = Number(from); n < Number(from) + 1000; n += 1) {
  await dynamo.send(new PutItemCommand({ TableName: 'cases', Item: { pk: { S: String(n) } } }))
  say('wrote', n)
  await schedules.send(
    new CreateScheduleCommand({
      Name: `s${n}`,
      ScheduleExpression: 'at(2020-01-01T00:00:00)',
      FlexibleTimeWindow: { Mode: 'OFF' },
      ActionAfterCompletion: 'DELETE',
      Target: { Arn: 'wake', RoleArn: 'r', Input: JSON.stringify({ n: String(n) }) },
    }),
  )
  say('scheduled', n)
}
