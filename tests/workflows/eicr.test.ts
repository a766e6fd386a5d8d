import { describe, expect, it } from 'vitest'
import { check } from '../../shared/core/check.ts'
import { running } from '../../shared/core/clocks.ts'
import { allowedIn } from '../../shared/core/machine.ts'
import type { AnyWorkflow } from '../../shared/core/workflow.ts'
import { eicr } from '../../shared/workflows/eicr.ts'
import { contractor, history, sha, staff, when } from '../support/history.ts'
import { samples } from '../support/samples.ts'
import { wanders } from '../support/wander.ts'

const obligation = (eicr as AnyWorkflow).obligation!
const officer = staff('complianceOfficer')
const sparks = contractor('sparks')
const report = (data: object = {}, seed = 'report') => ({
  result: 'SATISFACTORY',
  operative: { name: 'A. Tester', regNo: 'NICEIC-12345' },
  documents: [{ name: 'eicr.pdf', sha256: sha(seed) }],
  ...data,
})
const c2 = { code: 'C2', location: 'kitchen ring', text: 'no RCD protection' }
const bad = (data: object = {}) => report({ result: 'UNSATISFACTORY', observations: [c2], ...data })
const paper = [{ name: 'confirmation.pdf', sha256: sha('confirmation') }]
const held = (on = '2022-01-10', nextDue = '2027-01-10') => ({
  dutyBeganOn: '2019-04-01',
  checks: [{ on, knownOn: on, nextDue, result: 'SATISFACTORY' }],
})
const home = (policy = {}) => history(eicr, policy).opens('2026-11-01', held())
const dueOf = (story: ReturnType<typeof home>, clock: string) =>
  running(eicr, story.case, story.reckon).find(c => c.name === clock)?.due
const inspected = (on: string, data: object = {}) => {
  const story = home()
  story.does(on, 'inspection.completed', bad(data), sparks)
  return story.does(on, 'certificate.accepted', {}, officer)
}

it('is sound', () => expect(check(eicr)).toEqual([]))

const always = ['unsafe.found', 'report.superseded', 'copies.sent', 'copies.requested', 'equipment.checked']
const everywhere = [
  'record.imported',
  'applicability.confirmed',
  'property.void.started',
  'tenancy.starting',
  'asset.disposed',
  ...always,
]
const visiting = ['appointment.made', 'visit.noAccess', 'inspection.completed', 'certificate.submitted']
const confirming = [
  'inspection.completed',
  'certificate.submitted',
  'remedial.completed',
  'remedial.confirmation',
  'confirmation.received',
]
it.each([
  ['compliant', [...visiting, ...everywhere]],
  ['due_issued', [...visiting, ...everywhere]],
  ['appointed', [...visiting, 'appointment.cancelled', ...everywhere]],
  ['access_1', [...visiting, 'legal.orderMade', ...everywhere]],
  ['access_2', [...visiting, 'legal.orderMade', ...everywhere]],
  ['access_3', [...visiting, 'legal.orderMade', ...everywhere]],
  [
    'evidence_review',
    [
      'inspection.completed',
      'certificate.submitted',
      'certificate.accepted',
      'certificate.rejected',
      'remedial.completed',
      ...everywhere,
    ],
  ],
  ['remedial_required', [...confirming, 'appointment.made', 'appointment.cancelled', 'visit.noAccess', ...everywhere]],
  ['confirmation_pending', [...confirming, ...everywhere]],
  ['copies_due', ['inspection.completed', 'certificate.submitted', ...everywhere]],
  ['unknown_applicability', everywhere],
  ['not_applicable', ['record.imported', 'applicability.confirmed']],
  ['retired', []],
])('in %s exactly these events are taken', (state, events) =>
  expect(allowedIn(eicr, state).sort()).toEqual([...events].sort()),
)

