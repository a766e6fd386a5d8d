/** What leaves for AWS: asked as its own clients ask, signed as its documentation says, tried again only where that helps. */
import { createHash, createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  CreateScheduleCommand,
  type CreateScheduleCommandInput,
  DeleteScheduleCommand,
  SchedulerClient,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler'
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { SESv2Client, SendEmailCommand, type SendEmailCommandInput } from '@aws-sdk/client-sesv2'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { caller } from '../../shared/aws/caller.ts'
import { saidBy } from '../../shared/aws/fault.ts'
import { endpointOf } from '../../shared/aws/services.ts'
import type { Instant } from '../../shared/core/time.ts'
import { type Mail, sesMailOut, sesSettings } from '../../shared/effects/mail-out.ts'
import { eventBridgeSchedules } from '../../shared/effects/schedules.ts'
import { awsSecrets, secretsCall } from '../../shared/effects/secrets.ts'

type Came = { method: string; path: string; query: string; headers: IncomingMessage['headers']; body: string }
let came: Came[]
let answer: (response: ServerResponse, turn: number) => void
const server = createServer(async (request, response) => {
  const body = Buffer.concat(await request.toArray()).toString()
  const { pathname, search } = new URL(request.url ?? '', 'http://x')
  came.push({ method: request.method ?? '', path: pathname, query: search, headers: request.headers, body })
  answer(response, came.length)
})
const json = (status: number, body: unknown) => (response: ServerResponse) =>
  void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))

beforeEach(async () => {
  came = []
  answer = json(200, {})
  await once(server.listen(0, '127.0.0.1'), 'listening')
})
afterEach(async () => {
  server.closeAllConnections()
  await once(server.close(), 'close')
})

const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret', sessionToken: 'a/token=' }
const where = () => ({
  endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  region: 'eu-west-2',
  credentials,
})

const mail: Mail = {
  to: ['kit@x.org'],
  from: 'compliance@x.org',
  subject: 'Überfällig – “gas”',
  text: 'text',
  html: '<p>html</p>',
  tags: { notice: 'n' },
  headers: { 'In-Reply-To': '<a@x.org>' },
  reference: 'N-1',
}
const at = '2027-07-01T15:00:00.000Z' as Instant
const schedules = () =>
  eventBridgeSchedules(caller('scheduler', where()), {
    group: 'dutyholder',
    targetArn: 'arn:aws:lambda:eu-west-2:1:function:wake',
    roleArn: 'arn:aws:iam::1:role/schedules',
    deadLetterArn: 'arn:aws:sqs:eu-west-2:1:q',
    now: () => '2027-07-01T10:00:00.000Z' as Instant,
  })

/** Tokens are drawn anew each time; what they are says nothing. */
const drawn = (text: string): string => text.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'a-token')
const plain = ({ method, path, query, headers, body }: Came) => ({
  method,
  path,
  query: [...new URLSearchParams(drawn(query))].sort(),
  body: body === '' ? '' : JSON.parse(drawn(body)),
  target: headers['x-amz-target'],
  type: headers['content-type'],
  scope: /Credential=AKIDEXAMPLE\/\d{8}\/([^,]+),/.exec(String(headers.authorization))?.[1],
  token: headers['x-amz-security-token'],
})

/** What stands in a request beside its body, as AWS's own client words the same wish. */
type Wish = [name: string, ours: () => Promise<unknown>, theirs: (made: unknown) => Promise<unknown>]
const wishes: Wish[] = [
  [
    'a mail',
    () => sesMailOut(caller('ses', { ...where(), ...sesSettings }), 'set', { replyTo: 'desk@x.org' }).send(mail),
    made => new SESv2Client(where()).send(new SendEmailCommand(made as SendEmailCommandInput)),
  ],
  [
    'a schedule made',
    () => schedules().put('gas.H1', at, { caseId: 'gas:H1' }),
    made =>
      new SchedulerClient(where()).send(
        new CreateScheduleCommand({ Name: 'gas.H1', ...(made as Omit<CreateScheduleCommandInput, 'Name'>) }),
      ),
  ],
  [
    'a schedule changed',
    async () => {
      answer = (response, turn) =>
        turn === 1 ? json(409, { __type: 'ConflictException' })(response) : json(200, {})(response)
      await schedules().put('gas.H1', at, { caseId: 'gas:H1' })
      came.shift()
    },
    made =>
      new SchedulerClient(where()).send(
        new UpdateScheduleCommand({ Name: 'gas.H1', ...(made as Omit<CreateScheduleCommandInput, 'Name'>) }),
      ),
  ],
  [
    'a schedule removed',
    () => schedules().remove('gas.H1'),
    () =>
      new SchedulerClient(where()).send(
        new DeleteScheduleCommand({ Name: 'gas.H1', GroupName: 'dutyholder', ClientToken: crypto.randomUUID() }),
      ),
  ],
  [
    'a secret',
    async () => {
      answer = json(200, { SecretString: '{"current":"x"}' })
      await awsSecrets(secretsCall(where()), 'p/').of('link')
    },
    () => new SecretsManagerClient(where()).send(new GetSecretValueCommand({ SecretId: 'p/link' })),
  ],
]

it.each(wishes)('%s is asked for as AWS’s own client asks', async (_, ours, theirs) => {
  await ours()
  const [own] = came.splice(0)
  answer = json(200, {})
  await theirs(own!.body === '' ? {} : JSON.parse(own!.body))
  expect(plain(own!)).toEqual(plain(came[0]!))
})

