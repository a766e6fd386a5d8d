import { describe, expect, it } from 'vitest'
import { check } from '../../shared/core/check.ts'
import { childId } from '../../shared/core/ids.ts'
import { allowedIn } from '../../shared/core/machine.ts'
import { reckoner } from '../../shared/core/reckon.ts'
import { england } from '../../shared/core/working-days.ts'
import { gaps, required, smokeCo } from '../../shared/workflows/smoke-co.ts'
import { contractor, history, sha, staff } from '../support/history.ts'
import { survives } from '../support/random-history.ts'

const home = {
  livingStoreys: ['ground', 'first'],
  rooms: [{ name: 'kitchen', appliance: 'gas boiler' }, { name: 'lounge', appliance: 'gas cooker' }, { name: 'hall' }],
  dutyBeganOn: '2022-10-01',
}
const documents = [{ name: 'form.pdf', sha256: sha('form') }]
const ground = { type: 'smoke', storey: 'ground', result: 'PRESENT_WORKING', replaceBy: '2033-05-01' }
const first = { type: 'smoke', storey: 'First', result: 'PRESENT_WORKING', replaceBy: '2033-05-01' }
const kitchen = { type: 'co', room: 'kitchen', result: 'PRESENT_WORKING', replaceBy: '2032-05-01' }
const good = { alarms: [ground, first, kitchen], documents }
const tester = contractor('sureheat')
const officer = staff('complianceOfficer')
const opened = () => history(smokeCo).opens('2026-11-02', home, 'smoke-co:H1')
const tested = () => opened().does('2026-11-10', 'alarm.tested', good, tester)

it('is sound', () => expect(check(smokeCo)).toEqual([]))

const always = [
  'record.imported',
  'certificate.voided',
  'applicability.confirmed',
  'register.confirmed',
  'asset.disposed',
  'appointment.made',
  'appointment.cancelled',
  'visit.noAccess',
  'alarm.tested',
  'data.missing',
  'fault.reported',
  'alarm.replaced',
  'tenancy.starting',
  'signUp.closed',
  'contractor.changed',
  'child.closed',
]
it.each([
  ['compliant', always],
  ['test_due', always],
  ['data_review', [...always.filter(e => e !== 'register.confirmed'), 'test.accepted', 'test.rejected']],
  ['non_compliant_remedial', always],
  ['fault_open', [...always, 'fault.fixed', 'fault.verified', 'fault.unfounded']],
  ['start_test_due', always],
  ['replacement_due', always],
  [
    'unknown_applicability',
    [
      'record.imported',
      'certificate.voided',
      'applicability.confirmed',
      'register.confirmed',
      'asset.disposed',
      'fault.reported',
    ],
  ],
  ['not_applicable', ['record.imported', 'applicability.confirmed', 'register.confirmed']],
  ['retired', []],
])('in %s exactly these events are taken', (state, events) => {
  expect(allowedIn(smokeCo, state).sort()).toEqual([...events].sort())
})

describe('what must be there', () => {
  it('G53: a gas cooker alone needs no carbon monoxide alarm', () => {
    expect(required(home)).toEqual([
      { type: 'smoke', place: 'ground' },
      { type: 'smoke', place: 'first' },
      { type: 'co', place: 'kitchen' },
    ])
  })
  it('a home whose storeys nobody knows is unknown, and chased', () => {
    const story = history(smokeCo).opens('2026-11-02', {})
    expect(story.state).toBe('unknown_applicability')
    expect(smokeCo.obligation?.applicability(story.case.facts as never)).toBe('unknown')
    expect(story.until('2026-12-02').map(n => n.template)).toContain('applicabilityUnknown')
    story.does('2026-12-02', 'register.confirmed', { ...registerOf(), reason: 'survey' }, officer)
    expect(story.state).toBe('test_due')
    story.replays()
  })
  const registerOf = () => ({ livingStoreys: home.livingStoreys, rooms: home.rooms })
})