describe('worked dates of regulation 3', () => {
  it.each([
    ['2026-11-02', undefined, '2026-11-29', '2026-11-30', '2031-11-02'], // G11: the first day counts
    ['2027-02-01', undefined, '2027-02-28', '2027-03-01', '2032-02-01'],
    ['2026-11-02', 14, '2026-11-15', '2026-11-30', '2031-11-02'],
    ['2026-11-02', 7, '2026-11-08', '2026-11-30', '2031-11-02'], // G12: so it does in the report’s own period
    ['2026-11-02', 60, '2026-11-29', '2026-11-30', '2031-11-02'],
  ])('inspected %s, report gives %s days: work by %s, copy by %s, next by %s', (on, days, work, copy, next) => {
    const story = inspected(on, days ? { remedialPeriodDays: days } : {})
    expect(story.state).toBe('remedial_required')
    expect(dueOf(story, 'remedial')).toBe(work)
    expect(dueOf(story, 'copy_report')).toBe(copy)
    expect(dueOf(story, 'deadline')).toBe(next)
    story.replays()
  })

  it.each([
    [{ reportPeriodDays: 14 }, '2026-11-15'],
    [{ periodDays: 14 }, '2026-11-15'],
    [{ remedialPeriodDays: 21, reportPeriodDays: 7 }, '2026-11-08'],
  ])('the period of the report by another name, the shortest of several: %j', (said, work) =>
    expect(dueOf(inspected('2026-11-02', said), 'remedial')).toBe(work),
  )

  it('a report that says sooner than five years is followed (earlier of the two), one that says later is not', () => {
    expect(dueOf(inspected('2026-11-02', { nextDateOnReport: '2029-11-02' }), 'deadline')).toBe('2029-11-02')
    expect(dueOf(inspected('2026-11-02', { nextDateOnReport: '2036-11-02' }), 'deadline')).toBe('2031-11-02')
  })

  it('G59: over two visits, work and copy count from the first day, the cycle from the last', () => {
    const story = inspected('2026-11-06', { inspectedFrom: '2026-11-02', inspectedTo: '2026-11-06' })
    expect([dueOf(story, 'remedial'), dueOf(story, 'copy_report'), dueOf(story, 'deadline')]).toEqual([
      '2026-11-29',
      '2026-11-30',
      '2031-11-06',
    ])
  })

  it('G22: done early, the cycle counts from the actual day; G23: done late, the history says so', () => {
    expect(dueOf(inspected('2026-11-02'), 'deadline')).toBe('2031-11-02')
    const late = home()
    late.until('2027-01-13')
    late
      .does('2027-01-13', 'inspection.completed', report(), sparks)
      .does('2027-01-13', 'certificate.accepted', {}, officer)
    expect(late.events.at(-1)?.notes).toEqual(['late by 3 days'])
    expect((late.case.facts.checks as { daysLate?: number }[]).at(-1)?.daysLate).toBe(3)
  })
})

it('G16: work due on a Sunday is due on that Sunday; the last reminder before it leaves in the week', () => {
  const story = inspected('2026-11-02')
  expect(dueOf(story, 'remedial')).toBe('2026-11-29')
  const told = story.until('2026-12-01').filter(n => n.clock === 'remedial')
  const before = told.filter(n => n.at < '2026-11-29').map(n => n.at.slice(0, 10))
  expect(before.at(-1)).toBe('2026-11-26')
  expect(told.find(n => n.template.startsWith('remedialLate') || n.urgency === 'urgent')?.at.slice(0, 10)).toBe(
    '2026-11-30',
  )
})

