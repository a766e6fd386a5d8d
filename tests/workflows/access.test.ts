import { describe, expect, it } from 'vitest'
import { check } from '../../shared/core/check.ts'
import { allowedIn } from '../../shared/core/machine.ts'
import type { AnyWorkflow } from '../../shared/core/workflow.ts'
import { evidenceBundle } from '../../shared/position/evidence-bundle.ts'
import { access, timeOfDay } from '../../shared/workflows/access.ts'
import { adaptation } from '../../shared/workflows/adaptation.ts'
import { eicr } from '../../shared/workflows/eicr.ts'
import { fireCheck } from '../../shared/workflows/fire-check.ts'
import { gas } from '../../shared/workflows/gas.ts'
import { hazard } from '../../shared/workflows/hazard.ts'
import { survey } from '../../shared/workflows/survey.ts'
import { contractor, history, sha, staff, when } from '../support/history.ts'
import { survives } from '../support/random-history.ts'

const attempt = {
  stream: 'gas',
  caseId: 'gas:H1',
  by: 'sureheat',
  outcome: 'no_answer',
  counts: true,
  due: '2027-03-31',
  photo: 'card.jpg',
}
const documents = [{ name: 'letter.pdf', sha256: sha('letter') }]
const letter = (step: string) => ({ step, how: 'first class, proof of posting', documents })
const housing = staff('housingOfficer')
const head = 'head@landlord.example'
const checked = { safeToProceed: true, findings: 'nothing known' }
const opened = () => history(access).opens('2027-01-20', { openedFor: 'gas' }, 'access:H1')
const thrice = () =>
  opened()
    .does('2027-01-20 09:30', 'attempt.recorded', attempt, contractor())
    .does('2027-02-24', 'letter.sent', letter('2'))
    .does('2027-03-03 14:00', 'attempt.recorded', attempt, contractor())
    .does('2027-03-10', 'letter.sent', letter('3'))
    .does('2027-03-17 18:00', 'attempt.recorded', attempt, contractor())
const noticed = () =>
  thrice()
    .does('2027-03-18', 'vulnerability.checked', checked, housing)
    .does('2027-03-24', 'finalNotice.sent', { approvedBy: head, documents }, housing)

it('is sound', () => expect(check(access)).toEqual([]))

const always = [
  'contact.recorded',
  'appointment.made',
  'appointment.missed',
  'vulnerability.checked',
  'access.gained',
  'access.withdrawn',
  'safeguarding.held',
  'panel.reviewed',
  'property.void.started',
  'asset.disposed',
]
it.each([
  ['none', [...always, 'letter.sent']],
  ['contact_1', always],
  ['attempt_1_failed', [...always, 'letter.sent']],
  ['contact_2', always],
  ['attempt_2_failed', [...always, 'letter.sent', 'finalNotice.sent']],
  ['contact_3', [...always, 'finalNotice.sent']],
  ['attempt_3_failed', [...always, 'finalNotice.sent']],
  ['final_notice', [...always, 'legal.referred']],
  ['legal_referred', [...always, 'order.made']],
  ['order_made', [...always, 'order.made', 'order.executed']],
  [
    'safeguarding_hold',
    [...always.filter(e => e !== 'safeguarding.held'), 'safeguarding.reviewed', 'safeguarding.ended'],
  ],
  ['executed', ['access.gained', 'property.void.started']],
  ['gained', ['access.gained', 'property.void.started']],
  ['withdrawn', ['access.gained', 'property.void.started']],
])('in %s exactly these events are taken', (state, events) => {
  expect(allowedIn(access, state).sort()).toEqual([...events, 'attempt.recorded'].sort())
})

