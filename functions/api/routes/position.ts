/** How the stock stood on a day: computed from the facts of every case, never from a stored total. */
import * as z from 'zod'
import type { Case } from '../../../shared/core/case.ts'
import { type Day, day, dayOf, daysBetween, isDayText } from '../../../shared/core/time.ts'
import type { AnyWorkflow } from '../../../shared/core/workflow.ts'
import { json } from '../../../shared/http/answer.ts'
import { invalid } from '../../../shared/http/problem.ts'
import { route } from '../../../shared/http/route.ts'
import { isRequired, type Position, position as positionOf, type Status } from '../../../shared/position/position.ts'
import { listsOf, positionLists } from '../../../shared/position/streams/position-lists.ts'
import { everyCaseOf } from '../every-case.ts'
import type { Deps } from '../ports.ts'
import { positionPage, positionPageSchema } from '../position-page.ts'

type Counts = {
  workflow: string
  title: string
  /** the duty applied: the denominator, in which what is unknown counts as not done */
  required: number
  compliant: number
  overdue: number
  neverInspected: number
  unknown: number
  suspended: number
  notRequired: number
  retired: number
  /** compliant, and due within so many days */
  dueIn: { 30: number; 60: number; 90: number }
}

const outside: Partial<Record<Status, 'notRequired' | 'retired'>> = {
  not_applicable: 'notRequired',
  retired: 'retired',
}
const soon = { due30: 30, due60: 60, due90: 90 } as const

const counted = (counts: Counts, stands: Position, asAt: Day): void => {
  const name = outside[stands.status]
  if (name) counts[name] += 1
  if (isRequired(stands)) counts.required += 1
  for (const list of listsOf(stands, asAt))
    if (list === 'due30' || list === 'due60' || list === 'due90') counts.dueIn[soon[list]] += 1
    else counts[list] += 1
}

const obligationsOf = async (deps: Deps, workflow: AnyWorkflow, asAt: Day, knownOn: Day | undefined) => {
  const { name, title } = workflow
  const zero = { required: 0, compliant: 0, overdue: 0, neverInspected: 0, unknown: 0 }
  const rest = { suspended: 0, notRequired: 0, retired: 0, dueIn: { 30: 0, 60: 0, 90: 0 } }
  const counts: Counts = { workflow: name, title, ...zero, ...rest }
  for await (const { facts, closedAt } of everyCaseOf(deps, name)) {
    const endedOn = closedAt && dayOf(closedAt)
    counted(counts, positionOf(workflow, facts, asAt, { knownOn, endedOn, reckon: deps.reckon }), asAt)
  }
  const share = counts.required === 0 ? null : Math.floor((counts.compliant * 10_000) / counts.required) / 100
  return { ...counts, percentCompliant: share }
}

type Aged = { open: number; byAge: Record<'0-30' | '31-60' | '61-90' | 'over 90', number> }
const none = (): Aged => ({ open: 0, byAge: { '0-30': 0, '31-60': 0, '61-90': 0, 'over 90': 0 } })

const ageBand = (days: number): keyof Aged['byAge'] =>
  days <= 30 ? '0-30' : days <= 60 ? '31-60' : days <= 90 ? '61-90' : 'over 90'

/** It was raised, and not closed by the end of that day. */
const openOn = (c: Case, asAt: Day): Day | undefined => {
  const { raisedOn } = c.facts
  if (typeof raisedOn !== 'string' || !isDayText(raisedOn) || raisedOn > asAt) return undefined
  return c.closedAt !== undefined && dayOf(c.closedAt) <= asAt ? undefined : raisedOn
}

const actionsOf = async (deps: Deps, asAt: Day): Promise<Record<string, Aged>> => {
  const byPriority: Record<string, Aged> = {}
  for await (const c of everyCaseOf(deps, 'action')) {
    const raisedOn = openOn(c, asAt)
    if (!raisedOn) continue
    const priority = String(c.facts.priority)
    const aged = byPriority[priority] ?? none()
    byPriority[priority] = aged
    aged.open += 1
    aged.byAge[ageBand(daysBetween(raisedOn, asAt))] += 1
  }
  return Object.fromEntries(Object.entries(byPriority).sort(([a], [b]) => (a < b ? -1 : 1)))
}

const positions = z
  .looseObject({ asAt: z.string(), workflows: z.array(z.looseObject({ workflow: z.string() })) })
  .meta({ id: 'Positions' })

export const position = (deps: Deps) =>
  route({
    method: 'GET',
    path: '/position',
    summary:
      'Per workflow: required, compliant, due soon, overdue, never inspected, unknown; open actions by priority and age',
    who: 'staff',
    query: z.strictObject({
      asAt: day.optional().meta({ description: 'today unless told' }),
      knownOn: day
        .optional()
        .meta({ description: 'with what could be shown on that day; with what is known now unless told' }),
      workflow: z.string().max(60).optional(),
      list: z
        .enum(positionLists)
        .optional()
        .meta({ description: 'instead of the figures, what is behind this one of the workflow, page by page' }),
      cursor: z.string().max(2_000).optional(),
    }),
    responses: { 200: { description: 'the figures, or a list', schema: z.union([positions, positionPageSchema]) } },
    handler: async ({ query }) => {
      const today = dayOf(deps.now())
      const { asAt = today, knownOn, workflow, list, cursor } = query
      if (asAt > today || asAt < '1990-01-01')
        return invalid([{ path: 'asAt', message: 'a day since 1990, not after today; /look-ahead knows what comes' }])
      if (workflow !== undefined && !Object.hasOwn(deps.workflows, workflow))
        return invalid([{ path: 'workflow', message: `known are ${Object.keys(deps.workflows).join(', ')}` }])
      if (cursor !== undefined && list === undefined)
        return invalid([{ path: 'list', message: 'a cursor goes on in a list: which?' }])
      if (list !== undefined) {
        const one = workflow === undefined ? undefined : deps.workflows[workflow]
        if (!one?.obligation) return invalid([{ path: 'workflow', message: 'a list is of one recurring check' }])
        return json(await positionPage(deps, one, { asAt, knownOn, list, cursor }))
      }
      const asked = Object.values(deps.workflows).filter(
        one => one.obligation && (workflow === undefined || one.name === workflow),
      )
      const [workflows, actions] = await Promise.all([
        Promise.all(asked.map(one => obligationsOf(deps, one, asAt, knownOn))),
        workflow === undefined || workflow === 'action' ? actionsOf(deps, asAt) : undefined,
      ])
      return json({ asAt, knownOn, workflows, actions })
    },
  })
