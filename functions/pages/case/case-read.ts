/** Everything that a case's page and its forms need, read once. */
import type { Case, Recorded } from '../../../shared/core/case.ts'
import { current } from '../../../shared/core/machine.ts'
import type { AnyWorkflow } from '../../../shared/core/workflow.ts'
import { withArrived } from '../../../shared/http/arrived.ts'
import { mayReadWords } from '../../../shared/people/rights.ts'
import type { Asset, CaseDocument } from '../../../shared/store/records.ts'
import { place } from '../read.ts'
import { subjectOf } from '../subject.ts'
import { referencesIn, type Told } from '../views/values.ts'
import type { Visit } from '../visit.ts'

/** Events on one page; older ones page by page. */
export const EVENTS = 40

export type Opened = {
  case: Case
  workflow: AnyWorkflow
  asset: Asset | undefined
  where: string
  documents: CaseDocument[]
}

/** Undefined for an unknown case, or one of a workflow that this code has not. */
export const opened = async ({ deps }: Visit, caseId: string): Promise<Opened | undefined> => {
  const found = await deps.store.load(caseId)
  const workflow = found && deps.workflows[found.case.workflow]
  if (!found || !workflow) return undefined
  const c = current(workflow, found.case)
  const [asset, documents] = await Promise.all([
    c.assetId ? deps.store.getAsset(c.assetId) : undefined,
    deps.store.documents(caseId, { limit: 100 }),
  ])
  return {
    case: c,
    workflow,
    asset,
    where: c.assetId === undefined ? (subjectOf(c) ?? c.id) : place(asset, c.assetId),
    documents: await withArrived(deps, documents.items),
  }
}

/** The words that references in these values stand for, for whoever may read them. */
export const toldOf = async ({ deps, actor }: Visit, caseId: string, values: readonly unknown[]): Promise<Told> => {
  if (!mayReadWords(actor)) return new Map()
  const refs = [...new Set(values.flatMap(referencesIn))].slice(0, 100)
  const said = await Promise.all(refs.map(async ref => [ref, await deps.store.words(caseId, ref)] as const))
  return new Map(
    said.map(
      ([ref, words]) => [ref, words ? ('text' in words ? words.text : 'Erased on request') : 'Not found'] as const,
    ),
  )
}

/** Events from `from` on, at most a page of them. */
export const eventsFrom = async ({ deps }: Visit, caseId: string, from: number): Promise<Recorded[]> =>
  (await deps.store.history(caseId, { from: Math.max(1, from), limit: EVENTS })).items.map(link => link.event)
