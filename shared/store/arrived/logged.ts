/** A line of the log of what arrived: numbers, doors and cases alone, nothing about people. */
import * as z from 'zod'
import { instant } from '../../core/time.ts'

/**
 * `again`: it came before; `test`: a trial of a form; `answered`: its sender, who is ours, was told why nothing came
 * of it; `ignored`: a machine's answer.
 */
export const outcomes = ['opened', 'told', 'triage', 'again', 'test', 'answered', 'ignored'] as const

export const logged = z.strictObject({
  /** `mail`, `form:<source>`, `hook:<source>`, `contractor:<id>` */
  door: z.string().max(120),
  /** the sender's number for it: a Message-ID, a submission's reference, a webhook-id; ours where it gave none */
  reference: z.string().min(1).max(1000),
  at: instant,
  outcome: z.enum(outcomes),
  caseId: z.string().max(200).optional(),
  event: z.string().max(100).optional(),
  why: z.string().max(500).optional(),
  /** where its bytes lie */
  original: z.string().max(1100).optional(),
})
export type Logged = z.output<typeof logged>

export type Left = Pick<Logged, 'outcome' | 'caseId' | 'event' | 'why'>
