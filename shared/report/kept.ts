/**
 * Reports made at night from the counts of the day's snapshot, and kept beside it for good: a page opens one object
 * however large the landlord is, and what was read on a day can be read again.
 */
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import * as z from 'zod'
import type { Day } from '../core/time.ts'
import type { Report } from '../position/reports/report.ts'

export const keptName = (asAt: Day, id: Report['id']): string => `kept/${asAt}/${id}.json.gz`

const shape = z.looseObject({ id: z.string(), title: z.string(), asAt: z.iso.date(), parts: z.array(z.unknown()) })
/** Written by this code alone; what lies there and is no report is a fault. */
const report = z.custom<Report>(value => shape.safeParse(value).success, 'no report')

const [zip, unzip] = [promisify(gzip), promisify(gunzip)]
export const packed = (made: Report): Promise<Uint8Array> => zip(JSON.stringify(made))
export const unpacked = async (bytes: Uint8Array): Promise<Report> =>
  report.parse(JSON.parse((await unzip(bytes)).toString('utf8')))
