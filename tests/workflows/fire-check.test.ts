import { describe, expect, it } from 'vitest'
import { check } from '../../shared/core/check.ts'
import { running } from '../../shared/core/clocks.ts'
import { allowedIn } from '../../shared/core/machine.ts'
import type { Day } from '../../shared/core/time.ts'
import type { AnyWorkflow } from '../../shared/core/workflow.ts'
import { fireDutyApplies } from '../../shared/law/fire-buildings.ts'
import { type FireDutyName, fireDuties, fireDuty, fireDutyNamed, fireDutyNames } from '../../shared/law/fire-duties.ts'
import { rules } from '../../shared/law/rules.ts'
import { subTypeNamed } from '../../shared/law/sub-types.ts'
import { fireCheck, nextFireCheck } from '../../shared/workflows/fire-check.ts'
import { contractor, history, sha, staff, when } from '../support/history.ts'
import { samples } from '../support/samples.ts'
import { wanders } from '../support/wander.ts'

const obligation = (fireCheck as AnyWorkflow).obligation!
const caretaker = staff('officer')
const officer = staff('complianceOfficer')
const lead = staff('fireSafetyLead')
const firm = contractor('doorcare')
const paper = (seed: string) => [{ name: 'log.pdf', sha256: sha(seed) }]
const begin = (subType: FireDutyName, on: string, last?: [on: string, nextDue: string], policy = {}) =>
  history(fireCheck, policy).opens(on, {
    subType,
    dutyBeganOn: '2024-01-01',
    checks: last ? [{ on: last[0], knownOn: last[0], nextDue: last[1], result: 'PASS' }] : [],
  })
type Story = ReturnType<typeof begin>
const dueOf = (story: Story, clock: string) =>
  running(fireCheck, story.case, story.reckon).find(c => c.name === clock)?.due
const pass = { result: 'PASS' }

it('is sound', () => expect(check(fireCheck)).toEqual([]))

const everywhere = [
  'record.imported',
  'certificate.voided',
  'applicability.confirmed',
  'building.described',
  'equipment.outOfAction',
  'equipment.restored',
  'fireService.told',
  'asset.disposed',
]
const visiting = ['appointment.made', 'visit.noAccess', 'inspection.completed', 'certificate.submitted']
it.each([
  ['compliant', [...visiting, ...everywhere]],
  ['due_issued', [...visiting, ...everywhere]],
  ['appointed', [...visiting, 'appointment.cancelled', ...everywhere]],
  ['no_access', [...visiting, ...everywhere]],
  ['best_endeavours_evidenced', [...visiting, ...everywhere]],
  [
    'evidence_review',
    ['inspection.completed', 'certificate.submitted', 'certificate.accepted', 'certificate.rejected', ...everywhere],
  ],
  ['unknown_applicability', everywhere],
  ['not_applicable', ['record.imported', 'applicability.confirmed', 'building.described']],
  ['retired', []],
])('in %s exactly these events are taken', (state, events) =>
  expect(allowedIn(fireCheck, state).sort()).toEqual([...events].sort()),
)

