import { describe, expect, it } from 'vitest'
import { check } from '../../shared/core/check.ts'
import { isOverdue, running } from '../../shared/core/clocks.ts'
import { allowedIn, decide } from '../../shared/core/machine.ts'
import { open } from '../../shared/core/open.ts'
import { at, type Day } from '../../shared/core/time.ts'
import type { AnyWorkflow } from '../../shared/core/workflow.ts'
import { action } from '../../shared/workflows/action.ts'
import { fra, nextFra } from '../../shared/workflows/fra.ts'
import { contractor, history, sha, staff } from '../support/history.ts'
import { samples } from '../support/samples.ts'
import { wanders } from '../support/wander.ts'

const obligation = (fra as AnyWorkflow).obligation!
const lead = staff('fireSafetyLead')
const assessor = contractor('firesafe')
const competent = { assessor: { name: 'F. Assessor', competence: 'IFE register 4711' } }
const pdf = (seed: string) => [{ name: 'fra.pdf', sha256: sha(seed) }]
const block = (more: object = {}) => ({
  buildingClass: 'medium',
  checks: [{ on: '2025-03-01', knownOn: '2025-03-10', nextDue: '2027-03-01', result: 'MODERATE' }],
  ...more,
})
const begin = (on = '2026-10-01', more: object = {}) => history(fra).opens(on, block(more), 'fra:B1')
type Story = ReturnType<typeof begin>
const dueOf = (story: Story, clock: string) => running(fra, story.case, story.reckon).find(c => c.name === clock)?.due
const item = (ref: string, more: object = {}) => ({
  ref,
  description: `action ${ref}`,
  priority: 'P2',
  owner: 'repairs@landlord.example',
  ...more,
})
const items = (n: number, more: object = {}) => Array.from({ length: n }, (_, i) => item(`A${i + 1}`, more))

/** Commissioned, visited, and its report received. */
const reported = (story: Story, on: string, declared: number, more: object = {}, received = on) =>
  story
    .does(received, 'fra.commissioned', competent, lead)
    .does(received, 'site.visited', { on }, assessor)
    .does(
      received,
      'report.received',
      {
        documents: pdf(received + declared),
        declaredActions: declared,
        rating: 'MODERATE',
        reference: `FRA-${on}`,
        ...more,
      },
      assessor,
    )
const ids = (story: Story) => (story.case.facts.actions as { id: string }[]).map(a => a.id)

it('is sound', () => expect(check(fra)).toEqual([]))

const everywhere = [
  'record.imported',
  'certificate.voided',
  'applicability.confirmed',
  'building.classified',
  'building.occupied',
  'trigger.event',
  'action.registered',
  'interim.recorded',
  'child.closed',
  'asset.disposed',
]
const papers = ['report.received', 'certificate.submitted']
const seen = ['site.visited', 'inspection.completed']
it.each([
  ['fra_in_date', ['fra.commissioned', ...papers, ...everywhere]],
  ['fra_review_due', ['fra.commissioned', ...papers, ...everywhere]],
  [
    'fra_commissioned',
    [
      'fra.commissioned',
      'appointment.made',
      'appointment.cancelled',
      'visit.noAccess',
      ...seen,
      ...papers,
      ...everywhere,
    ],
  ],
  ['report_awaited', [...seen, ...papers, ...everywhere]],
  [
    'report_qa',
    [
      ...papers,
      'actions.raised',
      'actions.declared',
      'action.reconciled',
      'report.accepted',
      'report.queried',
      ...everywhere,
    ],
  ],
  ['unknown_applicability', everywhere],
  ['not_applicable', ['record.imported', 'applicability.confirmed']],
  ['retired', []],
])('in %s exactly these events are taken', (state, events) =>
  expect(allowedIn(fra, state).sort()).toEqual([...events].sort()),
)

