import { describe, expect, it } from 'vitest'
import { check } from '../../shared/core/check.ts'
import { allowedIn } from '../../shared/core/machine.ts'
import { reckoner } from '../../shared/core/reckon.ts'
import { england } from '../../shared/core/working-days.ts'
import { legionella } from '../../shared/workflows/legionella.ts'
import { contractor, history, sha, staff } from '../support/history.ts'
import { survives } from '../support/random-history.ts'

const documents = [{ name: 'lra.pdf', sha256: sha('lra') }]
const assessor = contractor('waterco')
const officer = staff('complianceOfficer')
const inDate = () =>
  history(legionella).opens(
    '2026-11-02',
    {
      rating: 'MEDIUM',
      checks: [{ on: '2026-01-15', knownOn: '2026-01-20', nextDue: '2028-01-15', result: 'MEDIUM' }],
    },
    'legionella:S1',
  )
const report = { riskRating: 'MEDIUM', documents }
const acceptance = { schemeReviewed: true, responsiblePerson: 'rp@landlord.example' }
const checksOf = (story: ReturnType<typeof inDate>) => story.case.facts.checks

it('is sound', () => expect(check(legionella)).toEqual([]))

const always = [
  'record.imported',
  'certificate.voided',
  'applicability.confirmed',
  'asset.disposed',
  'appointment.made',
  'appointment.cancelled',
  'sample.positive',
]
it.each([
  ['lra_in_date', [...always, 'lra.completed', 'trigger.event']],
  ['lra_review_due', [...always, 'lra.completed', 'trigger.event']],
  ['lra_qa', [...always, 'lra.completed', 'trigger.event', 'certificate.submitted', 'lra.accepted', 'lra.rejected']],
  ['incident', [...always, 'trigger.event', 'incident.planned', 'resample.clear']],
  ['unknown_applicability', always.filter(e => !e.startsWith('appointment.'))],
  ['not_applicable', ['record.imported', 'applicability.confirmed']],
  ['retired', []],
])('in %s exactly these events are taken', (state, events) => {
  expect(allowedIn(legionella, state).sort()).toEqual([...events].sort())
})

describe('the review', () => {
  it.each([
    ['LOW', '2026-11-10', undefined, '2028-11-10'],
    ['MEDIUM', '2026-11-10', undefined, '2028-11-10'],
    ['HIGH', '2026-11-10', undefined, '2027-11-10'],
    ['HIGH', '2026-11-10', '2027-05-01', '2027-05-01'],
    ['LOW', '2026-11-10', '2030-05-01', '2028-11-10'], // policy max wins over a later date on the report
  ])('%s made %s, report %s: next %s', (riskRating, on, nextDateOnReport, next) => {
    const story = inDate().does(on, 'lra.completed', { riskRating, nextDateOnReport, documents }, assessor)
    story.does('2026-11-12', 'lra.accepted', acceptance, officer)
    expect(checksOf(story)).toMatchObject([{}, { on, knownOn: '2026-11-12', nextDue: next }])
    expect(story.state).toBe('lra_in_date')
    story.replays()
  })

  it('what the report itself says stands, whenever it comes', () => {
    const story = inDate().does('2026-11-10', 'lra.completed', { riskRating: 'LOW' }, assessor)
    const paper = { documents, riskRating: 'HIGH', nextDateOnReport: '2027-05-01' }
    story.does('2026-11-12', 'certificate.submitted', paper, assessor)
    story.does('2026-11-13', 'lra.accepted', acceptance, officer)
    expect(checksOf(story)).toMatchObject([{}, { result: 'HIGH', nextDue: '2027-05-01' }])
    story.replays()
  })

  it('is issued 60 days before and goes up the line', () => {
    const story = inDate()
    story.until('2027-11-16 05:59')
    expect(story.state).toBe('lra_in_date')
    story.until('2027-11-16 06:00')
    expect(story.state).toBe('lra_review_due')
    expect(story.until('2028-03-20').map(n => n.role)).toContain('executive')
  })

  it('of a register row by its rating, or its printed date if that is earlier', () => {
    const row = (result: string, dueOn?: string) =>
      legionella.obligation?.fromRecord(
        { applicability: 'required', lastDoneOn: '2026-03-01', result, dueOn } as never,
        reckoner(england),
      )
    expect(row('High')).toMatchObject({ rating: 'HIGH', checks: [{ nextDue: '2027-03-01' }] })
    expect(row('low')).toMatchObject({ checks: [{ nextDue: '2028-03-01' }] })
    expect(row('low', '2027-01-01')).toMatchObject({ checks: [{ nextDue: '2027-01-01' }] })
  })
})

