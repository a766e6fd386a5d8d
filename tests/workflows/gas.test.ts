import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { check } from '../../shared/core/check.ts'
import { running } from '../../shared/core/clocks.ts'
import { allowedIn } from '../../shared/core/machine.ts'
import { addDays, type Day } from '../../shared/core/time.ts'
import { position } from '../../shared/position/position.ts'
import { access as accessCase } from '../../shared/workflows/access.ts'
import { action } from '../../shared/workflows/action.ts'
import { gas, nextGasDeadline } from '../../shared/workflows/gas.ts'
import { contractor, history, sha, staff, when } from '../support/history.ts'
import { runs } from '../support/random.ts'

const done = {
  result: 'SATISFACTORY',
  operative: { name: 'A. Fitter', regNo: '1234567' },
  documents: [{ name: 'lgsr.pdf', sha256: sha('a') }],
}
const home = {
  deadline: '2027-02-10',
  checks: [{ on: '2026-02-10', knownOn: '2026-02-10', nextDue: '2027-02-10', result: 'SATISFACTORY' }],
}

it('is sound', () => expect(check(gas)).toEqual([]))

describe('a row that does not say when the check was made', () => {
  const row = (applicability: string) => ({ applicability, reason: 'asked by the register' })
  it('takes no claimed check out of its review', () => {
    const story = history(gas).opens('2026-12-20', home).does('2027-01-05', 'inspection.completed', done, contractor())
    for (const applicability of ['unknown', 'not_required'])
      expect(story.refuses('2027-01-06', 'record.imported', row(applicability))).toMatchObject({ kind: 'guard' })
    expect(story.state).toBe('evidence_review')
  })
  it('loses no check that was accepted', () => {
    const story = history(gas)
      .opens('2026-12-20', home)
      .does('2027-01-05', 'inspection.completed', done, contractor())
      .does('2027-01-06', 'certificate.accepted', {}, staff('complianceOfficer'))
      .does('2027-01-06', 'copy.sent')
      .does('2027-01-07', 'record.imported', row('unknown'))
    expect(story.state).toBe('unknown_applicability')
    expect(story.case.facts.checks).toMatchObject([{ on: '2026-02-10' }, { on: '2027-01-05' }])
    story.replays()
  })
})

describe('regulation 36A', () => {
  it.each([
    ['2027-02-10', '2026-12-10', 'reset', '2027-12-10'],
    ['2027-02-10', '2026-12-11', 'kept', '2028-02-10'],
    ['2027-02-10', '2027-01-05', 'kept', '2028-02-10'],
    ['2027-02-10', '2027-02-10', 'kept', '2028-02-10'],
    ['2027-02-10', '2027-02-11', 'late', '2028-02-11'],
    ['2026-08-31', '2026-07-01', 'kept', '2027-08-31'],
    ['2026-08-31', '2026-06-30', 'reset', '2027-06-30'],
    ['2027-04-30', '2027-02-28', 'reset', '2028-02-28'],
    ['2028-02-29', '2028-01-15', 'kept', '2029-02-28'],
  ])('G21: deadline %s checked %s is %s: %s', (deadline, on, how, next) => {
    expect(nextGasDeadline(deadline as Day, on as Day, true)).toMatchObject({ how, deadline: next })
    const story = history(gas).opens('2026-06-01', {
      deadline,
      checks: [{ on: '2026-01-10', knownOn: '2026-01-10', nextDue: deadline, result: 'SATISFACTORY' }],
    })
    story.until(on)
    story.does(on, 'inspection.completed', done, contractor())
    story.does(on, 'certificate.accepted', {}, staff('complianceOfficer'))
    expect(story.case.facts.deadline).toBe(next)
    // the day on which it was made, and beside it the one on which it counts as made
    expect((story.case.facts.checks as object[]).at(-1)).toMatchObject({
      on,
      deemedOn: how === 'kept' ? deadline : on,
    })
    expect(story.events.at(-1)?.notes).toEqual([how === 'late' ? 'late by 1 days' : how])
    story.replays()
  })
})

