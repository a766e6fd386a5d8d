import { describe, expect, it, test } from 'vitest'
import { england } from '../../shared/core/working-days.ts'
import { deedsOf } from '../../shared/links/deeds.ts'
import { complaint } from '../../shared/workflows/complaint.ts'
import { fromContractor, fromForm } from '../../shared/workflows/parts/complaint-contact.ts'
import {
  ack,
  acknowledged,
  answer,
  answers,
  due,
  extension,
  handler,
  head,
  letter,
  logged,
  other,
  requested,
} from '../support/complaints.ts'
import { history, when } from '../support/history.ts'

/** The worked dates of the Code's clocks, England's bank holidays: weekends, Christmas, Easter, May. */
const rows = [
  ['2026-11-20', '2026-11-27', '2026-12-04', '2026-12-11', '2026-12-29', '2026-12-29', '2027-01-27'],
  ['2026-11-21', '2026-11-27', '2026-12-04', '2026-12-11', '2026-12-29', '2026-12-29', '2027-01-27'],
  ['2026-11-23', '2026-11-30', '2026-12-07', '2026-12-14', '2026-12-30', '2026-12-30', '2027-01-28'],
  ['2026-12-17', '2026-12-24', '2027-01-05', '2027-01-12', '2027-01-26', '2027-01-26', '2027-02-23'],
  ['2026-12-18', '2026-12-29', '2027-01-06', '2027-01-13', '2027-01-27', '2027-01-27', '2027-02-24'],
  // G1: 25 and 28 December and 1 January are passed over
  ['2026-12-24', '2027-01-05', '2027-01-12', '2027-01-19', '2027-02-02', '2027-02-02', '2027-03-02'],
  // G2: so are Good Friday and Easter Monday
  ['2027-03-25', '2027-04-05', '2027-04-12', '2027-04-19', '2027-05-04', '2027-05-04', '2027-06-02'],
  ['2027-04-30', '2027-05-10', '2027-05-17', '2027-05-24', '2027-06-08', '2027-06-08', '2027-07-06'],
] as const

it('a letter that had lain elsewhere is late from the day that is found out; no receipt moves later', () => {
  const moved = (on: string) => ({ receivedAt: `${on}T10:00:00Z`, reason: 'it lay in the post room' })
  const story = logged('2026-11-23')
  expect(due(story, 'ack1')).toBe('2026-11-30')
  expect(story.refuses('2026-11-25', 'receipt.corrected', moved('2026-11-24'), head)).toMatchObject({ kind: 'guard' })
  expect(story.refuses('2026-11-25', 'receipt.corrected', moved('2026-11-16'), handler)).toMatchObject({
    kind: 'forbidden',
  })
  story.does('2026-11-25', 'receipt.corrected', moved('2026-11-16'), head)
  expect(due(story, 'ack1')).toBe('2026-11-23')
  expect(story.until('2026-11-26').map(({ template }) => template)).toContain('ackLate')
  story.replays()
})

describe.each(rows)('received %s', (received, ackBy, sameDay, lastDay, withExtension, stage2, stage2Extended) => {
  it(`is to be acknowledged by ${ackBy}`, () => {
    expect(due(logged(received), 'ack1')).toBe(ackBy)
  })
  it(`acknowledged the same day, is to be answered by ${sameDay}`, () => {
    expect(due(acknowledged(received), 'response1')).toBe(sameDay)
  })
  it(`acknowledged on the last day, by ${lastDay}; extended by all the Code allows, by ${withExtension}`, () => {
    const story = acknowledged(received, ackBy)
    expect(due(story, 'response1')).toBe(lastDay)
    story.does(lastDay, 'complaint.extended', extension(withExtension), handler)
    expect(story.state).toBe('s1_extended')
    expect(due(story, 'response1')).toBe(withExtension)
    story.replays()
  })
  it(`stage 2 asked for that day, acknowledged on the last, is to be answered by ${stage2}, extended by ${stage2Extended}`, () => {
    const story = acknowledged('2026-10-01')
    answers(story, '2026-10-05')
    requested(story, received)
    expect(due(story, 'ack2')).toBe(ackBy)
    story.does(ackBy, 'complaint.acknowledged', ack('ack2', { points: undefined }), other)
    expect(due(story, 'response2')).toBe(stage2)
    story.does(stage2, 'complaint.extended', extension(stage2Extended, 'ext2'), other)
    expect(due(story, 'response2')).toBe(stage2Extended)
    story.replays()
  })
})

