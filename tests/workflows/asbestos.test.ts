import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { check } from '../../shared/core/check.ts'
import { explain } from '../../shared/core/explain.ts'
import { allowedIn } from '../../shared/core/machine.ts'
import { addHours } from '../../shared/core/time.ts'
import { asbestos } from '../../shared/workflows/asbestos.ts'
import { contractor, history, sha, staff, when } from '../support/history.ts'
import { runs } from '../support/random.ts'
import { unreadable } from '../support/samples.ts'

const surveyor = contractor('surveyco')
const officer = staff('complianceOfficer')
const documents = [{ name: 'report.pdf', sha256: sha('report') }]
const lagging = { id: 'A1', location: 'plant room', score: 6, risk: 'MED' }
const fresh = () => history(asbestos).opens('2026-04-07', { dutyBeganOn: '2024-04-01' })
const withItems = (items: object[] = [lagging], excludedAreas: string[] = []) =>
  fresh()
    .does('2026-04-10', 'survey.submitted', { documents }, surveyor)
    .does('2026-04-14', 'survey.accepted', { acm: items.length > 0 ? 'some' : 'none', items, excludedAreas }, officer)
const dues = (story: ReturnType<typeof fresh>, on: string) =>
  Object.fromEntries(explain(asbestos, story.case, story.reckon, {}, when(on)).map(c => [c.name, c.due]))

it('is sound', () => expect(check(asbestos)).toEqual([]))
it('has samples that are accepted', () => expect(unreadable(asbestos)).toEqual([]))

describe('exactly the events of each state', () => {
  const anywhere = [
    'record.imported',
    'certificate.voided',
    'applicability.confirmed',
    'area.surveyed',
    'rdSurvey.accepted',
    'works.planned',
    'disturbance.reported',
    'asset.disposed',
  ]
  const table: Record<string, string[]> = {
    survey_required: [...anywhere, 'survey.submitted'],
    reinspection_in_date: [...anywhere, 'reinspection.completed'],
    reinspection_due: [...anywhere, 'reinspection.completed'],
    evidence_review: [
      ...anywhere,
      'survey.submitted',
      'survey.accepted',
      'reinspection.completed',
      'reinspection.accepted',
      'report.rejected',
    ],
    incident: [...anywhere.filter(e => e !== 'works.planned'), 'area.sealed', 'incident.closed'],
    unknown_applicability: [...anywhere, 'survey.submitted'],
    not_applicable: ['record.imported', 'applicability.confirmed', 'area.surveyed'],
    retired: [],
  }
  it.each(Object.keys(asbestos.states))('%s', state =>
    expect(allowedIn(asbestos, state).sort()).toEqual(table[state]?.sort()),
  )
})

test('a survey that found some is inspected again after twelve months', () => {
  const story = withItems()
  expect([story.state, dues(story, '2026-04-14')]).toEqual(['reinspection_in_date', { deadline: '2027-04-10' }])
  story.until('2027-02-10')
  expect(story.state).toBe('reinspection_due')
  story.does('2027-03-01', 'reinspection.completed', { documents }, surveyor)
  expect(
    story.refuses('2027-03-02', 'reinspection.accepted', { items: [{ ...lagging, id: 'A9' }] }, officer),
  ).toMatchObject({
    codes: ['ITEMS_MISSING'],
  })
  story.does('2027-03-02', 'reinspection.accepted', { items: [{ ...lagging, score: 8, risk: 'HIGH' }] }, officer)
  expect([story.state, dues(story, '2027-03-02').deadline]).toEqual(['reinspection_in_date', '2028-03-01'])
  expect(story.errands.at(-1)?.open?.facts).toMatchObject({
    stream: 'asbestos',
    priority: 'P1',
    raisedOn: '2027-03-01',
  })
  story.replays()
})

test('none found, and everywhere seen: nothing is owed', () => {
  const story = withItems([])
  expect([story.state, story.case.wake]).toEqual(['not_applicable', undefined])
})

test('G56: none found but areas excluded is unknown, until they are seen', () => {
  const story = withItems([], ['roof void', 'riser'])
  expect([story.state, story.case.facts.applicability]).toEqual(['unknown_applicability', 'unknown'])
  expect(dues(story, '2026-04-14').areas).toBe('2026-07-10')
  expect(
    story.refuses('2026-04-15', 'applicability.confirmed', { applicability: 'not_required', reason: 'none' }, officer),
  ).toMatchObject({ kind: 'guard' })
  story.does('2026-05-01', 'area.surveyed', { area: 'riser', on: '2026-05-01', acm: 'none', documents }, officer)
  expect(story.state).toBe('unknown_applicability')
  story.does(
    '2026-05-08',
    'area.surveyed',
    { area: 'roof void', on: '2026-05-08', acm: 'some', items: [lagging], documents },
    officer,
  )
  expect([story.state, dues(story, '2026-05-08')]).toEqual(['reinspection_in_date', { deadline: '2027-04-10' }])
})

