import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { instant } from '../../shared/core/time.ts'
import { json } from '../../shared/http/answer.ts'
import { describe as describeApi } from '../../shared/http/openapi.ts'
import { issuesOf } from '../../shared/http/problem.ts'
import { route } from '../../shared/http/route.ts'
import { type Callback, callback } from '../../shared/intake/contractors/callback.ts'
import { implausible } from '../../shared/intake/contractors/callback-checks.ts'
import { callbackTypes } from '../../shared/intake/contractors/callback-data.ts'
import { eventNames, toEvent, unreadIssues } from '../../shared/intake/contractors/callback-event.ts'
import { fieldsOf, inTheirWords } from '../../shared/intake/trade-words.ts'
import { action } from '../../shared/workflows/action.ts'
import { blockInspection } from '../../shared/workflows/block-inspection.ts'
import { eicr } from '../../shared/workflows/eicr.ts'
import { fireCheck } from '../../shared/workflows/fire-check.ts'
import { fra } from '../../shared/workflows/fra.ts'
import { gas } from '../../shared/workflows/gas.ts'
import { hazard } from '../../shared/workflows/hazard.ts'
import { workflows } from '../../shared/workflows/index.ts'
import { legionella } from '../../shared/workflows/legionella.ts'
import { lifts } from '../../shared/workflows/lifts.ts'
import { HANGS } from '../support/hangs.ts'
import { runs } from '../support/random.ts'

const now = instant.parse('2026-11-22T09:00:00Z')
const events = new URL('../../events/', import.meta.url)
const read = (path: string) => JSON.parse(readFileSync(new URL(path, events), 'utf8'))
const sample = (type: string) => callback.parse(read(`contractor-callback/${type}.json`))

/** The workflow that a sample's case is of, by the case's name. */
const eventsOf = ({ caseId }: Callback) => workflows[(caseId ?? '').split(':')[0] ?? '']?.events

/** All that is wrong with a body, as a contractor is told it. */
const wrong = (body: unknown): string[] => {
  const parsed = callback.safeParse(body)
  if (!parsed.success) return issuesOf(parsed.error).map(({ path, message }) => `${path}: ${message}`)
  return [
    ...unreadIssues(parsed.data, eventsOf(parsed.data)).map(({ path, message }) => `${path}: ${message}`),
    ...implausible(parsed.data, now).map(({ path, code, message }) => `${path}: ${code}: ${message}`),
  ]
}
/** As if a workflow had these events, with no fields of their own. */
const only = (...names: string[]) => Object.fromEntries(names.map(name => [name, z.looseObject({})]))

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
    const event = toEvent(sample('certificate.submitted'), gas.events)
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
    expect(toEvent(sample(type), only(...known)).type).toBe(name)
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

