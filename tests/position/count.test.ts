import { describe, expect, it } from 'vitest'
import type { Case } from '../../shared/core/case.ts'
import { reckoner } from '../../shared/core/reckon.ts'
import { addDays, at, type Day } from '../../shared/core/time.ts'
import { england } from '../../shared/core/working-days.ts'
import { counter, homesBehind } from '../../shared/position/count.ts'
import { isCompliant, isRequired, position } from '../../shared/position/position.ts'
import type { Place } from '../../shared/position/question.ts'
import { tsmOf } from '../../shared/position/reports/reports.ts'
import { restatedTable } from '../../shared/position/reports/restated.ts'
import { restatements, shortFigures, snapshotOf } from '../../shared/position/snapshot.ts'
import { wholeStreams } from '../../shared/position/streams/stream-rows.ts'
import { workflows } from '../../shared/workflows/index.ts'
import { complaintCase } from '../support/complaint-fixtures.ts'
import { caseOf, cases, places } from '../support/estate.ts'

const reckon = reckoner(england)
const day = (text: string) => text as Day
const march = {
  asAt: day('2026-03-31'),
  knownOn: day('2026-03-31'),
  from: day('2026-03-01'),
  before: day('2026-02-28'),
  reckon,
  workflows,
}
const count = (list: Iterable<Case>, stock: Iterable<Place> = places(40), asked = march) => {
  const counting = counter(asked, new Map([...stock].map(place => [place.id, place])))
  for (const c of list) counting.add(c)
  return counting.done()
}
const gas = (n: number, checks: object[], more: object = {}) =>
  caseOf(
    'gas',
    `gas:H${n}`,
    { applicability: 'required', checks, attempts: [], rests: [], contractorId: 'sureheat', ...more },
    { assetId: `H${n}` },
  )
const check = (on: string, nextDue: string, knownOn = on) => ({ on, knownOn, nextDue })

describe('streams', () => {
  const list = [
    gas(0, [check('2025-03-20', '2026-03-20'), check('2026-03-25', '2027-03-25')]), // late, in March
    gas(1, [check('2025-04-10', '2026-04-10')]), // due in 10 days
    gas(2, [check('2025-03-10', '2026-03-10')], { attempts: [{ on: '2026-03-12', counts: true, by: 'sureheat' }] }), // 21 days over
    gas(3, [], { dutyBeganOn: '2026-03-01' }),
    gas(4, [], { applicability: 'unknown' }),
    gas(5, [check('2025-03-01', '2026-03-01')], { rests: [{ from: '2026-02-01', why: 'void and capped' }] }),
    gas(6, [], { applicability: 'not_required' }),
    gas(7, [check('2025-03-12', '2026-03-12'), check('2026-03-11', '2027-03-12', '2026-04-02')]), // evidence came in April
  ]
  it('say in date, due, overdue, and why not', () => {
    expect(wholeStreams(count(list))[0]).toMatchObject({
      title: 'Gas safety check',
      required: 6,
      compliant: 2,
      percent: 33.3,
      overdue: 2,
      neverInspected: 1,
      unknown: 1,
      suspended: 1,
      notRequired: 1,
      due30: 1,
      noAccess: 1,
      completed: 1,
      completedLate: 1,
      evidenceAwaiting: 1,
      oldest: 30,
      rag: { state: 'red' },
      figure: { behind: { ids: ['gas:H3', 'gas:H2', 'gas:H7', 'gas:H4'] } },
    })
  })
  it('as known now a certificate that came late counts for its own day', () => {
    const now = wholeStreams(count(list, places(40), { ...march, knownOn: day('2026-04-30') }))[0]
    expect(now).toMatchObject({ compliant: 3, evidenceAwaiting: 1 })
    const april = {
      ...march,
      asAt: day('2026-04-30'),
      knownOn: day('2026-04-30'),
      from: day('2026-04-01'),
      before: day('2026-03-31'),
    }
    expect(wholeStreams(count(list, places(40), april))[0]).toMatchObject({ compliantBefore: 2, compliantBeforeNow: 3 })
  })
  it('a block’s lateness is that of every home in it', () => {
    const estate = [...places(24)]
    const inB0 = estate.filter(place => place.parentId === 'B0' && place.type === 'dwelling')
    const fra = caseOf(
      'fra',
      'fra:B0',
      { applicability: 'required', checks: [check('2020-01-01', '2023-01-01')], rests: [] },
      { assetId: 'B0' },
    )
    const counted = count([fra], estate)
    expect(inB0.length).toBeGreaterThan(3)
    expect(homesBehind(counted)([{ assetId: 'B0' }, { assetId: inB0[0]!.id }])).toHaveLength(inB0.length)
    expect(tsmOf(counted).figures[1]).toMatchObject({ id: 'BS02', numerator: 0, denominator: inB0.length })
  })
  it('agree with each obligation asked by itself, on a whole estate', () => {
    const list2 = [...cases(300, march.asAt)]
    const counted = count(list2, places(300))
    for (const row of wholeStreams(counted)) {
      const own = list2.filter(c => c.workflow === row.workflow)
      const stand = own.map(c => position(workflows[c.workflow]!, c.facts, march.asAt, { knownOn: march.asAt, reckon }))
      expect([row.required, row.compliant]).toEqual([stand.filter(isRequired).length, stand.filter(isCompliant).length])
      expect(row.figure.behind.ids).toHaveLength(row.required - row.compliant)
    }
  })
})

