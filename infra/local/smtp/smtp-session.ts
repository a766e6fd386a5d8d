/** One SMTP conversation (RFC 5321), as bytes in and replies out; knows no socket. */

import type { Envelope } from '../ses/verdicts.ts'
import { type Content, createContent } from './smtp-content.ts'

export type SessionOptions = {
  /** whether we take mail for this domain, lower case */
  accepts: (domain: string) => boolean
  /** bytes */
  maxSize: number
  /** Kept when it resolves, with the number it is kept under: only then is the sender told 250. A throw is a 451, and the sender comes again. */
  deliver(raw: Buffer, envelope: Envelope): Promise<string>
}

export type Session = {
  /** Reads one step from the front of what came; `used` of it are done with, none until more has come. */
  take(bytes: Buffer): Promise<{ used: number; reply: string | undefined }>
  over(): boolean
}

/** Bytes of a command. RFC 5321 allows 512; above this the sender is not speaking SMTP. */
const LINE_LIMIT = 64 * 1024

const PATH = /^<([^<>\s]*)>/

export const createSession = ({ accepts, maxSize, deliver }: SessionOptions): Session => {
  let from: string | undefined
  let to: string[] = []
  let content: Content | undefined
  let over = false
  const reset = (): void => {
    from = undefined
    to = []
    content = undefined
  }
  const finish = (whole: Buffer | undefined): Promise<string> => {
    const envelope = { from: from ?? '', to }
    reset()
    if (whole === undefined) return Promise.resolve('552 5.3.4 Message too big')
    return deliver(whole, envelope).then(
      key => `250 2.0.0 Kept as ${key}`,
      () => '451 4.3.0 Could not be kept, try again',
    )
  }
  const recipient = (argument: string): string => {
    const address = PATH.exec(argument)?.[1]
    if (from === undefined) return '503 5.5.1 MAIL first'
    if (address === undefined || !address.includes('@')) return '501 5.1.3 Bad address'
    if (!accepts(address.split('@').at(-1)?.toLowerCase() ?? '')) return '550 5.1.1 No such mailbox here'
    if (to.length >= 500) return '452 4.5.3 Too many recipients'
    to.push(address)
    return '250 2.1.5 Ok'
  }
  const sender = (argument: string): string => {
    const address = PATH.exec(argument)?.[1]
    if (address === undefined) return '501 5.1.7 Bad address'
    if (Number(/\bSIZE=(\d+)/i.exec(argument)?.[1] ?? 0) > maxSize) return '552 5.3.4 Message too big'
    reset()
    from = address
    return '250 2.1.0 Ok'
  }
  const command = (line: string): string => {
    const mail = /^MAIL FROM:\s*(.*)$/i.exec(line)
    const rcpt = /^RCPT TO:\s*(.*)$/i.exec(line)
    if (mail) return sender(mail[1] ?? '')
    if (rcpt) return recipient(rcpt[1] ?? '')
    switch (line.split(' ')[0]?.toUpperCase()) {
      case 'EHLO':
        reset()
        return `250-local\r\n250-SIZE ${maxSize}\r\n250-8BITMIME\r\n250 PIPELINING`
      case 'HELO':
      case 'RSET':
        reset()
        return '250 2.0.0 Ok'
      case 'NOOP':
        return '250 2.0.0 Ok'
      case 'DATA':
        if (to.length === 0) return '503 5.5.1 RCPT first'
        content = createContent(maxSize)
        return '354 End with a line of one dot'
      case 'QUIT':
        over = true
        return '221 2.0.0 Bye'
      default:
        return '502 5.5.2 Not understood'
    }
  }
  return {
    over: () => over,
    take: async bytes => {
      if (content) {
        const { used, done } = content.feed(bytes)
        return { used, reply: done ? await finish(content.whole()) : undefined }
      }
      const end = bytes.indexOf('\r\n')
      if (end >= 0) return { used: end + 2, reply: command(bytes.toString('latin1', 0, end).trimEnd()) }
      if (bytes.length <= LINE_LIMIT) return { used: 0, reply: undefined }
      over = true
      return { used: bytes.length, reply: '500 5.5.2 Line too long' }
    },
  }
}