describe('the steps of the access process, gas due 2027-03-31', () => {
  it.each([
    ['none', '2027-02-03'],
    ['contact_1', '2027-02-17'],
    ['attempt_1_failed', '2027-02-24'],
    ['contact_2', '2027-03-03'],
    ['attempt_2_failed', '2027-03-10'],
    ['contact_3', '2027-03-17'],
    ['attempt_3_failed', '2027-03-24'],
    ['final_notice', '2027-03-31'],
    ['legal_referred', '2027-04-14'],
    ['order_made', '2027-05-30'],
  ])('%s: the next step by %s', (state, due) => {
    const c = access.clocks[state === 'attempt_3_failed' ? 'final' : lateOf(state) ? 'legal' : 'step']
    const story = opened()
    const facts = { ...story.case.facts, needs: [{ stream: 'gas', caseId: 'gas:H1', due: '2027-03-31', since: due }] }
    expect(c.due(facts as never, story.reckon, { ...story.case, state })).toBe(due)
    // other streams stretch what comes before the deadline by half, and nothing after it
    const other = { ...facts, needs: [{ stream: 'eicr', caseId: 'eicr:H1', due: '2027-03-31', since: due }] }
    const stretched = c.due(other as never, story.reckon, { ...story.case, state }) as string
    expect(stretched < due).toBe(!['final_notice', 'legal_referred', 'order_made'].includes(state))
  })
  const lateOf = (state: string) => ['final_notice', 'legal_referred', 'order_made'].includes(state)

  it('leaves a week between steps where the usual dates have passed', () => {
    const story = opened().does('2027-03-29', 'attempt.recorded', attempt, contractor())
    expect(story.case.wake).toBe('2027-04-02T05:00:00.000Z') // reminded on the working day before Monday 5 April
  })
})

it.each([
  ['2027-03-03 09:30', 'morning'],
  ['2027-03-03 12:00', 'afternoon'],
  ['2027-03-03 17:30', 'evening'],
  ['2027-03-06 10:00', 'weekend'],
])('%s is %s', (moment, slot) => expect(timeOfDay(when(moment))).toBe(slot))

describe('attempts', () => {
  it('count only with their time and evidence', () => {
    const story = opened().does('2027-01-20', 'attempt.recorded', { ...attempt, photo: undefined }, contractor())
    expect(story.state).toBe('none')
    expect(story.case.facts.attempts).toMatchObject([{ counts: false }])
    story.does('2027-01-21', 'attempt.recorded', { ...attempt, outcome: 'wrong_address' }, contractor())
    expect(story.state).toBe('none')
    story.does('2027-01-22', 'attempt.recorded', attempt, contractor())
    expect(story.state).toBe('attempt_1_failed')
  })

  it('of two streams at one door are one, and both streams wait', () => {
    const story = opened()
      .does('2027-01-20 09:30', 'attempt.recorded', attempt, contractor())
      .does('2027-01-20 09:40', 'attempt.recorded', { ...attempt, stream: 'eicr', caseId: 'eicr:H1' }, contractor())
    expect(story.state).toBe('attempt_1_failed')
    expect(story.case.facts.needs).toMatchObject([{ stream: 'gas' }, { stream: 'eicr' }])
  })

  it('missed by the contractor never count against the tenant', () => {
    const story = opened()
      .does('2027-01-20 09:30', 'attempt.recorded', attempt, contractor())
      .does('2027-01-27', 'appointment.missed', { by: 'contractor' }, contractor())
    expect(story.state).toBe('attempt_1_failed')
    expect(story.case.facts.missedByUs).toEqual([{ on: '2027-01-27', by: 'contractor', contractorId: 'sureheat' }])
    expect(story.case.facts.attempts).toHaveLength(1)
  })
})

