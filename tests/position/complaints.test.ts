import { describe, expect, it } from 'vitest'
import type { Day } from '../../shared/core/time.ts'
import { england } from '../../shared/core/working-days.ts'
import type { StageRow, Timing } from '../../shared/position/complaint-rows.ts'
import { stageRows } from '../../shared/position/complaint-rows.ts'
import { ch01, ch02, complaintFigures, counts, stageFigures, switches } from '../../shared/position/complaints.ts'
import { duplicatesOf } from '../../shared/position/duplicates.ts'
import { promiseFigures } from '../../shared/position/promises.ts'
import { follows, percent, rounded } from '../../shared/position/rates.ts'
import { selfAssessment } from '../../shared/position/self-assessment.ts'
import {
  ack,
  acknowledged,
  answers,
  extension,
  handler,
  head,
  letter,
  logged,
  other,
  requested,
} from '../support/complaints.ts'

const day = (text: string) => text as Day
const row = (more: Partial<StageRow>): StageRow => ({
  caseId: 'C',
  stage: 1,
  receivedOn: day('2024-05-01'),
  ackDue: day('2024-05-09'),
  ackOn: day('2024-05-02'),
  baseDue: day('2024-05-17'),
  due: day('2024-05-17'),
  ack: 'in_time',
  timing: 'base',
  area: 'Repairs',
  category: 'delay',
  themes: [],
  rootCauses: [],
  anonymous: false,
  ...more,
})
const many = (timings: Partial<Record<Timing, number>>, more: Partial<StageRow> = {}): StageRow[] =>
  Object.entries(timings).flatMap(([timing, count]) =>
    Array.from({ length: count }, (_, i) => row({ caseId: `${timing}${i}`, timing: timing as Timing, ...more })),
  )

describe('Cannock Chase 2024/25, as published and as it follows from its counts', () => {
  it('45 and 7 of about 5,011 homes are 8.98 and 1.40 per 1,000', () => {
    expect(ch01(45, 5011)).toBe(8.98)
    expect(ch01(7, 5011)).toBe(1.4)
    const fitting = Array.from({ length: 200 }, (_, i) => 4900 + i).filter(homes => ch01(45, homes) === 8.98)
    expect([fitting[0], fitting.at(-1)]).toEqual([5009, 5013])
  })
  it('34 in time and 3 extended of 45 are 75.6 % and 82.2 %, and never the 93 % published', () => {
    const found = stageFigures(many({ base: 34, extension: 3, late: 8 }), 5011)
    expect(found.counts).toMatchObject({ received: 45, base: 34, extension: 3, outOfTime: 8, pending: 0 })
    expect(found.ch02Strict.percent).toBe(75.6)
    expect(found.ch02).toMatchObject({ inTime: 37, of: 45, percent: 82.2 })
    expect(follows(93, 34 + 3, 45, 0)).toEqual({ published: 93, is: 82, follows: false })
  })
  it('93 % needs eight valid extensions', () => {
    expect(ch02(counts(many({ base: 34, extension: 8, late: 3 }))).percent).toBe(93.3)
    expect(follows(93, 42, 45, 0).follows).toBe(true)
  })
  it('4 in time and 3 extended of 7 at stage 2 are 57 % in 20 working days and 100 % with extensions', () => {
    const found = stageFigures(many({ base: 4, extension: 3 }, { stage: 2 }), 5011)
    expect(found.ch02Strict.percent).toBe(57.1)
    expect(found.ch02.percent).toBe(100)
  })
  it.each([
    ['members’ enquiries about allocations', 39, 62, 0, 63],
    ['service requests', 56, 155, 0, 36],
    ['service requests', 46, 155, 0, 30],
    ['from enquiries', 8, 45, 0, 18],
    ['upheld', 19, 45, 0, 42],
    ['in part', 16, 45, 0, 36],
    ['not upheld', 10, 45, 0, 22],
    ['escalated', 7, 45, 0, 16],
    ['stage 2 not upheld', 3, 7, 0, 43],
    ['in ten working days', 34, 45, 0, 76],
  ])('%s: %i of %i to %i places is %d', (_, part, whole, places, is) => expect(percent(part, whole, places)).toBe(is))
  it('contacts add up to 294, and stage 2 by area to 101 by rounding alone', () => {
    expect(45 + 7 + 25 + 62 + 155).toBe(294)
    const areas = stageFigures(
      [2, 2, 2, 1].flatMap((n, a) => many({ base: n }, { area: `area ${a}` })),
      undefined,
    ).areas
    expect(areas.map(a => a.percent)).toEqual([29, 29, 29, 14])
  })
  it('overlapping themes add up to more than the complaints', () => {
    const rows = many({ base: 13 }).map((r, i) => ({
      ...r,
      themes: i === 0 ? ['repair', 'condition'] : i < 9 ? ['repair'] : ['condition'],
    }))
    expect(
      stageFigures(rows, undefined)
        .themes.map(t => t.count)
        .reduce((a, b) => a + b),
    ).toBe(14)
  })
  it.each([
    [36, 7.15, 5032, 5038],
    [7, 1.39, 5032, 5038],
  ])('the year before: %i is %d per 1,000', (made, rate, from, to) => {
    for (let homes = from; homes <= to; homes++) expect(ch01(made, homes)).toBe(rate)
  })
})

