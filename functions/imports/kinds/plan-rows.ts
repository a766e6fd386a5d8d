/** Whether a row of a plan has been taken already, from what the history says was imported. */
import type { Case, Recorded } from '../../../shared/core/case.ts'
import type { AnyWorkflow } from '../../../shared/core/workflow.ts'
import type { PlanActionRow } from '../../../shared/intake/imports/plan-actions.ts'
import { canonical } from '../../../shared/store/chain.ts'
import { planFactsFromRow } from '../../../shared/workflows/parts/plan.ts'
import type { Deps } from '../ports.ts'

/** Events that are looked through. A row that was imported longer ago is taken once more, which only repeats it. */
const LOOKED_AT = 500

const newest = async (deps: Deps, c: Case): Promise<Recorded[]> => {
  const from = Math.max(1, c.version - LOOKED_AT + 1)
  const { items } = await deps.store.history(c.id, { from, limit: LOOKED_AT })
  return items.map(({ event }) => event).reverse()
}

/** Without what was undone; `events` newest first. An undoing that does not say how far it went undid all before it. */
const standing = (events: readonly Recorded[]): Recorded[] => {
  let upTo = Number.POSITIVE_INFINITY
  return events.filter(({ type, seq, data }) => {
    if (seq > upTo) return false
    if (type === 'case.restored') upTo = typeof data.to === 'number' ? data.to : 0
    return true
  })
}

const opensAs = (workflow: AnyWorkflow, opened: Recorded, row: PlanActionRow): boolean => {
  const facts = opened.data.facts as { raisedOn: Parameters<typeof planFactsFromRow>[1]['today']; parentRef?: string }
  // the errand writes the parent's reference as the parent has it
  const asOpened = { ...planFactsFromRow(row, { today: facts.raisedOn }), parentRef: facts.parentRef }
  const read = workflow.facts.safeParse(asOpened)
  return read.success && canonical(read.data) === canonical(facts)
}

const BROUGHT = ['row.imported', 'case.opened', 'case.begunAgain']

/**
 * The row says what the last file said. Whatever became of the action since, a verified completion too, an old file
 * sent again has nothing to add to it.
 */
export const repeats = async (deps: Deps, workflow: AnyWorkflow, c: Case, row: PlanActionRow): Promise<boolean> => {
  const last = standing(await newest(deps, c)).find(({ type }) => BROUGHT.includes(type))
  if (!last) return false
  return last.type === 'row.imported' ? canonical(last.data) === canonical(row) : opensAs(workflow, last, row)
}

/** The parent has been told of this very row; its errand may still be on the way. */
export const announced = async (deps: Deps, parent: Case, row: PlanActionRow): Promise<boolean> =>
  (await newest(deps, parent)).some(
    ({ type, data }) => type === 'action.added' && canonical(data) === canonical({ row }),
  )
