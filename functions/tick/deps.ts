import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics'
import type { Context } from 'aws-lambda'
import * as z from 'zod'
import { heartbeatOf } from '../../infra/metrics.ts'
import { release } from '../../shared/canary.ts'
import { sweep } from '../../shared/mail/sweep.ts'
import { nextContacts } from '../../shared/mail/undelivered.ts'
import { deskOf } from '../desk.ts'
import { type Given, type World, wire } from '../wire.ts'
import { env } from './env.ts'
import { createHandler, type Done } from './handler.ts'

/** What the hourly schedule says. */
const asksForCanary = z.object({ job: z.literal('canary') })
/** Mails tried in one sweep: at SES's rate for a new account, 14 a second, some ten seconds. */
const MAILS = 140

/** The heartbeat that the gravest alarm listens for. */
const beatOf =
  (landlord: string) =>
  (done: Done): void => {
    const { namespace, metric, dimensions } = heartbeatOf(landlord)
    const metrics = new Metrics({ namespace, defaultDimensions: dimensions })
    metrics.addMetric(metric, MetricUnit.Count, 1)
    metrics.addMetric('Fired', MetricUnit.Count, done.fired)
    metrics.publishStoredMetrics()
  }

export const make = (given: Given, world: World) => {
  const parsed = env.parse(given)
  const wired = wire(parsed, world)
  const makeDesk = deskOf(parsed, wired, world)
  return async (event: unknown, context: Pick<Context, 'getRemainingTimeInMillis'>) => {
    if (asksForCanary.safeParse(event).success) return release(wired.apply, world.now())
    const desk = makeDesk()
    return createHandler({
      ...wired,
      schedules: desk.schedules,
      sweepMail: () => sweep(desk, MAILS),
      nextContacts: () => nextContacts(wired.store, world.now()),
      left: () => context.getRemainingTimeInMillis(),
      heartbeat: world.local ? () => {} : beatOf(wired.landlord.shortName),
    })()
  }
}
