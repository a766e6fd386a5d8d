/** That something was erased: who, when, on what ground and under which rule. It says nothing of what it was. */
import * as z from 'zod'
import { instant } from '../../core/time.ts'

export const grounds = z.enum(['request', 'retention', 'mistake'])
export type Ground = z.output<typeof grounds>

export const erasure = z.strictObject({
  /** a person: the digest that keys hold of their address */
  subject: z.union([z.strictObject({ caseId: z.string() }), z.strictObject({ person: z.string() })]),
  at: instant,
  by: z.string(),
  ground: grounds,
  /** of retention: the rule whose time had passed */
  rule: z.string().optional(),
  /** nothing of a case is left to erase */
  whole: z.boolean(),
  /** how many texts went, copies included */
  words: z.int(),
  /** documents that lie nowhere any more, by hash */
  documents: z.array(z.string()),
})
export type Erasure = z.output<typeof erasure>
