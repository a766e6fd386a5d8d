/**
 * The whole system on one machine: the deployed handlers, wired by the topology to stand-ins that speak the services'
 * own protocols. Only endpoints and the clock differ.
 */

import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ConflictException, CreateScheduleGroupCommand, SchedulerClient } from '@aws-sdk/client-scheduler'
import type { APIGatewayProxyEventV2, S3Event } from 'aws-lambda'
import * as z from 'zod'
import type { World } from '../../functions/wire.ts'
import { dayOf, type Instant } from '../../shared/core/time.ts'
import { england } from '../../shared/core/working-days.ts'
import { problem } from '../../shared/http/problem.ts'
import { routes as router } from '../../shared/http/router.ts'
import { stack } from '../../shared/http/stack.ts'
import { documentClient } from '../../shared/store/client.ts'
import { dynamoStore } from '../../shared/store/dynamo.ts'
import { timerIn } from '../../shared/store/timers.ts'
import { plainItem } from '../../shared/store/trouble.ts'
import type { StandardEnvironment } from '../environment.ts'
import { loadLandlord } from '../landlord/load.ts'
import { type FunctionName, functionNames, functionSpec } from '../topology.ts'
import { type Agenda, createAgenda } from './agenda.ts'
import { openCheckpoints, passedByAll } from './checkpoints.ts'
import { createClock } from './clock.ts'
import { openDeadLetters, writeDurably } from './dead-letters.ts'
import { startDynamoDb } from './dynamodb.ts'
import { startEventQueue } from './event-queue.ts'
import { registerAll } from './functions.ts'
import { type Route, startGateway } from './gateway.ts'
import { createLambda } from './lambda.ts'
import { localPages } from './pages.ts'
import { nextReport } from './reports.ts'
import { createConductor, type Settled } from './rest.ts'
import { localRoutes } from './routes.ts'
import { startS3 } from './s3.ts'
import { matchesAny } from './s3-event.ts'
import { startScheduler } from './scheduler.ts'
import { startSecrets } from './secrets.ts'
import { startSes } from './ses.ts'
import { createInbox, startSmtp } from './smtp.ts'
import { startPump } from './stream-pump.ts'
import { ensureTable } from './table.ts'
import type { Envelope } from './verdicts.ts'
import { startWebhooks } from './webhooks.ts'

export type SystemOptions = {
  data: string
  port: number
  startAt?: Instant | undefined
  /** SMTP's port; 0 takes a free one */
  smtpPort?: number
  log: (line: string) => void
}

const TABLE = 'dutyholder'
const GROUP = 'dutyholder'
const INBOUND = 'dutyholder-inbound'
const SECRETS = 'dutyholder/local/'

/** The SDK finds the stand-ins by these, as it would find AWS by none. */
const pointSdkAt = (endpoints: Record<string, string>): void => {
  process.env.AWS_REGION = 'eu-west-2'
  process.env.AWS_ACCESS_KEY_ID = 'local'
  process.env.AWS_SECRET_ACCESS_KEY = 'local'
  process.env.AWS_EC2_METADATA_DISABLED = 'true'
  for (const [service, endpoint] of Object.entries(endpoints)) process.env[`AWS_ENDPOINT_URL_${service}`] = endpoint
}

const openClock = (file: string, startAt: Instant | undefined) => {
  const kept = existsSync(file) ? Number(JSON.parse(readFileSync(file, 'utf8')).offset) : undefined
  let last: number | undefined
  return createClock({
    startAt,
    offset: kept,
    onOffset: offset => {
      if (last !== undefined && Math.abs(offset - last) < 1) return
      last = offset
      writeDurably(file, JSON.stringify({ offset }))
    },
  })
}

/** What kind of item a record is about, as the mapping's filter sees it. */
const kindOf = (record: { dynamodb?: unknown }): string =>
  z.object({ NewImage: z.object({ kind: z.object({ S: z.string() }) }) }).safeParse(record.dynamodb).data?.NewImage.kind
    .S ?? ''

const written = z.looseObject({ NewImage: z.custom<Parameters<typeof plainItem>[0]>().optional() })

/** An item that was written: when it is to be seen to now. Nothing that waits is ever deleted. */
const hear = (agenda: Agenda, { dynamodb }: { dynamodb?: unknown }): void => {
  const image = written.safeParse(dynamodb).data?.NewImage
  if (image) agenda.heard(timerIn(plainItem(image)))
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
    await new SchedulerClient().send(new CreateScheduleGroupCommand({ Name: name }))
  } catch (error) {
    if (!(error instanceof ConflictException)) throw error
  }
}