test('intrusive work stops without a survey of the area; the extract is served with each order', () => {
  const story = withItems([lagging], ['roof void'])
  const order = { area: 'stair core', workOrder: 'WO-1', servedTo: 'sparks', intrusive: true }
  expect(story.refuses('2026-05-01', 'works.planned', order)).toMatchObject({ codes: ['RD_SURVEY_MISSING'] })
  expect(story.refuses('2026-05-01', 'works.planned', { ...order, area: 'roof void', intrusive: false })).toMatchObject(
    {
      codes: ['AREA_UNKNOWN'],
    },
  )
  story.does('2026-05-02', 'rdSurvey.accepted', { area: 'stair core', on: '2026-05-01', documents }, officer)
  story.does('2026-05-03', 'works.planned', order)
  expect(story.case.facts.served).toEqual([{ workOrder: 'WO-1', area: 'stair core', on: '2026-05-03', to: 'sparks' }])
})

test('disturbed asbestos is an incident at any hour, closed by another with RIDDOR considered', () => {
  const story = withItems()
  story.does('2026-06-06 23:00', 'disturbance.reported', { area: 'plant room' }, contractor('sparks'))
  expect(story.notices.filter(n => n.urgency === 'emergency').map(n => n.role)).toEqual([
    'complianceManager',
    'headOfService',
  ])
  expect(story.errands.at(-1)?.open?.facts).toMatchObject({ priority: 'P0', raisedAt: when('2026-06-06 23:00') })
  expect(dues(story, '2026-06-06 23:30')).toMatchObject({ incident: when('2026-06-07 23:00'), deadline: '2027-04-10' })
  const shut = { documents, riddor: { reportable: true } }
  expect(story.refuses('2026-06-07', 'incident.closed', shut, officer)).toMatchObject({ codes: ['RIDDOR_MISSING'] })
  story.does('2026-06-07', 'area.sealed', { documents }, contractor('sparks'))
  story.does('2026-06-07', 'incident.closed', { documents, riddor: { reportable: true, reference: 'F1' } }, officer)
  expect(story.state).toBe('reinspection_in_date')
  story.replays()
})

test('an incident does not lose the report that was in review', () => {
  const story = fresh().does('2026-04-10', 'survey.submitted', { documents }, surveyor)
  story.does('2026-04-11', 'disturbance.reported', { area: 'riser' }, surveyor)
  story.does('2026-04-11', 'area.sealed', { documents }, surveyor)
  story.does('2026-04-12', 'incident.closed', { documents, riddor: { reportable: false } }, officer)
  expect(story.state).toBe('evidence_review')
})

test('the report is accepted by another person than who sent it', () => {
  const story = fresh().does('2026-04-10', 'survey.submitted', {}, officer)
  expect(story.refuses('2026-04-11', 'survey.accepted', { acm: 'none' }, officer)).toMatchObject({
    codes: ['EVIDENCE_MISSING'],
  })
  story.does('2026-04-11', 'report.rejected', { reason: 'no plan' }, officer)
  expect(story.state).toBe('survey_required')
})

test('whatever happens, it is replayed, led and never silent', () => {
  const pieces: [string, object][] = [
    ['survey.submitted', { documents }],
    ['survey.accepted', { acm: 'none' }],
    ['survey.accepted', { acm: 'some', items: [lagging], excludedAreas: ['riser'] }],
    ['survey.accepted', { acm: 'none', excludedAreas: ['riser'] }],
    ['reinspection.completed', { documents }],
    ['reinspection.accepted', { items: [lagging] }],
    ['report.rejected', { reason: 'r' }],
    ['area.surveyed', { area: 'riser', on: '2026-05-01', acm: 'none', documents }],
    ['works.planned', { area: 'riser', workOrder: 'W', servedTo: 's', intrusive: true }],
    ['disturbance.reported', { area: 'riser' }],
    ['area.sealed', { documents }],
    ['incident.closed', { documents, riddor: { reportable: false } }],
    ['record.imported', { applicability: 'required', lastDoneOn: '2026-01-10' }],
    ['applicability.confirmed', { applicability: 'required', reason: 'r' }],
  ]
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(pieces.length - 1), fc.nat(2), fc.nat(240)), { maxLength: 12 }), steps => {
      const story = fresh()
      let now = when('2026-04-07')
      for (const [piece, who, hours] of steps) {
        now = addHours(now, hours)
        story.until(now)
        const [type, data] = pieces[piece]!
        story.tries(now, type, data, [officer, surveyor, staff('complianceManager')][who]!)
        expect(story.case.lead).toBeTruthy()
        if (!asbestos.states[story.state as 'incident'].final) expect(story.case.wake).toBeTruthy()
      }
      story.replays()
    }),
    { numRuns: runs(40) },
  )
})
