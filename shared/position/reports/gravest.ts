/** Which of what is late is worst: danger to life first, then what the law dates. Home, digests and roll-ups go by it. */
import type { Case } from '../../core/case.ts'
import { lifeSafety } from './materiality.ts'

type Named = Pick<Case, 'workflow' | 'facts'>

/** Somebody may be hurt today. */
export const isEmergency = ({ workflow, facts: { priority, category, severityHint } }: Named): boolean =>
  priority === 'P0' || (workflow === 'hazard' && (category ?? severityHint) === 'emergency')

/** The order by grade, for whoever reads a list that keeps it. */
export const gravestOrder =
  'Safety of life first, then dates set by law, then the rest; of each, the longest overdue first.'
export const ofLife = (of: number): boolean => of <= 1
export const ofLaw = (of: number): boolean => of === 2

/** 0: an emergency. 1: checks and faults in which lateness costs lives. 2: dated by law. 3: all else. */
export const grade = (c: Named, statutory: boolean): number => {
  const { priority, stream } = c.facts
  if (isEmergency(c)) return 0
  if (c.workflow === 'hazard' || lifeSafety.includes(c.workflow)) return 1
  if (priority === 'P1') return 1
  if (priority === 'P2' && typeof stream === 'string' && lifeSafety.includes(stream)) return 1
  return statutory ? 2 : 3
}
