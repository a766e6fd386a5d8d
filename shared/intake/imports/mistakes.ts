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

export const mistakes = (): Mistakes => {
  const kept: RowError[] = []
  const lines = new Set<number>()
  return {
    add: error => {
      lines.add(error.line)
      if (kept.length < MOST_ERRORS) kept.push(error)
    },
    has: line => lines.has(line),
    count: () => lines.size,
    listed: () => kept.toSorted((a, b) => a.line - b.line),
  }
}
