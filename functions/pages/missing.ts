/** Pages for what is not there, and for what is not theirs. */
import type { Answer } from '../../shared/http/answer.ts'
import { html } from '../../shared/mail/html.ts'
import { heading, page } from './views/layout.ts'
import { link, p } from './views/parts.ts'
import { roleTitle } from './views/words.ts'
import type { Visit } from './visit.ts'

/** What people look for by a number that they type. */
const numbered = ['case', 'asset']

export const missing = (visit: Visit, what: string, id: string): Answer =>
  page(visit, {
    title: `There is no such ${what}`,
    status: 404,
    body: html`${heading(`There is no such ${what}`)}
${p(html`We looked for <strong class="dh-break">${id.slice(0, 200)}</strong>. ${numbered.includes(what) ? html`It may be misspelt: case numbers end in a check letter, and <span class="dh-nowrap">0 and O</span> look alike.` : 'It may have moved, or the address is not complete.'}`)}
${p(link('/pages/search', 'Search by address, UPRN or number'))}`,
  })

export const notAllowed = (visit: Visit, what: string, needs: readonly string[] = []): Answer =>
  page(visit, {
    title: 'This is not yours to do',
    status: 403,
    body: html`${heading('This is not yours to do')}${p(what)}
${needs.length > 0 && p('It can be done by: ', needs.map(roleTitle(visit.deps)).join(', '), '.')}
${p('If you believe that it should be yours, ask your administrator for the role. Nothing was changed.')}`,
  })
