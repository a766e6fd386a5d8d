/**
 * CSV as landlords' systems and spreadsheets write it. Streaming: a row at a time, whatever the size of the file.
 * A file that cannot be read as a table at all ends with a `fault`; a row that is wrong is `rejected` and the next
 * one is read.
 */
import { pipeline, Readable } from 'node:stream'
import { CsvError, type InfoRecord, Parser } from 'csv-parse'
import { type Columns, headerOf, type Mapping } from './csv-header.ts'
import { type CsvSource, csvText, isNotText } from './csv-text.ts'

export type RowError = { line: number; column: string; value: string; why: string }
/** `values` holds the cells that are not empty, under our names of the columns. */
export type CsvRow = { line: number; values: Record<string, string> }
export type CsvItem = { row: CsvRow } | { rejected: RowError } | { fault: RowError }

/** Characters of one row, texts of a plan's actions included. An unclosed quote stops here, not at the file's end. */
const LONGEST_ROW = 32_768
/** A value is shown to whoever mends the file, but not a whole page of it. */
export const shown = (value: string): string => (value.length > 100 ? `${value.slice(0, 99)}…` : value)

/** What people write for nothing. */
const NOTHING = /^(?:#?n\/a|n\.a\.?|not applicable|-+|–|—|null|\(blank\))$/i
/** What they write where they do not know. It counts as nothing said, which never makes a home compliant. */
const UNSAID = /^(?:tbc|tba|\?+)$/i
/** Blanks that look like blanks, and marks that look like nothing: both come of copying from pages and mails. */
const HARD_BLANK = /[\u00A0\u2007\u202F]/g
const UNSEEN = /[\u200B\u200E\u200F\u2060\uFEFF]/g
const tidied = (cell: string): string => cell.replace(HARD_BLANK, ' ').replace(UNSEEN, '').trim()
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones that no cell may hold
const CONTROL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/

/** What stands for a letter that was not UTF-8: a gateway on the way may have put it there. */
const LOST = '\uFFFD'
const ENCODING =
  'ENCODING: a letter was lost on the way here; send the file as application/octet-stream, or save it as CSV UTF-8'

/** What a report writes under its rows: no row of a register, and told so in one line. */
const TOTAL = /^(?:grand[ -]?|sub[ -]?)?totals?:?$/i

const error = (line: number, column: string, value: string, why: string): RowError => ({
  line,
  column,
  value: shown(value),
  why,
})

const broken: Record<string, string> = {
  CSV_MAX_RECORD_SIZE: `ROW_TOO_LONG: the row that begins here is longer than ${LONGEST_ROW} characters; is a quote not closed?`,
  CSV_QUOTE_NOT_CLOSED: 'QUOTE_NOT_CLOSED: a quote is opened in the row that begins here and never closed',
  INVALID_OPENING_QUOTE: 'QUOTE: a quote inside a cell; write the cell in quotes and the quote twice',
  CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE: 'QUOTE: text after a closing quote; inside a cell write the quote twice',
  CSV_INVALID_CLOSING_QUOTE: 'QUOTE: text after a closing quote; inside a cell write the quote twice',
}

const faultOf = (thrown: unknown, line: number): RowError => {
  if (thrown instanceof CsvError)
    return error(line, '', '', broken[thrown.code] ?? `CSV: this is not a row of CSV (${thrown.code})`)
  if (isUneven(thrown)) return error(line, '', '', UNEVEN)
  if (isNotText(thrown)) return error(thrown.line, '', '', thrown.message)
  throw thrown
}

/** Rows with more or fewer cells than the header: each costs the parser ten others, and so many are no slips. */
const MOST_UNEVEN = 2_000
const PIECE = 65_536

async function* whileEven(text: AsyncIterable<string>, uneven: () => number): AsyncGenerator<string> {
  for await (const whole of text)
    for (let at = 0; at < whole.length; at += PIECE) {
      if (uneven() > MOST_UNEVEN) throw Object.assign(new Error(UNEVEN), { name: 'Uneven' })
      yield whole.slice(at, at + PIECE)
    }
}
const UNEVEN = `CELLS: more than ${MOST_UNEVEN} rows have another number of cells than the header; is it the right delimiter?`
const isUneven = (thrown: unknown): boolean => thrown instanceof Error && thrown.name === 'Uneven'

type Under = { names: (string | undefined)[]; asked: readonly string[] }

const rowOf = (cells: string[], line: number, { names, asked }: Under): CsvItem => {
  const extra = cells.slice(names.length).find(cell => cell !== '')
  if (cells.length < names.length || extra !== undefined)
    return { rejected: error(line, '', extra ?? '', `CELLS: ${cells.length} cells under ${names.length} columns`) }
  const first = cells.find(cell => cell !== '') ?? ''
  if (TOTAL.test(tidied(first))) return { rejected: error(line, '', first, 'TOTAL: a sum under the rows is no row') }
  const values: Record<string, string> = {}
  for (const [index, name] of names.entries()) {
    const value = tidied(cells[index]!)
    if (!name || value === '' || NOTHING.test(value) || (UNSAID.test(value) && !asked.includes(name))) continue
    if (CONTROL.test(value)) return { rejected: error(line, name, '', 'CHARACTER: holds a control character') }
    if (value.includes(LOST)) return { rejected: error(line, name, value, ENCODING) }
    values[name] = value
  }
  return { row: { line, values } }
}

/** Reads a file by its header. `mapping` names foreign columns: ours, or `null` to leave one out. Lines begin at 1. */
export async function* readCsv(source: CsvSource, columns: Columns, mapping: Mapping = {}): AsyncGenerator<CsvItem> {
  let last = 0
  try {
    const { delimiter, text } = await csvText(source)
    const parser = new Parser({
      bom: true,
      record_delimiter: '\n',
      delimiter,
      trim: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      relax_column_count: true,
      max_record_size: LONGEST_ROW,
      info: true,
      on_record: (cells: string[], { lines }: InfoRecord) => {
        last = lines
        return cells
      },
    })
    const even = whileEven(text, () => parser.info.invalid_field_length)
    pipeline(Readable.from(even), parser, () => {})
    let names: (string | undefined)[] | undefined
    for await (const found of parser) {
      const { record, info }: { record: string[]; info: InfoRecord } = found
      // The parser counts to the end of a row; people look where it begins.
      const line = info.lines - record.join('').split('\n').length + 1
      if (names) yield rowOf(record, line, { names, asked: columns.asked ?? [] })
      else {
        const header = headerOf(record.map(tidied), columns, mapping)
        if (!header.ok) {
          for (const { column, why } of header.faults) yield { fault: error(line, shown(column), column, why) }
          return
        }
        names = header.names
      }
    }
    if (!names) yield { fault: error(1, '', '', 'EMPTY: there is no header') }
  } catch (thrown) {
    yield { fault: faultOf(thrown, last + 1) }
  }
}
