/** Reading for pages, always with a bound: no page may cost more because the landlord is larger. */
import type { Case } from '../../shared/core/case.ts'
import { leading } from '../../shared/core/clocks.ts'
import { current } from '../../shared/core/machine.ts'
import { dayOf, type Instant } from '../../shared/core/time.ts'
import type { Due } from '../../shared/core/workflow.ts'
import { isLate } from '../../shared/mail/lateness.ts'
import { type CaseFilter, type Choice, type Line, stillMeets } from '../../shared/store/lists/filter.ts'
import type { Page } from '../../shared/store/pages.ts'
import type { Asset } from '../../shared/store/records.ts'
import { type Accountable, accountableFor } from './case/accountable.ts'
import { subjectOf } from './subject.ts'
import type { Deps } from './visit.ts'

/** Rows of a list's page. */
export const ROWS = 50

export type Row = {
  case: Case
  title: string
  due: Due | undefined
  late: boolean
  statutory: boolean
  where: string
  accountable?: Accountable | undefined
}

/** The clock that matters most now: what the case is due by. */
export const soonest = (deps: Pick<Deps, 'workflows' | 'reckon'>, stored: Case) => {
  const workflow = deps.workflows[stored.workflow]
  if (!workflow) return undefined
  return leading(workflow, current(workflow, stored), deps.reckon)
}

/** An address in words; the id where the register has none. */
export const place = (asset: Asset | undefined, id: string): string =>
  [asset?.address ?? id, asset?.address && asset.postcode].filter(Boolean).join(', ')

const placeOf = (stored: Case, assets: ReadonlyMap<string, Asset>): string =>
  stored.assetId === undefined
    ? (subjectOf(stored) ?? 'No home named')
    : place(assets.get(stored.assetId), stored.assetId)

/** In one batch, however many rows name it. */
export const assetsOf = (deps: Pick<Deps, 'store'>, cases: readonly Case[]): Promise<Map<string, Asset>> =>
  deps.store.getAssets(cases.flatMap(c => c.assetId ?? []))

export const rowOf = (deps: Deps, stored: Case, now: Instant): Row => {
  const clock = soonest(deps, stored)
  const due = clock?.due
  return {
    case: stored,
    title: clock?.clock.title ?? deps.workflows[stored.workflow]?.title ?? stored.workflow,
    due,
    late: due !== undefined && isLate(due, now),
    statutory: clock?.clock.kind === 'statutory',
    where: placeOf(stored, new Map()),
  }
}

/** Where each is, and who answers for it today. */
export const withPlaces = async (deps: Deps, rows: readonly Row[], now: Instant): Promise<Row[]> => {
  const cases = rows.map(row => row.case)
  const [assets, directory] = await Promise.all([assetsOf(deps, cases), deps.directory()])
  return rows.map(row => ({
    ...row,
    where: placeOf(row.case, assets),
    accountable: accountableFor(deps, row.case, assets.get(row.case.assetId ?? ''), directory, dayOf(now)),
  }))
}

/** A page of cases as rows, soonest first. */
export const listed = async (
  deps: Deps,
  filter: CaseFilter,
  now: Instant,
  asked: { cursor?: string | undefined; limit?: number } = {},
): Promise<Page<Row>> => {
  const found = await deps.store.list(filter, { limit: ROWS, ...asked })
  const rows = await withPlaces(
    deps,
    found.items.map(one => rowOf(deps, one, now)),
    now,
  )
  return { items: rows, ...(found.cursor === undefined ? {} : { cursor: found.cursor }) }
}

/** Of a list that was not gone through to its end. */
export const NOT_AMONG_FIRST = 'None among those that are due soonest.'

/** What was chosen from the lists, as rows: the cases and the homes of all of it in one batch each. */
export const chosenRows = async (
  deps: Deps,
  chosen: readonly { choice: Choice; lines: readonly Line[] }[],
  now: Instant,
): Promise<Row[][]> => {
  const ids = [...new Set(chosen.flatMap(({ lines }) => lines.map(one => one.caseId)))]
  const cases = await deps.store.loadMany(ids)
  const found = ids.flatMap(id => cases.get(id)?.case ?? [])
  const rows = await withPlaces(
    deps,
    found.map(one => rowOf(deps, one, now)),
    now,
  )
  const byId = new Map(rows.map(row => [row.case.id, row]))
  return chosen.map(({ choice, lines }) =>
    lines.flatMap(line => byId.get(line.caseId) ?? []).filter(row => stillMeets(choice)(row.case)),
  )
}

export const caseHref = (id: string): string => `/pages/cases/${encodeURIComponent(id)}`
export const assetHref = (id: string): string => `/pages/assets/${encodeURIComponent(id)}`