describe('when the next one is due', () => {
  const { reckon } = begin('sprinkler', '2026-11-01')
  it.each([
    ['fire_door_communal', '2026-11-30', '2027-02-28'],
    ['fire_door_communal', '2026-08-31', '2026-11-30'],
    ['fire_door_flat', '2026-11-30', '2027-11-30'],
    ['fire_door_flat', '2028-02-29', '2029-02-28'],
    ['hrb_lift_firefighting_check', '2027-01-31', '2027-02-28'],
    ['hrb_key_firefighting_equipment_check', '2027-01-01', '2027-02-28'],
    ['hrb_secure_info_box_check', '2026-11-02', '2027-11-02'],
    ['fire_instructions_display', '2026-11-02', '2027-11-02'],
    ['fire_door_information', '2026-11-02', '2027-11-02'],
    ['fire_alarm_user_test', '2026-11-02', '2026-11-09'],
    ['fire_alarm_service', '2026-08-31', '2027-02-28'],
    ['emergency_lighting_function', '2026-12-15', '2027-01-31'],
    ['emergency_lighting_duration', '2026-11-02', '2027-11-02'],
    ['dry_riser_visual', '2026-11-02', '2027-05-02'],
    ['dry_riser_pressure', '2026-11-02', '2027-11-02'],
    ['aov_check', '2026-11-02', '2026-12-31'],
    ['aov_service', '2026-11-02', '2027-11-02'],
    ['sprinkler', '2026-11-02', '2027-11-02'],
    ['residential_peep', '2026-11-02', '2027-11-02'],
  ] as const)('%s made on %s: %s', (name, on, due) => expect(nextFireCheck(name, on as Day, reckon)).toBe(due))

  it.each([
    ['hrb.lift_firefighting_check', 'hrb_lift_firefighting_check'],
    ['hrb.key_firefighting_equipment_check', 'hrb_key_firefighting_equipment_check'],
    ['hrb.secure_info_box_check', 'hrb_secure_info_box_check'],
    ['hrb.plans_and_external_wall_info', 'hrb_plans_and_external_wall_info'],
    ['wayfinding_signage', 'wayfinding_signage'],
    ['fire_alarm_communal', 'fire_alarm_user_test'],
    ['emergency_lighting', 'emergency_lighting_function'],
    ['Emergency-Lighting', 'emergency_lighting_function'],
    ['dry_riser', 'dry_riser_visual'],
    ['aov_smoke_control', 'aov_check'],
    ['firedoor.communal', 'fire_door_communal'],
    ['flat_entrance_door', 'fire_door_flat'],
    ['toString', 'toString'],
    ['sauna', 'sauna'],
  ])('%s is our %s', (said, ours) => {
    expect(fireDutyNamed(said)).toBe(ours)
    expect(subTypeNamed('fire-check', said)).toBe(ours)
    expect(subTypeNamed('gas', said)).toBe(said)
  })

  it('a check that another goes with is one of ours, and the other way round', () => {
    for (const name of fireDutyNames) {
      const other = fireDutyNames.find(one => one === fireDuty(name).besides)
      expect(other && fireDuty(other).besides).toBe(other && name)
      expect(other).toBe(fireDuty(name).besides)
    }
  })

  it('the table names every kind, each with a rule that has a number', () => {
    expect(fireDutyNames.filter(name => typeof rules[fireDuties[name].rule].value !== 'number')).toEqual([])
  })

  it('a landlord may check more often, never less', () =>
    expect(
      nextFireCheck(
        'fire_door_communal',
        '2026-11-30' as Day,
        begin('sprinkler', '2026-11-01', undefined, { 'firedoor.communal': 2 }).reckon,
      ),
    ).toBe('2027-01-30'))

  it('G10: twelve monthly checks on any days stay in their months', () => {
    const story = begin('hrb_lift_firefighting_check', '2026-12-20', ['2026-12-15', '2027-01-31'])
    const days = ['2027-01-31', '2027-02-01', '2027-03-31', '2027-04-02', '2027-05-31', '2027-06-15']
    for (const on of days) story.does(on, 'inspection.completed', pass, caretaker)
    expect((story.case.facts.checks as { nextDue: string }[]).map(c => c.nextDue).slice(1)).toEqual([
      '2027-02-28',
      '2027-03-31',
      '2027-04-30',
      '2027-05-31',
      '2027-06-30',
      '2027-07-31',
    ])
    expect(story.case.facts.missed).toEqual([])
  })

  it('G55: a month that was missed stays missed, and is overdue until the next check', () => {
    const story = begin('emergency_lighting_function', '2026-12-20', ['2026-12-15', '2027-01-31'])
    const told = story.until('2027-03-04')
    expect(told.filter(n => n.due === '2027-01-31').map(n => n.role)).toContain('executive')
    story.does('2027-03-05', 'inspection.completed', pass, caretaker)
    expect(story.case.facts.missed).toEqual(['2027-01', '2027-02'])
    expect(story.events.at(-1)?.notes).toEqual(['late by 33 days', 'missed 2027-01, 2027-02'])
    expect(dueOf(story, 'emergency_lighting_function')).toBe('2027-04-30')
    story.replays()
  })

  it('each kind runs its own clock with its own law, and no other', () => {
    for (const name of fireDutyNames) {
      const story = begin(name, '2026-11-01')
      expect(running(fireCheck, story.case, story.reckon).map(c => [c.name, c.clock.source])).toEqual([
        [name, fireDuties[name].rule],
      ])
    }
  })

  it('no duty is older than its regulations', () => {
    const story = history(fireCheck).opens('2026-11-01', { subType: 'residential_peep', dutyBeganOn: '2020-01-01' })
    expect([dueOf(story, 'residential_peep'), obligation.began(story.case.facts)]).toEqual(['2026-04-06', '2026-04-06'])
  })
})

