import { describe, expect, it } from 'vitest'
import { check } from '../../shared/core/check.ts'
import { childId } from '../../shared/core/ids.ts'
import { allowedIn } from '../../shared/core/machine.ts'
import { reckoner } from '../../shared/core/reckon.ts'
import type { Day } from '../../shared/core/time.ts'
import { england } from '../../shared/core/working-days.ts'
import { lifts, nextExam } from '../../shared/workflows/lifts.ts'
import { contractor, history, sha, staff, when } from '../support/history.ts'
import { survives } from '../support/random-history.ts'

const documents = [{ name: 'loler.pdf', sha256: sha('loler') }]
const officer = staff('complianceOfficer')
const insurer = contractor('insurer')
const mender = contractor('liftco')
const lastExam = (on: string, nextDue: string) => ({ checks: [{ on, knownOn: on, nextDue, result: 'EXAMINED' }] })
const inDate = () => history(lifts).opens('2026-11-02', lastExam('2026-10-20', '2027-04-20'), 'lifts:L1')
const defectB = { defect: 'D1', what: 'Brake lining worn', until: '2026-12-10', documents }

it('is sound', () => expect(check(lifts)).toEqual([]))

const live = [
  'record.imported',
  'certificate.voided',
  'applicability.confirmed',
  'asset.disposed',
  'lift.described',
  'appointment.made',
  'appointment.cancelled',
  'service.completed',
  'child.closed',
]
const known = [
  ...live,
  'exam.completed',
  'certificate.accepted',
  'report.submitted',
  'certificate.submitted',
  'certificate.rejected',
  'defect.a',
  'unsafe.found',
  'defect.b',
  'repair.completed',
  'repair.verified',
  'repair.disputed',
  'isolation.evidenced',
  'authority.copied',
  'residents.told',
  'fireService.reported',
]
it.each([
  ['in_service', [...known, 'breakdown.reported', 'lift.withdrawn']],
  ['exam_due', [...known, 'breakdown.reported', 'lift.withdrawn']],
  ['in_service_time_limited', [...known, 'breakdown.reported', 'lift.withdrawn']],
  ['withdrawn', [...known, 'returned.toService', 'withdrawal.reviewed']],
  ['out_of_service', [...known, 'returned.toService', 'lift.withdrawn']],
  ['unknown_applicability', live],
  ['not_applicable', ['record.imported', 'applicability.confirmed']],
  ['retired', []],
])('in %s exactly these events are taken', (state, events) => {
  expect(allowedIn(lifts, state).sort()).toEqual([...events].sort())
})

describe('the next examination: the interval, or the report if it says earlier', () => {
  const reckon = reckoner(england)
  it.each([
    ['2026-08-31', 'passenger', undefined, '2027-02-28'], // G9: from the examination itself, each time
    ['2027-08-31', 'passenger', undefined, '2028-02-29'],
    ['2026-11-10', 'passenger', '2027-03-10', '2027-03-10'], // G51: the report says four months
    ['2026-11-10', 'passenger', '2027-09-10', '2027-05-10'],
    ['2026-11-10', 'goods', undefined, '2027-11-10'],
    ['2026-11-10', 'through_floor', undefined, '2027-05-10'],
    ['2026-11-10', 'stairlift', undefined, '2027-11-10'],
  ])('examined %s (%s), report %s: %s', (on, subType, report, next) => {
    expect(nextExam(on as Day, { subType }, report as Day | undefined, reckon)).toBe(next)
  })

  it('G22: an early examination resets the clock, nothing is preserved', () => {
    const story = inDate()
    story.does('2027-03-01', 'exam.completed', { result: 'OK', documents }, insurer)
    expect(story.refuses('2027-03-02', 'certificate.accepted', {}, insurer)).toMatchObject({ kind: 'forbidden' })
    story.does('2027-03-02', 'certificate.accepted', {}, officer)
    expect(story.case.facts.checks).toMatchObject([{}, { on: '2027-03-01', nextDue: '2027-09-01' }])
    expect(story.state).toBe('in_service')
    story.replays()
  })

  it('is issued 45 days before and goes up the line when it is missed', () => {
    const story = inDate()
    expect(story.until('2027-03-06 05:00')).toEqual([])
    story.until('2027-03-06')
    expect(story.state).toBe('exam_due')
    expect(story.until('2027-06-20').map(n => n.role)).toContain('executive')
  })

  it('is not satisfied by servicing', () => {
    const story = inDate()
    story.until('2027-04-01')
    story.does('2027-04-01', 'service.completed', {}, mender)
    expect(story.state).toBe('exam_due')
    expect(story.case.facts.checks).toHaveLength(1)
  })

  it('counts only when its report is in: chased after 28 days', () => {
    const story = inDate().does('2027-04-10', 'exam.completed', { result: 'OK' }, insurer)
    expect(story.refuses('2027-04-12', 'certificate.accepted', {}, officer)).toMatchObject({ kind: 'guard' })
    expect(story.until('2027-05-20').filter(n => n.template === 'reportLate')[0]).toMatchObject({ due: '2027-05-08' })
    story.does('2027-05-20', 'report.submitted', { documents }, insurer)
    story.does('2027-05-21', 'certificate.accepted', {}, officer)
    expect(story.events.at(-1)?.notes).toBeUndefined()
    expect(story.state).toBe('in_service')
  })

  it('made on a missed date keeps its lateness', () => {
    const story = inDate().does('2027-05-01', 'exam.completed', { documents }, insurer)
    story.does('2027-05-03', 'certificate.accepted', {}, officer)
    expect(story.events.at(-1)?.notes).toEqual(['examined after its due date'])
  })
})