describe('when the next one is due: the assessor’s date or the landlord’s maximum', () => {
  const { reckon } = begin()
  it.each([
    ['hrb', undefined, 'MODERATE', '2027-10-01'],
    ['sheltered', '2029-10-01', 'TOLERABLE', '2027-10-01'],
    ['medium', undefined, 'MODERATE', '2028-10-01'],
    ['low', undefined, 'TRIVIAL', '2029-10-01'],
    ['low', '2028-04-01', 'TRIVIAL', '2028-04-01'],
    ['low', undefined, 'SUBSTANTIAL', '2027-10-01'],
    ['low', '2027-01-15', 'INTOLERABLE', '2027-01-15'],
    [undefined, undefined, 'TOLERABLE', '2027-10-01'],
  ])(
    '%s, report says %s, rated %s: %s (G45: policy’s maximum wins over a later date)',
    (buildingClass, reviewDate, rating, due) =>
      expect(nextFra('2026-10-01' as Day, { buildingClass, reviewDate, rating } as never, reckon)).toBe(due),
  )
  it('G8, G9: the month’s end is kept, never rolled over', () => {
    expect(nextFra('2028-02-29' as Day, { buildingClass: 'hrb' }, reckon)).toBe('2029-02-28')
  })
})

it('goes from commission to acceptance', () => {
  const story = begin('2026-10-01')
  story.until('2026-12-02')
  expect(story.state).toBe('fra_review_due')
  expect(
    story.refuses('2026-12-02', 'fra.commissioned', { assessor: { name: 'x', competence: '' } }, lead),
  ).toMatchObject({ kind: 'invalid' })
  story.does('2026-12-02', 'fra.commissioned', competent, lead)
  story.does('2026-12-14', 'site.visited', {}, assessor)
  expect([story.state, dueOf(story, 'report')]).toEqual(['report_awaited', '2026-12-30'])
  story.does(
    '2026-12-21',
    'report.received',
    { documents: pdf('a'), declaredActions: 0, rating: 'TOLERABLE' },
    assessor,
  )
  story.does('2026-12-22', 'report.queried', { reason: 'the plant room is missing' }, lead)
  expect([story.state, dueOf(story, 'report')]).toEqual(['report_awaited', '2027-01-08'])
  story.does('2027-01-04', 'certificate.submitted', { documents: pdf('b'), declaredActions: 0 }, assessor)
  expect(story.refuses('2027-01-05', 'report.accepted', {}, assessor)).toMatchObject({ kind: 'forbidden' })
  story.does('2027-01-05', 'report.accepted', {}, lead)
  expect([story.state, dueOf(story, 'review')]).toEqual(['fra_in_date', '2028-12-14'])
  expect(obligation.checks(story.case.facts).at(-1)).toEqual({
    on: '2026-12-14',
    knownOn: '2027-01-05',
    nextDue: '2028-12-14',
  })
  story.replays()
})

