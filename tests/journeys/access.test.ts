/** A door that does not open: two streams at one home, every step with its proof, an order, and what the court is shown. */
import { expect, it } from 'vitest'
import { evidenceBundle } from '../../shared/position/evidence-bundle.ts'
import { access } from '../../shared/workflows/access.ts'
import { contractor, history, sha, staff } from '../support/history.ts'

const housing = staff('housingOfficer')
const legal = staff('legalOfficer')
const head = 'head@landlord.example'
const paper = (name: string) => [{ name: `${name}.pdf`, sha256: sha(name) }]
const letter = (step: string) => ({ step, how: 'first class, proof of posting', documents: paper(`letter ${step}`) })
const attempt = (stream: string, by: string) => ({
  stream,
  caseId: `${stream}:H1`,
  by,
  outcome: 'no_answer',
  counts: true,
  due: stream === 'gas' ? '2027-03-31' : '2027-06-30',
  photo: 'card.jpg',
})

it('three attempts of two streams, letters, a welfare check, a notice, an order, and in', () => {
  const story = history(access).opens('2027-01-20', { openedFor: 'gas' }, 'access:H1')
  const bundle = () => evidenceBundle(story.case, story.events)
  const gas = contractor('sureheat')
  const sparks = contractor('sparks')

  // A first letter, then the gas engineer at half past nine. Nobody answers; the card is photographed.
  story.does('2027-01-20', 'letter.sent', letter('1'), housing)
  story.does('2027-02-03 09:30', 'attempt.recorded', attempt('gas', 'sureheat'), gas)
  expect(story.state).toBe('attempt_1_failed')

  // An appointment that our contractor missed is not held against the tenant, nor is a call without evidence.
  story.does('2027-02-10', 'appointment.missed', { by: 'contractor' }, gas)
  story.does('2027-02-11', 'attempt.recorded', { ...attempt('gas', 'sureheat'), photo: undefined }, gas)
  expect(story.state).toBe('attempt_1_failed')
  expect(bundle()).toMatchObject({ countedAttempts: 1, missedByUs: 1 })

  // The electrician tries in an afternoon, the gas engineer in an evening: one home, one count, two checks waiting.
  story.does('2027-02-17', 'letter.sent', letter('2'), housing)
  story.does('2027-02-24 14:00', 'attempt.recorded', attempt('eicr', 'sparks'), sparks)
  expect(story.state).toBe('attempt_2_failed')
  story.does('2027-03-03', 'letter.sent', letter('3'), housing)
  story.does('2027-03-10 18:00', 'attempt.recorded', attempt('gas', 'sureheat'), gas)
  expect(story.state).toBe('attempt_3_failed')
  expect(story.case.facts.needs).toMatchObject([{ stream: 'eicr' }, { stream: 'gas' }])

  // Before any legal step somebody asks who lives there, and another person approves the notice.
  const notice = { approvedBy: head, documents: paper('notice') }
  expect(story.refuses('2027-03-15', 'finalNotice.sent', notice, housing)).toMatchObject({
    codes: ['VULNERABILITY_UNCHECKED'],
  })
  expect(bundle().missing).toEqual(expect.arrayContaining(['no vulnerability and welfare check', 'no final notice']))
  story.does('2027-03-16', 'vulnerability.checked', { safeToProceed: true, findings: 'hard of hearing' }, housing)
  expect(story.refuses('2027-03-17', 'finalNotice.sent', { ...notice, approvedBy: housing.id }, housing)).toMatchObject(
    { codes: ['APPROVER'] },
  )
  story.does('2027-03-17', 'finalNotice.sent', notice, housing)
  expect(story.state).toBe('final_notice')

  // The notice runs; then legal has it, and the case is theirs. While nobody moves, it goes up the line.
  expect(story.refuses('2027-03-18', 'legal.referred', { approvedBy: head }, legal)).toMatchObject({
    codes: ['NOTICE_RUNNING'],
  })
  story.does('2027-04-01', 'legal.referred', { approvedBy: head }, legal)
  expect([story.state, story.case.lead]).toEqual(['legal_referred', 'legalOfficer'])
  expect(story.until('2027-05-20').map(n => n.template)).toContain('legalLate')
  story.does(
    '2027-05-20',
    'order.made',
    { reference: 'CC123', kind: 'injunction', madeOn: '2027-05-19', approvedBy: head, documents: paper('order') },
    legal,
  )
  expect(story.state).toBe('order_made')

  // What the court was shown: every step in order, each with its proof by hash, and no word about the household.
  const shown = bundle()
  expect(shown.items.map(i => i.at)).toEqual(shown.items.map(i => i.at).toSorted())
  expect(shown.items.map(i => i.number)).toEqual(shown.items.map((_, index) => index + 1))
  expect(shown.items.filter(i => i.sha256.length > 0).map(i => [i.type, i.on, i.sha256])).toEqual([
    ['letter.sent', '2027-01-20', [sha('letter 1')]],
    ['letter.sent', '2027-02-17', [sha('letter 2')]],
    ['letter.sent', '2027-03-03', [sha('letter 3')]],
    ['finalNotice.sent', '2027-03-17', [sha('notice')]],
    ['order.made', '2027-05-20', [sha('order')]],
  ])
  expect(shown).toMatchObject({ countedAttempts: 3, missedByUs: 1 })
  expect(shown.missing).toEqual(['attempt of 2027-02-11 has no evidence of its own'])
  expect(JSON.stringify(shown)).not.toContain('hard of hearing')

  // In June they go in together. One check done reduces the case, the last one executes it.
  story.does('2027-06-02', 'access.gained', { caseId: 'gas:H1', stream: 'gas' }, gas)
  expect(story.case.facts.needs).toMatchObject([{ stream: 'eicr' }])
  story.does('2027-06-02 11:00', 'access.gained', { caseId: 'eicr:H1', stream: 'eicr' }, sparks)
  expect([story.state, story.case.wake]).toEqual(['executed', undefined])
  story.replays()
})
