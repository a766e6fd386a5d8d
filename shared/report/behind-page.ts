/** The list behind a figure, page by page, each home and each case by where it is. */
import type { Day } from '../core/time.ts'
import { added } from '../position/question.ts'
import type { Behind } from '../position/reports/figure.ts'
import { behindOf, type Report } from '../position/reports/report.ts'
import type { Asset } from '../store/records.ts'
import type { Store } from '../store/store.ts'
import { listApart } from './kept.ts'
import type { KeptBytes } from './kept-lists.ts'

/** Ids on one page: as many reads. */
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

const placed = (asset: Asset | undefined) => ({
  ...(asset?.address ? { address: asset.address } : {}),
  ...(asset?.uprn ? { uprn: asset.uprn } : {}),
})

type Source = Pick<Store, 'getAsset' | 'load'>

const homeRow = async (store: Source, id: string): Promise<BehindRow> => ({
  id,
  assetId: id,
  ...placed(await store.getAsset(id)),
})

const caseRow = async (store: Source, id: string): Promise<BehindRow> => {
  const found = await store.load(id)
  const { assetId, state, workflow } = found?.case ?? {}
  const asset = assetId === undefined ? undefined : await store.getAsset(assetId)
  return {
    id,
    caseId: id,
    ...(assetId ? { assetId } : {}),
    ...placed(asset),
    ...(state && workflow ? { state, workflow } : {}),
  }
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
  const here = [...times].slice(from, from + BEHIND)
  const rows = await Promise.all(
    here.map(async ([id, n]) => ({
      ...(await (of === 'homes' ? homeRow(store, id) : caseRow(store, id))),
      ...(n > 1 ? { times: n } : {}),
    })),
  )
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
