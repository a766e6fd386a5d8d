/** The message behind a case of triage, and reading it again. */

import type { Case } from '../../shared/core/case.ts'
import { seeOther } from '../../shared/http/answer.ts'
import { askAgain, hasMessage, originalAnswer } from '../../shared/intake/original.ts'
import { type Html, html } from '../../shared/mail/html.ts'
import { missing, notAllowed } from './missing.ts'
import { caseHref } from './read.ts'
import { maySort } from './rights.ts'
import { h2, hidden, link, p } from './views/parts.ts'
import type { Page, Visit } from './visit.ts'

const theirs = 'Messages as they came in may hold anything about anybody. They are for those who work on cases.'

export const originalPage: Page = async visit => {
  if (!maySort(visit.actor)) return notAllowed(visit, theirs)
  const caseId = visit.params.caseId ?? ''
  return (await originalAnswer(visit.deps, caseId)) ?? missing(visit, 'message', caseId)
}

export const takeAgain = async (visit: Visit): ReturnType<Page> => {
  if (!maySort(visit.actor)) return notAllowed(visit, theirs)
  const caseId = visit.params.caseId ?? ''
  return (await askAgain(visit.deps, caseId))
    ? seeOther(`${caseHref(caseId)}?again=1`)
    : missing(visit, 'message', caseId)
}

/** On the page of a case of triage, for those who may sort. */
export const messagePart = (c: Case, visit: Visit): Html | false =>
  hasMessage(c) &&
  maySort(visit.actor) &&
  html`${h2('The message', 'message')}${p(link(`${caseHref(c.id)}/original`, 'Save the message as it came'))}
${c.closedAt === undefined && html`<form method="post" action="${caseHref(c.id)}/original">${hidden('csrf', visit.csrf)}<p class="govuk-body">If what stood in its way has been mended (a mapping, a list, a job), it can be read again by itself.</p><button class="govuk-button govuk-button--secondary">Read it again</button></form>`}`