it('chases a lapse up the line until the certificate is accepted', () => {
  const story = history(gas).opens('2026-11-01', home)
  expect(story.state).toBe('compliant')
  story.until('2026-12-13')
  expect(story.state).toBe('due_issued')
  const told = story.until('2027-03-15').filter(n => n.due === '2027-02-10')
  expect(told.filter(n => n.role === 'serviceDirector').length).toBeGreaterThan(0)
  story.does('2027-03-15', 'inspection.completed', done, contractor())
  expect(story.refuses('2027-03-16', 'certificate.accepted', {}, contractor())).toMatchObject({ kind: 'forbidden' })
  story.does('2027-03-16', 'certificate.accepted', {}, staff('complianceOfficer'))
  expect(story.state).toBe('copy_due')
  expect(story.until('2027-04-01')).toEqual([])
  story.does('2027-04-01', 'copy.sent')
  expect(story.state).toBe('compliant')
  expect(story.case.wake).toBe('2028-01-15T06:00:00.000Z')
  story.replays()
})

it('knows nothing of a home without a record but that it is overdue', () => {
  const story = history(gas).opens('2026-11-01', { dutyBeganOn: '2026-08-01' })
  expect(story.state).toBe('due_issued')
  expect(story.wakes('2026-11-01 10:00').map(n => n.role)).toContain('executive')
})

describe('each state takes exactly', () => {
  const always = [
    'record.imported',
    'certificate.voided',
    'applicability.confirmed',
    'property.void.started',
    'tenancy.starting',
    'mutual.exchange.requested',
    'decant.started',
    'appliance.installed',
    'appliance.aligned',
    'appliance.removed',
    'appliance.removedLast',
    'fuel.switched',
    'asset.disposed',
    'rtb.completed',
    'riddor.reported',
  ]
  const visits = [
    'appointment.made',
    'visit.noAccess',
    'inspection.completed',
    'certificate.submitted',
    'unsafe.found',
    'supply.capped',
    'supply.capped.noAccess',
  ]
  const without = (...gone: string[]) => always.filter(event => !gone.includes(event))
  it.each<[string, string[]]>([
    ['compliant', [...visits, ...always]],
    ['due_issued', [...visits, ...always]],
    ['appointed', [...visits, 'appointment.cancelled', ...always]],
    ['access_1', [...visits, 'legal.orderMade', ...always]],
    ['access_2', [...visits, 'legal.orderMade', ...always]],
    ['access_3', [...visits, 'legal.orderMade', ...always]],
    [
      'evidence_review',
      [
        'inspection.completed',
        'certificate.submitted',
        'unsafe.found',
        'certificate.accepted',
        'certificate.rejected',
        ...always,
      ],
    ],
    [
      'copy_due',
      ['inspection.completed', 'unsafe.found', 'supply.capped', 'supply.capped.noAccess', 'copy.sent', ...always],
    ],
    [
      'suspended_capped',
      ['supply.uncapped', 'welfare.reviewed', ...without('tenancy.starting', 'mutual.exchange.requested')],
    ],
    [
      'suspended_void',
      [
        'supply.uncapped',
        'welfare.reviewed',
        ...without('tenancy.starting', 'mutual.exchange.requested', 'property.void.started'),
      ],
    ],
    ['unknown_applicability', always],
    ['not_applicable', ['record.imported', 'applicability.confirmed', 'appliance.installed']],
    ['retired', []],
  ])('%s', (state, events) => expect(allowedIn(gas, state).toSorted()).toEqual(events.toSorted()))
})

const claimed = (data: object = done) =>
  history(gas).opens('2026-12-20', home).does('2027-01-05', 'inspection.completed', data, contractor())
const officer = staff('complianceOfficer')

