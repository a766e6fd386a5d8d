/**
 * People answer notices from their mailbox: by the doors through which mail really comes in (an HTTP upload and SMTP),
 * each command is done and confirmed by return; what is no command of theirs changes nothing and is kept.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { INBOUND } from '../../infra/local/names.ts'
import { assets, people } from '../../infra/local/sample/sample.ts'
import { startSystem } from '../../infra/local/system.ts'
import type { Instant } from '../../shared/core/time.ts'

const data = mkdtempSync(join(tmpdir(), 'replies-'))
const faults: string[] = []
let system: Awaited<ReturnType<typeof startSystem>>
let to = ''
const GAS = 'gas:H00003'
const ACTION = 'ACT-0000-0000-0000'

const ask = async (method: string, path: string, body?: unknown, type = 'application/json') => {
  const sent = body === undefined || typeof body === 'string' ? body : JSON.stringify(body)
  const answer = await fetch(system.url + path, {
    method,
    ...(sent === undefined ? {} : { headers: { 'content-type': type }, body: sent }),
  })
  // biome-ignore lint/suspicious/noExplicitAny: answers are looked into, not typed
  return (await answer.json()) as any
}
const rest = (advance = 'PT1M') => ask('POST', '/local/clock', { advance })

type Mail = { at: string; to: string[]; subject: string; text: string; cases: string[]; headers?: object }
const mailbox = (): Promise<Mail[]> => ask('GET', '/local/mail')
const referenceIn = (text: string): string | undefined => /\b[ND]-[0-9A-Z]{4}-[0-9A-Z]{4}\b/.exec(text)?.[0]

/** The newest mail to a person about a case, quoted as mail programs quote. */
const quoted = async (person: string, caseId: string): Promise<string> => {
  const mail = (await mailbox()).findLast(one => one.to.includes(person) && one.cases.includes(caseId))
  if (!mail || !referenceIn(mail.text)) throw new Error(`${person} was not told of ${caseId}`)
  return mail.text.replace(/^/gm, '> ')
}

let number = 0
const raw = (from: string, text: string, headers: string[] = []): string =>
  [
    `From: ${from}`,
    `To: ${to}`,
    'Subject: Re: overdue',
    `Message-ID: <reply-${number++}@northmere.example>`,
    ...headers,
    ...(headers.some(one => one.startsWith('Content-Type')) ? [] : ['Content-Type: text/plain; charset=utf-8']),
    '',
    text,
    '',
  ].join('\r\n')

/** Answers what came back by mail, and where the message is kept. */
const byUpload = async (message: string): Promise<{ answers: Mail[]; key: string }> => {
  const before = (await mailbox()).length
  const { key } = await ask('POST', '/local/mail/in', message, 'message/rfc822')
  await rest()
  return { answers: (await mailbox()).slice(before).filter(one => referenceIn(one.text) === undefined), key }
}

const bySmtp = (message: string, from: string): Promise<string> =>
  new Promise((resolve, reject) => {
    let heard = ''
    const lines = `EHLO me\r\nMAIL FROM:<${from}>\r\nRCPT TO:<${to}>\r\nDATA\r\n${message}\r\n.\r\nQUIT\r\n`
    const socket = connect(system.smtpPort, '127.0.0.1', () => socket.write(lines))
    socket.on('data', bytes => {
      heard += bytes
    })
    socket.on('error', reject)
    socket.on('close', () => resolve(heard))
  })

type Happened = { type: string; by?: { id: string } }
const events = async (caseId: string): Promise<Happened[]> => {
  const answer = await fetch(`${system.url}/cases/${caseId}/export`)
  const lines = (await answer.text()).split('\n').filter(Boolean)
  return lines.map(line => (JSON.parse(line) as { event: Happened }).event)
}
const last = async (caseId: string) => (await events(caseId)).at(-1)

beforeAll(async () => {
  const startAt = '2027-03-22T08:00:00.000Z' as Instant
  system = await startSystem({ data, port: 0, startAt, log: line => faults.push(line) })
  to = `compliance@${system.landlord.mailDomain}`
  await ask('POST', '/imports/people', people(), 'text/csv')
  await ask('POST', '/imports/assets', assets('small'), 'text/csv')
  const checks = [{ on: '2026-03-01', knownOn: '2026-03-01', nextDue: '2027-03-01', result: 'SATISFACTORY' }]
  await ask('POST', '/workflows/gas/cases', { id: 'o1', assetId: 'H00003', facts: { deadline: '2027-03-01', checks } })
  const action = { stream: 'fra', description: 'Self-closer missing', priority: 'P0', raisedOn: '2027-03-22' }
  const opened = await ask('POST', '/workflows/action/cases', {
    id: ACTION,
    assetId: 'H00003',
    facts: { ...action, owner: 'george.adeyemi@northmere.example' },
  })
  expect(opened).toMatchObject({ caseId: expect.any(String) })
  actionId = opened.caseId
  await rest('P1DT2H')
}, 120_000)
let actionId = ''
afterAll(async () => {
  await system.stop()
  rmSync(data, { recursive: true })
})

