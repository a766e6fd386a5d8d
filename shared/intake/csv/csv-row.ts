/** One row of a table under its header: tidied cells under our names, or why it is none. */
import type { Layout, translator } from './layout.ts'

export type RowError = { line: number; column: string; value: string; why: string }
/** `values` holds the cells that are not empty, under our names of the columns. */
export type CsvRow = { line: number; values: Record<string, string> }
/** `header`: first of all, what the file calls our columns */
export type CsvItem =
  | { header: Record<string, string> }
  | { row: CsvRow }
  | { rejected: RowError }
  | { fault: RowError }

/** A value is shown to whoever mends the file, but not a whole page of it. */
export const shown = (value: string): string => (value.length > 100 ? `${value.slice(0, 99)}…` : value)

/** What people write for nothing. */
const NOTHING = /^(?:#?n\/a|n\.a\.?|not applicable|-+|–|—|null|\(blank\))$/i
/** What they write where they do not know. It counts as nothing said, which never makes a home compliant. */
const UNSAID = /^(?:tbc|tba|\?+)$/i
/** Blanks that look like blanks, and marks that look like nothing: both come of copying from pages and mails. */
const HARD_BLANK = /[\u00A0\u2007\u202F]/g
const UNSEEN = /[\u200B\u200E\u200F\u2060\uFEFF]/g
export const tidied = (cell: string): string => cell.replace(HARD_BLANK, ' ').replace(UNSEEN, '').trim()
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones that no cell may hold
const CONTROL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/

/** What stands for a letter that was not UTF-8: a gateway on the way may have put it there. */
const LOST = '\uFFFD'
const ENCODING =
  'ENCODING: a letter was lost on the way here; send the file as application/octet-stream, or save it as CSV UTF-8'

/** What a report writes under its rows: no row of a register, and told so in one line. */
const TOTAL = /^(?:grand[ -]?|sub[ -]?)?totals?:?$/i

export const rowError = (line: number, column: string, value: string, why: string): RowError => ({
  line,
  column,
  value: shown(value),
  why,
})

export type Under = {
  names: (string | undefined)[]
  /** the header's own cells */
  header: string[]
  asked: readonly string[]
  ours: ReturnType<typeof translator>
  fixed: Layout['fixed']
}

/** A report repeats its header on each page; that is no row, and nothing is said by leaving it out. */
export const isHeader = (cells: string[], { header }: Under): boolean =>
  header.every((name, index) => tidied(cells[index] ?? '') === name)

export const rowOf = (cells: string[], line: number, { names, asked, ours, fixed }: Under): CsvItem => {
  const extra = cells.slice(names.length).find(cell => cell !== '')
  if (cells.length < names.length || extra !== undefined)
    return { rejected: rowError(line, '', extra ?? '', `CELLS: ${cells.length} cells under ${names.length} columns`) }
  const first = cells.find(cell => cell !== '') ?? ''
  if (TOTAL.test(tidied(first))) return { rejected: rowError(line, '', first, 'TOTAL: a sum under the rows is no row') }
  const values: Record<string, string> = {}
  for (const [index, name] of names.entries()) {
    const value = name && ours(name, tidied(cells[index]!))
    if (
      !name ||
      value === undefined ||
      value === '' ||
      NOTHING.test(value) ||
      (UNSAID.test(value) && !asked.includes(name))
    )
      continue
    if (CONTROL.test(value)) return { rejected: rowError(line, name, '', 'CHARACTER: holds a control character') }
    if (value.includes(LOST)) return { rejected: rowError(line, name, value, ENCODING) }
    values[name] = values[name] === undefined ? value : `${values[name]}, ${value}`
  }
  return { row: { line, values: { ...fixed, ...values } } }
}