describe('a certificate is accepted only', () => {
  it.each<[string, object, object]>([
    ['UNSIGNED', done, { signed: false }],
    ['ENGINEER_UNREGISTERED', { ...done, operative: { name: 'A' } }, {}],
    ['ENGINEER_UNREGISTERED', { ...done, operative: { name: 'A', regNo: '12' } }, {}],
  ])('without %s', (code, data, acceptance) => {
    const story = claimed(data)
    expect(story.refuses('2027-01-06', 'certificate.accepted', acceptance, officer)).toMatchObject({ codes: [code] })
    expect(story.state).toBe('evidence_review')
    expect(running(gas, story.case, story.reckon).map(c => c.name)).toContain('deadline')
  })
  it('when the certificate itself is on file', () => {
    const story = claimed({ result: 'SATISFACTORY', operative: { regNo: '1234567' } })
    expect(story.refuses('2027-01-06', 'certificate.accepted', {}, officer)).toMatchObject({
      failed: ['the certificate itself is on file'],
    })
    story.does('2027-01-07', 'certificate.submitted', { document: { name: 'l.pdf', sha256: sha('z') } }, contractor())
    expect(story.does('2027-01-07 10:00', 'certificate.accepted', {}, officer).state).toBe('copy_due')
  })
  it('by somebody other than who submitted it', () => {
    const story = history(gas).opens('2026-12-20', home).does('2027-01-05', 'inspection.completed', done, officer)
    expect(story.refuses('2027-01-06', 'certificate.accepted', {}, officer)).toMatchObject({
      failed: ['accepted by somebody other than who submitted it'],
    })
  })
  it('when every appliance on the register was checked (APPLIANCES_MISSING)', () => {
    const two = [
      { id: 'boiler', kind: 'boiler', deadline: '2027-02-10' },
      { id: 'fire', kind: 'gas fire', deadline: '2027-02-10' },
    ]
    const story = history(gas).opens('2026-12-20', { ...home, appliances: two })
    story.does('2027-01-05', 'inspection.completed', { ...done, appliances: [{ id: 'boiler' }] }, contractor())
    expect(story.refuses('2027-01-06', 'certificate.accepted', {}, officer)).toMatchObject({
      codes: ['APPLIANCES_MISSING'],
    })
  })
  it('when it is later than the last accepted one (DATE_BEFORE_PREVIOUS)', () => {
    const story = history(gas).opens('2026-12-20', home)
    expect(story.refuses('2026-02-09', 'inspection.completed', done, contractor(), '2026-12-21')).toMatchObject({
      codes: ['DATE_BEFORE_PREVIOUS'],
    })
  })
  it('rejected with a code, and the deadline stands', () => {
    const story = claimed().does('2027-01-06', 'certificate.rejected', { code: 'WRONG_PROPERTY' }, officer)
    expect(story.case).toMatchObject({ state: 'due_issued', facts: { deadline: '2027-02-10' } })
    expect(story.refuses('2027-01-07', 'certificate.accepted', {}, officer)).toMatchObject({ kind: 'not_allowed' })
  })
})

describe('outcomes', () => {
  it('INCOMPLETE satisfies nothing and is rebooked within five working days', () => {
    const story = claimed({ ...done, result: 'INCOMPLETE' })
    expect(story.state).toBe('due_issued')
    expect(running(gas, story.case, story.reckon).map(c => [c.name, c.due])).toContainEqual(['rebook', '2027-01-12'])
  })
  it('ID is told at once to manager and head, and is a P0 action; the same fault told twice is one', () => {
    const story = claimed({ ...done, result: 'ID', appliances: [{ id: 'fire', status: 'ID' }] })
    story.does(
      '2027-01-05 10:00',
      'unsafe.found',
      { code: 'ID', appliance: 'fire', actionTaken: 'capped', isolated: true },
      contractor(),
    )
    expect(
      story.notices
        .filter(n => n.urgency === 'emergency')
        .map(n => n.role)
        .slice(0, 2),
    ).toEqual(['complianceManager', 'headOfService'])
    expect(new Set(story.errands.map(e => e.to)).size).toBe(1)
    expect(story.errands[0]?.open?.facts).toMatchObject({ priority: 'P0', stream: 'gas' })
  })
  it('left on because the tenant refuses: told to ring the emergency service, and open until it is verified (G29)', () => {
    const story = history(gas).opens('2026-12-20', home)
    const refused = { code: 'ID', appliance: 'fire', actionTaken: 'tenant refused disconnection', isolated: false }
    story.does('2027-01-05', 'unsafe.found', refused, contractor())
    expect(story.notices.map(n => [n.role, n.urgency, n.template])).toEqual([
      ['complianceManager', 'emergency', 'unsafeLeftOn'],
      ['headOfService', 'emergency', 'unsafeLeftOn'],
    ])
    expect(story.events.at(-1)?.notes).toEqual(['left on: the gas emergency service must be told'])
    expect(gas.words.unsafeLeftOn.act).toContain('0800 111 999')
    const raised = story.errands[0]?.open?.facts ?? {}
    expect(raised).toMatchObject({
      priority: 'P0',
      description: expect.stringContaining('tenant refused disconnection'),
    })
    const p0 = history(action).opens('2027-01-05', raised, 'ACT-1')
    p0.does('2027-01-05 12:00', 'completion.claimed', {}, contractor())
    expect(p0.refuses('2027-01-06', 'completion.verified', {}, officer)).toMatchObject({ kind: 'guard' })
    expect(p0.until('2027-01-06 12:00').map(n => n.urgency)).toContain('emergency')
    story.replays()
  })
  it('NCS is advice: no action', () => expect(claimed({ ...done, result: 'NCS' }).errands).toEqual([]))
  it('a certificate that proves a missed deadline was kept is flagged as backdated', () => {
    const story = history(gas).opens('2026-12-20', home)
    story.does('2027-02-08', 'inspection.completed', done, contractor(), '2027-02-20')
    expect(story.events.at(-1)?.notes).toEqual(['backdated past a missed deadline'])
  })
})

