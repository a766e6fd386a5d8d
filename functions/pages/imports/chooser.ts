/** The form that a spreadsheet is chosen in. */
import { type Html, html } from '../../../shared/mail/html.ts'
import { mayImport } from '../../../shared/people/rights.ts'
import { kinds } from '../../imports/kinds.ts'
import { landlordMistakes } from '../../imports/layouts.ts'
import { select } from '../views/form.ts'
import { details, h2, hidden, p, summaryList, warning } from '../views/parts.ts'
import { label } from '../views/words.ts'
import type { Visit } from '../visit.ts'
import { PATH } from './upload.ts'

export const kindTitle = (kind: string): string => label(kind.replaceAll('-', '_'))

/** People are an administrator's to import: it is not offered to others. */
const theirs = ({ actor }: Visit): string[] =>
  Object.keys(kinds).filter(kind => kind !== 'people' || actor.roles.includes('administrator'))

/** A kind, and each layout of the landlord's file for it. */
const options = (visit: Visit) =>
  theirs(visit).flatMap(kind => [
    { value: kind, text: kindTitle(kind) },
    ...Object.entries(visit.deps.imports.layouts)
      .filter(([, layout]) => layout.kind === kind)
      .map(([name]) => ({ value: `${kind}/${name}`, text: `${kindTitle(kind)}, written as ${name}` })),
  ])

const columnsOf = (kind: string): string => {
  const { required = [], optional = [] } = kinds[kind]?.columns ?? {}
  return `${required.join(', ')}${optional.length > 0 ? `; if there are any: ${optional.join(', ')}` : ''}`
}

/** Said before a file is sent: its sender would look for the mistake in the file. */
const landlords = (visit: Visit): Html | false => {
  const wanted = theirs(visit).flatMap(name => kinds[name] ?? [])
  const found = [...new Set(landlordMistakes(visit.deps.imports, wanted))]
  return (
    found.length > 0 &&
    html`${warning('The landlord’s file has mistakes. Files that it describes are refused until these are mended:')}<ul class="govuk-list govuk-list--bullet dh-break">${found.map(one => html`<li>${one}</li>`)}</ul>`
  )
}

export type Wrong = { field: 'what' | 'file'; message: string }

export const chooser = (visit: Visit, wrong?: Wrong, chosen = ''): Html | false => {
  if (!mayImport(visit.actor)) return false
  const error = wrong?.field === 'file' ? wrong.message : undefined
  const all = [{ value: '', text: 'Choose' }, ...options(visit)]
  return html`${h2('Send a spreadsheet', 'send')}
${landlords(visit)}${p('Save it as CSV first (in a spreadsheet: Save as, CSV UTF-8). You are shown what it would do before anything is written.')}
<form method="post" action="${PATH}" enctype="multipart/form-data">${hidden('csrf', visit.csrf)}
${select('what', 'What is in it', all, chosen, wrong?.field === 'what' ? wrong.message : undefined)}
<div class="govuk-form-group${error ? ' govuk-form-group--error' : ''}"><label class="govuk-label govuk-label--s" for="file">The file</label><div id="file-hint" class="govuk-hint">CSV, up to 4 MB. A larger one is sent in parts, each with the line of headings, or by the programming interface.</div>${
    error
      ? html`<p id="file-error" class="govuk-error-message"><span class="govuk-visually-hidden">Error:</span> ${error}</p>`
      : undefined
  }<input class="govuk-file-upload${error ? ' govuk-file-upload--error' : ''}" id="file" name="file" type="file" accept=".csv,text/csv" aria-describedby="file-hint${error ? ' file-error' : ''}"></div>
<button class="govuk-button">Show what it would do</button></form>
${details('Which columns each has', html`<div class="dh-break">${summaryList(theirs(visit).map(kind => [kindTitle(kind), columnsOf(kind)] as const))}</div>`)}`
}
