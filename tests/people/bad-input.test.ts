/** Bad input to ladders and people: each has its clear answer. Links and replies: tests/functions/link, mail-in. */
import { describe, expect, test } from 'vitest'
import { check } from '../../shared/core/check.ts'
import type { Day } from '../../shared/core/time.ts'
import type { AnyWorkflow } from '../../shared/core/workflow.ts'
import { checkPeople } from '../../shared/people/check.ts'
import { person } from '../../shared/people/person.ts'
import { resolve } from '../../shared/people/resolve.ts'
import { lamp } from '../support/lamp.ts'

type Rungs = { at: object; tell: string[]; template: string; every?: object }[]
const yearly = lamp.clocks.yearly!.ladder as unknown as Rungs
const withLadder = (ladder: Rungs): string[] =>
  check({ ...lamp, clocks: { ...lamp.clocks, yearly: { ...lamp.clocks.yearly, ladder } } } as unknown as AnyWorkflow)

describe('a ladder', () => {
  test.each<[string, Rungs, string]>([
    ['that names an unknown role', [{ ...yearly[0]!, tell: ['wizard'] }, ...yearly.slice(1)], 'nobody is a wizard'],
    ['that descends', [...yearly].reverse(), 'the ladder descends'],
    ['whose upper rungs cannot be reached', [{ ...yearly[0]!, every: { days: 1 } }, ...yearly.slice(1)], 'unreachable'],
    ['that ends', yearly.slice(0, 3), 'the last rung does not repeat'],
    ['without a rung', [], 'the ladder is empty'],
    ['whose last rung tells nobody', [...yearly.slice(0, 4), { ...yearly[4]!, tell: [] }], 'tells nobody'],
  ])('%s is refused', (_, ladder, why) => expect(withLadder(ladder).join('\n')).toContain(why))

  test('that is sound is not', () => expect(withLadder(yearly)).toEqual([]))
})

const row = (name: string, more: object = {}) => ({ email: `${name}@x.org`, name, roles: ['officer'], ...more })
describe('a list of people', () => {
  test.each<[string, object[], string]>([
    ['with somebody as their own deputy', [row('amy', { deputy: 'amy@x.org' })], 'is their own deputy'],
    [
      'with managers in a loop',
      [row('amy', { manager: 'ben@x.org' }), row('ben', { manager: 'amy@x.org' })],
      'goes round in a loop',
    ],
    ['with an absence without end', [row('amy', { absentFrom: '2026-12-01' })], 'without an end'],
    ['with an unknown role', [row('amy', { roles: ['wizard'] })], 'unknown role wizard'],
  ])('%s is refused', (_, rows, why) => {
    expect(
      checkPeople(rows)
        .mistakes.map(one => one.why)
        .join('\n'),
    ).toContain(why)
  })

  test('that is wrong in the table all the same still leads to somebody', () => {
    const round = [
      row('amy', { manager: 'ben@x.org', leftOn: '2026-01-01' }),
      row('ben', { manager: 'amy@x.org', leftOn: '2026-01-01' }),
    ]
    const directory = { people: round.map(one => person.parse(one)), fallback: { email: 'duty@x.org', name: 'Duty' } }
    expect(resolve({ role: 'officer' }, { workflow: 'gas' }, directory, '2026-12-01' as Day).person.email).toBe(
      'duty@x.org',
    )
  })
})
