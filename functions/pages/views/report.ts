/** A report as a page: the same parts as its mail and its workbook, each number a way to what is behind it. */
import { isDayText, longDay } from '../../../shared/core/time.ts'
import { type Html, html } from '../../../shared/mail/html.ts'
import { grouped } from '../../../shared/position/reports/figure.ts'
import type { RagState } from '../../../shared/position/reports/rag.ts'
import type { Box, Cell, Column, Part, Report, Table } from '../../../shared/position/reports/report.ts'
import { narrativeFields } from '../../../shared/position/reports/report.ts'
import { assetHref, caseHref } from '../read.ts'
import { barChart } from './chart.ts'
import { type Bit, details, h2, inset, link, p, table, tag } from './parts.ts'
import { moment } from './words.ts'

/** Rows of a table on the report itself; all of them stand on a page of their own. */
const ROWS = 10

const rags: Record<RagState, readonly [word: string, colour: string]> = {
  green: ['Green', 'green'],
  amber: ['Amber', 'orange'],
  red: ['Red', 'red'],
  no_data: ['No data', 'grey'],
  tracker: ['Tracker', 'blue'],
}
export const ragTag = (state: RagState): Html => tag(...rags[state])
const isState = (text: Cell): text is RagState => typeof text === 'string' && Object.hasOwn(rags, text)

/** How addresses on the page are made: the same report and day with something more. */
export type Way = (more: Readonly<Record<string, string>>) => string

const signed = (value: number): string =>
  value === 0 ? '0.0' : `${value > 0 ? '+' : '−'}${Math.abs(value).toFixed(1)}`

const plain = (value: Cell, { as }: Column): Bit => {
  if (value === undefined || value === '') return html`<span class="dh-quiet">–</span>`
  if (as === 'rag' && isState(value)) return ragTag(value)
  if (as === 'day' && typeof value === 'string' && isDayText(value)) return longDay(value)
  if (typeof value !== 'number') return value
  if (as === 'bar' || as === 'percent') return `${value.toFixed(1)} %`
  return as === 'change' ? signed(value) : grouped(value, Number.isInteger(value) ? 0 : 1)
}

type Row = Table['rows'][number]

const cellOf = (report: Report, shown: Table, row: Row, column: Column, way: Way): Bit => {
  const value = row[column.key]
  const list = row.key === undefined ? undefined : `${shown.id}.${row.key}.${column.key}`
  if (list && value && report.lists && Object.hasOwn(report.lists, list))
    return html`<a class="govuk-link" href="${way({ list })}">${plain(value, column)}<span class="govuk-visually-hidden"> ${column.title}: which</span></a>`
  if (typeof value === 'string' && column.key === 'case') return link(caseHref(value), value)
  if (typeof value === 'string' && (column.key === 'address' || column.key === 'home') && typeof row.home === 'string')
    return link(assetHref(row.home), value)
  return plain(value, column)
}

/** Columns in which some row says something; `all`: also those for which a page has little room. */
const columnsOf = (shown: Table, all: boolean): readonly Column[] =>
  shown.columns.filter(
    column => (all || !column.wide) && shown.rows.some(row => row[column.key] !== undefined && row[column.key] !== ''),
  )

const numeric = ({ as }: Column): boolean => as !== undefined && as !== 'text' && as !== 'day' && as !== 'rag'

export const tableRows = (report: Report, shown: Table, rows: readonly Row[], way: Way, all: boolean): Html => {
  const columns = columnsOf(shown, all)
  return html`<div class="dh-scroll" tabindex="0" role="region" aria-label="${shown.title}">${table(
    '',
    columns.map(column => ({ title: column.title, numeric: numeric(column) })),
    rows.map(row => columns.map(column => cellOf(report, shown, row, column, way))),
    shown.title,
  )}</div>`
}

const tablePart = (report: Report, shown: Table, way: Way): Html => {
  const more = shown.rows.length > ROWS
  const wide = columnsOf(shown, true).length > columnsOf(shown, false).length
  return html`${h2(shown.title, shown.id)}
${
  shown.rows.length === 0
    ? inset(shown.empty)
    : html`${tableRows(report, shown, shown.rows.slice(0, ROWS), way, false)}
${(more || wide) && html`<div class="dh-screen">${p(link(way({ table: shown.id }), more ? `All ${grouped(shown.rows.length)} rows and every column: ${shown.title}` : `Every column: ${shown.title}`))}</div>`}`
}${details('What this counts', p(shown.definition))}`
}

type Headline = Extract<Part, { kind: 'headline' }>

const colour: Record<RagState, string> = { green: 'good', amber: 'soon', red: 'bad', no_data: 'none', tracker: 'none' }

const figureTile = (figure: Headline['figures'][number], way: Way): Html => {
  const { rag, shown, numerator, denominator, was } = figure
  const counts =
    denominator === undefined || shown === 'no data' ? '' : `${grouped(numerator)} of ${grouped(denominator)}`
  const before = was === undefined ? '' : `${was} before`
  return html`<li class="dh-figure dh-figure--${colour[rag?.state ?? 'no_data']}"><strong${shown.length > 7 && html` class="dh-figure__long"`}>${shown}</strong><a class="govuk-link" href="${way({ list: figure.id })}">${figure.title}</a>
<span class="dh-figure__under">${[counts, before].filter(Boolean).join(' · ')} ${rag && ragTag(rag.state)}</span></li>`
}

const headline = (part: Headline, way: Way): Html =>
  html`${h2(part.title)}<ul class="dh-figures dh-figures--wide">${part.figures.map(figure => figureTile(figure, way))}</ul>
${barChart(
  part.title,
  part.figures.filter(one => one.unit === '%'),
)}`

const box = ({ section, title, rag, written, required }: Box, write: ((section: string) => string) | undefined): Html =>
  html`<div class="dh-card${rag.state === 'red' ? ' dh-card--late' : rag.state === 'amber' ? ' dh-card--soon' : ''}"><h3 class="govuk-heading-s">${title} ${ragTag(rag.state)}</h3>
${
  written
    ? html`${Object.entries(narrativeFields).map(([field, name]) => p(html`<strong>${name}.</strong> <span class="dh-words">${written[field as keyof typeof narrativeFields]}</span>`))}${p(html`<span class="dh-quiet">Written by ${written.by}, ${moment(written.at)}</span>`)}`
    : required &&
      p(
        html`<strong class="dh-red">Missing.</strong> Nobody has written the position, the action, its impact and the progress.`,
      )
}${write && html`<div class="dh-screen">${p(link(write(section), written ? `Change what is written: ${title}` : `Write it: ${title}`))}</div>`}</div>`

/** `write`: where a box is written; absent for who may not, or where the report has none. */
export const reportParts = (report: Report, way: Way, write?: (section: string) => string): Html =>
  html`${report.parts.map(part => {
    if (part.kind === 'table') return tablePart(report, part.table, way)
    if (part.kind === 'headline') return headline(part, way)
    if (part.kind === 'boxes')
      return part.boxes.length > 0 && html`${h2(part.title, 'behind')}${part.boxes.map(one => box(one, write))}`
    return html`${h2(part.title)}<ul class="govuk-list govuk-list--bullet">${part.lines.map(text => html`<li>${text}</li>`)}</ul>`
  })}`
