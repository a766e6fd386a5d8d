/** On a complaint's page: complaints of the same people that may be the same. */
import { allowedIn } from '../../../shared/core/machine.ts'
import { longDay } from '../../../shared/core/time.ts'
import { suggestDuplicates } from '../../../shared/intake/suggest-duplicates.ts'
import { type Html, html } from '../../../shared/mail/html.ts'
import { mayReadWords } from '../../../shared/people/rights.ts'
import { caseHref } from '../read.ts'
import { inset, link } from '../views/parts.ts'
import type { Visit } from '../visit.ts'
import type { Opened } from './case-read.ts'

export const duplicatesPart = async (
  { deps, actor }: Visit,
  { case: c, workflow }: Opened,
): Promise<Html | undefined> => {
  if (!mayReadWords(actor) || !allowedIn(workflow, c.state).includes('merge.requested')) return undefined
  const alike = await suggestDuplicates(deps, c)
  if (alike.length === 0) return undefined
  return inset(
    html`<strong>It may be a complaint that is here already.</strong> Look at it; if it is, ${link(`${caseHref(c.id)}/do/merge.requested`, 'ask to merge')}. Nothing is merged by itself.<ul class="govuk-list govuk-list--bullet govuk-!-margin-top-2">${alike.map(
      one => html`<li>${link(caseHref(one.caseId), one.caseId)}, received ${longDay(one.receivedOn)}: ${one.why}</li>`,
    )}</ul>`,
  )
}
