/** The frame of every page: a landlord's header (no crown, no GDS Transport), the way around, the page itself. */
import { createHash } from 'node:crypto'
import { clockOf, dayOf, type Instant, longDay } from '../../../shared/core/time.ts'
import { type Answer, html as answer } from '../../../shared/http/answer.ts'
import { roles } from '../../../shared/law/roles.ts'
import { type Html, html } from '../../../shared/mail/html.ts'
import { maySort } from '../../../shared/people/rights.ts'
import { styles } from '../styles.gen.ts'
import type { Visit } from '../visit.ts'

export const stylePath = `/pages/style-${createHash('sha256').update(styles).digest('hex').slice(0, 12)}.css`

export type Shell = {
  title: string
  /** a link of the way around that this page belongs to */
  here?: string
  body: Html
  /** where to go back to */
  back?: { text: string; href: string }
  status?: number
  /** the title says so, as the Design System asks */
  error?: boolean
}

const ways = [
  ['/', 'Home'],
  ['/pages/my-work', 'My work'],
  ['/pages/cases', 'Cases'],
  ['/pages/reports', 'Reports'],
  ['/pages/look-ahead', 'Look ahead'],
  ['/pages/access', 'Access'],
  ['/pages/to-sort', 'To sort'],
  ['/pages/orders', 'Orders'],
  ['/pages/data-quality', 'Data quality'],
  ['/pages/people', 'People'],
  ['/pages/rules', 'Rules'],
  ['/pages/search', 'Search'],
] as const

const wide = html`<div class="govuk-width-container">`

const localBar = (now: Instant): Html => html`<div class="dh-local" role="region" aria-label="This machine">${wide}
Running on this machine. It is <strong>${longDay(dayOf(now))}, ${clockOf(now)}</strong> here.
<a href="/pages/local/clock">Push the clock</a><a href="/pages/local/mail">Mailbox</a><a href="/pages/personas">Be somebody else</a></div></div>`

const whoLine = (
  visit: Visit,
): Html => html`<div class="dh-header__who">${[...new Set([visit.name, ...visit.actor.roles.map(one => roles[one]).slice(0, 2)])].join(', ')}
${!visit.deps.local && html`<form method="post" action="/pages/session/end" class="govuk-!-display-inline"><button class="govuk-button govuk-button--inverse govuk-!-margin-bottom-0">Sign out</button></form>`}</div>`

/** The bare document, with or without somebody. */
export const documentOf = (title: string, landlord: string, middle: Html, who?: Html): Html => html`<!doctype html>
<html lang="en-GB" class="govuk-template">
<head><meta charset="utf-8"><title>${title} – Dutyholder</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="theme-color" content="#12343b">
<link rel="stylesheet" href="${stylePath}"><link rel="icon" href="data:,"></head>
<body class="govuk-template__body">
<a href="#main" class="govuk-skip-link">Skip to main content</a>
<header class="dh-header">${wide}<div class="dh-header__inner"><div><a href="/" class="dh-header__name">Dutyholder</a>
<span class="dh-header__landlord">${landlord}</span></div>${who}</div></div></header>
${middle}
<footer class="dh-footer">${wide}Dutyholder watches deadlines for ${landlord || 'landlords'}. In an emergency telephone: do not wait for a page.</div></footer>
</body></html>`

/** Nobody is led to a page that is not theirs to see. */
const navigation = (
  { actor }: Visit,
  here: string | undefined,
): Html => html`<nav class="dh-nav" aria-label="Main">${wide}<ul>
${ways.filter(([href]) => href !== '/pages/to-sort' || maySort(actor)).map(([href, text]) => html`<li><a href="${href}"${href === here ? html` aria-current="page"` : undefined}>${text}</a></li>`)}
</ul></div></nav>`

export const page = (visit: Visit, shell: Shell): Answer => {
  const { deps, now } = visit
  const middle = html`${navigation(visit, shell.here)}${deps.local && localBar(now)}
${wide}${shell.back && html`<nav aria-label="Back"><a href="${shell.back.href}" class="govuk-back-link">${shell.back.text}</a></nav>`}
<main class="govuk-main-wrapper" id="main" tabindex="-1">${shell.body}</main></div>`
  const title = shell.error ? `Error: ${shell.title}` : shell.title
  return answer(documentOf(title, deps.landlord.name, middle, whoLine(visit)).markup, shell.status ?? 200)
}

export const heading = (text: string, kicker?: Html | string): Html =>
  html`${kicker && html`<p class="dh-kicker dh-break">${kicker}</p>`}<h1 class="govuk-heading-l dh-break">${text}</h1>`
