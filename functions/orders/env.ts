import * as z from 'zod'

export const env = z.object({
  TABLE: z.string().min(1),
  LANDLORD: z.string().min(1),
  BASE_URL: z.string().min(1),
  SECRETS_PREFIX: z.string().min(1),
  MAIL_FROM: z.string().min(1),
  CONFIGURATION_SET: z.string().min(1),
})
