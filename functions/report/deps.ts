import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { s3KeptReports } from '../../shared/effects/kept-reports.ts'
import { keepRegime } from '../../shared/redate.ts'
import { mailOutOf } from '../desk.ts'
import { type Given, type World, wire } from '../wire.ts'
import { env } from './env.ts'
import { createHandler } from './handler.ts'
import type { Archive } from './ports.ts'

/** Written once: S3 refuses a second object of the name, and the first stays. */
const archive = (client: S3Client, bucket: string, prefix: string): Archive => ({
  put: async (name, bytes, type) => {
    try {
      await client.send(
        new PutObjectCommand({
          Bucket: bucket,
          Key: `${prefix}${name}`,
          Body: bytes,
          ContentType: type,
          IfNoneMatch: '*',
        }),
      )
      return 'kept'
    } catch (error) {
      if (error instanceof Error && error.name === 'PreconditionFailed') return 'there'
      throw error
    }
  },
})

export const make = (given: Given, world: World) => {
  const parsed = env.parse(given)
  const wired = wire(parsed, world)
  const s3 = new S3Client()
  return createHandler({
    ...wired,
    keepRegime: () => keepRegime(wired),
    kept: s3KeptReports(s3, parsed.EVIDENCE_BUCKET),
    reports: archive(s3, parsed.EVIDENCE_BUCKET, 'reports/'),
    heads: archive(s3, parsed.AUDIT_BUCKET, 'heads/'),
    desk: {
      mail: mailOutOf(parsed, wired, world),
      outbox: wired.store.outbox,
      directory: wired.directory,
      window: wired.landlord.sendingWindow,
      sender: {
        landlord: wired.landlord.name,
        from: parsed.MAIL_FROM,
        pages: parsed.BASE_URL,
        links: `${parsed.BASE_URL}/link`,
        answers: wired.landlord.mailboxes.length > 0,
      },
      now: world.now,
    },
  })
}
