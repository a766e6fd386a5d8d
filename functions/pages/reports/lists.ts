/** The list behind a figure, and a table whole: page by page, however long. */
import { longDay } from '../../../shared/core/time.ts'
import type { Answer } from '../../../shared/http/answer.ts'
import { type Html, html } from '../../../shared/mail/html.ts'
import { grouped } from '../../../shared/position/reports/figure.ts'
import { type Report, tablesOf } from '../../../shared/position/reports/report.ts'
import { BEHIND, type BehindPage, type BehindRow, behindPage } from '../../../shared/report/behind-page.ts'
import { assetHref, caseHref } from '../read.ts'
import { heading, page } from '../views/layout.ts'
import { type Bit, inset, link, p, table } from '../views/parts.ts'
import { tableRows, type Way } from '../views/report.ts'
import { stateTitle } from '../views/words.ts'
import type { Visit } from '../visit.ts'

const startOf = ({ query }: Visit): number => {
  const from = Number(query.get('from_row') ?? 0)
  return Number.isInteger(from) && from > 0 && from < 10_000_000 ? from : 0
}

const turning = (from: number, next: number | undefined, way: Way, more: Record<string, string>): Html | false => {
  if (from === 0 && next === undefined) return false
  return html`<nav class="govuk-pagination" aria-label="Pages of the list">
${from > 0 && html`<div class="govuk-pagination__prev"><a class="govuk-link govuk-pagination__link" href="${way({ ...more, from_row: String(Math.max(0, from - BEHIND)) })}" rel="prev"><span class="govuk-pagination__link-title">Previous page</span></a></div>`}
${next !== undefined && html`<div class="govuk-pagination__next"><a class="govuk-link govuk-pagination__link" href="${way({ ...more, from_row: String(next) })}" rel="next"><span class="govuk-pagination__link-title">Next page</span></a></div>`}</nav>`
}

const shownRows = (from: number, here: number, total: number): string =>
  total <= BEHIND ? '' : ` Rows ${grouped(from + 1)} to ${grouped(from + here)} of ${grouped(total)}.`

const where = ({ address, assetId }: BehindRow): Bit =>
  assetId === undefined ? '–' : link(assetHref(assetId), address ?? assetId)

/** Two visits to one home are two in the count and one row. */
const often = ({ times }: BehindRow): Html | false => times !== undefined && html` <strong>×${times}</strong>`

/** `3 homes`; of what was counted more than once at some, both. */
const countOf = ({ of, total, different }: BehindPage): string => {
  const places = `${grouped(different)} ${of === 'homes' ? 'home' : 'case'}${different === 1 ? '' : 's'}`
  return total === different ? places : `${grouped(total)} in ${places}`
}

const behindTable = ({ deps }: Visit, found: BehindPage): Html =>
  found.of === 'homes'
    ? table(
        '',
        [{ title: 'Home' }, { title: 'UPRN' }, { title: 'Reference' }],
        found.rows.map(row => [html`${where(row)}${often(row)}`, row.uprn ?? '–', row.id]),
        found.title,
      )
    : table(
        '',
        [{ title: 'Case' }, { title: 'Where' }, { title: 'Now' }],
        found.rows.map(row => {
          const workflow = row.workflow === undefined ? undefined : deps.workflows[row.workflow]
          return [
            html`${link(caseHref(row.id), workflow?.title ?? row.id)}${often(row)}<br><span class="dh-quiet">${row.id}</span>`,
            where(row),
            row.state === undefined ? 'Not found' : stateTitle(workflow, row.state),
          ]
        }),
        found.title,
      )

/** Undefined where the report has no such figure. */
export const listView = async (visit: Visit, report: Report, list: string, way: Way): Promise<Answer | undefined> => {
  const from = startOf(visit)
  const found = await behindPage(visit.deps.store, report, list, from, visit.deps.reports.bytes)
  if (!found) return undefined
  return page(visit, {
    title: found.title,
    here: '/pages/reports',
    back: { text: report.title, href: way({}) },
    body: html`${heading(found.title, report.title)}
<p class="dh-lead-line"><strong class="dh-big">${found.shown}</strong></p>
${p(found.definition)}
${p(html`As at the end of ${longDay(report.asAt)}. Below: <strong>${found.what}</strong>, ${countOf(found)}.${shownRows(from, found.rows.length, found.different)}`)}
${found.rows.length === 0 ? inset(found.total === 0 ? 'There is none.' : 'There are no more.') : behindTable(visit, found)}
${turning(from, found.next, way, { list })}`,
  })
}

/** Undefined where the report has no such table. */
export const tableView = (visit: Visit, report: Report, wanted: string, way: Way): Answer | undefined => {
  const found = tablesOf(report).find(one => one.id === wanted)
  if (!found) return undefined
  const from = startOf(visit)
  const rows = found.rows.slice(from, from + BEHIND)
  const next = from + BEHIND < found.rows.length ? from + BEHIND : undefined
  return page(visit, {
    title: found.title,
    here: '/pages/reports',
    back: { text: report.title, href: way({}) },
    body: html`${heading(found.title, report.title)}${p(found.definition, shownRows(from, rows.length, found.rows.length))}
${rows.length === 0 ? inset(found.empty) : tableRows(report, found, rows, way, true)}${turning(from, next, way, { table: wanted })}
${p(link(way({ table: wanted, as: 'csv' }), 'This table as CSV'))}`,
  })
}