describe('where it applies', () => {
  const limit = { threshold: 11, height: 18, storeys: 7 }
  const block = { dwellings: 12, commonParts: true }
  it.each([
    ['fire_door_communal', { ...block, topStoreyMetres: 11 }, 'not_required'],
    ['fire_door_communal', { ...block, topStoreyMetres: 11.1 }, 'required'],
    ['fire_door_flat', { ...block }, 'unknown'],
    ['fire_door_flat', { dwellings: 1, commonParts: true, topStoreyMetres: 20 }, 'not_required'],
    ['fire_instructions_display', block, 'required'],
    ['fire_instructions_display', { dwellings: 12 }, 'unknown'],
    ['hrb_lift_firefighting_check', { ...block, heightMetres: 18, storeys: 5 }, 'required'],
    ['hrb_lift_firefighting_check', { ...block, heightMetres: 17.9, storeys: 7 }, 'required'],
    ['hrb_lift_firefighting_check', { ...block, heightMetres: 17.9, storeys: 6 }, 'not_required'],
    ['hrb_lift_firefighting_check', { ...block, heightMetres: 17.9 }, 'unknown'],
    [
      'residential_peep',
      { ...block, heightMetres: 14, storeys: 5, topStoreyMetres: 12, simultaneousEvacuation: true },
      'required',
    ],
    [
      'residential_peep',
      { ...block, heightMetres: 14, storeys: 5, topStoreyMetres: 12, simultaneousEvacuation: false },
      'not_required',
    ],
    ['sprinkler', block, 'unknown'],
    ['sprinkler', { installed: false }, 'not_required'],
  ] as const)('%s in %j: %s', (name, building, answer) => expect(fireDutyApplies(name, building, limit)).toBe(answer))

  it('what is not known is asked for until it is; the building then answers', () => {
    const story = history(fireCheck).opens('2026-11-01', { subType: 'fire_door_communal', applicability: 'unknown' })
    expect(story.until('2026-12-20').map(n => n.role)).toContain('headOfService')
    expect(story.refuses('2026-12-20', 'building.described', { dwellings: 12 }, officer)).toMatchObject({
      kind: 'guard',
    })
    story.does('2026-12-20', 'building.described', { ...block, topStoreyMetres: 14 }, officer)
    expect([story.state, dueOf(story, 'fire_door_communal')]).toEqual(['compliant', '2026-12-20'])
    const low = history(fireCheck).opens('2026-11-01', { subType: 'fire_door_communal', applicability: 'unknown' })
    expect(low.does('2026-11-02', 'building.described', { ...block, topStoreyMetres: 8 }, officer).state).toBe(
      'not_applicable',
    )
  })
})

