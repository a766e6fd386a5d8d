/** A message of subject, text and HTML as RFC 5322 bytes: what SES makes of Content.Simple. */
import { randomUUID } from 'node:crypto'

export type Simple = {
  messageId: string
  from: string
  to: readonly string[]
  cc: readonly string[]
  replyTo: readonly string[]
  date: Date
  subject: string
  text: string | undefined
  html: string | undefined
  headers: readonly { Name: string; Value: string }[]
}

/** Bcc recipients are in the envelope alone. */
export const compose = (mail: Simple): Buffer => {
  const lines = [
    ...header('From', mail.from),
    ...header('To', mail.to.join(', ')),
    ...header('Cc', mail.cc.join(', ')),
    ...header('Reply-To', mail.replyTo.join(', ')),
    ...header('Subject', encoded(mail.subject)),
    ...header('Date', mail.date.toUTCString().replace('GMT', '+0000')),
    ...header('Message-ID', `<${mail.messageId}@eu-west-2.amazonses.com>`),
    ...mail.headers.flatMap(({ Name, Value }) => header(Name, Value)),
    'MIME-Version: 1.0',
  ]
  const parts = [part('text/plain', mail.text), part('text/html', mail.html)].filter(one => one !== undefined)
  return Buffer.from([...lines, ...joined(parts)].join('\r\n'))
}

// A line break in a value would start a header of the sender's choosing.
const header = (name: string, value: string): string[] =>
  value === '' ? [] : [`${name}: ${value.replace(/[\r\n]+/g, ' ')}`]

/** RFC 2047, at most 45 bytes a word, whole characters. */
const encoded = (text: string): string => {
  if (/^[\x20-\x7e]*$/.test(text)) return text
  const words: string[] = []
  for (const character of text) {
    const last = words.at(-1)
    if (last === undefined || Buffer.byteLength(last + character) > 45) words.push(character)
    else words[words.length - 1] = last + character
  }
  return words.map(word => `=?UTF-8?B?${Buffer.from(word).toString('base64')}?=`).join(' ')
}

const part = (type: string, content: string | undefined): string[] | undefined =>
  content === undefined
    ? undefined
    : [
        `Content-Type: ${type}; charset=UTF-8`,
        'Content-Transfer-Encoding: base64',
        '',
        ...(Buffer.from(content)
          .toString('base64')
          .match(/.{1,76}/g) ?? []),
      ]

const joined = (parts: string[][]): string[] => {
  if (parts.length < 2) return [...(parts[0] ?? ['']), '']
  const boundary = `part-${randomUUID()}`
  const body = parts.flatMap(one => [`--${boundary}`, ...one])
  return [`Content-Type: multipart/alternative; boundary="${boundary}"`, '', ...body, `--${boundary}--`, '']
}