describe('a report is its actions', () => {
  it('G46: 40 declared, 38 raised: not accepted until 40 are, 3 of them born overdue', () => {
    const story = begin()
    reported(story, '2026-08-20', 40, {}, '2026-10-05')
    const urgent = items(40).map((a, i) => (i < 3 ? { ...a, priority: 'P1' } : a))
    story.does('2026-10-06', 'actions.raised', { actions: urgent.slice(0, 38) }, lead)
    expect(story.events.at(-1)?.notes).toEqual(['3 born overdue'])
    expect(story.refuses('2026-10-06', 'report.accepted', {}, lead)).toMatchObject({ codes: ['ACTIONS_MISSING'] })
    story.does('2026-10-06', 'actions.raised', { actions: urgent.slice(38) }, lead)
    story.does('2026-10-07', 'report.accepted', {}, lead)
    expect(story.state).toBe('fra_in_date')
    expect(story.events.at(-1)?.notes).toEqual(['3 actions born overdue'])
    const opened = story.errands.map(e => e.open?.facts as { raisedOn: string; bornOverdue?: boolean })
    expect(opened).toHaveLength(40)
    expect(opened.filter(f => f.bornOverdue)).toHaveLength(3)
    expect(new Set(opened.map(f => f.raisedOn))).toEqual(new Set(['2026-08-20']))
    story.replays()
  })

  it('what it raises opens as an action, due from the assessment’s date', () => {
    const story = begin()
    reported(story, '2026-09-20', 1, {}, '2026-10-05').does(
      '2026-10-06',
      'actions.raised',
      { actions: [item('A1', { priority: 'P1' })] },
      lead,
    )
    const { to, open: opening } = story.errands[0]!
    const now = { instant: at('2026-10-06' as Day, '09:00'), today: '2026-10-06' as Day, reckon: story.reckon }
    const opened = open(action, { id: to, facts: opening?.facts, parent: 'fra:B1', by: lead, at: now.instant }, now)
    if (!opened.ok) throw new Error(JSON.stringify(opened))
    expect(opened.case.state).toBe('assigned')
    expect(running(action, opened.case, story.reckon)[0]?.due).toBe('2026-10-20')
    expect(to).toBe(ids(story)[0])
  })

  it.each([
    ['no owner', { owner: '' }],
    ['no priority', { priority: undefined }],
  ])('an action with %s is not one', (_, lack) => {
    const story = reported(begin(), '2026-10-01', 1)
    expect(story.refuses('2026-10-02', 'actions.raised', { actions: [item('A1', lack)] }, lead)).toMatchObject({
      kind: 'invalid',
    })
  })

  it('the same reference twice is refused; a corrected count is on the record', () => {
    const story = reported(begin(), '2026-10-01', 3)
    story.does('2026-10-02', 'actions.raised', { actions: items(2) }, lead)
    expect(story.refuses('2026-10-02', 'actions.raised', { actions: [item('A2')] }, lead)).toMatchObject({
      kind: 'guard',
    })
    story.does(
      '2026-10-02',
      'actions.declared',
      { actions: 2, reason: 'A3 is a duplicate of A1; confirmed by the assessor' },
      lead,
    )
    expect(story.events.at(-1)?.notes).toEqual(['3 declared before, now 2'])
    story.does('2026-10-02', 'report.accepted', {}, lead)
  })

  it('recommendations are counted apart', () => {
    const story = reported(begin(), '2026-10-01', 1, { declaredRecommendations: 1 })
    story.does('2026-10-02', 'actions.raised', { actions: [item('A1')] }, lead)
    expect(story.refuses('2026-10-02', 'report.accepted', {}, lead)).toMatchObject({
      codes: ['RECOMMENDATIONS_MISSING'],
    })
    story.does('2026-10-02', 'actions.raised', { actions: [item('R1', { priority: 'ADV' })] }, lead)
    story.does('2026-10-02', 'report.accepted', {}, lead)
  })

  it('needs the report, the assessor’s competence and the rating, and another person', () => {
    const story = begin().does('2026-10-02', 'report.received', { documents: pdf('x'), declaredActions: 0 }, lead)
    expect(story.refuses('2026-10-03', 'report.accepted', {}, lead)).toMatchObject({
      codes: ['COMPETENCE_MISSING', 'RATING_MISSING'],
      failed: expect.arrayContaining(['accepted by somebody other than who submitted it']),
    })
    expect(begin().refuses('2026-10-02', 'report.received', { declaredActions: 0 }, lead)).toMatchObject({
      kind: 'guard',
    })
    expect(begin().refuses('2026-10-02', 'report.received', { documents: pdf('x') }, lead)).toMatchObject({
      codes: ['ACTIONS_UNDECLARED'],
    })
    expect(
      begin().refuses(
        '2026-10-02',
        'report.received',
        { documents: pdf('x'), declaredActions: 0, assessedOn: '2026-10-03' },
        lead,
      ),
    ).toMatchObject({ codes: ['DATE_IN_FUTURE'] })
    expect(
      begin().refuses(
        '2026-10-02',
        'report.received',
        { documents: pdf('x'), declaredActions: 0, assessedOn: '2025-03-01' },
        lead,
      ),
    ).toMatchObject({ codes: ['DATE_BEFORE_PREVIOUS'] })
  })
})

describe('what the assessor says on site', () => {
  const onSite = (said: object) =>
    begin().does('2026-10-01', 'fra.commissioned', competent, lead).does('2026-10-02', 'site.visited', said, assessor)

  it('an intolerable rating is told at once, and not again with the report', () => {
    const story = onSite({ rating: 'INTOLERABLE' })
    expect(story.notices.at(-1)).toMatchObject({ template: 'graveRating', urgency: 'emergency' })
    const told = story.notices.length
    story.does('2026-10-05', 'report.received', { documents: pdf('x'), declaredActions: 0 }, assessor)
    expect(story.notices).toHaveLength(told)
    expect(story.case.facts).toMatchObject({ report: { rating: 'INTOLERABLE' } })
    story.replays()
  })

  it('stands for the report where the report does not say it, and gives way where it does', () => {
    const said = { rating: 'TOLERABLE', declaredActions: 3, nextDateOnReport: '2027-06-01' }
    const silent = onSite(said).does('2026-10-05', 'report.received', { documents: pdf('x') }, assessor)
    expect(silent.case.facts).toMatchObject({ report: { rating: 'TOLERABLE', declared: 3, reviewDate: '2027-06-01' } })
    const spoken = onSite(said).does(
      '2026-10-05',
      'report.received',
      { documents: pdf('x'), declaredActions: 5, rating: 'MODERATE' },
      assessor,
    )
    expect(spoken.case.facts).toMatchObject({ report: { rating: 'MODERATE', declared: 5 } })
  })
})

