import { describe, expect, test } from 'vitest'
import { reckoner } from '../../shared/core/reckon.ts'
import { type Day, day } from '../../shared/core/time.ts'
import { england } from '../../shared/core/working-days.ts'
import { dataQuality } from '../../shared/position/quality/data-quality.ts'
import type { Registered } from '../../shared/position/quality/quality-finding.ts'
import { workflows } from '../../shared/workflows/index.ts'
import { caseOf } from '../support/estate.ts'

const asAt = day.parse('2026-11-22')
const reckon = reckoner(england)
const home = (id: string, more: Partial<Registered> = {}): Registered => ({
  id,
  type: 'dwelling',
  hasGas: 'no',
  ...more,
})

/** A duty as an import opens it. */
const duty = (
  workflow: 'gas' | 'eicr' | 'smoke-co' | 'survey' | 'fra' | 'lifts' | 'fire-check',
  assetId: string,
  row: object = {},
) => {
  const facts = workflows[workflow]!.obligation!.fromRecord(
    { applicability: 'required', dutyBeganOn: '2020-01-01' as Day, ...row },
    reckon,
  )
  return { ...caseOf(workflow, `${workflow}:${assetId}`, workflows[workflow]!.facts.parse(facts)), assetId }
}
const judged = (assets: Registered[], cases: ReturnType<typeof duty>[]) => {
  const { groups, findings } = dataQuality(assets, cases, { asAt, workflows, reckon })
  const found = Object.fromEntries(
    groups.flatMap(({ id, items }) => (items.length > 0 ? [[id, items.map(one => one.assetId)]] : [])),
  )
  expect(groups.reduce((sum, { count }) => sum + count, 0)).toBe(findings)
  for (const { items, owner, act } of groups)
    expect([owner, act, items.every(one => one.what)]).toEqual([expect.any(String), expect.any(String), true])
  return found
}
const whole = (id: string) =>
  (['eicr', 'smoke-co', 'survey'] as const).map(name =>
    duty(
      name,
      id,
      name === 'smoke-co' ? { applicability: 'not_required', reason: 'of another' } : { lastDoneOn: '2025-01-10' },
    ),
  )

describe('duties that should be there', () => {
  test('a home that is let owes electrics, alarms and a survey, and gas where there is gas', () => {
    expect(judged([home('H1')], whole('H1'))).toEqual({})
    expect(judged([home('H1', { hasGas: 'yes' })], whole('H1'))).toEqual({ missing_duty: ['H1'] })
    expect(judged([home('H1')], [])).toEqual({ missing_duty: ['H1', 'H1', 'H1'] })
  })
  test('a leasehold home, and one that was sold, owe nothing', () => {
    expect(judged([home('H1', { tenure: 'leasehold' }), home('H2', { ownedTo: day.parse('2026-01-01') })], [])).toEqual(
      {},
    )
  })
  test('that nobody says whether there is gas is a finding, not silence', () => {
    const { hasGas: _, ...unsaid } = home('H1')
    expect(judged([unsaid], whole('H1'))).toEqual({ unknown_applicability: ['H1'] })
  })
  test('a block owes an FRA; an old one asbestos; one above 11 m its doors; a lift its examination', () => {
    const low: Registered = { id: 'B1', type: 'block', storeys: 3, builtYear: 2005 }
    const tall: Registered = { id: 'B2', type: 'block', heightMetres: 18, builtYear: 1968 }
    const lift: Registered = { id: 'L1', type: 'lift', parentId: 'B2' }
    const homes = [
      home('H1', { parentId: 'B1', tenure: 'leasehold' }),
      home('H2', { parentId: 'B2', tenure: 'leasehold' }),
    ]
    expect(judged([low, tall, lift, ...homes], [duty('fra', 'B1', { lastDoneOn: '2026-01-10' })])).toEqual({
      missing_duty: ['B2', 'B2', 'B2', 'B2', 'L1'],
    })
  })
  test('equipment that is checked each month owes its yearly test too, whichever of the two is on the register', () => {
    const hall: Registered = { id: 'C1', type: 'communal' }
    const lights = (subType: string) => duty('fire-check', 'C1', { subType, lastDoneOn: '2026-01-10' })
    expect(judged([hall], [lights('emergency_lighting_function')])).toEqual({ missing_duty: ['C1'] })
    expect(judged([hall], [lights('emergency_lighting_duration')])).toEqual({ missing_duty: ['C1'] })
    expect(
      judged([hall], [lights('emergency_lighting_function'), lights('emergency_lighting_duration')]),
    ).not.toHaveProperty('missing_duty')
  })
})

