/** One SMTP conversation (RFC 5321), as lines in and replies out; knows no socket. */
import type { Envelope } from './verdicts.ts'

export type SessionOptions = {
  /** whether we take mail for this domain, lower case */
  accepts: (domain: string) => boolean
  /** bytes */
  maxSize: number
  /** Kept when it resolves: only then is the sender told 250. A throw is a 451, and the sender comes again. */
  deliver(raw: Buffer, envelope: Envelope): Promise<void>
}

export type Session = { line(line: Buffer): Promise<string | undefined>; over(): boolean }

const PATH = /^<([^<>\s]*)>/

export const createSession = ({ accepts, maxSize, deliver }: SessionOptions): Session => {
  let from: string | undefined
  let to: string[] = []
  let data: Buffer[] | undefined
  let size = 0
  let over = false
  const reset = (): void => {
    from = undefined
    to = []
    data = undefined
    size = 0
  }
  const finish = async (): Promise<string> => {
    const raw = Buffer.concat(data ?? [])
    const envelope = { from: from ?? '', to }
    const tooBig = size > maxSize
    reset()
    if (tooBig) return '552 5.3.4 Message too big'
    return deliver(raw, envelope).then(
      () => '250 2.0.0 Kept',
      () => '451 4.3.0 Could not be kept, try again',
    )
  }
  const content = (line: Buffer): Promise<string> | undefined => {
    if (line.length === 1 && line[0] === 0x2e) return finish()
    // A leading dot was doubled by the sender (RFC 5321, 4.5.2).
    const bytes = line[0] === 0x2e ? line.subarray(1) : line
    size += bytes.length + 2
    if (size > maxSize) data = []
    else data?.push(bytes, Buffer.from('\r\n'))
    return undefined
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
        data = []
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
    line: async line => (data === undefined ? command(line.toString('latin1').trimEnd()) : content(line)),
  }
}
