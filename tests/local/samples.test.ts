/** Every sample in `events/` of a message from outside, through its own door of a running system, not its parser alone. */
import { createHmac } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contentTypeOf } from '../../shared/intake/forms/report.ts'
import { sign } from '../../shared/intake/signature.ts'
import { home } from '../functions/api-world.ts'
import { type DoorWorld, doorWorld } from './door-world.ts'

const folder = new URL('../../events/', import.meta.url)
const samples = (kind: string) =>
  readdirSync(new URL(`${kind}/`, folder))
    .sort()
    .map((name): [string, Buffer] => [name, readFileSync(new URL(`${kind}/${name}`, folder))])

let w: DoorWorld
let complaint = ''
beforeAll(async () => {
  w = await doorWorld('2026-11-22T09:00:00.000Z')
  await w.key('sureheat')
  for (const { source } of w.system.landlord.sources) await w.key(source)
  const staff = { email: 'asha.patel@northmere.example', name: 'Asha Patel', roles: ['complaintsLead'] }
  await w.system.store.putPerson(staff as never)
  await w.home('H00017', { uprn: '100012345' })
  await w.open('gas', home, 'H00017')
  complaint = await w.open('complaint', { receivedAt: '2026-11-02T09:00:00Z', channel: 'web', text: 'No heat' })
}, 60_000)
afterAll(async () => {
  expect(w.faults).toEqual([])
  await w.stop()
})

const found = async (reference: string): Promise<{ outcome: string; caseId?: string }[]> =>
  (await w.get(`/intake?reference=${encodeURIComponent(reference)}`)).body.items

let sent = 0
const proofs: Record<string, (secret: string, raw: Buffer) => { headers: Record<string, string>; query?: string }> = {
  typeform: (secret, raw) => ({
    headers: { 'typeform-signature': `sha256=${createHmac('sha256', secret).update(raw).digest('base64')}` },
  }),
  signed: (secret, raw) => ({ headers: sign(secret, `sample-form-${sent}`, w.now(), raw) }),
  jotform: secret => ({ headers: {}, query: `?key=${encodeURIComponent(secret)}` }),
}
const bySecret = (secret: string) => ({ headers: { 'x-webhook-secret': secret }, query: '' })

describe('a form', () => {
  test.each(samples('forms'))('%s opens the case of its source, once', async (name, raw) => {
    const [source = '', kind = ''] = name.split('.')
    sent += 1
    const { headers, query = '' } = (proofs[kind] ?? bySecret)(w.secrets[source] ?? '', raw)
    const post = () => w.post(`/hooks/${source}${query}`, raw, { 'content-type': contentTypeOf(raw), ...headers })
    const first = await post()
    expect(first).toMatchObject({ status: 202, body: { caseId: expect.any(String) } })
    expect(first.body).not.toHaveProperty('quarantined')
    expect(await post()).toMatchObject({ status: 200, body: { caseId: first.body.caseId } })
    const { workflow } = w.system.landlord.sources.find(one => one.source === source)!
    expect((await w.look(first.body.caseId)).case).toMatchObject({ workflow })
  })

  test('of GOV.UK, laid into the bucket, is the one that came by web hook', async () => {
    const raw = readFileSync(new URL('forms/complaints-form.govuk-forms.json', folder))
    const key = 'form_submissions/1234/20261120T164512Z_8E3YY3RX/form_submission.json'
    expect((await w.post(`/local/inbound?key=${key}`, raw, {})).status).toBeLessThan(300)
    await w.settle()
    const cases = (await found('8E3YY3RX')).map(({ caseId }) => caseId)
    expect([cases.length > 0, new Set(cases).size]).toEqual([true, 1])
  })
})

describe('a mail', () => {
  test.each(samples('mail'))('%s', async (name, raw) => {
    const outcome = name.split('.').at(-2)
    const named = Buffer.from(raw.toString('latin1').replace('CMP-SAMPLE', complaint), 'latin1')
    const { status, body } = await w.post('/local/mail/in', named, {})
    expect(status).toBe(202)
    await w.settle()
    const lines = await found(String(body.key).replace(/^raw\//, ''))
    expect(lines.map(line => line.outcome)).toEqual([outcome])
    expect((await w.look(lines[0]?.caseId ?? '')).history.length).toBeGreaterThan(0)
  })
})

describe('a message of a contractor that is wrong', () => {
  test.each(samples('refused'))('%s is answered with what is wrong with it, and where', async (name, raw) => {
    const { why, body } = JSON.parse(raw.toString())
    const said = await w.callback('sureheat', body)
    expect([name, [400, 422].includes(said.status)]).toEqual([name, true])
    const issues: { path: string; message: string }[] = said.body.issues ?? []
    const written = issues.flatMap(({ path, message }) => [`${path}: ${message}`, ...(said.body.failed ?? [])])
    const coded = (said.body.codes ?? []).flatMap((code: string) => issues.map(({ path }) => `${path}: ${code}`))
    expect([...written, ...coded].some(line => line.startsWith(why))).toBe(true)
  })
})
