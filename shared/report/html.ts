/**
 * A report for mail and print. Tables, inline styles and bars made of cells, because mail clients show neither style
 * sheets nor SVG reliably; Gmail cuts a message at 102 KB, so a mail holds the columns and rows that matter and counts
 * the rest, and print holds all.
 */
import { isDayText, longDay } from '../core/time.ts'
import { font, ink, quiet } from '../mail/frame.ts'
import { type Html, html } from '../mail/html.ts'
import { grouped } from '../position/reports/figure.ts'
import type { RagState } from '../position/reports/rag.ts'
import {
  type Box,
  type Cell,
  type Column,
  knowledgeOf,
  narrativeFields,
  type Part,
  type Report,
  type Table,
} from '../position/reports/report.ts'
import { ragWords } from './rag-words.ts'
import { copied } from './text.ts'

export type Medium = { as: 'mail'; link: string; reference: string; copy?: boolean } | { as: 'print' }
/** Rows of a table at most: further ones are counted, and are in the workbook and the CSV. */
type Room = Medium & { rows: number }
const PRINTED = 500
/** Bytes: below them Gmail shows a mail whole. */
const MAILED = 95_000

/** White on each has a contrast of at least 4.5:1; the word is always there too. */
const colours: Record<RagState, string> = {
  green: '#00693c',
  amber: '#8a4b00',
  red: '#b10e1e',
  no_data: '#46515b',
  tracker: '#1d5f96',
}
const isState = (text: Cell): text is RagState => typeof text === 'string' && Object.hasOwn(ragWords, text)

const line = '#d5dade'
const dash = html`<span style="color:${quiet}">–</span>`

export const badge = (state: RagState): Html =>
  html`<span style="background:${colours[state]};color:#ffffff;padding:1px 7px;border-radius:3px;font-weight:bold;white-space:nowrap">${ragWords[state]}</span>`

/** A bar of two cells, as wide as the share; the number stands beside it. */
const bar = (value: number): Html => {
  const width = Math.round(value)
  const cells = [
    width > 0 &&
      html`<td width="${width}%" style="background:#1d5f96;height:9px;line-height:9px;font-size:0">&nbsp;</td>`,
    width < 100 &&
      html`<td width="${100 - width}%" style="background:#e3e8ec;height:9px;line-height:9px;font-size:0">&nbsp;</td>`,
  ]
  return html`<span style="white-space:nowrap">${value.toFixed(1)} %</span><table role="presentation" class="b" width="72" cellpadding="0" cellspacing="0" border="0"><tr>${cells}</tr></table>`
}

const signed = (value: number): string =>
  value === 0 ? '0.0' : `${value > 0 ? '+' : '−'}${Math.abs(value).toFixed(1)}`
const shortDay = (day: string): string => longDay(day as never).replace(/^\w+ /, '')

const isEmpty = (value: Cell): value is undefined | '' => value === undefined || value === ''

const cell = (value: Cell, as: Column['as']): Html => {
  if (isEmpty(value)) return dash
  if (as === 'rag' && isState(value)) return badge(value)
  if (typeof value === 'number') {
    if (as === 'bar') return bar(value)
    if (as === 'percent') return html`<span style="white-space:nowrap">${value.toFixed(1)} %</span>`
    if (as === 'change') return html`${signed(value)}`
    return html`${grouped(value, Number.isInteger(value) ? 0 : 1)}`
  }
  return as === 'day' && isDayText(value)
    ? html`<span style="white-space:nowrap">${shortDay(value)}</span>`
    : html`${value}`
}

const toTheRight = ({ as }: Column): boolean => as === 'number' || as === 'percent' || as === 'change'
/** Where rows stand as lists: what says nothing takes no line, what is short shares one. */
const classOf = (column: Column, value: Cell): Html | false => {
  if (isEmpty(value)) return html` class="e"`
  return (toTheRight(column) || column.as === 'day') && html` class="n"`
}
const align = (column: Column): 'right' | 'left' => (toTheRight(column) ? 'right' : 'left')

const heading = (text: string): Html =>
  html`<h2 style="margin:30px 0 4px;font-size:20px;line-height:1.25;page-break-after:avoid">${text}</h2>`
const paragraph = (text: string | Html): Html =>
  html`<p style="margin:0 0 10px;font-size:14px;color:${quiet}">${text}</p>`