describe('category A', () => {
  const found = () =>
    inDate().does('2026-11-10 22:15', 'unsafe.found', { code: 'A', actionTaken: 'locked off', isolated: true }, insurer)

  it('withdraws at once, tells at any hour, raises a P0, and owes the authority a copy', () => {
    const story = found()
    expect(story.state).toBe('withdrawn')
    expect(story.notices.map(n => [n.role, n.urgency])).toEqual([
      ['complianceManager', 'emergency'],
      ['headOfService', 'emergency'],
    ])
    expect(story.errands).toMatchObject([
      { open: { facts: { priority: 'P0', kind: 'lift.a', raisedAt: when('2026-11-10 22:15') } } },
    ])
    const told = story.until('2026-11-30').map(n => n.template)
    expect(told).toEqual(expect.arrayContaining(['authorityOwed', 'residentsOwed', 'isolationMissing']))
    story.does('2026-11-30', 'authority.copied', { on: '2026-11-11', documents }, insurer)
    story.replays()
  })

  it('returns only when somebody else has verified the repair', () => {
    const story = found()
    expect(story.refuses('2026-11-11', 'returned.toService', {}, mender)).toMatchObject({ codes: ['DEFECT_OPEN'] })
    expect(story.refuses('2026-11-12', 'repair.completed', {}, mender)).toMatchObject({ kind: 'guard' })
    story.does('2026-11-12', 'repair.completed', { documents }, mender)
    expect(story.state).toBe('withdrawn')
    expect(story.refuses('2026-11-12', 'repair.verified', {}, staff('complianceOfficer', 'liftco')).ok).toBe(false)
    story.does('2026-11-13', 'repair.verified', {}, officer)
    expect(story.state).toBe('in_service')
    expect(story.errands.slice(1).map(e => e.event?.type)).toEqual(['completion.claimed', 'completion.verified'])
    story.replays()
  })

  it('is examined again first when the examiner asks for it', () => {
    const story = inDate().does('2026-11-10', 'defect.a', {
      actionTaken: 'x',
      isolated: true,
      reExamine: true,
      documents,
    })
    story.does('2026-11-12', 'repair.completed', { documents }, mender)
    story.does('2026-11-13', 'repair.verified', {}, officer)
    expect(story.state).toBe('withdrawn')
    expect(story.refuses('2026-11-13', 'returned.toService', {}, mender)).toMatchObject({ codes: ['REEXAMINE'] })
    story.does('2026-11-14', 'exam.completed', { documents: [{ name: 'b', sha256: sha('b') }] }, insurer)
    story.does('2026-11-16', 'certificate.accepted', {}, officer)
    story.does('2026-11-16', 'returned.toService', {}, mender)
    expect(story.state).toBe('in_service')
  })
})