/** Signature Version 4 over what came, by the steps of AWS's documentation. */
const signatureOf = ({ method, path, query, headers, body }: Came): string => {
  const [, scope, names] = /Credential=AKIDEXAMPLE\/([^,]+), SignedHeaders=([^,]+),/.exec(headers.authorization!)!
  const hashed = (text: string) => createHash('sha256').update(text).digest('hex')
  const lines = names!.split(';').map(name => `${name}:${String(headers[name]).trim().replace(/ +/g, ' ')}\n`)
  const twice = path.split('/').map(encodeURIComponent).join('/')
  const sorted = query.slice(1).split('&').sort().join('&')
  const request = [method, twice, sorted, lines.join(''), names, hashed(body)].join('\n')
  const text = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, hashed(request)].join('\n')
  const key = scope!
    .split('/')
    .reduce<string | Buffer>((held, part) => createHmac('sha256', held).update(part).digest(), 'AWS4secret')
  return createHmac('sha256', key).update(text).digest('hex')
}

it.each([
  ['a body', { method: 'POST', path: '/v2/email/outbound-emails', body: '{"a":"ü"}' }],
  ['a query', { method: 'DELETE', path: '/schedules/a.b-c', query: { groupName: 'a b&c', clientToken: 'x/y=' } }],
  ['a path with odd characters', { method: 'GET', path: '/schedules/a%3Ab' }],
] as const)('%s is signed whole', async (_, asked) => {
  await caller('scheduler', where())({ ...asked, headers: { 'x-amz-meta': 'two  blanks' } })
  expect(came[0]!.headers.authorization).toMatch(/SignedHeaders=[^,]*host[^,]*x-amz-date[^,]*x-amz-security-token/)
  expect(/Signature=(\w+)/.exec(came[0]!.headers.authorization!)?.[1]).toBe(signatureOf(came[0]!))
})

const ask = (settings: Parameters<typeof caller>[1] = {}) =>
  caller('dynamodb', { ...where(), ...settings })({ method: 'POST', path: '/', body: '{}' })
const failing = (turn: number, then: (response: ServerResponse) => void) => (response: ServerResponse, now: number) =>
  now <= turn ? then(response) : json(200, { done: true })(response)

describe('an answer that did not come, or says come again', () => {
  it.each<[string, (response: ServerResponse) => void]>([
    ['a dropped connection', response => void response.destroy()],
    [
      'half an answer',
      response => void response.writeHead(200, { 'content-length': 99 }).write('{', () => response.destroy()),
    ],
    ['a fault of theirs', json(500, { __type: 'InternalServerError' })],
    ['a gateway’s page', response => void response.writeHead(503).end('<html>')],
    ['a throttle', json(400, { __type: 'com.amazonaws.dynamodb.v20120810#ThrottlingException' })],
  ])('is asked for again: %s', async (_, fails) => {
    answer = failing(1, fails)
    expect(await ask()).toEqual({ done: true })
    expect(came).toHaveLength(2)
  })

  it('is given up after so many attempts, with what was said last', async () => {
    answer = json(500, { __type: 'InternalServerError', message: 'again' })
    await expect(ask({ attempts: 2 })).rejects.toMatchObject({
      name: 'InternalServerError',
      message: 'again',
      status: 500,
    })
    expect(came).toHaveLength(2)
  })

  it('is waited for no longer than told', async () => {
    answer = () => {}
    await expect(ask({ attempts: 1, answering: 100 })).rejects.toMatchObject({ name: 'TimeoutError' })
    answer = response => void response.writeHead(200).write('{')
    await expect(ask({ attempts: 1, answering: 100 })).rejects.toMatchObject({ name: 'TimeoutError' })
  })
})

it.each([
  ['in the body, with a version', 400, {}, { __type: 'com.amazonaws.x#NoSuchThing', Message: 'no' }],
  ['in a header, with an address', 404, { 'x-amzn-errortype': 'NoSuchThing:http://x/' }, { message: 'no' }],
  ['as a code', 400, {}, { code: 'NoSuchThing', message: 'no' }],
])('a refusal is not asked for again, and bears the service’s own word: %s', async (_, status, headers, body) => {
  answer = response => void response.writeHead(status, headers).end(JSON.stringify(body))
  const error = await ask().catch((thrown: unknown) => thrown)
  expect(saidBy(error, 'NoSuchThing') && error).toMatchObject({ message: 'no', status, answer: body })
  expect(came).toHaveLength(1)
})

it.each([
  ['the service’s own in the Region', {}, 'https://email.eu-west-2.amazonaws.com/'],
  ['one for all', { AWS_ENDPOINT_URL: 'http://127.0.0.1:1' }, 'http://127.0.0.1:1/'],
  ['its own before it', { AWS_ENDPOINT_URL: 'http://x', AWS_ENDPOINT_URL_SESV2: 'http://y:2' }, 'http://y:2/'],
])('it is asked at %s', (_, env, expected) => expect(endpointOf('ses', 'eu-west-2', env).href).toBe(expected))

it('says what is missing before it asks', async () => {
  expect(() => endpointOf('ses', undefined, {})).toThrow('set AWS_REGION')
  const { endpoint, region } = where()
  const held = { ...process.env }
  delete process.env.AWS_ACCESS_KEY_ID
  try {
    await expect(caller('ses', { endpoint, region, attempts: 1 })({ method: 'GET', path: '/' })).rejects.toMatchObject({
      name: 'CredentialsProviderError',
    })
    expect(came).toHaveLength(0)
  } finally {
    process.env = held
  }
})