describe('no access', () => {
  const photo = { outcome: 'no_answer', cardLeft: true, photo: 'card.jpg' }
  it('counts attempts with evidence, and the deadline runs on', () => {
    const story = history(gas).opens('2026-12-20', home)
    story.does('2027-01-04', 'visit.noAccess', photo, contractor())
    story.does('2027-01-05', 'visit.noAccess', { outcome: 'no_answer' }, contractor())
    expect(story.state).toBe('access_1')
    expect(story.events.at(-1)?.notes).toEqual(['not counted: no evidence of the attempt'])
    story
      .does('2027-01-11', 'visit.noAccess', photo, contractor())
      .does('2027-01-18', 'visit.noAccess', photo, contractor())
    expect(story.state).toBe('access_3')
    expect(story.until('2027-02-11 09:00').at(-1)).toMatchObject({ template: 'overdue', role: 'complianceManager' })
    expect(story.errands.map(e => e.to)).toEqual(['access:H1', 'access:H1', 'access:H1'])
  })
  it('an appointment between them does not begin the count again', () => {
    const slot = { slotStart: '2027-01-20T09:00:00Z', slotEnd: '2027-01-20T12:00:00Z' }
    const story = history(gas).opens('2026-12-20', home)
    for (const [on, state] of [
      ['2027-01-04', 'access_1'],
      ['2027-01-11', 'access_2'],
      ['2027-01-18', 'access_3'],
      ['2027-01-20', 'access_3'],
    ] as const) {
      story.does(on, 'appointment.made', slot, contractor())
      story.does(`${on} 16:00`, 'visit.noAccess', photo, contractor())
      expect([on, story.state]).toEqual([on, state])
    }
    story.replays()
  })
  it('a missed visit of the contractor is the contractor’s', () => {
    const slot = { slotStart: '2027-01-10T09:00:00Z', slotEnd: '2027-01-10T12:00:00Z' }
    const story = history(gas).opens('2026-12-20', home).does('2027-01-04', 'appointment.made', slot, contractor())
    story.does('2027-01-10', 'appointment.cancelled', { by: 'contractor' }, contractor())
    expect(story.case).toMatchObject({
      state: 'due_issued',
      facts: { attempts: [], calledOff: [{ on: '2027-01-10', contractorId: 'sureheat' }] },
    })
    expect(story.events.at(-1)?.notes).toEqual(['missed by the contractor'])
  })
})

