import { describe, expect, it } from 'vitest'
import type { Case } from '../../shared/core/case.ts'
import { reckoner } from '../../shared/core/reckon.ts'
import type { Day } from '../../shared/core/time.ts'
import { england } from '../../shared/core/working-days.ts'
import { provisions } from '../../shared/law/code-provisions.ts'
import {
  ch01,
  ch02,
  ch02Counts,
  meanWorkingDays,
  satisfied,
} from '../../shared/position/complaints/complaint-figures.ts'
import { type StageRow, stageRows } from '../../shared/position/complaints/complaint-rows.ts'
import { splitTables } from '../../shared/position/complaints/complaint-tables.ts'
import { cohort, complaintTally } from '../../shared/position/complaints/complaint-tally.ts'
import { duplicatesOf } from '../../shared/position/complaints/duplicates.ts'
import { handlerTable, openList, openTable } from '../../shared/position/complaints/open-tables.ts'
import { promiseFigures, promiseTables } from '../../shared/position/complaints/promises.ts'
import { assessmentTable, selfAssessment } from '../../shared/position/self-assessment/assess.ts'
import { tsm } from '../../shared/position/tsm.ts'
import { complaint } from '../../shared/workflows/complaint.ts'
import {
  ack,
  acknowledged,
  answer,
  answers,
  checker,
  extension,
  handler,
  head,
  letter,
  logged,
  other,
  requested,
} from '../support/complaints.ts'
import { history } from '../support/history.ts'

const day = (text: string) => text as Day
const reckon = reckoner(england)
const asAt = day('2027-06-30')
const span = { from: day('2026-04-01'), asAt }
const tallied = (cases: readonly Case[], asked = span) => {
  const tally = complaintTally({ ...asked, before: day('2026-03-31'), reckon })
  for (const c of cases) tally.add(c)
  return tally.done()
}
const countsOf = (cases: readonly Case[], stage: 1 | 2, asked = span) =>
  ch02Counts(cohort(tallied(cases, asked).stages, stage, asked, 'received'))
const only = (row: StageRow | undefined): StageRow => {
  if (!row) throw new Error('no row')
  return row
}