describe('what a check found', () => {
  const doors = () => begin('fire_door_communal', '2026-11-01', ['2026-08-10', '2026-11-10'])
  it.each([
    ['MINOR_DEFECT', 'P3', []],
    ['MAJOR_DEFECT', 'P1', []],
    ['FAIL_UNSAFE', 'P0', ['emergency', 'emergency', 'emergency']],
  ])('%s is a %s action; the check itself is made', (result, priority, told) => {
    const story = doors().does('2026-11-05', 'inspection.completed', { result, documents: paper('a') }, firm)
    expect(story.errands.map(e => e.open?.facts?.priority)).toEqual([priority])
    expect(story.notices.map(n => n.urgency)).toEqual(told)
    story.does('2026-11-06', 'certificate.accepted', {}, officer)
    expect([story.state, dueOf(story, 'fire_door_communal')]).toEqual(['compliant', '2027-02-05'])
    story.replays()
  })
  it('the day of an unsafe one is counted from the moment at which it was found', () => {
    const data = { result: 'FAIL_UNSAFE', documents: paper('a') }
    const story = doors().does('2026-11-05 22:30', 'inspection.completed', data, firm)
    expect(story.errands[0]?.open?.facts).toMatchObject({ raisedAt: when('2026-11-05 22:30') })
  })
  it('a pass raises nothing', () =>
    expect(
      doors().does('2026-11-05', 'inspection.completed', { ...pass, documents: paper('a') }, firm).errands,
    ).toEqual([]))
  it('one action for each door with a defect', () => {
    const observations = [
      { item: 'FD-01', code: 'PASS' },
      { item: 'FD-02', code: 'MINOR_DEFECT', text: 'seal' },
      { item: 'FD-03', code: 'FAIL_UNSAFE' },
    ]
    const story = doors().does(
      '2026-11-05',
      'inspection.completed',
      { result: 'FAIL_UNSAFE', observations, documents: paper('a') },
      firm,
    )
    expect(story.errands.map(e => [e.open?.facts?.location, e.open?.facts?.priority])).toEqual([
      ['FD-02', 'P3'],
      ['FD-03', 'P0'],
    ])
    expect(
      doors().refuses('2026-11-05', 'inspection.completed', { result: 'MINOR_DEFECT', observations }, firm),
    ).toMatchObject({ codes: ['INCONSISTENT_RESULT'] })
  })
  it('a contractor’s claim waits for its record and another person; it is not made better there', () => {
    const story = doors().does('2026-11-05', 'inspection.completed', { result: 'MAJOR_DEFECT' }, firm)
    expect(story.refuses('2026-11-06', 'certificate.accepted', {}, officer)).toMatchObject({
      failed: ['the record itself is on file'],
    })
    expect(story.until('2026-12-01').map(n => n.template)).toContain('evidenceLate')
    story.does('2026-12-01', 'certificate.submitted', { document: { name: 'x.pdf', sha256: sha('x') } }, officer)
    expect(story.refuses('2026-12-01', 'certificate.accepted', {}, officer)).toMatchObject({ kind: 'guard' })
    expect(story.refuses('2026-12-01', 'certificate.accepted', pass, lead)).toMatchObject({ kind: 'guard' })
    expect(story.refuses('2026-12-01', 'certificate.accepted', {}, firm)).toMatchObject({ kind: 'forbidden' })
    story.does('2026-12-01', 'certificate.accepted', {}, lead)
    expect((story.case.facts.checks as object[]).at(-1)).toMatchObject({ on: '2026-11-05', knownOn: '2026-12-01' })
    expect(
      story.refuses(
        '2026-12-02',
        'certificate.submitted',
        { checkedOn: '2026-12-01', document: { name: 'x.pdf', sha256: sha('x') } },
        firm,
      ),
    ).toMatchObject({ codes: ['DUPLICATE'] })
  })
  it('a routine entry of our own staff counts at once, a contractor’s does not', () => {
    const lights = () => begin('emergency_lighting_function', '2026-11-01', ['2026-10-10', '2026-11-30'])
    expect(lights().does('2026-11-05', 'inspection.completed', pass, caretaker).state).toBe('compliant')
    expect(lights().does('2026-11-05', 'inspection.completed', pass, firm).state).toBe('evidence_review')
  })
  it.each([
    ['2026-08-10', 'DATE_BEFORE_PREVIOUS'],
    ['2026-12-01', 'DATE_IN_FUTURE'],
  ])('dated %s: %s', (on, code) =>
    expect(doors().refuses('2026-11-05', 'inspection.completed', { ...pass, on }, firm)).toMatchObject({
      codes: [code],
    }),
  )
})