describe('in the words of the workflow that receives it', () => {
  const from = (type: string, data: object, more: object = {}) =>
    callback.parse({ ...read(`contractor-callback/${type}.json`), ...more, data })
  const document = {
    name: 'r.pdf',
    mime: 'application/pdf',
    sha256: 'a'.repeat(64),
    url: 'https://files.example/r.pdf',
  }

  test('EICR: the report’s own remedial period and the day of the visit are read', () => {
    const { data } = toEvent(
      from('inspection.completed', { result: 'UNSATISFACTORY', remedialDays: 14, visitDate: '2026-11-18' }),
      eicr.events,
    )
    expect(data).toMatchObject({ remedialPeriodDays: 14, inspectedFrom: '2026-11-18', inspectedTo: '2026-11-18' })
  })

  test('EICR: where the report names both days, the day of the visit changes neither', () => {
    const body = {
      result: 'SATISFACTORY',
      visitDate: '2026-11-18',
      inspectedFrom: '2026-11-16',
      inspectedTo: '2026-11-18',
    }
    expect(toEvent(from('inspection.completed', body), eicr.events).data).toMatchObject({ inspectedFrom: '2026-11-16' })
  })

  test('gas: whoever signed the record is whose registration is checked', () => {
    const body = { document, engineer: { name: 'A. Fitter', regNo: '7654321' } }
    const { data } = toEvent(from('certificate.submitted', body), gas.events)
    expect(data.operative).toEqual({ name: 'A. Fitter', regNo: '7654321' })
  })

  test('FRA: rating, number of actions, assessor and review date come with the report', () => {
    const body = {
      document,
      riskRating: 'MODERATE',
      actionsDeclared: 12,
      checkedOn: '2026-11-18',
      reportRef: 'FRA-9',
      engineer: { name: 'A. Assessor', regNo: 'IFE register 1234' },
    }
    expect(toEvent(from('certificate.submitted', body), fra.events).data).toMatchObject({
      rating: 'MODERATE',
      declaredActions: 12,
      assessedOn: '2026-11-18',
      reference: 'FRA-9',
      assessor: { name: 'A. Assessor', competence: 'IFE register 1234' },
    })
  })

  test('a visit told the day after counts from the visit, at noon in London', () => {
    expect(
      toEvent(from('inspection.completed', { result: 'SATISFACTORY', visitDate: '2026-07-01' }), gas.events).at,
    ).toBe('2026-07-01T11:00:00.000Z')
  })

  test('work told later counts from its completion', () => {
    const body = { actionRefs: ['1'], completedAt: '2026-11-18T15:00:00+00:00' }
    expect(toEvent(from('remedial.completed', body), hazard.events).at).toBe('2026-11-18T15:00:00.000Z')
    expect(toEvent(from('remedial.completed', body), action.events).at).toBe('2026-11-20T10:40:00.000Z')
  })

  test('a field of one stream is taken there and refused by name elsewhere', () => {
    const body = from('inspection.completed', { grade: 4, findings: [] })
    expect(unreadIssues(body, blockInspection.events)).toEqual([])
    expect(unreadIssues(body, gas.events).map(({ path }) => path)).toEqual(['data.grade', 'data.findings'])
  })

  test.each([
    [
      eicr,
      'inspection.completed',
      ['result', 'observations', 'remedialDays', 'nextDateOnReport', 'visitDate', 'engineer'],
    ],
    [
      eicr,
      'certificate.submitted',
      ['result', 'observations', 'remedialDays', 'nextDateOnReport', 'checkedOn', 'engineer'],
    ],
    [eicr, 'remedial.confirmation', ['standardsMet', 'document', 'completedOn']],
    [gas, 'inspection.completed', ['result', 'appliances', 'engineer']],
    [gas, 'certificate.submitted', ['result', 'document', 'checkedOn', 'visitDate', 'engineer']],
    [gas, 'unsafe.found', ['code', 'appliance', 'actionTaken', 'isolated', 'engineer']],
    [fra, 'inspection.completed', ['riskRating', 'actionsDeclared', 'nextDateOnReport', 'visitDate', 'engineer']],
    [
      fra,
      'certificate.submitted',
      ['riskRating', 'actionsDeclared', 'nextDateOnReport', 'visitDate', 'engineer', 'reportRef'],
    ],
    [
      legionella,
      'inspection.completed',
      ['riskRating', 'actionsDeclared', 'nextDateOnReport', 'visitDate', 'observations'],
    ],
    [legionella, 'certificate.submitted', ['riskRating', 'actionsDeclared', 'nextDateOnReport', 'document']],
    [lifts, 'inspection.completed', ['result', 'observations', 'nextDateOnReport', 'visitDate', 'engineer']],
    [fireCheck, 'inspection.completed', ['result', 'observations', 'visitDate', 'engineer']],
    [action, 'remedial.completed', ['actionRefs', 'completedAt', 'photos']],
  ] as const)('$name reads of %s what decides something: %s', ({ events: known }, type, fields) => {
    const own = fieldsOf(known[eventNames[type].find(name => name in known) as keyof typeof known])
    const deaf = fields.filter(field => {
      const value = field === 'engineer' ? { name: 'A', regNo: '1' } : 'x'
      return !own.has(field) && Object.keys(inTheirWords({ [field]: value }, own)).length === 1
    })
    expect(deaf).toEqual([])
  })
})

test('a phone five minutes fast is believed, six are not', () => {
  const body = read('contractor-callback/alarm.tested.json')
  expect(wrong({ ...body, occurredAt: '2026-11-22T09:05:00Z' })).toEqual([])
  expect(wrong({ ...body, occurredAt: '2026-11-22T09:05:01Z' })[0]).toContain('DATE_IN_FUTURE')
})

test('a new alarm is told with its date of replacement or of manufacture, as its refusal says', () => {
  const body = read('contractor-callback/alarm.tested.json')
  const alarms = [{ type: 'smoke', storey: 'ground', result: 'REPLACED', madeOn: '2026-06-01' }]
  expect(wrong({ ...body, data: { alarms } })).toEqual([])
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
      expect(performance.now() - started).toBeLessThan(HANGS)
    }),
    { numRuns: runs(500) },
  )
})
