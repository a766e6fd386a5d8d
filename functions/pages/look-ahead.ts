/** What comes, day by day, if nobody acts: who will be mailed about what, and how many cases are overdue then. */

import type { Most } from '../../shared/concerned.ts'
import type { Case } from '../../shared/core/case.ts'
import { addDays, clockOf, type Day, dayOf, longDay } from '../../shared/core/time.ts'
import { lookAhead } from '../../shared/look-ahead.ts'
import type { Foreseen } from '../../shared/mail/foreseen.ts'
import { type Html, html } from '../../shared/mail/html.ts'
import { isTheirs } from '../../shared/position/theirs.ts'
import type { Asset } from '../../shared/store/records.ts'
import { caseHref, place } from './read.ts'
import { select } from './views/form.ts'
import { heading, page } from './views/layout.ts'
import { dueTag, inset, link, p, tag } from './views/parts.ts'
import { dated } from './views/words.ts'
import type { Page, Visit } from './visit.ts'

/** What one page reads and reckons; a larger stock comes in fewer days, and the page says so. */
const most: Most = { cases: 300, wakings: 4_000, pending: 100, mails: 120 }
const longest = 92
/** Unless somebody asks for more: what they can still do something about, and read. */
const WEEK = 7
/** Of one mail. */
const LINES = 8

type Homes = ReadonlyMap<string, Asset | undefined>

/** How late each is when the mail leaves, not now. */
const linesOf = ({ deps }: Visit, { about, at }: Foreseen, homes: Homes): Html[] =>
  about.slice(0, LINES).map(({ caseId, workflow, assetId, clock, due }) => {
    const title = deps.workflows[workflow]?.clocks[clock ?? '']?.title ?? deps.workflows[workflow]?.title ?? workflow
    const where = assetId === undefined ? caseId : place(homes.get(assetId), assetId)
    return html`<li>${link(caseHref(caseId), `${title}, ${where}`)} ${due ? html`${dueTag(due, at)} <span class="dh-nowrap">due ${dated(due)}</span>` : ''}</li>`
  })

const mailPart = (visit: Visit, mail: Foreseen, homes: Homes): Html => {
  const { kind, urgency, at, to, about, again, report } = mail
  const how =
    urgency === 'emergency' ? tag('Emergency', 'red') : urgency === 'urgent' ? tag('At once', 'orange') : undefined
  const more = about.length - LINES
  const stands = again > 0 ? `${again} that ${again === 1 ? 'still stands' : 'still stand'}` : ''
  const holds = [about.length > 0 ? `${about.length} new` : '', stands].filter(Boolean).join(' and ')
  return html`<li><strong>${to.map(one => one.name).join(', ')}</strong> ${how} <span class="dh-quiet">${clockOf(at)}, ${report ? report.title : kind === 'digest' ? `digest: ${holds}` : 'a mail of its own'}</span>${about.length > 0 && html`<ul class="govuk-list govuk-list--bullet">${linesOf(visit, mail, homes)}${more > 0 ? html`<li>and ${more} more</li>` : ''}</ul>`}</li>`
}

const dayPart = (visit: Visit, day: Day, mails: readonly Foreseen[], late: string, homes: Homes): Html =>
  html`<section class="dh-day"><h2 class="govuk-heading-s">${longDay(day)} <span class="dh-quiet">(${mails.length} ${mails.length === 1 ? 'mail' : 'mails'}; overdue at its end: ${late})</span></h2><ul class="govuk-list govuk-list--spaced">${mails.map(mail => mailPart(visit, mail, homes))}</ul></section>`

const chooser = ({ deps }: Visit, days: number, contractor: string): Html => {
  const firms = [
    { value: '', text: 'Nobody acts' },
    ...deps.contractors.map(one => ({ value: one.id, text: `${one.name} stops` })),
  ]
  const spans = [7, 14, 30, 90].map(n => ({ value: String(n), text: `${n} days` }))
  return html`<form method="get" action="/pages/look-ahead" class="dh-buttons">${select('days', 'How far', spans, String(days))}${select('contractor', 'If', firms, contractor)}<button class="govuk-button govuk-button--secondary">Show</button></form>`
}

const totalOf = (counts: Record<string, number> | undefined, atLeast: boolean): string =>
  `${Object.values(counts ?? {}).reduce((all, one) => all + one, 0)}${atLeast ? ' or more' : ''}`

export const lookAheadPage: Page = async visit => {
  const { query, deps } = visit
  const days = Math.min(Math.max(Math.trunc(Number(query.get('days'))) || WEEK, 1), longest)
  const firm = deps.contractors.find(one => one.id === query.get('contractor'))
  const theirs = firm && ((c: Case) => isTheirs(firm, c, deps.contractors))
  const { from, through, mails, overdue, overdueAtLeast, homes } = await lookAhead(deps, days, theirs, most)
  const coming = mails.filter(mail => dayOf(mail.at) <= through)
  const shown = coming.slice(0, most.mails)
  const byDay = Map.groupBy(shown, mail => dayOf(mail.at))
  const left = coming[most.mails]
  const whole = left ? addDays(dayOf(left.at), -1) : through
  const title = firm ? `What comes if ${firm.name} stops` : 'What comes if nobody acts'
  const short = whole < addDays(from, days)
  return page(visit, {
    title: 'Look ahead',
    here: '/pages/look-ahead',
    body: html`${heading(title, `${longDay(from)} to ${longDay(addDays(from, days))}`)}
${p(firm ? 'Each mail below will be sent if this contractor does nothing more and everybody else does all in time.' : 'Each mail below will be sent on that day. Whoever acts before then stops it.')}
${chooser(visit, days, firm?.id ?? '')}
${short && inset(whole < from ? 'There is more to come today than one page holds. Ask the API for it.' : `There is more to come than one page holds: it is whole until ${longDay(whole)}.`)}
${shown.length === 0 ? inset('Nobody will be mailed in these days.') : [...byDay].map(([day, some]) => dayPart(visit, day, some, totalOf(overdue.get(day), overdueAtLeast), homes))}`,
  })
}