describe('a new list never replaces an old one', () => {
  /** Two actions of an accepted assessment, both overdue, and a new report declaring `declared`. */
  const second = (declared: number) => {
    const story = begin()
    reported(story, '2026-10-01', 2).does(
      '2026-10-02',
      'actions.raised',
      { actions: items(2, { priority: 'P1' }) },
      lead,
    )
    story.does('2026-10-03', 'report.accepted', {}, lead)
    return reported(story, '2027-02-01', declared)
  }
  const reconcile = (story: Story, index: number, outcome: string, more: object = {}) =>
    ['2027-02-02', 'action.reconciled', { action: ids(story)[index], outcome, ...more }, lead] as const

  it('is not accepted while an old open action is unaccounted for', () => {
    const story = second(0)
    expect(story.refuses('2027-02-02', 'report.accepted', {}, lead)).toMatchObject({ codes: ['OLD_ACTIONS_OPEN'] })
    story.does(...reconcile(story, 0, 'carried_forward'))
    expect(story.refuses('2027-02-02', 'report.accepted', {}, lead)).toMatchObject({ codes: ['OLD_ACTIONS_OPEN'] })
    story.does(...reconcile(story, 1, 'carried_forward'))
    story.does('2027-02-02', 'report.accepted', {}, lead)
    expect(story.case.facts.actions).toMatchObject([
      { raisedOn: '2026-10-01', dueOn: '2026-10-31' },
      { raisedOn: '2026-10-01' },
    ])
    story.replays()
  })

  it('G47: an action repeated by the new report is the old one, with its old dates, and counts as raised', () => {
    const story = second(2)
    const old = ids(story)[0]!
    story.does(...reconcile(story, 0, 'carried_forward', { ref: 'B7' }))
    expect(story.errands.at(-1)).toMatchObject({
      to: old,
      event: { type: 'action.carriedForward', data: { source: 'FRA-2027-02-01', reference: 'B7' } },
    })
    expect(story.refuses('2027-02-02', 'actions.raised', { actions: [item('B7')] }, lead)).toMatchObject({
      kind: 'guard',
    })
    story.does(...reconcile(story, 1, 'carried_forward'))
    expect(story.refuses('2027-02-02', 'report.accepted', {}, lead)).toMatchObject({ codes: ['ACTIONS_MISSING'] })
    story
      .does('2027-02-02', 'actions.raised', { actions: [item('B8')] }, lead)
      .does('2027-02-02', 'report.accepted', {}, lead)
    expect(ids(story)).toHaveLength(3)
  })

  it('carrying forward moves neither the raised date nor the due date of the action', () => {
    const now = { instant: at('2027-02-02' as Day, '09:00'), today: '2027-02-02' as Day, reckon: begin().reckon }
    const story = history(action).opens('2026-10-02', {
      stream: 'fra',
      description: 'x',
      priority: 'P1',
      raisedOn: '2026-10-01',
      owner: 'a@b.example',
    })
    const carried = decide(
      action,
      story.case,
      { type: 'action.carriedForward', at: now.instant, by: lead, data: { on: '2027-02-01', source: 'FRA 2' } },
      now,
    )
    if (!carried.ok) throw new Error(JSON.stringify(carried))
    expect(carried.case.facts).toMatchObject({
      raisedOn: '2026-10-01',
      carried: [{ on: '2027-02-01', source: 'FRA 2' }],
    })
    expect(running(action, carried.case, story.reckon)[0]?.due).toBe('2026-10-31')
  })

  it('an overdue action is not superseded by one that is due later', () => {
    const story = second(1)
    expect(story.refuses(...reconcile(story, 0, 'superseded', { ref: 'B1' }))).toMatchObject({ kind: 'guard' })
    story.does('2027-02-02', 'actions.raised', { actions: [item('B1')] }, lead)
    expect(story.refuses(...reconcile(story, 0, 'superseded', { ref: 'B1' }))).toMatchObject({
      codes: ['SUPERSEDED_LATER'],
    })
  })

  it('superseded with a link, by an action that is due no later; the link goes to its record', () => {
    const story = begin()
    reported(story, '2026-10-01', 1).does(
      '2026-10-02',
      'actions.raised',
      { actions: [item('A1', { priority: 'P3' })] },
      lead,
    )
    story.does('2026-10-03', 'report.accepted', {}, lead)
    reported(story, '2027-02-01', 2).does(
      '2027-02-02',
      'actions.raised',
      { actions: [item('B1', { dueOn: '2027-03-30' }), item('B2', { dueOn: '2027-03-31' })] },
      lead,
    )
    const [old, link] = ids(story)
    expect(story.refuses(...reconcile(story, 0, 'superseded', { ref: 'B2' }))).toMatchObject({
      codes: ['SUPERSEDED_LATER'],
    })
    story.does(...reconcile(story, 0, 'superseded', { ref: 'B1' }))
    expect(story.errands.at(-1)).toMatchObject({ to: old, event: { type: 'action.superseded', data: { by: link } } })
    story.does('2027-02-03', 'report.accepted', {}, lead)
    expect(ids(story)).not.toContain(old)
    story.replays()
  })

  it('a recommendation has no date and may be superseded', () => {
    const story = begin()
    reported(story, '2026-10-01', 0, {}).does(
      '2026-10-02',
      'actions.raised',
      { actions: [item('R1', { priority: 'ADV' })] },
      lead,
    )
    story.does('2026-10-03', 'report.accepted', {}, lead)
    reported(story, '2027-02-01', 1).does('2027-02-02', 'actions.raised', { actions: [item('B1')] }, lead)
    story.does(...reconcile(story, 0, 'superseded', { ref: 'B1' }))
    expect(story.errands.at(-1)).toMatchObject({
      to: ids(story)[0],
      event: { type: 'action.superseded', data: { by: ids(story)[1] } },
    })
    story.does('2027-02-02', 'report.accepted', {}, lead)
    expect(ids(story)).toHaveLength(1)
  })

  it('is called closed only when its own record says that the work is verified', () => {
    const story = second(0)
    expect(story.refuses(...reconcile(story, 0, 'closed_verified'))).toMatchObject({ codes: ['NOT_VERIFIED'] })
    story.does('2027-02-02', 'child.closed', {
      child: ids(story)[0],
      workflow: 'action',
      state: 'closed',
      outcome: 'done',
    })
    story.does(...reconcile(story, 0, 'closed_verified'))
  })

  it('actions that were imported stand on the same list', () => {
    const story = begin().does(
      '2026-10-02',
      'action.registered',
      { action: 'ACT-1', ref: 'old 1', priority: 'P1', raisedOn: '2024-01-01', dueOn: '2024-02-01' },
      lead,
    )
    expect(
      story.refuses(
        '2026-10-02',
        'action.registered',
        { action: 'ACT-1', ref: 'x', priority: 'P1', raisedOn: '2024-01-01' },
        lead,
      ),
    ).toMatchObject({ kind: 'guard' })
    reported(story, '2026-10-03', 0)
    expect(story.refuses('2026-10-04', 'report.accepted', {}, lead)).toMatchObject({ codes: ['OLD_ACTIONS_OPEN'] })
  })
})

