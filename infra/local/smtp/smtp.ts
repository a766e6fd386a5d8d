/** Inbound mail on this machine: SMTP on 127.0.0.1, kept in the S3 stand-in as an SES receipt rule would keep it. */
import { randomUUID } from 'node:crypto'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { HOST } from '../http/wire.ts'
import { type Envelope, stamped } from '../ses/verdicts.ts'
import type { Clock } from '../time/clock.ts'
import { createSession, type SessionOptions } from './smtp-session.ts'

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
  deliver: SessionOptions['deliver']
  /** bytes; SES takes 40 MB */
  maxSize?: number
}

/** Each may hold a message of 40 MB; whoever comes in vain comes again. */
const MOST_AT_ONCE = 20

export type Smtp = { port: number; stop(): Promise<void> }

export const startSmtp = ({ port = 0, domains, deliver, maxSize = 40 * 1024 * 1024 }: SmtpOptions): Promise<Smtp> => {
  const open = new Set<Socket>()
  // A client that has said all and closed its side still hears what became of it.
  const server = createServer({ allowHalfOpen: true }, socket => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
    socket.on('error', () => socket.destroy())
    socket.setTimeout(300_000, () => socket.destroy())
    void converse(socket, { accepts: domain => domains.includes(domain), maxSize, deliver }).catch(() =>
      socket.destroy(),
    )
  })
  server.maxConnections = MOST_AT_ONCE
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

/** A client that sends and never reads must not fill our memory with replies. */
const say = async (socket: Socket, reply: string): Promise<void> => {
  if (socket.write(`${reply}\r\n`)) return
  const { promise, resolve } = Promise.withResolvers<void>()
  for (const event of ['drain', 'close']) socket.once(event, resolve)
  await promise
  for (const event of ['drain', 'close']) socket.off(event, resolve)
}

const converse = async (socket: Socket, options: SessionOptions): Promise<void> => {
  const session = createSession(options)
  await say(socket, '220 local ESMTP')
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of socket as AsyncIterable<Buffer>) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    for (let used = 1; used > 0 && rest.length > 0; ) {
      const step = await session.take(rest)
      used = step.used
      rest = rest.subarray(used)
      if (step.reply !== undefined) await say(socket, step.reply)
      if (session.over()) return void socket.end()
    }
  }
  socket.end()
}
