import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Day } from '../../shared/core/time.ts'
import { missingDuties } from '../../shared/position/missing-duties.ts'
import type { Status } from '../../shared/position/position.ts'
import {
  duties,
  type Held,
  type Measure,
  outsideReasons,
  outsideStock,
  project,
} from '../../shared/position/projection.ts'
import type { Place } from '../../shared/position/question.ts'
import { tsm } from '../../shared/position/tsm.ts'
import { runs } from '../support/random.ts'

const asAt = '2027-03-31' as Day
const held = (assetId: string, workflow: string, status: Status = 'compliant', subType?: string): Held => ({
  assetId,
  workflow,
  ...(subType ? { subType } : {}),
  position: { status, daysOverdue: 0, why: '' },
})
const all = (assets: readonly Place[], list: readonly Held[]): Held[] => {
  const places = new Map(assets.map(place => [place.id, place]))
  return [...list, ...missingDuties({ places, falls: duties(assets), held: list, asAt })]
}
const of = (measure: Measure, assets: readonly Place[], list: readonly Held[]) => {
  const { numerator, inScope, disclosed } = project(measure, assets, all(assets, list), asAt)
  return { numerator, inScope, disclosed }
}
const home = (id: string, more: Partial<Place> = {}): Place => ({ id, type: 'dwelling', hasGas: 'no', ...more })
const block = (id: string, more: Partial<Place> = {}): Place => ({ id, type: 'block', builtYear: 2005, ...more })
const flats = (parentId: string, ...ids: string[]): Place[] => ids.map(id => home(id, { parentId }))

describe('a home that the register says needs a check, and that has no case', () => {
  const checked = [home('H1', { hasGas: 'yes' })]
  const one = [held('H1', 'gas')]
  it.each([
    ['yes', 'noDuty', ['H1', 'H2']],
    ['unknown', 'unknownApplicability', ['H1', 'H2']],
    [undefined, 'unknownApplicability', ['H1', 'H2']],
    ['no', 'notRequired', ['H1']],
  ] as const)('gas: %s', (hasGas, why, inScope) => {
    const found = of('BS01', [...checked, home('H2', { hasGas })], one)
    expect(found).toMatchObject({ numerator: 1, inScope, disclosed: { [why]: ['H2'] } })
  })
  it('is not asked of a shared owner, nor of a home that is not ours, nor twice of one that has a case', () => {
    const others = [
      home('H2', { hasGas: 'yes', tenure: 'LCHO' }),
      home('H3', { hasGas: 'yes', ownership: 'leasehold_sold' }),
      home('H4', { hasGas: 'yes' }),
    ]
    expect(of('BS01', [...checked, ...others], [...one, held('H4', 'gas', 'retired')]).inScope).toEqual(['H1'])
  })
  it('a plant room in date does not answer for the boiler in the home', () => {
    const assets = [
      block('B1'),
      home('H1', { parentId: 'B1', hasGas: 'yes' }),
      { id: 'P', type: 'system', parentId: 'B1' } as Place,
    ]
    expect(of('BS01', assets, [held('P', 'gas')])).toMatchObject({ numerator: 0, inScope: ['H1'] })
  })
  it('a block that was never assessed, beside one that was', () => {
    const assets = [block('B1'), block('B2'), ...flats('B1', 'H1', 'H2'), ...flats('B2', 'H3', 'H4'), home('H5')]
    const found = of('BS02', assets, [held('B1', 'fra')])
    expect(found).toMatchObject({
      numerator: 2,
      inScope: ['H1', 'H2', 'H3', 'H4'],
      disclosed: { noDuty: ['H3', 'H4'] },
    })
  })
  it('a building of one home has no common parts; one assessed by its communal part is assessed', () => {
    const part: Place = { id: 'C', type: 'communal', parentId: 'B2' }
    const assets = [block('B1'), block('B2'), part, ...flats('B1', 'H1'), ...flats('B2', 'H3', 'H4')]
    expect(of('BS02', assets, [held('C', 'fra')])).toMatchObject({ numerator: 2, inScope: ['H3', 'H4'] })
  })
  it.each([
    [1999, ['H1', 'H2', 'H3', 'H4']],
    [undefined, ['H1', 'H2', 'H3', 'H4']],
    [2000, ['H1', 'H2']],
  ])('asbestos: built in %s', (builtYear, inScope) => {
    const assets = [block('B1'), block('B2', { builtYear }), ...flats('B1', 'H1', 'H2'), ...flats('B2', 'H3', 'H4')]
    expect(of('BS03', assets, [held('B1', 'asbestos')])).toMatchObject({ numerator: 2, inScope })
  })
  it('a lift without a case is a lift that nobody examined', () => {
    const lift = (id: string): Place => ({ id, type: 'lift', parentId: 'B1' })
    const assets = [block('B1'), ...flats('B1', 'H1', 'H2'), lift('L1'), lift('L2')]
    expect(of('BS05', assets, [held('L1', 'lifts', 'due', 'passenger')])).toMatchObject({ numerator: 0 })
    expect(of('BS05', assets, [held('L1', 'lifts'), held('L2', 'lifts')])).toMatchObject({ numerator: 2 })
  })
  it('of a stream that is kept elsewhere there is no data, not nought', () => {
    const assets = [block('B1'), ...flats('B1', 'H1', 'H2'), home('H3', { hasGas: 'yes' })]
    const places = new Map(assets.map(place => [place.id, place]))
    const { figures } = tsm({ asAt, places, held: all(assets, []), surveys: [], stages: [], asb: [] })
    expect(figures.slice(0, 5).map(one => one.shown)).toEqual(Array(5).fill('no data'))
  })
})

