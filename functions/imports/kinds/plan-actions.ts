/**
 * Rows of an improvement plan. A row with a parent is told to the parent, which opens it: only so does the parent know
 * what it waits for. What a later file may change is the workflow's to say; the same file again changes nothing.
 */
import type { Actor, Case } from '../../../shared/core/case.ts'
import { decide } from '../../../shared/core/machine.ts'
import { dayOf } from '../../../shared/core/time.ts'
import type { AnyWorkflow } from '../../../shared/core/workflow.ts'
import type { PlanActionRow } from '../../../shared/intake/imports/plan-actions.ts'
import { rowByRow } from '../../../shared/intake/imports/row-by-row.ts'
import type { ImportTarget, Plan } from '../../../shared/intake/imports/run.ts'
import type { Note } from '../../../shared/intake/imports/touched.ts'
import { canonical } from '../../../shared/store/chain.ts'
import { planFactsFromRow, planId } from '../../../shared/workflows/parts/plan.ts'
import type { Deps } from '../ports.ts'
import { doBegin, doTake, type Happening, type Opening, opens, standing, takes, wouldOpen, wouldTake } from './judge.ts'
import { announced, repeats } from './plan-rows.ts'

const idOf = (row: PlanActionRow): string => planId(row.plan, row.ref)
const parentOf = (row: PlanActionRow): string | undefined => row.parentRef && planId(row.plan, row.parentRef)

/** As the parent's errand opens it, so that whichever comes first opens the same case. */
const opening = (deps: Deps, row: PlanActionRow): Opening => {
  const parent = parentOf(row)
  return {
    id: idOf(row),
    facts: planFactsFromRow(row, { today: dayOf(deps.now()) }),
    ...(parent ? { parent } : {}),
  }
}

/** The day on which a status was last typed is no change of what was typed. */
const said = ({ state, facts: { typed, ...facts } }: Case): string =>
  canonical({ state, facts, typed: { ...(typed as object | undefined), on: '' } })

const imported = (row: PlanActionRow): Happening[] => [{ type: 'row.imported', data: row }]
const added = (row: PlanActionRow): Happening[] => [{ type: 'action.added', data: { row } }]

/** One after the other for each key: sixteen children at once would keep each other from their parent. */
const inTurn = () => {
  const last = new Map<string, Promise<unknown>>()
  return (key: string, work: () => Promise<void>): Promise<void> => {
    const done = (last.get(key) ?? Promise.resolve()).catch(() => {}).then(work)
    last.set(key, done)
    return done
  }
}

/** For one run of one file. */
export const planActionTarget = (deps: Deps, workflow: AnyWorkflow, by: Actor): ImportTarget<PlanActionRow> => {
  /** rows of this file that were not refused; a row comes after the row above it */
  const accepted = new Map<string, PlanActionRow>()
  const turn = inTurn()
  const anyhow = async (id: string): Promise<Case | undefined> => (await deps.store.load(id))?.case
  const load = async (id: string): Promise<Case | undefined> => standing(await anyhow(id))
  const begin = async (row: PlanActionRow, note: Note): Promise<void> => {
    const there = await anyhow(idOf(row))
    await note({ cases: [opens(idOf(row), there)] })
    await doBegin(deps, [{ workflow: workflow.name, opening: opening(deps, row), there }], by)
  }

  const planExisting = async (there: Case, row: PlanActionRow): Promise<Plan> => {
    const instant = deps.now()
    const now = { instant, today: dayOf(instant), reckon: deps.reckon }
    const next = decide(workflow, there, { type: 'row.imported', at: instant, by, data: row }, now)
    if (next.ok && said(next.case) === said(there)) return 'unchanged'
    if (await repeats(deps, workflow, there, row)) return 'unchanged'
    return wouldTake(deps, workflow, there, imported(row), by)
  }

  const planNew = async (row: PlanActionRow): Promise<Plan> => {
    const parentId = parentOf(row)
    const parent = parentId === undefined ? undefined : await load(parentId)
    if (parentId !== undefined && !parent && !accepted.has(parentId))
      return { rejected: 'PARENT_UNKNOWN: there is no such action in the plan', column: 'parentRef' }
    if (parent?.children[idOf(row)])
      return (await announced(deps, parent, row))
        ? 'unchanged'
        : { rejected: 'OPENING: it is being opened with other words; send the file again in a minute', column: 'ref' }
    const taken = parent ? wouldTake(deps, workflow, parent, added(row), by) : 'created'
    return typeof taken === 'object' ? taken : wouldOpen(deps, workflow, opening(deps, row), by)
  }

  /** A parent that is announced but not yet open is opened here: its own children cannot wait for the stream. */
  const tellParent = async (parentId: string, row: PlanActionRow, note: Note): Promise<void> => {
    const above = accepted.get(parentId)
    if (above && !(await load(parentId))) await begin(above, note)
    const [parent, there] = await Promise.all([load(parentId), anyhow(idOf(row))])
    if (!parent || parent.children[idOf(row)]) return
    await note({ cases: [takes(parent, added(row)), opens(idOf(row), there)] })
    await doTake(deps, parentId, added(row), by)
    // An errand opens what is not there; it does not begin again what was withdrawn.
    if (there) await doBegin(deps, [{ workflow: workflow.name, opening: opening(deps, row), there }], by)
  }

  return rowByRow({
    plan: async row => {
      const there = await load(idOf(row))
      const plan = there ? await planExisting(there, row) : await planNew(row)
      if (typeof plan === 'string') accepted.set(idOf(row), row)
      return plan
    },
    write: async (row, note) => {
      const [parentId, there] = [parentOf(row), await load(idOf(row))]
      if (there) {
        await note({ cases: [takes(there, imported(row))] })
        await doTake(deps, there.id, imported(row), by)
      } else if (parentId) await turn(parentId, () => tellParent(parentId, row, note))
      else await begin(row, note)
    },
  })
}
