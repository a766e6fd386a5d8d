/** Pages for when we do not know who is looking, or cannot show what was asked for. */
import { type Answer, html as answer } from '../../../shared/http/answer.ts'
import { html } from '../../../shared/mail/html.ts'
import { documentOf } from './layout.ts'

export const plainPage = (
  title: string,
  detail: string,
  status: number,
  link: { text: string; href: string } = { text: 'Go to the home page', href: '/' },
): Answer =>
  answer(
    documentOf(
      title,
      '',
      html`<div class="govuk-width-container"><main class="govuk-main-wrapper" id="main" tabindex="-1">
<h1 class="govuk-heading-l">${title}</h1><p class="govuk-body-l">${detail}</p>
<a class="govuk-button" href="${link.href}">${link.text}</a></main></div>`,
    ).markup,
    status,
  )
