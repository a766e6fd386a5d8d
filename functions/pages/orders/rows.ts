/** Work orders as a table: for whom, about what, how far it has come, whether anybody looked. */
import { type Looked, lookedAt } from '../../../shared/intake/openings.ts'
import { type Html, html } from '../../../shared/mail/html.ts'
import { type Attempt, hasFailed, type Standing } from '../../../shared/orders/order.ts'
import { mayReplay } from '../../../shared/people/rights.ts'
import { assetsOf, caseHref, place } from '../read.ts'
import { type Bit, details, hidden, link, table, tag } from '../views/parts.ts'
import { moment } from '../views/words.ts'
import type { Visit } from '../visit.ts'

const ways: Record<Attempt['by'], string> = { webhook: 'by web hook', email: 'by e-mail', staff: '' }
const outcomes: Record<Attempt['outcome'], string> = {
  sent: 'Delivered',
  later: 'Failed, to be tried again',
  unknown: 'Nobody knows whether it arrived, to be tried again',
  refused: 'Refused',
  dead: 'Given up',
  dropped: 'Not needed any more',
  again: 'To be sent once more',
}

const standingTag = (one: Standing): Html => {
  if (one.status === 'sent') return tag('Delivered', 'green')
  if (one.status === 'dead') return tag('Not delivered', 'red')
  if (one.status === 'dropped') return tag('Not needed', 'grey')
  return hasFailed(one) ? tag('Failed', 'orange') : tag('On its way', 'blue')
}

const line = ({ at, by, outcome, why }: Attempt): Html =>
  html`<li class="dh-break">${moment(at)}: ${[outcomes[outcome], ways[by]].filter(Boolean).join(' ')}${why && ` (${why})`}</li>`

const delivery = (one: Standing): Html =>
  html`${standingTag(one)}${
    one.next && one.log.length > 0 && html`<br><span class="dh-quiet">next attempt ${moment(one.next)}</span>`
  }${
    one.log.length > 0 &&
    details(
      `${one.log.length} ${one.log.length === 1 ? 'step' : 'steps'} so far`,
      html`<ul class="govuk-list">${one.log.map(line)}</ul>`,
    )
  }`

const looked = (opening: Looked | undefined, { log }: Standing): Bit => {
  if (opening)
    return html`${moment(opening.first)}${opening.times > 1 && html`<br><span class="dh-quiet">${opening.times} times, last ${moment(opening.last)}</span>`}`
  return log.some(({ outcome }) => outcome === 'sent') ? 'Not yet' : '–'
}

/** By its number: an order delivered once more may come twice, and says so. */
const replayForm = ({ order: { id, caseId } }: Standing, { csrf, actor }: Visit, status: string): Html | false =>
  (status === 'dead' || status === 'sent') &&
  mayReplay(actor) &&
  html`<form method="post" action="/pages/orders">${hidden('csrf', csrf)}${hidden('caseId', caseId)}${hidden('orderId', id)}<button class="govuk-button govuk-button--secondary govuk-!-margin-bottom-0">Send again<span class="govuk-visually-hidden">: ${caseId}</span></button></form>`

export const orderTable = async (
  visit: Visit,
  rows: readonly Standing[],
  said: string,
  places = true,
): Promise<Html> => {
  const { deps } = visit
  const cases = await deps.store.loadMany(places ? [...new Set(rows.map(one => one.order.caseId))] : [])
  const assets = await assetsOf(
    deps,
    [...cases.values()].map(one => one.case),
  )
  const openings = await lookedAt(
    deps.store,
    rows.map(one => one.order),
  )
  const where = (caseId: string): Bit => {
    const c = cases.get(caseId)?.case
    const title = (c && deps.workflows[c.workflow]?.title) ?? caseId
    return html`${link(caseHref(caseId), title)}<br><span class="dh-quiet">${c?.assetId ? place(assets.get(c.assetId), c.assetId) : caseId}</span>`
  }
  const named = (id: string) => deps.contractors.find(one => one.id === id)?.name ?? id
  const replay = mayReplay(visit.actor) && rows.some(({ status }) => status === 'dead' || status === 'sent')
  const columns = [
    'For',
    ...(places ? ['Job'] : []),
    'Owed since',
    'Delivery',
    'Link opened',
    ...(replay ? ['Again'] : []),
  ]
  return table(
    '',
    columns.map(title => ({ title })),
    rows.map(one => [
      html`${named(one.order.contractorId)}${one.order.kind === 'withdrawn' && html`<br><span class="dh-quiet">the job is withdrawn</span>`}`,
      ...(places ? [where(one.order.caseId)] : []),
      moment(one.order.at),
      delivery(one),
      looked(openings.get(one.order.id), one),
      ...(replay ? [replayForm(one, visit, one.status)] : []),
    ]),
    said,
  )
}
