/**
 * What sort of message it is. Answers that machines give are recognised by RFC 3834 (Auto-Submitted, the null sender),
 * RFC 3464 (delivery reports) and RFC 8098 (receipts), and by what mail servers did before those.
 */
import { all, type Field, first } from './head.ts'

export type Kind = 'message' | 'auto_reply' | 'bounce' | 'receipt' | 'calendar' | 'encrypted'

const typeOf = (fields: readonly Field[]): string => (first(fields, 'content-type') ?? 'text/plain').toLowerCase()

/** Nobody reads an answer to it: it is never answered, whatever it says. */
export const isAutomatic = (fields: readonly Field[], sender: string | undefined): boolean =>
  sender === '' ||
  autoSubmitted(fields) !== 'no' ||
  first(fields, 'x-dutyholder-reference') !== undefined ||
  ['list-id', 'x-autoreply', 'x-autorespond', 'x-auto-response-from'].some(name => first(fields, name) !== undefined) ||
  all(fields, 'precedence').some(value => /^(bulk|junk|list|auto_reply)/i.test(value)) ||
  /^(mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?)[@+-]/i.test(sender ?? '')

const autoSubmitted = (fields: readonly Field[]): string =>
  (first(fields, 'auto-submitted') ?? 'no').split(';')[0]!.trim().toLowerCase()

const answersByItself = (fields: readonly Field[], sender: string | undefined): boolean =>
  autoSubmitted(fields) === 'auto-replied' ||
  (autoSubmitted(fields) !== 'no' && first(fields, 'in-reply-to') !== undefined) ||
  ['x-autoreply', 'x-autorespond'].some(name => first(fields, name) !== undefined) ||
  /^auto_reply/i.test(first(fields, 'precedence') ?? '') ||
  // Our own mail, come back by somebody's forwarding rule: taking it in would be talking to ourselves.
  first(fields, 'x-dutyholder-reference') !== undefined ||
  (sender === '' && !typeOf(fields).startsWith('multipart/report'))

/** By the header alone; `parts` are the content types inside, once it is read. */
export const kindOf = (fields: readonly Field[], sender: string | undefined, parts: readonly string[] = []): Kind => {
  const type = typeOf(fields)
  if (type.startsWith('multipart/report')) return type.includes('disposition-notification') ? 'receipt' : 'bounce'
  if (answersByItself(fields, sender)) return 'auto_reply'
  if (/^multipart\/encrypted|^application\/(x-)?pkcs7-mime(?!.*signed-data)/.test(type)) return 'encrypted'
  if (type.startsWith('text/calendar') || parts.includes('text/calendar')) return 'calendar'
  return 'message'
}

/** What a delivery report says: whether something failed for good, and whether what came back was itself a report. */
export const reported = (raw: Uint8Array): { failed: boolean; ofReport: boolean } => {
  const text = Buffer.from(raw.subarray(0, 262_144)).toString('latin1')
  const returned = text.search(/^content-type:[ \t]*(message\/rfc822|text\/rfc822-headers)/im)
  const inner = returned < 0 ? '' : text.slice(returned + 20)
  return {
    failed: /^action:[ \t]*failed/im.test(text),
    ofReport: /^return-path:[ \t]*<>/im.test(inner) || /^content-type:[ \t]*multipart\/report/im.test(inner),
  }
}
