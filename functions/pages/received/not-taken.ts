/** Contractors' messages that were proved and not taken: why, how often, and reading one again. */
import { type NotTaken, notTaken } from '../../../shared/intake/contractors/refused-list.ts'
import { type Html, html } from '../../../shared/mail/html.ts'
import { BadCursor } from '../../../shared/store/faults.ts'
import { caseHref } from '../read.ts'
import { type Bit, details, hidden, inset, link, pagination, table } from '../views/parts.ts'
import { moment } from '../views/words.ts'
import type { Visit } from '../visit.ts'

const ROWS = 50

const why = ({ detail, issues, kept }: NotTaken): Html =>
  html`${detail}${
    issues.length > 0 &&
    details(
      `${issues.length} ${issues.length === 1 ? 'mistake' : 'mistakes'} in it`,
      html`<ul class="govuk-list govuk-list--bullet">${issues.map(({ path, message }) => html`<li>${path && html`<strong>${path}</strong>: `}${message}</li>`)}</ul>`,
    )
  }${kept && html`<br>${link(caseHref(kept), 'Its case, to be sorted')}`}`

const times = ({ at, last, times: count }: NotTaken): Html =>
  html`${moment(last)}${count > 1 && html`<br><span class="dh-quiet">${count} times since ${moment(at)}</span>`}`

const again = ({ id, contractorId, messageId, since }: NotTaken, { csrf }: Visit): Bit =>
  since !== undefined
    ? html`Taken since: ${link(caseHref(since), since)}`
    : html`<form method="post" action="/pages/received">${hidden('csrf', csrf)}${hidden('contractor', contractorId)}${hidden('refused', id)}<button class="govuk-button govuk-button--secondary govuk-!-margin-bottom-0">Read it again<span class="govuk-visually-hidden">: ${messageId}</span></button></form>`

export const notTakenPart = async (visit: Visit): Promise<Html> => {
  const { deps, query } = visit
  const cursor = query.get('cursor') ?? undefined
  const whose = deps.contractors.map(({ id }) => id)
  const found = await notTaken(deps, whose, { cursor, limit: ROWS }).catch((error: unknown) => {
    // A cursor of another list, or one that was shortened on its way: the list begins anew.
    if (error instanceof BadCursor) return notTaken(deps, whose, { limit: ROWS })
    throw error
  })
  const named = (id: string) => deps.contractors.find(one => one.id === id)?.name ?? id
  const none = cursor ? 'There are no more.' : 'Every message that a contractor could prove was taken.'
  return html`${
    found.items.length === 0
      ? inset(none)
      : table(
          '',
          ['From', 'Why it was not taken', 'Last came', 'Again'].map(title => ({ title })),
          found.items.map(one => [
            html`${named(one.contractorId)}<br><span class="dh-quiet govuk-!-font-weight-regular dh-break">${one.messageId}</span>`,
            why(one),
            times(one),
            again(one, visit),
          ]),
          'Contractors’ messages that were not taken',
        )
  }${pagination('/pages/received', query, found.cursor, 'messages')}`
}
