import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { check } from '../../shared/core/check.ts'
import { explain } from '../../shared/core/explain.ts'
import { allowedIn } from '../../shared/core/machine.ts'
import { addHours, type Day } from '../../shared/core/time.ts'
import { decentStanding } from '../../shared/position/decent.ts'
import type { Place } from '../../shared/position/question.ts'
import { accessStatus, type HomeSurvey, surveyStanding, surveyStatus } from '../../shared/position/surveys.ts'
import { tsm } from '../../shared/position/tsm.ts'
import { survey } from '../../shared/workflows/survey.ts'
import { contractor, history, sha, staff, when } from '../support/history.ts'
import { runs } from '../support/random.ts'
import { unreadable } from '../support/samples.ts'

const surveyor = contractor('surveyco')
const validator = staff('assetDataOfficer')
const sound = { A: true, B: true, C: true, D: true }
const report = { decent: sound, documents: [{ name: 'survey.pdf', sha256: sha('survey') }] }
const card = { outcome: 'no_answer', photo: 'card.jpg' }
const fresh = () => history(survey).opens('2026-04-07', { dutyBeganOn: '2024-04-01' })
const surveyedOn = (on: string, nextDue: string) => ({ checks: [{ on, knownOn: on, nextDue, result: 'DECENT' }] })
const due = (story: ReturnType<typeof fresh>, on: string) =>
  explain(survey, story.case, story.reckon, {}, when(on)).find(c => c.name === 'deadline')?.due

it('is sound', () => expect(check(survey)).toEqual([]))
it('has samples that are accepted', () => expect(unreadable(survey)).toEqual([]))

describe('exactly the events of each state', () => {
  const anywhere = [
    'record.imported',
    'certificate.voided',
    'applicability.confirmed',
    'appointment.cancelled',
    'hazard.seen',
    'data.cloned',
    'asset.disposed',
  ]
  const work = [
    ...anywhere,
    'survey.issued',
    'appointment.made',
    'visit.noAccess',
    'transfer.toContractor',
    'survey.submitted',
  ]
  const table: Record<string, string[]> = {
    never_surveyed: work,
    survey_expired: work,
    surveyed: work,
    resurvey_due: work,
    issued: work,
    attempt_1: work,
    attempt_2_plus: work,
    with_contractor: work.filter(event => event !== 'survey.issued'),
    validation: [...anywhere, 'survey.submitted', 'survey.accepted', 'survey.rejected'],
    unknown_applicability: anywhere,
    not_applicable: ['record.imported', 'applicability.confirmed'],
    retired: [],
  }
  it.each(Object.keys(survey.states))('%s', state =>
    expect(allowedIn(survey, state).sort()).toEqual(table[state]?.sort()),
  )
})

test('from never surveyed, by two failed visits and a contractor, to surveyed (G57)', () => {
  const story = fresh().does('2026-04-08', 'survey.issued')
  story.does('2026-04-10', 'visit.noAccess', { outcome: 'no_answer' }, surveyor)
  expect([story.state, story.events.at(-1)?.notes]).toEqual(['issued', ['not counted: no evidence of the attempt']])
  story.does('2026-04-11', 'visit.noAccess', card, surveyor)
  expect(story.state).toBe('attempt_1')
  story.does('2026-04-18', 'visit.noAccess', card, surveyor)
  expect(story.state).toBe('attempt_2_plus')
  const home = () => story.case.facts as HomeSurvey
  expect([surveyStatus(home(), '2026-04-20' as Day), accessStatus(home(), '2026-04-20' as Day)]).toEqual([
    'never',
    'twice_or_more',
  ])
  story.does('2026-05-01', 'transfer.toContractor', { contractorId: 'surveyco' })
  story.does('2026-05-20', 'survey.submitted', report, surveyor)
  story.does('2026-05-22', 'survey.accepted', {}, validator)
  expect([story.state, due(story, '2026-05-22')]).toEqual(['surveyed', '2031-05-20'])
  expect(accessStatus(home(), '2026-05-22' as Day)).toBe('none')
  story.replays()
})