describe('from the cases themselves', () => {
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

  it('counts each by its clock', () => {
    expect(countsOf(all, 1)).toEqual({
      received: 5,
      ackInTime: 4,
      base: 2,
      extension: 1,
      late: 1,
      overdue: 1,
      pending: 0,
      none: 0,
      measured: 5,
      both: 3,
    })
    expect(countsOf(all, 2)).toMatchObject({ received: 1, base: 1, late: 0 })
    const rows = cohort(tallied(all).stages, 1, span, 'received')
    expect(ch01(rows, 1000, { ...span, stage: 1 }).value).toBe(5)
    expect(ch02(rows, { ...span, stage: 1 }).value).toBe(60)
    expect(meanWorkingDays(rows)).toBe(12)
    expect(meanWorkingDays([])).toBeUndefined()
    expect(openTable(tallied(all), { ...span, reckon }).rows).toMatchObject([
      { area: 'Repairs', open: 1, overdue: 1, 'over 40': 1 },
    ])
  })
  it('is overdue by what is owed next, the acknowledgement first, and due within five working days of it', () => {
    const cases = [
      { ...logged('2026-11-02').case, id: 'CMP-A' }, // to be acknowledged by 9 November
      { ...logged('2026-11-16').case, id: 'CMP-B' }, // by 23 November
      { ...acknowledged('2026-11-16').case, id: 'CMP-C' }, // to be answered by 30 November
    ]
    const then = { from: span.from, asAt: day('2026-11-20'), reckon }
    const seen = tallied(cases, then)
    expect(openTable(seen, then).rows).toMatchObject([{ area: 'Repairs', open: 3, soon: 1, overdue: 1 }])
    expect(openList(seen, then).rows.map(row => [row.case, row.due, row.status])).toEqual([
      ['CMP-A', '2026-11-09', 'Overdue'],
      ['CMP-B', '2026-11-23', 'Not yet due'],
      ['CMP-C', '2026-11-30', 'Not yet due'],
    ])
    expect(handlerTable(seen, then).rows).toMatchObject([
      { handler: 'nobody yet', open: 2, soon: 1, overdue: 1 },
      { handler: 'H. One', open: 1, soon: 0, overdue: 0 },
    ])
    expect(countsOf(cases, 1, then)).toMatchObject({ pending: 3, overdue: 0 }) // CH02 judges the answer alone
  })
  it('a landlord’s shorter period warns its staff, and does not change the measure', () => {
    const tight = reckoner(england, { 'complaint.s1.response': 5 })
    const tally = complaintTally({ ...span, before: day('2026-03-31'), reckon: tight })
    tally.add(inTime)
    expect(tally.done().stages[0]).toMatchObject({ answered: 'base' })
  })
  it('an extension beyond the Code counts as out of time (G98)', () => {
    const beyond = answers(
      acknowledged('2026-11-20').does('2026-12-04', 'complaint.extended', extension('2027-01-15'), head),
      '2027-01-14',
    ).case
    expect(stageRows(beyond, england, asAt)[0]).toMatchObject({ answered: 'late' })
  })
  it('as at a past date it knows nothing later', () => {
    const then = only(stageRows(inTime, england, day('2026-12-01'))[0])
    expect(then).toMatchObject({ answered: 'pending', ack: 'in_time', open: 7 })
    expect([then.outcome, then.respondedOn, then.took]).toEqual([undefined, undefined, undefined])
  })
  it('received or answered in the period are two figures', () => {
    const { stages } = tallied([answers(acknowledged('2026-03-20'), '2026-04-02').case])
    const of = (from: string, to: string, by: 'received' | 'responded') =>
      cohort(stages, 1, { from: day(from), asAt: day(to) }, by).length
    expect(of('2026-03-01', '2026-03-31', 'received')).toBe(1)
    expect(of('2026-03-01', '2026-03-31', 'responded')).toBe(0)
    expect(of('2026-04-01', '2026-04-30', 'responded')).toBe(1)
  })
  it('leaves out what was reclassified before acknowledgement, and tells it', () => {
    const reclassify = { residentAgreed: true, evidence: 'call', reason: 'first report' }
    const before = logged('2026-11-20').does('2026-11-23', 'complaint.reclassified', reclassify, handler).case
    const after = acknowledged('2026-11-20').does('2026-11-23', 'complaint.reclassified', reclassify, handler).case
    expect(tallied([before]).stages).toEqual([])
    expect(tallied([before]).aside).toMatchObject([{ what: 'reclassified' }])
    expect(countsOf([after], 1)).toMatchObject({ received: 1, none: 1 })
  })
  it('counts who spoke once, though what they said goes on as a service request', () => {
    const reclassify = { residentAgreed: true, evidence: 'call', reason: 'first report' }
    const told = logged('2026-11-20').does('2026-11-23', 'complaint.reclassified', reclassify, handler)
    const request = told.errands.find(one => one.open)!
    const onward = history(complaint).opens('2026-11-23', request.open!.facts, request.to).case
    const spoke = splitTables(tallied([told.case, onward, inTime]), span).find(({ id }) => id === 'complaints-speakers')
    expect(spoke!.rows).toEqual([{ key: 'resident', what: 'resident', number: 2, percent: 100 }])
    // A service request that was one from the first is heard like anything else.
    const { origin: _, ...alone } = onward.facts
    expect(tallied([{ ...onward, facts: alone }]).speakers).toHaveLength(1)
  })
  it('says how satisfied they are who answered in the period, and no data where nobody did', () => {
    const asked = (answer: string, on: string, id: string) => ({
      ...answers(acknowledged('2026-11-20'), '2026-12-04').does(on, 'survey.answered', { survey: 'handling', answer })
        .case,
      id,
    })
    const all = [
      asked('very_satisfied', '2026-12-10', 'CMP-1'),
      asked('fairly_satisfied', '2026-12-11', 'CMP-2'),
      asked('neither', '2026-12-12', 'CMP-3'),
      asked('very_dissatisfied', '2027-01-12', 'CMP-4'),
      inTime,
    ]
    const quarter = { from: day('2026-10-01'), asAt: day('2026-12-31') }
    expect(satisfied(tallied(all, quarter).satisfaction, quarter)).toMatchObject({
      shown: '66.7 %',
      numerator: 2,
      denominator: 3,
      behind: { what: 'not satisfied', ids: ['CMP-3'] },
    })
    expect(satisfied(tallied([inTime], quarter).satisfaction, quarter)).toMatchObject({ shown: 'no data' })
  })
  it('counts what was withdrawn, without an answer to be in time', () => {
    const words = { words: 'enough', by: 'resident', letter: letter('w') }
    const gone = acknowledged('2026-11-20').does('2026-11-24', 'complaint.withdrawn', words, handler).case
    expect(countsOf([gone], 1)).toMatchObject({ received: 1, none: 1, pending: 0, measured: 0 })
    expect(tallied([gone]).withdrawn).toEqual(['CMP-TEST'])
    const outcomes = (on: string) =>
      splitTables(tallied([gone], { ...span, asAt: day(on) }), span).find(({ id }) => id === 'complaints-outcome-1')
        ?.rows
    expect(outcomes('2026-11-24')).toMatchObject([{ what: 'withdrawn', number: 1 }]) // no case ends without an outcome
    expect(outcomes('2026-11-23')).toMatchObject([{ what: 'no outcome yet', number: 1 }])
  })
  it('counts drafts that did not pass their quality check, and in how many complaints', () => {
    const failed = { passed: false }
    const story = acknowledged('2026-11-20').does('2026-11-24', 'response.drafted', answer('2027-01-15'), handler)
    for (const on of ['2026-11-24', '2026-11-25']) story.does(on, 'draft.qualityChecked', failed, checker)
    const sound = answers(acknowledged('2026-11-20'), '2026-11-26').case
    expect(tallied([story.case, sound]).checksFailed).toEqual({ times: 2, complaints: 1 })
    const before = { ...span, asAt: day('2026-11-24') }
    expect(tallied([story.case, sound], before).checksFailed).toEqual({ times: 1, complaints: 1 })
    story.replays()
  })
  it('shows shares with the decimal that is printed: three of seven are 42.9 %, not 43.0', () => {
    const words = { words: 'enough', by: 'resident', letter: letter('w') }
    const open = Array.from({ length: 4 }, () => acknowledged('2026-11-20').case)
    const gone = Array.from(
      { length: 3 },
      () => acknowledged('2026-11-20').does('2026-11-24', 'complaint.withdrawn', words, handler).case,
    )
    const outcomes = splitTables(tallied([...open, ...gone]), span).find(({ id }) => id === 'complaints-outcome-1')
    expect(outcomes?.rows).toMatchObject([{ percent: 57.1 }, { percent: 42.9 }])
  })
  it('who went to stage 2 without an answer counts overdue at stage 1 and waits at stage 2', () => {
    const story = acknowledged('2026-11-20').does('2026-12-07', 'escalation.requested', {}, handler)
    const then = { ...span, asAt: day('2026-12-08') }
    expect(countsOf([story.case], 1, then)).toMatchObject({ overdue: 1 })
    expect(countsOf([story.case], 2, then)).toMatchObject({ received: 1, pending: 1 })
    expect(openTable(tallied([story.case], then), { ...then, reckon }).rows).toMatchObject([
      { area: 'Repairs', open: 1 },
    ])
    const words = { words: 'enough', by: 'resident', letter: letter('w') }
    story.does('2026-12-09', 'complaint.withdrawn', words, other)
    expect(countsOf([story.case], 1)).toMatchObject({ overdue: 1, none: 0 })
    expect(countsOf([story.case], 2)).toMatchObject({ none: 1 })
  })
  it('a refused stage 2 has no answer to be late, and is among the refusals by reason', () => {
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
    expect(countsOf([story.case], 2)).toMatchObject({ received: 1, none: 1, overdue: 0, measured: 0 })
    const table = splitTables(tallied([story.case]), span).find(({ id }) => id === 'complaints-refused-2')
    expect(table?.rows).toMatchObject([{ what: 'already considered', number: 1, percent: 100 }])
  })
  it('a petition is one complaint of a group, and so is a joint one of two (G81, G83)', () => {
    const many = Array.from({ length: 40 }, (_, n) => ({ name: `Signatory ${n}` }))
    const petition = logged('2026-11-20', { affects: 'group', speaker: 'group', persons: many })
    expect(petition.case.facts.persons).toHaveLength(40)
    const joint = logged('2026-11-20', { persons: [{ name: 'J. Okonkwo' }, { name: 'P. Okonkwo' }] })
    expect(countsOf([petition.case, { ...joint.case, id: 'CMP-J' }], 1)).toMatchObject({ received: 2 })
  })
  it('an anonymous complaint is outside CH01, and said (G80)', () => {
    const nobody = { ...inTime, facts: { ...inTime.facts, persons: [] } }
    const brought = { ...nobody, facts: { ...nobody.facts, imported: { reference: 'NDC-2071' } } }
    const figure = ch01(tallied([nobody, extended, brought]).stages, 1000, { ...span, stage: 1 })
    expect(figure).toMatchObject({ numerator: 2 }) // a register brought without names is not a box of anonymous letters
    expect(figure.definition).toContain('Anonymous ones (1) are outside')
  })
  it('each tenure by its own homes; a leaseholder’s complaint is outside, and said', () => {
    const place = (id: string, more: object) => [id, { id, type: 'dwelling' as const, ...more }] as const
    const places = new Map([
      place('H1', { tenure: 'LCRA' }),
      place('H2', { tenure: 'LCHO' }),
      place('H3', { tenure: 'leasehold' }),
      place('H4', { ownership: 'leasehold_sold', ownedTo: day('2027-01-01') }),
    ])
    const at = (assetId: string, c: Case) => tallied([{ ...c, assetId }]).stages
    const stages = [at('H1', inTime), at('H2', late), at('H3', late), at('H4', extended)].flat()
    const { figures } = tsm({ asAt: day('2027-03-31'), places, held: [], surveys: [], stages, asb: [] })
    const shown = figures
      .filter(({ id }) => /^CH0.\.1/.test(id))
      .map(({ id, numerator, denominator }) => [id, numerator, denominator])
    expect(shown).toEqual([
      ['CH01.1.LCRA', 2, 1], // H4 was rented when its tenant complained
      ['CH01.1.LCHO', 1, 1],
      ['CH02.1', 2, 3],
      ['CH02.1.LCRA', 2, 2],
      ['CH02.1.LCHO', 0, 1],
    ])
    expect(figures.find(({ id }) => id === 'CH02.1')?.definition).toContain('not social housing (1) are outside')
  })

  describe('assesses itself against the Code by what the cases show', () => {
    const assess = (cases: readonly Case[]) => {
      const found = selfAssessment(cases, { ...span, reckon })
      return (clause: string) => found.find(a => a.clause === clause)
    }
    it.each([
      ['1.3', 5, 5, 'met'],
      ['6.1', 5, 5, 'met'],
      ['6.2', 4, 5, 'not_met'],
      ['6.3', 3, 5, 'not_met'],
      ['6.13', 1, 1, 'met'],
      ['5.9', 0, 3, 'not_met'],
      ['9.1, 9.2', 0, 4, 'not_met'],
      ['5.14, 5.15', 0, 0, 'no_cases'],
      ['8.1, 8.2', 0, 0, 'to_be_answered'],
    ])('%s: shown by %i of %i: %s', (clause, shown, of, position) => {
      expect(assess(all)(clause)).toMatchObject({ shown, of, position })
    })
    it('as at a day that has passed, nothing that came later shows a clause or fails it', () => {
      const then = (on: string, cases: readonly Case[] = all) => {
        const found = selfAssessment(cases, { from: span.from, asAt: day(on), reckon })
        return (clause: string) => found.find(a => a.clause === clause)
      }
      const early = then('2026-12-03')
      expect(early('6.4, 6.5')).toMatchObject({ of: 0 }) // extended on 4 December
      expect(early('9.1, 9.2')).toMatchObject({ of: 1 }) // one of the four answers had left
      expect(early('7.1')).toMatchObject({ shown: 1, of: 1 })
      expect(early('6.13')).toMatchObject({ of: 0 }) // stage 2 was asked for in January
      expect(then('2026-12-04')('6.4, 6.5')).toMatchObject({ shown: 1, of: 1 })
      const kept = { ...inTime, id: 'PRM-1', workflow: 'promise', state: 'kept_late' } as Case
      const promised = (on: string) =>
        then(on, [{ ...kept, facts: { madeOn: '2026-12-04', by: '2026-12-10', doneOn: '2026-12-20' } as never }])
      expect(promised('2026-12-03')('6.6, 6.17')).toMatchObject({ of: 0 })
      expect(promised('2026-12-19')('6.6, 6.17')).toMatchObject({ shown: 0, of: 1 })
      expect(promised('2026-12-20')('6.6, 6.17')).toMatchObject({ shown: 1, of: 1 })
      expect(promised('2026-12-20')('7.3')).toMatchObject({ shown: 0, of: 1 })
    })
    it('every provision has its line, once', () => {
      expect(selfAssessment([], { ...span, reckon }).map(a => a.clause)).toEqual([...provisions])
    })
    it('a restriction past its review is not under review (5.14)', () => {
      const one = (facts: object) =>
        ({ ...inTime, id: 'RES-1', workflow: 'restriction', state: 'in_force', facts }) as Case
      const decided = { startsOn: '2026-11-01', decidedOn: '2026-11-01', reviews: [] }
      expect(assess([one(decided)])('5.14, 5.15')).toMatchObject({ shown: 0, of: 1, position: 'not_met' })
      const reviewed = { ...decided, reviews: [{ on: '2027-04-20' }] }
      expect(assess([one(reviewed)])('5.14, 5.15')).toMatchObject({ shown: 1, of: 1, position: 'met' })
    })
    it('shows the answers of the landlord of the year, and how many are still owed', () => {
      const one = (yearEnd: string, answers: object) =>
        ({
          ...inTime,
          id: `statutory-return:complaints_report:${yearEnd}`,
          workflow: 'statutory-return',
          facts: { what: 'complaints_report', yearEnd, answers },
        }) as unknown as Case
      const no = { answer: 'no', evidence: 'None', action: 'Publish it', by: '2027-07-31', on: '2027-05-01' }
      const cases = [
        one('2027-03-31', { '8.1, 8.2': { answer: 'yes', evidence: 'Last year' } }),
        one('2028-03-31', { '8.1, 8.2': no }),
      ]
      const found = selfAssessment(cases, { ...span, reckon })
      const table = assessmentTable(found, span)
      expect(table.rows.find(row => row.clause === '8.1, 8.2')).toMatchObject({
        position: 'To be answered by the landlord',
        answer: 'No. None. Publish it, by Sat 31 July 2027',
      })
      expect(table.definition).toContain('3 of these are not answered yet')
    })
    it('what is no complaint is no evidence of its handling', () => {
      const gone = logged('2026-11-20').does(
        '2026-11-23',
        'complaint.reclassified',
        { residentAgreed: true, evidence: 'call', reason: 'first report' },
        handler,
      ).case
      expect(assess([gone])('6.2')).toMatchObject({ of: 0, position: 'no_cases' })
    })
    it('a complaint that lacks it makes the clause not met', () => {
      const without = { ...inTime, facts: { ...inTime.facts, choice: undefined } } as unknown as Case
      expect(assess([without])('1.3')).toMatchObject({ shown: 0, of: 1, position: 'not_met' })
    })
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
      { from: day('2026-05-01'), asAt: day('2026-06-10') },
    )
    expect(found).toMatchObject({ due: 4, kept: 1, keptLate: 1, missed: 2, percentKept: 25 })
    const tables = promiseTables(found, { from: day('2026-05-01'), asAt: day('2026-06-10') })
    expect(tables.map(({ rows }) => rows.length)).toEqual([1, 2])
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
    persons: [{ ref: 'P1' }],
    uprn: '100012345678',
    text: 'The boiler engineer never came for the appointment',
    ...more,
  })
  it.each([
    ['the same matter', {}, ['A']],
    ['other words for it', { text: 'engineer missed my boiler appointment again' }, ['A']],
    ['another matter', { text: 'Rubbish in the car park every week' }, []],
    ['another home', { uprn: '100099999999' }, []],
    ['the neighbour', { persons: [{ ref: 'P2' }] }, []],
    ['the household, of whom one complained before', { persons: [{ ref: 'P1' }, { ref: 'P2' }] }, []],
    ['nobody knows who', { persons: [] }, []],
    ['the same message', { uprn: undefined, messageId: '<1@x>' }, ['A']],
    ['no home on record', { uprn: undefined }, ['A']],
    ['no number, another way to reach them', { persons: [{ name: 'J. Okonkwo', contact: '01227 1' }] }, []],
  ])('%s', (_, more, suggested) => {
    const earlier = heard('A', '2026-11-20', { messageId: '<1@x>' })
    expect(duplicatesOf(heard('B', '2026-11-25', more), [earlier], england).map(s => s.caseId)).toEqual(suggested)
  })
  it.each([
    ['the same address', { contact: 'J@example.org ', name: 'Jo' }, {}, ['A']],
    ['the same name in the same home', { name: 'j okonkwo' }, {}, ['A']],
    ['the same name, the home unknown', { name: 'J. Okonkwo' }, { uprn: undefined }, []],
    ['another name in the same home', { name: 'P. Okonkwo' }, {}, []],
  ])('without a number: %s', (_, person, more, suggested) => {
    const earlier = heard('A', '2026-11-20', { persons: [{ name: 'J. Okonkwo', contact: 'j@example.org' }] })
    const found = duplicatesOf(heard('B', '2026-11-25', { persons: [person], ...more }), [earlier], england)
    expect(found.map(s => s.caseId)).toEqual(suggested)
  })
  it('within ten working days', () => {
    const of = (on: string) => duplicatesOf(heard('B', on), [heard('A', '2026-11-20')], england).length
    expect([of('2026-12-04'), of('2026-12-07')]).toEqual([1, 0])
  })
})
