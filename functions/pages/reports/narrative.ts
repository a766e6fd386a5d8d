/** What is behind a section of the monthly report that is not green, written by whoever answers for it. */
import { createHash } from 'node:crypto'
import { type Answer, seeOther } from '../../../shared/http/answer.ts'
import { html } from '../../../shared/mail/html.ts'
import { type Month, month, monthOf } from '../../../shared/position/reports/periods.ts'
import { type NarrativeField, narrativeFields } from '../../../shared/position/reports/report.ts'
import {
  narrativesOf,
  narrativeWords,
  narrativeWriters,
  section as sectionName,
  writeNarrative,
} from '../../../shared/report/narratives.ts'
import { posted } from '../forms/answers.ts'
import { missing, notAllowed } from '../missing.ts'
import { textInput } from '../views/form.ts'
import { heading, page } from '../views/layout.ts'
import { errorSummary, hidden, inset, type Mistake } from '../views/parts.ts'
import { label } from '../views/words.ts'
import type { Page, Visit } from '../visit.ts'
import { monthName, reportHref } from './way.ts'

const fields = narrativeWords.keyof().options
type Words = Record<NarrativeField, string>

type Place = { of: Month; name: string; title: string }
/** Undefined for what is no month that has begun, or no section. */
const placeOf = ({ params, deps, today }: Visit): Place | undefined => {
  const [of, name] = [month.safeParse(params.month), sectionName.safeParse(params.section)]
  if (!of.success || !name.success || of.data > monthOf(today)) return undefined
  return { of: of.data, name: name.data, title: deps.workflows[name.data]?.title ?? label(name.data) }
}

const may = ({ actor }: Visit): boolean => actor.roles.some(role => narrativeWriters.includes(role))
const refusal = (visit: Visit): Answer =>
  notAllowed(visit, 'The monthly report is written by those who answer for it.', [...narrativeWriters])

const formPage = (
  visit: Visit,
  { of, name, title }: Place,
  words: Words,
  mistakes: Mistake[],
  id: string,
  status = 200,
): Answer =>
  page(visit, {
    title: `${title}, ${monthName(of)}`,
    here: '/pages/reports',
    back: { text: 'Back to the report', href: reportHref('monthly', { month: of }) },
    status,
    error: mistakes.length > 0,
    body: html`<div class="govuk-grid-row"><div class="govuk-grid-column-two-thirds">${mistakes.length > 0 && errorSummary('It was not saved', mistakes)}
${heading(title, `Monthly compliance report, ${monthName(of)}`)}
${inset('No names of residents: the report goes to many people.')}
<form method="post" action="/pages/reports/monthly/${of}/${name}" novalidate>${hidden('csrf', visit.csrf)}${hidden('id', id)}
${fields.map(field => textInput(field, narrativeFields[field], words[field], { rows: 4, error: mistakes.find(one => one.field === field)?.message }))}
<button class="govuk-button">Save</button></form></div></div>`,
  })

const noWords: Words = { position: '', corrective: '', impact: '', progress: '' }

export const narrativePage: Page = async visit => {
  const place = placeOf(visit)
  if (!place) return missing(visit, 'section of a report', `${visit.params.month} ${visit.params.section}`)
  if (!may(visit)) return refusal(visit)
  const before = (await narrativesOf(visit.deps.store, place.of))[place.name]
  return formPage(visit, place, before ?? noWords, [], visit.deps.random())
}

const unsaved: Record<string, string> = {
  mismatch:
    'You sent this form before with other words, and those were saved. Send again only if these should replace them',
  busy: 'Somebody else is writing at this moment. Send it again',
  full: 'This month has as many sections as a report can hold',
}

export const takeNarrative = async (visit: Visit, body: string): Promise<Answer> => {
  const { deps, actor, now } = visit
  const place = placeOf(visit)
  if (!place) return missing(visit, 'section of a report', `${visit.params.month} ${visit.params.section}`)
  if (!may(visit)) return refusal(visit)
  const answers = posted(body)
  const typed: Words = {
    position: answers.get('position'),
    corrective: answers.get('corrective'),
    impact: answers.get('impact'),
    progress: answers.get('progress'),
  }
  const read = narrativeWords.safeParse(typed)
  const id = /^[\w-]{16,100}$/.exec(answers.get('id'))?.[0] ?? deps.random()
  if (!read.success) {
    const wrong = fields.filter(field => read.error.issues.some(issue => issue.path[0] === field))
    const mistakes = wrong.map(field => ({
      field,
      message: typed[field].trim()
        ? `${narrativeFields[field]}: 2,000 letters at most`
        : `Write: ${narrativeFields[field].toLowerCase()}`,
    }))
    return formPage(visit, place, typed, mistakes, id, 400)
  }
  const hash = createHash('sha256')
    .update(JSON.stringify([place.of, place.name, read.data]))
    .digest('hex')
  const said = { ...read.data, month: place.of, section: place.name, by: actor.id, at: now, message: id, hash }
  const done = await writeNarrative(deps.store, said)
  if (done === 'written' || done === 'duplicate')
    return seeOther(`${reportHref('monthly', { month: place.of })}#behind`)
  return formPage(
    visit,
    place,
    typed,
    [{ field: '', message: unsaved[done] ?? 'It was not saved' }],
    deps.random(),
    409,
  )
}
