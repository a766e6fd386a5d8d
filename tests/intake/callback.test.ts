import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { instant } from '../../shared/core/time.ts'
import { json } from '../../shared/http/answer.ts'
import { describe as describeApi } from '../../shared/http/openapi.ts'
import { issuesOf } from '../../shared/http/problem.ts'
import { route } from '../../shared/http/route.ts'
import { callback } from '../../shared/intake/callback.ts'
import { implausible } from '../../shared/intake/callback-checks.ts'
import { callbackTypes } from '../../shared/intake/callback-data.ts'
import { eventNames, toEvent } from '../../shared/intake/callback-event.ts'

const now = instant.parse('2026-11-22T09:00:00Z')
const events = new URL('../../events/', import.meta.url)
const read = (path: string) => JSON.parse(readFileSync(new URL(path, events), 'utf8'))
const sample = (type: string) => callback.parse(read(`contractor-callback/${type}.json`))

/** All that is wrong with a body, as a contractor is told it. */
const wrong = (body: unknown): string[] => {
  const parsed = callback.safeParse(body)
  return parsed.success
    ? implausible(parsed.data, now).map(({ path, code, message }) => `${path}: ${code}: ${message}`)
    : issuesOf(parsed.error).map(({ path, message }) => `${path}: ${message}`)
}

test('there is a sample of every message', () => {
  const samples = readdirSync(new URL('contractor-callback/', events)).map(name => name.replace(/\.json$/, ''))
  expect(samples.sort()).toEqual([...callbackTypes].sort())
})

test.each(callbackTypes)('%s: its sample is accepted', type => {
  expect(wrong(read(`contractor-callback/${type}.json`))).toEqual([])
})

test.each(readdirSync(new URL('refused/', events)).filter(name => name.startsWith('callback-')))(
  '%s is refused',
  name => {
    const { why, body } = read(`refused/${name}`)
    expect(wrong(body).some(each => each.startsWith(why))).toBe(true)
  },
)

test('every unknown eventType is told the known ones', () => {
  const [said] = wrong({ ...read('contractor-callback/alarm.tested.json'), eventType: 'x' })
  for (const type of callbackTypes) expect(said).toContain(type)
})

describe('as an event of ours', () => {
  test('time in UTC, everything said, documents without bytes', () => {
    const event = toEvent(sample('certificate.submitted'), ['certificate.submitted'])
    expect(event).toMatchObject({
      caseId: 'gas:H00017',
      assetRef: 'H00017',
      type: 'certificate.submitted',
      at: '2026-11-20T10:40:00.000Z',
      data: {
        checkedOn: '2026-11-20',
        engineer: { regNo: '1234567' },
        operative: { regNo: '1234567' },
        jobRef: 'SH-88121',
        document: { name: 'LGSR-H00017.pdf' },
        documents: [{ name: 'LGSR-H00017.pdf', mime: 'application/pdf' }],
      },
    })
    expect(JSON.stringify(event)).not.toContain('base64')
  })

  test('a photograph is evidence among the documents, and its name stands where it was', () => {
    const { data } = toEvent(sample('visit.noAccess'))
    expect(data.photo).toBe('card-H00017.jpg')
    expect(data.documents).toMatchObject([{ name: 'card-H00017.jpg', sha256: expect.any(String) }])
    const { data: after } = toEvent(sample('remedial.completed'))
    expect(after.photos).toEqual({ before: 'before.jpg', after: 'after.jpg' })
    expect(after.documents).toHaveLength(2)
  })

  test('words about people stand aside, not in the history', () => {
    const { data, aside } = toEvent(sample('inspection.completed'))
    expect(aside).toEqual({
      notes: 'Resident was in',
      welfareConcern: { yes: true, text: 'No heating in the bedroom' },
      addressLine1: '17 High Street',
      postcode: 'CT1 1AA',
    })
    expect(Object.keys(data).sort()).toEqual([
      'appliances',
      'documents',
      'jobRef',
      'nextDateOnReport',
      'observations',
      'operative',
      'result',
    ])
  })

  test.each([
    ['inspection.completed', ['inspection.completed', 'exam.completed'], 'inspection.completed'],
    ['inspection.completed', ['exam.completed'], 'exam.completed'],
    ['inspection.completed', ['lra.completed'], 'lra.completed'],
    ['certificate.submitted', ['report.received'], 'report.received'],
    ['remedial.completed', ['completion.claimed'], 'completion.claimed'],
    ['remedial.confirmation', ['confirmation.received'], 'confirmation.received'],
    ['unsafe.found', ['defect.A'], 'defect.A'],
    ['visit.noAccess', ['nothing.fitting'], 'visit.noAccess'],
  ])('%s to a workflow that knows %j is %s', (type, known, name) => {
    expect(toEvent(sample(type), known).type).toBe(name)
  })

  test('a contractor’s own name is always the first choice', () => {
    for (const type of callbackTypes) expect(eventNames[type][0]).toBe(type)
  })

  test('a complaint and a hazard open their own case, whatever job they were seen on', () => {
    expect(toEvent(sample('complaint.received'))).toMatchObject({ opens: 'complaint', assetRef: 'H00017' })
    const hazard = toEvent(sample('hazard.observed'))
    expect(hazard).toMatchObject({ opens: 'hazard', data: { jobRef: 'SH-88121' } })
    expect(hazard).not.toHaveProperty('caseId')
  })

  test('jobRef stands for the case where it is the only one', () => {
    const { caseId: _, ...body } = read('contractor-callback/visit.noAccess.json')
    expect(toEvent(callback.parse(body)).caseId).toBe('SH-88121')
  })

  test('summer time: 10:40+01:00 is 09:40Z', () => {
    const body = { ...read('contractor-callback/alarm.tested.json'), occurredAt: '2026-07-01T10:40:00+01:00' }
    expect(toEvent(callback.parse(body)).at).toBe('2026-07-01T09:40:00.000Z')
  })
})

test('a phone five minutes fast is believed, six are not', () => {
  const body = read('contractor-callback/alarm.tested.json')
  expect(wrong({ ...body, occurredAt: '2026-11-22T09:05:00Z' })).toEqual([])
  expect(wrong({ ...body, occurredAt: '2026-11-22T09:05:01Z' })[0]).toContain('DATE_IN_FUTURE')
})

test('it can be described', () => {
  const made = describeApi([
    route({
      method: 'POST',
      path: '/contractors/{contractorId}/events',
      summary: 'A contractor tells what happened',
      who: 'any',
      body: { json: callback },
      handler: () => json({}),
    }),
  ])
  expect(made.components?.schemas?.ContractorCallback).toMatchObject({ oneOf: expect.any(Array) })
})

test('fuzz: any change to any sample is accepted or refused, never thrown', () => {
  const bodies = callbackTypes.map(type => read(`contractor-callback/${type}.json`))
  const field = fc.constantFrom(
    'eventType',
    'data',
    'occurredAt',
    'documents',
    'caseId',
    'welfareConcern',
    '__proto__',
    'x',
  )
  fc.assert(
    fc.property(fc.constantFrom(...bodies), field, fc.jsonValue(), fc.boolean(), (body, name, value, inside) => {
      const changed = inside ? { ...body, data: { ...body.data, [name]: value } } : { ...body, [name]: value }
      const started = performance.now()
      const parsed = callback.safeParse(changed)
      if (parsed.success) {
        implausible(parsed.data, now)
        expect(toEvent(parsed.data).type).toBe(parsed.data.eventType)
      }
      expect(performance.now() - started).toBeLessThan(1000)
    }),
    { numRuns: 500 },
  )
})