describe('grave ratings', () => {
  it('Substantial: the head of service at once, interim measures within 24 hours, a review within twelve months', () => {
    const story = begin('2026-10-01', { buildingClass: 'low' })
    reported(story, '2026-10-02', 0, { rating: 'SUBSTANTIAL' })
    expect(story.notices.map(n => [n.role, n.urgency])).toEqual([
      ['fireSafetyLead', 'emergency'],
      ['headOfService', 'emergency'],
    ])
    expect(dueOf(story, 'interim')).toBe('2026-10-03T08:00:00.000Z')
    const told = story.until('2026-10-12').filter(n => n.clock === 'interim')
    expect(told.map(n => n.role)).toEqual(expect.arrayContaining(['headOfService', 'serviceDirector']))
    story.does('2026-10-12', 'interim.recorded', { measures: 'waking watch', reviewOn: '2026-10-18' }, lead)
    expect([dueOf(story, 'interim'), dueOf(story, 'interim_review')]).toEqual([undefined, '2026-10-18'])
    story.does('2026-10-13', 'report.accepted', {}, lead)
    expect([dueOf(story, 'review'), dueOf(story, 'interim_review')]).toEqual(['2027-10-02', '2026-10-18'])
    expect(story.notices.filter(n => n.template === 'graveRating')).toHaveLength(2)
    story.replays()
  })
  it('Intolerable: the director the same day, and no measures without telling the fire service', () => {
    const story = begin()
    reported(story, '2026-10-02', 0, { rating: undefined }).does(
      '2026-10-03',
      'report.accepted',
      { rating: 'INTOLERABLE' },
      lead,
    )
    expect(story.notices.map(n => n.role)).toContain('director')
    expect(story.until('2026-10-04 14:00').map(n => n.role)).toContain('executive')
    const measures = { measures: 'evacuated', reviewOn: '2026-10-20' }
    expect(story.refuses('2026-10-05', 'interim.recorded', measures, lead)).toMatchObject({
      codes: ['FIRE_SERVICE_NOT_TOLD'],
    })
    expect(
      story.refuses('2026-10-05', 'interim.recorded', { ...measures, reviewOn: '2027-10-20', fireService: 'x' }, lead),
    ).toMatchObject({ kind: 'guard' })
    story.does('2026-10-05', 'interim.recorded', { ...measures, fireService: 'FRS 2026/881' }, lead)
  })
  it('a milder rating ends it', () => {
    const story = begin()
    reported(story, '2026-10-02', 0, { rating: 'SUBSTANTIAL' }).does('2026-10-03', 'report.accepted', {}, lead)
    reported(story, '2026-12-02', 0, { rating: 'TOLERABLE' }).does('2026-12-03', 'report.accepted', {}, lead)
    expect(story.case.facts.grave).toBe(undefined)
    expect(dueOf(story, 'review')).toBe('2028-12-02')
  })
})