describe('Dacorum Q1 2024/25', () => {
  it.each([
    ['green', 47, 16, 34, 0, true],
    ['amber', 23, 8, 34, 0, false],
    ['red', 18, 6, 34, 0, true],
    ['stage 1 by the largest teams', 74, 145, 186, 0, false],
    ['escalated', 10.75, 20, 186, 2, true],
    ['upheld', 48.5, 90, 186, 1, false],
    ['in part', 2.7, 5, 186, 1, true],
    ['not upheld', 10.2, 19, 186, 1, true],
    ['fewer overdue repairs', 44, 1576 - 691, 1576, 0, false],
  ])('%s: %d %% published of %i in %i', (_, published, part, whole, places, expected) =>
    expect(follows(published, part, whole, places).follows).toBe(expected),
  )
  it('what is right: 24, 78, 48.4 and 56.2 %', () =>
    expect([percent(8, 34, 0), percent(145, 186, 0), percent(90, 186, 1), percent(885, 1576, 1)]).toEqual([
      24, 78, 48.4, 56.2,
    ]))
  it('55 without an outcome are told, with both denominators', () => {
    const rows = [
      ...many({ base: 90 }, { outcome: 'upheld' }),
      ...many({ base: 5 }, { outcome: 'partially_upheld' }),
      ...many({ base: 19 }, { outcome: 'not_upheld' }),
      ...many({ withdrawn: 15, pending: 57 }),
    ]
    const found = stageFigures(rows, undefined)
    expect(found.undecided).toBe(72)
    expect(found.outcomesOfReceived[0]).toMatchObject({ name: 'upheld', count: 90, percent: 48 })
    expect(found.outcomesOfDecided[0]).toMatchObject({ percent: 79 })
  })
})

describe('acknowledged and answered, and by which cohort', () => {
  it('an answer in time after a late acknowledgement is in time, but not both', () => {
    const rows = [...many({ base: 49 }), ...many({ base: 22 }, { ack: 'late' }), ...many({ late: 29 })]
    const found = stageFigures(rows, undefined)
    expect(found.ch02.percent).toBe(71)
    expect(found.ch02Both.percent).toBe(49)
  })
  it('received or answered in the period are two figures', () => {
    const story = answers(acknowledged('2026-03-20'), '2026-04-02')
    const of = (from: string, to: string, cohort: 'received' | 'responded') =>
      complaintFigures([story.case], { from: day(from), to: day(to), asAt: day('2026-06-30') }, england, 1000, {
        ...switches,
        cohort,
      }).stage1.ch02.of
    expect(of('2026-03-01', '2026-03-31', 'received')).toBe(1)
    expect(of('2026-03-01', '2026-03-31', 'responded')).toBe(0)
    expect(of('2026-04-01', '2026-04-30', 'responded')).toBe(1)
  })
  it('what is not yet due is left out and told', () => {
    expect(ch02(counts(many({ base: 3, pending: 2 })))).toMatchObject({ of: 3, pendingLeftOut: 2, percent: 100 })
    expect(ch02(counts([])).percent).toBeUndefined()
  })
})

