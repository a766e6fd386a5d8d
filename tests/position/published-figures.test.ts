/** Figures that landlords published, from their own counts; where theirs do not add up, ours must not repeat it. */
import { describe, expect, it } from 'vitest'
import { reckoner } from '../../shared/core/reckon.ts'
import type { Day } from '../../shared/core/time.ts'
import { england } from '../../shared/core/working-days.ts'
import {
  both,
  ch01,
  ch02,
  ch02Counts,
  escalation,
  split,
  strict,
  upheld,
} from '../../shared/position/complaints/complaint-figures.ts'
import type { StageRow } from '../../shared/position/complaints/complaint-rows.ts'
import { cohort, complaintTally } from '../../shared/position/complaints/complaint-tally.ts'
import { percentOf } from '../../shared/position/projection.ts'
import { changeIn, percent, share } from '../../shared/position/reports/figure.ts'
import { dampTarget, rag } from '../../shared/position/reports/rag.ts'
import { surveyTable } from '../../shared/position/reports/survey-tables.ts'
import type { HomeSurvey } from '../../shared/position/surveys.ts'
import { planStatus } from '../../shared/workflows/parts/plan.ts'
import { complaintCase, complaintCases } from '../support/complaint-fixtures.ts'

const reckon = reckoner(england)
const day = (text: string) => text as Day

describe('Canterbury', () => {
  const survey = (how: 'done' | 'tried' | 'neither'): HomeSurvey => ({
    checks: how === 'done' ? [{ on: day('2026-02-01'), nextDue: day('2031-02-01') }] : [],
    attempts: how === 'tried' ? [day('2026-01-05'), day('2026-01-19')].map(on => ({ on, counts: true })) : [],
  })
  const stock = [
    ...Array.from({ length: 3480 }, () => survey('done')),
    ...Array.from({ length: 1374 }, () => survey('tried')),
    ...Array.from({ length: 225 }, () => survey('neither')),
  ]
  it('surveyed, attempted, remaining of 5,079', () => {
    const asked = { ...year, asAt: day('2026-04-07'), knownOn: day('2026-04-07'), workflows: {} }
    const { rows } = surveyTable({ surveys: stock.map(facts => ({ facts })), asked })
    expect(rows.map(row => [row.key, row.number, row.share])).toEqual([
      ['surveyed', 3480, '68.52 %'],
      ['attempted', 1374, '27.05 %'],
      ['both', 4854, '95.57 %'],
      ['remaining', 225, '4.43 %'],
      ['stock', 5079, '100.00 %'],
    ])
  })
  it.each([
    [19, 141, 2, 13.48], // adaptations open for more than a year
    [3480, 5079, 2, 68.52],
  ])('%i of %i', (part, whole, decimals, shown) => expect(percent(part, whole, decimals)).toBe(shown))
  it('440 adjustments became 428', () => expect(changeIn(440, 428)).toBe(-2.7))
  it('a row typed on target, due in December, is overdue by 97 days in April', () => {
    const row = { dueOn: day('2025-12-31'), typed: { on: day('2026-04-01'), action: 'Started and on target' } }
    expect(planStatus(row, day('2026-04-07'))).toMatchObject({ status: 'OVERDUE', days: 97, contradicts: true })
  })
})

const year = { from: day('2024-04-01'), asAt: day('2025-03-31'), before: day('2024-03-31'), reckon }
const stagesOf = (cases: ReturnType<typeof complaintCases>): StageRow[] => {
  const tally = complaintTally(year)
  for (const c of cases) tally.add(c)
  return tally.done().stages
}
const s1 = { from: year.from, asAt: year.asAt, stage: 1 as const }

