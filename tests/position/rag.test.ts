import { describe, expect, it } from 'vitest'
import { reckoner } from '../../shared/core/reckon.ts'
import { england } from '../../shared/core/working-days.ts'
import {
  actionTarget,
  complaintTarget,
  dampTarget,
  rag,
  ragOfCount,
  streamTarget,
  tolerant,
} from '../../shared/position/reports/rag.ts'

const reckon = reckoner(england)
const state = (workflow: string, numerator: number, denominator: number) =>
  rag({ numerator, denominator }, streamTarget(workflow, reckon)).state

describe('of a stream', () => {
  it.each([
    ['gas', 1000, 1000, 'green'],
    ['gas', 999, 1000, 'green'],
    ['gas', 9989, 10000, 'amber'], // prints as 99.9
    ['gas', 990, 1000, 'amber'],
    ['gas', 989, 1000, 'red'],
    ['fra', 200, 200, 'green'],
    ['fra', 199, 200, 'amber'],
    ['legionella', 97, 100, 'red'],
    ['lifts', 98, 100, 'amber'],
    ['eicr', 990, 1000, 'green'],
    ['eicr', 950, 1000, 'amber'],
    ['eicr', 949, 1000, 'red'],
    ['smoke-co', 999, 1000, 'amber'],
    ['survey', 95, 100, 'green'],
    ['survey', 80, 100, 'amber'],
    ['survey', 79, 100, 'red'],
    ['gas', 0, 0, 'no_data'],
    ['water-task', 1, 2, 'tracker'],
  ])('%s: %i of %i is %s', (workflow, numerator, denominator, expected) => {
    expect(state(workflow, numerator, denominator)).toBe(expected)
  })
})

it.each([
  [0, 'green'],
  [1, 'amber'],
  [5, 'amber'],
  [6, 'red'],
])('%i overdue P1 actions: %s', (overdue, expected) => {
  expect(ragOfCount(overdue, actionTarget(reckon)).state).toBe(expected)
})
it.each([
  [90, 'green'],
  [89, 'amber'],
  [80, 'amber'],
  [79, 'red'],
])('%i %% of complaints in time: %s', (percent, expected) => {
  expect(rag({ numerator: percent, denominator: 100 }, complaintTarget(reckon)).state).toBe(expected)
})
it.each([
  [100, 'green'],
  [104, 'amber'],
  [106, 'red'],
])('damp and mould, %i of 1,000: %s', (open, expected) => {
  expect(rag({ numerator: open, denominator: 1000 }, dampTarget(reckon)).state).toBe(expected)
})
it('says its target, direction and tolerance', () => {
  expect(rag({ numerator: 95, denominator: 100 }, tolerant(100, 'higherBetter', 5))).toEqual({
    state: 'amber',
    direction: 'higherBetter',
    target: 100,
    amberFrom: 95,
    tolerance: '5 % of the target',
    words: 'Amber: close to the target',
  })
})
