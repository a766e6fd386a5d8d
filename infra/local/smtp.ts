/** Inbound mail on this machine: SMTP on 127.0.0.1, kept in the S3 stand-in as an SES receipt rule would keep it. */
import { randomUUID } from 'node:crypto'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import type { Clock } from './clock.ts'
import { createSession, type SessionOptions } from './smtp-session.ts'
import { type Envelope, stamped } from './verdicts.ts'
import { HOST } from './wire.ts'

export type InboxOptions = {
  clock: Clock
  bucket: string
  /** before the key's id, for example `inbound/` */
  prefix?: string
  /** the S3 stand-in's `put`; its notification calls the function */
  put(bucket: string, key: string, body: Buffer): Promise<void>
}

/** Keeps one received message; answers its key. `POST /local/mail/in` uses it without SMTP. */
export const createInbox = ({ clock, bucket, prefix = '', put }: InboxOptions) => {
  return async (raw: Buffer, envelope: Envelope): Promise<string> => {
    const id = randomUUID()
    await put(bucket, prefix + id, stamped(raw, envelope, id, new Date(clock.millis())))
    return prefix + id
  }
}

export type SmtpOptions = {
  port?: number
  /** the domains mail is taken for, lower case; others get 550 */
  domains: readonly string[]
  deliver: SessionOptions['deliver'] | ((raw: Buffer, envelope: Envelope) => Promise<unknown>)
  /** bytes; SES takes 40 MB */
  maxSize?: number
}

export type Smtp = { port: number; stop(): Promise<void> }

export const startSmtp = ({ port = 0, domains, deliver, maxSize = 40 * 1024 * 1024 }: SmtpOptions): Promise<Smtp> => {
  const open = new Set<Socket>()
  const keep: SessionOptions['deliver'] = async (raw, envelope) => void (await deliver(raw, envelope))
  const server = createServer(socket => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
    socket.on('error', () => socket.destroy())
    socket.setTimeout(300_000, () => socket.destroy())
    void converse(socket, { accepts: domain => domains.includes(domain), maxSize, deliver: keep }).catch(() =>
      socket.destroy(),
    )
  })
  const stop = (): Promise<void> =>
    new Promise(resolve => {
      server.close(() => resolve())
      for (const socket of open) socket.destroy()
    })
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, HOST, () => resolve({ port: (server.address() as AddressInfo).port, stop }))
  })
}

// RFC 5321 allows 1,000 octets a line; senders exceed it. Above this the sender is not speaking SMTP.
const LINE_LIMIT = 1024 * 1024

const converse = async (socket: Socket, options: SessionOptions): Promise<void> => {
  const session = createSession(options)
  socket.write('220 local ESMTP\r\n')
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of socket as AsyncIterable<Buffer>) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    let start = 0
    for (let end = rest.indexOf('\r\n'); end >= 0; end = rest.indexOf('\r\n', start)) {
      const reply = await session.line(rest.subarray(start, end))
      start = end + 2
      if (reply !== undefined) socket.write(`${reply}\r\n`)
      if (session.over()) return void socket.end()
    }
    rest = rest.subarray(start)
    if (rest.length > LINE_LIMIT) return void socket.end('500 5.5.2 Line too long\r\n')
  }
}
