/**
 * A whole file, read and checked before anything is done with it: a quote that breaks on line 40,000 must not leave
 * 39,999 rows written. What is kept is typed rows, not text: 50,000 of them are a few dozen megabytes.
 */
import { type CsvRow, type RowError, readCsv, shown } from '../csv.ts'
import type { Mapping } from '../csv-header.ts'
import type { CsvSource } from '../csv-text.ts'
import type { ImportKind, Known } from './kind.ts'

export type Numbered<R> = { line: number; row: R; values: Record<string, string> }
export type ReadFile<R> =
  | { ok: true; rows: Numbered<R>[]; rejected: RowError[]; lines: number; repeated: number }
  | { ok: false; faults: RowError[] }

/** A bound on memory: some 500 MB of rows. A larger landlord sends more than one file. */
export const MOST_ROWS = 500_000
/** More mistakes than a person will read; the count goes on, the list stops. */
export const MOST_ERRORS = 1000

const rowErrors = ({ line, values }: CsvRow, issues: { path: PropertyKey[]; message: string }[]): RowError[] =>
  issues.map(({ path, message }) => {
    const column = String(path[0] ?? '')
    return { line, column, value: shown(Object.hasOwn(values, column) ? values[column]! : ''), why: message }
  })

const lines = <R>(rows: Numbered<R>[]): string => rows.map(({ line }) => line).join(', ')

/** Rows by what they are about. Identical ones are one; others contradict each other, and none is believed. */
const settle = <R>(rows: Numbered<R>[], { key }: ImportKind<R>) => {
  const byKey = Map.groupBy(rows, ({ row }) => key(row))
  const kept: Numbered<R>[] = []
  const rejected: RowError[] = []
  let repeated = 0
  for (const [about, same] of byKey) {
    if (new Set(same.map(({ row }) => JSON.stringify(row))).size === 1) {
      kept.push(same[0]!)
      repeated += same.length - 1
    } else {
      const why = `CONFLICT: lines ${lines(same)} say different things about the same`
      for (const { line } of same) rejected.push({ line, column: '', value: shown(about), why })
    }
  }
  return { kept, rejected, repeated }
}

/** Rows that share what only one may have are all rejected: which of them is right is not for us to guess. */
const aloneOnly = <R>(rows: Numbered<R>[], { alone }: ImportKind<R>) => {
  if (!alone) return { kept: rows, rejected: [] }
  const shared = Map.groupBy(rows, ({ row }) => alone(row)?.value)
  shared.delete(undefined)
  const wrong = new Map<Numbered<R>, RowError>()
  for (const [value, same] of shared) {
    if (same.length < 2) continue
    for (const each of same)
      wrong.set(each, {
        line: each.line,
        column: alone(each.row)!.column,
        value: shown(value!),
        why: `TWICE: lines ${lines(same)} cannot all have it`,
      })
  }
  return { kept: rows.filter(each => !wrong.has(each)), rejected: [...wrong.values()] }
}

/** Reads, checks and settles a file. Nothing is asked of the outside world. */
export const readImport = async <R>(
  kind: ImportKind<R>,
  source: CsvSource,
  known: Known,
  mapping: Mapping = {},
): Promise<ReadFile<R>> => {
  const schema = kind.schema(known)
  const good: Numbered<R>[] = []
  const rejected: RowError[] = []
  const faults: RowError[] = []
  let count = 0
  for await (const item of readCsv(source, kind.columns, mapping)) {
    if ('fault' in item) {
      faults.push(item.fault)
      continue
    }
    count += 1
    if (count > MOST_ROWS)
      return {
        ok: false,
        faults: [{ line: MOST_ROWS + 2, column: '', value: '', why: `TOO_MANY: at most ${MOST_ROWS} rows` }],
      }
    if ('rejected' in item) rejected.push(item.rejected)
    else {
      const parsed = schema.safeParse(item.row.values)
      if (parsed.success) good.push({ line: item.row.line, row: parsed.data, values: item.row.values })
      else rejected.push(...rowErrors(item.row, parsed.error.issues))
    }
  }
  if (faults.length > 0) return { ok: false, faults }
  const settled = settle(good, kind)
  const single = aloneOnly(settled.kept, kind)
  return {
    ok: true,
    rows: single.kept,
    rejected: [...rejected, ...settled.rejected, ...single.rejected].sort((a, b) => a.line - b.line),
    lines: count,
    repeated: settled.repeated,
  }
}
