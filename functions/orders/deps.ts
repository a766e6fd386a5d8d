import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { SESv2Client } from '@aws-sdk/client-sesv2'
import type { Context } from 'aws-lambda'
import { sesMailOut, sesSettings } from '../../shared/effects/mail-out.ts'
import { awsSecrets, FRESH } from '../../shared/effects/secrets.ts'
import { fetchWebhooks } from '../../shared/effects/webhook-out.ts'
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
    mail: sesMailOut(new SESv2Client({ ...sesSettings, ...world.client('ses') }), parsed.CONFIGURATION_SET),
    secrets: awsSecrets(new SecretsManagerClient(), parsed.SECRETS_PREFIX, world.local ? 0 : FRESH),
    random: Math.random,
  }
  return (event: unknown, context: Pick<Context, 'getRemainingTimeInMillis'>) =>
    createHandler({ ...wired, ...outside, left: () => context.getRemainingTimeInMillis() })(event)
}
