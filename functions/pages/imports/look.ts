/** What a spreadsheet would do, before it does it: counted, with its mistakes by line and column, and a button to take it. */
import type { Answer } from '../../../shared/http/answer.ts'
import { rejectedCsv } from '../../../shared/intake/imports/rejected-csv.ts'
import type { ImportReport } from '../../../shared/intake/imports/run.ts'
import { type Html, html } from '../../../shared/mail/html.ts'
import { grouped } from '../../../shared/position/reports/figure.ts'
import { tried } from '../../imports/take.ts'
import { notAllowed } from '../missing.ts'
import { ROWS } from '../read.ts'
import { heading, page } from '../views/layout.ts'
import { details, errorSummary, h2, hidden, inset, link, p, summaryList, table, warning } from '../views/parts.ts'
import { plainPage } from '../views/plain.ts'
import type { Visit } from '../visit.ts'
import { kindTitle } from './chooser.ts'
import { findUpload, PATH } from './upload.ts'

const again = { text: 'Choose the file again', href: `${PATH}#send` }

export const gone = (): Answer =>
  plainPage(
    'This file is no longer kept',
    'A file waits for one hour between being shown and being taken. Nothing was taken from it.',
    410,
    again,
  )

type Refused = { status: number; detail?: string | undefined; failed?: string[] | undefined }
/** A refusal of the import itself: not theirs, a kind or layout that is not known, one that says what cannot be. */
export const refusal = (visit: Visit, { status, detail, failed = [] }: Refused, file: string): Answer => {
  if (status === 403) return notAllowed(visit, `${detail ?? 'This is not yours to import'}.`)
  const why = detail ?? 'It cannot be imported'
  if (failed.length === 0) return plainPage('The file was not taken', `${why}. Nothing was written.`, status, again)
  return page(visit, {
    title: 'The file was not taken',
    here: '/pages/data-quality',
    status,
    error: true,
    back: { text: 'What came in by spreadsheet', href: PATH },
    body: html`${errorSummary(
      'The file was not taken',
      failed.map(message => ({ field: '', message })),
    )}${heading('The file was not taken')}
${p(`${why.charAt(0).toUpperCase()}${why.slice(1)}. Nothing was written, and nothing is wrong with your file: whoever keeps the landlord’s file mends what is listed above.`)}
${p(link(`${PATH}?file=${encodeURIComponent(file)}`, 'Try the same file again'), ', within the hour, or ', link(again.href, 'choose another'), '.')}`,
  })
}

const mistakes = ({ rejected, rejectedRows, unreadable }: ImportReport, file: string): Html | false =>
  rejected.length > 0 &&
  html`${h2('What is wrong')}${p(
    unreadable ? '' : `Rows that would be refused: ${grouped(rejectedRows)}. The others can be taken without them. `,
    link(`${PATH}?file=${encodeURIComponent(file)}&as=csv`, 'All mistakes as CSV'),
    rejected.length > ROWS && `. The first ${ROWS} are:`,
  )}${table(
    '',
    [{ title: 'Line' }, { title: 'Column' }, { title: 'What it says' }, { title: 'Why not' }],
    rejected
      .slice(0, ROWS)
      .map(({ line, column, value, why }) => [
        `Line ${line}`,
        column || '–',
        html`<span class="dh-break">${value || '–'}</span>`,
        why,
      ]),
    'Mistakes by line',
  )}`

const changes = ({ changes: all, changed }: ImportReport): Html | false =>
  all.length > 0 &&
  details(
    `What would be changed (${grouped(changed)})`,
    html`<ul class="govuk-list govuk-list--bullet">${all.slice(0, ROWS).map(({ line, about }) => html`<li>line ${line}: <span class="dh-break">${about}</span></li>`)}</ul>${changed > ROWS && p(`The first ${ROWS} of ${grouped(changed)}.`)}`,
  )

const take = (visit: Visit, { created, changed, unreadable }: ImportReport, file: string): Html => {
  if (unreadable) return warning('The file cannot be read as a table. Mend it, and choose it again.')
  if (created + changed === 0) return inset('There is nothing in it to take: nothing would be new or changed.')
  return html`<form method="post" action="${PATH}">${hidden('csrf', visit.csrf)}${hidden('file', file)}<button class="govuk-button">Take it: ${grouped(created)} new, ${grouped(changed)} changed</button></form>${p('A large file can take longer than the page waits. It goes on all the same, and is in the list of what came in.')}`
}

export const shownFile = async (visit: Visit, file: string): Promise<Answer> => {
  const found = await findUpload(visit, file)
  if (!found) return gone()
  const { kind, layout, csv, name } = found
  const would = await tried(visit.deps.imports, { kind, layout, csv, by: visit.actor })
  if ('status' in would) return refusal(visit, would, file)
  if (visit.query.get('as') === 'csv') return rejectedCsv(would.rejected, kind)
  const title = would.unreadable ? 'This file cannot be read' : 'What this file would do'
  return page(visit, {
    title,
    here: '/pages/data-quality',
    error: would.unreadable,
    back: { text: 'What came in by spreadsheet', href: PATH },
    body: html`${heading(title, kindTitle(kind))}
${p(html`<strong class="dh-break">${name}</strong>${layout && `, read as ${layout}`}. Nothing has been written yet.`)}
${
  !would.unreadable &&
  summaryList([
    ['Rows', grouped(would.rows)],
    ['New', grouped(would.created)],
    ['Changed', grouped(would.changed)],
    ['As before', grouped(would.unchanged + would.repeated)],
    ['Refused', grouped(would.rejectedRows)],
  ])
}${take(visit, would, file)}${changes(would)}${mistakes(would, file)}
${p(link(`${PATH}#send`, 'Choose another file'))}`,
  })
}
