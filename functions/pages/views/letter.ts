/** A letter being written: what it lacks, how it reads, the questions it is made of; and those that were sent. */
import { longDay } from '../../../shared/core/time.ts'
import type { Answer } from '../../../shared/http/answer.ts'
import { type Html, html } from '../../../shared/mail/html.ts'
import { subjects } from '../../../shared/mail/letters/bodies.ts'
import type { Draft } from '../../../shared/mail/letters/draft.ts'
import type { Facts } from '../../../shared/workflows/parts/complaint-facts.ts'
import { type LetterKind, letterSent } from '../../../shared/workflows/parts/letter-contents.ts'
import type { Opened } from '../case/case-read.ts'
import { type Meanwhile, meanwhile, versionField } from '../case/moved-on.ts'
import type { Posted } from '../forms/answers.ts'
import type { Field } from '../forms/fields.ts'
import { caseHref } from '../read.ts'
import type { Visit } from '../visit.ts'
import { field, guards, radios, textInput } from './form.ts'
import { heading, page } from './layout.ts'
import { errorSummary, h2, hidden, inset, link, type Mistake, p, summaryList } from './parts.ts'
import { channelName, label, sentence, stateTitle, within } from './words.ts'

const names: Record<LetterKind, string> = {
  acknowledgement: 'Acknowledgement',
  extension: 'Extension',
  delay: 'Delay',
  refusal: 'Refusal',
  stage1: 'Answer of stage 1',
  stage2: 'Final answer of stage 2',
  withdrawal: 'Withdrawal',
  update: 'Update',
}
const href = (caseId: string, kind: LetterKind): string => `${caseHref(caseId)}/letters/${kind}`
const kindName = (kind: string): string => names[kind as LetterKind] ?? label(kind)

const back = ({ case: c }: Opened) => ({ text: 'Back to the case', href: caseHref(c.id) })

const choices = (caseId: string, kinds: readonly LetterKind[]): Html =>
  kinds.length === 0
    ? p('No letter is to be sent as the case stands.')
    : html`<ul class="dh-do">${kinds.map(kind => html`<li>${link(href(caseId, kind), kindName(kind))}</li>`)}</ul>`

export const letterList = (visit: Visit, found: Opened, kinds: readonly LetterKind[]): Answer => {
  const { letters } = found.case.facts as Facts
  return page(visit, {
    title: `Letters, ${found.case.id}`,
    here: '/pages/cases',
    back: back(found),
    body: html`${heading('Letters', `Complaint ${found.case.id}`)}
${h2('Write a letter')}${choices(found.case.id, kinds)}
${h2('Sent')}${
  letters.length === 0
    ? p('None yet.')
    : html`<ul class="dh-do">${letters
        .map(
          ({ kind, on, channel }, index) =>
            html`<li>${link(`${caseHref(found.case.id)}/letters?sent=${index + 1}`, kindName(kind))} <span class="dh-quiet">${longDay(on)}, ${within(channelName(channel))}</span></li>`,
        )
        .reverse()}</ul>`
}`,
  })
}

/** On paper it is the letter and nothing else. */
export const sentLetter = (
  visit: Visit,
  found: Opened,
  { kind, on, channel }: Facts['letters'][number],
  text: string,
): Answer =>
  page(visit, {
    title: `${kindName(kind)}, ${found.case.id}`,
    here: '/pages/cases',
    back: { text: 'Letters', href: `${caseHref(found.case.id)}/letters` },
    body: html`<div class="dh-screen">${heading(kindName(kind), `Complaint ${found.case.id}`)}${p(`Sent ${longDay(on)}, ${within(channelName(channel))}. Printing this page prints the letter alone.`)}</div>
<div class="dh-card dh-letter"><div class="govuk-body dh-words">${text}</div></div>`,
  })

type Refused = { kinds: readonly LetterKind[]; answers: Posted; since: Meanwhile | undefined }

/** Guards of the form that are no words of anybody's. */
const unsaid = ['csrf', 'id', 'version', 'step', 'channel']
const typedIn = (answers: Posted) =>
  answers.entries().filter(([name, value]) => !unsaid.includes(name) && value.trim() !== '')

const questionOf = (name: string): string =>
  name
    .replace(/^data\./, '')
    .split('.')
    .map(label)
    .join(': ')

