/**
 * SESv2's SendEmail on this machine (Simple and Raw). Nothing leaves it: a mail is kept, and SES's events about it are
 * given to `publish`. There is no idempotency token, as with SES: the same request twice is two mails.
 */
import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import PostalMime from 'postal-mime'
import { answer, listen, type Running, readBody } from '../http/wire.ts'
import { compose } from '../smtp/mime.ts'
import type { Clock } from '../time/clock.ts'
import { type Mailbox, openMailbox, type SentMail } from './mailbox.ts'
import { eventsOf, type Fate, type SesEvent, simulated } from './ses-events.ts'
import { bare, refusal, type SendEmail, sendEmail } from './ses-request.ts'

export type Ses = Running & { mailbox: Mailbox }

export type SesOptions = {
  /** `<data>/mail` */
  folder: string
  clock: Clock
  port?: number
  /** must keep the events of a mail before it returns (an EventQueue's `send`) */
  publish: (events: SesEvent[]) => void
  /** what becomes of a mail to this address; the simulator's addresses act as they do at AWS */
  fate?: (address: string) => Fate
}

export const startSes = async ({ folder, clock, port = 0, publish, fate = simulated }: SesOptions): Promise<Ses> => {
  const mailbox = openMailbox(folder)
  const tell = (mail: SentMail): void => {
    const events = eventsOf(mail, fate)
    if (events.length > 0) publish(events)
    mailbox.published(mail.id)
  }
  for (const mail of mailbox.unpublished()) tell(mail)
  const server = await listen((request, response) => {
    respond(request, response, clock, mailbox, tell).catch(error =>
      refuse(response, 500, 'InternalServiceErrorException', String(error)),
    )
  }, port)
  return {
    ...server,
    mailbox,
    stop: async () => {
      await server.stop()
      mailbox.close()
    },
  }
}

const refuse = (response: ServerResponse, status: number, error: string, message: string): void =>
  answer(
    response,
    status,
    { 'content-type': 'application/json', 'x-amzn-errortype': error },
    JSON.stringify({ message }),
  )

const respond = async (
  request: IncomingMessage,
  response: ServerResponse,
  clock: Clock,
  mailbox: Mailbox,
  tell: (mail: SentMail) => void,
) => {
  if (request.method !== 'POST' || request.url?.split('?')[0] !== '/v2/email/outbound-emails') {
    return refuse(response, 404, 'NotFoundException', `${request.method} ${request.url} is not offered on this machine`)
  }
  // 40 MB of message in base64, and its frame.
  const body = await readBody(request, 60 * 1024 * 1024)
  if (body === 'too_large') return refuse(response, 400, 'BadRequestException', 'The message is too long.')
  const parsed = sendEmail.safeParse(jsonOf(body))
  if (!parsed.success)
    return refuse(
      response,
      400,
      'BadRequestException',
      parsed.error.issues.map(issue => `${issue.path.join('.')}: ${issue.message}`).join('; '),
    )
  const made = await message(parsed.data, clock)
  if (typeof made === 'string') return refuse(response, 400, 'BadRequestException', made)
  mailbox.keep(made.mail, made.raw)
  tell(made.mail)
  answer(response, 200, { 'content-type': 'application/json' }, JSON.stringify({ MessageId: made.mail.id }))
}

const jsonOf = (body: Buffer): unknown => {
  try {
    return JSON.parse(body.toString())
  } catch {
    return undefined
  }
}

/** The mail and its bytes, or why it is refused. */
const message = async (request: SendEmail, clock: Clock): Promise<{ mail: SentMail; raw: Buffer } | string> => {
  const id = `local-${randomUUID()}`
  const raw = bytes(request, id, clock)
  if (raw === undefined) return 'Content must be Simple or Raw.'
  const read = await PostalMime.parse(raw)
  const { ToAddresses, CcAddresses, BccAddresses } = request.Destination
  const named = [...ToAddresses, ...CcAddresses, ...BccAddresses]
  const inHeaders = [...(read.to ?? []), ...(read.cc ?? []), ...(read.bcc ?? [])].map(one => one.address ?? '')
  const recipients = named.length > 0 ? named : inHeaders
  const from = request.FromEmailAddress ?? read.from?.address
  const refused = refusal(request, from, recipients, raw.length)
  if (refused !== undefined) return refused
  return {
    raw,
    mail: {
      id,
      at: clock.now(),
      from: bare(from ?? ''),
      to: [...new Set(recipients.map(bare))],
      subject: read.subject ?? '',
      text: read.text?.trimEnd() ?? '',
      html: read.html ?? '',
      tags: Object.fromEntries(request.EmailTags.map(({ Name, Value }) => [Name, Value])),
      ...(request.ConfigurationSetName ? { configurationSet: request.ConfigurationSetName } : {}),
    },
  }
}

const bytes = (
  { Content, Destination, FromEmailAddress, ReplyToAddresses }: SendEmail,
  id: string,
  clock: Clock,
): Buffer | undefined => {
  if (Content.Raw) return Buffer.from(Content.Raw.Data, 'base64')
  const simple = Content.Simple
  if (simple === undefined) return undefined
  return compose({
    messageId: id,
    from: FromEmailAddress ?? '',
    to: Destination.ToAddresses,
    cc: Destination.CcAddresses,
    replyTo: ReplyToAddresses,
    date: new Date(clock.millis()),
    subject: simple.Subject.Data,
    text: simple.Body.Text?.Data,
    html: simple.Body.Html?.Data,
    headers: simple.Headers,
  })
}
