/** A parent before its children, and no more at once than the table should bear. */
import type { RowError } from '../csv.ts'
import { shown } from '../csv.ts'
import type { ImportKind } from './kind.ts'
import type { Numbered } from './read.ts'

/** How many rows of the file stand above this one; undefined for a row that stands above itself. */
const depths = <R>(rows: Numbered<R>[], { key, after }: ImportKind<R>): Map<Numbered<R>, number | undefined> => {
  const byKey = new Map(rows.map(each => [key(each.row), each]))
  const above = (each: Numbered<R>): Numbered<R> | undefined => byKey.get(after?.(each.row)?.key ?? '')
  const known = new Map<Numbered<R>, number | undefined>()
  for (const start of rows) {
    const path: Numbered<R>[] = []
    const seen = new Set<Numbered<R>>()
    let at: Numbered<R> | undefined = start
    while (at && !known.has(at) && !seen.has(at)) {
      path.push(at)
      seen.add(at)
      at = above(at)
    }
    let depth = at === undefined ? -1 : seen.has(at) ? undefined : known.get(at)
    for (const each of path.reverse()) {
      depth = depth === undefined ? undefined : depth + 1
      known.set(each, depth)
    }
  }
  return known
}

/** Bounded, and it stops taking new rows at the first failure, which it throws when the others are at rest. */
const bounded = async <T, O>(items: T[], atOnce: number, work: (item: T) => Promise<O>): Promise<O[]> => {
  const results: O[] = []
  const failures: unknown[] = []
  const queue = items.values()
  const worker = async (): Promise<void> => {
    for (const item of queue) {
      if (failures.length > 0) return
      try {
        results.push(await work(item))
      } catch (error) {
        failures.push(error)
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker))
  if (failures.length > 0) throw failures[0]
  return results
}

/** Does the work row by row, the rows that others name first. Rows that name each other in a circle are returned. */
export const inWaves = async <R, O>(
  kind: ImportKind<R>,
  rows: Numbered<R>[],
  work: (row: Numbered<R>) => Promise<O>,
  atOnce: number,
): Promise<{ outcomes: O[]; circular: RowError[] }> => {
  const waves = Map.groupBy(depths(rows, kind), ([, depth]) => depth)
  const circular = (waves.get(undefined) ?? []).map(([{ line, row }]) => {
    const { column = '', key = '' } = kind.after?.(row) ?? {}
    return { line, column, value: shown(key), why: 'CIRCLE: it stands above itself' }
  })
  waves.delete(undefined)
  const outcomes: O[] = []
  for (const [, wave] of [...waves].sort(([a], [b]) => a! - b!))
    outcomes.push(
      ...(await bounded(
        wave.map(([row]) => row),
        atOnce,
        work,
      )),
    )
  return { outcomes, circular }
}