describe('voids, caps, tenancies', () => {
  it('a void with a live supply stays in programme, and is to be capped by the next working day', () => {
    const story = history(gas)
      .opens('2026-12-20', home)
      .does('2027-01-08', 'property.void.started', { on: '2027-01-08' })
    expect(story.state).toBe('due_issued')
    expect(running(gas, story.case, story.reckon).map(c => [c.name, c.due])).toContainEqual(['void_cap', '2027-01-11'])
    expect(story.refuses('2027-01-09', 'supply.capped', {}, contractor())).toMatchObject({ kind: 'guard' })
    story.does('2027-01-09', 'supply.capped', { photo: 'cap.jpg' }, contractor())
    expect(story.state).toBe('suspended_void')
    expect(story.until('2027-03-01').some(n => n.clock === 'deadline')).toBe(false)
  })
  it('a decant is treated like a void: the duty goes on until the capping is evidenced (G33)', () => {
    const story = history(gas).opens('2026-12-20', home)
    story.does('2027-01-08', 'decant.started', { on: '2027-01-08', isolated: true })
    expect(running(gas, story.case, story.reckon).map(c => c.name)).toEqual(['deadline', 'void_cap'])
    story.does('2027-01-09', 'supply.capped', { photo: 'cap.jpg' }, contractor())
    expect(story.state).toBe('suspended_void')
  })
  it('capping for want of access needs a welfare check, and is reviewed every thirty days', () => {
    const story = history(gas).opens('2026-12-20', home)
    expect(story.refuses('2027-02-20', 'supply.capped', { photo: 'cap.jpg' }, contractor())).toMatchObject({
      failed: ['the welfare of the household was checked'],
    })
    story.does('2027-02-20', 'supply.capped', { photo: 'cap.jpg', welfareChecked: true }, contractor())
    expect(running(gas, story.case, story.reckon).map(c => [c.name, c.due])).toEqual([['welfare', '2027-03-22']])
    story.does('2027-03-20', 'welfare.reviewed', { heating: 'two oil-filled radiators lent' })
    expect(running(gas, story.case, story.reckon)[0]?.due).toBe('2027-04-19')
    story.does('2027-03-25', 'supply.uncapped', {}, contractor())
    expect(running(gas, story.case, story.reckon).map(c => c.name)).toEqual(['deadline', 'recheck'])
    story.replays()
  })
  it('capped as the last resort, the home is cold: a hazard since that hour, unless it is heated by other means', () => {
    const evidence = { photo: 'cap.jpg', welfareChecked: true }
    const hazards = (type: string, more: object = {}) => {
      const story = history(gas).opens('2026-12-20', home)
      story.does('2027-01-04', 'visit.noAccess', { outcome: 'no_answer', photo: 'card.jpg' }, contractor())
      story.does('2027-02-20 14:30', type, { ...evidence, ...more }, contractor())
      expect([story.state, story.case.facts.capped]).toEqual([
        'suspended_capped',
        { on: '2027-02-20', why: 'no_access' },
      ])
      return story.errands.filter(e => e.open?.workflow === 'hazard').map(e => e.open?.facts)
    }
    const cold = { kind: 'excess_cold', awareAt: '2027-02-20T14:30:00.000Z' }
    expect(hazards('supply.capped')).toMatchObject([cold])
    expect(hazards('supply.capped.noAccess')).toMatchObject([cold])
    expect(hazards('supply.capped.noAccess', { heatingLost: false })).toEqual([])
    const story = history(gas).opens('2026-12-20', home)
    const unseen = { photo: 'cap.jpg' }
    expect(story.refuses('2027-02-20', 'supply.capped.noAccess', unseen, contractor())).toMatchObject({
      failed: ['the welfare of the household was checked'],
    })
  })
  it('another fuel: with the last gas appliance the duty ends, on its certificate (G38)', () => {
    const boiler = { id: 'b1', kind: 'boiler', deadline: '2027-02-10' }
    const fire = { id: 'f1', kind: 'fire', deadline: '2027-01-20' }
    const pump = { on: '2027-01-11', to: 'air source heat pump', certificate: 'removal 17' }
    const story = history(gas).opens('2026-12-20', { ...home, appliances: [boiler, fire] })
    expect(story.refuses('2027-01-10', 'fuel.switched', pump, officer)).toMatchObject({ kind: 'guard' })
    story.does('2027-01-11', 'fuel.switched', { ...pump, appliance: 'f1' }, officer)
    expect([story.state, running(gas, story.case, story.reckon)[0]?.due]).toEqual(['due_issued', '2027-02-10'])
    story.does('2027-01-12', 'fuel.switched', pump, officer)
    expect(story.case).toMatchObject({
      state: 'not_applicable',
      facts: { applicability: 'not_required', reason: expect.stringContaining('removal 17') },
    })
    expect(story.until('2027-04-01')).toEqual([])
    story.replays()
  })
  it('sold to the tenant on the day it was due: gone on that day, and never overdue (G34)', () => {
    const story = history(gas).opens('2026-12-20', home)
    story.until('2027-02-10 09:00')
    story.does('2027-02-10 12:00', 'rtb.completed', { on: '2027-02-10', reference: 'RTB/2026/118' })
    expect(story.case).toMatchObject({ state: 'retired', facts: { retiredOn: '2027-02-10' } })
    expect(story.until('2027-06-01')).toEqual([])
    story.replays()
  })
  it('void while nobody could get in: the access case is withdrawn, the duty stays until the capping is shown (G31)', () => {
    const story = history(gas).opens('2026-12-20', home)
    story.does('2027-01-04', 'visit.noAccess', { outcome: 'no_answer', photo: 'card.jpg' }, contractor())
    const [opens] = story.errands
    const access = history(accessCase).opens('2027-01-04', opens?.open?.facts ?? {}, opens?.to)
    access.does('2027-01-04', opens?.event?.type ?? '', opens?.event?.data, contractor())
    story.does('2027-01-08', 'property.void.started', { on: '2027-01-08' })
    const told = story.errands.at(-1)
    expect(told).toMatchObject({ to: 'access:H1', event: { type: 'property.void.started' } })
    access.does('2027-01-08', told?.event?.type ?? '', told?.event?.data)
    expect(access.state).toBe('withdrawn')
    expect([story.state, running(gas, story.case, story.reckon)[0]?.name]).toEqual(['access_1', 'deadline'])
    story.does('2027-01-09', 'supply.capped', { photo: 'cap.jpg' }, contractor())
    expect(story.state).toBe('suspended_void')
    story.replays()
  })
  it('no tenancy begins while the void is capped, nor once it is uncapped before its check (G32)', () => {
    const story = history(gas).opens('2026-12-20', home).does('2027-01-08', 'property.void.started', {
      on: '2027-01-08',
      cappedOn: '2027-01-08',
      photo: 'cap.jpg',
    })
    const moveIn = { on: '2027-01-12', copyGivenOn: '2027-01-12' }
    expect(story.refuses('2027-01-09', 'tenancy.starting', moveIn)).toMatchObject({ kind: 'not_allowed' })
    story.does('2027-01-11', 'supply.uncapped', {}, contractor())
    expect(story.refuses('2027-01-11', 'tenancy.starting', moveIn)).toMatchObject({ codes: ['RECHECK_MISSING'] })
    story.does('2027-01-12', 'inspection.completed', done, contractor())
    story.does('2027-01-12', 'certificate.accepted', {}, officer)
    story.does('2027-01-12', 'tenancy.starting', moveIn)
    story.replays()
  })
  it('no tenancy begins without a check of the last twelve months and the copy given before', () => {
    const story = history(gas).opens('2026-12-20', home)
    expect(story.refuses('2027-01-04', 'tenancy.starting', { on: '2027-02-11' })).toMatchObject({
      codes: ['LGSR_MISSING', 'COPY_MISSING'],
    })
    expect(
      story.does('2027-01-04', 'tenancy.starting', { on: '2027-02-10', copyGivenOn: '2027-02-09' }).case.facts,
    ).toMatchObject({
      tenancyBeganOn: '2027-02-10',
    })
  })
})