describe('before a final notice', () => {
  it('there are two attempts at different times of day and a vulnerability check', () => {
    const story = opened()
      .does('2027-01-20 09:30', 'attempt.recorded', attempt, contractor())
      .does('2027-03-03 10:00', 'attempt.recorded', attempt, contractor())
    expect(story.refuses('2027-03-24', 'finalNotice.sent', { approvedBy: head, documents }, housing)).toMatchObject({
      codes: ['ATTEMPTS_ALIKE', 'VULNERABILITY_UNCHECKED'],
    })
    story.does('2027-03-17 18:00', 'attempt.recorded', attempt, contractor())
    story.does('2027-03-18', 'vulnerability.checked', { ...checked, safeToProceed: false }, housing)
    expect(story.refuses('2027-03-24', 'finalNotice.sent', { approvedBy: head, documents }, housing)).toMatchObject({
      codes: ['VULNERABILITY_UNCHECKED'],
    })
    story.does('2027-03-19', 'vulnerability.checked', checked, housing)
    expect(
      story.refuses('2027-03-24', 'finalNotice.sent', { approvedBy: housing.id, documents }, housing),
    ).toMatchObject({ codes: ['APPROVER'] })
    story.does('2027-03-24', 'finalNotice.sent', { approvedBy: head, documents }, housing)
    expect(story.state).toBe('final_notice')
    story.replays()
  })
})

describe('legal', () => {
  it('G30: the contractor enters under an order, and the case is executed', () => {
    const story = noticed()
    const legal = staff('legalOfficer')
    expect(story.refuses('2027-03-30', 'legal.referred', { approvedBy: head }, legal)).toMatchObject({
      codes: ['NOTICE_RUNNING'],
    })
    story.does('2027-04-01', 'legal.referred', { approvedBy: head }, legal)
    expect(story.case.lead).toBe('legalOfficer')
    const order = { reference: 'CC123', kind: 'injunction', madeOn: '2027-04-20', approvedBy: head, documents }
    story.does('2027-04-21', 'order.made', order, legal)
    story.does('2027-05-04', 'access.gained', { caseId: 'gas:H1', stream: 'gas' }, contractor())
    expect(story.state).toBe('executed')
    story.replays()
    story.does('2028-01-20', 'attempt.recorded', attempt, contractor())
    expect(story.state).toBe('attempt_1_failed')
    expect(story.case.facts).toMatchObject({ rounds: 1, letters: [], attempts: [{ on: '2028-01-20' }] })
    expect(story.case.facts.vulnerability).toBeUndefined()
    expect(story.case.wake).toBeTruthy()
    story.replays()
  })

  it('an order that ended unused is carried out no more; a new one is made, and who opens then does so willingly', () => {
    const legal = staff('legalOfficer')
    const order = { reference: 'CC123', kind: 'warrant', madeOn: '2027-04-20', approvedBy: head, documents }
    const ordered = () => {
      const story = noticed().does('2027-04-01', 'legal.referred', { approvedBy: head }, legal)
      expect(story.refuses('2027-04-21', 'order.made', { ...order, expiresOn: '2027-04-19' }, legal)).toMatchObject({
        codes: ['ORDER_ENDED'],
      })
      return story.does('2027-04-21', 'order.made', { ...order, expiresOn: '2027-04-30' }, legal)
    }
    const executed = { outcome: 'checked', documents }
    const story = ordered()
    expect(story.refuses('2027-05-01', 'order.executed', executed, legal)).toMatchObject({ codes: ['ORDER_ENDED'] })
    story.does('2027-05-02', 'order.made', { ...order, reference: 'CC124', madeOn: '2027-05-02' }, legal)
    story.does('2027-05-04', 'order.executed', executed, legal)
    expect(story.state).toBe('executed')
    story.replays()
    const open = ordered().does('2027-05-01', 'access.gained', { caseId: 'gas:H1', stream: 'gas' }, contractor())
    expect(open.state).toBe('gained')
    expect(ordered().does('2027-04-30', 'order.executed', executed, legal).state).toBe('executed')
  })

  it('is chased while nobody takes the next step', () => {
    const told = noticed().until('2027-05-15')
    expect(told.filter(n => n.template === 'legalLate').map(n => n.role)).toContain('serviceDirector')
  })
})

it('G31: the home falls void: the access case is withdrawn', () => {
  const story = thrice().does('2027-03-20', 'property.void.started', { on: '2027-03-20' })
  expect(story.state).toBe('withdrawn')
  expect(story.case.wake).toBeUndefined()
})