describe('a home of which the register only counts storeys and rooms', () => {
  const row = (more: object = {}) =>
    smokeCo.obligation!.fromRecord(
      {
        applicability: 'required',
        home: { livingStoreys: 2, combustionRooms: 1 },
        dutyBeganOn: '2020-04-01',
        ...more,
      } as never,
      reckoner(england),
    )
  const counted = (more: object = {}) => history(smokeCo).opens('2026-11-02', row(more), 'smoke-co:H1')
  const nextDue = (story: ReturnType<typeof counted>) =>
    smokeCo.obligation!.checks(story.case.facts as never).at(-1)?.nextDue

  it.each([
    ['a good test', { lastDoneOn: '2026-01-10', result: 'PASS' }, 'compliant', '2027-01-10'],
    ['a printed date that is earlier', { lastDoneOn: '2026-05-10', dueOn: '2027-02-01' }, 'compliant', '2027-02-01'],
    ['a test long ago', { lastDoneOn: '2025-10-10' }, 'test_due', '2026-10-10'],
    ['a bad result', { lastDoneOn: '2026-05-10', result: 'MISSING_NOT_FITTED' }, 'test_due', '2026-05-09'],
    ['a result that nobody knows', { lastDoneOn: '2026-05-10', result: 'SEE_NOTES' }, 'test_due', '2026-05-09'],
    ['no test at all', {}, 'test_due', undefined],
    [
      'no count of rooms',
      { lastDoneOn: '2026-05-10', home: { livingStoreys: 2 } },
      'unknown_applicability',
      '2026-05-09',
    ],
  ])('%s: %j stands at %s', (_, more, state, due) => {
    const story = counted(more)
    expect([story.state, nextDue(story)]).toEqual([state, due])
    story.replays()
  })

  it('a form that speaks of fewer places is refused with how many are missing', () => {
    const story = counted()
    expect(story.refuses('2026-11-10', 'alarm.tested', { alarms: [ground, kitchen] }, tester)).toMatchObject({
      failed: ['STOREY_MISSING: every living storey is in the form (1 of 2 living storeys)'],
    })
    expect(story.refuses('2026-11-10', 'alarm.tested', { alarms: [ground, first] }, tester)).toMatchObject({
      failed: ['ROOM_MISSING: every room with a fixed combustion appliance is in the form (0 of 1 rooms)'],
    })
  })

  it('a whole test names the places, which every later form must have', () => {
    const story = counted().does('2026-11-10', 'alarm.tested', good, tester)
    expect(story.state).toBe('compliant')
    expect(story.case.facts).toMatchObject({ livingStoreys: ['ground', 'First'], rooms: [{ name: 'kitchen' }] })
    const loft = { alarms: [ground, { ...first, storey: 'loft' }, kitchen] }
    expect(story.refuses('2026-11-12', 'alarm.tested', loft, tester)).toMatchObject({
      codes: ['STOREY_MISSING', 'STOREY_UNKNOWN'],
    })
    story.replays()
  })

  it('naming as many places as were counted takes nothing away; naming more shows that one was never tested', () => {
    const named = {
      livingStoreys: ['ground', 'first'],
      rooms: [{ name: 'kitchen', appliance: 'boiler' }],
      reason: 'survey',
    }
    const story = counted({ lastDoneOn: '2026-05-10' }).does('2026-11-10', 'register.confirmed', named, officer)
    expect(story.state).toBe('compliant')
    const more = { ...named, livingStoreys: ['ground', 'first', 'loft'] }
    const found = counted({ lastDoneOn: '2026-05-10' }).does('2026-11-10', 'register.confirmed', more, officer)
    expect(found.state).toBe('test_due')
    expect(gaps(found.case.facts as never, '2026-11-10' as never)).toMatchObject([
      { place: 'loft', why: 'data_missing' },
    ])
  })

  it('a later row corrects it until a test has spoken', () => {
    const later = {
      applicability: 'required',
      lastDoneOn: '2026-10-20',
      home: { livingStoreys: 2, combustionRooms: 1 },
    }
    const story = counted({ lastDoneOn: '2026-01-10' }).does('2026-11-03', 'record.imported', later, officer)
    expect(nextDue(story)).toBe('2027-10-20')
    story.does('2026-11-10', 'alarm.tested', good, tester)
    expect(story.refuses('2026-11-12', 'record.imported', later, officer)).toMatchObject({ kind: 'guard' })
  })
})

