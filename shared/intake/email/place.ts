/** Which case a mail is about: what it names itself, and which of our mails to this very sender it answers. */
import type { MailDeps } from './deps.ts'
import type { Email } from './read.ts'
import { caseIdsIn, ownText, referencesIn } from './reply.ts'

/** Mails looked through; somebody who answers an older one names the case. */
const LATEST = 200

const linked = (text: string): string =>
  [...text.matchAll(/\/cases\/([^\s/?#>)"\]]{1,300})/g)]
    .map(([, id]) => {
      try {
        return decodeURIComponent(id ?? '')
      } catch {
        return ''
      }
    })
    .join('\n')

/** Those of our mails that this one answers, if they went to its sender. */
const answeredMails = async ({ store }: Pick<MailDeps, 'store'>, email: Email) => {
  const references = referencesIn(`${email.subject}\n${email.text}`)
  const ids = email.answers.map(id => id.split('@')[0])
  if (!email.from || (references.length === 0 && ids.length === 0)) return []
  const { items } = await store.mailTo(email.from, { limit: LATEST })
  return items.filter(
    ({ reference, outcome }) =>
      references.includes(reference) || (outcome.kind === 'sent' && ids.includes(outcome.messageId)),
  )
}

/** The clocks by which the mail that is answered spoke of that case; none: of the case as a whole, or it answers none. */
export const clocksSpokenOf = async (
  deps: Pick<MailDeps, 'store'>,
  email: Email,
  caseId: string,
): Promise<string[]> => {
  const about = (await answeredMails(deps, email)).flatMap(mail => mail.about).filter(one => one.caseId === caseId)
  // What was told of no clock was told of the whole case.
  return about.every(one => one.clock !== undefined) ? [...new Set(about.flatMap(one => one.clock ?? []))] : []
}

const answered = async (deps: Pick<MailDeps, 'store'>, email: Email): Promise<string[]> => {
  const mails = await answeredMails(deps, email)
  return [...new Set(mails.flatMap(({ about, listed = [] }) => [...about.map(({ caseId }) => caseId), ...listed]))]
}

/** In order of how plainly it is said. More than one: the sender must say which. */
export const casesOf = async (
  deps: Pick<MailDeps, 'store' | 'workflows'>,
  email: Email,
): Promise<{ ids: string[]; by: 'name' | 'answer' | 'quotation' }> => {
  const names = Object.keys(deps.workflows)
  const said = caseIdsIn(`${email.subject}\n${ownText(email.text)}`, names)
  if (said.length > 0) return { ids: said, by: 'name' }
  const ours = await answered(deps, email)
  if (ours.length > 0) return { ids: ours, by: 'answer' }
  return { ids: caseIdsIn(`${email.text}\n${linked(email.text)}`, names), by: 'quotation' }
}
