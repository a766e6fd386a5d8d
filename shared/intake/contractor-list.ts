/** A contractor's programme as they send it: which homes, due when, still on it or not. Read whole, or not at all. */
import * as z from 'zod'
import type { Listed } from '../position/reconcile.ts'
import { readCsv } from './csv/csv.ts'
import { date, id, oneOf } from './imports/cells.ts'

const OVER = ['closed', 'complete', 'completed', 'done', 'cancelled'] as const
const RUNNING = ['open', 'due', 'booked', 'issued', 'overdue'] as const
const row = z.strictObject({
  assetId: id,
  dueOn: date.optional(),
  status: oneOf([...RUNNING, ...OVER]).optional(),
})

/** More homes than any landlord has with one contractor. */
const MOST = 50_000

type Issue = { path: string; message: string }
export type ContractorList = { ok: true; rows: Listed[] } | { ok: false; issues: Issue[] }

const at = (line: number, column: string): string => (column === '' ? `line ${line}` : `line ${line}: ${column}`)

/** A home without a status is on their list, so it is open to them. Dates `YYYY-MM-DD` or `DD/MM/YYYY`. */
export const contractorList = async (csv: Buffer): Promise<ContractorList> => {
  const rows: Listed[] = []
  const issues: Issue[] = []
  for await (const item of readCsv(csv, { required: ['assetId'], optional: ['dueOn', 'status'] })) {
    if (rows.length >= MOST) return { ok: false, issues: [{ path: '', message: `TOO_MANY: at most ${MOST} rows` }] }
    if ('header' in item) continue
    if (!('row' in item)) {
      const { line, column, why } = 'fault' in item ? item.fault : item.rejected
      issues.push({ path: at(line, column), message: why })
      continue
    }
    const { line, values } = item.row
    const parsed = row.safeParse(values)
    if (parsed.success) {
      const { assetId, dueOn, status } = parsed.data
      rows.push({ ref: assetId, assetId, dueOn, open: !OVER.some(word => word === status) })
    } else
      issues.push(...parsed.error.issues.map(({ path, message }) => ({ path: at(line, String(path[0])), message })))
  }
  return issues.length > 0 ? { ok: false, issues } : { ok: true, rows }
}