describe('actions', () => {
  const action = (id: string, raisedOn: string, dueOn: string, more: object = {}, closed?: string) =>
    caseOf(
      'action',
      id,
      { stream: 'fra', priority: 'P1', raisedOn, dueOn, ...more },
      closed ? { state: 'closed', closedAt: at(day(closed), '12:00') } : {},
    )
  const list = [
    action('A1', '2026-02-01', '2026-02-15'), // overdue by 44
    action('A2', '2026-02-10', '2026-03-20', { completedOn: '2026-03-18' }, '2026-03-19'),
    action('A3', '2026-02-10', '2026-03-10', { completedOn: '2026-03-12' }, '2026-03-13'),
    action('A4', '2026-03-05', '2026-04-05'),
    action('A5', '2026-03-05', '2026-09-05', { formerDue: [{ due: '2026-03-20', until: '2026-04-02' }] }), // moved later, in April
    action('A6', '2026-04-02', '2026-05-02'), // not yet
  ]
  it('what was open, plus what came, less what was closed, is what is open', () => {
    expect(count(list).actions).toMatchObject([
      {
        openAtStart: 3,
        raised: 2,
        closedInTime: 1,
        closedLate: 1,
        openAtEnd: 3,
        overdueAtEnd: 2,
        oldest: 58,
        percentInTime: 50,
        trend: 'worse',
        ids: { overdue: ['A1', 'A5'] },
      },
    ])
  })
  it('always, on random lists', () => {
    for (const seed of [1, 2, 3])
      for (const row of count(cases(400, day('2026-05-20'), seed)).actions)
        expect(row.openAtStart + row.raised - row.closedInTime - row.closedLate - row.endedOtherwise).toBe(
          row.openAtEnd,
        )
  })
})

describe('hazards', () => {
  const hazard = (id: string, aware: string, more: object = {}, closed?: string) =>
    caseOf(
      'hazard',
      id,
      { awareAt: at(day(aware), '10:00'), kind: 'damp_mould', ...more },
      closed ? { closedAt: at(day(closed), '12:00') } : {},
    )
  it('RKK17 is strictly more than 100 days, of those open', () => {
    const asAt = march.asAt
    const { hazards } = count([
      hazard('H1', addDays(asAt, -100)),
      hazard('H2', addDays(asAt, -101)),
      hazard('H3', addDays(asAt, -300), {}, '2026-03-01'),
      hazard('H4', addDays(asAt, -300), { kind: 'fire' }),
    ])
    expect(hazards.rkk17).toMatchObject({ numerator: 1, denominator: 2, behind: { ids: ['H2'] } })
  })
  it('a limit still running is counted in neither; a day late is not met', () => {
    const done = (on: string) => ({
      investigation: { on, found: 'none', safetyWork: false, preventativeWork: false },
      summary: { on },
    })
    const { hazards } = count([
      hazard('H1', '2026-03-02', done('2026-03-16')), // the tenth working day
      hazard('H2', '2026-03-02', done('2026-03-17')),
      hazard('H3', '2026-03-25'), // due in April
      hazard('H4', '2026-03-03'), // due on 17 March, nothing done
    ])
    expect(hazards.limits.find(f => f.id === 'hazards.H2')).toMatchObject({
      numerator: 1,
      denominator: 3,
      behind: { ids: ['H2', 'H4'] },
    })
    expect(hazards.breached).toEqual(['H4'])
  })
})