describe('two clocks, never one figure', () => {
  it('G28: an unsatisfactory report keeps the cycle while its work is owed', () => {
    const story = inspected('2026-11-02')
    expect(obligation.checks(story.case.facts).at(-1)).toEqual({
      on: '2026-11-02',
      knownOn: '2026-11-02',
      nextDue: '2031-11-02',
    })
    const told = story.until('2026-12-10')
    expect(told.filter(n => n.clock === 'deadline')).toEqual([])
    expect(told.filter(n => n.clock === 'remedial' && n.due === '2026-11-29').map(n => n.role)).toContain('executive')
  })

  it('runs the remedial clock from the inspection, before the report is accepted', () => {
    const story = home().does('2026-11-02', 'inspection.completed', bad(), sparks)
    expect([story.state, dueOf(story, 'remedial')]).toEqual(['evidence_review', '2026-11-29'])
  })

  it('C2 with a period of 14 days, then a confirmation that more is needed: a second clock', () => {
    const story = inspected('2026-11-02', { remedialPeriodDays: 14 })
    expect(dueOf(story, 'remedial')).toBe('2026-11-15')
    story.does('2026-11-10', 'remedial.completed', { completedOn: '2026-11-10' }, sparks)
    expect(story.state).toBe('confirmation_pending')
    story.does('2026-11-12', 'confirmation.received', { standardsMet: false, documents: paper }, sparks)
    expect([story.state, dueOf(story, 'remedial')]).toEqual(['remedial_required', '2026-12-09'])
    expect(dueOf(story, 'copy_confirmation')).toBe('2026-12-08')
    story.does(
      '2026-12-01',
      'remedial.confirmation',
      { standardsMet: true, completedOn: '2026-11-30', documents: paper },
      sparks,
    )
    expect([story.state, dueOf(story, 'remedial')]).toEqual(['copies_due', undefined])
    expect(story.case.facts.remedials).toEqual([
      {
        from: '2026-11-02',
        due: '2026-11-15',
        doneOn: '2026-11-10',
        confirmedOn: '2026-11-12',
        standardsMet: false,
        late: false,
      },
      {
        from: '2026-11-12',
        due: '2026-12-09',
        doneOn: '2026-11-30',
        confirmedOn: '2026-12-01',
        standardsMet: true,
        late: false,
      },
    ])
    expect(story.refuses('2026-12-01', 'copies.sent', { what: 'confirmation', to: 'prospective' })).toMatchObject({
      kind: 'guard',
    })
    story.does('2026-12-01', 'copies.sent', { what: 'report' })
    expect(story.state).toBe('copies_due')
    expect(story.events.at(-1)?.notes).toEqual(['copy sent late'])
    story.does('2026-12-02', 'copies.sent', { what: 'confirmation' })
    expect(story.state).toBe('copies_due')
    story.does('2026-12-02', 'copies.sent', { what: 'confirmation', to: 'lha' })
    expect(story.state).toBe('compliant')
    story.replays()
  })

  it('sends itself no copies where the landlord is the local housing authority', () => {
    const story = home({ 'eicr.landlordIsAuthority': 1 })
    story
      .does('2026-11-02', 'inspection.completed', bad(), sparks)
      .does('2026-11-03', 'certificate.accepted', {}, officer)
    story.does('2026-11-20', 'confirmation.received', { standardsMet: true, documents: paper }, sparks)
    expect(story.case.facts.owed).toEqual([
      { what: 'report', to: 'tenant', from: '2026-11-02' },
      { what: 'confirmation', to: 'tenant', from: '2026-11-20' },
    ])
    expect(story.refuses('2026-11-21', 'copies.requested', { by: 'lha' })).toMatchObject({ kind: 'guard' })
  })

  it('a second unsatisfactory report does not buy time for the first', () => {
    const story = inspected('2026-11-02')
    story.does('2026-11-25', 'inspection.completed', bad({ documents: [{ name: 'b.pdf', sha256: sha('b') }] }), sparks)
    story.does('2026-11-26', 'certificate.accepted', {}, officer)
    expect(dueOf(story, 'remedial')).toBe('2026-11-29')
  })

  it('a satisfactory report after the work ends the duty as a confirmation does', () => {
    const story = inspected('2026-11-02')
    story.does('2026-11-20', 'inspection.completed', report({}, 'second'), sparks)
    story.does('2026-11-21', 'certificate.accepted', {}, officer)
    expect(story.state).toBe('copies_due')
    expect(story.case.facts.remedials).toMatchObject([{ due: '2026-11-29', standardsMet: true, late: false }])
  })

  it('takes no confirmation without the paper', () => {
    const story = inspected('2026-11-02')
    expect(story.refuses('2026-11-10', 'remedial.confirmation', { standardsMet: true }, sparks)).toMatchObject({
      kind: 'guard',
      failed: ['the written confirmation is attached'],
    })
  })
})