describe('category B', () => {
  it('G50: without evidence of a repair the lift leaves service when the day ends', () => {
    const story = inDate().does('2026-11-12', 'defect.b', defectB, insurer)
    expect(story.state).toBe('in_service_time_limited')
    const told = story.until('2026-12-10 23:59')
    expect(told.map(n => n.template)).toEqual(expect.arrayContaining(['defectSoon', 'defectToday']))
    expect(story.state).toBe('in_service_time_limited')
    const last = story.until('2026-12-11 00:00')
    expect(story.state).toBe('withdrawn')
    expect(last).toMatchObject([
      { template: 'takenOut', urgency: 'emergency', role: 'complianceManager' },
      { template: 'takenOut', urgency: 'emergency', role: 'headOfService' },
    ])
    expect(story.refuses('2026-12-11', 'returned.toService', {}, mender)).toMatchObject({ codes: ['DEFECT_OPEN'] })
    story.does('2026-12-12', 'repair.completed', { actionRefs: ['D1'], documents }, mender)
    story.does('2026-12-14', 'repair.verified', {}, officer)
    expect(story.state).toBe('in_service')
    expect(story.case.facts.out).toMatchObject([{ from: '2026-12-11T00:00:00.000Z', why: 'defect_b' }])
    story.replays()
  })

  it('with evidence of the repair it stays, and the verification is chased', () => {
    const story = inDate().does('2026-11-12', 'defect.b', defectB, insurer)
    story.does('2026-12-01', 'repair.completed', { documents }, mender)
    const told = story.until('2027-01-10')
    expect(story.state).toBe('in_service_time_limited')
    expect(told.map(n => n.template)).toContain('verifyLate')
    story.does('2027-01-11', 'repair.verified', {}, officer)
    expect(story.state).toBe('in_service')
    story.replays()
  })

  it('a disputed repair withdraws it, the date being past', () => {
    const story = inDate().does('2026-11-12', 'defect.b', defectB, insurer)
    story.does('2026-12-01', 'repair.completed', { documents }, mender)
    story.does('2026-12-15', 'repair.disputed', { reason: 'not the brake' }, officer)
    story.until('2026-12-15 09:01')
    expect(story.state).toBe('withdrawn')
  })

  it('verified at its action it is gone here too', () => {
    const story = inDate().does('2026-11-12', 'defect.b', defectB, insurer)
    const child = childId('action', 'lifts:L1', 'defect:D1')
    expect(Object.keys(story.case.children)).toEqual([child])
    story.does('2026-12-01', 'child.closed', { child, workflow: 'action', state: 'closed', outcome: 'done' })
    expect(story.state).toBe('in_service')
    story.replays()
  })

  it('is told by a report, with its observations as actions', () => {
    const story = inDate().does(
      '2026-11-12',
      'exam.completed',
      {
        documents,
        observations: [
          { code: 'B', text: 'Brake', ref: 'D1', by: '2026-12-10' },
          { code: 'C', text: 'Car light', ref: 'D2' },
        ],
      },
      insurer,
    )
    expect(story.state).toBe('in_service_time_limited')
    expect(story.errands.map(e => e.open?.facts.statutoryDueOn)).toEqual(['2026-12-10', undefined])
    for (const code of ['a', 'IMMEDIATE'])
      expect(story.refuses('2026-11-13', 'exam.completed', { observations: [{ code, text: 'x' }] }).kind).toBe(
        'invalid',
      )
    expect(story.refuses('2026-11-13', 'exam.completed', { result: 'DEFECT_A' })).toMatchObject({
      codes: ['DEFECT_MISSING'],
    })
    expect(story.refuses('2026-11-13', 'exam.completed', { observations: [{ code: 'B', text: 'x' }] })).toMatchObject({
      codes: ['DEFECT_DATE_MISSING'],
    })
  })
})