it('access for one stream reduces it, for the last one closes it', () => {
  const story = thrice().does(
    '2027-03-18 11:00',
    'attempt.recorded',
    { ...attempt, stream: 'eicr', caseId: 'eicr:H1', due: '2027-06-30' },
    contractor(),
  )
  story.does('2027-03-20', 'access.gained', { caseId: 'gas:H1' }, contractor())
  expect(story.state).toBe('attempt_3_failed')
  expect(story.case.facts.needs).toMatchObject([{ stream: 'eicr' }])
  story.does('2027-03-21', 'access.gained', { caseId: 'eicr:H1' }, contractor())
  expect(story.state).toBe('gained')
})

describe('a safeguarding hold', () => {
  const hold = { approvedBy: head, reviewOn: '2027-04-10', why: 'known to the team' }
  it('has an approver and a date, is chased, and resumes where it stood', () => {
    const story = thrice()
    expect(story.refuses('2027-03-20', 'safeguarding.held', { ...hold, approvedBy: housing.id }, housing).ok).toBe(
      false,
    )
    expect(story.refuses('2027-03-20', 'safeguarding.held', { ...hold, reviewOn: '2027-06-01' }, housing).ok).toBe(
      false,
    )
    story.does('2027-03-20', 'safeguarding.held', hold, housing)
    expect(story.until('2027-05-01').map(n => n.template)).toContain('holdReview')
    story.does('2027-05-01', 'safeguarding.ended', { approvedBy: head }, housing)
    expect(story.state).toBe('attempt_3_failed')
    story.replays()
  })

  it('never makes the check compliant: its clock runs on', () => {
    const home = history(gas).opens('2027-01-10', {
      deadline: '2027-03-31',
      checks: [{ on: '2026-03-31', knownOn: '2026-03-31', nextDue: '2027-03-31', result: 'SATISFACTORY' }],
    })
    home.does('2027-01-20', 'visit.noAccess', { outcome: 'no_answer', photo: 'card.jpg' }, contractor())
    expect(home.errands).toMatchObject([
      { to: 'access:H1', open: { workflow: 'access' }, event: { type: 'attempt.recorded', data: { counts: true } } },
    ])
    const fed = history(access).opens('2027-01-20', home.errands[0]?.open?.facts ?? {}, 'access:H1')
    fed.does('2027-01-20', 'attempt.recorded', home.errands[0]?.event?.data ?? {}, contractor())
    fed.does('2027-01-21', 'safeguarding.held', { ...hold, reviewOn: '2027-02-10' }, housing)
    expect(home.until('2027-04-02').map(n => n.template)).toContain('overdue')
    home.does(
      '2027-04-03',
      'inspection.completed',
      { result: 'SATISFACTORY', documents: [{ name: 'lgsr.pdf', sha256: sha('x') }] },
      contractor(),
    )
    expect(home.errands.at(-1)).toMatchObject({ to: 'access:H1', event: { type: 'access.gained' } })
  })
})