describe('what the report says', () => {
  it.each([
    ['SATISFACTORY', [c2]],
    ['SATISFACTORY', [{ code: 'FI' }]],
    ['UNSATISFACTORY', []],
    ['UNSATISFACTORY', [{ code: 'C3' }]],
  ])('%s with %j is refused as inconsistent', (result, observations) => {
    expect(
      home().refuses('2026-11-02', 'inspection.completed', report({ result, observations }), sparks),
    ).toMatchObject({
      codes: ['INCONSISTENT_RESULT'],
    })
  })

  it('danger is taken and told even where the paper contradicts itself, and refused at its review', () => {
    const story = home().does('2026-11-02', 'inspection.completed', report({ observations: [{ code: 'C1' }] }), sparks)
    expect(story.notices.map(n => n.urgency)).toEqual(['emergency', 'emergency'])
    expect(story.refuses('2026-11-03', 'certificate.accepted', {}, officer)).toMatchObject({
      codes: ['INCONSISTENT_RESULT'],
    })
    story.does('2026-11-03', 'certificate.rejected', { code: 'INCONSISTENT_RESULT' }, officer)
    expect(story.state).toBe('due_issued')
  })

  it('raises one action for each C1, C2 and FI with the law’s date, and one for the programme', () => {
    const story = home()
    const observations = [
      { code: 'C1', location: 'meter' },
      c2,
      { code: 'FI', location: 'loft' },
      { code: 'C3' },
      { code: 'LIM' },
    ]
    story.does('2026-11-02', 'inspection.completed', bad({ observations, remedialPeriodDays: 14 }), sparks)
    story.does('2026-11-03', 'certificate.accepted', {}, officer)
    const opened = story.errands.map(e => ({ to: e.to, ...e.open?.facts }))
    expect(new Set(opened.map(o => o.to)).size).toBe(4)
    expect(opened.slice(0, 3)).toMatchObject([
      { kind: 'eicr.c1', priority: 'P0', statutoryDueOn: '2026-11-15' },
      { kind: 'eicr.c2', priority: 'P1', statutoryDueOn: '2026-11-15', location: 'kitchen ring' },
      { kind: 'eicr.fi', priority: 'P1', statutoryDueOn: '2026-11-15' },
    ])
    expect(opened.at(-1)).toMatchObject({ priority: 'ADV' })
    expect(Object.keys(story.case.children)).toHaveLength(3)
  })

  it('tells of danger at once, and opens a P0', () => {
    const story = home().does(
      '2026-11-02 21:40',
      'unsafe.found',
      { code: 'C1', location: 'meter', actionTaken: 'isolated', isolated: true },
      sparks,
    )
    expect(story.notices).toMatchObject([
      { role: 'complianceManager', urgency: 'emergency', template: 'danger' },
      { role: 'headOfService', urgency: 'emergency', template: 'danger' },
    ])
    expect(story.errands[0]?.open?.facts).toMatchObject({
      priority: 'P0',
      raisedAt: when('2026-11-02 21:40'),
      statutoryDueOn: '2026-11-29',
    })
    expect(
      story.refuses('2026-11-02', 'unsafe.found', { code: 'C2', actionTaken: '', isolated: false }, sparks),
    ).toMatchObject({ kind: 'invalid' })
  })

  it('a minor works certificate never starts a cycle; an installation certificate does', () => {
    const story = home()
    expect(
      story.refuses('2026-11-02', 'inspection.completed', report({ certificateType: 'MEIWC' }), sparks),
    ).toMatchObject({ codes: ['WRONG_FORM'] })
    story.does('2026-11-02', 'inspection.completed', report({ certificateType: 'EIC' }), sparks)
    story.does('2026-11-02', 'certificate.accepted', {}, officer)
    expect(dueOf(story, 'deadline')).toBe('2031-11-02')
  })

  it.each([
    ['DATE_IN_FUTURE', { inspectedTo: '2026-12-02' }], // G20
    ['DATE_BEFORE_PREVIOUS', { inspectedFrom: '2022-01-10', inspectedTo: '2022-01-10' }],
  ])('%s is refused', (code, data) => {
    expect(home().refuses('2026-11-02', 'inspection.completed', report(data), sparks)).toMatchObject({ codes: [code] })
  })

  it('is accepted by another person, on a signed report with a scheme number', () => {
    const story = home().does('2026-11-02', 'inspection.completed', report({ operative: {} }), officer)
    expect(story.refuses('2026-11-03', 'certificate.accepted', { signed: false }, officer)).toMatchObject({
      codes: ['UNSIGNED', 'INSPECTOR_UNREGISTERED'],
      failed: expect.arrayContaining(['accepted by somebody other than who submitted it']),
    })
    expect(story.refuses('2026-11-03', 'certificate.accepted', {}, sparks)).toMatchObject({ kind: 'forbidden' })
  })

  it('G26: a certificate once accepted is not taken again', () => {
    const story = home()
      .does('2026-11-02', 'inspection.completed', report(), sparks)
      .does('2026-11-03', 'certificate.accepted', {}, officer)
    expect(
      story.refuses(
        '2026-11-05',
        'certificate.submitted',
        { document: { name: 'again.pdf', sha256: sha('report') } },
        sparks,
      ),
    ).toMatchObject({ codes: expect.arrayContaining(['DUPLICATE']) })
  })

  it('G24: a visit told of late corrects the date and says since when it could be shown', () => {
    const story = home()
    story.until('2027-02-20')
    story.does('2027-01-08', 'inspection.completed', report(), sparks, '2027-02-20')
    expect(story.events.at(-1)?.notes).toEqual(['backdated past a missed deadline'])
    story.does('2027-02-21', 'certificate.accepted', {}, officer)
    expect((story.case.facts.checks as object[]).at(-1)).toMatchObject({ on: '2027-01-08', knownOn: '2027-02-21' })
  })

  it('G25: a report sent back and sent again right has its faults once', () => {
    const story = home().does('2026-11-02', 'inspection.completed', bad(), sparks)
    story.does('2026-11-03', 'certificate.rejected', { code: 'UNREADABLE' }, officer)
    expect(story.state).toBe('due_issued')
    const right = bad({ documents: [{ name: 'right.pdf', sha256: sha('right') }], inspectedFrom: '2026-11-02' })
    story.does('2026-11-02 10:00', 'inspection.completed', right, sparks, '2026-11-05')
    story.does('2026-11-06', 'certificate.accepted', {}, officer)
    expect(new Set(story.errands.filter(e => e.open?.workflow === 'action').map(e => e.to)).size).toBe(1)
    expect(Object.keys(story.case.children)).toHaveLength(1)
    expect((story.case.facts.checks as object[]).length).toBe(2)
    story.replays()
  })

  it('G25: a superseded report leaves the record, and is kept', () => {
    const story = home()
      .does('2026-11-02', 'inspection.completed', report(), sparks)
      .does('2026-11-03', 'certificate.accepted', {}, officer)
    story.does(
      '2026-11-20',
      'report.superseded',
      { checkedOn: '2026-11-02', reason: 'tests of the wrong board' },
      officer,
    )
    expect(dueOf(story, 'deadline')).toBe('2027-01-10')
    expect(story.case.facts.superseded).toMatchObject([{ why: 'tests of the wrong board' }])
  })
})

