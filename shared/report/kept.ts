/**
 * Reports made at night from the counts of the day's snapshot, and kept beside it for good: a page opens one object
 * however large the landlord is, and what was read on a day can be read again. A long list lies by itself, so that the
 * report does not grow with the stock.
 */
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import * as z from 'zod'
import type { Day } from '../core/time.ts'
import type { Report } from '../position/reports/report.ts'
import type { KeptBytes } from './kept-lists.ts'

/** Complaints of the quarter that ends that day, beside those of the year up to it. */
export const QUARTER = 'complaints-quarter'
export type KeptId = Report['id'] | typeof QUARTER
export const keptName = (asAt: Day, id: KeptId): string => `kept/${asAt}/${id}.json.gz`

const shape = z.looseObject({ id: z.string(), title: z.string(), asAt: z.iso.date(), parts: z.array(z.unknown()) })
/** Written by this code alone; what lies there and is no report is a fault. */
const report = z.custom<Report>(value => shape.safeParse(value).success, 'no report')

const [zip, unzip] = [promisify(gzip), promisify(gunzip)]
export const packed = (made: Report): Promise<Uint8Array> => zip(JSON.stringify(made))

/** Ids that a report holds of one list. */
export const MOST_INSIDE = 2_000
type Named = Pick<Report, 'asAt' | 'from' | 'id'>
const listName = ({ asAt, from, id }: Named, list: string): string =>
  `kept/${asAt}/${id}/${from}/${encodeURIComponent(list)}.json.gz`

/** What is put for a report, the report last: whoever finds it finds its lists. */
export async function* keptParts(
  made: Report,
  { as = made.id, most = MOST_INSIDE }: { as?: KeptId; most?: number } = {},
): AsyncGenerator<readonly [name: string, bytes: Uint8Array]> {
  const lists = { ...made.lists }
  for (const [list, behind] of Object.entries(lists)) {
    if (behind.ids.length <= most) continue
    yield [listName(made, list), await zip(JSON.stringify(behind.ids))]
    lists[list] = { ...behind, ids: [], apart: behind.ids.length }
  }
  yield [keptName(made.asAt, as), await packed(made.lists ? { ...made, lists } : made)]
}

const ids = z.array(z.string())
/** A list that lies by itself. */
export const listApart = async (bytes: KeptBytes, report: Named, list: string): Promise<string[]> =>
  ids.parse(JSON.parse((await unzip(await bytes(listName(report, list)))).toString('utf8')))
export const unpacked = async (bytes: Uint8Array): Promise<Report> =>
  report.parse(JSON.parse((await unzip(bytes)).toString('utf8')))
