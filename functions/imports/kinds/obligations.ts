/** Rows of what must be checked: each is one case, opened once and told of a row only when the row has changed. */
import type { Actor, Case } from '../../../shared/core/case.ts'
import { obligationId } from '../../../shared/core/ids.ts'
import { addDays, type Day, dayOf } from '../../../shared/core/time.ts'
import type { AnyWorkflow, ObligationRecord } from '../../../shared/core/workflow.ts'
import type { ObligationRow } from '../../../shared/intake/imports/obligations.ts'
import type { ImportTarget, Plan } from '../../../shared/intake/imports/run.ts'
import { canonical } from '../../../shared/store/chain.ts'
import type { Asset } from '../../../shared/store/records.ts'
import { resultFault } from '../../../shared/workflows/parts/obligation.ts'
import type { Deps } from '../ports.ts'
import {
  doBegin,
  doTake,
  type Fresh,
  type Happening,
  type Opening,
  opens,
  soundOpening,
  standing,
  takes,
  wouldTake,
} from './judge.ts'

const idOf = (row: ObligationRow): string => obligationId(row.workflow, row.assetId, row.subType)

/**
 * A duty that nobody has dated began when the landlord got the asset, or when its law says, or else the day before we
 * heard of it: what was never done is overdue from the first day, never "not at all".
 */
const beganOn = (deps: Deps, workflow: AnyWorkflow, row: ObligationRow, asset: Asset): Day =>
  asset.ownedFrom ?? workflow.obligation?.undated?.(row) ?? addDays(dayOf(deps.now()), -1)

/** What the register of homes says that this duty depends on. */
const homeOf = (workflow: AnyWorkflow, asset: Asset): Pick<ObligationRecord, 'home'> => {
  const asked = (workflow.obligation?.asksOfHome ?? []).filter(field => asset[field] !== undefined)
  return asked.length === 0 ? {} : { home: Object.fromEntries(asked.map(field => [field, asset[field]])) }
}

const recordOf = (
  workflow: AnyWorkflow,
  { assetId: _, workflow: __, ...row }: ObligationRow,
  asset: Asset,
  began: Day,
): ObligationRecord => ({ ...row, dutyBeganOn: row.dutyBeganOn ?? began, ...homeOf(workflow, asset) })

const opening = (deps: Deps, workflow: AnyWorkflow, row: ObligationRow, asset: Asset): Opening => {
  const record = recordOf(workflow, row, asset, beganOn(deps, workflow, row, asset))
  return { id: idOf(row), assetId: row.assetId, facts: workflow.obligation!.fromRecord(record, deps.reckon) }
}

const happenings = (deps: Deps, c: Case, row: ObligationRow, asset: Asset): Happening[] => {
  const began = c.facts.dutyBeganOn as Day | undefined
  const workflow = deps.workflows[c.workflow]
  if (!workflow) return []
  const record = recordOf(workflow, row, asset, began ?? beganOn(deps, workflow, row, asset))
  return canonical(c.facts.record) === canonical(record) ? [] : [{ type: 'record.imported', data: record }]
}

/** What a planned row is about to do. */
type Step = { fresh: Fresh } | { there: Case; next: Happening[] }

export const obligationTarget = (deps: Deps, by: Actor): ImportTarget<ObligationRow> => {
  /** kept from plan to write: what a row met is read once, and a commit refuses what has changed since */
  const steps = new WeakMap<ObligationRow, Step>()
  const planned = (row: ObligationRow, asset: Asset | undefined, anyhow: Case | undefined): Plan => {
    const workflow = Object.hasOwn(deps.workflows, row.workflow) ? deps.workflows[row.workflow] : undefined
    if (!workflow?.obligation)
      return { rejected: `WORKFLOW_UNKNOWN: ${row.workflow} is not a recurring check`, column: 'workflow' }
    const fault = row.result === undefined ? undefined : resultFault(workflow.obligation, row.result)
    if (fault !== undefined) return { rejected: fault, column: 'result' }
    if (!asset) return { rejected: 'ASSET_UNKNOWN: there is no such asset', column: 'assetId' }
    const there = standing(anyhow)
    if (there) {
      const next = happenings(deps, there, row, asset)
      steps.set(row, { there, next })
      return wouldTake(deps, workflow, there, next, by)
    }
    const { plan, sound } = soundOpening(deps, workflow, opening(deps, workflow, row, asset), by)
    steps.set(row, { fresh: { workflow: row.workflow, opening: sound, there: anyhow } })
    return plan
  }
  return {
    // Each is a case and an event: as many as one transaction holds.
    together: 50,
    plan: async rows => {
      const [assets, cases] = await Promise.all([
        deps.store.getAssets(rows.map(row => row.assetId)),
        deps.store.loadMany(rows.map(idOf)),
      ])
      return rows.map(row => planned(row, assets.get(row.assetId), cases.get(idOf(row))?.case))
    },
    write: async (rows, note) => {
      const found = rows.flatMap(row => steps.get(row) ?? [])
      const fresh = found.flatMap(step => ('fresh' in step ? [step.fresh] : []))
      const changing = found.flatMap(step => ('next' in step ? [step] : []))
      await note({
        cases: [
          ...fresh.map(one => opens(one.opening.id, one.there)),
          ...changing.map(({ there, next }) => takes(there, next)),
        ],
      })
      for (const { there, next } of changing) await doTake(deps, there.id, next, by)
      await doBegin(deps, fresh, by)
    },
  }
}
