/** On one machine alone: being somebody else, to see what they see. */
import { type Answer, seeOther } from '../../../shared/http/answer.ts'
import { html } from '../../../shared/mail/html.ts'
import { posted } from '../forms/answers.ts'
import { missing } from '../missing.ts'
import { heading, page } from '../views/layout.ts'
import { hidden, inset, p, table } from '../views/parts.ts'
import { roleTitle } from '../views/words.ts'
import type { Page, Visit } from '../visit.ts'
import { PERSONA, setCookie } from './cookies.ts'

const YEAR = 365 * 86_400

export const personasPage: Page = async visit => {
  if (!visit.deps.local) return missing(visit, 'page', 'personas')
  const people = (await visit.deps.store.people({ limit: 100 })).items.filter(one => !one.roles.includes('contractor'))
  const choose = (email: string, name: string) =>
    html`<form method="post" action="/pages/personas">${hidden('csrf', visit.csrf)}${hidden('email', email)}<button class="govuk-button govuk-button--secondary govuk-!-margin-bottom-0">Be ${name}</button></form>`
  return page(visit, {
    title: 'Be somebody else',
    body: html`${heading('Be somebody else', `You are ${visit.name}`)}
${p('On this machine nobody signs in. Choose who you are: the pages show what that person may see and do.')}
<div class="dh-buttons">${choose('', 'the administrator')}</div>
${
  people.length === 0
    ? inset('No people are recorded yet.')
    : table(
        'People',
        [{ title: 'Name' }, { title: 'Roles' }, { title: 'Choose' }],
        people.map(one => [one.name, one.roles.map(roleTitle(visit.deps)).join(', '), choose(one.email, one.name)]),
      )
}`,
  })
}

export const takePersona = async (visit: Visit, body: string): Promise<Answer> => {
  if (!visit.deps.local) return missing(visit, 'page', 'personas')
  const email = posted(body).get('email').trim().toLowerCase()
  if (!email) return seeOther('/', [setCookie(PERSONA, '', 0)])
  if (!(await visit.deps.store.getPerson(email))) return missing(visit, 'person', email)
  return seeOther('/', [setCookie(PERSONA, encodeURIComponent(email), YEAR)])
}
