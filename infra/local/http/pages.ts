/** Pages that exist on one machine alone: the clock that can be pushed, and the mailbox. */
import * as z from 'zod'
import { textInput } from '../../../functions/pages/views/form.ts'
import { documentOf, heading } from '../../../functions/pages/views/layout.ts'
import { inset, link, p, pagination, table, tag } from '../../../functions/pages/views/parts.ts'
import { moment } from '../../../functions/pages/views/words.ts'
import { at, isDayText } from '../../../shared/core/time.ts'
import { type Answer, html as answer, seeOther } from '../../../shared/http/answer.ts'
import { problem } from '../../../shared/http/problem.ts'
import { type AnyRoute, route } from '../../../shared/http/route.ts'
import { type Html, html } from '../../../shared/mail/html.ts'
import { type Push, targetOf } from '../time/push.ts'
import type { LocalParts } from './routes.ts'

type Parts = Pick<LocalParts, 'clock' | 'settle'> & {
  mailbox: Pick<LocalParts['mailbox'], 'list' | 'get'>
  landlord: string
}

const shell = (parts: Parts, title: string, body: Html, status = 200, headers: Record<string, string> = {}): Answer =>
  answer(
    documentOf(
      title,
      parts.landlord,
      html`<div class="govuk-width-container"><nav aria-label="Back"><a href="/" class="govuk-back-link">Back to the pages</a></nav><main class="govuk-main-wrapper" id="main" tabindex="-1">${body}</main></div>`,
    ).markup,
    status,
    headers,
  )

const steps = [
  ['PT1H', 'One hour on'],
  ['P1D', 'One day on'],
  ['P7D', 'One week on'],
  ['P1M', 'One month on'],
] as const

const clockPage = (parts: Parts, said?: Html, mistake?: string): Answer =>
  shell(
    parts,
    'The clock',
    html`${said}${heading('The clock', 'On this machine alone')}
<p class="govuk-body-l">It is <strong>${moment(parts.clock.now())}</strong>.</p>
${p('Everything that falls due on the way happens, in order, before the page comes back. The clock never goes back.')}
<div class="dh-buttons">${steps.map(([by, text]) => html`<form method="post" action="/pages/local/clock"><button class="govuk-button govuk-button--secondary" name="advance" value="${by}">${text}</button></form>`)}</div>
<form method="post" action="/pages/local/clock">${textInput('to', 'To a day, at 9 in the morning', '', { type: 'date', width: 'govuk-input--width-10', error: mistake })}<button class="govuk-button">Go there</button></form>
${p(link('/pages/local/mail', 'What was sent'))}`,
    mistake ? 400 : 200,
  )

const form = z.object({ advance: z.enum(steps.map(([by]) => by)).optional(), to: z.string().max(20).optional() })

const pushOf = ({ advance, to = '' }: z.output<typeof form>): Push | undefined =>
  advance ? { advance } : isDayText(to) ? { to: at(to, '09:00') } : undefined

/** Mails on one page. */
const MAILS = 50

const mailList = (parts: Parts, to: string | undefined, cursor: string | undefined): Answer => {
  const all = parts.mailbox.list({ to }).reverse()
  const from = Math.max(0, Number(cursor) || 0)
  const query = new URLSearchParams({ ...(to ? { to } : {}), ...(cursor ? { cursor } : {}) })
  const next = from + MAILS < all.length ? String(from + MAILS) : undefined
  return shell(
    parts,
    'Mailbox',
    html`${heading('Mailbox', 'What was sent on this machine')}
<form method="get" action="/pages/local/mail" class="dh-search"><label class="govuk-visually-hidden" for="to">To whom</label><input class="govuk-input" id="to" name="to" type="email" value="${to ?? ''}"><button class="govuk-button">Show</button></form>
${
  all.length === 0
    ? inset('Nothing was sent yet. Push the clock until something falls due.')
    : table(
        `${all.length} mails, the newest first`,
        [{ title: 'Subject' }, { title: 'To' }, { title: 'Sent' }],
        all
          .slice(from, from + MAILS)
          .map(mail => [
            link(`/pages/local/mail/${encodeURIComponent(mail.id)}`, mail.subject),
            mail.to.join(', '),
            moment(mail.at),
          ]),
      )
}${pagination('/pages/local/mail', query, next, 'mails')}`,
  )
}

/** The mail's own document: no script runs in it, and nothing is fetched for it. */
const alone = {
  'content-security-policy':
    "sandbox allow-popups allow-top-navigation-by-user-activation; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'",
  'x-frame-options': 'SAMEORIGIN',
}
const framing = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; img-src data:; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
}

export const localPages = (parts: Parts): AnyRoute[] => [
  route({
    method: 'GET',
    path: '/pages/local/clock',
    summary: 'The clock as a page',
    who: 'any',
    handler: () => clockPage(parts),
  }),
  route({
    method: 'POST',
    path: '/pages/local/clock',
    summary: 'Pushes the clock from its page',
    who: 'any',
    body: { form },
    handler: async ({ body }) => {
      const push = pushOf(body)
      if (!push) return clockPage(parts, undefined, 'Enter a day')
      if ('to' in push && push.to < parts.clock.now()) return clockPage(parts, undefined, 'That day has passed here')
      const target = targetOf(parts.clock.now(), push)
      if (!target.ok) return clockPage(parts, undefined, `That cannot be: ${target.why}`)
      await parts.settle(target.to)
      return seeOther('/pages/local/clock')
    },
  }),
  route({
    method: 'GET',
    path: '/pages/local/mail',
    summary: 'What was sent, as a page',
    who: 'any',
    query: z.object({ to: z.string().max(254).optional(), cursor: z.string().max(10).optional() }),
    handler: ({ query }) => mailList(parts, query.to?.trim() || undefined, query.cursor),
  }),
  route({
    method: 'GET',
    path: '/pages/local/mail/{id}',
    summary: 'One mail, as a page',
    who: 'any',
    handler: ({ params }) => {
      const mail = parts.mailbox.get(params.id)
      if (!mail) return problem(404, 'there is no such mail')
      return shell(
        parts,
        mail.subject,
        html`${heading(mail.subject, `To ${mail.to.join(', ')}`)}${p(moment(mail.at), mail.tags.urgency === undefined || mail.tags.urgency === 'digest' ? undefined : html` ${tag(mail.tags.urgency, 'red')}`)}
<iframe class="dh-frame" title="The mail as it is read" sandbox="allow-popups allow-top-navigation-by-user-activation" src="/pages/local/mail/${encodeURIComponent(mail.id)}/html"></iframe>
<h2 class="govuk-heading-m govuk-!-margin-top-6">As text</h2><pre class="dh-pre" tabindex="0">${mail.text}</pre>`,
        200,
        framing,
      )
    },
  }),
  route({
    method: 'GET',
    path: '/pages/local/mail/{id}/html',
    summary: 'The mail’s own markup',
    who: 'any',
    handler: ({ params }) => {
      const mail = parts.mailbox.get(params.id)
      // Links in a mail lead out of the frame.
      return mail
        ? answer(mail.html.replace('<head>', '<head><base target="_top">'), 200, alone)
        : problem(404, 'there is no such mail')
    },
  }),
]
