/** What came in: what became of a message, and what contractors sent that was not taken. */
import { type Answer, seeOther } from '../../../shared/http/answer.ts'
import { askRefusedAgain } from '../../../shared/intake/contractors/refused-list.ts'
import { html } from '../../../shared/mail/html.ts'
import { maySort } from '../../../shared/people/rights.ts'
import { posted } from '../forms/answers.ts'
import { notAllowed } from '../missing.ts'
import { heading, page } from '../views/layout.ts'
import { banner, h2, p } from '../views/parts.ts'
import type { Page, Visit } from '../visit.ts'
import { becamePart, referenceAsked, searchForm } from './became.ts'
import { notTakenPart } from './not-taken.ts'

const PATH = '/pages/received'
const theirs = 'What became of messages as they came in is for those who work on cases.'

const told = ({ query }: Visit) => {
  const again = query.get('again')
  if (again === '1')
    return banner(
      'Asked for',
      html`<p class="govuk-notification-banner__heading">The message is being read again by today’s jobs. If it is taken it leaves this list in a moment; if not, its reason is the newest.</p>`,
    )
  return (
    again === '0' &&
    banner('Nothing was read again', p('It was taken meanwhile, or is no message of this list.'), false)
  )
}

export const receivedPage: Page = async visit => {
  if (!maySort(visit.actor)) return notAllowed(visit, theirs)
  const reference = referenceAsked(visit)
  return page(visit, {
    title: 'What came in',
    here: '/pages/to-sort',
    back: { text: 'To sort', href: '/pages/to-sort' },
    body: html`${told(visit)}${heading('What came in')}
${h2('What became of a message')}${searchForm(reference)}${reference !== '' && (await becamePart(visit, reference))}
${h2('Contractors’ messages that were not taken', 'not-taken')}${p('They were signed with the contractor’s own key, so they are theirs, and each was answered with its reason. The contractor may mend and send it again, or it is read again here once what stood in its way is mended.')}
${await notTakenPart(visit)}`,
  })
}

export const takeReceived = async (visit: Visit, body: string): Promise<Answer> => {
  if (!maySort(visit.actor)) return notAllowed(visit, theirs)
  const answers = posted(body)
  const asked = await askRefusedAgain(visit.deps, answers.get('contractor'), answers.get('refused'))
  return seeOther(`${PATH}?again=${asked ? '1' : '0'}`)
}
