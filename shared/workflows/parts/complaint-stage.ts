/** The points of a complaint and what a stage of the procedure makes of them (Complaint Handling Code section 6). */
import * as z from 'zod'
import { personal } from '../../core/personal.ts'
import { day, instant } from '../../core/time.ts'

const findings = ['upheld', 'partially_upheld', 'not_upheld', 'out_of_jurisdiction'] as const
export type Finding = (typeof findings)[number]

export const point = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,20}$/i),
  text: personal(4000),
  responsible: z.enum(['landlord', 'other', 'unclear']),
  explanation: personal(4000).optional(),
})
export type Point = z.output<typeof point>

export const pointFinding = z.strictObject({
  point: z.string().max(20),
  finding: z.enum(findings),
  reason: personal(8000),
  /** policy, law, good practice (Code 6.7) */
  cites: z.array(z.string().max(300)).max(20).optional(),
})

export const remedyTypes = [
  'apology',
  'acknowledgement',
  'explanation',
  'action',
  'change_decision',
  'amend_record',
  'financial',
  'change_policy',
  'other',
] as const

/** A remedy or an action that the response promises: what, and by when (Code 7.3, 6.6). */
export const promised = z.strictObject({
  what: personal(2000),
  by: day,
  owner: z.string().max(254).optional(),
  type: z.enum(remedyTypes).default('action'),
  /** pounds */
  amount: z.number().min(0).max(1_000_000).optional(),
  /** how it fell on the resident (Code 7.2); a payment needs it */
  impact: personal(4000).optional(),
})

const extension = z.strictObject({
  on: day,
  from: day,
  to: day,
  updateEvery: z.int(),
  exceedsCodeMaximum: z.boolean(),
  approvedBy: z.string().optional(),
  sha256: z.string(),
})

const delay = z.strictObject({ on: day, to: day, updateEvery: z.int(), sha256: z.string() })

const draft = z.strictObject({
  number: z.int(),
  by: z.string(),
  findings: z.array(pointFinding),
  remedies: z.array(promised),
  actions: z.array(promised),
})

/** What is known of one stage of a complaint. */
export const stage = z.strictObject({
  /** stage 2: when the resident asked for it */
  requestedAt: instant.optional(),
  requestReason: z.string().max(60).optional(),
  handler: z.string().optional(),
  handlerName: z.string().optional(),
  /** as the acknowledgement gives it; a later letter gives the same */
  handlerContact: z.string().optional(),
  acknowledgedOn: day.optional(),
  /** the first acknowledgement, even where it came back undelivered: a bounce buys no time */
  countsFrom: day.optional(),
  points: z.array(z.string()).optional(),
  extensions: z.array(extension).default([]),
  /** told after it was due: moves no clock of the Code, and is owed on its date all the same */
  delays: z.array(delay).optional(),
  draft: draft.optional(),
  checked: z
    .strictObject({
      draft: z.int(),
      by: z.string(),
      on: day,
      /** pounds of payments in this draft, and who approved them */
      approved: z.strictObject({ amount: z.number(), by: z.string() }).optional(),
    })
    .optional(),
  /** days on which a draft did not pass its quality check */
  checksFailed: z.array(day).optional(),
  respondedOn: day.optional(),
  respondedBy: z.string().optional(),
  outcome: z.enum(findings).optional(),
  findings: z.array(z.strictObject({ point: z.string(), finding: z.enum(findings) })).optional(),
  correctedOn: day.optional(),
})
export type Stage = z.output<typeof stage>
