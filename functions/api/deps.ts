import { S3Client } from '@aws-sdk/client-s3'
import { s3Evidence } from '../../shared/effects/evidence.ts'
import { directoryFrom } from '../../shared/people/directory.ts'
import { type Given, type World, wire } from '../wire.ts'
import { env } from './env.ts'
import { createHandler } from './handler.ts'

export const make = (given: Given, world: World) => {
  const parsed = env.parse(given)
  const wired = wire(parsed, world)
  const read = () => directoryFrom(wired.store, wired.landlord.fallback, world.now)
  let directory = read()
  return createHandler({
    ...wired,
    directory: () => directory(),
    forgetPeople: () => {
      directory = read()
    },
    personas: { local: world.local },
    evidence: s3Evidence(new S3Client(), {
      bucket: parsed.EVIDENCE_BUCKET,
      now: world.now,
      // As the SDK does, which does not tell.
      endpoint: process.env.AWS_ENDPOINT_URL_S3,
    }),
    report: (error, reference) => world.fault(reference, error),
  })
}
