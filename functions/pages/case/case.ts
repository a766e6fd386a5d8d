/** One case: how it stands, by when and why, what can be done now, what happened. */
import { type Explained, explain } from '../../../shared/core/explain.ts'
import { type OpenedLink, openedLinks } from '../../../shared/intake/openings.ts'
import { type Html, html } from '../../../shared/mail/html.ts'
import { listed } from '../../../shared/mail/words.ts'
import { leadOf } from '../../../shared/people/lead.ts'
import { mayReadWords } from '../../../shared/people/rights.ts'
import { isEmergency } from '../../../shared/position/reports/gravest.ts'
import type { CaseDocument } from '../../../shared/store/records.ts'
import { missing } from '../missing.ts'
import { ordersPart } from '../orders/page.ts'
import { assetHref, caseHref } from '../read.ts'
import { factsPart } from '../views/facts.ts'
import { history } from '../views/history.ts'
import { heading, page } from '../views/layout.ts'
import { machine } from '../views/machine.ts'
import { type Bit, banner, details, dueTag, h2, hidden, inset, link, p, summaryList, tag } from '../views/parts.ts'
import { dated, eventTitle, moment, roleTitle, stateTitle, taskTitle } from '../views/words.ts'
import type { Page, Visit } from '../visit.ts'
import { isKnown, naming, personLink } from './accountable.ts'
import { EVENTS, eventsFrom, type Opened, opened, toldOf } from './case-read.ts'
import { doable } from './doable.ts'
import { duplicatesPart } from './duplicates.ts'
import { messagePart } from './original.ts'

const kinds = { statutory: 'Set by law', code: 'Set by the Complaint Handling Code', policy: 'Our own policy' } as const

