/**
 * The whole system on one machine: the deployed handlers, wired by the topology to stand-ins that speak the services'
 * own protocols. Only endpoints and the clock differ.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { policyOf, type World } from '../../functions/wire.ts'
import { services as aws } from '../../shared/aws/services.ts'
import { reckoner } from '../../shared/core/reckon.ts'
import type { Instant } from '../../shared/core/time.ts'
import { england } from '../../shared/core/working-days.ts'
import { dynamoCall } from '../../shared/store/dynamo/client.ts'
import { dynamoStore } from '../../shared/store/dynamo/dynamo.ts'
import { loadLandlord } from '../landlord/load.ts'
import { openCheckpoints } from './dynamodb/checkpoints.ts'
import { startPumps } from './dynamodb/subscriptions.ts'
import { unsignedHeaders } from './dynamodb/unsigned.ts'
import { openDoors } from './http/doors.ts'
import { registerAll } from './lambda/functions.ts'
import { createLambda } from './lambda/lambda.ts'
import { environmentOf, INBOUND, TABLE } from './names.ts'
import { startServices } from './services.ts'
import { createInbox, startSmtp } from './smtp/smtp.ts'
import { createAgenda } from './time/agenda.ts'
import { openClock } from './time/clock-file.ts'
import { createNights } from './time/nights.ts'
import { createConductor, type Settled } from './time/rest.ts'

export type SystemOptions = {
  data: string
  port: number
  startAt?: Instant | undefined
  /** path of a landlord's file; the example's unless told */
  landlordFile?: string | undefined
  /** SMTP's port; 0 takes a free one */
  smtpPort?: number
  log: (line: string) => void
}

const daysOfReports = (landlord: ReturnType<typeof loadLandlord>) => ({
  calendar: england,
  window: landlord.sendingWindow,
  weekday: reckoner(england, policyOf(landlord)).policy('weekly.weekday'),
})

/** Starts everything; what it returns stops everything. Throws when DynamoDB or the port cannot be had, or the landlord's file is wrong. */
export const startSystem = async ({ data, port, startAt, landlordFile, smtpPort = 0, log }: SystemOptions) => {
  const landlord = loadLandlord(landlordFile ?? new URL('../landlord/example.json', import.meta.url))
  mkdirSync(data, { recursive: true })
  const clock = openClock(join(data, 'clock.json'), startAt)
  const lambda = createLambda()
  const call = (target: string, payload: unknown) => lambda.call(target, payload)
  const services = await startServices({ data, clock, landlord, call, log })
  const { queue, scheduler, deadLetters } = services
  const world: World = {
    now: clock.now,
    fault: (name, error) => log(`fault: ${name}: ${error instanceof Error ? error.message : String(error)}`),
    local: true,
    service: name => ({ unsigned: unsignedHeaders(aws[name].signing) }),
  }
  registerAll(lambda, environmentOf(landlord, port, lambda.arn('wake')), world)
  const store = dynamoStore({ call: dynamoCall(world.service('dynamodb')), table: TABLE })
  const agenda = createAgenda(cursor => store.everyTimer({ cursor, limit: 1000 }))
  const checkpoints = openCheckpoints(services.checkpointFile)
  const { endpoint } = services.dynamo
  const pumps = startPumps({ endpoint, table: TABLE, checkpoints, deadLetters, held: clock.held }, agenda, call)
  const report = (input: unknown) => call('report', input)
  const nights = createNights({
    clock,
    days: daysOfReports(landlord),
    report,
    fault: error => world.fault('report', error),
  })
  // On AWS every hour; a push over a year would look at every job 8,760 times, so a push looks once, as it begins.
  let found = clock.now().slice(0, 13)
  const findOrders = async (): Promise<void> => {
    found = clock.now().slice(0, 13)
    await call('orders', { job: 'find' }).catch((error: unknown) => world.fault('orders', error))
  }
  const conductor = createConductor(
    {
      clock,
      scheduler,
      drains: [...pumps, queue],
      tick: async () => {
        await call('tick', {})
        // A contractor that does not answer must not stop the clock.
        await call('orders', {}).catch((error: unknown) => world.fault('orders', error))
        await nights.look()
        if (!clock.held() && clock.now().slice(0, 13) > found) await findOrders()
      },
      nextWork: async () => [await agenda.next(), nights.next()].filter(t => t !== undefined).sort()[0],
    },
    error => world.fault('running', error),
  )
  const settle = async (target: Instant): Promise<Settled> => {
    await findOrders()
    // A push that failed leaves events behind, which waited for it.
    const done = await conductor.settle(target).finally(() => void queue.drain())
    await nights.count()
    return done
  }
  const inbox = createInbox({ clock, bucket: INBOUND, prefix: 'raw/', put: services.s3.put })
  const gateway = await openDoors({ port, landlord, clock, lambda, services, inbox, settle, world })
  const smtp = await startSmtp({ port: smtpPort, domains: [landlord.mailDomain], deliver: inbox })
  conductor.start()
  return {
    url: gateway.endpoint,
    smtpPort: smtp.port,
    landlord,
    clock,
    store,
    settle,
    /** yesterday's figures, as every night makes them */
    count: nights.countNow,
    stop: async () => {
      await gateway.stop()
      await smtp.stop()
      await conductor.stop()
      await Promise.all(pumps.map(pump => pump.stop()))
      await services.stop()
      checkpoints.close()
      await services.dynamo.stop()
    },
  }
}
