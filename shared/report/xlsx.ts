/** A report as a workbook: a sheet a table, numbers as numbers, each sheet saying what it counts. */
import writeXlsx, { type Row } from 'write-excel-file/node'
import {
  boxesOf,
  type Cell,
  type Column,
  figuresOf,
  narrativeFields,
  type Report,
  type Table,
  tablesOf,
} from '../position/reports/report.ts'

const bold = { fontWeight: 'bold' as const }
const note = { textColor: '#4c565e' as const }

/** Excel allows 31 letters in a sheet's name, none of `[]:*?/\`, and no name twice. */
export const sheetNames = (titles: readonly string[]): string[] => {
  const taken = new Set<string>()
  return titles.map(title => {
    const plain = title
      .replace(/[[\]:*?/\\]/g, ' ')
      .replace(/\s+/g, ' ')
      .trim()
    let name = plain.slice(0, 31).trim()
    for (let n = 2; taken.has(name.toLowerCase()); n++) name = `${plain.slice(0, 28).trim()} ${n}`
    taken.add(name.toLowerCase())
    return name
  })
}

const cell = (value: Cell, as: Column['as']) => {
  if (value === undefined || value === '') return null
  if (typeof value === 'number')
    return { value, type: Number, ...(as === 'bar' || as === 'percent' ? { format: '0.0' } : {}) }
  return { value: as === 'rag' ? value.replace('_', ' ') : value, type: String }
}

const heads = (titles: readonly string[]): Row =>
  titles.map(value => ({ value, type: String, ...bold, wrap: true, alignVertical: 'bottom' as const }))

const sheetOf = (table: Table): Row[] => [
  [{ value: table.title, type: String, ...bold }],
  [{ value: table.definition, type: String, ...note }],
  heads(table.columns.map(column => column.title)),
  ...table.rows.map(row => table.columns.map(column => cell(row[column.key], column.as))),
  ...(table.rows.length === 0 ? [[{ value: table.empty, type: String }]] : []),
]

const widths = (table: Table) =>
  table.columns.map(({ key, title }) => ({
    width: Math.min(
      48,
      Math.max(8, Math.min(title.length, 14), ...table.rows.slice(0, 200).map(row => String(row[key] ?? '').length)) +
        2,
    ),
  }))

const figureSheet = (report: Report): Row[] => [
  [{ value: report.title, type: String, ...bold }],
  [{ value: `${report.landlord}. As at ${report.asAt}, as known on ${report.knownOn}.`, type: String, ...note }],
  heads(['Figure', 'Value', 'Unit', 'Counted', 'Of', 'Status', 'What it counts']),
  ...figuresOf(report).map(one => [
    { value: one.title, type: String },
    cell(one.value, undefined),
    { value: one.unit, type: String },
    cell(one.numerator, undefined),
    cell(one.denominator, undefined),
    cell(one.rag?.words, undefined),
    { value: one.definition, type: String },
  ]),
]

const boxSheet = (report: Report): Row[] => [
  heads(['Section', 'Status', ...Object.values(narrativeFields), 'Written by']),
  ...boxesOf(report).map(box => [
    { value: box.title, type: String },
    { value: box.rag.words, type: String },
    ...Object.keys(narrativeFields).map(field =>
      cell(box.written?.[field as keyof typeof narrativeFields] ?? (box.required ? 'MISSING' : undefined), undefined),
    ),
    cell(box.written?.by, undefined),
  ]),
]

/** The bytes of the workbook. */
export const reportXlsx = async (report: Report): Promise<Buffer> => {
  const tables = tablesOf(report)
  const plain = [
    {
      title: 'Figures',
      data: figureSheet(report),
      columns: [
        { width: 48 },
        { width: 10 },
        { width: 16 },
        { width: 10 },
        { width: 10 },
        { width: 30 },
        { width: 100 },
      ],
    },
    ...(boxesOf(report).length > 0
      ? [
          {
            title: 'Narrative',
            data: boxSheet(report),
            columns: [
              { width: 36 },
              { width: 28 },
              { width: 40 },
              { width: 40 },
              { width: 40 },
              { width: 40 },
              { width: 24 },
            ],
          },
        ]
      : []),
    ...tables.map(table => ({ title: table.title, data: sheetOf(table), columns: widths(table) })),
  ]
  const names = sheetNames(plain.map(one => one.title))
  const sheets = plain.map(({ data, columns }, i) => ({ data, columns, sheet: names[i]!, stickyRowsCount: 3 }))
  return writeXlsx(sheets).toBuffer()
}
