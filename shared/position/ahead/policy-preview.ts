/**
 * What a changed rule, policy or calendar would do to the open cases, before it is done: which dates move, by how many
 * days, and who would be mailed at once.
 */
import type { Case, Notice } from '../../core/case.ts'
import { running, wakeOf } from '../../core/clocks.ts'
import { fire } from '../../core/fire.ts'
import type { Reckon } from '../../core/reckon.ts'
import { dayOf, daysBetween, type Instant, isDay } from '../../core/time.ts'
import type { AnyWorkflow, Due } from '../../core/workflow.ts'

export type Moved = {
  caseId: string
  workflow: string
  clock: string
  /** absent: the clock did not run before, or no longer runs */
  was?: Due
  is?: Due
  /** calendar days later; negative: earlier */
  days?: number
}
export type Preview = {
  moved: Moved[]
  /** cases whose next rung comes at another moment, whether or not a date moved */
  rewoken: { caseId: string; was?: Instant; is?: Instant }[]
  /** who would be told at once, and would not have been without the change */
  mails: Notice[]
}

const day = (due: Due) => (isDay(due) ? due : dayOf(due))

const dues = (workflow: AnyWorkflow, c: Case, reckon: Reckon): Map<string, Due> =>
  new Map(running(workflow, c, reckon).map(clock => [clock.name, clock.due]))

const movedOf = (workflow: AnyWorkflow, c: Case, before: Reckon, after: Reckon): Moved[] => {
  const [was, is] = [dues(workflow, c, before), dues(workflow, c, after)]
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((clock): Moved[] => {
    const [old, next] = [was.get(clock), is.get(clock)]
    if (old === next) return []
    return [
      {
        caseId: c.id,
        workflow: c.workflow,
        clock,
        ...(old === undefined ? {} : { was: old }),
        ...(next === undefined ? {} : { is: next }),
        ...(old === undefined || next === undefined ? {} : { days: daysBetween(day(old), day(next)) }),
      },
    ]
  })
}

const told = (workflow: AnyWorkflow, c: Case, reckon: Reckon, now: Instant): Notice[] =>
  fire(workflow, c, { instant: now, today: dayOf(now), reckon })?.notices ?? []

export const policyPreview = (
  cases: Iterable<Case>,
  workflows: Readonly<Record<string, AnyWorkflow>>,
  { before, after, now }: { before: Reckon; after: Reckon; now: Instant },
): Preview => {
  const preview: Preview = { moved: [], rewoken: [], mails: [] }
  for (const c of cases) {
    const workflow = workflows[c.workflow]
    if (!workflow || c.closedAt !== undefined) continue
    preview.moved.push(...movedOf(workflow, c, before, after))
    const [was, is] = [wakeOf(workflow, c, before), wakeOf(workflow, c, after)]
    if (was === is) continue
    preview.rewoken.push({ caseId: c.id, ...(was ? { was } : {}), ...(is ? { is } : {}) })
    const already = new Set(told(workflow, c, before, now).map(notice => notice.id))
    preview.mails.push(...told(workflow, c, after, now).filter(notice => !already.has(notice.id)))
  }
  return preview
}