describe('from the cases themselves', () => {
  const asAt = day('2027-06-30')
  const year = { from: day('2026-04-01'), to: day('2027-03-31'), asAt }
  const inTime = answers(acknowledged('2026-11-20'), '2026-12-04').case
  const extended = answers(
    acknowledged('2026-11-20').does('2026-12-04', 'complaint.extended', extension('2026-12-18'), handler),
    '2026-12-18',
  ).case
  const late = answers(acknowledged('2026-11-20'), '2026-12-07').case
  const silent = { ...logged('2027-03-01').case, id: 'CMP-S' }
  const second = answers(
    requested(answers(acknowledged('2026-11-20'), '2026-12-01'), '2027-01-04').does(
      '2027-01-05',
      'complaint.acknowledged',
      ack('a2', { points: undefined }),
      other,
    ),
    '2027-02-02',
    other,
  ).case
  const all = [inTime, extended, late, silent, second].map((c, i) => ({ ...c, id: `CMP-${i}` }))
  const found = complaintFigures(all, year, england, 1000)
  it('counts each by its clock', () => {
    expect(found.stage1.counts).toEqual({
      received: 5,
      withdrawn: 0,
      refused: 0,
      ackInTime: 4,
      ackLate: 1,
      ackPending: 0,
      base: 2,
      extension: 1,
      outOfTime: 2,
      pending: 0,
      both: 3,
    })
    expect(found.stage1.ch01).toBe(5)
    expect(found.stage2.counts).toMatchObject({ received: 1, base: 1, outOfTime: 0 })
    expect(found.escalation).toMatchObject({ period: { percent: 20 }, cohort: { reached: 1, percent: 20 } })
    expect(found.openByAge.at(-1)).toEqual({ name: 'over 40', count: 1 })
  })
  it('an extension beyond the Code counts as out of time (G98)', () => {
    const beyond = answers(
      acknowledged('2026-11-20').does('2026-12-04', 'complaint.extended', extension('2027-01-15'), head),
      '2027-01-14',
    ).case
    expect(stageRows(beyond, england, asAt)[0]).toMatchObject({ timing: 'late' })
  })
  it('as at a past date it knows nothing later', () => {
    const then = stageRows(inTime, england, day('2026-12-01'))
    expect(then[0]).toMatchObject({ timing: 'pending', ack: 'in_time' })
    expect(then[0]).not.toHaveProperty('outcome')
  })
  it('leaves out what was reclassified before acknowledgement, and tells it', () => {
    const gone = logged('2026-11-20').does(
      '2026-11-23',
      'complaint.reclassified',
      { residentAgreed: true, evidence: 'call', reason: 'first report' },
      handler,
    ).case
    const figures = complaintFigures([gone], year, england, 1000)
    expect(figures.stage1.counts.received).toBe(0)
    expect(figures.others).toEqual([{ name: 'reclassified', count: 1, percent: 100 }])
  })
  it('counts what was withdrawn, without an answer to be in time', () => {
    const gone = acknowledged('2026-11-20').does(
      '2026-11-24',
      'complaint.withdrawn',
      { words: 'enough', by: 'resident', letter: letter('w') },
      handler,
    ).case
    expect(complaintFigures([gone], year, england, 1000).stage1.counts).toMatchObject({
      received: 1,
      withdrawn: 1,
      pending: 0,
    })
  })
  it('who went to stage 2 without an answer counts out of time at stage 1 and waits at stage 2', () => {
    const story = acknowledged('2026-11-20').does('2026-12-07', 'escalation.requested', {}, handler)
    const figures = complaintFigures([story.case], { ...year, asAt: day('2026-12-08') }, england, 1000)
    expect(figures.stage1.counts).toMatchObject({ outOfTime: 1 })
    expect(figures.stage2.counts).toMatchObject({ received: 1, pending: 1, ackPending: 1 })
    expect(figures.openByArea).toEqual([{ name: 'Repairs', count: 1, percent: 100 }])
  })
  it('a refused stage 2 has no answer to be late', () => {
    const refusal = {
      exclusion: 'already_considered',
      matter: 'm',
      reason: 'r',
      discretion: 'd',
      evidence: [{ name: 'e', sha256: '0'.repeat(64) }],
      proposedBy: handler.id,
      earlierCase: 'CMP-0',
      letter: letter('refusal'),
    }
    const story = answers(acknowledged('2026-11-20'), '2026-12-01')
      .does('2026-12-03', 'escalation.requested', {}, handler)
      .does('2026-12-04', 'escalation.refused', refusal, head)
    expect(story.state).toBe('follow_up')
    const figures = complaintFigures([story.case], year, england, 1000)
    expect(figures.stage2.counts).toMatchObject({ received: 1, refused: 1, outOfTime: 0 })
    expect(figures.refusals).toEqual([{ name: 'stage 2: already_considered', count: 1, percent: 100 }])
  })
  it('assesses itself against the Code by what the cases show', () => {
    const assessed = selfAssessment(all, year, england)
    const of = (clause: string) => assessed.find(a => a.clause === clause)
    expect(of('1.3')).toMatchObject({ shown: 5, of: 5, position: 'met' })
    expect(of('6.3')).toMatchObject({ shown: 3, of: 5, position: 'not_met' })
    expect(of('6.2')).toMatchObject({ shown: 4, of: 5, position: 'not_met' })
    expect(of('6.13')).toMatchObject({ shown: 1, of: 1, position: 'met' })
    expect(of('5.14, 5.15')).toMatchObject({ position: 'no_cases' })
    expect(of('8.1, 8.2')).toMatchObject({ position: 'to_be_answered' })
  })
})