const priya = 'priya.shah@northmere.example'

test('each command answers a notice, is done as the person who wrote, and is confirmed by return', {
  timeout: 120_000,
}, async () => {
  const quote = await quoted(priya, GAS)
  const acknowledged = await byUpload(raw(`Priya Shah <${priya}>`, `ACK ${GAS}\r\n\r\n${quote}`))
  expect(await last(GAS)).toMatchObject({ type: 'acknowledged', by: { id: priya } })
  expect(acknowledged.answers).toMatchObject([{ to: [priya], subject: 'Recorded: Re: overdue' }])

  // The same over SMTP, where no number stands behind the word: the quotation says which mail it answers.
  const owner = (await mailbox()).findLast(one => one.cases.includes(actionId) && /^N-/.test(referenceIn(one.text)!))!
  const person = owner.to[0]!
  const before = (await mailbox()).length
  const heard = await bySmtp(raw(person, `ACK\r\n\r\n${owner.text.replace(/^/gm, '> ')}`), person)
  expect(heard).toMatch(/^250 /m)
  await rest()
  expect(await last(actionId)).toMatchObject({ type: 'acknowledged', by: { id: person } })
  expect((await mailbox()).slice(before)).toMatchObject([{ to: [person], subject: 'Recorded: Re: overdue' }])

  const triage = async () => (await ask('GET', '/cases?workflow=triage')).items.length
  const sorted = await triage()
  const extended = await byUpload(raw(priya, `EXTEND ${GAS} 5 waiting for a part\r\n\r\n${quote}`))
  expect(extended.answers).toMatchObject([{ to: [priya] }])
  expect(await triage()).toBe(sorted + 1)

  const given = await byUpload(raw(priya, `REASSIGN ${GAS} Nia Morgan\r\n\r\n${quote}`))
  expect(await last(GAS)).toMatchObject({ type: 'reassigned', by: { id: priya } })
  expect(given.answers[0]).toMatchObject({ to: [priya], subject: 'Recorded: Re: overdue' })

  const done = await byUpload(raw(person, `DONE ${actionId} 2027-03-22`))
  expect((await ask('GET', `/cases/${actionId}`)).case.state).toBe('claimed_complete')
  expect(done.answers).toMatchObject([{ to: [person], subject: 'Recorded: Re: overdue' }])
  expect(faults).toEqual([])
})

const report = (inner: string): string =>
  `--x\r\nContent-Type: message/delivery-status\r\n\r\nAction: failed\r\n--x\r\nContent-Type: message/rfc822\r\n\r\n${inner}\r\n--x--`

test('a reply from somebody else, a forwarded mail, an auto-reply and a bounce of a bounce change nothing and are kept', {
  timeout: 120_000,
}, async () => {
  const quote = await quoted(priya, GAS)
  const versions = async () => [await events(GAS), await events(actionId)].map(all => all.length)
  const before = await versions()
  const bounce = 'Content-Type: multipart/report; report-type=delivery-status; boundary=x'
  const stranger = 'someone@elsewhere.example'
  const colleague = 'hana.yusuf@northmere.example'
  for (const [what, message, answersTo] of [
    ['from somebody outside', raw(stranger, `ACK\r\n\r\n${quote}`), []],
    ['from a colleague whom it was not sent to', raw(colleague, `ACK\r\n\r\n${quote}`), [colleague]],
    ['forwarded', raw(colleague, `fyi\r\n\r\n---------- Forwarded message ---------\r\nACK\r\n${quote}`), undefined],
    ['an auto-reply', raw(priya, `ACK ${GAS}`, ['Auto-Submitted: auto-replied']), []],
    [
      'a bounce of a bounce',
      raw('mailer-daemon@northmere.example', report(`Return-Path: <>\r\n${bounce}\r\n`), [bounce]),
      [],
    ],
  ] as const) {
    const { answers, key } = await byUpload(message)
    expect({ what, versions: await versions() }).toEqual({ what, versions: before })
    if (answersTo) expect({ what, to: answers.flatMap(one => one.to) }).toEqual({ what, to: answersTo })
    expect(answers.filter(one => one.subject.startsWith('Recorded'))).toEqual([])
    const kept = await fetch(`${process.env.AWS_ENDPOINT_URL_S3}/${INBOUND}/${key}`)
    expect(await kept.text()).toContain(message)
  }
  expect(faults).toEqual([])
})