describe('stage 1 clocks', () => {
  it('a late acknowledgement is late, and the answer counts from the day it was sent', () => {
    const story = logged('2026-11-20')
    story.does('2026-12-03', 'complaint.acknowledged', ack(), handler)
    expect(story.events.at(-1)?.notes).toEqual(['late: due 2026-11-27'])
    expect(due(story, 'response1')).toBe('2026-12-17')
  })
  it('an acknowledgement recorded later than it was sent counts from when it was sent, and says so', () => {
    const story = logged('2026-11-20')
    story.does('2026-11-27', 'complaint.acknowledged', ack(), handler, '2026-12-02')
    expect(story.events.at(-1)?.notes).toEqual(['backdated past a missed deadline'])
    expect(due(story, 'response1')).toBe('2026-12-11')
  })
  it('what a contractor received six days ago was due before we knew of it (G111)', () => {
    const story = logged('2026-11-12', { channel: 'contractor' }, '2026-11-20')
    expect(due(story, 'ack1')).toBe('2026-11-19')
    expect(story.wakes('2026-11-20 10:00').map(n => n.role)).toContain('headOfService')
  })
  it('nothing pauses it: information is awaited, the office is closed for Christmas (G113)', () => {
    const story = acknowledged('2026-12-17')
    const before = due(story, 'response1')
    story.does('2026-12-21', 'info.requested', { from: 'contractor' }, handler)
    expect(due(story, 'response1')).toBe(before)
    expect(story.case.wake).toBeDefined()
    story.does('2026-12-22', 'info.received', {}, handler)
    expect(due(story, 'response1')).toBe(before)
  })
  it('of a Saturday, Monday is day 1; a landlord may choose that it counts as received on the Monday (G3)', () => {
    expect(due(logged('2026-11-21'), 'ack1')).toBe('2026-11-27')
    const story = history(complaint, { 'complaint.deemedNextWorkingDay': 1 }).opens('2026-11-21', {
      receivedAt: '2026-11-21T10:00:00.000Z',
    })
    expect(complaint.clocks.ack1.due(story.case.facts as never, story.reckon, story.case)).toBe('2026-11-30')
  })
})