describe('what brings the review forward', () => {
  it('a fire: 28 days, in the clock and in the position', () => {
    const story = begin().does('2026-10-10', 'trigger.event', { kind: 'fire' }, lead)
    expect([story.state, dueOf(story, 'trigger'), dueOf(story, 'review')]).toEqual([
      'fra_review_due',
      '2026-11-07',
      '2027-03-01',
    ])
    expect(obligation.checks(story.case.facts).at(-1)?.nextDue).toBe('2026-11-07')
    story.does('2026-10-20', 'trigger.event', { kind: 'enforcement_notice' }, lead)
    expect(dueOf(story, 'trigger')).toBe('2026-11-07')
    reported(story, '2026-10-25', 0).does('2026-10-26', 'report.accepted', {}, lead)
    expect([story.state, dueOf(story, 'trigger')]).toEqual(['fra_in_date', undefined])
  })
  it('an assessment made before the fire does not cover it', () => {
    const story = reported(begin(), '2026-10-05', 0).does('2026-10-08', 'trigger.event', { kind: 'fire' }, lead)
    story.does('2026-10-09', 'report.accepted', {}, lead)
    expect([story.state, dueOf(story, 'trigger')]).toEqual(['fra_review_due', '2026-11-05'])
  })
  it('a building of another class', () => {
    const story = begin().does('2026-10-10', 'building.classified', { buildingClass: 'hrb' }, lead)
    expect(dueOf(story, 'review')).toBe('2026-03-01')
    expect(story.until('2026-10-11').map(n => n.role)).toContain('executive')
  })
})

describe('a new building', () => {
  it('is assessed before anybody moves in and again within three months', () => {
    const empty = history(fra).opens('2026-10-01', { buildingClass: 'medium', dutyBeganOn: '2026-10-01' })
    expect(empty.refuses('2026-10-02', 'building.occupied', { on: '2026-10-05' }, lead)).toMatchObject({
      codes: ['FRA_MISSING'],
    })
    reported(empty, '2026-10-02', 0, { stage: 'pre_occupation' }).does('2026-10-03', 'report.accepted', {}, lead)
    empty.does('2026-10-05', 'building.occupied', { on: '2026-10-05' }, lead)
    expect([empty.state, dueOf(empty, 'post_occupation')]).toEqual(['fra_review_due', '2027-01-05'])
    reported(empty, '2026-12-10', 0, { stage: 'post_occupation' }).does('2026-12-11', 'report.accepted', {}, lead)
    expect([empty.state, dueOf(empty, 'post_occupation')]).toEqual(['fra_in_date', undefined])
  })
})

