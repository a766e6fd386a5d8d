/** Imports: which files came in, how far each is, and what was refused as a file to be worked off. */

import { rejectedCsv } from '../../../shared/intake/imports/rejected-csv.ts'
import { findRun, listRuns, type RunRecord, rejectedOf, wasKilled } from '../../../shared/intake/imports/runs.ts'
import { html } from '../../../shared/mail/html.ts'
import { grouped } from '../../../shared/position/reports/figure.ts'
import { naming } from '../case/accountable.ts'
import { missing } from '../missing.ts'
import { heading, page } from '../views/layout.ts'
import { type Bit, banner, h2, inset, link, p, table, tag } from '../views/parts.ts'
import { moment } from '../views/words.ts'
import type { Page, Visit } from '../visit.ts'
import { chooser, kindTitle } from './chooser.ts'
import { shownFile } from './look.ts'
import { offersUndo, undoHref } from './undo.ts'
import { PATH } from './upload.ts'

const QUALITY = '/pages/data-quality'

const stateOf = ({ now }: Visit, run: RunRecord): Bit => {
  if (run.undone) return html`${tag('Undone', 'grey')}<br><span class="dh-quiet">${run.undone.reason}</span>`
  if (wasKilled(run, now)) return html`${tag('Stopped', 'red')}<br>Send the file again: it goes on.`
  if (run.state === 'failed') return html`${tag('Failed', 'red')}<br>Send the file again: it goes on.`
  if (run.state === 'running')
    return html`${tag('Under way', 'blue')}<br>${grouped(run.done)} of ${grouped(run.rows)} rows`
  return tag('Done', 'green')
}

const undoLink = (visit: Visit, run: RunRecord): Bit =>
  offersUndo(visit, run) &&
  html`<br>${link(undoHref(run.id), html`Undo<span class="govuk-visually-hidden"> ${run.kind} of ${moment(run.startedAt)}</span>`)}`

const refused = ({ id, rejectedRows }: RunRecord): Bit =>
  rejectedRows === 0 ? '0' : html`${grouped(rejectedRows)} ${link(`${PATH}?run=${encodeURIComponent(id)}`, 'as CSV')}`

const row = (visit: Visit, run: RunRecord, by: string): Bit[] => [
  html`${kindTitle(run.kind)}<br><span class="dh-quiet govuk-!-font-weight-regular">${moment(run.startedAt)}, ${by}</span>`,
  html`${stateOf(visit, run)}${undoLink(visit, run)}`,
  grouped(run.rows),
  grouped(run.created),
  grouped(run.changed),
  grouped(run.unchanged + run.repeated),
  refused(run),
]

const columns = [
  { title: 'File' },
  { title: 'How it went' },
  { title: 'Rows', numeric: true },
  { title: 'New', numeric: true },
  { title: 'Changed', numeric: true },
  { title: 'As before', numeric: true },
  { title: 'Refused', numeric: true },
]

/** What became of the file that they have just had taken, or of the run that they undid. */
const told = async ({ deps, query }: Visit): Promise<Bit> => {
  const undone = (await findRun(deps.store, query.get('undone') ?? ''))?.undone
  if (undone)
    return banner(
      'The import was undone',
      p(
        `${grouped(undone.withdrawn)} cases withdrawn, ${grouped(undone.restored)} as before; ${grouped(undone.records)} homes, buildings or people as before.`,
      ),
    )
  const id = query.get('taken')
  if (id === null) return undefined
  const run = await findRun(deps.store, id)
  if (run?.state !== 'done') return inset('The file is being taken. Its line below says how far it is.')
  const refusals = run.rejectedRows === 0 ? '' : ` ${grouped(run.rejectedRows)} refused.`
  return banner(
    'The file was taken',
    html`${p(`${grouped(run.created)} new, ${grouped(run.changed)} changed, ${grouped(run.unchanged + run.repeated)} as before.${refusals}`)}`,
  )
}

export const importsPage: Page = async visit => {
  const { store } = visit.deps
  const asked = visit.query.get('run')
  if (asked !== null) {
    const run = await findRun(store, asked)
    return run ? rejectedCsv(await rejectedOf(store, run.id), run.id) : missing(visit, 'run of an import', asked)
  }
  const file = visit.query.get('file')
  if (file !== null) return shownFile(visit, file)
  const [runs, directory] = await Promise.all([listRuns(store), visit.deps.directory()])
  const nameOf = naming(directory, visit.deps.contractors)
  return page(visit, {
    title: 'Imports',
    here: QUALITY,
    back: { text: 'Data quality', href: QUALITY },
    body: html`${await told(visit)}${heading('What came in by spreadsheet', 'Data quality')}
${chooser(visit)}${h2('What came in')}
${p('Refused rows changed nothing. Mend them in your own file and send the whole file again: what was taken is not taken twice. A dry run leaves no line here.')}
${
  runs.length === 0
    ? inset('No file has been imported yet.')
    : table(
        '',
        columns,
        runs.map(run => row(visit, run, nameOf(run.by) ?? run.by)),
        'Runs of imports',
      )
}`,
  })
}
