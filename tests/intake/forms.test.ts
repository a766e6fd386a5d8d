import { createHmac } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { loadLandlord } from '../../infra/landlord/load.ts'
import type { Instant } from '../../shared/core/time.ts'
import { formKinds } from '../../shared/intake/forms/kinds.ts'
import { fitted, mappingOf } from '../../shared/intake/forms/mapping.ts'
import { proveForm } from '../../shared/intake/forms/proof.ts'
import { report } from '../../shared/intake/forms/report.ts'
import { readSubmission } from '../../shared/intake/forms/services.ts'
import { filesOfForm } from '../../shared/intake/forms/uploads.ts'
import { govukKey, readGovuk } from '../../shared/intake/govuk-forms.ts'
import { newSecret, sign } from '../../shared/intake/signature.ts'
import { workflows } from '../../shared/workflows/index.ts'
import { runs } from '../support/random.ts'

const now = '2026-11-22T09:00:00.000Z' as Instant
const samples = new URL('../../events/forms/', import.meta.url)
const { sources } = loadLandlord(new URL('../../infra/landlord/example.json', import.meta.url))
const sample = (name: string) => readFileSync(new URL(name, samples))

describe('every sample of a form', () => {
  it.each(readdirSync(samples))('%s fits its source, and opens its case', async name => {
    const source = sources.find(one => one.source === name.split('.')[0])
    const { fits, lines } = await report(source!, sample(name), workflows, now)
    expect(lines.join('\n')).toContain(`FITS: it opens a case of ${source!.workflow}.`)
    expect(fits).toBe(true)
  })

  it('of each service is there', () => {
    const kinds = readdirSync(samples).map(name => name.split('.')[1])
    expect(formKinds.filter(kind => kind !== 'secret' && !kinds.includes(kind))).toEqual([])
  })
})

describe('proof', () => {
  const [current, previous] = [newSecret(), newSecret()]
  const raw = Buffer.from('{"a":"£"}')
  const prove = (
    kind: (typeof formKinds)[number],
    headers: Record<string, string>,
    { secrets = [current, previous], query = '', body = raw } = {},
  ) => proveForm({ kind, raw: body, headers, query, secrets, now }).ok
  const typeform = (secret: string) => ({
    'typeform-signature': `sha256=${createHmac('sha256', secret).update(raw).digest('base64')}`,
  })

  it.each([
    ['typeform', typeform(current.slice(6)), '', true],
    ['typeform', typeform(previous), '', true],
    ['typeform', typeform(newSecret()), '', false],
    ['typeform', {}, '', false],
    ['typeform', { 'x-webhook-secret': current }, '', false],
    ['jotform', {}, `key=${encodeURIComponent(current.slice(6))}`, true],
    ['jotform', {}, `key=${encodeURIComponent(previous)}`, true],
    ['jotform', {}, 'key=', false],
    ['jotform', {}, '', false],
    ['power-automate', { 'x-webhook-secret': current }, '', true],
    ['power-automate', { authorization: `Bearer ${previous}` }, '', true],
    ['power-automate', {}, `key=${encodeURIComponent(current)}`, false],
    ['html', { 'x-webhook-secret': 'guess' }, '', false],
    ['signed', sign(current, 'message-0001', now, raw), '', true],
    ['signed', { 'x-webhook-secret': current }, '', false],
  ] as const)('%s by %j %s: %s', (kind, headers, query, ok) =>
    expect(prove(kind, headers as Record<string, string>, { query })).toBe(ok),
  )

  it('is of the bytes: one more blank and it is another message', () =>
    expect(prove('typeform', typeform(current), { body: Buffer.from('{"a": "£"}') })).toBe(false))

  it.each(formKinds)('%s: a source without a secret believes nobody, not even one who knows our stand-in', kind => {
    const headers = { ...typeform('whsec_of-nobody'), 'x-webhook-secret': 'whsec_of-nobody' }
    expect(prove(kind, headers, { secrets: [], query: 'key=whsec_of-nobody' })).toBe(false)
  })
})

