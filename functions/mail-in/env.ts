import * as z from 'zod'

export const env = z.object({
  TABLE: z.string().min(1),
  LANDLORD: z.string().min(1),
  INBOUND_BUCKET: z.string().min(1),
  EVIDENCE_BUCKET: z.string().min(1),
  /** of a verified identity: answers to reply codes come from it */
  MAIL_FROM: z.string().min(1),
  CONFIGURATION_SET: z.string().min(1),
})
