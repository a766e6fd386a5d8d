/** Answers to people whose mail we acted on. Once a message, never to a machine, and marked so that none answers back. */
import { frame, quiet } from '../../mail/frame.ts'
import { html } from '../../mail/html.ts'
import { referenceOf } from '../../mail/reference.ts'
import { subjectLine } from '../../mail/words.ts'
import { Transient } from '../../store/faults.ts'
import type { MailDeps } from './deps.ts'
import type { Email } from './read.ts'

export type Said = { headline: string; lines: readonly string[] }

/** Both parts, and the headline as its subject. */
export const answerMail = ({ headline, lines }: Said, landlord: string, reference: string) => {
  const foot = `${landlord} · sent because you wrote to us · reference ${reference}`
  return {
    subject: subjectLine(headline),
    text: [headline, '', ...lines.flatMap(line => [line, '']), foot, ''].join('\n'),
    html: frame(
      headline,
      lines[0] ?? '',
      html`<tr><td style="padding:16px"><h1 style="margin:0;font-size:22px;overflow-wrap:anywhere">${headline}</h1>
${lines.map(line => html`<p style="margin:12px 0 0;overflow-wrap:anywhere">${line}</p>`)}
<p style="margin:18px 0 0;padding:10px 0 0;border-top:1px solid #d5dade;font-size:14px;color:${quiet}">${foot}</p></td></tr>`,
    ).markup,
  }
}

/**
 * Sends once for this message, even when it is delivered to us again. Throws Transient when the mail certainly did not
 * leave and may later; a lost answer counts as sent, because a second one would be the worse.
 */
export const answer = async (
  { mail, mailFrom, store, landlord, fault }: MailDeps,
  email: Email,
  id: string,
  said: Said,
): Promise<void> => {
  if (email.automatic || email.from === undefined) return
  const mark = `answered:${id}`
  if (await store.getSetting(mark)) return
  const reference = referenceOf('notice', `answer:${id}`).replace('N-', 'A-')
  const sent = await mail.send({
    to: [email.from],
    from: mailFrom,
    ...answerMail(said, landlord.name, reference),
    tags: { answer: id.slice(0, 64) },
    headers: email.messageId
      ? { 'In-Reply-To': `<${email.messageId}>`, References: `<${email.messageId}>`, 'Auto-Submitted': 'auto-replied' }
      : { 'Auto-Submitted': 'auto-replied' },
    reference,
  })
  if (sent.kind === 'later') throw new Transient(`the answer to ${id} waits: ${sent.why}`)
  if (sent.kind === 'refused') fault(`answer:${id}`, new Error(sent.why))
  await store.putSetting(mark, sent.kind, 0)
}