test.each([
  ['2021-04-06', '2026-04-06', 'survey_expired'],
  ['2021-04-07', '2026-04-07', 'resurvey_due'],
  ['2021-10-04', '2026-10-04', 'resurvey_due'],
  ['2021-10-05', '2026-10-05', 'surveyed'],
])('surveyed %s, valid until %s, is %s on 7 April 2026', (on, nextDue, state) => {
  const row = { applicability: 'required', lastDoneOn: on }
  const facts = survey.obligation?.fromRecord(row as never, fresh().reckon)
  const story = history(survey).opens('2026-04-07', facts!)
  expect([story.state, due(story, '2026-04-07')]).toEqual([state, nextDue])
})

test('time makes it due for resurvey, then expired, and tells the line', () => {
  const story = history(survey).opens('2026-04-07', surveyedOn('2022-01-10', '2027-01-10'))
  story.until('2026-07-15')
  expect(story.state).toBe('resurvey_due')
  story.until('2027-01-12')
  expect(story.state).toBe('survey_expired')
  expect(story.notices.filter(n => n.template === 'expired').map(n => n.role)).toContain('assetDataOfficer')
})

test('hazards become cases aware since the surveyor’s hour, once however often it is sent', () => {
  const visitAt = '2026-04-20T09:15:00.000Z'
  const seen = { ...report, visitAt, hazards: [{ type: 'damp and mould', severityHint: 'significant' }] }
  const story = fresh().does('2026-04-22', 'survey.submitted', seen, surveyor)
  story.does('2026-04-23', 'survey.submitted', seen, surveyor)
  expect(story.errands).toHaveLength(2)
  expect(new Set(story.errands.map(e => e.to)).size).toBe(1)
  expect(story.errands[0]?.open).toMatchObject({
    workflow: 'hazard',
    facts: { awareAt: visitAt, channel: 'survey', kind: 'damp_mould' },
  })
  expect(story.errands[0]?.open?.parent).toBeUndefined()
})

test('a contractor’s report names hazards by codes of its observations', () => {
  const observations = [
    { code: 'EXCESS_COLD', text: 'no heating', priority: 'EMERGENCY' },
    { code: 'KITCHEN_2031', text: 'renew' },
  ]
  const story = fresh().does('2026-04-20', 'survey.submitted', { ...report, result: 'OK', observations }, surveyor)
  expect(story.errands.map(e => e.open?.facts)).toMatchObject([{ kind: 'excess_cold', severityHint: 'emergency' }])
})

test('what is seen at the door starts there, before any report', () => {
  const story = fresh().does(
    '2026-04-20 10:05',
    'hazard.seen',
    { type: 'exposed wiring', severityHint: 'emergency' },
    surveyor,
    '2026-04-20 10:30',
  )
  expect(story.errands[0]?.open?.facts).toMatchObject({ awareAt: when('2026-04-20 10:05'), kind: 'electrical' })
})

test('G58: cloned data is kept and never counted', () => {
  const facts = survey.obligation?.fromRecord(
    { applicability: 'required', lastDoneOn: '2025-01-01', result: 'CLONED' } as never,
    fresh().reckon,
  )
  const story = history(survey).opens('2026-04-07', { ...facts, dutyBeganOn: '2024-04-01' })
  expect([story.state, surveyStatus(story.case.facts as HomeSurvey, '2026-04-07' as Day)]).toEqual([
    'never_surveyed',
    'never',
  ])
  expect(story.refuses('2026-04-08', 'survey.submitted', { ...report, cloned: true }, surveyor)).toMatchObject({
    codes: ['CLONED'],
  })
})

test('accepted by another person, with the survey on file and four answers', () => {
  const story = fresh().does('2026-04-20', 'survey.submitted', {}, staff('assetDataOfficer'))
  expect(story.refuses('2026-04-21', 'survey.accepted', {}, staff('assetDataOfficer'))).toMatchObject({
    codes: ['EVIDENCE_MISSING', 'DHS_MISSING'],
  })
  expect(story.refuses('2026-04-21', 'survey.accepted', {}, surveyor)).toMatchObject({ kind: 'forbidden' })
  story.does('2026-04-21', 'survey.rejected', { reason: 'no photographs' }, staff('complianceOfficer'))
  expect(story.state).toBe('issued')
})