describe('flat entrance doors: best endeavours', () => {
  const door = () => begin('fire_door_flat', '2026-10-01', ['2025-11-10', '2026-11-10'])
  const shut = { outcome: 'no_answer', photo: 'card.jpg' }
  it('two evidenced attempts on two days of the year are best endeavours and no pass', () => {
    const story = door().does('2026-10-05', 'visit.noAccess', shut, firm)
    expect(story.state).toBe('no_access')
    story.does('2026-10-05 17:00', 'visit.noAccess', shut, firm)
    expect(story.state).toBe('no_access')
    story.does('2026-10-20', 'inspection.completed', { result: 'NO_ACCESS', photo: 'card2.jpg' }, firm)
    expect(story.state).toBe('best_endeavours_evidenced')
    expect(obligation.checks(story.case.facts).at(-1)?.nextDue).toBe('2026-11-10')
    expect(story.errands.at(-1)).toMatchObject({ to: 'access:H1', event: { type: 'attempt.recorded' } })
    expect(dueOf(story, 'endeavours')).toBe('2027-10-05')
    story.replays()
  })
  it('what is not evidenced does not count', () => {
    const story = door()
      .does('2026-10-05', 'visit.noAccess', { outcome: 'no_answer' }, firm)
      .does('2026-10-06', 'visit.noAccess', { ...shut, outcome: 'wrong_address' }, firm)
    expect([story.state, story.events.at(-1)?.notes]).toEqual([
      'due_issued',
      ['not counted: no evidence of the attempt'],
    ])
  })
  it('attempts stand for their year; then the door is overdue again', () => {
    const story = door()
      .does('2026-10-05', 'visit.noAccess', shut, firm)
      .does('2026-10-20', 'visit.noAccess', shut, firm)
    expect(story.until('2027-10-04').map(n => n.template)).toContain('tryAgain')
    expect(story.state).toBe('best_endeavours_evidenced')
    const told = story.until('2027-10-06')
    expect([story.state, dueOf(story, 'fire_door_flat')]).toEqual(['due_issued', '2026-11-10'])
    expect(told.map(n => n.role)).toContain('executive')
    story.does('2027-10-10', 'visit.noAccess', shut, firm)
    expect(story.state).toBe('best_endeavours_evidenced')
  })
  it('a landlord may ask for more attempts', () => {
    const story = begin('fire_door_flat', '2026-10-01', ['2025-11-10', '2026-11-10'], { 'firedoor.flat.attempts': 3 })
    story.does('2026-10-05', 'visit.noAccess', shut, firm).does('2026-10-20', 'visit.noAccess', shut, firm)
    expect(story.state).toBe('no_access')
  })
  it('a check ends it', () => {
    const story = door()
      .does('2026-10-05', 'visit.noAccess', shut, firm)
      .does('2026-10-20', 'visit.noAccess', shut, firm)
    story
      .does('2026-12-01', 'inspection.completed', { ...pass, documents: paper('d') }, firm)
      .does('2026-12-02', 'certificate.accepted', {}, officer)
    expect([story.state, dueOf(story, 'fire_door_flat'), story.events.at(-1)?.notes]).toEqual([
      'compliant',
      '2027-12-01',
      ['late by 21 days'],
    ])
  })
  it('communal doors know no best endeavours', () => {
    const story = begin('fire_door_communal', '2026-11-01', ['2026-08-10', '2026-11-10'])
    story.does('2026-11-02', 'visit.noAccess', shut, firm).does('2026-11-05', 'visit.noAccess', shut, firm)
    expect(story.state).toBe('no_access')
  })
})

describe('out of action for more than 24 hours', () => {
  const lift = () => begin('hrb_lift_firefighting_check', '2026-10-20', ['2026-10-10', '2026-11-30'])
  it('is told to the fire service within 24 elapsed hours, through the change of the clocks', () => {
    const story = lift().does('2026-10-24 18:00', 'equipment.outOfAction', { item: 'lift A' }, caretaker)
    expect(dueOf(story, 'outage')).toBe('2026-10-25T17:00:00.000Z')
    expect(story.refuses('2026-10-24 19:00', 'equipment.outOfAction', { item: 'lift A' }, caretaker)).toMatchObject({
      kind: 'guard',
    })
    expect(story.until('2026-10-27').map(n => [n.clock, n.urgency, n.role])).toContainEqual([
      'outage',
      'urgent',
      'headOfService',
    ])
    story.does('2026-10-27', 'fireService.told', { item: 'lift A', reference: 'P-1' }, lead)
    expect([dueOf(story, 'outage'), story.events.at(-1)?.notes]).toEqual([undefined, ['told late']])
    story.does('2026-10-28', 'equipment.restored', { item: 'lift A' }, caretaker)
    expect(dueOf(story, 'restoration')).toBe('2026-10-29T09:00:00.000Z')
    story.does('2026-10-28', 'fireService.told', { item: 'lift A', reference: 'P-2' }, lead)
    expect(dueOf(story, 'restoration')).toBe(undefined)
    expect(story.refuses('2026-10-28', 'fireService.told', { item: 'lift A', reference: 'P-3' }, lead)).toMatchObject({
      kind: 'guard',
    })
    story.replays()
  })
  it('repaired within 24 hours, nothing is to be told', () => {
    const story = lift()
      .does('2026-11-02 09:00', 'equipment.outOfAction', {}, caretaker)
      .does('2026-11-03 08:59', 'equipment.restored', {}, caretaker)
    expect([dueOf(story, 'outage'), dueOf(story, 'restoration')]).toEqual([undefined, undefined])
  })
  it('repaired later and never told, it is still to be told', () => {
    const story = lift()
      .does('2026-11-02 09:00', 'equipment.outOfAction', {}, caretaker)
      .does('2026-11-03 09:01', 'equipment.restored', {}, caretaker)
    expect(dueOf(story, 'outage')).toBe('2026-11-03T09:00:00.000Z')
  })
  it('a monthly check that finds it out of action starts the clock', () => {
    const observations = [{ item: 'lift B', code: 'MAJOR_DEFECT', outOfAction: true }]
    const story = lift().does('2026-11-02', 'inspection.completed', { result: 'MAJOR_DEFECT', observations }, caretaker)
    expect([story.state, dueOf(story, 'outage')]).toEqual(['compliant', '2026-11-03T09:00:00.000Z'])
  })
  it('is nothing that a door can be', () =>
    expect(
      begin('fire_door_communal', '2026-11-01').refuses('2026-11-02', 'equipment.outOfAction', {}, caretaker),
    ).toMatchObject({ kind: 'guard' }))
})