describe('remedial actions', () => {
  const two = () => {
    const story = home()
    story.does(
      '2026-11-02',
      'inspection.completed',
      bad({ observations: [c2, { code: 'FI', location: 'loft' }] }),
      sparks,
    )
    return story.does('2026-11-03', 'certificate.accepted', {}, officer)
  }
  it('part of the work is not the work; each action hears of its own', () => {
    const story = two()
    const [first] = Object.keys(story.case.children)
    story.does('2026-11-05', 'remedial.completed', { actionRefs: [first] }, sparks)
    expect([story.state, story.errands.at(-1)?.to, story.errands.at(-1)?.event?.type]).toEqual([
      'remedial_required',
      first,
      'remedial.completed',
    ])
    story.does('2026-11-06', 'remedial.completed', {}, sparks)
    expect(story.state).toBe('confirmation_pending')
  })
  it('work done on the spot is known when the report is accepted', () => {
    const story = home().does('2026-11-02', 'inspection.completed', bad(), sparks)
    story.does('2026-11-02', 'remedial.completed', { completedOn: '2026-11-02' }, sparks)
    story.does('2026-11-03', 'certificate.accepted', {}, officer)
    expect(story.state).toBe('confirmation_pending')
  })
  it('failed visits for the work are kept as evidence and stop no clock', () => {
    const story = two().does('2026-11-10', 'visit.noAccess', { outcome: 'no_answer', photo: 'card.jpg' }, sparks)
    expect([story.state, dueOf(story, 'remedial')]).toEqual(['remedial_required', '2026-11-29'])
    expect(story.errands.at(-1)).toMatchObject({
      to: 'access:H1',
      event: { data: { due: '2026-11-29', photo: 'card.jpg' } },
    })
  })
  it('unsafe equipment of the landlord is put right within 28 days after its check', () => {
    const story = home().does('2026-11-02', 'equipment.checked', {
      unsafe: [{ item: 'cooker', fault: 'flex damaged' }],
      documents: paper,
    })
    expect(story.errands[0]?.open?.facts).toMatchObject({ statutoryDueOn: '2026-11-30' })
    expect(dueOf(story, 'equipment')).toBe('2031-11-02')
  })
})