/** Starts everything; what it returns stops everything. Throws when DynamoDB or the port cannot be had. */
export const startSystem = async ({ data, port, startAt, smtpPort = 0, log }: SystemOptions) => {
  mkdirSync(data, { recursive: true })
  const path = (name: string) => join(data, name)
  const landlord = loadLandlord(new URL('../landlord/example.json', import.meta.url))
  const clock = openClock(path('clock.json'), startAt)
  const deadLetters = openDeadLetters(path('dead-letters'), clock.now)
  const streamed = functionNames.flatMap(name =>
    functionSpec(name).triggers.flatMap(t => (t.on === 'stream' ? [{ name, kinds: t.kinds, batch: t.batch }] : [])),
  )
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
  const lambda = createLambda()
  const call = (target: string, payload: unknown) => lambda.call(target, payload)
  const queue = startEventQueue({ file: path('events.sqlite'), call, deadLetters, held: clock.held })
  const scheduler = await startScheduler({ file: path('schedules.sqlite'), clock, invoke: call, deadLetters })
  const ses = await startSes({ folder: path('mail'), clock, publish: event => queue.send('mail-events', event) })
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
  pointSdkAt({
    DYNAMODB: dynamo.endpoint,
    SCHEDULER: scheduler.endpoint,
    SESV2: ses.endpoint,
    S3: s3.endpoint,
    SECRETS_MANAGER: secrets.endpoint,
  })
  await ensureTable(documentClient(), TABLE)

  const world: World = {
    now: clock.now,
    fault: (name, error) => log(`fault: ${name}: ${error instanceof Error ? error.message : String(error)}`),
    local: true,
  }
  const arn = (kind: string) => `arn:aws:${kind}:eu-west-2:000000000000`
  const environment: StandardEnvironment = {
    TABLE,
    LANDLORD: JSON.stringify(landlord),
    SCHEDULE_GROUP: GROUP,
    SCHEDULE_ROLE_ARN: 'arn:aws:iam::000000000000:role/local-scheduler',
    SCHEDULE_DEAD_LETTERS_ARN: `${arn('sqs')}:local-dead-letters`,
    WAKE_ARN: lambda.arn('wake'),
    MAIL_FROM: landlord.mailFrom,
    CONFIGURATION_SET: 'local',
    BASE_URL: `http://127.0.0.1:${port}`,
    EVIDENCE_BUCKET: 'dutyholder-evidence',
    INBOUND_BUCKET: INBOUND,
    AUDIT_BUCKET: 'dutyholder-audit',
    SECRETS_PREFIX: SECRETS,
  }
  registerAll(lambda, environment, world)
  await ensureGroup(GROUP)

  const checkpoints = openCheckpoints(checkpointFile)
  const store = dynamoStore({ client: documentClient(), table: TABLE })
  const agenda = createAgenda(cursor => store.everyTimer({ cursor, limit: 1000 }))
  const pumps = streamed.map(({ name, kinds, batch }, index) =>
    startPump({
      ...(index === 0 ? { sees: record => hear(agenda, record) } : {}),
      endpoint: dynamo.endpoint,
      table: TABLE,
      name,
      handler: event => lambda.call(name, event),
      checkpoints,
      deadLetters,
      batchSize: batch,
      held: clock.held,
      filter: record => kinds.includes(kindOf(record)),
    }),
  )
  let asked = clock.now()
  const conductor = createConductor(
    {
      clock,
      scheduler,
      drains: [...pumps, queue],
      tick: async () => {
        await lambda.call('tick', {})
        // A contractor that does not answer must not stop the clock.
        await lambda.call('orders', {}).catch((error: unknown) => world.fault('orders', error))
        if (nextReport(asked, england) > clock.now()) return
        asked = clock.now()
        // A report that fails must not stop the clock: every other deadline still has to be told.
        await lambda.call('report', { job: 'due' }).catch((error: unknown) => world.fault('report', error))
      },
      nextWork: async () =>
        [await agenda.next(), nextReport(asked, england)]
          .filter(t => t !== undefined)
          .sort()[0],
    },
    error => world.fault('running', error),
  )
  const inbox = createInbox({ clock, bucket: INBOUND, prefix: 'raw/', put: s3.put })
  // Who hands something in by hand wants to see what came of it.
  const read = async <T>(kept: Promise<T>): Promise<T> => {
    const answer = await kept
    await queue.drain()
    return answer
  }
  /** Yesterday's figures, as every night makes them on AWS. */
  const count = async (): Promise<void> => {
    await lambda.call('report', { job: 'snapshot' }).catch((error: unknown) => world.fault('report', error))
  }
  let counted = dayOf(clock.now())
  // The nights on the way were not walked, see `nextReport`; the last one was slept through by whoever looks now.
  const settle = async (target: Instant): Promise<Settled> => {
    const done = await conductor.settle(target)
    if (dayOf(done.now) > counted) await count()
    counted = dayOf(done.now)
    return done
  }
  const release = () => lambda.call('tick', { job: 'canary' })
  const parts = {
    release,
    clock,
    mailbox: ses.mailbox,
    secrets,
    webhooks,
    settle,
    receive: (raw: Buffer, envelope: Envelope) => read(inbox(raw, envelope)),
    layDown: (key: string, bytes: Buffer) => read(s3.put(INBOUND, key, bytes)),
  }
  const own = [...localRoutes(parts), ...localPages({ ...parts, landlord: landlord.name })]
  const ownHandler = stack(
    router(own, () => ({ ok: false, problem: problem(401, 'nobody is asked here') })),
    (error, reference) => world.fault(reference, error),
  )
  const gateway = await startGateway({
    port,
    now: clock.millis,
    routes: [
      ...functionNames.flatMap((name): Route[] =>
        functionSpec(name).triggers.flatMap(t =>
          t.on === 'http'
            ? t.routes.map(({ method, path }) => ({ method, path, handler: event => lambda.call(name, event) }))
            : [],
        ),
      ),
      ...own.map(({ method, path }) => ({
        method,
        path,
        handler: (event: APIGatewayProxyEventV2) =>
          ownHandler(event, { getRemainingTimeInMillis: () => 3_600_000 } as never),
      })),
    ],
    onError: error => world.fault('gateway', error),
  })
  const smtp = await startSmtp({ port: smtpPort, domains: [landlord.mailDomain], deliver: inbox })
  conductor.start()
  return {
    url: gateway.endpoint,
    smtpPort: smtp.port,
    landlord,
    clock,
    store,
    settle,
    count,
    stop: async () => {
      await gateway.stop()
      await smtp.stop()
      await conductor.stop()
      await Promise.all(pumps.map(pump => pump.stop()))
      await queue.stop()
      await scheduler.stop()
      await Promise.all([ses.stop(), s3.stop(), secrets.stop(), webhooks.stop()])
      checkpoints.close()
      await dynamo.stop()
    },
  }
}