describe('contractors', () => {
  it('in time, given back, missed, evidence', () => {
    const asked = { ...march }
    const stock = new Map([...places(10)].map(place => [place.id, place]))
    const counting = counter(asked, stock)
    const one = gas(0, [check('2025-03-20', '2026-03-20'), check('2026-03-25', '2027-03-25', '2026-03-30')])
    counting.add(one)
    const [before, inTime] = [check('2025-03-28', '2026-03-28'), check('2026-03-20', '2027-03-28', '2026-03-21')]
    counting.add(gas(1, [before, inTime], { attempts: [{ on: '2026-02-01', counts: true, by: 'sureheat' }] }))
    counting.add(
      caseOf(
        'access',
        'access:H2',
        {
          needs: [{ stream: 'gas', caseId: 'gas:H1', since: '2026-02-01' }],
          missedByUs: [
            { on: '2026-03-05', by: 'contractor' },
            { on: '2026-03-05', by: 'contractor', stream: 'eicr' }, // for whom, nobody says
            { on: '2026-03-06', by: 'landlord' },
            { on: '2026-02-05', by: 'contractor' },
          ],
        },
        { assetId: 'H2' },
      ),
    )
    counting.add(gas(3, [], { calledOff: [{ on: '2026-03-07', contractorId: 'coldheat' }, { on: '2026-04-01' }] }))
    const back = {
      caseId: one.id,
      seq: 3,
      type: 'certificate.rejected',
      at: at(day('2026-03-26'), '09:00'),
      received: at(day('2026-03-26'), '09:00'),
      by: { kind: 'staff' as const, id: 'a@x.org', roles: [] },
      data: {},
      to: 'due_issued',
    }
    const vain = { ...back, type: 'visit.noAccess', at: at(day('2026-03-21'), '09:00'), to: 'attempt_1_failed' }
    counting.addHistory(one, [back, vain, { ...back, received: at(day('2026-01-26'), '09:00') }])
    expect(counting.done().contractors).toMatchObject([
      { contractorId: 'coldheat', completed: 0, missed: 1, ids: { missed: ['gas:H3'] } },
      { contractorId: 'not recorded', missed: 1, ids: { missed: ['access:H2'] } },
      {
        contractorId: 'sureheat',
        completed: 2,
        onTime: 1,
        percentOnTime: 50,
        rejected: 1,
        missed: 1,
        noAccess: 1,
        evidenceAccepted: 2,
        evidenceDays: 3,
        ids: { late: ['gas:H0'], waiting: [] },
      },
    ])
  })
})

describe('a snapshot', () => {
  it('of complaints: one registered late and one put right after the month was published are restated', () => {
    const estate = [...places(100)]
    const april = {
      ...march,
      asAt: day('2026-04-30'),
      knownOn: day('2026-04-30'),
      from: day('2026-04-01'),
      before: march.asAt,
    }
    const told = complaintCase({ id: 'C1', received: '2026-02-02', how: 'late' })
    const right = complaintCase({ id: 'C1', received: '2026-02-02', how: 'base' })
    const missed = complaintCase({ id: 'C2', received: '2026-03-02', how: 'base' })
    const open = complaintCase({ id: 'C3', received: '2026-04-02', how: 'open' })
    const published = shortFigures(snapshotOf(count([told], estate)))
    const rows = (...list: Case[]) =>
      restatedTable(count(list, estate, april), published).rows.map(row => [row.figure, row.published, row.knownNow])
    expect(rows(told, open)).toEqual([])
    expect(rows(right, missed, open)).toEqual([
      ['CH01 Stage 1 complaints for each 1,000 LCRA homes', '10.42 (1 of 96)', '20.83 (2 of 96)'],
      ['CH02 Stage 1 complaints answered within the Code’s time', '0.0 % (0 of 1)', '100.0 % (2 of 2)'],
    ])
    expect(restatedTable(count([right, missed], estate, april), undefined).rows).toEqual([])
  })
  it('taken again is the same; a corrected register is a restatement, figure by figure', () => {
    const list = [...cases(60, march.asAt)]
    const [first, again] = [snapshotOf(count(list, places(60))), snapshotOf(count([...list].reverse(), places(60)))]
    expect(JSON.stringify(again)).toBe(JSON.stringify(first))
    const required = list.find(c => c.workflow === 'gas' && c.facts.applicability === 'required')!
    const changed = list.map(c => (c === required ? { ...c, facts: { ...c.facts, applicability: 'not_required' } } : c))
    const later = list.filter(c => c.id !== 'eicr:H4')
    const restated = restatements(shortFigures(first), shortFigures(snapshotOf(count(changed, places(60)))))
    expect(restated.map(one => one.id)).toEqual(['stream.gas', 'BS01', 'homes.gas'])
    expect(restatements(shortFigures(first), shortFigures(snapshotOf(count(later, places(60)))))).toMatchObject([
      { id: 'stream.eicr' },
      { id: 'homes.eicr' },
    ])
  })
})
