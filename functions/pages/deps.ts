import { randomBytes } from 'node:crypto'
import { S3Client } from '@aws-sdk/client-s3'
import { s3Evidence } from '../../shared/effects/evidence.ts'
import { s3KeptBytes, s3KeptReports } from '../../shared/effects/kept-reports.ts'
import { s3Originals } from '../../shared/effects/originals.ts'
import { awsSecrets, secretsCall } from '../../shared/effects/secrets.ts'
import { makeReport } from '../../shared/report/make.ts'
import { importing } from '../imports/importing.ts'
import { type Given, type World, wireDoor } from '../wire.ts'
import { env } from './env.ts'
import { createHandler } from './handler.ts'
import { oidcClient } from './sign-in/oidc.ts'

/** 24 bytes: beyond guessing, and short enough for a cookie. */
const random = (): string => randomBytes(24).toString('base64url')

export const make = (given: Given, world: World) => {
  const parsed = env.parse(given)
  const wired = wireDoor(parsed, world)
  const secrets = awsSecrets(secretsCall(world.service('secretsmanager')), parsed.SECRETS_PREFIX)
  const s3 = new S3Client({ forcePathStyle: world.local })
  const { oidc } = wired.landlord
  return createHandler({
    ...wired,
    window: wired.landlord.sendingWindow,
    contractors: wired.landlord.contractors,
    sources: wired.landlord.sources,
    landlord: { name: wired.landlord.name, baseUrl: parsed.BASE_URL, roles: wired.landlord.roles },
    secrets,
    originals: s3Originals(s3, parsed.INBOUND_BUCKET, process.env.AWS_ENDPOINT_URL_S3),
    evidence: s3Evidence(s3, {
      bucket: parsed.EVIDENCE_BUCKET,
      now: world.now,
      endpoint: process.env.AWS_ENDPOINT_URL_S3,
    }),
    reports: {
      kept: s3KeptReports(s3, parsed.EVIDENCE_BUCKET),
      bytes: s3KeptBytes(s3, parsed.EVIDENCE_BUCKET),
      make: (name, span) => makeReport(wired, name, span),
    },
    imports: importing(wired, world),
    oidc: oidcClient({
      issuer: oidc.issuer,
      clientId: oidc.clientId,
      redirectUri: `${parsed.BASE_URL}/pages/session/callback`,
      now: world.now,
      fetch,
    }),
    random,
  })
}
