/** What of this machine answers by HTTP: the functions' routes as the topology has them, and the machine's own. */
import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import type { World } from '../../../functions/wire.ts'
import type { Instant } from '../../../shared/core/time.ts'
import { problem } from '../../../shared/http/problem.ts'
import { routes as router } from '../../../shared/http/router.ts'
import { stack } from '../../../shared/http/stack.ts'
import type { Landlord } from '../../landlord/schema.ts'
import { functionNames, functionSpec } from '../../topology.ts'
import type { Lambda } from '../lambda/lambda.ts'
import { INBOUND } from '../names.ts'
import type { startServices } from '../services.ts'
import type { createInbox } from '../smtp/smtp.ts'
import type { Clock } from '../time/clock.ts'
import type { Settled } from '../time/rest.ts'
import { type Route, startGateway } from './gateway.ts'
import { localPages } from './pages.ts'
import { localRoutes } from './routes.ts'
import type { Running } from './wire.ts'

export type DoorsOptions = {
  port: number
  landlord: Landlord
  clock: Clock
  lambda: Lambda
  services: Awaited<ReturnType<typeof startServices>>
  inbox: ReturnType<typeof createInbox>
  settle: (target: Instant) => Promise<Settled>
  world: World
}

const ownRoutes = ({ landlord, clock, lambda, services, inbox, settle }: DoorsOptions) => {
  const { queue, s3, ses, secrets, webhooks } = services
  // Who hands something in by hand wants to see what came of it.
  const read = async <T>(kept: Promise<T>): Promise<T> => {
    const answer = await kept
    await queue.drain()
    return answer
  }
  const parts: Parameters<typeof localRoutes>[0] = {
    release: () => lambda.call('tick', { job: 'canary' }),
    clock,
    mailbox: ses.mailbox,
    secrets,
    webhooks,
    settle,
    receive: (raw, envelope) => read(inbox(raw, envelope)),
    layDown: (key: string, bytes: Buffer) => read(s3.put(INBOUND, key, bytes)),
  }
  return [...localRoutes(parts), ...localPages({ ...parts, landlord: landlord.name })]
}

export const openDoors = (options: DoorsOptions): Promise<Running> => {
  const { port, clock, lambda, world } = options
  const own = ownRoutes(options)
  const ownHandler = stack(
    router(own, () => ({ ok: false, problem: problem(401, 'nobody is asked here') })),
    (error, reference) => world.fault(reference, error),
  )
  const deployed = functionNames.flatMap((name): Route[] =>
    functionSpec(name).triggers.flatMap(t =>
      t.on === 'http'
        ? t.routes.map(({ method, path }) => ({ method, path, handler: event => lambda.call(name, event) }))
        : [],
    ),
  )
  return startGateway({
    port,
    now: clock.millis,
    routes: [
      ...deployed,
      ...own.map(({ method, path }) => ({
        method,
        path,
        handler: (event: APIGatewayProxyEventV2) =>
          ownHandler(event, { getRemainingTimeInMillis: () => 3_600_000 } as never),
      })),
    ],
    onError: error => world.fault('gateway', error),
  })
}
