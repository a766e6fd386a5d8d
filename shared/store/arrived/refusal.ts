/** A contractor's message that was not taken, as it is kept: which it was, and why. */
import * as z from 'zod'
import { instant } from '../../core/time.ts'

export const reason = z.strictObject({
  status: z.int(),
  detail: z.string().max(2000),
  /** by field; never what was written there */
  issues: z.array(z.strictObject({ path: z.string(), message: z.string() })).max(30),
  codes: z.array(z.string()).max(10),
  /** the case of triage that was opened all the same */
  kept: z.string().optional(),
})
export type Reason = z.output<typeof reason>

export const refused = z.strictObject({
  id: z.string(),
  contractorId: z.string(),
  /** its webhook-id, the first that it came under */
  messageId: z.string(),
  at: instant,
  original: z.string(),
})
export type Refused = z.output<typeof refused>
export type RefusedStanding = { refused: Refused; times: number; last: Refused['at']; reason: Reason; taken?: string }
