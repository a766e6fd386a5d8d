/** What is worst: danger to life first, then what the law dates, and within each the longest overdue. */
import { bySoonest } from '../../../shared/core/time.ts'
import { lifeSafety } from '../../../shared/position/reports/materiality.ts'
import type { Row } from '../read.ts'

/** 0: somebody may be hurt today. 1: checks and faults in which lateness costs lives. */
const grade = ({ case: { workflow, facts }, statutory }: Row): number => {
  const { priority, stream, category, severityHint } = facts
  if (priority === 'P0') return 0
  if (workflow === 'hazard' && (category ?? severityHint) === 'emergency') return 0
  if (workflow === 'hazard' || lifeSafety.includes(workflow)) return 1
  if (priority === 'P1') return 1
  if (priority === 'P2' && typeof stream === 'string' && lifeSafety.includes(stream)) return 1
  return statutory ? 2 : 3
}

export const worst = (a: Row, b: Row): number =>
  grade(a) - grade(b) || (a.due && b.due ? bySoonest(a.due, b.due) : Number(!a.due) - Number(!b.due))
