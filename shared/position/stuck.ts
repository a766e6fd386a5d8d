/** Taken on and not moved: what somebody acknowledged and nothing has happened to since. It still counts as overdue. */
import type { Case } from '../core/case.ts'
import { isOverdue, overdueDays, running } from '../core/clocks.ts'
import type { Reckon } from '../core/reckon.ts'
import type { Instant } from '../core/time.ts'
import type { AnyWorkflow, Due } from '../core/workflow.ts'

export type Stuck = {
  caseId: string
  workflow: string
  clock: string
  due: Due
  by: string
  /** when it was acknowledged */
  since: Instant
  /** days past due; negative before */
  late: number
  overdue: boolean
}

/** Those acknowledged before `before` whose state has not changed since, the latest past due first. */
export const stuck = (
  cases: Iterable<Case>,
  workflows: Readonly<Record<string, AnyWorkflow>>,
  reckon: Reckon,
  { now, before }: { now: Instant; before: Instant },
): Stuck[] => {
  const found: Stuck[] = []
  for (const c of cases) {
    const workflow = workflows[c.workflow]
    if (!workflow || c.closedAt !== undefined || c.acknowledged.length === 0) continue
    const clocks = new Map(running(workflow, c, reckon).map(one => [one.name, one.due]))
    for (const { clock, due, by, at } of c.acknowledged) {
      const current = clocks.get(clock)
      if (current !== due || at > before || c.enteredAt > at) continue
      const late = overdueDays(current, now)
      const overdue = isOverdue(current, now)
      found.push({ caseId: c.id, workflow: c.workflow, clock, due: current, by, since: at, late, overdue })
    }
  }
  return found.sort((a, b) => b.late - a.late || (a.caseId < b.caseId ? -1 : 1))
}
