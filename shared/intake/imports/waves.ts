/** A parent before its children. */
import type { RowError } from '../csv/csv-row.ts'
import { shown } from '../csv/csv-row.ts'
import type { Numbered } from './kept-rows.ts'
import type { ImportKind } from './kind.ts'

/** How many rows of the file stand above each key; undefined for a row that stands above itself. */
export const depths = <R>(
  rows: Iterable<Numbered<R>>,
  { key, after }: ImportKind<R>,
): Map<string, number | undefined> => {
  const above = new Map<string, string | undefined>()
  for (const { row } of rows) above.set(key(row), after?.(row)?.key)
  const known = new Map<string, number | undefined>()
  for (const start of above.keys()) {
    const path: string[] = []
    const seen = new Set<string>()
    let at: string | undefined = start
    while (at !== undefined && above.has(at) && !known.has(at) && !seen.has(at)) {
      path.push(at)
      seen.add(at)
      at = above.get(at)
    }
    let depth = at === undefined || !above.has(at) ? -1 : seen.has(at) ? undefined : known.get(at)
    for (const each of path.reverse()) {
      depth = depth === undefined ? undefined : depth + 1
      known.set(each, depth)
    }
  }
  return known
}

export const circle = <R>({ line, row, values }: Numbered<R>, { after }: ImportKind<R>): RowError => {
  const { column = '', key = '' } = after?.(row) ?? {}
  return { line, column, value: shown(values[column] ?? key), why: 'CIRCLE: it stands above itself' }
}
