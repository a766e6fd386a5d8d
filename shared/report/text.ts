/** The plain-text part of a report's mail: what is on top, what is missing, where the rest is. */
import { isDayText, longDay } from '../core/time.ts'
import { type Cell, type Column, figuresOf, type Report, type Table, tablesOf } from '../position/report.ts'

const figures = (report: Report): string[] => {
  const lines = figuresOf(report).map(({ title, shown, rag }) => `- ${title}: ${shown}${rag ? ` (${rag.words})` : ''}`)
  return lines.length === 0 ? [] : [...lines, '']
}

/** Rows read out of one table. */
const SPOKEN = 20

/** A short table is read out whole: its row count would tell nobody anything. */
const SHORT = 5
const isSpoken = ({ spoken, rows }: Table): boolean => spoken === true || (rows.length > 0 && rows.length <= SHORT)

const counted = ({ title, rows, empty }: Table): string =>
  `${title}${title.endsWith('?') ? '' : ':'} ${rows.length === 0 ? empty : `${rows.length} ${rows.length === 1 ? 'row' : 'rows'}`}`

const cellText = ({ title, as }: Column, value: Cell): string => {
  if (value === undefined || value === '') return ''
  const shown = as === 'day' && typeof value === 'string' && isDayText(value) ? longDay(value) : String(value)
  return as === 'number' ? `${title.toLowerCase()}: ${shown}` : as === 'day' ? `${title.toLowerCase()} ${shown}` : shown
}

/** Row by row, as one would read it out. */
const spoken = (table: Table): string[] => [
  table.title.toUpperCase(),
  ...(table.rows.length === 0 ? [table.empty] : []),
  ...table.rows.slice(0, SPOKEN).map(row => {
    const cells = table.columns.filter(column => !column.wide).map(column => cellText(column, row[column.key]))
    return `- ${cells.filter(text => text !== '').join(', ')}`
  }),
  ...(table.rows.length > SPOKEN ? [`and ${table.rows.length - SPOKEN} more`] : []),
  '',
]

export const reportText = (report: Report, link: string, reference: string): string =>
  [
    `${report.landlord}: ${report.title}`,
    `As at the end of ${longDay(report.asAt)}.`,
    '',
    ...figures(report),
    ...report.parts.flatMap(part =>
      part.kind === 'note' ? [`${part.title.toUpperCase()}`, ...part.lines.map(line => `- ${line}`), ''] : [],
    ),
    ...tablesOf(report).flatMap(table => (isSpoken(table) ? spoken(table) : [counted(table)])),
    '',
    `${report.leadsTo ?? 'The whole report'}: ${link}`,
    '',
    `${report.landlord} · reference ${reference}`,
    '',
  ].join('\n')
