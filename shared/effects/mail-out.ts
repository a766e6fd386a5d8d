/**
 * Mail out of the door. SES has no idempotency token, so one call is one attempt: another would send the same mail
 * again when only the answer was lost. Whoever calls decides, from the outbox, whether to try again.
 */
import * as z from 'zod'
import type { Caller, CallSettings } from '../aws/caller.ts'

export type Mail = {
  to: string[]
  from: string
  subject: string
  text: string
  html: string
  /** names and values of letters, digits, `_` and `-` alone; they come back with every event about this mail */
  tags: Record<string, string>
  headers: Record<string, string>
  reference: string
}

/** `unknown`: it may have left. `later`: it has not left, and the same may be tried again. */
export type Sent =
  | { kind: 'sent'; messageId: string }
  | { kind: 'unknown'; why: string }
  | { kind: 'later'; why: string }
  | { kind: 'refused'; why: string }

export type MailOut = { send: (mail: Mail) => Promise<Sent> }

const throttling = ['TooManyRequestsException', 'ThrottlingException', 'LimitExceededException']
/** Failures from before anything was sent to SES. */
const neverLeft = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'CredentialsProviderError']

const failure = z.object({
  name: z.string().default('Error'),
  message: z.string().default(''),
  code: z.string().optional(),
  $metadata: z.object({ httpStatusCode: z.number().optional() }).optional(),
})

/** What an error of the call says about whether the mail left. In doubt it may have. */
const judged = (error: unknown): Sent => {
  const parsed = failure.safeParse(error)
  if (!parsed.success) return { kind: 'unknown', why: String(error) }
  const { name, message, code, $metadata } = parsed.data
  const status = $metadata?.httpStatusCode
  const why = `${name}: ${message}`
  if (throttling.includes(name) || status === 429) return { kind: 'later', why }
  if (neverLeft.includes(name) || (code !== undefined && neverLeft.includes(code))) return { kind: 'later', why }
  if (status !== undefined && status >= 400 && status < 500) return { kind: 'refused', why }
  return { kind: 'unknown', why }
}

const utf8 = (text: string) => ({ Data: text, Charset: 'UTF-8' })

/** Whole characters, at most 45 bytes each: an encoded word of RFC 2047 holds no more. */
const words = (text: string): string[] => {
  const made: string[] = []
  for (const character of text) {
    const last = made.at(-1)
    if (last === undefined || Buffer.byteLength(last + character) > 45) made.push(character)
    else made[made.length - 1] = last + character
  }
  return made
}

/** As a mailbox shows it: a name before the address. RFC 5322 quotes it; SES takes what is not ASCII in RFC 2047 alone. */
const named = (name: string | undefined, address: string): string => {
  const line = (name ?? '').replace(/\p{C}+/gu, ' ').trim()
  if (line === '') return address
  const shown = /^[\x20-\x7e]*$/.test(line)
    ? `"${line.replace(/["\\]/g, '\\$&')}"`
    : words(line)
        .map(word => `=?UTF-8?B?${Buffer.from(word).toString('base64')}?=`)
        .join(' ')
  return `${shown} <${address}>`
}

/** `name`: whom a mailbox shows it to be from. `replyTo`: where answers go that we do not take ourselves. */
export type Door = { name?: string; replyTo?: string | undefined }

const request = (mail: Mail, configurationSet: string, { name, replyTo }: Door) => ({
  FromEmailAddress: named(name, mail.from),
  Destination: { ToAddresses: mail.to },
  ...(replyTo === undefined ? {} : { ReplyToAddresses: [replyTo] }),
  Content: {
    Simple: {
      Subject: utf8(mail.subject),
      Body: { Text: utf8(mail.text), Html: utf8(mail.html) },
      Headers: Object.entries({
        'X-Dutyholder-Reference': mail.reference,
        // RFC 3834: no well-behaved responder answers it, so an absence note does not come back to us as a reply.
        'Auto-Submitted': 'auto-generated',
        // Exchange does not read RFC 3834; it reads this.
        'X-Auto-Response-Suppress': 'OOF, AutoReply',
        ...mail.headers,
      }).map(([Name, Value]) => ({ Name, Value })),
    },
  },
  EmailTags: Object.entries(mail.tags).map(([Name, Value]) => ({ Name, Value })),
  ConfigurationSetName: configurationSet,
})

const answered = z.object({ MessageId: z.string().min(1) })

/** `call` must be made with `sesSettings`: one attempt, on a connection of its own. */
export const sesMailOut = (call: Caller, configurationSet: string, door: Door = {}): MailOut => ({
  send: async mail => {
    try {
      const answer = await call({
        method: 'POST',
        path: '/v2/email/outbound-emails',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(request(mail, configurationSet, door)),
      })
      const said = answered.safeParse(answer)
      return said.success
        ? { kind: 'sent', messageId: said.data.MessageId }
        : { kind: 'unknown', why: 'no message id in the answer' }
    } catch (error) {
      return judged(error)
    }
  },
})

/**
 * Milliseconds. An answer that has not come in 10 s is treated as lost, well within a claim's lease of 5 minutes. Each mail
 * has a connection of its own: one kept open may have been closed from the other side while the function was frozen, and
 * what is sent over it is reset, so that nobody knows whether the mail left, and it waits for the lease to run out.
 */
export const sesSettings = {
  attempts: 1,
  connecting: 3_000,
  answering: 10_000,
  kept: false,
} as const satisfies CallSettings
