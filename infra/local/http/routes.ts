/** What exists on one machine alone: the clock that can be pushed, the mailbox, the post box, the secrets. */
import * as z from 'zod'
import { type Instant, instant } from '../../../shared/core/time.ts'
import { json } from '../../../shared/http/answer.ts'
import { problem } from '../../../shared/http/problem.ts'
import { type AnyRoute, route } from '../../../shared/http/route.ts'
import { keyOf } from '../../../shared/intake/signature.ts'
import type { SecretStore } from '../secrets.ts'
import type { Mailbox, SentMail } from '../ses/mailbox.ts'
import { headOf } from '../ses/verdicts.ts'
import type { Clock } from '../time/clock.ts'
import { targetOf } from '../time/push.ts'
import type { Settled } from '../time/rest.ts'
import type { Webhooks } from './webhooks.ts'

export type LocalParts = {
  clock: Clock
  mailbox: Mailbox
  secrets: SecretStore
  /** lets the hour's canary fly, as its schedule does on AWS */
  release: () => Promise<unknown>
  settle: (target: Instant) => Promise<Settled>
  webhooks: Pick<Webhooks, 'list' | 'answerWith'>
  /** lays an object into the inbound bucket, as somebody outside would who may write there */
  layDown: (key: string, bytes: Buffer) => Promise<void>
  /** keeps a raw message as SES would, and answers its key when it has been read */
  receive: (raw: Buffer, envelope: { from: string; to: string[] }) => Promise<string>
}

const duration = z
  .string()
  .regex(/^P(?=.)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(\d+H)?(\d+M)?(\d+S)?)?$/, 'a duration such as P30D or PT6H')
const push = z.union([z.strictObject({ advance: duration }), z.strictObject({ to: instant })], {
  error: 'say {"advance": "P30D"} or {"to": "2027-01-03T09:00:00Z"}',
})

/** References in a mail's tags and text lead back to its cases. */
const shown = (mail: SentMail, casesOf: (mail: SentMail) => string[]) => ({
  id: mail.id,
  at: mail.at,
  to: mail.to,
  subject: mail.subject,
  text: mail.text,
  html: mail.html,
  cases: casesOf(mail),
  urgent: mail.tags.urgency !== undefined && mail.tags.urgency !== 'digest',
})

/** Every link to a case in the text names one. */
const casesIn = (mail: SentMail): string[] => [
  ...new Set([...mail.text.matchAll(/\/cases\/([^\s/?#>)"]+)/g)].map(match => decodeURIComponent(match[1] ?? ''))),
]

const addressOf = (line: string | undefined): string => /<([^>]+)>/.exec(line ?? '')?.[1] ?? line?.trim() ?? ''
const headerOf = (raw: Buffer, name: string): string | undefined =>
  new RegExp(`^${name}:[ \\t]*(.*(?:\\r?\\n[ \\t].*)*)`, 'im').exec(headOf(raw))?.[1]

export const localRoutes = (parts: LocalParts): AnyRoute[] => [
  route({
    method: 'GET',
    path: '/local/clock',
    summary: 'What time it is here',
    who: 'any',
    handler: () => json({ now: parts.clock.now() }),
  }),
  route({
    method: 'POST',
    path: '/local/clock',
    summary: 'Pushes the clock forward, firing everything due on the way',
    who: 'any',
    body: { json: push },
    handler: async ({ body }) => {
      const target = targetOf(parts.clock.now(), body)
      if (!target.ok) return problem(422, target.why)
      const sent = parts.mailbox.count()
      const { now, fired } = await parts.settle(target.to)
      return json({ now, fired, mails: parts.mailbox.count() - sent })
    },
  }),
  route({
    method: 'POST',
    path: '/local/canary',
    summary: 'Lets the hourly test mail fly; /health/canary says when it has come through',
    who: 'any',
    handler: async () => json({ caseId: await parts.release() }, 202),
  }),
  route({
    method: 'GET',
    path: '/local/mail',
    summary: 'What was sent, oldest first',
    who: 'any',
    query: z.strictObject({ to: z.string().optional(), since: instant.optional() }),
    handler: ({ query }) => json(parts.mailbox.list(query).map(mail => shown(mail, casesIn))),
  }),
  route({
    method: 'GET',
    path: '/local/mail/{id}',
    summary: 'One mail',
    who: 'any',
    handler: ({ params }) => {
      const mail = parts.mailbox.get(params.id)
      return mail ? json(shown(mail, casesIn)) : problem(404, 'there is no such mail')
    },
  }),
  route({
    method: 'POST',
    path: '/local/mail/in',
    summary: 'Receives a raw RFC 5322 message, as if it had come by SMTP',
    who: 'any',
    limit: 40 * 1024 * 1024,
    handler: async ({ raw }) => {
      if (raw.length === 0) return problem(400, 'send the message as the body')
      const to = (headerOf(raw, 'To') ?? '').split(',').map(addressOf).filter(Boolean)
      const key = await parts.receive(raw, { from: addressOf(headerOf(raw, 'From')), to })
      return json({ key }, 202)
    },
  }),
  route({
    method: 'POST',
    path: '/local/inbound',
    summary: 'Lays an object into the inbound bucket, as GOV.UK Forms does with a submission',
    who: 'any',
    query: z.strictObject({ key: z.string().min(1).max(1024) }),
    limit: 40 * 1024 * 1024,
    handler: async ({ raw, query: { key } }) => {
      await parts.layDown(key, raw)
      return json({ key }, 202)
    },
  }),
  route({
    method: 'GET',
    path: '/local/webhooks',
    summary: 'Work orders that went to contractors’ web hooks, oldest first',
    who: 'any',
    handler: () => json(parts.webhooks.list()),
  }),
  route({
    method: 'POST',
    path: '/local/webhooks',
    summary: 'How contractors’ web hooks answer from now on, to watch the retries',
    who: 'any',
    body: { json: z.strictObject({ answer: z.int().min(200).max(599) }) },
    handler: ({ body: { answer } }) => {
      parts.webhooks.answerWith(answer)
      return json({ answer })
    },
  }),
  route({
    method: 'POST',
    path: '/local/secrets',
    summary: "Sets a contractor's or a form source's secret",
    who: 'any',
    body: {
      json: z.strictObject({
        owner: z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}$/, 'the id of a contractor or the name of a source'),
        secret: z.string().min(1).max(500),
      }),
    },
    handler: ({ body }) => {
      if (body.secret.startsWith('whsec_') ? !keyOf(body.secret) : body.secret.length < 16)
        return problem(
          422,
          'a secret is whsec_ and 24 to 64 bytes in base64, or for a shared secret 16 characters or more',
        )
      for (const kind of ['contractors', 'sources']) parts.secrets.set(`${kind}/${body.owner}`, body.secret)
      return json({ owner: body.owner })
    },
  }),
]