describe('GOV.UK Forms', () => {
  const body = JSON.parse(sample('complaints-form.govuk-forms.json').toString())

  it('knows questions by id, whatever their words are edited to', () => {
    const edited = { ...body, answers: body.answers.map((one: object) => ({ ...one, question_text: 'New words?' })) }
    const answersOf = (value: unknown) => {
      const read = readGovuk(value)
      return read.ok && read.submission.answers
    }
    expect(answersOf(edited)).toEqual(answersOf(body))
    expect(readGovuk(body)).toMatchObject({
      submission: { reference: '8E3YY3RX', at: '2026-11-20T16:45:12.345Z', answers: { '1006': 'Kitchen, Hall' } },
    })
  })

  it.each([
    ['form_submissions/1234/20261120T164512Z_8E3YY3RX/form_submission.json', { formId: '1234', test: false }],
    ['test_form_submissions/1234/20261120T164512Z_8E3YY3RX/form_submission.json', { formId: '1234', test: true }],
    ['form_submissions/1234/20261120T164512Z_8E3YY3RX/photo.jpg', undefined],
    ['raw/form_submissions/1/2/form_submission.json', undefined],
  ])('%s', (key, what) => expect(govukKey(key)).toEqual(what))

  it.each([
    ['no reference', { ...body, submission_reference: undefined }, 'submission_reference'],
    ['a date without a zone', { ...body, submitted_at: '2026-11-20T16:45:12' }, 'submitted_at'],
    ['no answers', { ...body, answers: undefined }, 'answers'],
    ['a question without id', { ...body, answers: [{ answer_text: 'x' }] }, 'answers.0.question_id'],
    ['a list', [], 'the whole'],
  ])('with %s is not understood, and says where', (_, value, where) =>
    expect(readGovuk(value)).toMatchObject({ ok: false, why: expect.stringContaining(where) }),
  )
})

describe('an alphabet of its own', () => {
  const part = (head: string, body: Buffer) =>
    Buffer.concat([
      Buffer.from(`--B\r\nContent-Disposition: form-data; ${head}\r\n\r\n`, 'latin1'),
      body,
      Buffer.from('\r\n'),
    ])
  const parts = (...all: Buffer[]) => Buffer.concat([...all, Buffer.from('--B--\r\n')])
  const latin = Buffer.from('Cost \xa312 caf\xe9', 'latin1')
  const MULTI = 'multipart/form-data; boundary=B'
  const POSTED = 'application/x-www-form-urlencoded'

  it.each([
    ['posted, without a word', Buffer.from('text=Cost+%A312+caf%E9'), POSTED, 'Cost £12 café'],
    ['posted, by its own field', Buffer.from('_charset_=iso-8859-15&text=%A4+12'), POSTED, '€ 12'],
    ['posted, by its type', Buffer.from('text=%CB%E9%F4'), `${POSTED}; charset=koi8-r`, 'кИТ'],
    ['posted in UTF-8', Buffer.from('text=Cost+%C2%A312'), POSTED, 'Cost £12'],
    ['posted with a stray sign', Buffer.from('text=100%+of+it'), POSTED, '100% of it'],
    ['parts, without a word', parts(part('name="text"', latin)), MULTI, 'Cost £12 café'],
    [
      'a part that says so',
      parts(part('name="text"\r\nContent-Type: text/plain; charset=iso-8859-15', Buffer.from('\xa4 12', 'latin1'))),
      MULTI,
      '€ 12',
    ],
  ])('%s', async (_, raw, type, text) => {
    const read = await readSubmission('html', raw, type)
    expect(read.ok && read.submission.answers.text).toBe(text)
  })

  it('of one field leaves the file beside it as it is, and reads its name', async () => {
    const bytes = Buffer.from([0xff, 0xd8, 0xff, 0x00, 0x0d, 0x0a, 0x80])
    const file = part('name="f"; filename="caf\xe9.jpg"\r\nContent-Type: image/jpeg', bytes)
    const [found] = await filesOfForm(parts(part('name="text"', latin), file), MULTI)
    expect([found?.name, Buffer.from(found?.bytes ?? [])]).toEqual(['café.jpg', bytes])
  })

  it('that was lost before it came to us opens the case, and a person is told', () => {
    const { arrival, issues } = fitted({ test: false, answers: { a: 'caf\uFFFD' } }, { text: 'a' }, now)
    expect([arrival?.text, issues]).toEqual(['caf\uFFFD', [expect.objectContaining({ fact: 'text', field: 'a' })]])
  })
})

