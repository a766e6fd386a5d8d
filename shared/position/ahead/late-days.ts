/** How many cases are overdue at the end of each day, as their copies change: what the look-ahead says of the position. */
import type { Case } from '../../core/case.ts'
import { running } from '../../core/clocks.ts'
import type { Reckon } from '../../core/reckon.ts'
import { addDays, bySoonest, type Day, dayOf, type Instant, isDay } from '../../core/time.ts'
import type { AnyWorkflow } from '../../core/workflow.ts'

type Standing = { workflow: string; since: Day; late: Day | undefined }

/** The first day at whose end the case is overdue by any of its clocks. */
const lateFrom = (workflow: AnyWorkflow, c: Case, reckon: Reckon): Day | undefined => {
  if (c.closedAt !== undefined) return undefined
  const due = running(workflow, c, reckon)
    .map(clock => clock.due)
    .sort(bySoonest)[0]
  return due === undefined ? undefined : isDay(due) ? addDays(due, 1) : dayOf(due)
}

export const lateDays = (workflows: Readonly<Record<string, AnyWorkflow>>, reckon: Reckon, until: Day) => {
  const held = new Map<string, Standing>()
  const closed: { workflow: string; from: Day; to: Day }[] = []
  /** `to` is the first day that no longer counts */
  const settle = ({ workflow, since, late }: Standing, to: Day): void => {
    const from = late === undefined || late > since ? late : since
    if (from !== undefined && from < to) closed.push({ workflow, from, to })
  }
  return {
    seen: (c: Case, at: Instant): void => {
      const workflow = workflows[c.workflow]
      if (!workflow) return
      const before = held.get(c.id)
      const since = dayOf(at)
      if (before) settle(before, since)
      held.set(c.id, { workflow: c.workflow, since, late: lateFrom(workflow, c, reckon) })
    },
    /** one that nobody looked at, and that stays as it is: overdue from that day on */
    stays: (workflow: string, from: Day): void => void closed.push({ workflow, from, to: addDays(until, 1) }),
    /** day → workflow → cases overdue at its end, from today to the last day; days and workflows without any are left out */
    counts: (): Map<Day, Record<string, number>> => {
      for (const one of held.values()) settle(one, addDays(until, 1))
      held.clear()
      const days = new Map<Day, Record<string, number>>()
      for (const { workflow, from, to } of closed)
        for (let day = from; day < to; day = addDays(day, 1)) {
          const count = days.get(day) ?? {}
          count[workflow] = (count[workflow] ?? 0) + 1
          days.set(day, count)
        }
      return days
    },
  }
}
