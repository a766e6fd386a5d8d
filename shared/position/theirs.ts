/** Whose job a case is. */
import type { Case } from '../core/case.ts'

/** As in the landlord's file: `streams` are the workflows whose jobs it may be given. */
export type Contractor = { id: string; streams: readonly string[] }

/** What a stream's own case opens for whoever works on that stream. */
const within: Readonly<Record<string, string>> = { 'water-task': 'legionella' }

/** The case names its contractor; where it names none, the landlord's file says who works on that stream. */
export const isTheirs = (
  { id, streams }: Contractor,
  { facts, workflow }: Pick<Case, 'facts' | 'workflow'>,
): boolean => {
  if (typeof facts.contractorId === 'string') return facts.contractorId === id
  return (
    streams.includes(within[workflow] ?? workflow) ||
    streams.includes(workflow) ||
    (typeof facts.stream === 'string' && streams.includes(facts.stream))
  )
}