/** Columns that say nothing in any row are left out. */
const used = (table: Table, medium: Room): readonly Column[] =>
  table.columns.filter(
    column =>
      !(medium.as === 'mail' && column.wide) &&
      (column.key === 'decision' || table.rows.some(row => row[column.key] !== undefined && row[column.key] !== '')),
  )

/** More columns than this are wider than a telephone: there, each row stands as a list of what its cells say, numbers side by side. */
const STACKED = 4
const stacked =
  '@media (max-width:600px){table.s thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}table.s,table.s tbody,table.s tr,table.s td,table.s th{display:block;text-align:left}table.s tr{border-bottom:2px solid #d5dade;padding:6px 0}table.s td,table.s th{border:0!important;padding:2px 0!important;font-size:15px}table.s td::before{content:attr(data-th);color:#4c565e}table.s th{overflow-wrap:anywhere}table.s td.n{display:inline-block;margin-right:16px}table.s td.e{display:none}table.s table.b{display:table}table.s table.b tbody{display:table-row-group}table.s table.b tr{display:table-row;border:0}table.s table.b td{display:table-cell;font-size:0!important}}'

/** What sort of the row before it this is, where there is no column for it. */
const kindOf = ({ kind }: Table['rows'][number], columns: readonly Column[]): string =>
  isEmpty(kind) || columns.some(column => column.key === 'kind') ? '' : `: ${kind}`

/** What scrolls is not cut at the end of a page, and would leave half of it empty; a title stays with its first rows. */
const printed =
  '@page{size:A4 landscape;margin:10mm}div{overflow:visible!important}tr{page-break-inside:avoid}h2+p,thead,tbody tr:first-child{page-break-after:avoid}'

const tableHtml = (table: Table, medium: Room): Html => {
  const rows = table.rows.slice(0, medium.as === 'mail' && table.most === undefined ? PRINTED : medium.rows)
  const left = table.rows.length - rows.length
  const columns = used(table, medium)
  const stacks = medium.as === 'mail' && columns.length > STACKED
  // The table says its padding once: on each cell it would be a seventh of a long mail.
  const [size, padding] = columns.length > 14 ? [11, 4] : columns.length > 10 ? [13, 6] : [14, 7]
  const head = columns.map(
    column =>
      html`<th scope="col" align="${align(column)}" valign="bottom" style="border-bottom:2px solid ${ink};font-size:${Math.min(size, 13)}px;line-height:1.25">${column.title}</th>`,
  )
  const body = rows.map(
    row =>
      html`<tr valign="top">${columns.map((column, index) => {
        const style = `border-bottom:1px solid ${line}`
        const content = cell(row[column.key], column.as)
        return index === 0
          ? html`<th scope="row" align="left" style="${style};font-weight:${row.kind ? 'normal' : 'bold'}">${content}${kindOf(row, columns)}</th>`
          : html`<td${toTheRight(column) && html` align="right"`}${stacks && html` data-th="${column.title}: "${classOf(column, row[column.key])}`} style="${style}">${content}</td>`
      })}</tr>`,
  )
  return html`${heading(table.title)}${paragraph(table.definition)}${
    table.rows.length === 0
      ? html`<p style="margin:0 0 10px"><b>${table.empty}</b></p>`
      : html`<div style="overflow-x:auto" tabindex="0"><table${stacks && html` class="s"`} cellpadding="${padding}" cellspacing="0" border="0" width="100%" style="border-collapse:collapse;font-size:${size}px;line-height:1.35"><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>`
  }${
    left > 0 &&
    html`<p style="margin:8px 0 0;font-size:14px">${medium.as === 'mail' ? html`<a href="${medium.link}" style="color:#124a7a">and ${left} more in the whole report</a>` : `and ${grouped(left)} more: in the workbook and the CSV of this report`}</p>`
  }`
}

/** Three to a row, so that a phone can still read them. */
const tiles = (part: Extract<Part, { kind: 'headline' }>): Html => {
  const tile = (
    figure: (typeof part.figures)[number],
  ) => html`<td width="33%" valign="top" style="padding:0 6px 12px 0"><table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td style="border:1px solid ${line};border-left:6px solid ${colours[figure.rag?.state ?? 'no_data']};padding:8px 8px;overflow-wrap:anywhere;hyphens:auto">
<span style="font-size:14px">${figure.title}</span><br><span style="font-size:22px;font-weight:bold;white-space:nowrap">${figure.shown}</span>${figure.rag && html`<br>${badge(figure.rag.state)}`}<br><span style="font-size:13px;color:${quiet}">${
    figure.denominator === undefined || figure.shown === 'no data'
      ? ''
      : `${grouped(figure.numerator)} of ${grouped(figure.denominator)}`
  }${figure.was && ` · ${figure.was} a month before`}</span></td></tr></table></td>`
  const rows = Array.from({ length: Math.ceil(part.figures.length / 3) }, (_, i) =>
    part.figures.slice(i * 3, i * 3 + 3),
  )
  return html`${heading(part.title)}<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="table-layout:fixed">${rows.map(row => html`<tr>${row.map(tile)}${row.length < 3 && html`<td colspan="${3 - row.length}"></td>`}</tr>`)}</table>`
}