describe('acceptance', () => {
  const waiting = (data: object = report) => inDate().does('2026-11-10', 'lra.completed', data, assessor)
  it.each([
    [{ ...report, riskRating: undefined }, acceptance, 'RATING_MISSING'],
    [report, { ...acceptance, schemeReviewed: false }, 'SCHEME_MISSING'],
    [report, { schemeReviewed: true }, 'SCHEME_MISSING'],
    [{ ...report, actionsDeclared: 3, actions: [{ ref: 'a', text: 'x' }] }, acceptance, 'ACTIONS_MISSING'],
  ])('is refused: %j with %j', (data, accepted, code) => {
    expect(waiting(data).refuses('2026-11-12', 'lra.accepted', accepted, officer)).toMatchObject({ codes: [code] })
  })
  it('needs the report, and another person than its author', () => {
    const story = waiting({ riskRating: 'LOW' })
    expect(story.refuses('2026-11-12', 'lra.accepted', {}, officer).ok).toBe(false)
    story.does('2026-11-12', 'certificate.submitted', { documents }, assessor)
    expect(story.refuses('2026-11-12', 'lra.accepted', {}, staff('complianceOfficer', 'waterco')).ok).toBe(false)
    story.does('2026-11-12', 'lra.accepted', {}, officer)
    expect(story.state).toBe('lra_in_date')
    expect(
      waiting()
        .until('2026-12-10')
        .map(n => n.template),
    ).toContain('qaLate')
  })
  it('brings in the actions with the dates they were born with, and opens the monitoring', () => {
    const story = waiting({
      ...report,
      actions: [
        { ref: 'W1', text: 'Dead leg', priority: 'P1', raisedOn: '2026-08-01', by: '2026-10-01' },
        { ref: 'W2', text: 'Label', priority: 'P3' },
        { ref: 'W3', text: 'Lid of the tank', priority: 'P1', raisedOn: '2026-08-01' },
      ],
    })
    story.does('2026-11-12', 'lra.accepted', {
      ...acceptance,
      monitoring: [
        { outlet: 'sink 12', task: 'hot_sentinel' },
        { outlet: 'shower 3', task: 'flushing' },
      ],
    })
    expect(story.errands.map(e => [e.to.startsWith('ACT') ? e.open?.facts : e.to])).toMatchObject([
      [{ raisedOn: '2026-08-01', dueOn: '2026-10-01', bornOverdue: true }],
      [{ raisedOn: '2026-11-10' }],
      [{ raisedOn: '2026-08-01', bornOverdue: true }],
      ['water-task:H1:sink 12:hot_sentinel:2026-11'],
      ['water-task:H1:shower 3:flushing:W2026-11-09'],
    ])
    story.replays()
  })
})

it('a trigger brings the review forward, and never back', () => {
  const story = inDate().does('2026-11-10', 'trigger.event', { why: 'system_altered' })
  expect(story.state).toBe('lra_review_due')
  expect(story.case.facts.trigger).toMatchObject({ reviewBy: '2026-12-08' })
  story.does('2026-11-20', 'trigger.event', { why: 'use_changed' })
  expect(story.case.facts.trigger).toMatchObject({ reviewBy: '2026-12-08' })
  expect(story.until('2026-12-09').map(n => n.template)).toContain('reviewOverdue')
  expect(legionella.obligation?.checks(story.case.facts as never)).toMatchObject([{ nextDue: '2026-12-08' }])
  story.does('2026-12-10', 'lra.completed', report, assessor)
  story.does('2026-12-11', 'lra.accepted', acceptance, officer)
  expect(story.case.facts.trigger).toBeUndefined()
  expect(story.state).toBe('lra_in_date')
  story.replays()
})

