/** What is wrong with the registers, over the whole store: counted now, or as it was kept on the night. */
import * as z from 'zod'
import type { Day, Instant } from '../core/time.ts'
import { type DataQuality, qualityCounter } from '../position/quality/data-quality.ts'
import type { Finding, QualityQuestion } from '../position/quality/quality-finding.ts'
import type { ShortQuality } from '../position/snapshot.ts'
import type { Asset } from '../store/records.ts'
import type { Store } from '../store/store.ts'
import { pages } from './gather.ts'
import { type KeptBytes, keptItems, listParts } from './kept-lists.ts'

const PAGE = 500

export const everyAsset = async (store: Pick<Store, 'assets'>): Promise<Asset[]> => {
  const all: Asset[] = []
  for await (const found of pages(cursor => store.assets({ cursor, limit: PAGE }))) all.push(...found)
  return all
}

/** Duties open and closed, of few homes: one that ended is still there, and no gap. */
export const qualityNow = async (
  store: Pick<Store, 'list'>,
  assets: readonly Asset[],
  question: QualityQuestion,
): Promise<DataQuality> => {
  const counter = qualityCounter(assets, question)
  const duties = Object.values(question.workflows).filter(one => one.obligation)
  const count = async (workflow: string): Promise<void> => {
    const filter = { workflows: [workflow], closed: 'either' as const }
    for await (const cases of pages(cursor => store.list(filter, { cursor, limit: PAGE })))
      for (const c of cases) counter.add(c)
  }
  await Promise.all(duties.map(one => count(one.name)))
  return counter.done()
}

const finding = z.strictObject({
  assetId: z.string().optional(),
  caseId: z.string().optional(),
  workflow: z.string().optional(),
  what: z.string(),
})

/** What stands in the snapshot's head: how many there are of each group. */
export const shortOf = ({ assets, cases, findings, groups }: DataQuality, made: Instant): ShortQuality => ({
  made,
  assets,
  cases,
  findings,
  counts: Object.fromEntries(groups.map(({ id, count }) => [id, count])),
})

const LIST = 'data-quality'

export const qualityParts = ({ groups }: DataQuality, asAt: Day) => listParts(LIST, asAt, groups)

export const keptFindings = (kept: KeptBytes, asAt: Day, group: string, from: number): Promise<Finding[]> =>
  keptItems(kept, finding, { list: LIST, asAt, group, from })