describe('a test speaks of every storey and room', () => {
  it.each([
    ['a storey left out', [ground, kitchen], 'STOREY_MISSING', 'first'],
    ['a room left out', [ground, first], 'ROOM_MISSING', 'kitchen'],
    ['a room that does not exist', [...good.alarms, { ...kitchen, room: 'attic' }], 'ROOM_UNKNOWN', 'attic'],
    ['a storey that does not exist', [...good.alarms, { ...ground, storey: 'third' }], 'STOREY_UNKNOWN', 'third'],
    [
      'a new alarm without its life',
      [ground, first, { type: 'co', room: 'kitchen', result: 'REPLACED' }],
      'REPLACEMENT_DETAILS',
      'kitchen',
    ],
  ])('refuses %s and names it', (_, alarms, code, place) => {
    const rejection = opened().refuses('2026-11-10', 'alarm.tested', { alarms }, tester)
    expect(rejection).toMatchObject({ kind: 'guard', codes: [code] })
    expect((rejection as { failed: string[] }).failed[0]).toContain(`(${place})`)
  })

  it('all working: compliant for a year, or until the first alarm ends', () => {
    const story = tested()
    expect(story.state).toBe('compliant')
    expect(story.case.facts.checks).toMatchObject([{ on: '2026-11-10', nextDue: '2027-11-10' }])
    const short = opened().does('2026-11-10', 'alarm.tested', {
      alarms: [ground, first, { ...kitchen, replaceBy: '2027-06-01' }],
    })
    expect(short.case.facts.checks).toMatchObject([{ nextDue: '2027-06-01' }])
    story.until('2027-10-11')
    expect(story.state).toBe('test_due')
    story.replays()
  })

  it('missing, and fitted on the visit: compliant', () => {
    const story = opened().does('2026-11-10', 'alarm.tested', {
      alarms: [ground, { ...first, result: 'MISSING_FITTED' }, { ...kitchen, result: 'REPLACED' }],
    })
    expect(story.state).toBe('compliant')
  })

  it('two alarms in one place: one that works suffices', () => {
    const story = opened().does('2026-11-10', 'alarm.tested', {
      alarms: [{ ...ground, result: 'FAULTY_NOT_FIXED' }, ground, first, kitchen],
    })
    expect(story.state).toBe('compliant')
  })
})

describe('not fixed', () => {
  const bad = {
    alarms: [ground, { ...first, result: 'MISSING_NOT_FITTED' }, { ...kitchen, result: 'FAULTY_NOT_FIXED' }],
  }
  it('G52: one storey makes the home non-compliant from that day, with actions of 24 hours and 5 working days', () => {
    const story = tested().does('2027-03-01', 'alarm.tested', bad, tester)
    expect(story.state).toBe('non_compliant_remedial')
    expect(story.events.at(-1)?.notes).toEqual(['smoke first: alarm missing', 'co kitchen: faulty'])
    expect(story.errands.map(e => e.open?.facts.kind)).toEqual(['alarm.smoke', 'alarm.co'])
    expect(story.case.facts.checks).toMatchObject([{}, { on: '2027-03-01', nextDue: '2027-02-28' }])
    expect(story.until('2027-04-20').map(n => n.role)).toContain('headOfService')
    story.replays()
  })

  it('is compliant again when both actions are verified', () => {
    const story = tested().does('2027-03-01', 'alarm.tested', bad, tester)
    const child = (type: string, place: string) => childId('action', 'smoke-co:H1', `alarm:${type}:${place}:2027-03-01`)
    const done = (child: string) => ({ child, workflow: 'action', state: 'closed', outcome: 'done' })
    expect(Object.keys(story.case.children)).toEqual([child('smoke', 'first'), child('co', 'kitchen')])
    story.does('2027-03-02', 'child.closed', done(child('co', 'kitchen')))
    expect(story.state).toBe('non_compliant_remedial')
    story.does('2027-03-05', 'child.closed', done(child('smoke', 'first')))
    expect(story.state).toBe('compliant')
    expect(story.case.facts.checks).toMatchObject([{}, {}, {}, { on: '2027-03-05', nextDue: '2028-03-01' }])
    story.replays()
  })

  it('an action that ends as a duplicate puts nothing right', () => {
    const story = tested().does('2027-03-01', 'alarm.tested', bad, tester)
    const child = Object.keys(story.case.children)[0]
    story.does('2027-03-02', 'child.closed', {
      child,
      workflow: 'action',
      state: 'closed_duplicate',
      outcome: 'duplicate',
    })
    expect(story.state).toBe('non_compliant_remedial')
  })
})

