/** What became of one message, asked by the number that its sender gave it. */

import { trace } from '../../../shared/intake/trace.ts'
import { type Html, html } from '../../../shared/mail/html.ts'
import type { Logged } from '../../../shared/store/arrived/logged.ts'
import { caseHref } from '../read.ts'
import { doorName } from '../subject.ts'
import { type Bit, inset, link, table } from '../views/parts.ts'
import { eventTitle, moment } from '../views/words.ts'
import type { Visit } from '../visit.ts'

const outcomes: Record<Logged['outcome'], string> = {
  opened: 'Opened a case',
  told: 'Recorded on a case',
  triage: 'Waits to be sorted',
  again: 'Came before: recorded once',
  test: 'A trial of a form: nothing was recorded',
  answered: 'Its sender was told why nothing came of it',
  ignored: 'A machine’s answer: nothing was recorded',
}

/** Longer than any number that a sender gives. */
const LONGEST = 1_000

export const referenceAsked = ({ query }: Visit): string => (query.get('reference') ?? '').trim().slice(0, LONGEST)

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

const whatCame = ({ outcome, event, why }: Logged): Bit =>
  html`${outcomes[outcome]}${event && `: ${eventTitle(event)}`}${why && html`<br><span class="dh-quiet">${why}</span>`}`

export const searchForm = (reference: string): Html =>
  html`<form method="get" action="/pages/received" role="search"><label class="govuk-label govuk-label--s" for="reference">Number of the message</label><div class="govuk-hint" id="reference-hint">The Message-ID of an e-mail, the reference of a form, or the webhook-id of a contractor’s message.</div><div class="dh-search"><input class="govuk-input" id="reference" name="reference" value="${reference}" autocomplete="off" aria-describedby="reference-hint"><button class="govuk-button">Find it</button></div></form>`

/** An e-mail's number is written with its brackets, and seldom copied with them. */
const asWritten = (reference: string): string[] =>
  reference.includes('@') && !reference.startsWith('<') ? [reference, `<${reference}>`] : [reference]

export const becamePart = async ({ deps }: Visit, reference: string): Promise<Html> => {
  const found = (await Promise.all(asWritten(reference).map(one => trace(deps, one)))).flat()
  if (found.length === 0)
    return inset(
      `No message of the number “${reference}” was accepted, as far as five weeks and more can tell. If it came from a contractor it may stand below, with why it was not taken; else ask its sender what they were answered.`,
    )
  return table(
    '',
    ['What became of it', 'When', 'Came in by', 'Case'].map(title => ({ title })),
    found.map(one => [
      whatCame(one),
      moment(one.at),
      capital(doorName(one.door)),
      one.caseId ? link(caseHref(one.caseId), one.caseId) : '–',
    ]),
    `What became of ${reference}`,
  )
}
