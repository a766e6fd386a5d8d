/** The services of this machine: stand-ins that speak the protocols of AWS, and what asks AWS pointed at them. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { S3Event } from 'aws-lambda'
import { caller } from '../../shared/aws/caller.ts'
import { saidBy } from '../../shared/aws/fault.ts'
import { dynamoCall } from '../../shared/store/dynamo/client.ts'
import type { Landlord } from '../landlord/schema.ts'
import { type FunctionName, functionNames, functionSpec } from '../topology.ts'
import { passedByAll } from './dynamodb/checkpoints.ts'
import { startDynamoDb } from './dynamodb/dynamodb.ts'
import { streamed } from './dynamodb/subscriptions.ts'
import { ensureTable } from './dynamodb/table.ts'
import { startWebhooks } from './http/webhooks.ts'
import { openDeadLetters } from './lambda/dead-letters.ts'
import { startEventQueue } from './lambda/event-queue.ts'
import { GROUP, INBOUND, SECRETS, TABLE } from './names.ts'
import { startS3 } from './s3/s3.ts'
import { matchesAny } from './s3/s3-event.ts'
import { startScheduler } from './scheduler/scheduler.ts'
import { startSecrets } from './secrets.ts'
import { startSes } from './ses/ses.ts'
import type { Clock } from './time/clock.ts'

/** The stand-ins are found by these, as AWS would be by none. */
const pointAt = (endpoints: Record<string, string>): void => {
  process.env.AWS_REGION = 'eu-west-2'
  process.env.AWS_ACCESS_KEY_ID = 'local'
  process.env.AWS_SECRET_ACCESS_KEY = 'local'
  process.env.AWS_EC2_METADATA_DISABLED = 'true'
  for (const [service, endpoint] of Object.entries(endpoints)) process.env[`AWS_ENDPOINT_URL_${service}`] = endpoint
}

/** Whom EventBridge would tell of this put. */
const readersOf = ({ Records }: S3Event): FunctionName[] => {
  const laid = Records.filter(({ s3 }) => s3.bucket.name === INBOUND)
  const keys = laid.map(({ s3 }) => decodeURIComponent(s3.object.key.replaceAll('+', ' ')))
  return functionNames.filter(name =>
    functionSpec(name).triggers.some(t => t.on === 'inbound' && keys.some(key => matchesAny(t.keys, key))),
  )
}

/** Success too when it is there already. */
const ensureGroup = async (name: string): Promise<void> => {
  try {
    await caller('scheduler')({ method: 'POST', path: `/schedule-groups/${name}`, body: '{}' })
  } catch (error) {
    if (!saidBy(error, 'ConflictException')) throw error
  }
}

export type ServicesOptions = {
  data: string
  clock: Clock
  landlord: Landlord
  call: (target: string, payload: unknown) => Promise<unknown>
  log: (line: string) => void
}

/** Starts them; throws when DynamoDB cannot be had. */
export const startServices = async ({ data, clock, landlord, call, log }: ServicesOptions) => {
  const path = (name: string) => join(data, name)
  const deadLetters = openDeadLetters(path('dead-letters'), clock.now)
  const checkpointFile = path('checkpoints.sqlite')
  const dynamo = await startDynamoDb({
    data,
    read: existsSync(checkpointFile)
      ? passedByAll(
          checkpointFile,
          streamed.map(s => s.name),
        )
      : {},
    onCrash: () => log('DynamoDB ended and is started again'),
  })
  const queue = startEventQueue({ file: path('events.sqlite'), call, deadLetters, held: clock.held })
  const scheduler = await startScheduler({ file: path('schedules.sqlite'), clock, invoke: call, deadLetters })
  const ses = await startSes({ folder: path('mail'), clock, publish: events => queue.send('mail-events', ...events) })
  const s3 = await startS3({
    folder: path('objects'),
    clock,
    onPut: event => {
      for (const target of readersOf(event)) queue.send(target, event)
    },
  })
  const secrets = await startSecrets(path('secrets.json'), SECRETS)
  secrets.ensure([
    ...landlord.contractors.map(({ id }) => `contractors/${id}`),
    ...landlord.contractors.map(({ id }) => `webhooks/${id}`),
    ...landlord.sources.map(({ source }) => `sources/${source}`),
    'link',
    'session',
  ])
  const webhooks = await startWebhooks(clock.now, url =>
    landlord.contractors.filter(({ webhook }) => webhook === url).flatMap(({ id }) => secrets.of(`webhooks/${id}`)),
  )
  process.env.DUTYHOLDER_WEBHOOKS = webhooks.endpoint
  pointAt({
    DYNAMODB: dynamo.endpoint,
    SCHEDULER: scheduler.endpoint,
    SESV2: ses.endpoint,
    S3: s3.endpoint,
    SECRETS_MANAGER: secrets.endpoint,
  })
  await ensureTable(dynamoCall(), TABLE)
  await ensureGroup(GROUP)
  return {
    deadLetters,
    checkpointFile,
    dynamo,
    queue,
    scheduler,
    ses,
    s3,
    secrets,
    webhooks,
    /** all but DynamoDB, which goes last */
    stop: async () => {
      await queue.stop()
      await scheduler.stop()
      await Promise.all([ses.stop(), s3.stop(), secrets.stop(), webhooks.stop()])
    },
  }
}
