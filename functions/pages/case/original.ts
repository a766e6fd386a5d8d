/** The message behind a case of triage, and reading it again. */

import type { Case } from '../../../shared/core/case.ts'
import { seeOther } from '../../../shared/http/answer.ts'
import { type Email, readEmail } from '../../../shared/intake/email/read.ts'
import { askAgain, floodOf, hasMessage, originalAnswer, originalFor } from '../../../shared/intake/original.ts'
import { type Html, html } from '../../../shared/mail/html.ts'
import { maySort } from '../../../shared/people/rights.ts'
import { missing, notAllowed } from '../missing.ts'
import { caseHref } from '../read.ts'
import { heading, page } from '../views/layout.ts'
import { h2, hidden, inset, link, p, summaryList, warning } from '../views/parts.ts'
import type { Page, Visit } from '../visit.ts'

const theirs = 'Messages as they came in may hold anything about anybody. They are for those who work on cases.'

export const originalPage: Page = async visit => {
  if (!maySort(visit.actor)) return notAllowed(visit, theirs)
  const caseId = visit.params.caseId ?? ''
  return (await originalAnswer(visit.deps, caseId)) ?? missing(visit, 'message', caseId)
}

export const takeAgain = async (visit: Visit): ReturnType<Page> => {
  if (!maySort(visit.actor)) return notAllowed(visit, theirs)
  const caseId = visit.params.caseId ?? ''
  if (await askAgain(visit.deps, caseId)) return seeOther(`${caseHref(caseId)}?again=1`)
  // Sorted meanwhile, by somebody else or by the first of two clicks: its page says how.
  const sorted = (await visit.deps.store.load(caseId))?.case.closedAt
  return sorted ? seeOther(`${caseHref(caseId)}?again=0`) : missing(visit, 'message', caseId)
}

/** Characters shown; whoever needs more saves it. */
const SHOWN = 60_000

/** Nothing of it is markup: the page escapes it, and what no screen shows is left out. */
const plain = (text: string): string =>
  text
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{C}\n\t]/gu, '\u00b7')
    .slice(0, SHOWN)

const isText = (bytes: Buffer): boolean => !bytes.subarray(0, 2_000).includes(0)

const indented = (text: string): string => {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}

const asMail = (bytes: Buffer, email: Email): Html =>
  html`${summaryList([
    ['From', email.from ? [email.name, email.from].filter(Boolean).join(', ') : 'not one sender alone'],
    [
      'Sender',
      email.verdicts.dmarc === 'pass' ? 'Proved by its domain (DMARC)' : 'Not proved: anybody may have written this',
    ],
    ['Subject', email.subject || 'none'],
    ...(email.attachments.length > 0
      ? [
          [
            'Attached',
            html`<ul class="govuk-list">${email.attachments.map(one => html`<li>${one.name}, ${Math.ceil(one.bytes.length / 1024)} KB</li>`)}</ul>`,
          ] as const,
        ]
      : []),
  ])}${
    email.malformed
      ? html`${warning('It could not be taken apart. Below it stands as it came.')}<pre class="dh-pre">${plain(bytes.toString('utf8'))}</pre>`
      : html`<pre class="dh-pre">${plain(email.text) || 'It holds no text.'}</pre>`
  }`

const readable = async (bytes: Buffer, name: string): Promise<Html> => {
  if (name.endsWith('.eml')) return asMail(bytes, await readEmail(bytes))
  return isText(bytes)
    ? html`<pre class="dh-pre">${plain(indented(bytes.toString('utf8')))}</pre>`
    : inset('It is no text. Save it, and open it with care: it came from outside.')
}

/** To be read here: as text, whatever it is, with nothing in it that can be followed or run. */
export const messagePage: Page = async visit => {
  if (!maySort(visit.actor)) return notAllowed(visit, theirs)
  const caseId = visit.params.caseId ?? ''
  const found = await originalFor(visit.deps, caseId)
  if (!found) return missing(visit, 'message', caseId)
  return page(visit, {
    title: `The message, ${caseId}`,
    here: '/pages/to-sort',
    back: { text: 'Back to the case', href: caseHref(caseId) },
    body: html`${heading('The message as it came', `Message to sort ${caseId}`)}
${'tooLarge' in found ? inset('It is too large to be shown here.') : await readable(found.bytes, found.name)}
${p(link(`${caseHref(caseId)}/original`, 'Save the message as it came'))}`,
  })
}

/** On the page of a case of triage, for those who may sort. */
export const messagePart = (c: Case, visit: Visit): Html | false =>
  floodOf(c) && c.closedAt === undefined && maySort(visit.actor)
    ? html`${h2('The messages', 'message')}<form method="post" action="${caseHref(c.id)}/original">${hidden('csrf', visit.csrf)}<p class="govuk-body">Each is a case of its own on ${link('/pages/to-sort', 'the list of messages to sort')}. If what stood in their way has been mended, they can be read again by themselves.</p><button class="govuk-button govuk-button--secondary">Read them all again</button></form>`
    : oneMessage(c, visit)

const oneMessage = (c: Case, visit: Visit): Html | false =>
  hasMessage(c) &&
  maySort(visit.actor) &&
  html`${h2('The message', 'message')}<ul class="dh-do"><li>${link(`${caseHref(c.id)}/message`, 'Read the message here, as text')}</li><li>${link(`${caseHref(c.id)}/original`, 'Save the message as it came')}</li></ul>
${c.closedAt === undefined && html`<form method="post" action="${caseHref(c.id)}/original">${hidden('csrf', visit.csrf)}<p class="govuk-body">If what stood in its way has been mended (a mapping, a list, a job), it can be read again by itself.</p><button class="govuk-button govuk-button--secondary">Read it again</button></form>`}`