describe('a positive sample', () => {
  it.each([
    [1000, ['complianceManager', 'headOfService'], 'emergency', 'P0'],
    [999, ['complianceManager'], 'urgent', 'P1'],
  ])('of %i cfu/l tells %j the same day', (cfu, roles, urgency, priority) => {
    const story = inDate().does('2026-11-10', 'sample.positive', { outlet: 'shower 3', cfu }, contractor('lab'))
    expect(story.state).toBe('incident')
    expect(story.notices.map(n => n.role)).toEqual(roles)
    expect(story.notices.every(n => n.urgency === urgency)).toBe(true)
    expect(story.errands).toMatchObject([{ open: { facts: { priority } } }])
  })

  it('ends after two clear samples in a row, and the assessment is then to be reviewed', () => {
    const lab = contractor('lab')
    const story = inDate().does('2026-11-10', 'sample.positive', { outlet: 'shower 3', cfu: 300 }, lab)
    expect(story.until('2026-12-01').map(n => n.template)).toEqual(expect.arrayContaining(['planLate', 'resampleLate']))
    story.does('2026-12-01', 'incident.planned', { plan: 'disinfect' })
    const clear = { outlet: 'shower 3', documents }
    story.does('2026-12-02', 'resample.clear', clear, lab)
    story.does('2026-12-02', 'resample.clear', clear, lab)
    expect(story.state, 'the same sample twice is one').toBe('incident')
    story.does('2026-12-05', 'sample.positive', { outlet: 'shower 3', cfu: 200 }, lab)
    story.does('2026-12-12', 'resample.clear', clear, lab)
    expect(story.state, 'a positive one begins the count again').toBe('incident')
    story.does('2026-12-19', 'resample.clear', clear, lab)
    expect(story.state).toBe('lra_review_due')
    expect(story.case.facts.trigger).toMatchObject({ why: 'positive_sample', reviewBy: '2027-01-16' })
    story.replays()
  })
})

it('survives whatever happens', () => {
  const tally = survives(
    legionella,
    { on: '2026-11-02', facts: inDate().case.facts, id: 'legionella:S1' },
    {
      'lra.completed': [report, { riskRating: 'HIGH' }],
      'certificate.submitted': [{ documents }],
      'lra.accepted': [acceptance, { ...acceptance, monitoring: [{ outlet: 'x', task: 'tmv' }] }],
      'lra.rejected': [{ reason: 'x' }],
      'trigger.event': [{ why: 'other' }],
      'sample.positive': [{ outlet: 'x', cfu: 5 }],
      'resample.clear': [{ outlet: 'x', documents }],
      'record.imported': [{ applicability: 'unknown' }, { applicability: 'required', lastDoneOn: '2026-10-01' }],
      'applicability.confirmed': [{ applicability: 'required', reason: 'x' }],
      'asset.disposed': [{ on: '2026-11-02', reason: 'demolished' }],
    },
  )
  expect(tally['lra.completed']).toBeGreaterThan(0)
})

it('a row of the register corrects what an earlier row said, and takes nothing from what we accepted', () => {
  const story = inDate().does('2026-11-10', 'lra.completed', report, assessor)
  story.does('2026-11-12', 'lra.accepted', acceptance, officer)
  const row = { applicability: 'unknown', reason: 'register rebuilt' }
  story.does('2026-11-20', 'record.imported', row)
  expect(story.state).toBe('unknown_applicability')
  expect(checksOf(story)).toMatchObject([{ on: '2026-01-15' }, { on: '2026-11-10', acceptedBy: officer.id }])
  story.replays()
})
