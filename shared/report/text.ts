/** The plain-text part of a report's mail: what is on top, what is missing, where the rest is. */
import { isDayText, longDay } from '../core/time.ts'
import { grouped } from '../position/reports/figure.ts'
import type { RagState } from '../position/reports/rag.ts'
import {
  type Box,
  type Cell,
  type Column,
  figuresOf,
  narrativeFields,
  type Report,
  type Table,
  tablesOf,
} from '../position/reports/report.ts'
import { ragWords } from './rag-words.ts'

const figures = (report: Report): string[] => {
  const lines = figuresOf(report).map(({ title, shown, rag }) => `- ${title}: ${shown}${rag ? ` (${rag.words})` : ''}`)
  return lines.length === 0 ? [] : [...lines, '']
}

const signed = (value: number): string =>
  value === 0 ? '0.0' : `${value > 0 ? '+' : '−'}${Math.abs(value).toFixed(1)}`

/** Rows read out of one table. */
const SPOKEN = 20

/** A short table is read out whole: its row count would tell nobody anything. */
const SHORT = 5
const isSpoken = ({ spoken, rows }: Table): boolean => spoken === true || (rows.length > 0 && rows.length <= SHORT)

const counted = ({ title, rows, empty }: Table): string =>
  `${title}${title.endsWith('?') ? '' : ':'} ${rows.length === 0 ? empty : `${rows.length} ${rows.length === 1 ? 'row' : 'rows'}, in the report`}`

/** What a row is about needs no name; what is said of it does. */
const cellText = ({ title, as }: Column, value: Cell, index: number): string => {
  if (value === undefined || value === '') return ''
  const shown = as === 'day' && typeof value === 'string' && isDayText(value) ? longDay(value) : String(value)
  // An abbreviation keeps its capitals.
  const named = (text: string): string =>
    `${title.replace(/^[A-Z](?=[a-z ]|$)/, first => first.toLowerCase())}: ${text}`
  if (as === 'day') return named(shown)
  if (typeof value !== 'number') {
    const said = as === 'rag' ? (ragWords[value as RagState] ?? shown) : shown
    return index < 2 ? said : named(said)
  }
  if (as === 'percent' || as === 'bar') return named(`${value.toFixed(1)} %`)
  return named(as === 'change' ? signed(value) : grouped(value, Number.isInteger(value) ? 0 : 1))
}

/** Row by row, as one would read it out. */
const spoken = (table: Table): string[] => [
  table.title.toUpperCase(),
  ...(table.rows.length === 0 ? [table.empty] : []),
  ...table.rows.slice(0, SPOKEN).map(row => {
    const cells = table.columns
      .filter(column => !column.wide)
      .map((column, index) => cellText(column, row[column.key], index))
    // what sort of the row before it this is: its own column is too wide for here
    const kind =
      typeof row.kind === 'string' && row.kind !== '' && table.columns.some(one => one.key === 'kind' && one.wide)
    return `- ${(kind ? [`${cells[0]}: ${row.kind}`, ...cells.slice(1)] : cells).filter(text => text !== '').join(', ')}`
  }),
  ...(table.rows.length > SPOKEN ? [`and ${table.rows.length - SPOKEN} more`] : []),
  '',
]

/** What people wrote; what nobody wrote is named in a note of its own. */
const narrative = ({ title, rag, written }: Box): string[] =>
  written
    ? [
        `${title.toUpperCase()} (${ragWords[rag.state].toLowerCase()})`,
        ...Object.entries(narrativeFields).map(
          ([field, name]) => `- ${name}: ${written[field as keyof typeof narrativeFields]}`,
        ),
        '',
      ]
    : []

export const copied = (reference: string): string =>
  `This is a copy of ${reference}: we could not be sure that the first one left. If you have had it, this asks for nothing new.`

/**
 * What the report says, before what it is called: a telephone shows no more. Figures by their colour, or the first line
 * of what it says in short.
 */
export const reportSubject = (report: Report): string => {
  const states = figuresOf(report).flatMap(({ rag }) => (rag ? [rag.state] : []))
  const count = (state: RagState): number => states.filter(one => one === state).length
  const said = (['red', 'amber', 'no_data'] as const)
    .filter(state => count(state) > 0)
    .map(state => `${count(state)} ${ragWords[state].toLowerCase()}`)
  const [first] = report.parts
  const short =
    states.length > 0
      ? said.join(', ') || `all ${states.length} green`
      : first?.kind === 'note'
        ? first.lines[0]?.replace(/\.$/, '')
        : undefined
  return [...(short ? [short] : []), report.title].join(' · ')
}

export type TextAsked = { link: string; reference: string; copy?: boolean }

export const reportText = (report: Report, { link, reference, copy = false }: TextAsked): string =>
  [
    `${report.landlord}: ${report.title}`,
    `As at the end of ${longDay(report.asAt)}.`,
    '',
    ...(copy ? [copied(reference), ''] : []),
    ...figures(report),
    ...report.parts.flatMap(part =>
      part.kind === 'note'
        ? [`${part.title.toUpperCase()}`, ...part.lines.map(line => `- ${line}`), '']
        : part.kind === 'boxes'
          ? part.boxes.flatMap(narrative)
          : [],
    ),
    ...tablesOf(report).flatMap(table => (isSpoken(table) ? spoken(table) : [counted(table)])),
    '',
    `${report.leadsTo ?? 'The whole report, as a table and to print'}:`,
    link,
    '',
    `${report.landlord} · reference ${reference}`,
    '',
  ].join('\n')
