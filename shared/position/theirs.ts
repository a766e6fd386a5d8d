/** Whose job a case is. */
import type { Case } from '../core/case.ts'

/** As in the landlord's file: `streams` are the workflows whose jobs it may be given. */
export type Contractor = { id: string; streams: readonly string[] }
type Job = Pick<Case, 'facts' | 'workflow'>

const named = ({ facts }: Job): string | undefined =>
  typeof facts.contractorId === 'string' ? facts.contractorId : undefined

/** Of those who do such work, its own stream before its workflow: a fire action is for fire consultants first. */
export const ableOf = <C extends { streams: readonly string[] }>(
  { workflow, stream }: { workflow: string; stream?: unknown },
  contractors: readonly C[],
): C[] => {
  const streams = [...(typeof stream === 'string' ? [stream] : []), workflow]
  const first = streams.find(name => contractors.some(one => one.streams.includes(name)))
  return contractors.filter(one => first !== undefined && one.streams.includes(first))
}

/** The case names its contractor; where it names none, the only one whom the landlord lists for its stream. */
export const contractorOf = (c: Job, contractors: readonly Contractor[]): string | undefined => {
  const own = named(c)
  if (own !== undefined) return contractors.some(({ id }) => id === own) ? own : undefined
  const able = ableOf({ workflow: c.workflow, stream: c.facts.stream }, contractors)
  return able.length === 1 ? able[0]?.id : undefined
}

/** What a stream's own case opens for whoever works on that stream. */
const within: Readonly<Record<string, string>> = { 'water-task': 'legionella' }

/** Whose it is; where the landlord's file leaves open whose, it is any's who works on that stream. */
export const isTheirs = ({ id, streams }: Contractor, c: Job, contractors: readonly Contractor[]): boolean => {
  const whose = named(c) ?? contractorOf(c, contractors)
  if (whose !== undefined) return whose === id
  const { facts, workflow } = c
  return (
    streams.includes(within[workflow] ?? workflow) ||
    streams.includes(workflow) ||
    (typeof facts.stream === 'string' && streams.includes(facts.stream))
  )
}
