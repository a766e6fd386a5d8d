/**
 * What is wrong with the registers, over the whole store: counted now, or as it was kept on the night. Kept by group and
 * in parts, so that a page opens one small object however long the list is.
 */
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import * as z from 'zod'
import type { Day, Instant } from '../core/time.ts'
import { type DataQuality, qualityCounter } from '../position/quality/data-quality.ts'
import type { Finding, QualityQuestion } from '../position/quality/quality-finding.ts'
import type { ShortQuality } from '../position/snapshot.ts'
import type { Asset } from '../store/records.ts'
import type { Store } from '../store/store.ts'
import { pages } from './gather.ts'

type Source = Pick<Store, 'assets' | 'list'>
const PAGE = 500

export const everyAsset = async (store: Pick<Store, 'assets'>): Promise<Asset[]> => {
  const all: Asset[] = []
  for await (const found of pages(cursor => store.assets({ cursor, limit: PAGE }))) all.push(...found)
  return all
}

/** Duties open and closed: one that ended is still there, and no gap. */
export const qualityNow = async (store: Source, question: QualityQuestion): Promise<DataQuality> => {
  const counter = qualityCounter(await everyAsset(store), question)
  const duties = Object.values(question.workflows).filter(one => one.obligation)
  for (const { name } of duties)
    for (const closed of [false, true])
      for await (const cases of pages(cursor => store.list({ workflows: [name], closed }, { cursor, limit: PAGE })))
        for (const c of cases) counter.add(c)
  return counter.done()
}

/** Findings of one part. */
export const PART = 1_000

const finding = z.strictObject({
  assetId: z.string().optional(),
  caseId: z.string().optional(),
  workflow: z.string().optional(),
  what: z.string(),
})
const part = z.array(finding)

const partName = (asAt: Day, group: string, number: number): string =>
  `kept/${asAt}/data-quality.${group}.${number}.json.gz`

const [zip, unzip] = [promisify(gzip), promisify(gunzip)]
const packed = (value: unknown): Promise<Uint8Array> => zip(JSON.stringify(value))
const unpacked = async (bytes: Uint8Array): Promise<unknown> => JSON.parse((await unzip(bytes)).toString('utf8'))

/** What stands in the snapshot's head: how many there are of each group. */
export const shortOf = ({ assets, cases, findings, groups }: DataQuality, made: Instant): ShortQuality => ({
  made,
  assets,
  cases,
  findings,
  counts: Object.fromEntries(groups.map(({ id, count }) => [id, count])),
})

/** By name, to be put where nothing is changed. */
export async function* qualityParts(
  found: DataQuality,
  asAt: Day,
): AsyncGenerator<readonly [name: string, bytes: Uint8Array]> {
  for (const { id, items } of found.groups)
    for (let from = 0; from < items.length; from += PART)
      yield [partName(asAt, id, from / PART), await packed(items.slice(from, from + PART))]
}

/** Throws where nothing of that name was kept. */
export type KeptBytes = (name: string) => Promise<Uint8Array>

/** Findings of a group from `from` on, which must be there, up to the end of the part that it lies in. */
export const keptFindings = async (kept: KeptBytes, asAt: Day, group: string, from: number): Promise<Finding[]> => {
  const number = Math.floor(from / PART)
  return part.parse(await unpacked(await kept(partName(asAt, group, number)))).slice(from - number * PART)
}