describe('Cannock Chase', () => {
  it.each([
    ['34 in time, 8 extended, 3 late', 34, 8, 3, 75.6, 93.3],
    ['34 in time, 3 extended, 8 late: 82 %, not the 93 % printed', 34, 3, 8, 75.6, 82.2],
  ])('stage 1: %s', (_, base, extension, late, inBase, withExtension) => {
    const rows = cohort(stagesOf(complaintCases('2024-05-01', base, extension, late)), 1, year, 'received')
    expect(ch02Counts(rows)).toMatchObject({
      received: 45,
      base,
      extension,
      late,
      pending: 0,
      overdue: 0,
      ackInTime: 45,
    })
    expect(strict(rows, s1).value).toBe(inBase)
    expect(ch02(rows, s1)).toMatchObject({ value: withExtension, behind: { ids: expect.any(Array) } })
    expect(ch02(rows, s1).behind.ids).toHaveLength(late)
  })
  it('stage 2: 4 in base time and 3 by extension is 57 %, and 100 % only with them', () => {
    const hows = [...Array(4).fill('base'), ...Array(3).fill('extension')]
    const cases = hows.map((stage2, n) => complaintCase({ id: `C${n}`, received: '2024-05-01', how: 'base', stage2 }))
    const rows = cohort(stagesOf(cases), 2, year, 'received')
    const s2 = { ...s1, stage: 2 as const, decimals: 0 }
    expect([strict(rows, s2).shown, ch02(rows, s2).shown]).toEqual(['57 %', '100 %'])
  })
  it('CH01 for 5,011 homes', () => {
    const rows = cohort(stagesOf(complaintCases('2024-05-01', 45, 0, 0)), 1, year, 'received')
    expect(ch01(rows, 5011, s1)).toMatchObject({ shown: '8.98', numerator: 45, denominator: 5011 })
    expect(ch01(rows.slice(0, 7), 5011, s1).shown).toBe('1.40')
    expect([5009, 5013].map(homes => ch01(rows, homes, s1).shown)).toEqual(['8.98', '8.98'])
    expect([5008, 5014].map(homes => ch01(rows, homes, s1).shown)).not.toContain('8.98')
    expect([5032, 5038].map(homes => ch01(rows.slice(0, 36), homes, s1).shown)).toEqual(['7.15', '7.15'])
  })
  const counted = (counts: Record<string, number>) =>
    split(
      Object.entries(counts).flatMap(([what, n]) => Array(n).fill(what) as string[]),
      what => what,
    ).map(one => one.percent)
  it('shares of stage 1 by area, and of stage 2, whose rounded parts make 101', () => {
    expect(counted({ repairs: 13, tenancy: 10, gas: 9, estates: 9, other: 4 })).toEqual([29, 22, 20, 20, 9])
    const second = counted({ a: 2, b: 2, c: 2, d: 1 })
    expect(second).toEqual([29, 29, 29, 14])
    expect(second.reduce<number>((sum, one) => sum + (one ?? 0), 0)).toBe(101)
    expect(counted({ upheld: 19, partly: 16, not: 10 })).toEqual([42, 36, 22])
  })
  it.each([
    [39, 62, 63],
    [56, 155, 36],
    [46, 155, 30],
    [8, 45, 18],
    [7, 45, 16],
    [3, 7, 43],
  ])('%i of %i is %i %%', (part, whole, shown) => expect(percent(part, whole, 0)).toBe(shown))
  it('45 after 36 is a quarter more', () => expect(changeIn(36, 45)).toBe(25))
})

describe('Dacorum', () => {
  it.each([
    [16, 34, 0, 47],
    [8, 34, 0, 24], // printed as 23
    [6, 34, 0, 18],
    [4, 34, 1, 11.8],
    [145, 186, 0, 78], // printed as 74
    [90, 186, 1, 48.4], // printed as 48.5
    [5, 186, 1, 2.7],
    [19, 186, 1, 10.2],
  ])('%i of %i', (part, whole, decimals, shown) => expect(percent(part, whole, decimals)).toBe(shown))
  it('overdue repairs fell by 56.2 %, not by the 44 % that remain', () => {
    expect(changeIn(1576, 691)).toBe(-56.2)
    expect(percent(691, 1576)).toBe(43.8)
  })
  it('20 escalations of 186, and how many of the 186 those are', () => {
    const cases = Array.from({ length: 186 }, (_, n) =>
      complaintCase({
        id: `D${n}`,
        received: '2024-04-15',
        how: 'base',
        stage2: n < 20 ? 'base' : undefined,
        outcome: n < 90 ? 'upheld' : 'not_upheld',
      }),
    )
    const stages = stagesOf(cases)
    const [first, second] = [cohort(stages, 1, year, 'received'), cohort(stages, 2, year, 'received')]
    expect(escalation(first, second, stages, year.asAt).map(f => f.shown)).toEqual(['10.75 %', '10.75 %'])
    expect(upheld(first, year.asAt)[1]).toMatchObject({ numerator: 90, denominator: 186, shown: '48.4 %' })
  })
  it('35 % against a target of 10 %, lower is better: red', () => {
    expect(rag({ numerator: 35, denominator: 100 }, dampTarget(reckon))).toMatchObject({
      state: 'red',
      direction: 'lowerBetter',
      target: 10,
    })
  })
})

describe('the cohort decides', () => {
  it('by answer and by receipt are two figures of the same complaints', () => {
    const stages = stagesOf([
      ...complaintCases('2024-03-01', 0, 0, 6),
      ...complaintCases('2024-05-01', 8, 0, 2).map(c => ({ ...c, id: `x${c.id}` })),
    ])
    const span = { from: day('2024-04-01'), asAt: year.asAt }
    const figure = (by: 'received' | 'responded') => both(cohort(stages, 1, span, by), s1).shown
    expect(figure('received')).toBe('80.0 %')
    expect(figure('responded')).not.toBe(figure('received'))
  })
})

describe('rows that landlords published', () => {
  it.each([
    [80211, 80390, 99.8],
    [97123, 99686, 97.4],
    [1040, 1045, 99.5],
    [713, 716, 99.6],
    [6859, 7006, 97.9],
    [2818, 2870, 98.2],
    [611, 890, 68.7],
    [4967, 4977, 99.8],
    [9999, 10000, 99.9],
  ])('%i of %i', (done, required, shown) => {
    expect(percent(done, required)).toBe(shown)
    expect(percentOf({ numerator: done, denominator: required })).toBe(shown)
  })
  it('nothing of nothing is no data', () => {
    const given = {
      id: 'x',
      title: 'x',
      definition: 'x',
      asAt: year.asAt,
      behind: { what: '', of: 'cases' as const, ids: [] },
    }
    expect(share(given, 0, 0)).toMatchObject({ shown: 'no data' })
    expect(share(given, 0, 0).value).toBeUndefined()
  })
})
