/** Work orders to contractors: on their way, failed, not delivered, sent; and one of them once more. */
import { type Answer, seeOther } from '../../../shared/http/answer.ts'
import { type Html, html } from '../../../shared/mail/html.ts'
import { mayReplay, replayers } from '../../../shared/people/rights.ts'
import { BadCursor } from '../../../shared/store/faults.ts'
import type { Opened } from '../case/case-read.ts'
import { posted } from '../forms/answers.ts'
import { missing, notAllowed } from '../missing.ts'
import { monthName } from '../reports/way.ts'
import { select } from '../views/form.ts'
import { heading, page } from '../views/layout.ts'
import { banner, h2, hidden, inset, link, p, pagination } from '../views/parts.ts'
import type { Page, Visit } from '../visit.ts'
import { type ListName, listAsked, lists, monthAsked, months, ordersAsked } from './lists.ts'
import { orderTable } from './rows.ts'

const PATH = '/pages/orders'

const tabs = (here: ListName): Html =>
  html`<nav aria-label="Lists of work orders"><ul class="dh-inline">${Object.entries(lists).map(
    ([name, [title]]) =>
      html`<li>${name === here ? html`<strong aria-current="page">${title}</strong>` : link(`${PATH}?list=${name}`, title)}</li>`,
  )}</ul></nav>`

const monthForm = (visit: Visit): Html =>
  html`<form method="get" action="${PATH}">${hidden('list', 'sent')}${select(
    'month',
    'Month',
    months(visit).map(value => ({ value, text: monthName(value) })),
    monthAsked(visit),
  )}<button class="govuk-button govuk-button--secondary">Show the month</button></form>`

const refusals: Record<string, string> = {
  moved: 'It was not sent again: it is on its way already, or its job is gone.',
}

const told = ({ query }: Visit): Html | false => {
  if (query.has('again'))
    return banner(
      'On its way again',
      html`<p class="govuk-notification-banner__heading">The order goes out once more within a minute or two. The contractor is told that it may be a copy.</p>`,
    )
  const text = refusals[query.get('not') ?? '']
  return text !== undefined && banner('Nothing was sent', html`<p class="govuk-body">${text}</p>`, false)
}

export const ordersPage: Page = async visit => {
  const list = listAsked(visit)
  const cursor = visit.query.get('cursor') ?? undefined
  const found = await ordersAsked(visit, list, cursor).catch((error: unknown) => {
    // A cursor of another list, or one that was shortened on its way: the list begins anew.
    if (error instanceof BadCursor) return ordersAsked(visit, list, undefined)
    throw error
  })
  const [title, none] = lists[list]
  const empty = found.cursor ? 'None so far: the list goes on.' : cursor ? 'There are no more.' : none
  return page(visit, {
    title: `Work orders: ${title.toLowerCase()}`,
    here: PATH,
    body: html`${told(visit)}${heading('Work orders to contractors')}
${p('Each job goes out by web hook or e-mail and is tried for three and a half days. What still does not arrive is somebody’s work to sort out.')}
${tabs(list)}${h2(title)}${list === 'sent' && monthForm(visit)}
${found.items.length === 0 ? inset(empty) : await orderTable(visit, found.items, title)}
${pagination(PATH, visit.query, found.cursor, 'orders')}`,
  })
}

export const takeOrder = async (visit: Visit, body: string): Promise<Answer> => {
  const { deps, actor, now } = visit
  if (!mayReplay(actor)) return notAllowed(visit, 'Sending an order again is for those who work on cases.', replayers)
  const answers = posted(body)
  const [caseId, orderId] = [answers.get('caseId'), answers.get('orderId')]
  const found = caseId && orderId ? await deps.store.order(caseId, orderId) : undefined
  if (!found) return missing(visit, 'order', orderId)
  const entry = { at: now, by: 'staff' as const, outcome: 'again' as const, why: `asked by ${actor.id}` }
  return seeOther((await deps.store.reopenOrder(found, entry)) ? `${PATH}?again=1` : `${PATH}?not=moved`)
}

/** Orders shown on the page of their case. */
const SHOWN = 10

/** On the page of a case that contractors were told of. */
export const ordersPart = async (visit: Visit, { case: c }: Opened): Promise<Html | undefined> => {
  const { items } = await visit.deps.store.ordersOf(c.id, { limit: SHOWN })
  if (items.length === 0) return undefined
  return html`${h2('What contractors were sent', 'orders')}${await orderTable(visit, items, 'Work orders of this case', false)}`
}