describe('every stream that feeds it tells it when somebody was let in', () => {
  const aware = { awareAt: when('2027-01-04'), channel: 'call', kind: 'damp_mould' }
  const emergency = { ...aware, kind: 'electrical' }
  const began = { dutyBeganOn: '2027-01-04' }
  const report = [{ name: 'report.pdf', sha256: sha('report') }]
  it.each([
    ['gas', gas, began, 'certificate.submitted', { result: 'SATISFACTORY', documents: report }],
    ['gas', gas, began, 'unsafe.found', { code: 'AR', actionTaken: 'turned off', isolated: true }],
    ['eicr', eicr, began, 'inspection.completed', { result: 'SATISFACTORY', observations: [] }],
    ['eicr', eicr, began, 'certificate.submitted', { result: 'SATISFACTORY', documents: report }],
    ['scs', survey, began, 'survey.submitted', { documents: report }],
    ['fire-check', fireCheck, { ...began, subType: 'fire_door_flat' }, 'inspection.completed', { result: 'PASS' }],
    ['fire-check', fireCheck, { ...began, subType: 'fire_door_flat' }, 'certificate.submitted', { documents: report }],
    ['adaptation', adaptation, { referredOn: '2027-01-04' }, 'work.started', {}],
    ['hazard', hazard, aware, 'investigation.concluded', { found: 'none', mode: 'in_person', preventativeWork: false }],
    ['hazard', hazard, emergency, 'emergency.investigated', { found: 'significant', preventativeWork: false }],
    ['hazard', hazard, emergency, 'emergency.madeSafe', { documents: report }],
  ] as const)('%s, by %#', (stream, workflow, facts, type, data) => {
    const visited = (proof: object) => {
      const home = history(workflow as AnyWorkflow).opens('2027-01-10', facts)
      if (stream === 'adaptation')
        home
          .does('2027-01-11', 'adaptation.assessed', { recommendation: 'a shower' })
          .does('2027-01-12', 'adaptation.approved', { budget: 'HRA' }, staff('teamLeader'))
          .does('2027-01-13', 'adaptation.ordered', { contractorId: 'sureheat', workOrder: 'W1' })
      if (stream === 'hazard')
        home.does(
          '2027-01-10',
          facts === emergency ? 'triage.emergency' : 'triage.significant',
          { reasons: 'seen', vulnerabilityChecked: true },
          housing,
        )
      home.does('2027-01-20', 'visit.noAccess', { outcome: 'no_answer', ...proof }, contractor())
      return home.does('2027-02-03', type, data, contractor()).errands.filter(e => e.to === 'access:H1')
    }
    expect(visited({ photo: 'card.jpg' })).toMatchObject([
      { open: { workflow: 'access' }, event: { type: 'attempt.recorded', data: { stream } } },
      { event: { type: 'access.gained', data: { stream } } },
    ])
    // an attempt that does not count opens no access case, so there is none to tell
    expect(visited({})).toEqual([])
  })
})

describe('the bundle for the court', () => {
  it('holds every step in order with its hashes and says what is missing', () => {
    const story = noticed()
    const bundle = evidenceBundle(story.case, story.events)
    expect(bundle).toMatchObject({ countedAttempts: 3, missedByUs: 0, missing: [] })
    expect(bundle.items.map(i => i.at)).toEqual(bundle.items.map(i => i.at).toSorted())
    expect(bundle.items.filter(i => i.type === 'letter.sent').every(i => i.sha256.length === 1)).toBe(true)
    expect(JSON.stringify(bundle)).not.toContain('nothing known')
    expect(evidenceBundle(opened().case, opened().events).missing).toHaveLength(4)
  })
})

it('survives whatever happens', () => {
  const tally = survives(
    access,
    { on: '2026-11-20', facts: { openedFor: 'gas' }, id: 'access:H1' },
    {
      'attempt.recorded': [
        attempt,
        { ...attempt, photo: undefined },
        { ...attempt, stream: 'eicr', caseId: 'eicr:H1' },
      ],
      'letter.sent': [letter('1'), letter('2'), letter('3'), {}],
      'vulnerability.checked': [checked],
      'finalNotice.sent': [{ approvedBy: head, documents }],
      'legal.referred': [{ approvedBy: head }],
      'order.made': [
        { reference: 'x', kind: 'warrant', madeOn: '2026-12-01', expiresOn: '2027-12-01', approvedBy: head, documents },
      ],
      'access.gained': [{}, { caseId: 'gas:H1' }],
      'access.withdrawn': [{ reason: 'away' }],
      'safeguarding.held': [{ approvedBy: head, reviewOn: '2026-12-10', why: 'x' }],
      'safeguarding.ended': [{ approvedBy: head }],
    },
  )
  expect(tally['attempt.recorded']).toBeGreaterThan(0)
})
