/** Lists of cases, soonest due first, page by page, and one person's own. */
import { addDays, endOf } from '../../shared/core/time.ts'
import { html } from '../../shared/mail/html.ts'
import { BadCursor } from '../../shared/store/faults.ts'
import type { CaseFilter } from '../../shared/store/lists/filter.ts'
import { listed } from './read.ts'
import { select } from './views/form.ts'
import { heading, page } from './views/layout.ts'
import { hidden, p, pagination } from './views/parts.ts'
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
