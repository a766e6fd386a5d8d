/** Lists of cases, soonest due first, page by page, and one person's own. */
import { addDays, bySoonest, endOf } from '../../shared/core/time.ts'
import { html } from '../../shared/mail/html.ts'
import { BadCursor } from '../../shared/store/faults.ts'
import type { Page as StorePage } from '../../shared/store/pages.ts'
import type { CaseFilter } from '../../shared/store/store.ts'
import { isKnown, personHref } from './case/accountable.ts'
import { listed, type Row } from './read.ts'
import { select } from './views/form.ts'
import { heading, page } from './views/layout.ts'
import { hidden, inset, link, p, pagination } from './views/parts.ts'
import { caseTable } from './views/rows.ts'
import { roleTitle, stateTitle } from './views/words.ts'
import type { Page, Visit } from './visit.ts'

/** Days ahead of `?within=`: the same as the columns of the home page. */
const SPANS = [7, 30] as const
const spanOf = ({ query }: Visit) => SPANS.find(days => String(days) === query.get('within'))

const filterOf = (visit: Visit): CaseFilter => {
  const { query, deps, now, today } = visit
  const span = spanOf(visit)
  const workflow = query.get('workflow') ?? ''
  const lead = query.get('lead') ?? ''
  const state = query.get('state')
  return {
    workflows: Object.hasOwn(deps.workflows, workflow) ? [workflow] : Object.keys(deps.workflows),
    ...(state ? { state } : {}),
    ...(lead.includes('@') ? { assignee: lead.toLowerCase() } : lead ? { lead } : {}),
    ...(query.get('overdue') === 'true' ? { overdueAt: now } : {}),
    ...(span ? { dueAfter: now, overdueAt: endOf(addDays(today, span)) } : {}),
    ...(query.get('closed') === 'true' ? { closed: true } : {}),
  }
}

const inWords = (visit: Visit): string => {
  const { query, deps } = visit
  const span = spanOf(visit)
  const workflow = deps.workflows[query.get('workflow') ?? '']
  const state = query.get('state')
  const lead = query.get('lead')
  return [
    query.get('closed') === 'true'
      ? 'Closed cases'
      : query.get('overdue') === 'true'
        ? 'Overdue cases'
        : span
          ? `Cases due within ${span} days`
          : 'Open cases',
    workflow?.title,
    state ? stateTitle(workflow, state) : undefined,
    lead ? `accountable: ${lead.includes('@') ? lead : roleTitle(lead)}` : undefined,
  ]
    .filter(Boolean)
    .join(', ')
}

export const casesPage: Page = async visit => {
  const { deps, now, query } = visit
  const filter = filterOf(visit)
  const cursor = query.get('cursor') ?? undefined
  const found = await listed(deps, filter, now, { cursor }).catch((error: unknown) => {
    // A cursor of another list, or one that was shortened on its way: the list begins anew.
    if (error instanceof BadCursor) return listed(deps, filter, now)
    throw error
  })
  const streams = [
    { value: '', text: 'All streams' },
    ...Object.values(deps.workflows).map(one => ({ value: one.name, text: one.title })),
  ]
  const which = ['closed', 'overdue'].find(one => query.get(one) === 'true') ?? (spanOf(visit) ? 'within' : '')
  const title = inWords(visit)
  return page(visit, {
    title,
    here: '/pages/cases',
    body: html`${heading(title)}
<form method="get" action="/pages/cases" class="dh-buttons">${select('workflow', 'Stream', streams, query.get('workflow') ?? '')}
<div class="govuk-form-group"><span class="govuk-label govuk-label--s">Show</span>${[
      ['', 'Open'],
      ['overdue', 'Overdue'],
      ['closed', 'Closed'],
    ].map(
      ([value, text]) =>
        html`<button class="govuk-button ${value === which ? '' : 'govuk-button--secondary'} govuk-!-margin-right-2" ${value ? html`name="${value}" value="true"` : undefined}>${text}</button>`,
    )}</div>
${query.has('lead') && hidden('lead', query.get('lead') ?? '')}</form>
${filter.workflows.length > 1 && p(html`<span class="dh-quiet">Stream by stream, the soonest due first in each.</span>`)}
${caseTable(deps, '', found.items, now, cursor ? 'There are no more.' : 'No case answers to this.')}
${pagination('/pages/cases', query, found.cursor, 'cases')}`,
  })
}

/** Cases of each role shown on one's own page; the rest is a list of its own. */
const MINE = 25

/** What is overdue first, whatever its stream, then what comes. */
const mine = async ({ deps, now }: Visit, whose: { lead: string } | { assignee: string }): Promise<StorePage<Row>> => {
  const workflows = Object.keys(deps.workflows)
  const [late, all] = await Promise.all([
    listed(deps, { workflows, ...whose, overdueAt: now }, now, { limit: MINE }),
    listed(deps, { workflows, ...whose }, now, { limit: MINE }),
  ])
  const rows = [...new Map([...late.items, ...all.items].map(row => [row.case.id, row])).values()]
  const sorted = rows.sort((a, b) => (a.due && b.due ? bySoonest(a.due, b.due) : Number(!a.due) - Number(!b.due)))
  const cursor = late.cursor ?? all.cursor
  return { items: sorted.slice(0, MINE), ...(cursor === undefined ? {} : { cursor }) }
}

export const myWorkPage: Page = async visit => {
  const { deps, actor, now } = visit
  const roles = actor.roles.filter(one => one !== 'administrator').slice(0, 5)
  const [given, ...led] = await Promise.all([
    mine(visit, { assignee: actor.id }),
    ...roles.map(lead => mine(visit, { lead })),
  ])
  return page(visit, {
    title: 'My work',
    here: '/pages/my-work',
    body: html`${heading('My work', visit.name)}
${caseTable(deps, 'Given to me by name', given.items, now, 'Nothing is given to you by name.')}
${roles.map((role, index) => {
  const found = led[index]!
  return html`${caseTable(deps, `Accountable: ${roleTitle(role)}`, found.items, now, `No open case is with the ${roleTitle(role).toLowerCase()}.`)}${found.cursor !== undefined && p(html`<a class="govuk-link" href="/pages/cases?lead=${encodeURIComponent(role)}">All cases with the ${roleTitle(role).toLowerCase()}</a>`)}`
})}
${roles.length === 0 && inset('You hold no role that leads cases.')}
${p(isKnown(await deps.directory(), actor.id) && html`${link(personHref(actor.id), 'I will be away')} · `, link('/pages/calendar', 'My deadlines in my own calendar'))}`,
  })
}