describe('surveyed + attempted + remaining = stock', () => {
  const asOf = '2026-04-07' as Day
  const valid: HomeSurvey = { checks: [{ on: '2025-09-01' as Day, nextDue: '2030-09-01' as Day }], attempts: [] }
  const expired: HomeSurvey = { checks: [{ on: '2015-09-01' as Day, nextDue: '2020-09-01' as Day }], attempts: [] }
  const tries = (n: number) => Array.from({ length: n }, (_, i) => ({ on: `2026-02-0${i + 1}` as Day, counts: true }))
  const copies = (n: number, home: HomeSurvey) => Array.from({ length: n }, () => home)

  test('3,480 + 1,374 + 225 = 5,079', () => {
    const homes = [
      ...copies(3480, valid),
      ...copies(1374, { ...expired, attempts: tries(2) }),
      ...copies(200, { ...expired, withContractor: { since: '2026-03-01' as Day } }),
      ...copies(20, { checks: [], attempts: tries(1) }),
      ...copies(5, { checks: [], attempts: [] }),
      { ...valid, retiredOn: '2026-04-01' as Day },
      { ...valid, applicability: 'not_required' },
    ]
    const { stock, surveyed, attempted, remaining } = surveyStanding(homes, { asOf, least: 2 })
    expect([stock, surveyed, attempted, remaining].map(list => list.length)).toEqual([5079, 3480, 1374, 225])
    expect(remaining.filter(home => accessStatus(home, asOf) === 'with_contractor')).toHaveLength(200)
    expect(remaining.filter(home => accessStatus(home, asOf) === 'once')).toHaveLength(20)
  })

  test('always, whatever the homes', () => {
    const date = fc
      .integer({ min: 0, max: 3000 })
      .map(n => addHours('2019-01-01T12:00:00.000Z' as never, n * 24).slice(0, 10) as Day)
    const home = fc.record({
      checks: fc
        .array(date, { maxLength: 3 })
        .map(days => days.sort().map(on => ({ on, nextDue: `${Number(on.slice(0, 4)) + 5}${on.slice(4)}` as Day }))),
      attempts: fc.array(fc.record({ on: date, counts: fc.boolean() }), { maxLength: 4 }),
      withContractor: fc.option(fc.record({ since: date }), { nil: undefined }),
    })
    fc.assert(
      fc.property(fc.array(home), date, (homes, on) => {
        const { stock, surveyed, attempted, remaining } = surveyStanding(homes, { asOf: on, least: 2 })
        expect(stock).toEqual(homes)
        expect(new Set([...surveyed, ...attempted, ...remaining]).size).toBe(homes.length)
        expect(surveyed.length + attempted.length + remaining.length).toBe(homes.length)
        expect(surveyed.every(one => surveyStatus(one, on) === 'valid')).toBe(true)
      }),
    )
  })

  test('an attempt before the last survey is no attempt at the next', () =>
    expect(accessStatus({ ...valid, attempts: [{ on: '2025-01-01' as Day, counts: true }] }, asOf)).toBe('none'))

  test('decent homes by four criteria; a home that fails two is one', () => {
    const decent = (on: string, more: object) => ({ ...valid, decent: { ...sound, ...more, on: on as Day } })
    const homes = [
      ...copies(7, decent('2025-09-01', {})),
      decent('2025-09-01', { A: false, B: false }),
      decent('2025-09-01', { D: false }),
      expired,
      { ...expired, decent: { ...sound, A: false, on: '2015-09-01' as Day } },
    ]
    const found = decentStanding(homes, asOf)
    expect(Object.values(found.failing).map(list => list.length)).toEqual([1, 1, 0, 1])
    expect([found.stock, found.assessed, found.unknown, found.nonDecent].map(list => list.length)).toEqual([
      11, 9, 2, 2,
    ])
  })

  test('what a row of the register says of the standard counts, though it names no criterion', () => {
    const said = (result: string) =>
      survey.obligation?.fromRecord(
        { applicability: 'required', lastDoneOn: '2025-09-01', result } as never,
        fresh().reckon,
      ) as HomeSurvey
    const homes = ['DECENT', 'NOT_DECENT', 'SURVEYED', 'CLONED'].map(said)
    const found = decentStanding(
      homes.map(one => ({ ...one, attempts: [] })),
      asOf,
    )
    expect(found.assessed.map(home => home.checks[0]?.result)).toEqual(['DECENT', 'NOT_DECENT'])
    expect([found.nonDecent, found.unsaid, found.unknown].map(list => list.length)).toEqual([1, 1, 2])
  })

  test('RP01 is of all rented homes, and no figure while none is judged', () => {
    const places = new Map(['H1', 'H2', 'H3'].map((id): [string, Place] => [id, { id, type: 'dwelling' }]))
    const rp01 = (results: readonly (string | undefined)[]) =>
      tsm({
        asAt: asOf,
        places,
        held: [],
        surveys: results.map((result, n) => ({
          assetId: `H${n + 1}`,
          facts: { attempts: [], checks: valid.checks.map(one => ({ ...one, result })) },
        })),
        stages: [],
        asb: [],
      }).figures.find(one => one.id === 'RP01')
    expect(rp01([undefined, 'SURVEYED'])).toMatchObject({ shown: 'no data', denominator: 0 })
    expect(rp01(['NOT_DECENT', 'SURVEYED', 'DECENT'])).toMatchObject({ shown: '33.3 %', behind: { ids: ['H1'] } })
  })

  test('a later survey changes nothing of the days before it, nor of what was known on them', () => {
    const first = { on: '2025-09-01' as Day, nextDue: '2030-09-01' as Day, result: 'NOT_DECENT' }
    const then = {
      on: '2026-05-01' as Day,
      knownOn: '2026-06-10' as Day,
      nextDue: '2031-05-01' as Day,
      result: 'DECENT',
    }
    const home: HomeSurvey = { checks: [first, then], attempts: [], decent: { ...sound, on: then.on } }
    const failing = (on: string, knownOn?: string) =>
      decentStanding([home], on as Day, knownOn as Day | undefined).nonDecent.length
    expect([failing('2026-04-30'), failing('2026-05-31')]).toEqual([1, 0])
    expect([failing('2026-05-31', '2026-05-31'), failing('2026-05-31', '2026-06-10')]).toEqual([1, 0])
  })
})