describe('promises', () => {
  const one = (id: string, by: string, doneOn?: string) => ({
    id,
    state: doneOn ? 'kept' : 'open',
    facts: { by, madeOn: '2026-01-01', complaint: 'C', type: 'action', ...(doneOn ? { doneOn } : {}) },
  })
  it('are kept, kept late, missed, the longest missed first', () => {
    const found = promiseFigures(
      [
        one('a', '2026-05-15', '2026-05-15'),
        one('b', '2026-05-15', '2026-06-01'),
        one('c', '2026-05-20'),
        one('d', '2026-05-01'),
      ],
      { from: day('2026-05-01'), to: day('2026-05-31'), asAt: day('2026-06-10') },
    )
    expect(found).toMatchObject({ due: 4, kept: 1, keptLate: 1, missed: 2, percentKept: 25 })
    expect(found.missedList.map(m => [m.id, m.daysLate])).toEqual([
      ['d', 40],
      ['c', 21],
    ])
  })
})

describe('duplicates are suggested, never more', () => {
  const heard = (caseId: string, on: string, more: object = {}) => ({
    caseId,
    receivedOn: day(on),
    persons: ['P1'],
    uprn: '100012345678',
    text: 'The boiler engineer never came for the appointment',
    ...more,
  })
  it.each([
    ['the same matter', {}, ['A']],
    ['other words for it', { text: 'engineer missed my boiler appointment again' }, ['A']],
    ['another matter', { text: 'Rubbish in the car park every week' }, []],
    ['another home', { uprn: '100099999999' }, []],
    ['the neighbour', { persons: ['P2'] }, []],
    ['the household, of whom one complained before', { persons: ['P1', 'P2'] }, []],
    ['nobody knows who', { persons: [] }, []],
    ['the same message', { uprn: undefined, messageId: '<1@x>' }, ['A']],
  ])('%s', (_, more, suggested) => {
    const earlier = heard('A', '2026-11-20', { messageId: '<1@x>' })
    expect(duplicatesOf(heard('B', '2026-11-25', more), [earlier], england).map(s => s.caseId)).toEqual(suggested)
  })
  it('within ten working days', () => {
    const of = (on: string) => duplicatesOf(heard('B', on), [heard('A', '2026-11-20')], england).length
    expect([of('2026-12-04'), of('2026-12-07')]).toEqual([1, 0])
  })
})

it('rounds half up as printed', () =>
  expect([rounded(1.005, 2), rounded(48.35, 1), rounded(10.752688, 2)]).toEqual([1.01, 48.4, 10.75]))
