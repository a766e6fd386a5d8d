import * as z from 'zod'

export const env = z.object({
  TABLE: z.string().min(1),
  LANDLORD: z.string().min(1),
  BASE_URL: z.string().min(1),
  /** files that people add on a case's page */
  EVIDENCE_BUCKET: z.string().min(1),
  /** messages that wait to be sorted, as they came */
  INBOUND_BUCKET: z.string().min(1),
  /** before `session`, which signs cookies */
  SECRETS_PREFIX: z.string().min(1),
})
