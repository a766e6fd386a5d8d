/** Undoing a run of an import: what it would do is said first, and a reason is asked, which the history keeps. */
import { type Answer, seeOther } from '../../../shared/http/answer.ts'
import { findRun, type RunRecord } from '../../../shared/intake/imports/runs.ts'
import { type Html, html } from '../../../shared/mail/html.ts'
import { grouped } from '../../../shared/position/reports/figure.ts'
import { notUndone } from '../../imports/undo/may.ts'
import { type Undone, undo } from '../../imports/undo/undo.ts'
import { posted } from '../forms/answers.ts'
import { missing, notAllowed } from '../missing.ts'
import { assetHref, caseHref, ROWS } from '../read.ts'
import { guards, textInput } from '../views/form.ts'
import { heading, page } from '../views/layout.ts'
import { errorSummary, inset, link, type Mistake, p, summaryList, table, warning } from '../views/parts.ts'
import { plainPage } from '../views/plain.ts'
import { moment } from '../views/words.ts'
import type { Page, Visit } from '../visit.ts'
import { kindTitle } from './chooser.ts'
import { PATH } from './upload.ts'

export const undoHref = (runId: string): string => `${PATH}/${encodeURIComponent(runId)}/undo`
const back = { text: 'What came in by spreadsheet', href: PATH }

/** Whether a button makes sense: it may be theirs, and there is something to undo. */
export const offersUndo = ({ actor, now }: Visit, run: RunRecord): boolean =>
  run.undone === undefined && run.created + run.changed > 0 && notUndone(run, actor, now) === undefined

/** Does it with the run, or answers why it is not undone. */
const withRun = async (visit: Visit, then: (run: RunRecord) => Promise<Answer>): Promise<Answer> => {
  const id = visit.params.runId ?? ''
  const run = await findRun(visit.deps.store, id)
  if (!run) return missing(visit, 'run of an import', id)
  const no = notUndone(run, visit.actor, visit.now)
  if (!no) return then(run)
  const why = no.detail ?? ''
  if (no.status === 403) return notAllowed(visit, `${why.charAt(0).toUpperCase()}${why.slice(1)}.`, no.needs)
  return plainPage('Not now', `It cannot be undone: ${why}.`, 409, back)
}

/** Cases have a colon or a check letter in their number; what else a run wrote is an asset or a person. */
const linked = ({ kind }: RunRecord, id: string) => {
  if (id.includes('@')) return id
  return kind === 'assets' && !id.includes(':') ? link(assetHref(id), id) : link(caseHref(id), id)
}

const touchedPart = (run: RunRecord, { touched }: Undone) =>
  html`${warning(`It cannot be undone: ${grouped(touched.length)} of what it wrote ${touched.length === 1 ? 'has' : 'have'} been worked on since.`)}
${p('Nothing is undone in part. Put these right by hand, or send a corrected file: what it says is taken over.')}
${table(
  '',
  [{ title: 'Which' }, { title: 'What happened since' }],
  touched.slice(0, ROWS).map(({ id, why }) => [linked(run, id), why]),
  'Worked on since',
)}${touched.length > ROWS && p(`The first ${ROWS} of ${grouped(touched.length)}.`)}`

const asked = (visit: Visit, run: RunRecord, reason: string, mistakes: readonly Mistake[]) =>
  html`<form method="post" action="${undoHref(run.id)}" novalidate>${guards(visit.csrf, visit.deps.random())}
${textInput('reason', 'Why it is undone', reason, { rows: 3, hint: 'The history of each case keeps it.', error: mistakes[0]?.message })}
<div class="dh-buttons"><button class="govuk-button govuk-button--warning">Undo the import</button></div></form>${p(link(PATH, 'Leave it as it is'))}`

/** Rows that a page looks at before it asks, one or two reads each; a larger run is looked at when it is undone, and refused whole then. */
const MOST = 1_000
const isLarge = ({ created, changed }: RunRecord): boolean => created + changed > MOST

const large = ({ created, changed }: RunRecord): Html =>
  html`${summaryList([
    ['New', grouped(created)],
    ['Changed', grouped(changed)],
  ])}${p('It is too large to be looked at beforehand. If anything of it was worked on since, all of it stays. It can take longer than the page waits; it goes on all the same, and its line in the list says so once it is undone.')}`

const counted = ({ withdrawn, restored, records }: Undone): Html =>
  summaryList([
    ['Cases it opened, to be withdrawn', grouped(withdrawn)],
    ['Cases it changed, to be as before', grouped(restored)],
    ['Homes, buildings or people, to be as before', grouped(records)],
  ])

const undoView = (
  visit: Visit,
  run: RunRecord,
  would: Undone | undefined,
  reason = '',
  mistakes: Mistake[] = [],
): Answer => {
  const nothing = run.undone || (would && would.withdrawn + would.restored + would.records === 0)
  const touched = would && would.touched.length > 0
  return page(visit, {
    title: 'Undo an import',
    here: '/pages/data-quality',
    back,
    status: mistakes.length > 0 ? 400 : touched && visit.event.requestContext.http.method === 'POST' ? 409 : 200,
    error: mistakes.length > 0,
    body: html`${mistakes.length > 0 && errorSummary('It was not undone', mistakes)}${heading('Undo this import?', `${kindTitle(run.kind)}, ${moment(run.startedAt)}`)}
${would ? counted(would) : large(run)}
${touched ? touchedPart(run, would) : nothing ? inset(run.undone ? 'It has been undone already.' : 'There is nothing of it to undo.') : asked(visit, run, reason, mistakes)}`,
  })
}

const tried = async (visit: Visit, run: RunRecord): Promise<Undone | undefined> =>
  isLarge(run) ? undefined : undo(visit.deps.imports, run, visit.actor, { reason: '', dryRun: true })

export const undoPage: Page = visit => withRun(visit, async run => undoView(visit, run, await tried(visit, run)))

export const takeUndo = (visit: Visit, body: string): Promise<Answer> =>
  withRun(visit, async run => {
    const done = seeOther(`${PATH}?undone=${encodeURIComponent(run.id)}`)
    // Pressed twice, or asked for by two: it is undone.
    if (run.undone) return done
    const reason = posted(body).get('reason').trim()
    if (reason.length < 3 || reason.length > 500) {
      const message = reason.length < 3 ? 'Say why it is undone' : 'Say why it is undone in at most 500 letters'
      return undoView(visit, run, await tried(visit, run), reason, [{ field: 'reason', message }])
    }
    const undone = await undo(visit.deps.imports, run, visit.actor, { reason, dryRun: false })
    return undone.touched.length > 0 ? undoView(visit, run, undone, reason) : done
  })
