/**
 * What became of each message that a door accepted, found by the number that its sender gave it. Nothing about people:
 * numbers, doors and cases alone.
 */
import * as z from 'zod'
import { type Instant, instant } from '../core/time.ts'
import type { Store } from '../store/store.ts'

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

/** One line for each of its numbers and each thing that came of it. */
export const noteIntake = async (
  store: Pick<Store, 'noteIntake'>,
  { door, at, references, original }: { door: string; at: Instant; references: readonly string[]; original?: string },
  left: readonly Left[],
): Promise<void> => {
  const numbers = [...new Set(references.map(one => one.trim().slice(0, 1000)).filter(one => one !== ''))]
  for (const reference of numbers)
    for (const { why, ...one } of left)
      await store.noteIntake({
        door,
        reference,
        at,
        ...one,
        ...(why ? { why: why.slice(0, 500).toWellFormed() } : {}),
        ...(original ? { original } : {}),
      })
}