describe('registers', () => {
  it('a row of each kind makes its case', () => {
    const row = { subType: 'dry_riser_visual', applicability: 'required' as const, lastDoneOn: '2026-06-30' as Day }
    const story = history(fireCheck).opens(
      '2026-11-01',
      obligation.fromRecord(row, begin('sprinkler', '2026-11-01').reckon),
    )
    expect([story.state, dueOf(story, 'dry_riser_visual')]).toEqual(['due_issued', '2026-12-30'])
    story.does('2026-11-05', 'record.imported', { ...row, lastDoneOn: '2026-11-04' })
    expect([story.state, dueOf(story, 'dry_riser_visual')]).toEqual(['compliant', '2027-05-04'])
    expect(story.refuses('2026-11-06', 'record.imported', { ...row, subType: 'sprinkler' })).toMatchObject({
      kind: 'guard',
    })
  })
  it('a kind that nobody knows is refused', () => {
    const facts = obligation.fromRecord(
      { subType: 'fire_bucket', applicability: 'required' },
      begin('sprinkler', '2026-11-01').reckon,
    )
    expect(history(fireCheck).opensNot('2026-11-01', facts)).toMatchObject({ kind: 'invalid' })
  })
})

it(
  'is never silent, whatever happens',
  () =>
    wanders(
      fireCheck,
      '2026-10-01' as Day,
      (
        ['fire_door_flat', 'hrb_lift_firefighting_check', 'fire_alarm_user_test', 'fire_alarm_service'] as const
      ).flatMap(subType => [
        { subType },
        { subType, applicability: 'unknown' },
        { subType, checks: [{ on: '2026-09-20', knownOn: '2026-09-20', nextDue: '2026-10-31', result: 'PASS' }] },
      ]),
      [
        ['inspection.completed', on => ({ ...pass, documents: paper(on) })],
        [
          'inspection.completed',
          () => ({ result: 'FAIL_UNSAFE', observations: [{ item: 'x', code: 'FAIL_UNSAFE', outOfAction: true }] }),
        ],
        ['inspection.completed', () => ({ result: 'NO_ACCESS', photo: 'x' })],
        ['certificate.submitted', on => ({ document: { name: 'x', sha256: sha(`s${on}`) }, result: 'PASS' })],
        ['certificate.accepted', () => ({}), officer],
        ['certificate.rejected', () => ({ code: 'UNREADABLE' }), officer],
        ['visit.noAccess', () => ({ outcome: 'refused', photo: 'x' })],
        ['appointment.made', on => ({ slotStart: `${on}T08:00:00Z`, slotEnd: `${on}T12:00:00Z` })],
        ['equipment.outOfAction', () => ({ item: 'x' })],
        ['equipment.restored', () => ({ item: 'x' })],
        ['fireService.told', () => ({ item: 'x', reference: 'r' })],
        [
          'building.described',
          () => ({ dwellings: 9, commonParts: true, topStoreyMetres: 20, heightMetres: 22, installed: true }),
        ],
        ['applicability.confirmed', () => ({ applicability: 'required', reason: 'x' })],
        ['record.imported', on => ({ applicability: 'required', lastDoneOn: on })],
        ['asset.disposed', on => ({ on, reason: 'sold' })],
      ],
    ),
  60_000,
)

it.each(samples('fire-check'))('takes the sample $name in some state', ({ type, data }) => {
  expect(fireCheck.events[type as keyof typeof fireCheck.events].safeParse(data).success).toBe(true)
  expect(Object.keys(fireCheck.states).some(state => allowedIn(fireCheck, state).includes(type))).toBe(true)
})
