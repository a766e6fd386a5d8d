import { describe, expect, it } from 'vitest'
import { reckoner } from '../../shared/core/reckon.ts'
import type { Day } from '../../shared/core/time.ts'
import { england } from '../../shared/core/working-days.ts'
import { counter } from '../../shared/position/count.ts'
import type { Place } from '../../shared/position/question.ts'
import { flagTable } from '../../shared/position/reports/flag-table.ts'
import { materiality } from '../../shared/position/reports/materiality.ts'
import { monthlyReport } from '../../shared/position/reports/monthly-report.ts'
import { tablesOf } from '../../shared/position/reports/report.ts'
import { workflows } from '../../shared/workflows/index.ts'
import { caseOf } from '../support/estate.ts'

const nothing: Parameters<typeof materiality>[0] = {
  failing: [],
  access: [],
  streams: [],
  actions: [],
  hazards: { breached: [] },
  dangers: [],
  severe: [],
  stock: 100,
  homesOf: () => ['H1'],
  where: new Map(),
  overlooked: { missed: [], lost: [] },
  made: 0,
  missing: [],
}

it.each([
  [['a'], '1 case', '1 determination'],
  [['a', 'b'], '2 cases', '2 determinations'],
])('counts %j as a director reads it', (ids, cases, determinations) => {
  const flags = materiality({ ...nothing, hazards: { breached: ids }, severe: ids }, { reckon: reckoner(england) })
  expect(flags.map(({ facts }) => facts)).toEqual([cases, determinations])
})

describe('in the monthly report', () => {
  const day = (text: string) => text as Day
  const asked = {
    asAt: day('2027-03-31'),
    knownOn: day('2027-03-31'),
    from: day('2027-03-01'),
    before: day('2027-02-28'),
    reckon: reckoner(england),
    workflows,
  }
  const home = (id: string, more: Partial<Place> = {}): [string, Place] => [
    id,
    { id, type: 'dwelling', hasGas: 'no', ...more },
  ]
  const places = new Map<string, Place>([
    ['B1', { id: 'B1', type: 'block' }],
    ...['H1', 'H2', 'H3'].map(id => home(id, { parentId: 'B1' })),
    home('H4', { hasGas: 'yes' }),
    home('H5', { hasGas: 'yes' }),
  ])
  const risks = (...cases: ReturnType<typeof caseOf>[]) => {
    const counting = counter(asked, places)
    for (const one of cases) counting.add(one)
    const report = monthlyReport(counting.done(), {
      landlord: 'Testham',
      made: '2027-04-05T08:00:00.000Z' as never,
      roleName: role => role,
      contractors: new Map(),
    })
    const table = tablesOf(report).find(one => one.id === flagTable([], asked.asAt).id)
    return Object.fromEntries((table?.rows ?? []).map(row => [row.flag, [row.homes, row.cases, row.facts]]))
  }
  const action = { stream: 'fra', priority: 'P1', raisedOn: '2027-01-01', dueOn: '2027-02-01', risks: [] }
  const task = (period: string, outlet = 'tap 1') =>
    caseOf(
      'water-task',
      `WAT-${period}-${outlet}`,
      { task: 'sentinel', outlet, period, to: `${period}-28` },
      { assetId: 'B1', state: 'mon_missed' },
    )
  const triage = (source: string, meant?: string) =>
    caseOf('triage', `TRI-${source}-${meant}`, {
      source,
      receivedAt: '2027-03-20T10:00:00.000Z',
      ...(meant ? { meant } : {}),
    })

  it('actions of a block and hazards in a home say which homes they affect', () => {
    const hazard = { kind: 'damp_mould', awareAt: '2027-02-01T10:00:00.000Z' }
    expect(
      risks(caseOf('action', 'ACT-1', action, { assetId: 'B1' }), caseOf('hazard', 'HAZ-1', hazard, { assetId: 'H4' })),
    ).toMatchObject({
      'Overdue P1 fire actions': [3, 1, '1 of 1 open P1 fire actions are overdue'],
      'Awaab’s Law limit missed and still open': [1, 1, '1 case'],
    })
  })
  it('monitoring missed twice at an outlet within three months, and once at another', () => {
    const found = risks(task('2027-02'), task('2027-03'), task('2027-03', 'tap 2'), task('2026-11', 'tap 2'))
    expect(found['Water monitoring missed again']?.slice(0, 2)).toEqual([3, 2])
    expect(risks(task('2027-03'), task('2027-03', 'tap 2'))).toEqual({})
  })
  it('certificates that came and belong nowhere, beside those accepted', () => {
    const lost = risks(triage('contractor:sureheat'), triage('mail:x', 'certificates'), triage('mail:x', 'complaint'))
    expect(lost['Certificates that belong nowhere']).toEqual([0, 2, '2 to be placed, beside 0 accepted'])
    const checks = [{ on: '2027-03-10', knownOn: '2027-03-10', nextDue: '2028-03-10' }]
    const done = Array.from({ length: 200 }, (_, n) => caseOf('eicr', `eicr:${n}`, { checks, rests: [] }))
    expect(risks(triage('contractor:sureheat'), ...done)).toEqual({})
  })
  it('a home with gas, and no gas case on record', () => {
    const checks = [{ on: '2027-01-10', knownOn: '2027-01-10', nextDue: '2028-01-10' }]
    const found = risks(caseOf('gas', 'gas:H4', { checks, rests: [], applicability: 'required' }, { assetId: 'H4' }))
    expect(found).toMatchObject({ 'Duties that nobody recorded': [1, 0, expect.any(String)] })
  })
})
