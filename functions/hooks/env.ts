import * as z from 'zod'

export const env = z.object({
  TABLE: z.string().min(1),
  LANDLORD: z.string().min(1),
  SECRETS_PREFIX: z.string().min(1),
  EVIDENCE_BUCKET: z.string().min(1),
  INBOUND_BUCKET: z.string().min(1),
})
