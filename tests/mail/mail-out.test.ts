/** Against a server that speaks SES's wire protocol as badly as a network may. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import PostalMime from 'postal-mime'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { caller } from '../../shared/aws/caller.ts'
import { type Mail, sesMailOut, sesSettings } from '../../shared/effects/mail-out.ts'

const mail: Mail = {
  to: ['kit@x.org', 'asha@x.org'],
  from: 'compliance@x.org',
  subject: '[Overdue 9 days] Gas safety check, 12 Example Street (H00017)',
  text: 'text – ü',
  html: '<p>html</p>',
  tags: { notice: 'Z2Fz', urgency: 'urgent', attempt: '1' },
  headers: {},
  reference: 'N-THJA-ECYX',
}

let answer: (response: ServerResponse, request: IncomingMessage) => void
let asked: { url: string | undefined; body: Record<string, never> }[]
const server = createServer((request, response) => {
  const parts: Buffer[] = []
  request.on('data', part => parts.push(part))
  request.on('end', () => {
    asked.push({ url: request.url, body: JSON.parse(Buffer.concat(parts).toString()) })
    answer(response, request)
  })
})

const json = (status: number, body: unknown, type?: string) => (response: ServerResponse) => {
  response.writeHead(status, { 'content-type': 'application/json', ...(type ? { 'x-amzn-errortype': type } : {}) })
  response.end(JSON.stringify(body))
}

const client = (answering: number = sesSettings.answering, port?: number) =>
  caller('ses', {
    ...sesSettings,
    answering,
    region: 'eu-west-2',
    endpoint: `http://127.0.0.1:${port ?? (server.address() as AddressInfo).port}`,
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
  })

beforeEach(async () => {
  asked = []
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
})
afterEach(async () => {
  server.closeAllConnections()
  await new Promise(done => server.close(done))
})

test('a connection that the other side has closed meanwhile is not used again: the mail leaves at once', async () => {
  const used = new WeakSet()
  answer = (response, request) => {
    if (used.has(request.socket)) return void request.socket.destroy()
    used.add(request.socket)
    json(200, { MessageId: 'm-1' })(response)
  }
  const out = sesMailOut(client(), 'dutyholder')
  expect([await out.send(mail), await out.send(mail)]).toEqual([
    { kind: 'sent', messageId: 'm-1' },
    { kind: 'sent', messageId: 'm-1' },
  ])
})

test('sends all that SES needs to carry it and to tell of it', async () => {
  answer = json(200, { MessageId: 'm-1' })
  expect(await sesMailOut(client(), 'dutyholder').send(mail)).toEqual({ kind: 'sent', messageId: 'm-1' })
  expect(asked).toHaveLength(1)
  expect(asked[0]).toMatchObject({
    url: '/v2/email/outbound-emails',
    body: {
      FromEmailAddress: mail.from,
      Destination: { ToAddresses: mail.to },
      ConfigurationSetName: 'dutyholder',
      EmailTags: [
        { Name: 'notice', Value: 'Z2Fz' },
        { Name: 'urgency', Value: 'urgent' },
        { Name: 'attempt', Value: '1' },
      ],
      Content: {
        Simple: {
          Subject: { Data: mail.subject },
          Body: { Text: { Data: mail.text }, Html: { Data: mail.html } },
          Headers: [
            { Name: 'X-Dutyholder-Reference', Value: 'N-THJA-ECYX' },
            { Name: 'Auto-Submitted', Value: 'auto-generated' },
            { Name: 'X-Auto-Response-Suppress', Value: 'OOF, AutoReply' },
          ],
        },
      },
    },
  })
})

/** As a mail program reads the header that SES makes of it. */
const read = async (door: Parameters<typeof sesMailOut>[2]) => {
  answer = json(200, { MessageId: 'm-1' })
  await sesMailOut(client(), 'dutyholder', door).send(mail)
  const { FromEmailAddress, ReplyToAddresses } = asked[0]!.body as Record<string, unknown>
  const { from } = await PostalMime.parse(`From: ${String(FromEmailAddress)}\r\n\r\n`)
  return { header: String(FromEmailAddress), from, replyTo: ReplyToAddresses }
}

test.each([
  'Northmere District Council (Dutyholder)',
  'Homes "R" Us\\, of Kent <kent>',
  'Tai Cymru · Sir Gâr a Bro Morgannwg, gwasanaethau eiddo a chydymffurfiaeth (Dutyholder)',
])('a mailbox shows whom it is from: %s', async name => {
  const { header, from, replyTo } = await read({ name })
  expect(from).toMatchObject({ name, address: 'compliance@x.org' })
  expect(header).toMatch(/^[\x20-\x7e]+$/)
  expect(header.split(' ').filter(word => word.startsWith('=?') && word.length > 75)).toEqual([])
  expect(replyTo).toBeUndefined()
})

test('a name begins no header of its own', async () => {
  const { header } = await read({ name: 'Homes\r\nBcc: all@x.org' })
  expect(header).toBe('"Homes Bcc: all@x.org" <compliance@x.org>')
})

test('where no mail comes in, an answer goes to a mailbox that somebody reads', async () => {
  expect((await read({ replyTo: 'desk@x.org' })).replyTo).toEqual(['desk@x.org'])
})

test.each<[string, string, (response: ServerResponse, request: IncomingMessage) => void]>([
  ['a dropped connection is not known, and asked once', 'unknown', (_, request) => request.socket.destroy()],
  ['an error of SES is not known', 'unknown', json(500, { message: 'oops' }, 'InternalFailure')],
  ['throttling is later', 'later', json(429, { message: 'slow down' }, 'TooManyRequestsException')],
  ['a rejected mail is refused', 'refused', json(400, { message: 'bad' }, 'MessageRejected')],
  ['an unverified sender is refused', 'refused', json(400, { message: 'bad' }, 'MailFromDomainNotVerifiedException')],
  ['no permission is refused', 'refused', json(403, { message: 'no' }, 'AccessDeniedException')],
  ['an answer without an id is not known', 'unknown', json(200, {})],
])('%s', async (_, kind, given) => {
  answer = given
  expect(await sesMailOut(client(), 'dutyholder').send(mail)).toMatchObject({ kind })
  expect(asked).toHaveLength(1)
})

test('no answer in time is not known, and asked once', async () => {
  answer = () => {}
  expect(await sesMailOut(client(200), 'dutyholder').send(mail)).toMatchObject({ kind: 'unknown' })
  expect(asked).toHaveLength(1)
})

test('a refused connection has certainly not sent it', async () => {
  expect(await sesMailOut(client(200, 1), 'dutyholder').send(mail)).toMatchObject({ kind: 'later' })
})