describe('data missing is not an alarm missing', () => {
  it('neither is compliant, and each says what it is', () => {
    const missingData = tested().does('2027-03-01', 'data.missing', { places: ['first'] }, officer)
    const missingAlarm = tested().does('2027-03-01', 'alarm.tested', {
      alarms: [ground, { ...first, result: 'MISSING_NOT_FITTED' }, kitchen],
    })
    expect(gaps(missingData.case.facts as never, '2027-03-01' as never)).toEqual([
      { type: 'smoke', place: 'first', why: 'data_missing' },
    ])
    expect(gaps(missingAlarm.case.facts as never, '2027-03-01' as never)).toEqual([
      { type: 'smoke', place: 'first', why: 'alarm_missing' },
    ])
    expect([missingData.state, missingAlarm.state]).toEqual(['test_due', 'non_compliant_remedial'])
    for (const story of [missingData, missingAlarm])
      expect((story.case.facts.checks as { nextDue: string }[]).at(-1)?.nextDue).toBe('2027-02-28')
    expect(missingData.until('2027-04-01').map(n => n.template)).toContain('dataMissing')
  })

  it('G40: a new contractor is checked for 30 days', () => {
    const story = opened().does('2026-11-03', 'contractor.changed', { on: '2026-11-03', contractorId: 'sureheat' })
    story.does('2026-12-03', 'alarm.tested', good, tester)
    expect(story.state).toBe('data_review')
    expect(story.case.facts.checks).toEqual([])
    expect(story.refuses('2026-12-04', 'test.accepted', {}, staff('complianceOfficer', 'sureheat')).ok).toBe(false)
    story.does('2026-12-04', 'test.rejected', { places: ['first'], reason: 'wrong form' }, officer)
    expect(story.state).toBe('test_due')
    expect(story.case.facts.dataMissing).toMatchObject({ places: ['first'] })
    story.does('2026-12-04', 'alarm.tested', good, tester)
    expect(story.state).toBe('compliant')
    story.replays()
  })
})

it('G54: the tenant refused: nothing is shown, and the access case learns of it', () => {
  const refused = [ground, first, kitchen].map(a => ({ ...a, result: 'TENANT_REFUSED' }))
  const story = opened().does('2026-11-10', 'alarm.tested', { alarms: refused, documents }, tester)
  expect(story.state).toBe('test_due')
  expect(story.errands).toMatchObject([{ to: 'access:H1', event: { data: { outcome: 'refused', counts: true } } }])
  story.does('2026-11-20', 'alarm.tested', good, tester)
  expect(story.errands.at(-1)).toMatchObject({ to: 'access:H1', event: { type: 'access.gained' } })
})

