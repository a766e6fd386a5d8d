import * as z from 'zod'

export const env = z.object({
  TABLE: z.string().min(1),
  LANDLORD: z.string().min(1),
})
