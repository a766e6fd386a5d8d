/** What things are called on this machine. */

import type { StandardEnvironment } from '../environment.ts'
import type { Landlord } from '../landlord/schema.ts'

export const TABLE = 'dutyholder'
export const GROUP = 'dutyholder'
export const INBOUND = 'dutyholder-inbound'
export const SECRETS = 'dutyholder/local/'

const arn = (kind: string): string => `arn:aws:${kind}:eu-west-2:000000000000`

/** The variables that functions are given, as on AWS. */
export const environmentOf = (landlord: Landlord, port: number, wakeArn: string): StandardEnvironment => ({
  TABLE,
  LANDLORD: JSON.stringify(landlord),
  SCHEDULE_GROUP: GROUP,
  SCHEDULE_ROLE_ARN: 'arn:aws:iam::000000000000:role/local-scheduler',
  SCHEDULE_DEAD_LETTERS_ARN: `${arn('sqs')}:local-dead-letters`,
  WAKE_ARN: wakeArn,
  MAIL_FROM: landlord.mailFrom,
  CONFIGURATION_SET: 'local',
  BASE_URL: `http://127.0.0.1:${port}`,
  EVIDENCE_BUCKET: 'dutyholder-evidence',
  INBOUND_BUCKET: INBOUND,
  AUDIT_BUCKET: 'dutyholder-audit',
  SECRETS_PREFIX: SECRETS,
})