describe('a fault that a tenant reports', () => {
  it('is open until somebody else has verified the repair, and is told at once', () => {
    const story = tested().does(
      '2027-01-09 22:00',
      'fault.reported',
      { type: 'co', place: 'kitchen' },
      staff('officer'),
    )
    expect(story.state).toBe('fault_open')
    expect(story.wakes('2027-01-09 22:00')).toMatchObject([{ urgency: 'emergency' }, { urgency: 'emergency' }])
    expect(story.case.wake).toBe('2027-01-10T10:00:00.000Z')
    expect(story.until('2027-01-12').map(n => n.template)).toContain('faultLate')
    expect(story.refuses('2027-01-12', 'fault.verified', {}, officer)).toMatchObject({ kind: 'guard' })
    story.does('2027-01-12', 'fault.fixed', { documents }, tester)
    story.does('2027-01-13', 'fault.verified', {}, officer)
    expect(story.state).toBe('compliant')
    expect(story.case.facts.checks).toMatchObject([{}, { nextDue: '2027-01-08' }, { nextDue: '2027-11-10' }])
    story.replays()
  })
})

describe('a tenancy starts', () => {
  it('is tested on the day, and the sign-up waits for it', () => {
    const story = tested().does('2027-02-01', 'tenancy.starting', { on: '2027-02-08' }, staff('voidsOfficer'))
    expect(story.state).toBe('start_test_due')
    expect(story.refuses('2027-02-08', 'signUp.closed')).toMatchObject({ codes: ['START_TEST_MISSING'] })
    story.does('2027-02-05', 'alarm.tested', good, tester)
    expect(story.refuses('2027-02-08', 'signUp.closed')).toMatchObject({ codes: ['START_TEST_MISSING'] })
    story.does('2027-02-08', 'alarm.tested', good, tester)
    story.does('2027-02-08', 'signUp.closed')
    expect(story.state).toBe('compliant')
    expect(story.case.facts.tenancy).toBeUndefined()
    story.replays()
  })
  it('late is late for ever', () => {
    const story = tested().does('2027-02-01', 'tenancy.starting', { on: '2027-02-08' })
    expect(story.until('2027-02-12').map(n => n.template)).toContain('startTestLate')
    story.does('2027-02-12', 'alarm.tested', good, tester)
    expect(story.events.at(-1)?.notes).toEqual(['start test late: after the day it began'])
  })
})

it('an alarm near its end is replaced 90 days before, and is no longer compliant after it', () => {
  const ending = { alarms: [ground, first, { ...kitchen, replaceBy: '2027-06-01' }] }
  const story = opened().does('2026-11-10', 'alarm.tested', ending, tester)
  story.until('2027-03-03 05:59')
  expect(story.state).toBe('compliant')
  story.until('2027-03-03')
  expect(story.state).toBe('replacement_due')
  const late = opened().does('2026-11-10', 'alarm.tested', ending, tester)
  late.until('2027-06-02')
  expect(late.state).toBe('non_compliant_remedial')
  for (const s of [story, late]) {
    s.does('2027-06-03', 'alarm.replaced', { type: 'co', place: 'kitchen', replaceBy: '2034-06-01', documents }, tester)
    expect(s.state).toBe('compliant')
    s.replays()
  }
})

it('survives whatever happens', () => {
  const tally = survives(
    smokeCo,
    { on: '2026-11-02', facts: home, id: 'smoke-co:H1' },
    {
      'alarm.tested': [
        good,
        { alarms: [ground, { ...first, result: 'MISSING_NOT_FITTED' }, kitchen] },
        { alarms: [ground] },
      ],
      'fault.reported': [{ type: 'smoke', place: 'first' }, { type: 'co' }],
      'fault.fixed': [{ documents }],
      'fault.verified': [{}],
      'data.missing': [{ places: ['first'] }],
      'tenancy.starting': [{ on: '2026-12-24' }],
      'signUp.closed': [{}],
      'contractor.changed': [{ on: '2026-12-01', contractorId: 'x' }],
      'test.accepted': [{}],
      'alarm.replaced': [{ type: 'smoke', place: 'first', replaceBy: '2036-01-01', documents }],
      'register.confirmed': [{ livingStoreys: ['ground', 'first', 'second'], rooms: [], reason: 'x' }],
      'record.imported': [{ applicability: 'unknown' }, { applicability: 'required', lastDoneOn: '2026-10-01' }],
      'asset.disposed': [{ on: '2026-11-02', reason: 'sold' }],
    },
  )
  expect(tally['alarm.tested']).toBeGreaterThan(0)
})
