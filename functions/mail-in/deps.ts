import { S3Client } from '@aws-sdk/client-s3'
import { s3Evidence } from '../../shared/effects/evidence.ts'
import { s3Originals } from '../../shared/effects/originals.ts'
import { mailOutOf } from '../desk.ts'
import { type Given, type World, wireDoor } from '../wire.ts'
import { env } from './env.ts'
import { createHandler } from './handler.ts'

export const make = (given: Given, world: World) => {
  const parsed = env.parse(given)
  const wired = wireDoor(parsed, world)
  const s3 = new S3Client()
  return createHandler({
    ...wired,
    people: async () => (await wired.directory()).people,
    evidence: s3Evidence(s3, {
      bucket: parsed.EVIDENCE_BUCKET,
      now: world.now,
      // As the SDK does, which does not tell.
      endpoint: process.env.AWS_ENDPOINT_URL_S3,
    }),
    originals: s3Originals(s3, parsed.INBOUND_BUCKET),
    mail: mailOutOf(parsed, wired, world),
    mailFrom: parsed.MAIL_FROM,
  })
}
