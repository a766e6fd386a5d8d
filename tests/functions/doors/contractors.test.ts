import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { references } from '../../../shared/core/personal.ts'
import { MOST_A_DAY } from '../../../shared/intake/contractors/flood.ts'
import { newSecret, sign } from '../../../shared/intake/signature.ts'
import { admin, staff } from '../../support/history.ts'
import { home } from '../api-world.ts'
import { outsideWorld } from '../outside-world.ts'

const sample = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../../events/contractor-callback/${name}.json`, import.meta.url), 'utf8'))
const inspection = {
  ...sample('certificate.submitted'),
  occurredAt: '2026-11-21T10:40:00+00:00',
}
type World = Awaited<ReturnType<typeof outsideWorld>>
const version = async ({ store }: World) => (await store.load('gas:H00017'))!.case.version

test('a certificate is taken: event, claimed beside received time, document with its bytes', async () => {
  const w = await outsideWorld()
  const answer = await w.callback('sureheat', { body: inspection })
  expect(answer).toEqual({ status: 202, body: { id: 'message-0001', status: 'accepted', caseId: 'gas:H00017' } })
  const { items } = await w.store.history('gas:H00017')
  expect(items.at(-1)!.event).toMatchObject({
    type: 'certificate.submitted',
    at: '2026-11-21T10:40:00.000Z',
    received: '2026-11-22T09:00:00.000Z',
    by: { kind: 'contractor', id: 'sureheat' },
  })
  expect(JSON.stringify(items)).not.toContain('base64')
  const [document] = (await w.store.documents('gas:H00017')).items
  expect(document).toMatchObject({ name: 'LGSR-H00017.pdf', status: 'stored' })
  const bytes = w.evidence.get(`gas:H00017/${document!.sha256}`)!
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(document!.sha256)
})

test('a certificate that is another home’s too says so to whoever reviews it (G27)', async () => {
  const w = await outsideWorld()
  await w.callback('sureheat', { body: inspection })
  await w.store.putAsset({ id: 'H3', type: 'dwelling' })
  await w.apply.open('gas', { id: 'gas:H3', assetId: 'H3', facts: { contractorId: 'sureheat' }, by: admin })
  const body = { ...inspection, caseId: 'gas:H3', jobRef: 'gas:H3', assetRef: 'H3' }
  const { addressLine1: _, postcode: __, ...elsewhere } = body
  expect(await w.callback('sureheat', { id: 'message-0002', body: elsewhere })).toMatchObject({ status: 202 })
  const { items } = await w.store.history('gas:H3')
  const note = items.map(({ event }) => event).find(({ type }) => type === 'note.added')
  const [ref] = references(note?.data)
  const text = expect.stringContaining('The same file is evidence of gas:H00017 too: LGSR-H00017.pdf')
  expect(await w.store.words('gas:H3', ref!)).toMatchObject({ text })
})

test('what a contractor told is found by its own number of the job, once', async () => {
  const w = await outsideWorld()
  for (let times = 0; times < 2; times++)
    await w.callback('sureheat', { body: { ...inspection, contractorRef: 'SH 2026/118' } })
  expect(await w.store.intakeOf('sh 2026/118')).toMatchObject([
    { door: 'contractor:sureheat', outcome: 'told', caseId: 'gas:H00017', event: 'certificate.submitted' },
  ])
})

test('the same message again is answered as then and changes nothing; another body under its id is refused', async () => {
  const w = await outsideWorld()
  const first = await w.callback('sureheat', { body: inspection })
  const again = await w.callback('sureheat', { body: inspection })
  expect(again).toEqual({ status: 200, body: first.body })
  const other = await w.callback('sureheat', { body: { ...inspection, occurredAt: '2026-11-21T10:41:00+00:00' } })
  expect(other).toMatchObject({ status: 409, body: { type: 'urn:dutyholder:problem:message-id' } })
  expect(await version(w)).toBe(2)
})

test('each sample of a job is taken where its case can take it', async () => {
  for (const name of ['appointment.made', 'visit.noAccess', 'unsafe.found']) {
    const w = await outsideWorld()
    const body = { ...sample(name), caseId: 'gas:H00017', assetRef: 'H00017', occurredAt: '2026-11-21T10:40:00+00:00' }
    expect([name, await w.callback('sureheat', { body })]).toEqual([name, expect.objectContaining({ status: 202 })])
  }
})

describe('a sender is refused with 401', () => {
  test.each([
    ['without signature', { headers: { 'webhook-signature': '' } }],
    ['with another’s key', { secret: newSecret() }],
    ['with a body that was changed on the way', { instead: JSON.stringify({ ...inspection, jobRef: 'X' }) }],
    ['with an id that was changed', { headers: { 'webhook-id': 'message-0002' } }],
    ['with an odd id', { headers: { 'webhook-id': 'a.b\u0000;DROP' } }],
    ['with another time', { headers: { 'webhook-timestamp': '1795300000' } }],
    ['with no time', { headers: { 'webhook-timestamp': 'now' } }],
  ])('%s', async (_, sending) => {
    const w = await outsideWorld()
    expect((await w.callback('sureheat', { body: inspection, ...sending })).status).toBe(401)
    expect(await version(w)).toBe(1)
  })

  test('who sends an old message again after five minutes, by the system’s clock', async () => {
    const w = await outsideWorld()
    const body = JSON.stringify(inspection)
    const headers = sign(w.secrets['contractors/sureheat']![0]!, 'message-0001', w.now(), body)
    w.clock.now = '2026-11-22T09:05:01.000Z' as typeof w.clock.now
    const sent = await w.toContractors(
      '/contractors/sureheat/events',
      { 'content-type': 'application/json', ...headers },
      body,
    )
    expect(sent.status).toBe(401)
  })

  test('who is not listed, or has no key, whatever they sign with', async () => {
    const w = await outsideWorld()
    for (const who of ['nobody', 'keyless', '__proto__', 'sureheat%20'])
      expect((await w.callback(who, { body: inspection, secret: newSecret() })).status).toBe(401)
  })

  test('whose key was taken away, and a person is told, once a day: nothing of what was sent is kept (G41)', async () => {
    const w = await outsideWorld()
    const [old] = w.secrets['contractors/sureheat']!
    w.secrets['contractors/sureheat'] = []
    const send = (id: string) => w.callback('sureheat', { id, body: inspection, secret: old! })
    expect([(await send('message-0001')).status, (await send('message-0002')).status]).toEqual([401, 401])
    const { items } = await w.store.list({ workflows: ['triage'] })
    expect(items).toHaveLength(1)
    const told = (await w.store.load(items[0]!.id))!.case
    expect(told).toMatchObject({
      facts: {
        reason: 'untrusted',
        source: 'contractor:sureheat',
        detail: 'it has no key with us, and goes on sending',
      },
      wake: expect.any(String),
    })
    expect([...w.originals.values()].join()).not.toContain('LGSR')
    w.clock.now = '2026-11-23T09:00:00.000Z' as typeof w.clock.now
    expect((await send('message-0003')).status).toBe(401)
    expect((await w.store.list({ workflows: ['triage'] })).items).toHaveLength(2)
    expect((await w.callback('nobody', { body: inspection })).status).toBe(401)
    expect((await w.store.list({ workflows: ['triage'] })).items).toHaveLength(2)
    expect(await version(w)).toBe(1)
  })

  test('unless the key is the previous one, while it is being changed', async () => {
    const w = await outsideWorld()
    const secret = w.secrets['contractors/sureheat']![1]!
    expect((await w.callback('sureheat', { body: inspection, secret })).status).toBe(202)
  })
})

describe('a job', () => {
  test('of another contractor is not there, nor is one that does not exist: the same words', async () => {
    const w = await outsideWorld()
    const theirs = await w.callback('marlow', { body: inspection })
    const none = await w.callback('sureheat', { body: { ...inspection, caseId: 'gas:H9' } })
    expect([theirs.status, none.status]).toEqual([404, 404])
    expect(theirs.body.detail.replace('gas:H00017', 'gas:H9')).toBe(none.body.detail)
    expect(await version(w)).toBe(1)
  })

  test('is a guest’s on one machine where it names the guest, who has a key and stands in no file', async () => {
    const w = await outsideWorld()
    w.secrets['contractors/visitor'] = [newSecret()]
    await w.store.putAsset({ id: 'H2', type: 'dwelling' })
    const facts = { ...home, contractorId: 'visitor' }
    await w.apply.open('gas', { id: 'gas:H2', assetId: 'H2', facts, by: admin })
    const theirs = {
      ...sample('appointment.made'),
      caseId: 'gas:H2',
      assetRef: 'H2',
      occurredAt: inspection.occurredAt,
    }
    expect((await w.asGuest('visitor', { body: theirs })).status).toBe(202)
    expect((await w.asGuest('visitor', { id: 'message-0002', body: inspection })).status).toBe(404)
    expect((await w.asGuest('stranger', { body: theirs })).status).toBe(401)
    expect((await w.callback('visitor', { body: theirs })).status).toBe(401)
  })

  test('whose certificate was accepted answers the same certificate as then, by whatever number (G26)', async () => {
    const w = await outsideWorld()
    expect((await w.callback('sureheat', { body: inspection })).status).toBe(202)
    await w.apply.event('gas:H00017', {
      type: 'certificate.accepted',
      at: w.now(),
      by: staff('complianceOfficer'),
      data: {},
    })
    const before = await version(w)
    const again = await w.callback('sureheat', { id: 'message-0077', body: { ...inspection, jobRef: 'other' } })
    expect(again).toMatchObject({ status: 200, body: { caseId: 'gas:H00017' } })
    const document = {
      ...inspection.data.document,
      sha256: 'd'.repeat(64),
      base64: undefined,
      url: 'https://x.example/y.pdf',
    }
    const other = { ...inspection, data: { ...inspection.data, document } }
    expect((await w.callback('sureheat', { id: 'message-0078', body: other })).status).toBe(409)
    expect(await version(w)).toBe(before)
  })

  test('that was given to another contractor: the old one’s messages wait for a person, the new one’s are taken (G40)', async () => {
    const w = await outsideWorld()
    const data = { applicability: 'required', lastDoneOn: '2026-02-10', dueOn: '2027-02-10', contractorId: 'marlow' }
    const by = staff('complianceOfficer')
    const row = await w.apply.event('gas:H00017', { type: 'record.imported', at: w.now(), by, data })
    expect(row.kind).toBe('done')
    const old = await w.callback('sureheat', { body: inspection })
    expect([old.status, typeof old.body.kept]).toEqual([404, 'string'])
    // its own visit of before is not lost: the whole message is there for whoever sorts it
    const { facts } = (await w.store.load(old.body.kept))!.case
    expect(facts).toMatchObject({ reason: 'unplaced', source: 'contractor:sureheat' })
    expect(w.originals.get((facts.original as { key: string }).key)?.toString()).toContain('2026-11-21T10:40:00')
    expect((await w.callback('marlow', { id: 'message-0002', body: inspection })).status).toBe(202)
    // What it says of danger is told as fast as a hazard is, with the job that it names: it may still be true.
    const danger = { ...sample('unsafe.found'), caseId: 'gas:H00017', assetRef: 'H00017' }
    const told = await w.callback('sureheat', {
      id: 'message-0003',
      body: { ...danger, occurredAt: inspection.occurredAt },
    })
    expect(told.status).toBe(404)
    const waits = (await w.store.load(told.body.kept))!.case
    expect(waits.facts).toMatchObject({ reason: 'unplaced', meant: 'hazard', caseId: 'gas:H00017' })
  })

  test('told of twice at one moment: both are in its history, one after the other (G74)', async () => {
    const w = await outsideWorld()
    const made = {
      ...sample('appointment.made'),
      caseId: 'gas:H00017',
      assetRef: 'H00017',
      occurredAt: inspection.occurredAt,
    }
    const slot = (slotStart: string, slotEnd: string) => ({ ...made, data: { ...made.data, slotStart, slotEnd } })
    const both = await Promise.all([
      w.callback('sureheat', { id: 'message-0001', body: slot('2026-12-01T09:00:00Z', '2026-12-01T12:00:00Z') }),
      w.callback('sureheat', { id: 'message-0002', body: slot('2026-12-02T09:00:00Z', '2026-12-02T12:00:00Z') }),
    ])
    expect(both.map(({ status }) => status)).toEqual([202, 202])
    const { items } = await w.store.history('gas:H00017')
    expect(items.map(({ event }) => event.seq)).toEqual([1, 2, 3])
    const last = items.at(-1)!.event.data as { slotStart: string }
    expect((await w.store.load('gas:H00017'))!.case.facts.appointment).toMatchObject({ slotStart: last.slotStart })
  })

  test('that is closed refuses it, and a visit after it closed is a person’s to look at (G75)', async () => {
    const w = await outsideWorld()
    const on = { on: '2026-11-20', certificate: 'removal-77' }
    const shut = { type: 'appliance.removedLast', at: w.now(), by: staff('complianceOfficer'), data: on }
    expect((await w.apply.event('gas:H00017', shut)).kind).toBe('done')
    const before = await w.callback('sureheat', { body: inspection })
    expect([before.status, before.body.kept]).toEqual([409, undefined])
    w.clock.now = '2026-11-24T09:00:00.000Z' as typeof w.clock.now
    const body = { ...inspection, occurredAt: '2026-11-23T10:40:00+00:00' }
    const after = await w.callback('sureheat', { id: 'message-0002', body })
    expect(after.status).toBe(409)
    expect((await w.store.load(after.body.kept))!.case.facts).toMatchObject({ reason: 'refused', caseId: 'gas:H00017' })
    const listed = await w.store.refusedBy(['sureheat'], {})
    expect(listed.items.map(({ refused }) => refused.messageId).sort()).toEqual(['message-0001', 'message-0002'])
  })

  test('that names no contractor is for those whom the landlord lists for its stream', async () => {
    const w = await outsideWorld()
    const { by } = { by: { kind: 'staff' as const, id: 'a@x.org', roles: ['administrator' as const] } }
    await w.store.putAsset({ id: 'H2', type: 'dwelling' })
    await w.apply.open('gas', { id: 'gas:H2', assetId: 'H2', facts: {}, by })
    const body = { ...inspection, caseId: 'gas:H2', assetRef: 'H2' }
    expect((await w.callback('marlow', { body })).status).toBe(404)
    expect((await w.callback('sureheat', { body })).status).toBe(202)
  })

  test.each([
    [{ assetRef: 'H2' }, 422],
    [{ assetRef: '100012346' }, 422],
    [{ assetRef: '100012345' }, 202],
    [{ assetRef: '000100012345' }, 202],
    [{ postcode: 'ct12ab', addressLine1: '12 Example St' }, 202],
    [{ postcode: 'CT1 2AC' }, 422],
    [{ addressLine1: '14 Example Street' }, 422],
  ])('is of the home it is of: %j', async (change, status) => {
    const w = await outsideWorld()
    const answer = await w.callback('sureheat', { body: { ...inspection, ...change } })
    expect(answer.status).toBe(status)
    if (status === 422) expect(answer.body.codes).toEqual(['WRONG_PROPERTY'])
    expect(await version(w)).toBe(status === 202 ? 2 : 1)
  })

  test.each([
    ['Gas', 202],
    ['CP12', 202],
    ['eicr', 422],
    ['smoke-co', 422],
  ])('is of the work it is of: a gas job, and the message says %s', async (stream, status) => {
    const w = await outsideWorld()
    const answer = await w.callback('sureheat', { body: { ...inspection, stream } })
    expect([answer.status, answer.body.codes?.[0]]).toEqual([status, status === 422 ? 'WRONG_STREAM' : undefined])
    expect(await version(w)).toBe(status === 202 ? 2 : 1)
  })
})

describe('a message is refused', () => {
  test.each([
    ['malformed', '{"eventType":', 400],
    ['a list', '[]', 400],
    ['of an unknown field', { ...inspection, colour: 'red' }, 400],
    ['of an unknown kind', { ...inspection, eventType: 'boiler.exploded' }, 400],
    ['without offset, which is G18', { ...inspection, occurredAt: '2026-11-21T10:40:00' }, 400],
    ['about no asset', { ...inspection, assetRef: undefined }, 400],
    ['of the future', { ...inspection, occurredAt: '2026-11-22T09:06:00Z' }, 422],
    ['of long ago', { ...inspection, occurredAt: '1999-11-22T09:06:00Z' }, 422],
    [
      'not for this state',
      {
        ...sample('appointment.cancelled'),
        caseId: 'gas:H00017',
        assetRef: 'H00017',
        occurredAt: '2026-11-21T10:40:00Z',
      },
      409,
    ],
  ])('when it is %s: %i', async (_, body, status) => {
    const w = await outsideWorld()
    const answer = await w.callback('sureheat', { body })
    expect(answer.status).toBe(status)
    expect(await version(w)).toBe(1)
    expect(w.faults).toEqual([])
  })

  test('when it is too large, or no JSON', async () => {
    const w = await outsideWorld()
    expect((await w.callback('sureheat', { body: 'x'.repeat(10_000_000) })).status).toBe(413)
    expect((await w.callback('sureheat', { body: inspection, type: 'text/plain' })).status).toBe(415)
  })
})

test('words about people are a note beside the history, once', async () => {
  const w = await outsideWorld()
  const body = { ...inspection, notes: 'Mrs Hale was in bed', welfareConcern: { yes: true, text: 'no heating' } }
  await w.callback('sureheat', { body })
  await w.callback('sureheat', { body })
  const { items } = await w.store.history('gas:H00017')
  expect(items.map(link => link.event.type)).toEqual(['case.opened', 'certificate.submitted', 'note.added'])
  expect(JSON.stringify(items)).not.toMatch(/Hale|heating/)
  const [ref] = references(items.at(-1)!.event.data)
  expect(await w.store.words('gas:H00017', ref!)).toMatchObject({
    text: 'Mrs Hale was in bed\nWelfare concern: no heating',
  })
})

describe('what an operative hears or sees', () => {
  const about = { assetRef: 'H00017', occurredAt: '2026-11-21T10:40:00Z' }
  const seen = { ...sample('hazard.observed'), ...about }
  const heard = { ...sample('complaint.received'), ...about }

  test('opens a case, once, from when the contractor knew', async () => {
    const w = await outsideWorld()
    const first = await w.callback('sureheat', { body: seen })
    expect(first).toMatchObject({ status: 202, body: { caseId: expect.any(String) } })
    expect(await w.callback('sureheat', { body: seen })).toEqual({ status: 200, body: first.body })
    const { items } = await w.store.history(first.body.caseId)
    expect((await w.store.load(first.body.caseId))!.case).toMatchObject({
      workflow: 'hazard',
      assetId: 'H00017',
      facts: { awareAt: '2026-11-21T10:40:00.000Z', kind: 'damp_mould', channel: 'contractor' },
    })
    expect(JSON.stringify(items)).not.toContain('Black mould')
  })

  test.each([
    ['2026-11-17T10:20:00+00:00', true],
    ['2026-11-20T10:20:00+00:00', undefined],
  ])('a complaint heard at %s says that it was passed on late: %s', async (receivedAt, late) => {
    const w = await outsideWorld()
    const { body } = await w.callback('sureheat', { body: { ...heard, data: { ...heard.data, receivedAt } } })
    const { contractor } = (await w.store.load(body.caseId))!.case.facts as { contractor: { forwardedLate?: boolean } }
    expect(contractor.forwardedLate).toBe(late)
  })

  test('a complaint keeps neither name nor words in its history', async () => {
    const w = await outsideWorld()
    const { status, body } = await w.callback('sureheat', { body: heard })
    expect([status, body.quarantined]).toEqual([202, undefined])
    const stored = (await w.store.load(body.caseId))!.case
    expect(stored).toMatchObject({ workflow: 'complaint', facts: { receivedAt: '2026-11-20T10:20:00.000Z' } })
    const { items } = await w.store.history(body.caseId)
    expect(JSON.stringify([stored, items])).not.toMatch(/Okonkwo|01227|third time/)
    const texts = await Promise.all(references(stored.facts).map(ref => w.store.words(body.caseId, ref)))
    expect(texts.map(words => words && 'text' in words && words.text)).toContain('J. Okonkwo')
  })

  test('is kept whole where nobody knows the home, once, and another body under its id is refused', async () => {
    const w = await outsideWorld()
    const lost = { ...seen, assetRef: 'H9' }
    const first = await w.callback('sureheat', { body: lost })
    expect(first).toMatchObject({ status: 202, body: { quarantined: true } })
    expect(await w.callback('sureheat', { body: lost })).toEqual({ status: 200, body: first.body })
    for (const other of [{ jobRef: 'other' }, { eventId: 'event-0002' }])
      expect((await w.callback('sureheat', { body: { ...lost, ...other } })).status).toBe(409)
    const { items } = await w.store.list({ workflows: ['triage'] })
    expect(items.map(({ id }) => id)).toEqual([first.body.kept])
    const { facts, lead, wake } = (await w.store.load(first.body.kept))!.case
    expect(facts).toMatchObject({ source: 'contractor:sureheat', reason: 'unplaced', meant: 'hazard' })
    expect([lead, wake]).toEqual(['complianceManager', expect.any(String)])
    const { key } = facts.original as { key: string }
    expect(JSON.parse(w.originals.get(key)!.toString()).data.text).toContain('Black mould')
  })
})

describe('a message that no job takes is refused, and a person is given it', () => {
  const triaged = async (w: World, kept: string) => (await w.store.load(kept))!.case.facts

  test('when nobody knows the job (G76): once for the same bytes, whatever their number; sent again it is applied', async () => {
    const w = await outsideWorld()
    const body = { ...inspection, caseId: 'gas:H2', assetRef: 'H2' }
    const first = await w.callback('sureheat', { body })
    const second = await w.callback('sureheat', { id: 'message-0002', body })
    expect([first.status, second.status]).toEqual([404, 404])
    expect(second.body.kept).toBe(first.body.kept)
    const renumbered = await w.callback('sureheat', { body: { ...body, eventId: 'event-0002' } })
    expect([renumbered.status, renumbered.body.kept]).toEqual([404, first.body.kept])
    expect((await w.store.list({ workflows: ['triage'] })).items).toHaveLength(1)
    expect(await triaged(w, first.body.kept)).toMatchObject({ channel: 'contractor', reason: 'unplaced' })
    expect(w.faults).toEqual([])
    await w.store.putAsset({ id: 'H2', type: 'dwelling' })
    await w.apply.open('gas', {
      id: 'gas:H2',
      assetId: 'H2',
      facts: {},
      by: { kind: 'staff', id: 'a@x.org', roles: ['administrator'] },
    })
    expect((await w.callback('sureheat', { body })).status).toBe(202)
  })

  test('when it is about another home: its sender is told, and a person of ours (G27)', async () => {
    const w = await outsideWorld()
    const { status, body } = await w.callback('sureheat', { body: { ...inspection, assetRef: 'H2' } })
    expect([status, body.codes]).toEqual([422, ['WRONG_PROPERTY']])
    expect(await triaged(w, body.kept)).toMatchObject({ reason: 'refused', caseId: 'gas:H00017' })
  })

  test('when it is of danger that the job cannot take; with hours to look, not days', async () => {
    const w = await outsideWorld()
    const unsafe = { ...sample('unsafe.found'), caseId: 'gas:H00017', occurredAt: '2026-11-21T10:40:00Z' }
    const { status, body } = await w.callback('sureheat', { body: { ...unsafe, data: { ...unsafe.data, code: 'A' } } })
    expect(status).toBe(400)
    expect(await triaged(w, body.kept)).toMatchObject({ reason: 'refused', meant: 'hazard' })
  })

  test('and nothing is kept of what its sender can mend: a state, a form', async () => {
    const w = await outsideWorld()
    const body = { ...sample('appointment.cancelled'), caseId: 'gas:H00017', occurredAt: '2026-11-21T10:40:00Z' }
    const refused = await w.callback('sureheat', { body })
    expect([refused.status, refused.body.kept]).toEqual([409, undefined])
    expect(refused.body.allowed).toEqual([
      'appointment.made',
      'visit.noAccess',
      'inspection.completed',
      'certificate.submitted',
      'unsafe.found',
    ])
    expect((await w.store.list({ workflows: ['triage'] })).items).toEqual([])
  })
})

test('a broken loop is counted after so many different messages, a person is told once, and danger goes on being kept', async () => {
  const w = await outsideWorld()
  const triage = async () => (await w.store.list({ workflows: ['triage'] }, { limit: 1000 })).items
  const loop = (n: number) => ({ ...inspection, caseId: 'gas:H9', notes: `try ${n}` })
  const before = (await triage()).length
  for (let n = 0; n < MOST_A_DAY; n++)
    expect((await w.callback('sureheat', { id: `loop-${10_000 + n}`, body: loop(n) })).body.kept).toMatch(/^TRI-/)
  const objects = w.originals.size
  for (const n of [MOST_A_DAY, MOST_A_DAY + 1, MOST_A_DAY + 2]) {
    const { status, body } = await w.callback('sureheat', { id: `loop-${10_000 + n}`, body: loop(n) })
    expect([status, body.kept, body.detail]).toEqual([404, undefined, expect.stringContaining('is not kept')])
  }
  expect(w.originals.size).toBe(objects)
  const since = (await triage()).filter(({ facts }) => String(facts.detail).includes('counted and not kept'))
  expect(since).toHaveLength(1)
  expect((await triage()).length).toBe(before + MOST_A_DAY + 1)
  expect((await w.callback('sureheat', { id: 'loop-again', body: loop(3) })).body.kept).toMatch(/^TRI-/)
  const danger = { ...sample('unsafe.found'), caseId: 'gas:H9', occurredAt: inspection.occurredAt }
  expect((await w.callback('sureheat', { id: 'danger-0001', body: danger })).body.kept).toMatch(/^TRI-/)
  expect((await w.callback('sureheat', { id: 'visit-0001', body: inspection })).status).toBe(202)
  w.clock.now = '2026-11-23T09:00:00.000Z' as typeof w.clock.now
  expect((await w.callback('sureheat', { id: 'loop-tomorrow', body: loop(99_999) })).body.kept).toMatch(/^TRI-/)
}, 60_000)

describe('a contractor whose system speaks HACT', () => {
  const denied = JSON.parse(
    readFileSync(new URL('../../../events/contractor-hact/denied-access.json', import.meta.url), 'utf8'),
  )
  const withJob = async () => {
    const w = await outsideWorld()
    const by = { kind: 'staff' as const, id: 'a@x.org', roles: ['administrator' as const] }
    await w.store.putAsset({ id: 'H3', type: 'dwelling' })
    await w.apply.open('gas', { id: 'gas:H3', assetId: 'H3', facts: { contractorId: 'hactish' }, by })
    const facts = {
      stream: 'gas',
      description: 'Refit',
      priority: 'P1',
      raisedOn: '2026-11-20',
      contractorId: 'hactish',
    }
    await w.apply.open('action', { id: 'ACT-1', assetId: 'H3', facts, by })
    return w
  }
  const of = (id: string, more: object) => ({ ...denied, relatedWorkOrderReference: { id }, ...more })

  test.each([
    ['gas:H3', { typeCode: '70' }, 'visit.noAccess'],
    ['gas:H3', { typeCode: 120 }, 'inspection.completed'],
    ['ACT-1', { typeCode: '0', otherType: 'Completed' }, 'remedial.completed'],
  ])('%s %j is %s', async (id, more, type) => {
    const w = await withJob()
    expect(await w.callback('hactish', { body: of(id, more) })).toMatchObject({ status: 202, body: { caseId: id } })
    expect((await w.store.history(id)).items.map(({ event }) => event.type)).toContain(type)
  })

  test.each([
    ['gas:H3', { typeCode: '80' }, 422],
    ['gas:H3', { typeCode: '0', otherType: 'completed' }, 422],
    ['ACT-1', { typeCode: '120' }, 422],
    ['gas:H9', { typeCode: '70' }, 404],
    ['gas:H00017', { typeCode: '70' }, 404],
    ['gas:H3', { typeCode: '70', eventTime: '2026-11-21T10:40:00' }, 400],
  ])('%s %j is refused with %i', async (id, more, status) => {
    const w = await withJob()
    expect((await w.callback('hactish', { body: of(id, more) })).status).toBe(status)
  })

  test.each([
    ['gas:H9', 'unplaced', undefined],
    ['gas:H00017', 'unplaced', 'gas:H00017'],
  ])('%s is not its job: in the same words, and kept for a person', async (id, reason, caseId) => {
    const w = await withJob()
    const { status, body } = await w.callback('hactish', { body: of(id, { typeCode: '70' }) })
    expect([status, body.detail]).toEqual([404, `job ${id} is not known`])
    const { facts } = (await w.store.load(body.kept))!.case
    expect([facts.reason, facts.caseId]).toEqual([reason, caseId])
    // A code that means nothing does not tell either which jobs there are.
    const other = await w.callback('hactish', { id: 'message-0002', body: of(id, { typeCode: '80' }) })
    expect([other.status, other.body.detail]).toEqual([404, `job ${id} is not known`])
  })
})