describe('mapping', () => {
  const submission = { test: false, answers: { a: 'Leak', u: '12 34', d: '31/11/2026', s: 'Emergency!', x: 'y' } }

  it('opens with what fits, and says by field what does not', () => {
    const { arrival, issues, unused, unanswered } = fitted(
      submission,
      { text: 'a', uprn: 'u', awareOn: 'd', severity: 's', kind: 'none' },
      now,
    )
    expect(arrival).toMatchObject({ text: 'Leak', uprn: '1234', severity: 'emergency', receivedAt: now })
    expect(arrival?.awareOn).toBeUndefined()
    expect(issues).toMatchObject([{ fact: 'awareOn', field: 'd' }])
    expect(JSON.stringify(issues)).not.toContain('31/11')
    expect({ unused, unanswered }).toEqual({ unused: ['x'], unanswered: ['none'] })
  })

  it('leaves to a note what the case has no place for', () => {
    const mapping = { text: 'a', uprn: 'u', kind: 'x' }
    const { arrival, unused } = fitted(submission, mappingOf({ workflow: 'hazard', mapping }), now)
    expect([arrival?.text, arrival?.kind, unused]).toEqual(['Leak', 'y', ['u', 'd', 's']])
  })

  it('names what is not a word of ours, and a submission that answers nothing', () => {
    expect(fitted(submission, { summary: 'a' }, now)).toMatchObject({
      issues: [
        { fact: 'summary' },
        { why: expect.stringMatching(/^no mapped field was answered: the mapping names .+; the form answered .+/) },
      ],
    })
    expect(fitted(submission, { summary: 'a' }, now).arrival).toBeUndefined()
  })

  it('never dates a submission after we had it', () =>
    expect(
      fitted({ ...submission, at: '2030-01-01T00:00:00.000Z' as Instant }, { text: 'a' }, now).arrival?.receivedAt,
    ).toBe(now))
})

it('Jotform’s multipart is read, and plain forms with several values', async () => {
  const form = new FormData()
  for (const [name, value] of Object.entries(JSON.parse(sample('damp-report.jotform.json').toString())))
    form.set(name, value as string)
  const sent = new Response(form)
  const type = sent.headers.get('content-type')!
  expect(await readSubmission('jotform', new Uint8Array(await sent.arrayBuffer()), type)).toMatchObject({
    submission: {
      reference: '5123456789012345678',
      answers: { describe: 'Water runs down the wall', q6_name: 'Jo Bloggs' },
    },
  })
  expect(await readSubmission('html', Buffer.from('a=1&a=2&b[]=x'), 'application/x-www-form-urlencoded')).toMatchObject(
    {
      submission: { answers: { a: '1, 2', b: 'x' } },
    },
  )
})