describe('extensions', () => {
  const story = () => acknowledged('2026-11-20')
  it('on the last day is before expiry; the day after is too late, and says what remains', () => {
    expect(due(story().does('2026-12-04', 'complaint.extended', extension('2026-12-10'), handler), 'response1')).toBe(
      '2026-12-10',
    )
    const refused = story().refuses('2026-12-07', 'complaint.extended', extension('2026-12-10'), handler)
    expect(refused).toMatchObject({ kind: 'guard', codes: ['EXTENSION_AFTER_EXPIRY'] })
    expect(refused.ok === false && refused.kind === 'guard' && refused.allowed).toEqual(
      expect.arrayContaining(['complaint.responded', 'update.sent']),
    )
  })
  it('told in time and recorded after the expiry counts from when it was told, and says so (G17)', () => {
    const told = story()
    told.until('2026-12-07')
    told.does('2026-12-04', 'complaint.extended', extension('2026-12-10'), handler, '2026-12-07')
    expect([told.state, due(told, 'response1')]).toEqual(['s1_extended', '2026-12-10'])
    expect(told.events.at(-1)?.notes).toEqual(['backdated past a missed deadline'])
    const tooLong = story()
    tooLong.does('2026-12-04', 'complaint.extended', extension('2026-12-30'), head, '2026-12-07')
    expect(tooLong.events.at(-1)?.notes).toEqual([
      'exceeds the maximum of the Code: counts as out of time',
      'backdated past a missed deadline',
    ])
    told.replays()
  })
  it('too late to extend, the resident is told all the same: it counts as out of time (G97)', () => {
    const late = story()
    expect(late.refuses('2026-12-04', 'delay.told', extension('2026-12-10'), handler)).toMatchObject({
      codes: ['DELAY_NOT_LATE'],
    })
    expect(late.refuses('2026-12-07', 'delay.told', extension('2026-12-07'), handler)).toMatchObject({
      codes: ['DELAY_DATE'],
    })
    const silent = { ...extension('2026-12-10'), letter: letter('e', 'ombudsman', 'apology') }
    expect(late.refuses('2026-12-07', 'delay.told', silent, handler)).toMatchObject({
      codes: ['LETTER_OMBUDSMAN', 'LETTER_APOLOGY'],
    })
    late.does('2026-12-07', 'delay.told', extension('2026-12-10'), handler)
    expect(late.state).toBe('s1_acknowledged')
    expect(due(late, 'response1')).toBe('2026-12-04')
    expect(due(late, 'beyond1')).toBe('2026-12-10')
    expect(due(late, 'update1')).toBe('2026-12-14')
    expect(late.events.at(-1)?.notes).toEqual(['told after it was due: no extension, counts as out of time'])
    expect(late.until('2026-12-14').map(n => n.clock)).toContain('beyond1')
    late.replays()
  })
  it('needs the Ombudsman in the letter, and an apology', () => {
    const data = { ...extension('2026-12-10'), letter: letter('e', 'ombudsman', 'apology') }
    expect(story().refuses('2026-12-04', 'complaint.extended', data, handler)).toMatchObject({
      codes: ['LETTER_OMBUDSMAN', 'LETTER_APOLOGY'],
    })
    expect(
      story().refuses('2026-12-04', 'complaint.extended', { ...extension('2026-12-10'), letter: undefined }, handler),
    ).toMatchObject({ codes: expect.arrayContaining(['LETTER_SENT']) })
  })
  it('longer than the Code needs a head of service, counts as out of time, and moves no clock of the Code', () => {
    const late = story()
    expect(late.refuses('2026-12-04', 'complaint.extended', extension('2026-12-30'), handler)).toMatchObject({
      codes: ['EXTENSION_TOO_LONG'],
    })
    late.does('2026-12-04', 'complaint.extended', extension('2026-12-30'), head)
    expect(due(late, 'response1')).toBe('2026-12-04')
    expect(due(late, 'beyond1')).toBe('2026-12-30')
    expect(late.events.at(-1)?.notes).toEqual(['exceeds the maximum of the Code: counts as out of time'])
  })
  it('a second one exceeds the Code (G98)', () => {
    const twice = story().does('2026-12-04', 'complaint.extended', extension('2026-12-10'), handler)
    expect(twice.refuses('2026-12-09', 'complaint.extended', extension('2026-12-15', 'e2'), handler)).toMatchObject({
      codes: ['EXTENSION_SECOND'],
    })
    twice.does('2026-12-09', 'complaint.extended', extension('2026-12-15', 'e2'), head)
    expect(due(twice, 'response1')).toBe('2026-12-10')
    expect(due(twice, 'beyond1')).toBe('2026-12-15')
  })
  it('starts the updates at the interval agreed', () => {
    const extended = story().does('2026-12-04', 'complaint.extended', extension('2026-12-18'), handler)
    expect(due(extended, 'update1')).toBe('2026-12-11')
    extended.does(
      '2026-12-11',
      'update.sent',
      { progress: 'x', nextUpdateOn: '2026-12-18', letter: letter('u') },
      handler,
    )
    expect(due(extended, 'update1')).toBe('2026-12-18')
  })
  it('without one, the first update is due five working days after the answer was', () => {
    expect(due(story(), 'update1')).toBe('2026-12-11')
  })
})