/** `Set by law: GSIUR 1998 reg 36(3)(a)`; what the source says already is not said twice. */
const setBy = ({ kind, source }: Pick<Explained, 'kind' | 'source'>): string => {
  const rest = source.replace(/^(the )?(Complaint Handling Code|landlord[’']s own policy) ?/i, '')
  if (rest === source) return `${kinds[kind]}: ${source}`
  return kind === 'code' ? `${kinds[kind]} ${rest}`.trim() : kinds[kind]
}

const clockCard = (clock: Explained, { now }: Visit): Html => {
  const css = clock.overdue ? ' dh-card--late' : ''
  return html`<div class="dh-card${css}"><h3 class="govuk-heading-s govuk-!-margin-bottom-1">${clock.title}</h3>
<p class="govuk-body govuk-!-margin-bottom-2">${dueTag(clock.due, now)} Due <strong>${dated(clock.due)}</strong>. ${setBy(clock)}.</p>
${clock.next && html`<p class="govuk-body govuk-!-margin-bottom-2">If nothing happens, ${listed([...new Set(clock.next.tell.map(roleTitle))])} will be told on ${dated(clock.next.at)}.</p>`}
${clock.why.length > 0 && details('Why this date', html`<ol class="govuk-list govuk-list--number">${clock.why.map(step => html`<li>${step}</li>`)}</ol>`)}</div>`
}

const toDo = ({ case: c, workflow }: Opened, { actor }: Visit): Html => {
  const { mine, others, general } = doable(workflow, c, actor)
  if (c.withdrawnAt !== undefined) return p('The case was withdrawn: the import that opened it was undone.')
  const own = mine.filter(type => workflow.states[c.state]?.on?.[type] !== undefined)
  const unusual = mine.filter(type => !own.includes(type))
  const line = (type: string) =>
    html`<li>${link(`${caseHref(c.id)}/do/${encodeURIComponent(type)}`, taskTitle(type))}</li>`
  const rest = others.map(
    ({ types, needs }) => html`<li>${needs.map(roleTitle).join(', ')}:<br>${types.map(eventTitle).join(' · ')}</li>`,
  )
  return html`${h2('What you can record now', 'do')}
${own.length === 0 && p(c.closedAt ? 'The case is closed.' : 'The usual next steps of this case are not yours to record.')}
<ul class="dh-do">${own.map(line)}</ul>
${unusual.length > 0 && details(`Less usual (${unusual.length})`, html`<ul class="dh-do">${unusual.map(line)}</ul>`)}
${rest.length > 0 && details('What others can record', html`<ul class="govuk-list govuk-list--bullet">${rest}</ul>`)}
<ul class="dh-do">${general.map(line)}</ul>`
}

const documentStates: Record<CaseDocument['status'], readonly [text: string, colour: string]> = {
  awaited: ['Not here yet', 'yellow'],
  stored: ['On file', 'grey'],
  accepted: ['Accepted', 'green'],
  rejected: ['Rejected', 'red'],
  superseded: ['Replaced', 'grey'],
  erased: ['Erased', 'grey'],
}

/** Its name, and the way to it for those who may read it. */
const named = (one: CaseDocument, visit: Visit): Bit =>
  !mayReadWords(visit.actor) ? one.name : link(`${caseHref(one.caseId)}/documents/${one.sha256}`, one.name)

const documentsPart = ({ case: c, documents }: Opened, visit: Visit): Html => html`${h2('Documents', 'documents')}
${
  documents.length === 0
    ? p('No document is on file.')
    : html`<ul class="govuk-list">${documents.map(one => html`<li class="dh-break">${named(one, visit)} ${tag(...documentStates[one.status])}<br><span class="dh-quiet">${Math.ceil(one.size / 1024)} KB, ${moment(one.at)}</span></li>`)}</ul>`
}
${details(
  'Add a document',
  html`<form method="post" action="${caseHref(c.id)}/documents" enctype="multipart/form-data">${hidden('csrf', visit.csrf)}<div class="govuk-form-group"><label class="govuk-label" for="file">Certificate, photograph or letter, up to 4 MB</label><input class="govuk-file-upload" id="file" name="file" type="file"></div><button class="govuk-button govuk-button--secondary">Add the document</button></form>`,
)}`

const linked = ({ case: c, workflow }: Opened, visit: Visit): Html | false => {
  const children = Object.entries(c.children)
  if (children.length === 0 && !c.parent) return false
  return html`${h2('Linked cases')}<ul class="govuk-list">${c.parent && html`<li>Part of ${link(caseHref(c.parent), c.parent)}</li>`}${children.map(
    ([id, child]) =>
      html`<li>${link(caseHref(id), id)} ${visit.deps.workflows[child.workflow]?.title ?? workflow.title}: ${child.closed ? 'closed' : 'open'}, ${stateTitle(visit.deps.workflows[child.workflow], child.state)}</li>`,
  )}</ul>`
}

const older = (visit: Visit, caseId: string, from: number): Html | false =>
  from > 1 &&
  p(
    link(`${caseHref(caseId)}?before=${from}#history`, `Older events (${from - 1})`),
    visit.query.has('before') && html` · ${link(`${caseHref(caseId)}#history`, 'The newest')}`,
  )

/** By name: a role answers no telephone. How they were found is told where it was not by their own role. */
const accountable = async ({ deps, today }: Visit, { case: c, workflow, asset }: Opened): Promise<Html> => {
  const directory = await deps.directory()
  const { role, person, why } = leadOf(workflow, c, asset?.area, directory, today)
  return html`${personLink({ person, known: isKnown(directory, person.email) })}, ${roleTitle(role)}${why.length > 1 && html`<br><span class="dh-quiet">${why.join('. ')}</span>`}`
}

const about = ({ case: c, workflow, asset, where }: Opened, lead: Html): Html =>
  summaryList([
    [
      'Where',
      c.assetId
        ? html`${link(assetHref(c.assetId), where)}${asset?.uprn && html`<br><span class="dh-quiet">UPRN ${asset.uprn}</span>`}`
        : where,
    ],
    ['Accountable', lead],
    ['In this state since', moment(c.enteredAt)],
    ['Opened', moment(c.openedAt)],
    ...(c.closedAt ? [['Closed', moment(c.closedAt)] as const] : []),
    ['Case', html`${c.id} <span class="dh-quiet">(${workflow.title})</span>`],
  ])

const purposes: Readonly<Record<string, string>> = {
  ack: 'Acknowledge',
  done: 'Record as done',
  extend: 'Ask for more time',
  reassign: 'Give to somebody else',
  job: 'The contractor’s job',
}

/** Sent is not read: that a link was opened is the nearest thing to knowing that somebody saw it. */
const linksPart = (links: readonly OpenedLink[]): Html | false =>
  links.length > 0 &&
  html`${h2('Links that were opened', 'links')}<ul class="govuk-list govuk-list--bullet">${links.map(
    ({ purpose, sentTo, first, last, times }) =>
      html`<li>${purposes[purpose] ?? purpose}, sent to ${sentTo.join(', ')}: first ${moment(first)}${times > 1 && `, last ${moment(last)}, ${times} times`}</li>`,
  )}</ul>${p('Scanners of mail open links too. Opening one changes nothing.')}`

const took = (type: string | undefined, state: string): Html | false =>
  type !== undefined &&
  banner(
    'Recorded',
    html`<p class="govuk-notification-banner__heading">${eventTitle(type)}. The case is now: ${state}.</p>`,
  )

const askedAgain = (again: string | null): Html | false => {
  if (again === null) return false
  if (again === '0')
    return banner('Sorted already', p('The message was not read again: its case is closed, and says how.'), false)
  return banner(
    'Asked for',
    html`<p class="govuk-notification-banner__heading">The message is being read again. What comes of it stands under “What happened” in a moment.</p>`,
  )
}

export const casePage: Page = async visit => {
  const { deps, params, now, query } = visit
  const found = await opened(visit, params.caseId ?? '')
  if (!found) return missing(visit, 'case', params.caseId ?? '')
  const { case: c, workflow } = found
  const before = Math.min(Number(query.get('before')) || c.version + 1, c.version + 1)
  const from = Math.max(1, before - EVENTS)
  const events = (await eventsFrom(visit, c.id, from)).filter(event => event.seq < before)
  const directory = await deps.directory()
  const told = await toldOf(visit, c.id, [c.facts, ...events.map(event => event.data)])
  const clocks = c.closedAt ? [] : explain(workflow, c, deps.reckon, deps.policy, now)
  const state = c.withdrawnAt === undefined ? stateTitle(workflow, c.state) : 'Withdrawn'
  const done = events.find(event => event.seq === Number(query.get('done')))?.type
  return page(visit, {
    title: `${workflow.title}, ${found.where}`,
    here: '/pages/cases',
    body: html`${took(done, state)}${askedAgain(query.get('again'))}${query.has('added') && banner('Added', html`<p class="govuk-notification-banner__heading">The document is on file. It counts once a record that names it is accepted.</p>`)}
${heading(found.where, workflow.title)}
${await duplicatesPart(visit, found)}<p class="dh-lead-line">${!c.closedAt && isEmergency(c) && html`${tag('Emergency', 'red')} `}${tag(state, c.closedAt ? 'grey' : 'blue')} ${clocks[0] ? dueTag(clocks[0].due, now) : c.closedAt ? tag('Closed', 'grey') : dueTag(undefined, now)}</p>
<div class="dh-two"><div>${h2('Dates')}${clocks.length > 0 ? clocks.map(clock => clockCard(clock, visit)) : inset(c.closedAt ? 'Closed: no clock is running.' : 'No clock has a date.')}
${about(found, await accountable(visit, found))}${factsPart(c.facts, told)}</div>
<div>${messagePart(c, visit)}${workflow.name === 'complaint' && mayReadWords(visit.actor) && p(link(`${caseHref(c.id)}/letters`, 'Letters: write one, or read those sent'))}${toDo(found, visit)}${documentsPart(found, visit)}${linked(found, visit)}</div></div>
${await ordersPart(visit, found)}${h2('Where it stands')}${machine(workflow, c.state)}
${h2('What happened', 'history')}${history(workflow, events, told, naming(directory, deps.contractors))}${older(visit, c.id, from)}${linksPart(await openedLinks(deps, directory.people, c.id))}`,
  })
}
