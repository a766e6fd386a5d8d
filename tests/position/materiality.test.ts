import { expect, it } from 'vitest'
import { reckoner } from '../../shared/core/reckon.ts'
import { england } from '../../shared/core/working-days.ts'
import { materiality } from '../../shared/position/reports/materiality.ts'

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
}

it.each([
  [['a'], '1 case', '1 determination'],
  [['a', 'b'], '2 cases', '2 determinations'],
])('counts %j as a director reads it', (ids, cases, determinations) => {
  const flags = materiality({ ...nothing, hazards: { breached: ids }, severe: ids }, { reckon: reckoner(england) })
  expect(flags.map(({ facts }) => facts)).toEqual([cases, determinations])
})
