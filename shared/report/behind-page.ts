/** The list behind a figure, page by page, each home and each case by where it is. */
import type { Day } from '../core/time.ts'
import { added } from '../position/question.ts'
import type { Behind } from '../position/reports/figure.ts'
import { behindOf, type Report } from '../position/reports/report.ts'
import type { Asset } from '../store/records.ts'
import type { Store } from '../store/store.ts'
import { listApart } from './kept.ts'
import type { KeptBytes } from './kept-lists.ts'

/** Ids on one page: read in one batch. */
export const BEHIND = 50

export type BehindRow = {
  id: string
  /** counted so often, where that is more than once: two visits to one home */
  times?: number
  caseId?: string
  assetId?: string
  address?: string
  uprn?: string
  workflow?: string
  state?: string
}
export type BehindPage = {
  title: string
  definition: string
  shown: string
  asAt: Day
  of: Behind['of']
  what: string
  /** things counted */
  total: number
  /** homes or cases that they are counted at */
  different: number
  /** of the first row, from 0 */
  from: number
  rows: BehindRow[]
  /** where the next page begins */
  next?: number
}

const whereIs = (asset: Asset | undefined) => ({
  ...(asset?.address ? { address: asset.address } : {}),
  ...(asset?.uprn ? { uprn: asset.uprn } : {}),
})

type Source = Pick<Store, 'getAssets' | 'loadMany'>

const homeRows = async (store: Source, ids: readonly string[]): Promise<BehindRow[]> => {
  const assets = await store.getAssets(ids)
  return ids.map(id => ({ id, assetId: id, ...whereIs(assets.get(id)) }))
}

const caseRows = async (store: Source, ids: readonly string[]): Promise<BehindRow[]> => {
  const cases = await store.loadMany(ids)
  const assets = await store.getAssets([...cases.values()].flatMap(found => found.case.assetId ?? []))
  return ids.map(id => {
    const { assetId, state, workflow } = cases.get(id)?.case ?? {}
    return {
      id,
      caseId: id,
      ...(assetId ? { assetId } : {}),
      ...whereIs(assets.get(assetId ?? '')),
      ...(state && workflow ? { state, workflow } : {}),
    }
  })
}

/** `kept`: where long lists of kept reports lie. Undefined where the report has no such figure. `from` beyond the end gives an empty page. */
export const behindPage = async (
  store: Source,
  report: Report,
  list: string,
  from: number,
  kept: KeptBytes,
): Promise<BehindPage | undefined> => {
  const found = behindOf(report, list)
  if (!found) return undefined
  const { of, what, apart } = found.behind
  const ids = apart === undefined ? found.behind.ids : await listApart(kept, report, list)
  const times = new Map<string, number>()
  for (const id of ids) added(times, id)
  const here = [...times.keys()].slice(from, from + BEHIND)
  const placed = await (of === 'homes' ? homeRows : caseRows)(store, here)
  const rows = placed.map(row => {
    const n = times.get(row.id) ?? 1
    return n > 1 ? { ...row, times: n } : row
  })
  return {
    title: found.title,
    definition: found.definition,
    shown: found.shown,
    asAt: report.asAt,
    of,
    what,
    total: ids.length,
    different: times.size,
    from,
    rows,
    ...(from + BEHIND < times.size ? { next: from + BEHIND } : {}),
  }
}