describe('appliances', () => {
  const boiler = { id: 'boiler', kind: 'boiler', deadline: '2027-02-10' }
  const fitted = { ...home, deadline: undefined, appliances: [boiler] }
  it('a new one has twelve months of its own; the home’s date is the earliest (G37)', () => {
    const story = history(gas).opens('2026-12-20', fitted)
    story.does('2026-12-21', 'appliance.installed', {
      appliance: { id: 'fire', kind: 'gas fire' },
      installedOn: '2026-12-21',
    })
    expect(running(gas, story.case, story.reckon)[0]?.due).toBe('2027-02-10')
    expect(story.case.facts.appliances).toMatchObject([{ id: 'boiler' }, { id: 'fire', deadline: '2027-12-21' }])
  })
  it('one date may be aligned once, by two months at most', () => {
    const story = history(gas).opens('2026-12-20', fitted)
    expect(
      story.refuses('2026-12-21', 'appliance.aligned', { appliance: 'boiler', to: '2027-04-11' }, officer),
    ).toMatchObject({ kind: 'guard' })
    story.does('2026-12-21', 'appliance.aligned', { appliance: 'boiler', to: '2027-04-10' }, officer)
    expect(running(gas, story.case, story.reckon)[0]?.due).toBe('2027-04-10')
    expect(
      story.refuses('2026-12-22', 'appliance.aligned', { appliance: 'boiler', to: '2027-05-01' }, officer),
    ).toMatchObject({
      failed: ['it was not aligned before: once only'],
    })
  })
  it('the last one removed, for a heat pump or another heating, retires the duty, with its certificate (G38)', () => {
    const story = history(gas).opens('2026-12-20', fitted)
    expect(
      story.refuses(
        '2026-12-21',
        'appliance.removed',
        { appliance: 'boiler', on: '2026-12-21', reason: 'heat pump' },
        officer,
      ).kind,
    ).toBe('guard')
    story.does('2026-12-21', 'appliance.removedLast', { on: '2026-12-21', certificate: 'removal-77' }, officer)
    expect(story.case).toMatchObject({ state: 'retired', facts: { retiredOn: '2026-12-21' } })
  })
  it('sold on the very day on which it was due: retired that day, never overdue, and told to nobody again (G34)', () => {
    const sold = history(gas).opens('2026-12-20', home)
    sold.until('2027-02-10 08:00')
    sold.does('2027-02-10', 'asset.disposed', { on: '2027-02-10', reason: 'right to buy' })
    expect(sold.case).toMatchObject({ state: 'retired', facts: { retiredOn: '2027-02-10' } })
    expect(sold.until('2027-12-01')).toEqual([])
    expect(sold.notices.map(n => n.template)).not.toContain('overdue')
    const standing = (asAt: string) => position(gas, sold.case.facts, asAt as Day, { reckon: sold.reckon })
    expect([standing('2027-02-09').status, standing('2027-02-10').status]).toEqual(['due', 'retired'])
    sold.replays()
  })
})

