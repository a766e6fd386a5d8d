import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { awsSecrets, FRESH } from '../../shared/effects/secrets.ts'
import { type Given, type World, wireDoor } from '../wire.ts'
import { env } from './env.ts'
import { createHandler } from './handler.ts'

export const make = (given: Given, world: World) => {
  const parsed = env.parse(given)
  const wired = wireDoor(parsed, world)
  return createHandler({
    ...wired,
    sources: wired.landlord.sources,
    // On one machine a secret that was just set is to hold at once.
    secrets: awsSecrets(new SecretsManagerClient(), parsed.SECRETS_PREFIX, world.local ? 0 : FRESH),
    report: (error, reference) => world.fault(reference, error),
  })
}
