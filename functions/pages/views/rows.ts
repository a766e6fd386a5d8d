/** Cases as a table: what, where, by when, who. */
import type { Instant } from '../../../shared/core/time.ts'
import { type Html, html } from '../../../shared/mail/html.ts'
import { nameAndRole } from '../case/accountable.ts'
import { assetHref, caseHref, type Row } from '../read.ts'
import type { Deps } from '../visit.ts'
import { type Bit, dueTag, inset, link, table } from './parts.ts'
import { dated, roleTitle, stateTitle } from './words.ts'

const due = (row: Row, now: Instant): Bit =>
  row.case.closedAt
    ? 'Closed'
    : html`${dueTag(row.due, now)}${row.due && html` <br><span class="dh-quiet">${dated(row.due)}</span>`}`

/** Two actions at one place are told apart by what is wrong. */
const aboutOf = ({ facts }: Row['case']): Html | false => {
  const { description, priority } = facts
  if (typeof description !== 'string' || description === '') return false
  const short = description.length > 90 ? `${description.slice(0, 89)}…` : description
  const said = typeof priority === 'string' ? `${priority}: ${short}` : short
  return html`<br><span class="dh-quiet govuk-!-font-weight-regular">${said}</span>`
}

/** `places` false: all of them are at one place, which the page names already. */
export const caseTable = (
  deps: Deps,
  caption: string,
  rows: readonly Row[],
  now: Instant,
  none: string,
  places = true,
): Html => {
  if (rows.length === 0) return html`${caption && html`<h2 class="govuk-heading-m">${caption}</h2>`}${inset(none)}`
  const columns = ['Case', ...(places ? ['Where'] : []), 'Due', 'State', 'Accountable'].map(title => ({ title }))
  return table(
    caption,
    columns,
    rows.map(row => [
      html`${link(caseHref(row.case.id), row.title)}${aboutOf(row.case)}`,
      ...(places ? [row.case.assetId ? link(assetHref(row.case.assetId), row.where) : row.where] : []),
      due(row, now),
      stateTitle(deps.workflows[row.case.workflow], row.case.state),
      row.accountable ? nameAndRole(deps, row.accountable) : roleTitle(deps)(row.case.lead),
    ]),
  )
}
