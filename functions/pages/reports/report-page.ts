/** One report: as a page, as a file, one of its tables whole, or the list behind one of its figures. */
import { longDay } from '../../../shared/core/time.ts'
import type { Answer } from '../../../shared/http/answer.ts'
import { type Html, html } from '../../../shared/mail/html.ts'
import { grouped } from '../../../shared/position/reports/figure.ts'
import { monthOf } from '../../../shared/position/reports/periods.ts'
import { knowledgeOf, type Report } from '../../../shared/position/reports/report.ts'
import { type ReportName, reportNames } from '../../../shared/report/make.ts'
import { narrativeWriters } from '../../../shared/report/narratives.ts'
import { forms, written } from '../../../shared/report/written.ts'
import { missing } from '../missing.ts'
import { heading, page } from '../views/layout.ts'
import { banner, details, errorSummary, link, p, table } from '../views/parts.ts'
import { reportParts, type Way } from '../views/report.ts'
import { moment } from '../views/words.ts'
import type { Page, Visit } from '../visit.ts'
import { reportAsked, type Shown } from './asked.ts'
import { chooser } from './chooser.ts'
import { listView, tableView } from './lists.ts'
import { titles } from './names.ts'
import { reportHref } from './way.ts'

/** The same report of the same days, with something more or other. */
const wayOf =
  (name: ReportName, { query }: Visit): Way =>
  more => {
    const days = [...query].filter(([key]) => ['asAt', 'from', 'to', 'month', 'knownOn'].includes(key))
    return reportHref(name, { ...Object.fromEntries(days), ...more })
  }

const asAtLine = ({ report, kept }: Shown): string => {
  return `As at the end of ${longDay(report.asAt)}, ${knowledgeOf(report)}. ${kept ? 'Made and kept' : 'Made'} ${moment(report.made)}.`
}

const otherLink = (href: string, text: string): Html => html`<div class="dh-screen">${p(link(href, text))}</div>`

/** As known then against as known now: the other one is a link away. */
const otherKnowledge = ({ report }: Shown, visit: Visit, way: Way): Html | false =>
  report.asAt < visit.today &&
  (report.knownOn === report.asAt
    ? otherLink(way({ knownOn: visit.today }), 'The same day as known now')
    : otherLink(way({ knownOn: report.asAt }), 'The same day as known then'))

const restatedPart = ({ restated }: Shown): Html | false =>
  restated.length > 0 &&
  banner(
    'Restated since',
    html`${p('The figures below are as they were published. Counted again since, some differ:')}${restated.map(one =>
      table(
        `Counted again ${moment(one.at)}`,
        [{ title: 'Figure' }, { title: 'As published' }, { title: 'As counted again' }],
        one.changes.map(({ title, was, is }) => [title, was, is]),
      ),
    )}`,
    false,
  )

const downloads = (way: Way): Html =>
  html`<ul class="dh-inline">${(
    [
      ['html', 'To print'],
      ['xlsx', 'Workbook (XLSX)'],
      ['csv', 'CSV'],
      ['json', 'JSON'],
    ] as const
  ).map(([as, text]) => html`<li>${link(way({ as }), text)}</li>`)}</ul>`

const whole = (visit: Visit, name: ReportName, found: Shown): Answer => {
  const { report } = found
  const way = wayOf(name, visit)
  const may = name === 'monthly' && visit.actor.roles.some(role => narrativeWriters.includes(role))
  const write = may ? (section: string) => `/pages/reports/monthly/${monthOf(report.asAt)}/${section}` : undefined
  return page(visit, {
    title: report.title,
    here: '/pages/reports',
    back: { text: 'All reports', href: '/pages/reports' },
    body: html`${heading(report.title, report.landlord)}${p(asAtLine(found))}${otherKnowledge(found, visit, way)}
${downloads(way)}${details('Another day or month', chooser(visit, name))}${restatedPart(found)}${reportParts(report, way, write)}`,
  })
}

const refusedPage = (visit: Visit, name: ReportName, field: string, text: string): Answer =>
  page(visit, {
    title: titles[name][0],
    here: '/pages/reports',
    back: { text: 'All reports', href: '/pages/reports' },
    status: 400,
    error: true,
    body: html`${errorSummary('There is a problem', [{ field, message: text }])}${heading(titles[name][0])}${chooser(visit, name, { field, message: text })}${p(link(reportHref(name), 'The newest'))}`,
  })

const download = async (report: Report, visit: Visit, name: ReportName): Promise<Answer | undefined> => {
  const as = forms.find(one => one === visit.query.get('as'))
  if (!as) return undefined
  const answer = await written(report, as, visit.query.get('table') ?? undefined)
  if (answer === 'no such table') return missing(visit, 'table', visit.query.get('table') ?? '')
  if (answer === 'too large')
    return refusedPage(
      visit,
      name,
      '',
      `The report is too large for one file (${grouped(5)} MB). Open one of its tables and take that as CSV`,
    )
  return answer
}

export const reportPage: Page = async visit => {
  const name = reportNames.find(one => one === visit.params.report)
  if (!name) return missing(visit, 'report', visit.params.report ?? '')
  const found = await reportAsked(visit, name)
  if (found.kind === 'refused') return refusedPage(visit, name, found.field, found.message)
  const { report } = found
  const way = wayOf(name, visit)
  const file = await download(report, visit, name)
  if (file) return file
  const list = visit.query.get('list')
  if (list !== null) return (await listView(visit, report, list, way)) ?? missing(visit, 'figure', list)
  const wanted = visit.query.get('table')
  if (wanted !== null) return tableView(visit, report, wanted, way) ?? missing(visit, 'table', wanted)
  return whole(visit, name, found)
}
