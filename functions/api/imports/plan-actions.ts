/** Rows of an improvement plan. What a later file may change is the workflow's to say; the same file again changes nothing. */
import type { Actor, Case } from '../../../shared/core/case.ts'
import { decide } from '../../../shared/core/machine.ts'
import { dayOf } from '../../../shared/core/time.ts'
import type { AnyWorkflow } from '../../../shared/core/workflow.ts'
import type { PlanActionRow } from '../../../shared/intake/imports/plan-actions.ts'
import type { ImportTarget, Plan } from '../../../shared/intake/imports/run.ts'
import { canonical } from '../../../shared/store/chain.ts'
import { planFactsFromRow, planId } from '../../../shared/workflows/parts/plan.ts'
import type { Deps } from '../ports.ts'
import { doOpen, doTake, type Happening, type Opening, wouldOpen, wouldTake } from './judge.ts'

const opening = (deps: Deps, row: PlanActionRow): Opening => ({
  id: planId(row.plan, row.ref),
  facts: planFactsFromRow(row, { today: dayOf(deps.now()) }),
  ...(row.parentRef ? { parent: planId(row.plan, row.parentRef) } : {}),
})

/** The day on which a status was last typed is no change of what was typed. */
const said = ({ state, facts: { typed, ...facts } }: Case): string =>
  canonical({ state, facts, typed: { ...(typed as object | undefined), on: '' } })

const happening = (row: PlanActionRow): Happening[] => [{ type: 'row.imported', data: row }]

export const planActionTarget = (deps: Deps, workflow: AnyWorkflow, by: Actor): ImportTarget<PlanActionRow> => ({
  plan: async (row, inFile): Promise<Plan> => {
    const parent = row.parentRef && planId(row.plan, row.parentRef)
    if (parent && !inFile(`${row.plan} ${row.parentRef}`) && !(await deps.store.load(parent)))
      return { rejected: 'PARENT_UNKNOWN: there is no such action in the plan', column: 'parentRef' }
    const there = (await deps.store.load(planId(row.plan, row.ref)))?.case
    if (!there) return wouldOpen(deps, workflow, opening(deps, row), by)
    const instant = deps.now()
    const now = { instant, today: dayOf(instant), reckon: deps.reckon }
    const next = decide(workflow, there, { type: 'row.imported', at: instant, by, data: row }, now)
    if (next.ok && said(next.case) === said(there)) return 'unchanged'
    return wouldTake(deps, workflow, there, happening(row), by)
  },
  write: async row => {
    const made = opening(deps, row)
    if (await deps.store.load(made.id)) await doTake(deps, made.id, happening(row), by)
    else await doOpen(deps, workflow.name, made, by)
  },
})
