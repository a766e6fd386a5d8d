import { S3Client } from '@aws-sdk/client-s3'
import { s3Evidence } from '../../shared/effects/evidence.ts'
import { awsSecrets, FRESH, secretsCall } from '../../shared/effects/secrets.ts'
import { type Given, type World, wireDoor } from '../wire.ts'
import { env } from './env.ts'
import { createHandler } from './handler.ts'

export const make = (given: Given, world: World) => {
  const parsed = env.parse(given)
  const wired = wireDoor(parsed, world)
  return createHandler({
    ...wired,
    landlord: wired.landlord.name,
    contractors: wired.landlord.contractors,
    people: async () => (await wired.directory()).people,
    evidence: s3Evidence(new S3Client(), {
      bucket: parsed.EVIDENCE_BUCKET,
      now: world.now,
      // As the SDK does, which does not tell.
      endpoint: process.env.AWS_ENDPOINT_URL_S3,
    }),
    secrets: awsSecrets(secretsCall(world.service('secretsmanager')), parsed.SECRETS_PREFIX, world.local ? 0 : FRESH),
    report: (error, reference) => world.fault(reference, error),
  })
}
