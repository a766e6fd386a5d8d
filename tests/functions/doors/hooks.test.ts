import { createHash, createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { loadLandlord } from '../../../infra/landlord/load.ts'
import { references } from '../../../shared/core/personal.ts'
import { newSecret, sign } from '../../../shared/intake/signature.ts'
import { outsideWorld } from '../outside-world.ts'

type World = Awaited<ReturnType<typeof outsideWorld>>
const fault = { what: { text: 'Boiler leaks' }, home: 'H00017', how: 'P2', on: '2026-11-20', stream: 'gas' }

const signed = (
  w: World,
  body: unknown,
  { id = 'message-0001', secret = w.secrets['sources/fault-form']![0]! } = {},
) => {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return w.toHooks(
    '/hooks/fault-form',
    { 'content-type': 'application/json', ...sign(secret, id, w.now(), text) },
    text,
  )
}
const plain = (w: World, text: string, headers: Record<string, string> = {}, path = 'plain-form') =>
  w.toHooks(
    `/hooks/${path}`,
    { 'content-type': 'application/json', 'x-webhook-secret': w.secrets[`sources/${path}`]?.[0] ?? '', ...headers },
    text,
  )

/** Where the bytes behind a case of triage lie. */
const keyOf = (kept: { facts: Record<string, unknown> } | undefined): string => String(Object(kept?.facts.original).key)

test('a signed submission opens the case of its source, by the mapping, once', async () => {
  const w = await outsideWorld()
  const first = await signed(w, fault)
  expect(first).toEqual({ status: 202, body: { caseId: expect.stringMatching(/^ACT-/) } })
  expect((await w.store.load(first.body.caseId))!.case).toMatchObject({
    assetId: 'H00017',
    facts: { description: 'Boiler leaks', priority: 'P2', raisedOn: '2026-11-20', stream: 'gas' },
  })
  expect(await signed(w, fault)).toEqual({ status: 200, body: first.body })
  expect((await signed(w, { ...fault, how: 'P1' })).status).toBe(409)
})

describe('a service that cannot sign', () => {
  const answers = [
    { question_id: 1, question_text: 'What is wrong?', answer_text: 'Boiler leaks' },
    { question_id: 2, question_text: 'Home', answer_text: 'H00017' },
  ]
  const body = JSON.stringify({ form_name: 'Faults', answers, p: 'P2', on: '2026-11-20', s: 'gas' })

  test('shows its secret, and is understood by question; the same bytes are the same submission', async () => {
    const w = await outsideWorld()
    const first = await plain(w, body)
    expect((await w.store.load(first.body.caseId))!.case.facts.description).toBe('Boiler leaks')
    expect(await plain(w, body)).toEqual({ status: 200, body: first.body })
    const bearer = { 'x-webhook-secret': '', authorization: `Bearer ${w.secrets['sources/plain-form']![0]}` }
    expect((await plain(w, body, { ...bearer })).status).toBe(401)
    const { 'x-webhook-secret': _, ...alone } = bearer
    expect((await w.toHooks('/hooks/plain-form', { 'content-type': 'application/json', ...alone }, body)).status).toBe(
      200,
    )
  })

  test('may send a plain web form', async () => {
    const w = await outsideWorld()
    const text = new URLSearchParams({ 'What is wrong?': 'Leak', Home: 'H00017', p: 'P2', on: '2026-11-20', s: 'gas' })
    const sent = await plain(w, text.toString(), { 'content-type': 'application/x-www-form-urlencoded' })
    expect(sent).toMatchObject({ status: 202, body: { caseId: expect.any(String) } })
  })

  test('is refused without it, and so is whoever is not listed', async () => {
    const w = await outsideWorld()
    for (const secret of ['', 'wrong', newSecret()])
      expect((await plain(w, body, { 'x-webhook-secret': secret })).status).toBe(401)
    expect((await plain(w, body, {}, 'nobody')).status).toBe(401)
    expect((await signed(w, fault, { secret: newSecret() })).status).toBe(401)
    expect((await plain(w, 'x'.repeat(5 * 1_048_576 + 1))).status).toBe(413)
    expect((await plain(w, body, { 'content-type': 'text/plain' })).status).toBe(415)
  })
})

test('a complaint of which nothing is understood waits for a person, whole, with a clock', async () => {
  const w = await outsideWorld(loadLandlord(new URL('../../../infra/landlord/example.json', import.meta.url)).sources)
  const body = '{"answers":[]}'
  expect(await plain(w, body, {}, 'complaints-form')).toEqual({ status: 202, body: { quarantined: true } })
  const [kept] = (await w.store.list({ workflows: ['triage'] })).items
  expect(kept).toMatchObject({ lead: 'complaintsLead', facts: { reason: 'unmapped', meant: 'complaint' } })
  expect(kept?.wake).toBeDefined()
  const key = keyOf(kept)
  expect([key, w.originals.get(key)?.toString()]).toEqual([
    expect.stringMatching(/^hooks\/complaints-form\/[0-9a-f]{64}\/[0-9a-f]{16}\.json$/),
    body,
  ])
})

test('the forms of the example landlord open their cases, words beside', async () => {
  const example = loadLandlord(new URL('../../../infra/landlord/example.json', import.meta.url))
  const w = await outsideWorld(example.sources)
  const sample = new URL('../../../events/forms/complaints-form.govuk-forms.json', import.meta.url)
  const complaint = await plain(w, readFileSync(sample, 'utf8'), {}, 'complaints-form')
  expect(complaint).toEqual({ status: 202, body: { caseId: expect.any(String) } })
  const stored = (await w.store.load(complaint.body.caseId))!.case
  expect(stored).toMatchObject({
    workflow: 'complaint',
    assetId: 'H00017',
    facts: { channel: 'web', receivedAt: '2026-11-20T16:45:12.345Z' },
  })
  expect(JSON.stringify(stored)).not.toMatch(/Bloggs|apology|boiler/)
  const text = JSON.stringify({ description: 'Black spots', propertyReference: 'H00017', hazardType: 'Damp and mould' })
  const signature = sign(w.secrets['sources/hazard-form']![0]!, 'message-0009', w.now(), text)
  const hazard = await w.toHooks('/hooks/hazard-form', { 'content-type': 'application/json', ...signature }, text)
  expect(hazard).toEqual({ status: 202, body: { caseId: expect.any(String) } })
  expect((await w.store.load(hazard.body.caseId))!.case.facts).toMatchObject({ kind: 'damp_mould', awareAt: w.now() })
})

describe('what cannot be understood is kept whole', () => {
  test.each([
    ['malformed JSON', '{"what":', 'malformed JSON'],
    ['a list', '[1]', 'not one object'],
    ['a priority that is none', JSON.stringify({ ...fault, how: 'soon' }), 'priority'],
    ['nothing that we map', '{}', 'description'],
  ])('%s', async (_, body, why) => {
    const w = await outsideWorld()
    expect(await signed(w, body)).toEqual({ status: 202, body: { quarantined: true } })
    expect(await signed(w, body)).toEqual({ status: 200, body: { quarantined: true } })
    const [kept, ...others] = (await w.store.list({ workflows: ['triage'] })).items
    expect([others, kept?.facts]).toMatchObject([
      [],
      { source: 'form:fault-form', detail: expect.stringContaining(why) },
    ])
    expect(w.originals.get(keyOf(kept))?.toString()).toBe(body)
    expect(w.faults).toEqual([])
  })

  test('a source whose workflow is not there', async () => {
    const w = await outsideWorld()
    expect(await plain(w, '{}', {}, 'lost-form')).toMatchObject({ status: 202, body: { quarantined: true } })
  })

  test('a home that nobody knows stops no clock: the case opens without it', async () => {
    const w = await outsideWorld()
    const { status, body } = await signed(w, { ...fault, home: '12 Example Street' })
    expect([status, body.quarantined]).toEqual([202, true])
    expect((await w.store.load(body.caseId))!.case.assetId).toBeUndefined()
    const [kept] = (await w.store.list({ workflows: ['triage'] })).items
    expect(kept?.facts.caseId).toBe(body.caseId)
    expect(w.originals.get(keyOf(kept))?.toString()).toContain('12 Ex')
  })
})

describe('of a form that the service numbers itself', () => {
  const example = loadLandlord(new URL('../../../infra/landlord/example.json', import.meta.url))
  const typed = async (w: World, text: string, token = 'token-0001') => {
    const body = JSON.stringify({
      event_type: 'form_response',
      form_response: { token, answers: [{ type: 'text', text, field: { id: 'f', ref: 'what-happened' } }] },
    })
    const mac = createHmac('sha256', w.secrets['sources/repairs-survey']![0]!).update(body).digest('base64')
    const headers = { 'content-type': 'application/json', 'typeform-signature': `sha256=${mac}` }
    return w.toHooks('/hooks/repairs-survey', headers, body)
  }

  test('an edited submission waits for a person: no service reads a refusal', async () => {
    const w = await outsideWorld(example.sources)
    expect((await typed(w, 'No heat')).status).toBe(202)
    expect(await typed(w, 'No heat since May')).toEqual({ status: 202, body: { quarantined: true } })
    const [kept] = (await w.store.list({ workflows: ['triage'] })).items
    expect(kept?.facts).toMatchObject({ reason: 'refused', meant: 'complaint' })
    expect((await w.store.intakeOf('token-0001')).map(({ outcome, caseId }) => [outcome, caseId])).toEqual([
      ['triage', kept?.id],
    ])
  })

  test('a file that came with the form is a document of the case, byte for byte', async () => {
    const w = await outsideWorld(example.sources)
    const photo = 'JFIF photo of the mould'
    const body = [
      '--edge\r\nContent-Disposition: form-data; name="message"\r\n\r\nMould in the bedroom\r\n',
      '--edge\r\nContent-Disposition: form-data; name="photo"; filename="C:\\\\mould.jpg"\r\nContent-Type: image/jpeg\r\n\r\n',
      `${photo}\r\n--edge--\r\n`,
    ].join('')
    const headers = { 'content-type': 'multipart/form-data; boundary=edge', 'webhook-id': 'message-0008' }
    const { status, body: answer } = await plain(w, body, headers, 'website-complaints')
    expect(status).toBe(202)
    const sha256 = createHash('sha256').update(photo).digest('hex')
    expect((await w.store.documents(answer.caseId)).items).toMatchObject([
      { sha256, name: 'mould.jpg', type: 'image/jpeg', size: photo.length, status: 'stored' },
    ])
    expect([...w.evidence.values()].map(one => Buffer.from(one as Uint8Array).toString())).toContain(photo)
  })

  test('an answer that no field of ours takes is a note of the case, asked in its own words, once', async () => {
    const w = await outsideWorld(example.sources)
    const sample = readFileSync(
      new URL('../../../events/forms/complaints-form.govuk-forms.json', import.meta.url),
      'utf8',
    )
    const { body } = await plain(w, sample, {}, 'complaints-form')
    await plain(w, sample, {}, 'complaints-form')
    const { items } = await w.store.history(body.caseId)
    const notes = items.filter(({ event }) => event.type === 'note.added')
    expect(notes).toHaveLength(1)
    expect(JSON.stringify(items)).not.toContain('Kitchen')
    const [ref] = references(notes[0]?.event.data)
    expect(await w.store.words(body.caseId, ref ?? '')).toMatchObject({
      text: 'The form also says:\nWhich rooms?: Kitchen, Hall',
    })
  })

  test('a file inside the JSON, as a flow of Power Automate sends it, is a document of the case', async () => {
    const w = await outsideWorld(example.sources)
    const name = '../../../events/forms/staff-hazards.power-automate.photo.json'
    const { body, status } = await plain(w, readFileSync(new URL(name, import.meta.url), 'utf8'), {}, 'staff-hazards')
    expect(status).toBe(202)
    const { items } = await w.store.documents(body.caseId)
    expect(items).toMatchObject([{ name: 'handrail.jpg', type: 'image/jpeg', status: 'stored' }])
    expect(w.evidence.get(`${body.caseId}/${items[0]?.sha256}`)?.length).toBe(items[0]?.size)
  })

  test('words that are too many open the case by their beginning, and the whole waits beside it', async () => {
    const w = await outsideWorld(example.sources)
    const { status, body } = await typed(w, 'No heat. '.repeat(400_000), 'token-long')
    expect([status, body.quarantined]).toEqual([202, true])
    const [kept] = (await w.store.list({ workflows: ['triage'] })).items
    expect(kept?.facts).toMatchObject({ caseId: body.caseId, detail: expect.stringContaining('10000 characters') })
    expect(w.originals.get(keyOf(kept))?.length).toBeGreaterThan(3_600_000)
  })

  test('a hazard seen by one of us before the form was sent: day 0 is that day', async () => {
    const w = await outsideWorld(example.sources)
    const sent = {
      responseId: '900',
      submitDate: '2026-11-20T09:12:44Z',
      home: 'H00017',
      kind: 'damp',
      seenOn: '18/11/2026',
    }
    const { body } = await plain(w, JSON.stringify(sent), {}, 'staff-hazards')
    const { facts } = (await w.store.load(body.caseId))!.case
    expect(facts).toMatchObject({ kind: 'damp_mould', awareAt: '2026-11-18T00:00:00.000Z' })
  })

  test('two submissions under one message id are one and a conflict, though neither is understood', async () => {
    const w = await outsideWorld(example.sources)
    const send = (text: string) => plain(w, text, { 'webhook-id': 'message-0007' }, 'website-complaints')
    expect((await send('{"else":1}')).body).toEqual({ quarantined: true })
    expect((await send('{"else":2}')).status).toBe(409)
  })
})