describe('the register', () => {
  const reckon = history(gas).reckon
  const row = (more: object) => gas.obligation?.fromRecord({ applicability: 'required', ...more } as never, reckon)
  it.each([
    [{ lastDoneOn: '2026-02-10' }, '2027-02-10'],
    [{ lastDoneOn: '2026-01-05', dueOn: '2027-02-10' }, '2027-02-10'], // preserved: made in the two months before
    [{ lastDoneOn: '2026-01-05', dueOn: '2027-05-01' }, '2027-01-05'], // no rule gives that: ours wins
    [{ lastDoneOn: '2026-02-10', dueOn: '2026-12-01' }, '2026-12-01'], // the earlier of the two
  ])('%j is due %s', (given, deadline) => expect(row(given)).toMatchObject({ deadline }))
  it('an unknown duty has its own clock and is never compliant', () => {
    const story = history(gas).opens('2026-12-01', { applicability: 'unknown' })
    expect(story.state).toBe('unknown_applicability')
    expect(running(gas, story.case, story.reckon).map(c => c.name)).toEqual(['applicability'])
    expect(
      story.does('2026-12-02', 'applicability.confirmed', { applicability: 'required', reason: 'meter seen' }, officer)
        .state,
    ).toBe('compliant')
    expect(story.until('2026-12-02 12:00').length).toBeGreaterThan(0)
    expect(story.state).toBe('due_issued')
  })
  it('a row never overwrites a check in hand', () => {
    const newer = { applicability: 'required', lastDoneOn: '2026-12-30' }
    expect(claimed().refuses('2027-01-06', 'record.imported', newer)).toMatchObject({ kind: 'guard' })
    const story = history(gas).opens('2026-12-20', home).does('2027-01-02', 'record.imported', newer)
    expect(story.case).toMatchObject({ state: 'compliant', facts: { deadline: '2027-12-30' } })
  })
})

