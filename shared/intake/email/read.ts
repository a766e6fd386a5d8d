/**
 * A raw message as a typed, safe view. Every failure is a value: whatever arrives, this answers, and soon. Nothing in a
 * view is markup, no text holds a line break that could begin a header, and attachments are bytes with their hash.
 */
import { createHash } from 'node:crypto'
import { decodeWords, type Email as Parsed } from 'postal-mime'
import type { Instant } from '../../core/time.ts'
import { tooManyParts } from '../parts.ts'
import { addressesIn, all, first, HEAD_LIMIT, type Head, headOf } from './head.ts'
import { htmlText } from './html-text.ts'
import { isAutomatic, type Kind, kindOf } from './kind.ts'
import { oneLine } from './one-line.ts'
import { parseWithin, TooManyLines } from './parse.ts'
import { arrivedBy, type Verdicts } from './verdicts.ts'

export type Attachment = { name: string; type: string; sha256: string; bytes: Buffer }

type Malformed = 'too_large' | 'too_many_parts' | 'too_many_lines' | 'huge_headers' | 'not_a_message' | 'broken'

export type Email = {
  kind: Kind
  /** why its content could not be read; text and attachments are then empty */
  malformed?: Malformed
  /** a machine wrote it: it must never be answered */
  automatic: boolean
  /** lower case; absent unless there is exactly one From with exactly one address */
  from?: string
  name?: string
  /** how many addresses claim to have written it */
  froms: number
  to: string[]
  /** one line */
  subject: string
  messageId?: string
  /** Message-IDs that it answers, without brackets */
  answers: string[]
  verdicts: Verdicts
  /** when SES took it in; never the sender's Date */
  at?: Instant
  text: string
  attachments: Attachment[]
  /** holds a whole other message, which is among the attachments */
  forwarded: boolean
  /** of what the sender wrote: the same when it is delivered twice */
  bodyHash: string
}

/** Bytes. What SES takes (40 MB). */
export const SIZE_LIMIT = 40 * 1024 * 1024
const NESTING_LIMIT = 20
/** Bytes of the headers of all parts together: 500 photographs, each with its own, came to more than one head may have. */
const HEADS_LIMIT = 4 * HEAD_LIMIT
/** Characters of text that are looked at. */
const TEXT_LIMIT = 100_000

const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

const fileName = (name: string | null): string =>
  oneLine((name ?? '').split(/[/\\]/).at(-1) ?? '', 200).replace(/^\.+/, '') || 'attachment'

const viewOf = (content: ArrayBuffer | Uint8Array): Buffer =>
  content instanceof Uint8Array
    ? Buffer.from(content.buffer, content.byteOffset, content.byteLength)
    : Buffer.from(content)

const attachmentsOf = (parsed: Parsed): Attachment[] =>
  parsed.attachments.map(({ filename, mimeType, content }) => {
    // Over the parser's own memory: a copy of 30 MB is what a small function has not.
    const bytes = typeof content === 'string' ? Buffer.from(content) : viewOf(content)
    return {
      name: fileName(filename),
      type: oneLine(mimeType, 100) || 'application/octet-stream',
      sha256: hash(bytes),
      bytes,
    }
  })

const textOf = ({ text, html }: Parsed): string =>
  (text?.trim() ? text : html ? htmlText(html) : '')
    .slice(0, TEXT_LIMIT)
    .replace(/\r\n?/g, '\n')
    .replace(/(?![\n\t])\p{Cc}/gu, '')
    .toWellFormed()
    .trim()

type Content = Pick<Email, 'text' | 'attachments' | 'forwarded'> & { malformed?: Malformed }
const empty = { text: '', attachments: [], forwarded: false }

const contentOf = async (raw: Uint8Array, head: Head): Promise<Content> => {
  if (raw.length > SIZE_LIMIT) return { ...empty, malformed: 'too_large' }
  if (!head.whole) return { ...empty, malformed: 'huge_headers' }
  if (head.fields.length === 0) return { ...empty, malformed: 'not_a_message' }
  if (tooManyParts(raw)) return { ...empty, malformed: 'too_many_parts' }
  try {
    const parsed = await parseWithin(raw, {
      maxNestingDepth: NESTING_LIMIT,
      maxHeadersSize: HEADS_LIMIT,
      // Inlined, somebody else's words would read as the sender's own: `ACK` in a forwarded mail must not acknowledge.
      forceRfc822Attachments: true,
    })
    const attachments = attachmentsOf(parsed)
    return { text: textOf(parsed), attachments, forwarded: attachments.some(one => one.type === 'message/rfc822') }
  } catch (error) {
    return { ...empty, malformed: error instanceof TooManyLines ? 'too_many_lines' : 'broken' }
  }
}

const words = (text: string): string => {
  try {
    return decodeWords(text)
  } catch {
    return text
  }
}

const nameIn = (from: string): string => oneLine(words(/^\s*"?([^"<]{1,200}?)"?\s*</.exec(from)?.[1] ?? ''), 120)
const idsIn = (value: string): string[] => [...value.matchAll(/<([^<>\s]{1,250})>/g)].map(([, id]) => id ?? '')

/** What the sender wrote, without the trace that each delivery adds. */
const bodyHashOf = (raw: Uint8Array, head: Head): string =>
  createHash('sha256')
    .update(['from', 'subject', 'date'].map(name => all(head.fields, name).join('\n')).join('\n\n'))
    .update(raw.subarray(head.bodyAt))
    .digest('hex')

/** Never throws. At most a second for 40 MB on a slow core. */
export const readEmail = async (raw: Uint8Array): Promise<Email> => {
  const head = headOf(raw)
  const { fields } = head
  const { verdicts, sender, recipient, at } = arrivedBy(fields)
  const froms = all(fields, 'from')
  const addresses = froms.flatMap(addressesIn)
  const one = froms.length === 1 && addresses.length === 1 ? addresses[0] : undefined
  const content = await contentOf(raw, head)
  const name = nameIn(froms[0] ?? '')
  const id = idsIn(first(fields, 'message-id') ?? '')[0]
  const kind = kindOf(
    fields,
    sender,
    content.attachments.map(part => part.type),
  )
  const encrypted = kind === 'message' && /^-----BEGIN PGP MESSAGE-----/m.test(content.text.slice(0, 2000))
  return {
    kind: encrypted ? 'encrypted' : kind,
    ...content,
    automatic: isAutomatic(fields, sender),
    ...(one ? { from: one } : {}),
    ...(one && name ? { name } : {}),
    froms: Math.max(froms.length, addresses.length),
    to: [
      ...new Set(
        [
          ...['to', 'cc', 'delivered-to', 'x-original-to'].flatMap(field => all(fields, field)),
          recipient ?? '',
        ].flatMap(addressesIn),
      ),
    ].slice(0, 200),
    subject: oneLine(words(first(fields, 'subject') ?? ''), 300),
    ...(id ? { messageId: id } : {}),
    answers: idsIn(`${first(fields, 'in-reply-to') ?? ''} ${first(fields, 'references') ?? ''}`).slice(-20),
    verdicts,
    ...(at ? { at } : {}),
    bodyHash: bodyHashOf(raw, head),
  }
}