describe('which regime: by the date of the tenancy', () => {
  it.each([
    [{ dutyBeganOn: '2019-04-01' }, '2026-10-31'],
    [{ tenancyGrantedOn: '2025-11-30' }, '2026-10-31'],
    [{}, '2026-10-31'],
    [{ tenancyGrantedOn: '2025-12-01' }, '2025-11-30'],
    [{ tenancyGrantedOn: '2026-06-15', dutyBeganOn: '2019-04-01' }, '2026-06-14'],
  ])('never inspected, %j: the first was due by %s', (facts, due) => {
    const story = history(eicr).opens('2026-09-01', facts)
    expect([story.state, dueOf(story, 'deadline')]).toEqual(['due_issued', due])
  })
  it('counts no home granted before December 2025 before 1 May 2026', () => {
    const began = (facts: object) => obligation.began(history(eicr).opens('2026-09-01', facts).case.facts)
    expect(began({ dutyBeganOn: '2019-04-01' })).toBe('2026-05-01')
    expect(began({ dutyBeganOn: '2026-02-01' })).toBe('2026-02-01')
    expect(began({ dutyBeganOn: '2019-04-01', subType: 'communal' })).toBe('2019-04-01')
  })
  it('as of 22 November 2026 such a home is in breach, and told up the line', () => {
    const story = history(eicr).opens('2026-11-22', { dutyBeganOn: '2019-04-01' })
    expect(story.wakes('2026-11-22').map(n => [n.role, n.due])).toContainEqual(['serviceDirector', '2026-10-31'])
  })
  it('reports held before social tenancies came in were due to tenants by 1 May 2026', () => {
    const story = history(eicr).opens('2025-10-01', {
      ...held('2020-12-01', '2025-12-01'),
      tenancyGrantedOn: '2019-01-01',
    })
    story
      .does('2025-10-10', 'inspection.completed', report(), sparks)
      .does('2025-10-12', 'certificate.accepted', {}, officer)
    expect(dueOf(story, 'copy_report')).toBe('2026-05-01')
  })
  it('a letting from December 2025 waits for an inspection in date, its work, and the copy', () => {
    const never = history(eicr).opens('2026-11-01', { dutyBeganOn: '2019-04-01' })
    expect(never.refuses('2026-11-20', 'tenancy.starting', { on: '2026-11-23' })).toMatchObject({
      codes: ['EICR_MISSING', 'COPY_MISSING'],
    })
    expect(
      inspected('2026-11-02').refuses('2026-11-20', 'tenancy.starting', {
        on: '2026-11-23',
        copyGivenOn: '2026-11-20',
      }),
    ).toMatchObject({
      codes: ['REMEDIAL_OPEN'],
    })
    expect(
      home().refuses('2026-11-20', 'tenancy.starting', { on: '2027-02-01', copyGivenOn: '2026-11-20' }),
    ).toMatchObject({ codes: ['EICR_MISSING'] })
    expect(
      home().refuses('2026-11-20', 'tenancy.starting', { on: '2026-11-23', copyGivenOn: '2026-11-24' }),
    ).toMatchObject({ codes: ['COPY_MISSING'] })
    home().does('2026-11-20', 'tenancy.starting', { on: '2026-11-23', copyGivenOn: '2026-11-20' })
  })
  it('a tenancy of before that date is recorded as it was', () => {
    const story = history(eicr).opens('2025-11-01', {}).does('2025-11-20', 'tenancy.starting', { on: '2025-11-30' })
    expect(dueOf(story, 'deadline')).toBe('2026-10-31')
  })
  it('an empty home owes nobody a copy', () => {
    const story = home().does('2026-11-01', 'property.void.started', { on: '2026-11-01' })
    story
      .does('2026-11-02', 'inspection.completed', report(), sparks)
      .does('2026-11-03', 'certificate.accepted', {}, officer)
    expect(story.state).toBe('compliant')
  })
})

