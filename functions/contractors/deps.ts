import { S3Client } from '@aws-sdk/client-s3'
import { s3Evidence } from '../../shared/effects/evidence.ts'
import { s3Originals } from '../../shared/effects/originals.ts'
import { awsSecrets, FRESH, secretsCall } from '../../shared/effects/secrets.ts'
import { type Given, type World, wireDoor } from '../wire.ts'
import { env } from './env.ts'
import { createHandler } from './handler.ts'

export const make = (given: Given, world: World) => {
  const parsed = env.parse(given)
  const wired = wireDoor(parsed, world)
  const s3 = new S3Client()
  return createHandler({
    ...wired,
    contractors: wired.landlord.contractors,
    guests: world.local,
    // On one machine a secret that was just set is to hold at once.
    secrets: awsSecrets(secretsCall(world.service('secretsmanager')), parsed.SECRETS_PREFIX, world.local ? 0 : FRESH),
    originals: s3Originals(s3, parsed.INBOUND_BUCKET),
    evidence: s3Evidence(s3, { bucket: parsed.EVIDENCE_BUCKET, now: world.now }),
    report: (error, reference) => world.fault(reference, error),
  })
}
