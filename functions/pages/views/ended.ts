/** A form sent after the session ended: nothing was saved, nothing that was typed is lost. */
import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import { type Answer, html as answer } from '../../../shared/http/answer.ts'
import { mediaType, rawBody } from '../../../shared/http/body.ts'
import { html } from '../../../shared/mail/html.ts'
import { documentOf, heading } from './layout.ts'
import { hidden, p } from './parts.ts'

/** The answers travel on in the page itself; the server keeps nothing of whom it does not know. */
export const sessionEnded = (event: APIGatewayProxyEventV2): Answer => {
  const raw = rawBody(event, 256 * 1024)
  const form = raw.ok && mediaType(event.headers['content-type']) === 'application/x-www-form-urlencoded'
  const fields = form ? [...new URLSearchParams(raw.value.toString('utf8'))] : []
  const body = html`<div class="govuk-width-container"><main class="govuk-main-wrapper" id="main" tabindex="-1">${heading('Your session has ended')}
${p('Nothing was recorded yet. What you typed is kept in this page: sign in in a new tab, come back to this one, and send it again.')}
<p><a class="govuk-button govuk-button--secondary" href="/pages/session/start" target="_blank" rel="noopener">Sign in (opens in a new tab)</a></p>
<form method="post" action="${event.rawPath}">${fields.map(([name, value]) => hidden(name, value))}<button class="govuk-button">Send it again</button></form></main></div>`
  return answer(documentOf('Your session has ended', '', body).markup, 401)
}
