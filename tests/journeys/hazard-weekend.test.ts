/** An emergency hazard from Saturday afternoon to spring: the weekend on which the clocks go forward, Easter after it. */
import { expect, test } from 'vitest'
import { explain } from '../../shared/core/explain.ts'
import { clockOf, dayOf } from '../../shared/core/time.ts'
import { hazard } from '../../shared/workflows/hazard.ts'
import { observedFacts } from '../../shared/workflows/parts/hazard.ts'
import { contractor, history, sha, staff, when } from '../support/history.ts'

const proof = (name: string) => ({ documents: [{ name: `${name}.jpg`, sha256: sha(name) }] })
const sparks = contractor('brightwire')
const duty = staff('housingOfficer')

test('an emergency over the weekend of 27 March 2027', () => {
  // Good Friday is over; an electrician at another job sees a live cable at 15:00 GMT and his office sends it at 15:20.
  const seen = when('2027-03-27 15:00')
  const story = history(hazard).opens(
    '2027-03-27 15:20',
    observedFacts({ type: 'Exposed live wiring', severityHint: 'emergency', photos: ['cable.jpg'] }, seen),
    'HAZ-1',
    sparks,
  )
  const clockAt = (on: string) =>
    explain(hazard, story.case, story.reckon, {}, when(on)).find(c => c.name === 'emergency')
  expect(clockAt('2027-03-27 15:20')).toMatchObject({ kind: 'statutory', due: '2027-03-28T15:00:00.000Z' })

  // Nobody triages. The first mail was owed at awareness and leaves at once.
  const first = story.wakes('2027-03-27 15:20').filter(n => n.clock === 'emergency')
  expect(first.map(n => n.role).sort()).toEqual(['complianceManager', 'officer'])
  expect(first.every(n => n.urgency === 'emergency')).toBe(true)

  // Twelve hours: 03:00 GMT does not exist as 03:00 on the wall; it is 04:00 BST.
  const night = story.until('2027-03-28 06:00').filter(n => n.clock === 'emergency')
  expect(night.map(n => clockOf(n.owedSince))).toEqual(['04:00', '04:00', '04:00'])
  story.does(
    '2027-03-28 08:00',
    'triage.emergency',
    { reasons: 'Live cable within a child’s reach', vulnerabilityChecked: true },
    duty,
  )
  expect(story.state).toBe('emergency')
  expect(clockAt('2027-03-28 08:00')?.due).toBe('2027-03-28T15:00:00.000Z')

  // The first visit fails, and stops nothing. Twenty hours are 12:00 BST.
  story.does('2027-03-28 10:30', 'visit.noAccess', { outcome: 'no_answer', photo: 'door.jpg' }, sparks)
  const noon = story.until('2027-03-28 12:30').filter(n => n.clock === 'emergency')
  expect(noon.map(n => n.role)).toContain('headOfService')
  expect([...new Set(noon.map(n => clockOf(n.owedSince)))]).toEqual(['12:00'])

  // 16:00 BST passes. The line above hears of it, and that the household has been offered nothing.
  const late = story.until('2027-03-28 20:30')
  expect(late.some(n => n.clock === 'emergency' && n.role === 'executive')).toBe(true)
  expect(late.filter(n => n.clock === 'accommodation').map(n => n.template)).toContain('elsewhereLate')
  story.does('2027-03-28 20:40', 'alternativeAccommodation.offered', {}, duty)
  story.does('2027-03-28 20:50', 'alternativeAccommodation.accepted', {}, duty)

  // Made safe at 21:15, and recorded as late.
  story.does('2027-03-28 21:10', 'emergency.investigated', { found: 'emergency', preventativeWork: true }, sparks)
  story.does('2027-03-28 21:15', 'emergency.madeSafe', proof('capped'), sparks)
  expect(story.events.at(-1)?.notes).toEqual(['late'])
  expect(story.state).toBe('safe')

  // Concluded on Easter Sunday: Monday is a bank holiday, so the third working day is Thursday, the fifth the next Monday.
  const owed = Object.fromEntries(
    explain(hazard, story.case, story.reckon, {}, when('2027-03-29')).map(({ name, due }) => [name, due]),
  )
  expect(owed).toMatchObject({
    summary: '2027-04-01',
    preventativeBegin: '2027-04-05',
    preventativeBackstop: '2027-06-20',
  })
  story.does(
    '2027-03-31',
    'summary.sent',
    {
      how: 'by hand',
      whatWasFound: 'A cable cut through by earlier work',
      hazardIdentified: 'emergency',
      safetyWork: [{ work: 'Circuit capped', targetOn: '2027-03-28' }],
      preventativeWork: [{ work: 'Rewire the kitchen', targetOn: '2027-04-30' }],
      contact: '0300 000 0000',
      howToComplain: 'Any member of staff, or the Housing Ombudsman',
      document: { name: 'summary.pdf', sha256: sha('summary') },
      deliveryProof: 'signed',
    },
    duty,
  )
  story.does('2027-04-02', 'preventative.stepsTaken', { what: 'work ordered' }, duty)
  story.does('2027-04-19', 'preventative.started', {}, sparks)
  expect(story.until('2027-04-20').filter(n => n.urgency === 'emergency')).toEqual([])
  story.does('2027-04-28', 'preventative.completed', proof('rewired'), sparks)
  expect(story.state).toBe('monitoring')
  story.until('2027-06-12')
  story.does('2027-06-15', 'followUp.visit', { resolved: true, ...proof('kitchen') }, duty)
  expect([story.state, dayOf(story.case.closedAt!)]).toEqual(['closed', '2027-06-15'])
  story.replays()
})
