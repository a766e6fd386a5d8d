/** Pieces that many pages share, in the classes of the Design System. */
import type { Day, Instant } from '../../../shared/core/time.ts'
import { type Html, html } from '../../../shared/mail/html.ts'
import { badge, severityOf } from '../../../shared/mail/lateness.ts'

export type Bit = Html | string | number | undefined | false | readonly Bit[]

const colours = {
  emergency: 'red',
  overdue: 'red',
  today: 'orange',
  week: 'yellow',
  later: 'blue',
  none: 'grey',
} as const

export const tag = (text: string, colour: string): Html =>
  html`<strong class="govuk-tag govuk-tag--${colour}">${text}</strong>`

/** How late, as a word with its colour; never the colour alone. */
export const dueTag = (due: Day | Instant | undefined, now: Instant): Html =>
  due === undefined ? tag('No date', 'grey') : tag(badge('digest', due, now), colours[severityOf('digest', due, now)])

export type Column = { title: string; numeric?: boolean }

/**
 * A table that becomes a list of cards on a telephone. The first cell of a row is its heading. `said`: what it is to
 * who cannot see the heading above it, where it has no caption of its own.
 */
export const table = (
  caption: string,
  columns: readonly Column[],
  rows: readonly (readonly Bit[])[],
  said = '',
): Html => {
  const number = (column: Column) => (column.numeric ? ' dh-num' : '')
  return html`<table class="govuk-table dh-stack"><caption class="${caption ? 'govuk-table__caption govuk-table__caption--m' : 'govuk-visually-hidden'}">${caption || said}</caption>
<thead class="govuk-table__head"><tr class="govuk-table__row">${columns.map(column => html`<th scope="col" class="govuk-table__header${number(column)}">${column.title}</th>`)}</tr></thead>
<tbody class="govuk-table__body">${rows.map(
    row =>
      html`<tr class="govuk-table__row">${row.map((cell, index) =>
        index === 0
          ? html`<th scope="row" class="govuk-table__header">${cell}</th>`
          : html`<td class="govuk-table__cell dh-break${number(columns[index]!)}" data-th="${columns[index]!.title}">${cell}</td>`,
      )}</tr>`,
  )}</tbody></table>`
}

export const summaryList = (rows: readonly (readonly [string, Bit])[]): Html =>
  html`<dl class="govuk-summary-list">${rows.map(
    ([key, value]) =>
      html`<div class="govuk-summary-list__row"><dt class="govuk-summary-list__key">${key}</dt><dd class="govuk-summary-list__value dh-break">${value}</dd></div>`,
  )}</dl>`

export const details = (summary: string, body: Html): Html =>
  html`<details class="govuk-details"><summary class="govuk-details__summary"><span class="govuk-details__summary-text">${summary}</span></summary><div class="govuk-details__text">${body}</div></details>`

export const inset = (body: Bit): Html => html`<div class="govuk-inset-text">${body}</div>`

export const warning = (text: Bit): Html =>
  html`<div class="govuk-warning-text"><span class="govuk-warning-text__icon" aria-hidden="true">!</span><strong class="govuk-warning-text__text"><span class="govuk-visually-hidden">Warning</span>${text}</strong></div>`

export const banner = (title: string, body: Html, success = true): Html =>
  html`<div class="govuk-notification-banner${success ? ' govuk-notification-banner--success' : ''}" role="${success ? 'alert' : 'region'}" aria-labelledby="banner-title"><div class="govuk-notification-banner__header"><h2 class="govuk-notification-banner__title" id="banner-title">${title}</h2></div><div class="govuk-notification-banner__content">${body}</div></div>`

export const link = (href: string, text: Bit): Html => html`<a class="govuk-link" href="${href}">${text}</a>`

export const h2 = (text: string, id?: string): Html =>
  html`<h2 class="govuk-heading-m"${id ? html` id="${id}"` : undefined}>${text}</h2>`

export const p = (...body: Bit[]): Html => html`<p class="govuk-body">${body}</p>`

/** The same address with another cursor: lists of any length go on page by page. */
export const pagination = (path: string, query: URLSearchParams, cursor: string | undefined, what: string): Html => {
  const other = (change: (to: URLSearchParams) => void) => {
    const to = new URLSearchParams(query)
    change(to)
    return `${path}?${to}`
  }
  const first = query.has('cursor')
  if (!cursor && !first) return html``
  return html`<nav class="govuk-pagination" aria-label="Pages of ${what}">
${first && html`<div class="govuk-pagination__prev"><a class="govuk-link govuk-pagination__link" href="${other(to => to.delete('cursor'))}" rel="prev"><span class="govuk-pagination__link-title">Back to the first page</span></a></div>`}
${cursor !== undefined && html`<div class="govuk-pagination__next"><a class="govuk-link govuk-pagination__link" href="${other(to => to.set('cursor', cursor))}" rel="next"><span class="govuk-pagination__link-title">Next page<span class="govuk-visually-hidden"> of ${what}</span></span></a></div>`}</nav>`
}

export const hidden = (name: string, value: string): Html => html`<input type="hidden" name="${name}" value="${value}">`

export type Mistake = { field: string; message: string }
/** Why it was not taken, at the top, each line a way to its field. */
export const errorSummary = (title: string, mistakes: readonly Mistake[]): Html =>
  html`<div class="govuk-error-summary" tabindex="-1"><div role="alert"><h2 class="govuk-error-summary__title">${title}</h2><div class="govuk-error-summary__body"><ul class="govuk-list govuk-error-summary__list">${mistakes.map(
    ({ field, message }) => html`<li>${field ? html`<a href="#${field}">${message}</a>` : message}</li>`,
  )}</ul></div></div></div>`