/** What was typed for a letter that is no longer sent: to read, and to carry over into one that is. */
const typedPart = (visit: Visit, caseId: string, { kinds, answers }: Refused): Html | false => {
  const typed = typedIn(answers)
  if (typed.length === 0) return false
  const fields = answers.entries().filter(([name]) => name.startsWith('data.') || name === 'channel')
  return html`${h2('What you typed', 'typed')}${p('It was not recorded. It is kept here to be copied, or to be carried over into another letter.')}
${summaryList(typed.map(([name, value]) => [questionOf(name), html`<span class="dh-words">${value}</span>`]))}
${kinds.map(
  kind =>
    html`<form method="post" action="${href(caseId, kind)}">${guards(visit.csrf, visit.deps.random())}${fields.map(([name, value]) => hidden(name, value))}<button class="govuk-button govuk-button--secondary" name="step" value="draft">Carry it over: ${kindName(kind)}</button></form>`,
)}`
}

export const refusedLetter = (visit: Visit, found: Opened, kind: LetterKind, refused: Refused): Answer =>
  page(visit, {
    title: `${kindName(kind)}, ${found.case.id}`,
    here: '/pages/cases',
    back: back(found),
    status: 409,
    body: html`${meanwhile(found, refused.since)}${heading(`${kindName(kind)}: not now`, `Complaint ${found.case.id}`)}
${p(`This letter is not sent while the complaint is: ${stateTitle(found.workflow, found.case.state)}. Possible now:`)}${choices(found.case.id, refused.kinds)}${typedPart(visit, found.case.id, refused)}`,
  })

type Form = {
  answers: Posted
  draft: Draft
  mistakes: readonly Mistake[]
  id: string
  /** what was recorded since the form was opened */
  since?: Meanwhile | undefined
  status?: number
}

const lacking = ({ lacks, refused }: Draft): Html | false =>
  lacks.length + refused.length > 0 &&
  inset(
    html`<h2 class="govuk-heading-s" id="lacking">Before it can be sent</h2><ul class="govuk-list govuk-list--bullet">${[...lacks, ...refused].map(one => html`<li>${sentence(one)}</li>`)}</ul>`,
  )

const agreed = ({ agreed: list }: Draft): Html | false =>
  list.length > 0 &&
  inset(
    html`<strong>Agreed with the resident:</strong> ${list.join('; ')}. Have the letter written, translated or read out so.`,
  )

const reads = ({ subject, text }: Draft): Html =>
  text
    ? html`<div class="dh-screen">${h2('How it reads')}${p(html`Its subject: <strong>${subject}</strong>. It is yours to send: copy it, or print this page, which prints the letter alone.`)}</div><div class="dh-card dh-letter"><div class="govuk-body dh-words">${text}</div></div>`
    : html`${h2('How it reads')}${p('It is written once nothing is lacking.')}`

const questions = (visit: Visit, fields: readonly Field[], { answers, mistakes }: Form, f: Facts): Html => {
  const asking = { answers, mistakes, documents: [], today: visit.today }
  return html`${fields.map(one =>
    one.name === 'points'
      ? f.points.length === 0 &&
        textInput('data.points', 'The points of the complaint', answers.get('data.points'), {
          rows: 5,
          hint: 'One on each line. Where a point is not ours, write a bar (|) after it and say whose it is and why.',
        })
      : field(one, asking),
  )}`
}

const channels = letterSent.shape.channel.options.map(value => ({ value, text: channelName(value) }))

export const letterForm = (
  visit: Visit,
  { found, kind, fields }: { found: Opened; kind: LetterKind; fields: readonly Field[] },
  form: Form,
): Answer => {
  const { draft, answers, mistakes, id, since, status = 200 } = form
  const refused = status >= 400
  // Nothing that is asked here could mend it: it would be refused.
  const onCase = fields.length === 0 && draft.lacks.length + draft.refused.length > 0
  const wrong = mistakes.length > 0 ? mistakes : [{ field: 'lacking', message: 'Look at what is lacking below' }]
  return page(visit, {
    title: `${kindName(kind)}, ${found.case.id}`,
    here: '/pages/cases',
    back: back(found),
    status,
    error: refused,
    body: html`${refused && errorSummary('The letter was not sent', wrong)}${meanwhile(found, since)}<div class="dh-screen">${heading(kindName(kind), `${subjects[kind]}: ${found.case.id}`)}</div>
<div class="dh-two"><div class="dh-screen">${agreed(draft)}${lacking(draft)}${onCase && p('This letter is written from what stands on the case. ', link(caseHref(found.case.id), 'Record there what is lacking'), '.')}
<form method="post" action="${href(found.case.id, kind)}" novalidate>${guards(visit.csrf, id)}${versionField(found, answers)}
${questions(visit, fields, form, found.case.facts as Facts)}
${radios('channel', 'How it is sent', channels, answers.get('channel'))}
<div class="dh-buttons"><button class="govuk-button govuk-button--secondary" name="step" value="draft">See how it reads</button>
${!onCase && html`<button class="govuk-button" name="step" value="send">Record it as sent</button>`}</div></form></div>
<div>${reads(draft)}</div></div>`,
  })
}
