import { describe, expect, it } from 'vitest'
import { check } from '../../shared/core/check.ts'
import { allowedIn } from '../../shared/core/machine.ts'
import { ombudsman } from '../../shared/workflows/ombudsman.ts'
import { ombudsmanOrder } from '../../shared/workflows/ombudsman-order.ts'
import { childDone, handler, head, lead } from '../support/complaints.ts'
import { history, sha } from '../support/history.ts'

it('is sound', () => expect([...check(ombudsman), ...check(ombudsmanOrder)]).toEqual([]))

const always = ['governingBody.told', 'handlingFailure.issued']
const decide = ['determination.made', 'jurisdiction.declined']
it.each([
  ['referred', [...always, ...decide, 'information.requested', 'investigation.started', 'resolution.offered']],
  ['info_requested', [...always, ...decide, 'evidence.submitted', 'date.moved']],
  [
    'evidence_submitted',
    [...always, ...decide, 'information.requested', 'investigation.started', 'resolution.offered'],
  ],
  ['under_investigation', [...always, ...decide, 'information.requested', 'resolution.offered']],
  ['early_resolution', [...always, ...decide, 'information.requested', 'redress.agreed']],
  ['redress_offered', [...always, 'case.closed']],
  ['determined', [...always, 'case.closed']],
  ['orders_open', [...always, 'child.closed']],
  ['complied', [...always, 'case.closed']],
  ['outside_jurisdiction', []],
  ['closed', []],
])('in %s exactly these events are taken', (state, events) =>
  expect(allowedIn(ombudsman, state).sort()).toEqual([...events].sort()),
)
const order = ['order.assigned', 'date.moved', 'compliance.claimed', 'order.withdrawn']
it.each([
  ['open', order],
  ['claimed_complied', [...order, 'compliance.verified', 'compliance.disputed']],
  ['complied', []],
  ['withdrawn', []],
])('an order in %s takes exactly these', (state, events) =>
  expect(allowedIn(ombudsmanOrder, state).sort()).toEqual([...events].sort()),
)

const referred = () =>
  history(ombudsman).opens(
    '2027-02-01',
    { reference: '202700123', complaint: 'CMP-1', referredOn: '2027-02-01' },
    'OMB-1',
  )
const orders = (due: string) => [
  { key: '1', type: 'compensation', what: '£600', amount: 600, due },
  { key: '2', type: 'apology', what: 'By the chief executive', due },
]

