/** Cases as a table: what, where, by when, who. */
import type { Instant } from '../../../shared/core/time.ts'
import { type Html, html } from '../../../shared/mail/html.ts'
import { assetHref, caseHref, type Row } from '../read.ts'
import type { Deps } from '../visit.ts'
import { dueTag, inset, link, table } from './parts.ts'
import { dated, roleTitle, stateTitle } from './words.ts'

export const caseTable = (deps: Deps, caption: string, rows: readonly Row[], now: Instant, none: string): Html =>
  rows.length === 0
    ? html`${caption && html`<h2 class="govuk-heading-m">${caption}</h2>`}${inset(none)}`
    : table(
        caption,
        [{ title: 'Case' }, { title: 'Where' }, { title: 'Due' }, { title: 'State' }, { title: 'Accountable' }],
        rows.map(row => [
          link(caseHref(row.case.id), row.title),
          row.case.assetId ? link(assetHref(row.case.assetId), row.where) : row.where,
          row.case.closedAt
            ? 'Closed'
            : html`${dueTag(row.due, now)}${row.due && html`<br><span class="dh-quiet">${dated(row.due)}</span>`}`,
          stateTitle(deps.workflows[row.case.workflow], row.case.state),
          row.case.assignee ?? roleTitle(row.case.lead),
        ]),
      )
