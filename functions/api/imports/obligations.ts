/** Rows of what must be checked: each is one case, opened once and told of a row only when the row has changed. */
import type { Actor, Case } from '../../../shared/core/case.ts'
import { obligationId } from '../../../shared/core/ids.ts'
import { type Day, dayOf } from '../../../shared/core/time.ts'
import type { AnyWorkflow, ObligationRecord } from '../../../shared/core/workflow.ts'
import type { ObligationRow } from '../../../shared/intake/imports/obligations.ts'
import type { ImportTarget, Plan } from '../../../shared/intake/imports/run.ts'
import { canonical } from '../../../shared/store/chain.ts'
import type { Asset } from '../../../shared/store/records.ts'
import type { Deps } from '../ports.ts'
import { doOpen, doTake, type Happening, type Opening, wouldOpen, wouldTake } from './judge.ts'

const idOf = (row: ObligationRow): string => obligationId(row.workflow, row.assetId, row.subType)

/** What the register of homes says that this duty depends on. */
const homeOf = (workflow: AnyWorkflow, asset: Asset): Pick<ObligationRecord, 'home'> => {
  const asked = (workflow.obligation?.asksOfHome ?? []).filter(field => asset[field] !== undefined)
  return asked.length === 0 ? {} : { home: Object.fromEntries(asked.map(field => [field, asset[field]])) }
}

/** A duty that nobody has dated began when the landlord got the asset, or else today: never "not at all". */
const recordOf = (
  workflow: AnyWorkflow,
  { assetId: _, workflow: __, ...row }: ObligationRow,
  asset: Asset,
  began: Day,
): ObligationRecord => ({ ...row, dutyBeganOn: row.dutyBeganOn ?? began, ...homeOf(workflow, asset) })

const opening = (deps: Deps, workflow: AnyWorkflow, row: ObligationRow, asset: Asset): Opening => {
  const record = recordOf(workflow, row, asset, asset.ownedFrom ?? dayOf(deps.now()))
  return { id: idOf(row), assetId: row.assetId, facts: workflow.obligation!.fromRecord(record, deps.reckon) }
}

const happenings = (deps: Deps, c: Case, row: ObligationRow, asset: Asset): Happening[] => {
  const began = c.facts.dutyBeganOn as Day | undefined
  const workflow = deps.workflows[c.workflow]
  if (!workflow) return []
  const record = recordOf(workflow, row, asset, began ?? asset.ownedFrom ?? dayOf(deps.now()))
  return canonical(c.facts.record) === canonical(record) ? [] : [{ type: 'record.imported', data: record }]
}

export const obligationTarget = (deps: Deps, by: Actor): ImportTarget<ObligationRow> => {
  const workflowOf = ({ workflow }: ObligationRow): AnyWorkflow | undefined =>
    Object.hasOwn(deps.workflows, workflow) ? deps.workflows[workflow] : undefined
  return {
    plan: async (row): Promise<Plan> => {
      const workflow = workflowOf(row)
      if (!workflow?.obligation)
        return { rejected: `WORKFLOW_UNKNOWN: ${row.workflow} is not a recurring check`, column: 'workflow' }
      const asset = await deps.store.getAsset(row.assetId)
      if (!asset) return { rejected: 'ASSET_UNKNOWN: there is no such asset', column: 'assetId' }
      const there = await deps.store.load(idOf(row))
      return there
        ? wouldTake(deps, workflow, there.case, happenings(deps, there.case, row, asset), by)
        : wouldOpen(deps, workflow, opening(deps, workflow, row, asset), by)
    },
    write: async row => {
      const [asset, there] = await Promise.all([deps.store.getAsset(row.assetId), deps.store.load(idOf(row))])
      const workflow = workflowOf(row)
      if (!asset || !workflow) return
      if (there) await doTake(deps, there.case.id, happenings(deps, there.case, row, asset), by)
      else await doOpen(deps, row.workflow, opening(deps, workflow, row, asset), by)
    },
  }
}
