/**
 * CSV as landlords' systems and spreadsheets write it. Streaming: a row at a time, whatever the size of the file.
 * A file that cannot be read as a table at all ends with a `fault`; a row that is wrong is `rejected` and the next
 * one is read.
 */
import { pipeline, Readable } from 'node:stream'
import { CsvError, type InfoRecord, Parser } from 'csv-parse'
import { type Columns, headerOf } from './csv-header.ts'
import { type CsvItem, isHeader, type RowError, rowError, rowOf, shown, tidied, type Under } from './csv-row.ts'
import { type CsvSource, csvText, isNotText } from './csv-text.ts'
import { type Layout, plainLayout, translator } from './layout.ts'

/** Characters of one row, texts of a plan's actions included. An unclosed quote stops here, not at the file's end. */
const LONGEST_ROW = 32_768
/** Lines above a header: a title, whose list it is, when it was printed. */
const MOST_TITLES = 5

const broken: Record<string, string> = {
  CSV_MAX_RECORD_SIZE: `ROW_TOO_LONG: the row that begins here is longer than ${LONGEST_ROW} characters; is a quote not closed?`,
  CSV_QUOTE_NOT_CLOSED: 'QUOTE_NOT_CLOSED: a quote is opened in the row that begins here and never closed',
  INVALID_OPENING_QUOTE: 'QUOTE: a quote inside a cell; write the cell in quotes and the quote twice',
  CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE: 'QUOTE: text after a closing quote; inside a cell write the quote twice',
  CSV_INVALID_CLOSING_QUOTE: 'QUOTE: text after a closing quote; inside a cell write the quote twice',
}

const faultOf = (thrown: unknown, line: number): RowError => {
  if (thrown instanceof CsvError)
    return rowError(line, '', '', broken[thrown.code] ?? `CSV: this is not a row of CSV (${thrown.code})`)
  if (isUneven(thrown)) return rowError(line, '', '', UNEVEN)
  if (isNotText(thrown)) return rowError(thrown.line, '', '', thrown.message)
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

const calledHere = ({ names, header }: Under): Record<string, string> =>
  Object.fromEntries(names.flatMap((name, index) => (name ? [[name, header[index]!] as const] : [])).reverse())

/** Reads a file by its header; `layout` says how the landlord writes it. Lines begin at 1. */
export async function* readCsv(
  source: CsvSource,
  columns: Columns,
  layout: Layout = plainLayout,
): AsyncGenerator<CsvItem> {
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
    let under: Under | undefined
    let titles: CsvItem[] | undefined
    let above = 0
    for await (const found of parser) {
      const { record, info }: { record: string[]; info: InfoRecord } = found
      // The parser counts to the end of a row; people look where it begins.
      const line = info.lines - record.join('').split('\n').length + 1
      if (under) {
        if (!isHeader(record, under)) yield rowOf(record, line, under)
      } else {
        const cells = record.map(tidied)
        const header = headerOf(cells, columns, layout)
        if (!header.ok) {
          // What is under a title must be a header without fault: any other row may hold a name of ours by chance.
          titles ??= header.faults.map(({ column, why }) => ({ fault: rowError(line, shown(column), column, why) }))
          if ((above === 0 && !header.stranger) || ++above > MOST_TITLES) break
          continue
        }
        const { names } = header
        const { asked = [] } = columns
        under = { names, header: cells.slice(0, names.length), asked, ours: translator(layout), fixed: layout.fixed }
        yield { header: calledHere(under) }
      }
    }
    if (!under) yield* titles ?? [{ fault: rowError(1, '', '', 'EMPTY: there is no header') }]
  } catch (thrown) {
    yield { fault: faultOf(thrown, last + 1) }
  }
}