const box = ({
  title,
  rag,
  written,
  required,
}: Box): Html => html`<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="margin:0 0 12px"><tr><td style="border:1px solid ${line};border-left:6px solid ${colours[rag.state]};padding:10px 12px">
<h3 style="margin:0 0 6px;font-size:16px">${title} ${badge(rag.state)}</h3>${
  written
    ? html`${Object.entries(narrativeFields).map(([field, name]) => html`<p style="margin:0 0 6px"><b>${name}.</b> ${written[field as keyof typeof narrativeFields]}</p>`)}<p style="margin:0;font-size:13px;color:${quiet}">Written by ${written.by}, ${longDay(written.at.slice(0, 10) as never)}</p>`
    : required &&
      html`<p style="margin:0;color:${colours.red}"><b>Missing:</b> nobody has written the position, the action, its impact and the progress.</p>`
}</td></tr></table>`

const partHtml = (part: Part, medium: Room): Html | undefined => {
  if (part.kind === 'table') return tableHtml(part.table, medium)
  if (part.kind === 'headline') return tiles(part)
  if (part.kind === 'boxes')
    return part.boxes.length === 0 ? undefined : html`${heading(part.title)}${part.boxes.map(box)}`
  return html`${heading(part.title)}<ul style="margin:0 0 10px;padding:0 0 0 20px">${part.lines.map(text => html`<li style="margin:0 0 4px">${text}</li>`)}</ul>`
}

const whole = (report: Report, medium: Room): string => {
  return html`<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light"><title>${report.title}</title><style>${{ markup: medium.as === 'print' ? printed : stacked }}</style></head>
<body style="margin:0;padding:0;background:#ffffff;color:${ink}">
<div role="main"><table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="table-layout:fixed"><tr><td align="center" style="padding:16px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="table-layout:fixed;max-width:${medium.as === 'mail' ? 700 : 1240}px;text-align:left;${font};font-size:15px;line-height:1.45;color:${ink}"><tr><td>
<p style="margin:0;color:${quiet}">${report.landlord}</p>
<h1 style="margin:2px 0 6px;font-size:26px;line-height:1.2">${report.title}</h1>
<p style="margin:0;font-size:14px;color:${quiet}">As at the end of ${longDay(report.asAt)}, ${knowledgeOf(report)}.${medium.as === 'mail' && html` <a href="${medium.link}" style="color:#124a7a">${report.leadsTo ?? 'The whole report, as a table and to print'}</a>`}</p>
${medium.as === 'mail' && medium.copy && html`<p style="margin:12px 0 0;padding:10px 12px;border:1px solid ${quiet}">${copied(medium.reference)}</p>`}${report.parts.map(part => partHtml(part, medium))}
<p style="margin:30px 0 0;padding:10px 0 0;border-top:1px solid ${line};font-size:13px;color:${quiet}">Reckoned from the record of every case${report.leadsTo === undefined ? '; each figure opens to the list behind it. Percentages are rounded half up once, from the counts shown, and never to 100 while one is missing.' : '.'}${medium.as === 'mail' && html`<br>${report.landlord} · reference ${medium.reference}`}</p>
</td></tr></table></td></tr></table></div></body></html>
`.markup
}

/**
 * The whole document. Print is as wide as a landscape page; a mail 700 px and no longer than Gmail shows, with fewer
 * rows of the long tables where it must be.
 */
export const reportHtml = (report: Report, medium: Medium): string => {
  if (medium.as === 'print') return whole(report, { ...medium, rows: PRINTED })
  const tries = [15, 8, 3, 2].map(rows => () => whole(report, { ...medium, rows }))
  for (const write of tries.slice(0, -1)) {
    const text = write()
    if (Buffer.byteLength(text) <= MAILED) return text
  }
  return tries.at(-1)!()
}
