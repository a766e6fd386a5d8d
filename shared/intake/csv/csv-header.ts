/** The first row of a CSV: which column is which. All that is wrong with it is said at once. */
import type { Layout } from './layout.ts'

export type Columns = {
  required: readonly string[]
  optional: readonly string[]
  /** columns whose `TBC` is an answer that somebody must give: elsewhere it is an empty cell */
  asked?: readonly string[]
  /** columns that may be the same for a whole file, and so be said once for it */
  whole?: readonly string[]
  /** columns that several of a file may make up together, as the lines of an address do */
  joined?: readonly string[]
}
/** A landlord's own header to our column; `null`: known, and left out. */
export type Mapping = Record<string, string | null>

export type Header =
  | { ok: true; names: (string | undefined)[] }
  | { ok: false; faults: { column: string; why: string }[] /** it names no column at all */; stranger?: true }

/** Unknown columns named; a first line of 100,000 cells is not answered with as many sentences. */
const NAMED = 50

/** `Last done on`, `last_done_on` and `lastDoneOn` are one. */
const plain = (name: string): string => name.toLowerCase().replaceAll(/[\s_-]+/g, '')

/** Headers in any order, any case, with or without blanks; unknown, missing and repeated ones are refused. */
export const headerOf = (cells: string[], columns: Columns, { columns: mapping, fixed }: Layout): Header => {
  const { required, optional, joined = [] } = columns
  const ours = [...required, ...optional]
  const known = new Map<string, string | null>(ours.map(name => [plain(name), name]))
  for (const [theirs, name] of Object.entries(mapping)) known.set(plain(theirs), name)
  // Spreadsheets like to end every line with a few empty cells.
  const filled = cells.slice(0, cells.findLastIndex(cell => cell.trim() !== '') + 1)
  const names = filled.map(cell => known.get(plain(cell)))
  if (names.every(name => name === undefined))
    return {
      ok: false,
      stranger: true,
      faults: [
        {
          column: filled[0] ?? '',
          why: `HEADER: the first row names no column, nor do the next; what is the header? Known are ${ours.join(', ')}`,
        },
      ],
    }
  const unknown = filled.filter((_, index) => names[index] === undefined)
  const faults = [
    ...unknown.slice(0, NAMED).map(column => ({ column, why: `COLUMN_UNKNOWN: known are ${ours.join(', ')}` })),
    ...required
      .filter(column => !names.includes(column) && !Object.hasOwn(fixed, column))
      .map(column => ({ column, why: 'COLUMN_MISSING: this column is needed' })),
    ...ours
      .filter(column => !joined.includes(column) && names.filter(name => name === column).length > 1)
      .map(column => ({ column, why: 'COLUMN_TWICE: this column stands there more than once' })),
  ]
  return faults.length > 0 ? { ok: false, faults } : { ok: true, names: names.map(name => name ?? undefined) }
}
