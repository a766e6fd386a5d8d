/** A report as CSV: one table after another, each under its title. Formulas are escaped: a spreadsheet would run them. */
import { stringify } from 'csv-stringify/sync'
import { type Cell, figuresOf, type Report, type Table, tablesOf } from '../position/reports/report.ts'

const dataOf = ({ columns, rows }: Table): Cell[][] => [
  columns.map(column => column.title),
  ...rows.map(row => columns.map(column => row[column.key])),
]
const rowsOf = (table: Table): Cell[][] => [
  [table.title],
  ...dataOf(table),
  ...(table.rows.length === 0 ? [[table.empty]] : []),
  [],
]

const options = { record_delimiter: '\r\n', escape_formulas: true, bom: true } as const

/** `only`: one table by its id, a header and its rows and no words besides, for a program to read. Undefined when there is no such table. */
export const reportCsv = (report: Report, only?: string): string | undefined => {
  const tables = tablesOf(report)
  if (only !== undefined) {
    const table = tables.find(one => one.id === only)
    return table && stringify(dataOf(table), options)
  }
  const figures = figuresOf(report)
  return stringify(
    [
      [report.landlord],
      [report.title],
      ['as at', report.asAt, 'known on', report.knownOn, 'made', report.made],
      [],
      ...(figures.length === 0
        ? []
        : [
            ['Figure', 'Value', 'Unit', 'Counted', 'Of', 'What it counts'],
            ...figures.map(one => [one.title, one.value, one.unit, one.numerator, one.denominator, one.definition]),
            [],
          ]),
      ...tables.flatMap(rowsOf),
    ],
    options,
  )
}