describe('ladders', () => {
  it('acknowledgement: day 3, day 4, day 5, the head of service a working day later, then daily', () => {
    const story = logged('2026-11-20')
    const told = story.until('2026-12-02').map(n => `${n.owedSince.slice(0, 10)} ${n.role}`)
    expect(told).toEqual([
      '2026-11-25 complaintHandler',
      '2026-11-26 complaintHandler',
      '2026-11-26 teamLeader',
      '2026-11-27 complaintHandler',
      '2026-11-27 complaintsLead',
      '2026-11-30 complaintHandler',
      '2026-11-30 complaintsLead',
      '2026-11-30 headOfService',
      '2026-12-01 complaintHandler',
      '2026-12-01 complaintsLead',
      '2026-12-01 headOfService',
      '2026-12-02 complaintHandler',
      '2026-12-02 complaintsLead',
      '2026-12-02 headOfService',
    ])
  })
  it('answer: extend or respond on day 8, the director a day late, the executive after five', () => {
    const story = acknowledged('2026-11-20')
    const told = story.until('2026-12-11 12:00').filter(n => n.clock === 'response1')
    const at = (role: string) => told.filter(n => n.role === role).map(n => n.owedSince.slice(0, 10))[0]
    expect(told.find(n => n.template === 'extendOrRespond')?.owedSince.slice(0, 10)).toBe('2026-12-02')
    expect(at('headOfService')).toBe('2026-12-03')
    expect(at('complaintsLead')).toBe('2026-12-04')
    expect(at('serviceDirector')).toBe('2026-12-07')
    expect(at('executive')).toBe('2026-12-11')
  })
  it('answer with a draft in hand: the head of service is left alone on day 9, and the rest goes on', () => {
    const story = acknowledged('2026-11-20').does('2026-12-02', 'response.drafted', answer('2027-01-15'), handler)
    const told = story.until('2026-12-07 12:00').filter(n => n.clock === 'response1' && n.owedSince > '2026-12-03')
    expect(told.map(n => `${n.owedSince.slice(0, 10)} ${n.role}`)).toEqual([
      '2026-12-03 complaintHandler',
      '2026-12-04 complaintHandler',
      '2026-12-04 complaintsLead',
      '2026-12-07 complaintHandler',
      '2026-12-07 complaintsLead',
      '2026-12-07 serviceDirector',
    ])
    story.replays()
  })
})

describe('what a form or a contractor gives', () => {
  const said = { receivedAt: when('2026-11-20 10:20'), person: { name: 'J. Okonkwo' }, text: 'Nobody came.' }
  it.each([
    ['2026-11-23', undefined],
    ['2026-11-24', true],
  ])('logged on %s: forwarded late %s; the date counts on which the contractor heard it', (on, late) => {
    const story = history(complaint).opens(on, fromContractor(said, 'sureheat', when(on), england, 1))
    expect((story.case.facts.contractor as { forwardedLate?: boolean }).forwardedLate).toBe(late)
    expect(due(story as never, 'ack1')).toBe('2026-11-27')
  })
  it('a form without a name is an anonymous complaint with the same clock', () => {
    const story = history(complaint).opens(
      '2026-11-20 11:00',
      fromForm({ receivedAt: said.receivedAt, text: 'x' }, 'web'),
    )
    expect(story.case.facts.persons).toEqual([])
    expect(due(story as never, 'ack1')).toBe('2026-11-27')
  })
})

test('an acknowledgement that is late is told alone once, then in the digest, and nobody is offered more time for it', () => {
  const story = logged('2026-11-23')
  const told = story.until('2026-12-03').filter(n => n.clock === 'ack1' && n.role === 'headOfService')
  expect(told.map(n => [n.owedSince.slice(0, 10), n.urgency])).toEqual([
    ['2026-12-01', 'urgent'],
    ['2026-12-02', 'digest'],
    ['2026-12-03', 'digest'],
  ])
  expect(deedsOf(complaint, story.case, story.reckon).extend).toEqual([])
  expect(deedsOf(complaint, acknowledged('2026-11-23').case, story.reckon).extend).toContain('response1')
})
