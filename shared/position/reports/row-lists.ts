/**
 * The lists behind the numbers of a table's row: `<table>.<key>.<column>`. A number of nothing opens
 * nothing. What is counted twice at one case (two visits) stands twice.
 */
import type { Behind } from './figure.ts'

export const rowLists = (
  table: string,
  key: string,
  columns: readonly (readonly [column: string, what: string, ids: readonly string[], of?: Behind['of']])[],
): Record<string, Behind> =>
  Object.fromEntries(
    columns
      .filter(([, , ids]) => ids.length > 0)
      .map(([column, what, ids, of = 'cases']) => [`${table}.${key}.${column}`, { what, of, ids }]),
  )
