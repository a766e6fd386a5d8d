/** A form sent after the session ended, or with the token of somebody else: nothing saved, nothing typed is lost. */
import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import { type Answer, html as answer } from '../../../shared/http/answer.ts'
import { mediaType, rawBody } from '../../../shared/http/body.ts'
import { postedFields } from '../../../shared/http/crowd.ts'
import { type Html, html } from '../../../shared/mail/html.ts'
import { documentOf, heading } from './layout.ts'
import { h2, hidden, p, summaryList } from './parts.ts'
import { label } from './words.ts'

const typedIn = (event: APIGatewayProxyEventV2): [name: string, value: string][] | undefined => {
  if (mediaType(event.headers['content-type']) !== 'application/x-www-form-urlencoded') return undefined
  const raw = rawBody(event, 256 * 1024)
  return raw.ok ? postedFields(raw.value.toString('utf8')) : undefined
}

const bare = (title: string, parts: Html, status: number): Answer =>
  answer(
    documentOf(
      title,
      '',
      html`<div class="govuk-width-container"><main class="govuk-main-wrapper" id="main" tabindex="-1">${heading(title)}${parts}</main></div>`,
    ).markup,
    status,
  )

/** The answers travel on in the page itself; the server keeps nothing of whom it does not know. */
export const sessionEnded = (event: APIGatewayProxyEventV2): Answer => {
  const fields = typedIn(event)
  const signIn = html`<p><a class="govuk-button" href="/pages/session/start" target="_blank" rel="noopener">Sign in (opens in a new tab)</a></p>`
  return bare(
    'Your session has ended',
    fields
      ? html`${p('Nothing was recorded yet. What you typed is kept in this page: sign in in a new tab, come back to this one, and send it again.')}${signIn}
<form method="post" action="${event.rawPath}">${fields.map(([name, value]) => hidden(name, value))}<button class="govuk-button govuk-button--secondary">Send it again</button></form>`
      : html`${p('Nothing was recorded, and no file was added. Sign in in a new tab, go back to the page that you came from, and send it from there: a file has to be chosen once more.')}${signIn}`,
    401,
  )
}

const guards = ['csrf', 'id', 'version', 'step']

/** A form whose token is not this person’s. It is not offered to be sent: what was typed is shown, to be copied. */
export const notOurs = (event: APIGatewayProxyEventV2): Answer => {
  const typed = (typedIn(event) ?? []).filter(([name, value]) => !guards.includes(name) && value.trim() !== '')
  return bare(
    'This form was not ours',
    html`${p('It was sent from another site, or opened before you signed in as somebody else. Nothing was changed. Open the page again and send the form from there.')}
${typed.length > 0 && html`${h2('What was typed')}${summaryList(typed.map(([name, value]) => [label(name.replace(/^data\./, '')), html`<span class="dh-words">${value}</span>`]))}`}
<a class="govuk-button" href="/">Go to the home page</a>`,
    403,
  )
}
