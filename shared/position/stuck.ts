/** Taken on and not moved: what somebody acknowledged and nothing has happened to since. It still counts as overdue. */
import type { Case } from '../core/case.ts'
import { isOverdue, kindOf, overdueDays, running } from '../core/clocks.ts'
import type { Reckon } from '../core/reckon.ts'
import type { Instant } from '../core/time.ts'
import type { AnyWorkflow, Due } from '../core/workflow.ts'
import { grade } from './reports/gravest.ts'

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
  grade: number
}

/** The gravest first; of equals the latest past due. */
export const graverStuck = (a: Stuck, b: Stuck): number =>
  Number(b.overdue) - Number(a.overdue) || a.grade - b.grade || b.late - a.late || (a.caseId < b.caseId ? -1 : 1)

/** Those acknowledged before `before` whose state has not changed since, the gravest first. */
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
    const clocks = new Map(running(workflow, c, reckon).map(one => [one.name, one]))
    for (const { clock, due, by, at } of c.acknowledged) {
      const runs = clocks.get(clock)
      if (runs?.due !== due || at > before || c.enteredAt > at) continue
      const [late, overdue] = [overdueDays(runs.due, now), isOverdue(runs.due, now)]
      const how = grade(c, kindOf(runs.clock, c.facts) === 'statutory')
      found.push({ caseId: c.id, workflow: c.workflow, clock, due: runs.due, by, since: at, late, overdue, grade: how })
    }
  }
  return found.sort(graverStuck)
}
