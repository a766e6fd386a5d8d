/** Everybody who works here, and whom mail did not reach. */
import { html } from '../../../shared/mail/html.ts'
import { personHref } from '../case/accountable.ts'
import { notTold } from '../not-told.ts'
import { heading, page } from '../views/layout.ts'
import { inset, link, p, pagination, table } from '../views/parts.ts'
import { roleTitle } from '../views/words.ts'
import type { Page } from '../visit.ts'

import { away, nameOf, standing } from './standing.ts'
export const peoplePage: Page = async visit => {
  const { deps, query, today } = visit
  const directory = await deps.directory()
  const found = await deps.store.people({ limit: 50, cursor: query.get('cursor') ?? undefined })
  const rows = [...found.items].sort((a, b) => (a.name < b.name ? -1 : 1))
  return page(visit, {
    title: 'People',
    here: '/pages/people',
    body: html`${heading('People and absence')}
${p('Mail goes to whoever holds the role on the day it is sent. Whoever is away is stood in for by a deputy, then by a manager.')}
${
  rows.length === 0
    ? inset('No people are recorded. Until they are, every mail goes to the landlord’s fallback address: import them.')
    : table(
        'Everybody',
        [{ title: 'Name' }, { title: 'Roles' }, { title: 'Today' }, { title: 'Away' }, { title: 'Deputy' }],
        rows.map(one => [
          link(personHref(one.email), one.name),
          one.roles.map(roleTitle(deps)).join(', '),
          standing(one, today),
          away(one),
          nameOf(one.deputy, directory),
        ]),
      )
}${pagination('/pages/people', query, found.cursor, 'people')}${query.has('cursor') ? undefined : await notTold(visit)}`,
  })
}
