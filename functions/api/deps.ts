import { S3Client } from '@aws-sdk/client-s3'
import { s3Evidence } from '../../shared/effects/evidence.ts'
import { s3KeptBytes, s3KeptReports } from '../../shared/effects/kept-reports.ts'
import { s3Originals } from '../../shared/effects/originals.ts'
import { makeReport } from '../../shared/report/make.ts'
import { type Given, type World, wireDoor } from '../wire.ts'
import { env } from './env.ts'
import { createHandler } from './handler.ts'

export const make = (given: Given, world: World) => {
  const parsed = env.parse(given)
  const wired = wireDoor(parsed, world)
  const s3 = new S3Client()
  // As the SDK does, which does not tell.
  const endpoint = process.env.AWS_ENDPOINT_URL_S3
  return createHandler({
    ...wired,
    window: wired.landlord.sendingWindow,
    contractors: wired.landlord.contractors,
    sources: wired.landlord.sources,
    forgetPeople: wired.directory.forget,
    personas: { local: world.local },
    evidence: s3Evidence(s3, { bucket: parsed.EVIDENCE_BUCKET, now: world.now, endpoint }),
    originals: s3Originals(s3, parsed.INBOUND_BUCKET, endpoint),
    reports: {
      kept: s3KeptReports(s3, parsed.EVIDENCE_BUCKET),
      bytes: s3KeptBytes(s3, parsed.EVIDENCE_BUCKET),
      make: (name, span) => makeReport(wired, name, span),
    },
    report: (error, reference) => world.fault(reference, error),
  })
}
