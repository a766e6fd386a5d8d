import type { Context } from 'aws-lambda'
import { awsSecrets, FRESH, secretsCall } from '../../shared/effects/secrets.ts'
import { fetchWebhooks } from '../../shared/effects/webhook-out.ts'
import { mailOutOf } from '../desk.ts'
import { type Given, type World, wire } from '../wire.ts'
import { env } from './env.ts'
import { createHandler } from './handler.ts'

export const make = (given: Given, world: World) => {
  const parsed = env.parse(given)
  const wired = wire(parsed, world)
  const { landlord } = wired
  const outside = {
    contractors: landlord.contractors,
    from: landlord.ordersFrom,
    landlord: landlord.name,
    baseUrl: parsed.BASE_URL,
    mailFrom: parsed.MAIL_FROM,
    // On one machine no hook leaves it.
    hooks: fetchWebhooks(world.local ? process.env.DUTYHOLDER_WEBHOOKS : undefined),
    mail: mailOutOf(parsed, wired, world),
    secrets: awsSecrets(secretsCall(world.service('secretsmanager')), parsed.SECRETS_PREFIX, world.local ? 0 : FRESH),
    random: Math.random,
  }
  return (event: unknown, context: Pick<Context, 'getRemainingTimeInMillis'>) =>
    createHandler({ ...wired, ...outside, left: () => context.getRemainingTimeInMillis() })(event)
}