describe('a case of the Ombudsman', () => {
  it('wants evidence by its own date, and says who is told when it is late', () => {
    const story = referred().does('2027-02-10', 'information.requested', { due: '2027-03-10' }, lead)
    const told = story.until('2027-03-12').filter(n => n.clock === 'evidence')
    const first = (role: string) => told.find(n => n.role === role)?.owedSince.slice(0, 10)
    expect(first('complaintHandler')).toBe('2027-03-03')
    expect(first('complaintsLead')).toBe('2027-03-11')
    expect(first('director')).toBe('2027-03-11')
    story.does('2027-03-12', 'evidence.submitted', { documents: [{ name: 'file.zip', sha256: sha('f') }] }, handler)
    expect(story.events.at(-1)?.notes).toEqual(['late'])
  })
  it('keeps the former date when the Ombudsman moves it (G118)', () => {
    const story = referred().does('2027-02-10', 'information.requested', { due: '2027-03-10' }, lead)
    story.does('2027-03-01', 'date.moved', { to: '2027-03-20', reason: 'asked for' }, lead)
    expect(story.case.facts.moved).toEqual([
      { was: '2027-03-10', to: '2027-03-20', why: 'asked for', on: '2027-03-01' },
    ])
  })
  it('gives each order a case of its own, and is complied with when all are; severe findings go to the governing body', () => {
    const story = referred().does(
      '2027-06-01',
      'determination.made',
      { findings: [{ issue: 'heating', finding: 'severe_maladministration' }], orders: orders('2027-06-29') },
      lead,
    )
    expect(story.state).toBe('orders_open')
    expect(story.errands.map(e => e.open?.workflow)).toEqual(['ombudsman-order', 'ombudsman-order'])
    const told = story.notices.filter(n => n.clock === undefined).map(n => `${n.role} ${n.template}`)
    expect(told).toEqual(expect.arrayContaining(['mrc determined', 'governingBody severe']))
    childDone(story, '2027-06-20', 0, 'complied')
    expect(story.state).toBe('orders_open')
    childDone(story, '2027-06-25', 1, 'complied')
    expect(story.state).toBe('complied')
    expect(story.refuses('2027-06-26', 'case.closed', {}, lead)).toMatchObject({ codes: ['GOVERNING_BODY'] })
    story.does('2027-06-26', 'governingBody.told', { on: '2027-06-26', minute: 'Board 12' }, lead)
    story.does('2027-06-27', 'case.closed', {}, lead)
    expect(story.state).toBe('closed')
    story.replays()
  })
  it('troubles the governing body with no finding that is less than severe', () => {
    const findings = [{ issue: 'heating', finding: 'maladministration' }]
    const story = referred().does('2027-06-01', 'determination.made', { findings }, lead)
    expect(story.notices.map(n => n.role)).toEqual(['complaintsLead', 'headOfService', 'mrc'])
  })
  it('a complaint handling failure is an order with its own date', () => {
    const story = referred().does(
      '2027-03-01',
      'handlingFailure.issued',
      { type: 'CHFO', reason: 'evidence late', remedyDue: '2027-03-15', key: 'a' },
      lead,
    )
    expect(story.errands.at(-1)?.open).toMatchObject({
      workflow: 'ombudsman-order',
      facts: { failure: 'CHFO', due: '2027-03-15' },
    })
  })
})

describe('an order', () => {
  const facts = {
    reference: '202700123',
    key: '1',
    type: 'compensation',
    what: '£600',
    due: '2027-06-29',
    severe: true,
  }
  const proof = { documents: [{ name: 'payment.pdf', sha256: sha('p') }] }
  it('is complied with in time only if it was done and the Ombudsman told by the date', () => {
    const story = history(ombudsmanOrder).opens('2027-06-01', facts, 'ORD-1')
    expect(story.refuses('2027-06-20', 'compliance.claimed', {}, handler)).toMatchObject({ codes: ['EVIDENCE'] })
    story.does('2027-06-20', 'compliance.claimed', proof, lead)
    expect(
      story.refuses('2027-06-21', 'compliance.verified', { sentToOmbudsmanOn: '2027-06-21', how: 'x' }, lead),
    ).toMatchObject({
      codes: ['VERIFIER_SAME'],
    })
    story.does('2027-06-30', 'compliance.verified', { sentToOmbudsmanOn: '2027-06-30', how: 'sent' }, head)
    expect(story.case.facts).toMatchObject({ inTime: false })
    story.replays()
  })
  it('moves only by the Ombudsman’s letter, and remembers', () => {
    const story = history(ombudsmanOrder).opens('2027-06-01', facts, 'ORD-1')
    story.does(
      '2027-06-20',
      'date.moved',
      { to: '2027-07-13', reason: 'resident abroad', letterSha256: sha('l') },
      lead,
    )
    expect(story.case.facts).toMatchObject({ due: '2027-07-13', moved: [{ was: '2027-06-29' }] })
  })
  it('overdue, tells the lead and the director every working day', () => {
    const story = history(ombudsmanOrder).opens('2027-06-01', facts, 'ORD-1')
    const told = story
      .until('2027-07-05')
      .filter(n => n.role === 'director')
      .map(n => n.owedSince.slice(0, 10))
    expect(told).toEqual(['2027-06-30', '2027-07-01', '2027-07-02', '2027-07-05'])
  })
})