describe('a lift out of use', () => {
  it('G49: withdrawn and isolated it leaves the clock, and is examined before reuse', () => {
    const story = inDate().does('2027-02-01', 'lift.withdrawn', { reason: 'works', isolated: true, documents }, officer)
    const told = story.until('2027-06-01')
    expect(told.some(n => n.template.startsWith('exam'))).toBe(false)
    expect(told.map(n => n.template)).toContain('withdrawnReview')
    expect(story.case.facts.rests).toMatchObject([{ from: '2027-02-01' }])
    expect(story.refuses('2027-06-01', 'returned.toService', {}, mender)).toMatchObject({ codes: ['EXAM_FIRST'] })
    story.does('2027-06-01', 'exam.completed', { documents }, insurer)
    story.does('2027-06-02', 'certificate.accepted', {}, officer)
    story.does('2027-06-02', 'returned.toService', {}, mender)
    expect(story.state).toBe('in_service')
    expect(story.case.facts.rests).toMatchObject([{ from: '2027-02-01', to: '2027-06-02' }])
    story.replays()
  })

  it('without evidence of its isolation it stays on the clock', () => {
    const story = inDate().does('2027-02-01', 'lift.withdrawn', { reason: 'works', isolated: true }, officer)
    const told = story.until('2027-06-01').map(n => n.template)
    expect(told).toEqual(expect.arrayContaining(['isolationMissing', 'examOverdue']))
  })

  it('is in hand: no row and no word of the register makes it unknown, and none brings it back', () => {
    const story = inDate().does('2027-02-01', 'lift.withdrawn', { reason: 'works', isolated: true, documents }, officer)
    story.refuses('2027-02-02', 'record.imported', { applicability: 'unknown' })
    story.refuses('2027-02-02', 'applicability.confirmed', { applicability: 'not_required', reason: 'gone' })
    expect(story.state).toBe('withdrawn')
    expect(story.case.wake).toBeTruthy()
  })

  it('a lift for firefighters out for 24 hours is reported to the fire service', () => {
    const story = inDate().does('2026-11-05', 'lift.described', { fireServiceReport: true })
    story.does('2026-11-06 17:00', 'breakdown.reported', { what: 'door' }, mender)
    expect(story.state).toBe('out_of_service')
    const told = story.until('2026-11-07 17:00').filter(n => n.clock === 'fire_service')
    expect(told.at(-1)).toMatchObject({ template: 'fireServiceLate', due: '2026-11-07T17:00:00.000Z' })
    story.does('2026-11-07 18:00', 'fireService.reported', { reference: 'FRS-1' })
    expect(story.until('2026-11-20').filter(n => n.clock === 'fire_service')).toEqual([])
    story.does('2026-11-20', 'returned.toService', {}, mender)
    expect(story.case.facts.out).toMatchObject([
      { from: '2026-11-06T17:00:00.000Z', to: '2026-11-20T09:00:00.000Z', why: 'breakdown' },
    ])
  })
})

it('a row of the register sets the earlier of interval and printed date, and unknown is unknown', () => {
  const row = { applicability: 'required', lastDoneOn: '2026-10-01', dueOn: '2027-02-01' }
  const story = history(lifts).opens('2026-11-02', lifts.obligation?.fromRecord(row as never, reckoner(england)) ?? {})
  expect(story.case.facts.checks).toMatchObject([{ nextDue: '2027-02-01' }])
  story.does('2026-11-03', 'record.imported', { applicability: 'unknown' })
  expect(story.state).toBe('unknown_applicability')
  expect(story.until('2026-12-01').map(n => n.template)).toContain('applicabilityUnknown')
  story.does('2026-12-01', 'applicability.confirmed', { applicability: 'required', reason: 'seen' })
  expect(story.case.wake).toBeTruthy()
  story.replays()
})

it('survives whatever happens', () => {
  const tally = survives(
    lifts,
    { on: '2026-11-02', facts: lastExam('2026-10-20', '2027-04-20'), id: 'lifts:L1' },
    {
      'exam.completed': [
        { documents },
        { observations: [{ code: 'A', text: 'x', ref: 'A9' }] },
        { observations: [{ code: 'B', text: 'x', ref: 'B9', by: '2027-01-01' }] },
      ],
      'report.submitted': [{ documents }],
      'certificate.accepted': [{}],
      'defect.a': [{ actionTaken: 'x', isolated: true, documents }],
      'defect.b': [defectB, { ...defectB, until: '2027-06-01T10:00:00Z', defect: 'D3' }],
      'repair.completed': [{ documents }],
      'repair.verified': [{}],
      'repair.disputed': [{ reason: 'x' }],
      'breakdown.reported': [{ what: 'x' }],
      'returned.toService': [{}],
      'lift.withdrawn': [{ reason: 'x', isolated: true, documents }],
      'record.imported': [
        { applicability: 'unknown' },
        { applicability: 'not_required', reason: 'gone' },
        { applicability: 'required', lastDoneOn: '2026-11-01' },
      ],
      'applicability.confirmed': [{ applicability: 'required', reason: 'x' }],
    },
  )
  expect(tally['exam.completed']).toBeGreaterThan(0)
})
