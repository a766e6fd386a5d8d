import { expect, it, test } from 'vitest'
import { check } from '../../shared/core/check.ts'
import { running } from '../../shared/core/clocks.ts'
import { allowedIn } from '../../shared/core/machine.ts'
import { mandatoryOccurrence } from '../../shared/workflows/mandatory-occurrence.ts'
import { history, sha, staff, when } from '../support/history.ts'
import { unreadable } from '../support/samples.ts'

const lead = staff('fireSafetyLead')
const opened = (aware = '2026-12-24 16:00') =>
  history(mandatoryOccurrence).opens('2026-12-24 17:00', { what: 'Smoke spread past a riser', awareAt: when(aware) })
const report = { reference: 'MOR-1', documents: [{ name: 'report.pdf', sha256: sha('report') }] }
const dues = (story: ReturnType<typeof opened>) =>
  running(mandatoryOccurrence, story.case, story.reckon).map(clock => [clock.name, clock.due])

it('is sound', () => expect(check(mandatoryOccurrence)).toEqual([]))
it('has samples that are accepted', () => expect(unreadable(mandatoryOccurrence)).toEqual([]))
it.each([
  ['to_notify', ['awareness.corrected', 'occurrence.dismissed', 'occurrence.notified']],
  ['notified', ['awareness.corrected', 'occurrence.reported']],
  ['reported', []],
  ['not_notifiable', []],
])('in %s exactly these events are taken', (state, events) =>
  expect(allowedIn(mandatoryOccurrence, state).sort()).toEqual(events),
)

test('notice at once, the report within ten days of becoming aware, whatever holidays lie between', () => {
  const story = opened()
  expect(dues(story)).toEqual([
    ['notice', '2026-12-25T16:00:00.000Z'],
    ['report', '2027-01-03'],
  ])
  const night = story.until('2026-12-25 20:30')
  expect(night.map(n => [n.at, n.urgency, n.role])).toEqual(
    expect.arrayContaining([
      ['2026-12-24T17:00:00.000Z', 'emergency', 'fireSafetyLead'],
      ['2026-12-25T16:00:00.000Z', 'emergency', 'headOfService'],
      ['2026-12-25T20:00:00.000Z', 'emergency', 'executive'],
    ]),
  )
  story.does('2026-12-25 21:00', 'occurrence.notified', { reference: 'MON-1' }, lead)
  expect(dues(story)).toEqual([['report', '2027-01-03']])
  story.does('2027-01-03 15:00', 'occurrence.reported', report, lead)
  expect([story.state, story.case.facts.inTime]).toEqual(['reported', true])
  story.replays()
})

test('a day later it is late; aware earlier than was known moves the date, and never back', () => {
  const story = opened().does('2026-12-24 18:00', 'occurrence.notified', { reference: 'MON-1' }, lead)
  const later = { awareAt: when('2026-12-24 17:00'), reason: 'the log' }
  expect(story.refuses('2026-12-24 19:00', 'awareness.corrected', later, lead)).toMatchObject({ kind: 'guard' })
  story.does('2026-12-24 19:00', 'awareness.corrected', { awareAt: when('2026-12-23 09:00'), reason: 'CCTV' }, lead)
  expect(dues(story)).toEqual([['report', '2027-01-02']])
  story.does('2027-01-03', 'occurrence.reported', report, lead)
  expect([story.case.facts.inTime, story.events.at(-1)?.notes]).toEqual([false, ['late']])
})

test('that it is none is approved by somebody else', () => {
  const story = opened()
  const none = { reason: 'a burnt pan', approvedBy: lead.id }
  expect(story.refuses('2026-12-24 18:00', 'occurrence.dismissed', none, lead)).toMatchObject({ codes: ['APPROVER'] })
  story.does('2026-12-24 18:00', 'occurrence.dismissed', { ...none, approvedBy: 'head@landlord.example' }, lead)
  expect(story.state).toBe('not_notifiable')
  expect(story.until('2027-02-01')).toEqual([])
})
