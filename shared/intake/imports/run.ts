/**
 * An import: read the whole file, then plan each row against what is there, then write what is new or different. It
 * can be repeated: what is written already is unchanged the next time, whatever came in between.
 */
import { dayOf, type Instant } from '../../core/time.ts'
import { type RowError, shown } from '../csv.ts'
import type { Mapping } from '../csv-header.ts'
import type { CsvSource } from '../csv-text.ts'
import type { ImportKind } from './kind.ts'
import { MOST_ERRORS, type Numbered, readImport } from './read.ts'
import { inWaves } from './waves.ts'

export type Plan = 'created' | 'changed' | 'unchanged' | { rejected: string; column?: string }

/** What an import writes to. Both may throw, to be tried again: the whole file then is. */
export type ImportTarget<R> = {
  /**
   * What writing this row would do; reads alone. `inFile` tells whether a row with that key stands in the same file:
   * in a dry run a parent may be nowhere else yet.
   */
  plan: (row: R, inFile: (key: string) => boolean) => Promise<Plan>
  /** idempotent; called for `created` and `changed` alone */
  write: (row: R) => Promise<void>
}

export type ImportReport = {
  /** rows of the file under its header */
  rows: number
  created: number
  changed: number
  unchanged: number
  /** rows that say what an earlier row has said already */
  repeated: number
  /** what is wrong, by line; the first 1,000 */
  rejected: RowError[]
  /** rows that were rejected, listed or not */
  rejectedRows: number
  /** the file as a whole cannot be read: nothing was written */
  unreadable: boolean
}

export type ImportDeps<R> = {
  now: Instant
  target: ImportTarget<R>
  workflows?: ReadonlySet<string>
  mapping?: Mapping
  /** rows under way at once; 8 unless told */
  atOnce?: number
}

type Outcome = { line: number; plan: Plan }

const columnOf = (plan: Plan): string => (typeof plan === 'object' ? (plan.column ?? '') : '')

const reportOf = (
  read: { lines: number; repeated: number; rejected: RowError[] },
  outcomes: Outcome[],
  values: Map<number, Record<string, string>>,
): ImportReport => {
  const counted = { created: 0, changed: 0, unchanged: 0 }
  const rejected = [...read.rejected]
  for (const { line, plan } of outcomes) {
    if (typeof plan === 'string') counted[plan] += 1
    else {
      const column = columnOf(plan)
      rejected.push({ line, column, value: shown(values.get(line)?.[column] ?? ''), why: plan.rejected })
    }
  }
  rejected.sort((a, b) => a.line - b.line)
  return {
    rows: read.lines,
    ...counted,
    repeated: read.repeated,
    rejected: rejected.slice(0, MOST_ERRORS),
    rejectedRows: new Set(rejected.map(({ line }) => line)).size,
    unreadable: false,
  }
}

/** Runs an import; with `dryRun` it says what it would do and writes nothing. Throws what the target throws. */
export const runImport = async <R>(
  kind: ImportKind<R>,
  source: CsvSource,
  { now, target, workflows = new Set(), mapping = {}, atOnce = 8 }: ImportDeps<R>,
  { dryRun }: { dryRun: boolean },
): Promise<ImportReport> => {
  const read = await readImport(kind, source, { today: dayOf(now), workflows }, mapping)
  if (!read.ok)
    return {
      rows: 0,
      created: 0,
      changed: 0,
      unchanged: 0,
      repeated: 0,
      rejected: read.faults,
      rejectedRows: 0,
      unreadable: true,
    }
  const keys = new Set(read.rows.map(each => kind.key(each.row)))
  const inFile = (key: string): boolean => keys.has(key)
  const one = async ({ line, row }: Numbered<R>): Promise<Outcome> => {
    const plan = await target.plan(row, inFile)
    if (!dryRun && (plan === 'created' || plan === 'changed')) await target.write(row)
    return { line, plan }
  }
  const { outcomes, circular } = await inWaves(kind, read.rows, one, atOnce)
  const values = new Map(read.rows.map(each => [each.line, each.values]))
  return reportOf({ ...read, rejected: [...read.rejected, ...circular] }, outcomes, values)
}