describe('requests, access, registers', () => {
  it.each([
    ['prospective', 'copy_prospective', '2026-11-30'],
    ['lha', 'copy_authority', '2026-11-09'],
  ])('a copy asked for by %s', (by, clock, due) => {
    const story = home().does('2026-11-02', 'copies.requested', { by })
    expect(dueOf(story, clock)).toBe(due)
    story.does('2026-11-05', 'copies.sent', { what: 'request', to: by })
    expect(dueOf(story, clock)).toBe(undefined)
  })
  it('three failed visits with evidence lead to legal; one without does not count', () => {
    const story = home()
    const visit = { outcome: 'no_answer', photo: 'card.jpg' }
    story.does('2026-11-02', 'visit.noAccess', { outcome: 'no_answer' }, sparks)
    expect([story.state, story.events.at(-1)?.notes]).toEqual([
      'due_issued',
      ['not counted: no evidence of the attempt'],
    ])
    story.does('2026-11-03', 'visit.noAccess', visit, sparks).does('2026-11-10', 'visit.noAccess', visit, sparks)
    expect(story.refuses('2026-11-10', 'legal.orderMade', { reference: 'X1' }, sparks)).toMatchObject({
      kind: 'forbidden',
    })
    story.does('2026-11-17', 'visit.noAccess', visit, sparks)
    expect(story.state).toBe('access_3')
    story.does('2026-12-01', 'legal.orderMade', { reference: 'X1' }, staff('legalOfficer'))
    expect(story.state).toBe('appointed')
    story.replays()
  })
  it('the common parts are inspected too, but by no regulation of 2020', () => {
    const story = history(eicr).opens('2026-11-01', { ...held(), subType: 'communal' })
    story
      .does('2026-11-02', 'inspection.completed', bad(), sparks)
      .does('2026-11-03', 'certificate.accepted', {}, officer)
    expect([dueOf(story, 'deadline'), dueOf(story, 'deadline_communal')]).toEqual([undefined, '2031-11-02'])
    expect([dueOf(story, 'remedial'), dueOf(story, 'remedial_communal')]).toEqual([undefined, '2026-11-29'])
    expect(story.case.facts.owed).toEqual([])
    expect(story.errands[0]?.open?.facts).toMatchObject({ dueOn: '2026-11-29' })
  })
  it('a row that says unsatisfactory is an open remedial duty until it is confirmed', () => {
    const row = { applicability: 'required' as const, lastDoneOn: '2026-09-01' as never, result: 'Unsatisfactory' }
    const story = history(eicr).opens('2026-11-01', obligation.fromRecord(row, home().reckon))
    expect([story.state, dueOf(story, 'remedial'), dueOf(story, 'deadline')]).toEqual([
      'remedial_required',
      '2026-09-28',
      '2031-09-01',
    ])
  })
  it('a later row adds its check and keeps the ones before', () => {
    const story = home().does('2026-11-05', 'record.imported', {
      applicability: 'required',
      lastDoneOn: '2026-10-01',
      dueOn: '2029-10-01',
    })
    expect((story.case.facts.checks as { on: string; nextDue: string }[]).map(c => [c.on, c.nextDue])).toEqual([
      ['2022-01-10', '2027-01-10'],
      ['2026-10-01', '2029-10-01'],
    ])
    expect(
      story.refuses('2026-11-06', 'record.imported', { applicability: 'required', lastDoneOn: '2020-01-01' }),
    ).toMatchObject({ kind: 'guard' })
  })
  it('it is not known whether it applies: somebody is asked until it is', () => {
    const story = history(eicr).opens('2026-11-01', { applicability: 'unknown' })
    expect(story.until('2026-12-15').map(n => n.role)).toContain('headOfService')
    story.does('2026-12-15', 'applicability.confirmed', { applicability: 'not_required', reason: 'long lease' })
    expect(story.state).toBe('not_applicable')
  })
})