test('doubles are found by UPRN within a type, and by address among homes, however it is written', () => {
  const flats = { tenure: 'leasehold' } as const
  const found = judged(
    [
      home('H1', { ...flats, uprn: '100', address: '1 High St.', postcode: 'NM1 1AA' }),
      home('H2', { ...flats, uprn: '100', address: '2 High St', postcode: 'NM1 1AA' }),
      home('H3', { ...flats, uprn: '101', address: '1, high st', postcode: 'NM1 1AA' }),
      home('H4', { ...flats, uprn: '102', address: '1 High St', postcode: 'NM1 1AB' }),
      { id: 'S1', type: 'scheme', uprn: '100' },
    ],
    [],
  )
  expect(found).toEqual({ duplicate_uprn: ['H1', 'H2'], duplicate_address: ['H1', 'H3'] })
})

test.each([
  ['12 High St.', '12, HIGH STREET', true],
  ['12 A St Peter’s Rd', '12a, Saint Peters Road', true],
  ['Apt 3, Mill Hse', 'Flat 3 Mill House', true],
  ['12 High Street', '12 High Road', false],
  ['1 Mill Lane', '11 Mill Lane', false],
  ['Flat 1 2 Mill Lane', 'Flat 12 Mill Lane', false],
])('%s and %s: one address is %s', (one, other, same) => {
  const found = judged(
    [
      home('H1', { tenure: 'leasehold', address: one, postcode: 'CT1 3AA', parentId: 'B1' }),
      home('H2', { tenure: 'leasehold', address: other, postcode: 'ct13aa', parentId: 'B1' }),
      { id: 'B1', type: 'block', ownedFrom: asAt, status: 'demolished' },
    ],
    [],
  )
  expect(found).toEqual(same ? { duplicate_address: ['H1', 'H2'] } : {})
})

test('blocks without homes, flats without a block, names of nothing', () => {
  const found = judged(
    [
      { id: 'B1', type: 'block', builtYear: 2010 },
      home('H1', { tenure: 'leasehold', address: 'Flat 2, Mill House' }),
      home('H2', { tenure: 'leasehold', address: '3 Mill Lane' }),
      home('H3', { tenure: 'leasehold', address: '17 Castle Street', homeType: 'flat' }),
      home('H4', { tenure: 'leasehold', address: '2 Studio Road', homeType: 'house' }),
      { id: 'W1', type: 'system', serves: ['H1', 'H9'] },
    ],
    [duty('fra', 'B1', { lastDoneOn: '2026-01-10' })],
  )
  expect(found).toEqual({ block_without_homes: ['B1'], home_without_block: ['H1', 'H3'], parent_unknown: ['W1'] })
})

test('dates that cannot be, sources that contradict, duties of nobody', () => {
  const gas = (assetId: string, row: object) => duty('gas', assetId, row)
  const found = judged(
    [
      home('H1', { tenure: 'leasehold', builtYear: 2026 }),
      home('H2', { tenure: 'leasehold', hasGas: 'no' }),
      home('H3', { tenure: 'leasehold', hasGas: 'yes' }),
      home('H4', { tenure: 'leasehold', hasGas: 'yes', ownedTo: day.parse('2026-06-01') }),
    ],
    [
      gas('H1', { lastDoneOn: '2025-12-01' }),
      gas('H2', { lastDoneOn: '2026-05-01' }),
      gas('H3', { lastDoneOn: '2026-05-01', dueOn: '2029-01-01' }),
      gas('H4', { lastDoneOn: '2026-07-01' }),
      gas('H9', { lastDoneOn: '2026-05-01' }),
      duty('lifts', 'H3', { applicability: 'unknown' }),
    ],
  )
  expect(found).toEqual({
    unknown_applicability: ['H3'],
    impossible_date: ['H1', 'H4'],
    parent_unknown: ['H9'],
    conflicting_sources: ['H1', 'H2', 'H3', 'H3', 'H4'],
  })
})