it('every dwelling is in a measure or left out of it, once, with why', () => {
  const text = <T>(...values: T[]) => fc.constantFrom<T | undefined>(undefined, ...values)
  const ids = ['H0', 'H1', 'H2', 'H3', 'H4', 'H5']
  const dwelling = (id: string): fc.Arbitrary<Place> =>
    fc.record({
      id: fc.constant(id),
      type: fc.constant('dwelling' as const),
      parentId: text('B1', 'B2'),
      hasGas: text('yes' as const, 'no' as const, 'unknown' as const),
      tenure: text('LCRA', 'LCHO', 'leasehold', 'commercial'),
      ownership: text('owned', 'leasehold_sold', 'managed_for_other'),
      status: text('void', 'demolished'),
      ownedFrom: text('2027-03-30' as Day, '2027-04-02' as Day),
      ownedTo: text('2027-03-31' as Day, '2027-04-01' as Day),
    })
  const year = text(1970, 2010)
  const lift = fc.record({ id: fc.constant('L'), type: fc.constant('lift' as const), parentId: text('B1', 'H0') })
  const estate = fc
    .tuple(year, year, lift, ...ids.map(dwelling))
    .map(([one, two, third, ...homes]): Place[] => [
      { id: 'B1', type: 'block', builtYear: one },
      { id: 'B2', type: 'block', builtYear: two },
      third,
      ...homes,
    ])
  const some = fc.array(
    fc
      .record({
        assetId: fc.constantFrom('B1', 'B2', 'L', ...ids),
        workflow: fc.constantFrom('gas', 'fra', 'asbestos', 'lifts'),
        status: fc.constantFrom<Status>('compliant', 'overdue', 'not_applicable', 'suspended', 'unknown_applicability'),
      })
      .map(one => held(one.assetId, one.workflow, one.status)),
    { maxLength: 10 },
  )
  let missed = 0
  fc.assert(
    fc.property(estate, some, (assets, list) => {
      for (const [measure, workflow] of [
        ['BS01', 'gas'],
        ['BS02', 'fra'],
        ['BS03', 'asbestos'],
      ] as const) {
        const { numerator, inScope, disclosed } = of(measure, assets, list)
        const outside = assets.filter(one => one.type === 'dwelling' && outsideStock(one, asAt))
        const parts = [...inScope, ...disclosed.resting, ...disclosed.notRequired, ...outside.map(one => one.id)]
        expect(parts.sort()).toEqual(ids)
        expect(outside.every(one => outsideReasons[outsideStock(one, asAt)!])).toBe(true)
        if (!list.some(one => one.workflow === workflow)) {
          expect([numerator, inScope]).toEqual([0, []])
          continue
        }
        // the napkin: home by home, what the register says of it and whether anything is on record
        for (const one of assets.filter(place => place.type === 'dwelling' && !outsideStock(place, asAt))) {
          const has = (id: string) => list.some(other => other.workflow === workflow && other.assetId === id)
          const b = assets.find(place => place.type === 'block' && place.id === one.parentId)
          const shared = assets.filter(place => place.type === 'dwelling' && place.parentId === b?.id).length > 1
          const lacks =
            workflow === 'gas'
              ? one.hasGas !== 'no' && one.tenure !== 'LCHO' && !has(one.id)
              : b !== undefined &&
                shared &&
                ![
                  one.id,
                  b.id,
                  ...(assets.some(l => l.id === 'L' && [b.id, one.id].includes(l.parentId!)) ? ['L'] : []),
                ].some(has) &&
                (workflow === 'fra' || (b.builtYear ?? 0) < 2000)
          if (!lacks) continue
          missed += 1
          expect(inScope).toContain(one.id)
          expect([...disclosed.noDuty, ...disclosed.unknownApplicability]).toContain(one.id)
        }
        expect(numerator).toBeLessThanOrEqual(inScope.length - disclosed.noDuty.length)
      }
    }),
    { numRuns: runs(200) },
  )
  expect(missed).toBeGreaterThan(10)
})