it(
  'is never silent, whatever happens',
  () =>
    wanders(
      eicr,
      '2026-11-01' as never,
      [{}, held(), { applicability: 'unknown' }, { ...held(), subType: 'communal' }],
      [
        ['inspection.completed', on => report({}, on)],
        [
          'inspection.completed',
          on => bad({ documents: [{ name: 'x', sha256: sha(on) }], observations: [c2, { code: 'C1' }] }),
        ],
        ['certificate.submitted', on => ({ document: { name: 'x', sha256: sha(`s${on}`) } })],
        ['certificate.accepted', () => ({ regNo: 'NICEIC-1' }), officer],
        ['certificate.rejected', () => ({ code: 'UNREADABLE' }), officer],
        ['visit.noAccess', () => ({ outcome: 'refused', photo: 'x' })],
        ['appointment.made', on => ({ slotStart: `${on}T08:00:00Z`, slotEnd: `${on}T12:00:00Z` })],
        ['unsafe.found', () => ({ code: 'C1', actionTaken: 'left on', isolated: false })],
        ['remedial.completed', () => ({})],
        ['remedial.confirmation', () => ({ standardsMet: false, documents: paper })],
        ['confirmation.received', () => ({ standardsMet: true, documents: paper })],
        ['copies.sent', () => ({})],
        ['copies.sent', () => ({ what: 'confirmation', to: 'lha' })],
        ['copies.requested', () => ({ by: 'lha' })],
        ['equipment.checked', () => ({ unsafe: [{ item: 'hob', fault: 'x' }], documents: paper })],
        ['applicability.confirmed', () => ({ applicability: 'required', reason: 'x' })],
        ['report.superseded', on => ({ checkedOn: on, reason: 'x' })],
        ['record.imported', on => ({ applicability: 'required', lastDoneOn: on, result: 'UNSATISFACTORY' })],
        ['tenancy.starting', on => ({ on, copyGivenOn: on })],
        ['property.void.started', on => ({ on })],
        ['asset.disposed', on => ({ on, reason: 'sold' })],
      ],
    ),
  60_000,
)

it.each(samples('eicr'))('takes the sample $name in some state', ({ type, data }) => {
  expect(eicr.events[type as keyof typeof eicr.events].safeParse(data).success).toBe(true)
  expect(Object.keys(eicr.states).some(state => allowedIn(eicr, state).includes(type))).toBe(true)
})
