/** What is wrong with a file: every line counts, but only so many are kept as a person will read. */
import type { RowError } from '../csv/csv-row.ts'

export const MOST_ERRORS = 1000

export type Mistakes = {
  add: (error: RowError) => void
  has: (line: number) => boolean
  /** rows with a mistake, listed or not */
  count: () => number
  /** by line */
  listed: () => RowError[]
}

/** `theirs`: what the file calls our columns, so that a mistake is named as whoever mends it knows it. */
export const mistakes = (theirs: () => Readonly<Record<string, string>>): Mistakes => {
  const kept: RowError[] = []
  const lines = new Set<number>()
  return {
    add: error => {
      lines.add(error.line)
      if (kept.length < MOST_ERRORS) kept.push(error)
    },
    has: line => lines.has(line),
    count: () => lines.size,
    listed: () =>
      kept
        .map(error => ({ ...error, column: theirs()[error.column] ?? error.column }))
        .toSorted((a, b) => a.line - b.line),
  }
}
