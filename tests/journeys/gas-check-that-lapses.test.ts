/**
 * One duty, end to end, on the whole system of one machine: a gas check lapses, is chased up the line, and is put right.
 * Told as a story over fourteen months; the clock is turned by hand.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startSystem } from '../../infra/local/system.ts'
import type { Instant } from '../../shared/core/time.ts'
import { sign } from '../../shared/intake/signature.ts'
import { verifyChain } from '../../shared/store/chain.ts'
import { sha } from '../support/history.ts'

const data = mkdtempSync(join(tmpdir(), 'journey-'))
let system: Awaited<ReturnType<typeof startSystem>>
const faults: string[] = []

beforeAll(async () => {
  const startAt = '2026-11-23T10:00:00.000Z' as Instant
  system = await startSystem({ data, port: 0, startAt, log: line => faults.push(line) })
})
afterAll(async () => {
  await system.stop()
  rmSync(data, { recursive: true })
})

type Mail = { at: string; to: string[]; subject: string; text: string; html: string; cases: string[]; urgent: boolean }
type Json = { headers?: Record<string, string>; as?: string }

const ask = async (method: string, path: string, body?: unknown, { headers = {}, as }: Json = {}) => {
  const answer = await fetch(system.url + path, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': typeof body === 'string' ? 'text/csv' : 'application/json' }),
      ...(as ? { 'x-persona': `${as}@landlord.example` } : {}),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await answer.text()
  return { status: answer.status, body: text ? JSON.parse(text.split('\n')[0] ?? '{}') : {}, text }
}
const until = (to: string) => ask('POST', '/local/clock', { to })
const mails = async (to: string, since: string): Promise<Mail[]> =>
  (await ask('GET', `/local/mail?to=${to}@landlord.example&since=${encodeURIComponent(since)}`)).body.filter(
    (mail: Mail) => mail.cases.length > 0, // the month's report is about no case
  )
const gas = async () => (await ask('GET', '/cases/gas:H00017')).body

const callback = async (contractor: string, id: string, body: object) => {
  const { body: clock } = await ask('GET', '/local/clock')
  const secrets = JSON.parse(readFileSync(join(data, 'secrets.json'), 'utf8'))
  const text = JSON.stringify(body)
  const answer = await fetch(`${system.url}/contractors/${contractor}/events`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...sign(secrets[`contractors/${contractor}`].current, id, clock.now, text),
    },
    body: text,
  })
  return { status: answer.status, body: await answer.json() }
}

const people = `email,name,roles,manager
pat@landlord.example,Pat Lee,complianceManager,hope@landlord.example
hope@landlord.example,Hope Ware,headOfService,sid@landlord.example
sid@landlord.example,Sid Arden,serviceDirector,
olu@landlord.example,Olu Ade,officer,pat@landlord.example
cai@landlord.example,Cai Moss,complianceOfficer,pat@landlord.example`
const assets = `assetId,type,uprn,address,postcode,hasGas,ownership
H00017,dwelling,100090000017,12 Example Street,EX1 2MP,yes,owned`
const obligations = `assetId,workflow,applicability,lastDoneOn,result,contractorId
H00017,gas,required,2026-02-10,SATISFACTORY,sureheat`

test('a gas check that lapses is chased, and is put right', { timeout: 600_000 }, async () => {
  // 23 November 2026: the landlord's registers come in, tried first and then for good; a second time changes nothing
  for (const [kind, file] of Object.entries({ people, assets, obligations })) {
    expect((await ask('POST', `/imports/${kind}?dryRun=true`, file)).body).toMatchObject({ rejected: [] })
    const first = await ask('POST', `/imports/${kind}`, file)
    expect(first.body).toMatchObject({ unchanged: 0, rejected: [] })
    expect((await ask('POST', `/imports/${kind}`, file)).body).toMatchObject({ created: 0, changed: 0, rejected: [] })
  }
  expect(await gas()).toMatchObject({
    case: { state: 'compliant' },
    lead: { role: 'complianceManager', person: { name: 'Pat Lee' } },
    clocks: [{ name: 'deadline', due: '2027-02-10', overdueDays: 0 }],
    position: { status: 'compliant' },
  })

  // 60 days before the deadline the job is issued, and Olu hears of it in the morning's digest
  await until('2026-12-14T09:00:00Z')
  expect((await gas()).case.state).toBe('due_issued')
  const [issued] = await mails('olu', '2026-12-12T00:00:00Z')
  expect(issued).toMatchObject({ at: '2026-12-14T07:30:00.000Z', urgent: false, cases: ['gas:H00017'] })

  // nobody comes. 10 February 2027 passes: the next morning Pat is told, alone and at once
  await until('2027-02-11T12:00:00Z')
  const [first, ...more] = (await mails('pat', '2027-02-11T00:00:00Z')).filter(mail => mail.urgent)
  expect(more).toEqual([])
  expect(first?.at).toBe('2027-02-11T07:30:00.000Z')
  expect(first?.subject).toBe('[Overdue 1 day] Gas safety check, 12 Example Street EX1 2MP (H00017)')
  for (const said of [
    '12 Example Street',
    'Wed 10 February 2027',
    'GSIUR 1998 reg 36(3)(a)',
    'Pat Lee',
    '/cases/gas%3AH00017',
  ])
    expect(first?.text).toContain(said)
  expect(first?.html).toContain('12 Example Street')

  // then Hope, the head of service, after a week; then Sid, the director, after two
  await until('2027-02-17T12:00:00Z')
  expect((await mails('hope', '2027-02-17T00:00:00Z')).map(m => m.cases)).toEqual([['gas:H00017']])
  expect(await mails('sid', '2027-02-11T00:00:00Z')).toEqual([])
  await until('2027-02-24T12:00:00Z')
  expect((await mails('sid', '2027-02-24T00:00:00Z')).map(m => m.cases)).toEqual([['gas:H00017']])
  expect(await gas()).toMatchObject({
    clocks: [{ name: 'deadline', overdue: true, overdueDays: 14 }],
    position: { status: 'overdue' },
  })

  // 25 February: the contractor's signed callback. Nobody else's signature counts, and sending it twice is once
  await until('2027-02-25T15:00:00Z')
  const done = {
    eventType: 'inspection.completed',
    caseId: 'gas:H00017',
    jobRef: 'J-1',
    occurredAt: '2027-02-25T10:40:00+00:00',
    assetRef: 'H00017',
    operative: { name: 'A. Fitter', regNo: '1234567' },
    data: { result: 'SATISFACTORY' },
    documents: [
      { name: 'lgsr.pdf', sha256: sha('lgsr'), mime: 'application/pdf', url: 'https://sureheat.example/lgsr.pdf' },
    ],
    schemaVersion: '1',
  }
  expect(faults).toEqual([])
  expect([(await callback('marlow-electrical', 'message-00001', done)).status, faults]).toEqual([404, []])
  expect(faults).toEqual([])
  expect((await callback('sureheat', 'message-00002', done)).status).toBe(202)
  expect((await callback('sureheat', 'message-00002', done)).status).toBe(200)
  expect((await callback('sureheat', 'message-00002', { ...done, jobRef: 'J-2' })).status).toBe(409)
  expect((await gas()).case.state).toBe('evidence_review')

  // the claim is not the certificate: the clock runs on until Cai accepts it; Olu may not
  const accept = (id: string, as: string) =>
    ask(
      'POST',
      '/cases/gas:H00017/events',
      { id, type: 'certificate.accepted', occurredAt: '2027-02-26T09:00:00Z', data: {} },
      { as },
    )
  await until('2027-02-26T10:00:00Z')
  expect((await accept('accept-000', 'olu')).status).toBe(403)
  const accepted = await accept('accept-001', 'cai')
  expect([accepted.status, accepted.body.case?.state]).toEqual([200, 'copy_due'])
  expect((await accept('accept-001', 'cai')).status).toBe(200)
  expect(await gas()).toMatchObject({ position: { status: 'compliant' } })

  // it is late, so the next year counts from the check; the tenant's copy is owed within 28 days
  const clocks = Object.fromEntries((await gas()).clocks.map((c: { name: string; due: string }) => [c.name, c.due]))
  expect(clocks).toEqual({ deadline: '2028-02-25', copy: '2027-03-25' })
  const copied = await ask(
    'POST',
    '/cases/gas:H00017/events',
    { id: 'copy-0001', type: 'copy.sent', data: { how: 'post' } },
    { as: 'olu' },
  )
  expect(copied.body.case.state).toBe('compliant')

  // the escalation has stopped: nothing more until the next job is issued, 60 days before the next deadline
  await until('2027-12-26T12:00:00Z')
  // what the wrong contractor sent waits with whoever sorts messages, and is no part of this
  const aboutIt = (mail: Mail) => mail.cases.includes('gas:H00017')
  for (const one of ['olu', 'pat', 'hope', 'sid', 'cai'])
    expect((await mails(one, '2027-02-27T00:00:00Z')).filter(aboutIt)).toEqual([])
  await until('2028-01-05T12:00:00Z')
  expect((await gas()).case.state).toBe('due_issued')
  expect((await mails('olu', '2027-12-27T00:00:00Z')).map(m => m.cases)).toEqual([['gas:H00017']])

  // how do you know? the history replays from what was signed, and its chain holds
  const { items } = await system.store.history('gas:H00017')
  expect(verifyChain(items)).toMatchObject({ ok: true })
  expect(items.map(({ event }) => event.type).filter(type => !type.startsWith('clock'))).toEqual([
    'case.opened',
    'inspection.completed',
    'certificate.accepted',
    'copy.sent',
  ])
  expect(faults).toEqual([])
})