it('in any history there is a lead and a clock, or an end; it never falls silent, and replays', () => {
  const types = Object.keys(gas.events)
  const payloads: Record<string, object[]> = {
    'inspection.completed': [done, { ...done, result: 'INCOMPLETE' }, { ...done, result: 'ID' }],
    'visit.noAccess': [{ outcome: 'no_answer', photo: 'p' }, { outcome: 'refused' }],
    'certificate.submitted': [{ document: { name: 'c', sha256: sha('q') }, operative: { regNo: '1234567' } }],
    'supply.capped': [{ photo: 'p', welfareChecked: true }],
    'supply.capped.noAccess': [{ photo: 'p', welfareChecked: true }],
    'fuel.switched': [{ on: '2026-12-21', to: 'heat pump', certificate: 'R1' }],
    'rtb.completed': [{ on: '2026-12-21' }],
    'property.void.started': [{ on: '2026-12-21' }],
    'certificate.rejected': [{ code: 'UNREADABLE' }],
    'asset.disposed': [{ on: '2026-12-21', reason: 'sold' }],
    'appointment.made': [{ slotStart: '2027-01-10T09:00:00Z', slotEnd: '2027-01-10T12:00:00Z' }],
    'appointment.cancelled': [{ by: 'tenant' }],
    'appliance.installed': [{ appliance: { id: 'x', kind: 'fire' }, installedOn: '2026-12-21' }],
    'applicability.confirmed': [{ applicability: 'not_required', reason: 'no gas' }],
  }
  const step = fc.record({
    wait: fc.integer({ min: 0, max: 12 }),
    type: fc.constantFrom(...types),
    pick: fc.nat(2),
    who: fc.nat(2),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), steps => {
      const story = history(gas).opens('2026-12-20', home)
      let day = '2026-12-22' as Day
      for (const { wait, type, pick, who } of steps) {
        day = addDays(day, wait)
        story.until(day)
        const by = [contractor(), officer, staff('complianceManager')][who] ?? officer
        const options = payloads[type] ?? [{}]
        story.tries(day, type, options[pick % options.length] ?? {}, by)
        if (story.case.closedAt) expect(story.case.wake).toBeUndefined()
        else expect(running(gas, story.case, story.reckon).length).toBeGreaterThan(0)
        expect(story.case.lead).toBeTruthy()
      }
      if (!story.case.closedAt) {
        // a check just accepted may be due in fourteen months, and is issued two months before
        const told = story.until(addDays(day, 420))
        expect(told.length).toBeGreaterThan(0)
      }
      story.replays()
    }),
    { numRuns: runs(60) },
  )
})

describe('danger beside the word SATISFACTORY is danger', () => {
  it.each([
    [{ appliances: [{ id: 'boiler', status: 'ID' }] }, 'P0', 'emergency'],
    [{ observations: [{ code: 'ID', text: 'leak' }] }, 'P0', 'emergency'],
    [{ observations: [{ code: 'AR', text: 'flue' }] }, 'P1', 'urgent'],
  ])('%j is a %s action, told as %s', (more, priority, urgency) => {
    const story = history(gas).opens('2026-12-20', home)
    story.does('2027-01-05 17:10', 'inspection.completed', { result: 'SATISFACTORY', ...more }, contractor())
    expect(story.state).toBe('evidence_review')
    expect(story.errands).toMatchObject([
      { open: { workflow: 'action', facts: { priority, raisedAt: when('2027-01-05 17:10') } } },
    ])
    expect(story.notices.map(n => n.urgency)).toContain(urgency)
    expect(story.events.at(-1)?.notes?.join()).toContain('INCONSISTENT_RESULT')
    story.replays()
  })

  it('and in a check that was not completed', () => {
    const story = history(gas).opens('2026-12-20', home)
    const data = { result: 'INCOMPLETE', observations: [{ code: 'ID', text: 'leak' }] }
    story.does('2027-01-05', 'inspection.completed', data, contractor())
    expect(story.errands).toMatchObject([{ open: { facts: { priority: 'P0', kind: 'gas.id' } } }])
  })
})