describe('registers', () => {
  const row = (more: object) =>
    obligation.fromRecord(
      { applicability: 'required', lastDoneOn: '2025-01-10' as Day, ...more } as never,
      begin().reckon,
    ).checks
  it.each([
    [{ dueOn: '2027-01-10' }, '2027-01-10'],
    [{ dueOn: '2030-01-10' }, '2028-01-10'],
    [{ dueOn: '2027-01-10', subType: 'hrb' }, '2026-01-10'],
    [{ dueOn: '2027-01-10', result: 'Substantial' }, '2026-01-10'],
    [{}, '2026-01-10'],
    [{ dueOn: '2028-01-10', home: { heightMetres: 18 } }, '2026-01-10'],
    [{ dueOn: '2028-01-10', home: { storeys: 7 }, subType: 'low' }, '2026-01-10'],
    [{ dueOn: '2028-01-10', home: { heightMetres: 17.9, storeys: 6 } }, '2028-01-10'],
  ])('a row with %j is due %s', (more, due) => expect(row(more)).toMatchObject([{ nextDue: due }]))
  it('one never assessed is overdue since the duty began', () => {
    const story = history(fra).opens('2026-10-01', { dutyBeganOn: '2026-08-01' })
    expect([story.state, dueOf(story, 'review')]).toEqual(['fra_review_due', '2026-08-01'])
    expect(isOverdue('2026-08-01' as Day, at('2026-10-01' as Day, '09:00'))).toBe(true)
  })
  it('a later row adds to what we accepted', () => {
    const story = begin().does('2026-10-05', 'record.imported', {
      applicability: 'required',
      lastDoneOn: '2026-09-01',
      dueOn: '2027-09-01',
    })
    expect(dueOf(story, 'review')).toBe('2027-09-01')
    expect(story.case.facts.checks).toHaveLength(2)
    expect(
      story.refuses('2026-10-06', 'record.imported', { applicability: 'required', lastDoneOn: '2020-01-01' }),
    ).toMatchObject({ kind: 'guard' })
  })
})

it(
  'is never silent, whatever happens',
  () =>
    wanders(
      fra,
      '2026-10-01' as Day,
      [{}, block(), { applicability: 'unknown' }, block({ buildingClass: 'hrb' })],
      [
        ['fra.commissioned', () => competent, lead],
        ['site.visited', () => ({})],
        ['report.received', on => ({ documents: pdf(on), declaredActions: 1, rating: 'MODERATE' }), assessor],
        [
          'report.received',
          on => ({ documents: pdf(on), declaredActions: 0, rating: 'SUBSTANTIAL', ...competent }),
          assessor,
        ],
        ['actions.raised', () => ({ actions: [item('A1', { priority: 'P0' })] })],
        ['actions.declared', () => ({ actions: 0, reason: 'x' })],
        ['report.accepted', () => ({}), lead],
        ['report.queried', () => ({ reason: 'x' }), lead],
        ['trigger.event', () => ({ kind: 'fire' })],
        ['interim.recorded', on => ({ measures: 'x', reviewOn: on, fireService: 'y' })],
        ['building.classified', () => ({ buildingClass: 'low' })],
        ['building.occupied', on => ({ on })],
        ['applicability.confirmed', () => ({ applicability: 'required', reason: 'x' })],
        ['record.imported', on => ({ applicability: 'required', lastDoneOn: on })],
        ['visit.noAccess', () => ({ outcome: 'refused', photo: 'x' })],
        ['asset.disposed', on => ({ on, reason: 'sold' })],
      ],
    ),
  60_000,
)

it.each(samples('fra'))('takes the sample $name in some state', ({ type, data }) => {
  expect(fra.events[type as keyof typeof fra.events].safeParse(data).success).toBe(true)
  expect(Object.keys(fra.states).some(state => allowedIn(fra, state).includes(type))).toBe(true)
})
