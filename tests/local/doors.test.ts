/** What comes in on one machine by mail, SMTP and bucket is read by the deployed function, as it would be on AWS. */
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTransport } from 'nodemailer'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { matchesAny } from '../../infra/local/s3/s3-event.ts'
import { startSystem } from '../../infra/local/system.ts'
import type { Instant } from '../../shared/core/time.ts'

const data = mkdtempSync(join(tmpdir(), 'doors-'))
const startAt = '2026-11-26T09:00:00.000Z' as Instant
const faults: string[] = []
let system: Awaited<ReturnType<typeof startSystem>>
beforeAll(async () => {
  system = await startSystem({ data, port: 0, startAt, log: line => faults.push(line) })
}, 60_000)
afterAll(async () => {
  await system.stop()
  rmSync(data, { recursive: true, force: true })
})

const post = (path: string, body: string | Buffer) =>
  fetch(`${system.url}${path}`, { method: 'POST', body: typeof body === 'string' ? body : new Uint8Array(body) })
type Row = { caseId: string; state: string }
const cases = async (workflow: string): Promise<Row[]> =>
  ((await (await fetch(`${system.url}/cases?workflow=${workflow}`)).json()) as { items: Row[] }).items
const mail = (id: string, to: string, more = '') =>
  `From: resident@example.org\r\nTo: ${to}@dutyholder.northmere.example\r\nSubject: My heating\r\nMessage-ID: <${id}@example.org>\r\n${more}\r\nNobody came.\r\n`

test('a mail to the complaints mailbox is a complaint when the answer comes', async () => {
  expect((await post('/local/mail/in', mail('one', 'complaints'))).status).toBe(202)
  expect(await cases('complaint')).toHaveLength(1)
  await post('/local/mail/in', mail('one', 'complaints'))
  expect(await cases('complaint')).toHaveLength(1)
})

test('by SMTP too, from a client that waits for each answer', async () => {
  const heard: string[] = []
  await new Promise<void>((done, fail) => {
    const lines = [
      'EHLO client',
      'MAIL FROM:<resident@example.org>',
      'RCPT TO:<damp@dutyholder.northmere.example>',
      'DATA',
      `${mail('two', 'damp')}.`,
      'QUIT',
    ]
    const socket = connect(system.smtpPort, '127.0.0.1')
    socket.on('error', fail)
    socket.on('close', () => done())
    socket.on('data', chunk => {
      heard.push(chunk.toString().slice(0, 3))
      const next = lines.shift()
      if (next) socket.write(`${next}\r\n`)
    })
  })
  expect(heard).toEqual(['220', '250', '250', '250', '354', '250', '221'])
  await system.settle(system.clock.now())
  expect(await cases('hazard')).toHaveLength(1)
})

test('from a real mail client: what is attached becomes a document of the case, byte for byte', async () => {
  const client = createTransport({ host: '127.0.0.1', port: system.smtpPort, secure: false, ignoreTLS: true })
  const photo = Buffer.from(Array.from({ length: 70_000 }, (_, at) => (at * 7) % 256))
  const before = (await cases('complaint')).map(({ caseId }) => caseId)
  const sent = await client.sendMail({
    from: 'Zoë Ní Bhriain <zoe@example.org>',
    to: 'complaints@dutyholder.northmere.example',
    subject: 'Damp – again, the third time',
    text: 'The wall is wet.\n.\nSee the photograph.',
    html: '<p>The wall is <b>wet</b>.</p><p>See the photograph.</p>',
    attachments: [{ filename: 'Wände & ceiling.jpg', content: photo, contentType: 'image/jpeg' }],
  })
  client.close()
  expect(sent.response).toMatch(/^250 2\.0\.0 Kept as raw\//)
  await system.settle(system.clock.now())
  const [made, ...others] = (await cases('complaint')).filter(({ caseId }) => !before.includes(caseId))
  expect(others).toEqual([])
  const { items } = await system.store.documents(made!.caseId)
  expect(items).toMatchObject([
    { name: 'Wände & ceiling.jpg', sha256: createHash('sha256').update(photo).digest('hex'), status: 'stored' },
  ])
})

test('a submission of GOV.UK Forms laid into the bucket is read once its JSON is there, a trial never', async () => {
  const json = readFileSync(new URL('../../events/forms/complaints-form.govuk-forms.json', import.meta.url))
  const folder = 'form_submissions/1234/20261120T164512Z_8E3YY3RX'
  await post(`/local/inbound?key=${folder}/photo.jpg`, 'a photograph')
  expect(await cases('complaint')).toHaveLength(2)
  await post(`/local/inbound?key=test_${folder}/form_submission.json`, json)
  expect(await cases('complaint')).toHaveLength(2)
  await post(`/local/inbound?key=${folder}/form_submission.json`, json)
  await post(`/local/inbound?key=${folder}/form_submission.json`, json)
  expect(await cases('complaint')).toHaveLength(3)
  expect(faults).toEqual([])
})

test.each([
  ['raw/abc', true],
  ['form_submissions/1/2_3/form_submission.json', true],
  ['form_submissions/1/2_3/photo.jpg', false],
  ['elsewhere/raw/abc', false],
])('the key %s wakes the reader: %s', (key, woken) => {
  expect(matchesAny(['raw/*', 'form_submissions/*/form_submission.json'], key)).toBe(woken)
})