it('a chaser of working days goes on past the published bank holidays', () => {
  const story = fresh().does('2028-11-20 09:00', 'survey.submitted', report, validator)
  const told = story.until('2029-01-31').filter(({ clock, role }) => clock === 'validate' && role === 'headOfService')
  expect(told.map(({ at }) => at.slice(0, 10)).slice(-3)).toEqual(['2029-01-17', '2029-01-24', '2029-01-31'])
})

test('whatever happens, it is replayed, led and never silent', () => {
  const pieces: [string, object][] = [
    ['survey.issued', {}],
    ['visit.noAccess', card],
    ['visit.noAccess', { outcome: 'refused' }],
    ['transfer.toContractor', { contractorId: 'surveyco' }],
    ['survey.submitted', report],
    ['survey.submitted', { ...report, hazards: [{ type: 'mould' }] }],
    ['survey.accepted', {}],
    ['survey.rejected', { reason: 'r' }],
    ['data.cloned', { on: '2025-01-01', from: 'H2' }],
    ['record.imported', { applicability: 'required', lastDoneOn: '2025-06-01' }],
    ['record.imported', { applicability: 'unknown' }],
    ['applicability.confirmed', { applicability: 'required', reason: 'r' }],
  ]
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(pieces.length - 1), fc.nat(1), fc.nat(3000)), { maxLength: 12 }), steps => {
      const story = fresh()
      let now = when('2026-04-07')
      for (const [piece, who, hours] of steps) {
        now = addHours(now, hours)
        story.until(now)
        const [type, data] = pieces[piece]!
        story.tries(now, type, data, [validator, surveyor][who]!)
        if (!survey.states[story.state as 'issued'].final) expect(story.case.wake).toBeTruthy()
        if (story.state === 'surveyed') expect((story.case.facts.checks as object[]).length).toBeGreaterThan(0)
      }
      story.replays()
    }),
    { numRuns: runs(50) },
  )
})