describe('what is told to whoever writes a mapping', () => {
  const source = sources.find(one => one.source === 'damp-report')!
  const lines = async (mapping: Record<string, string>, workflow = source.workflow) =>
    (await report({ ...source, mapping, workflow }, sample('damp-report.jotform.json'), workflows, now)).lines

  it('is what fits, what is missing, and what becomes of the rest; each answer under one name', async () => {
    const said = await lines({ text: 'describe', contact: 'telephone' })
    expect(said.slice(0, 2)).toEqual([
      'damp-report (jotform, application/json), submission 5123456789012345678',
      'FITS: it opens a case of hazard.',
    ])
    const below = (title: string) => said.slice(said.findIndex(line => line.startsWith(title)) + 1)
    expect(below('Mapped, and not answered')[0]).toBe('  contact ← telephone')
    expect(below('Answered, and in no mapping').slice(0, 5)).toEqual(['  room', '  property', '  name', '  email', ''])
  })

  it('is that no case opens, or that one opens without what does not fit', async () => {
    expect((await lines({ text: 'nothing' }))[1]).toMatch(/^DOES NOT FIT: no case opens/)
    const partly = await lines({ text: 'describe', issueOn: 'room', colour: 'room' })
    expect(partly[1]).toMatch(/^DOES NOT FIT: the case of hazard opens with the rest/)
    expect(partly.join('\n')).toMatch(/colour ← room: there is no colour[\s\S]*issueOn ← room: /)
    expect((await lines({ text: 'describe' }, 'nowhere'))[1]).toBe('DOES NOT FIT: there is no workflow nowhere.')
  })

  it('is of any workflow, by its own facts', async () => {
    const action = { ...source, kind: 'secret' as const, workflow: 'action' }
    const mapping = { description: 'what', stream: 's', priority: 'p', raisedOn: 'on', shade: 'c' }
    const body = Buffer.from(JSON.stringify({ what: 'Door', s: 'fra', p: 'P9', on: '2026-11-20', c: 'red' }))
    const { fits, lines: said } = await report({ ...action, mapping }, body, workflows, now)
    expect([fits, said.join('\n')]).toEqual([
      false,
      expect.stringMatching(/priority: [\s\S]*shade: action has no such fact/),
    ])
  })
})

it('whatever is sent, a form answers', async () => {
  const types = fc.constantFrom(
    'application/json',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'multipart/form-data',
    undefined,
  )
  const bodies = fc.oneof(
    fc.uint8Array({ maxLength: 500 }).map(bytes => Buffer.from(bytes)),
    fc.json({ maxDepth: 6 }).map(text => Buffer.from(text)),
    fc.json().map(inner =>
      Buffer.from(
        JSON.stringify({
          rawRequest: inner,
          event_type: 'form_response',
          form_response: { token: 't', answers: [JSON.parse(inner)] },
        }),
      ),
    ),
  )
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...formKinds), bodies, types, async (kind, raw, type) => {
      const read = await readSubmission(kind, raw, type)
      if (read.ok) expect(Array.isArray(fitted(read.submission, { text: 'a' }, now).issues)).toBe(true)
      else expect(read.why.length).toBeGreaterThan(0)
    }),
    { numRuns: runs(500) },
  )
})

it.each([
  [
    'of one object',
    JSON.stringify(Object.fromEntries(Array.from({ length: 30_000 }, (_, n) => [`q${n}`, '1']))),
    'application/json',
    '20000 values',
  ],
  [
    'inside one another',
    `{"a":${'['.repeat(20)}${'{"b":1},'.repeat(20_001)}1${']'.repeat(20)}}`,
    'application/json',
    '20000 values',
  ],
  // Node's own reader takes time by the square: this took minutes.
  ['of posted fields', 'a&'.repeat(2_600_000), 'application/x-www-form-urlencoded', '20000 fields'],
  [
    'in parts',
    '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n'.repeat(5000),
    'multipart/form-data; boundary=b',
    '1000 parts',
  ],
])('answers beyond any form, %s, are not gone through, and are kept for a person', async (_, body, type, what) => {
  for (const kind of ['signed', 'html'] as const)
    expect(await readSubmission(kind, Buffer.from(body), type)).toEqual({
      ok: false,
      why: `it holds more than ${what}`,
    })
  expect(await filesOfForm(Buffer.from(body), type)).toEqual([])
})

it('a form of two thousand answers with commas, quotes and brackets in them is read', async () => {
  const answer = 'a, "b" [c] {d}, \\'
  const body = JSON.stringify(Object.fromEntries(Array.from({ length: 2000 }, (_, n) => [`q${n}`, answer.repeat(9)])))
  expect(await readSubmission('signed', Buffer.from(body), 'application/json')).toMatchObject({
    ok: true,
    submission: { answers: { q1999: answer.repeat(9) } },
  })
})
