/** Whose job a case is: the same answer for orders, callbacks, certificates by mail, and what is foreseen. */
import { expect, test } from 'vitest'
import { type Contractor, contractorOf, isTheirs } from '../../shared/position/theirs.ts'

const listed: Contractor[] = [
  { id: 'sureheat', streams: ['gas', 'smoke-co'] },
  { id: 'dalefix', streams: ['action', 'gas'] },
  { id: 'fenwick-fire', streams: ['fra', 'action'] },
  { id: 'clearwater', streams: ['legionella'] },
]
test.each<[string, string, Record<string, string>, string | undefined, string[]]>([
  ['the one it names', 'gas', { contractorId: 'dalefix' }, 'dalefix', ['dalefix']],
  ['one that is not listed any more', 'gas', { contractorId: 'gone' }, undefined, []],
  ['the only one of its stream', 'smoke-co', {}, 'sureheat', ['sureheat']],
  [
    'of a fire action, whoever does fire, not whoever does some actions',
    'action',
    { stream: 'fra' },
    'fenwick-fire',
    ['fenwick-fire'],
  ],
  ['left open by the landlord’s file', 'gas', {}, undefined, ['sureheat', 'dalefix']],
  ['a task of the water', 'water-task', {}, undefined, ['clearwater']],
])('%s', (_, workflow, facts, ordered, may) => {
  const job = { workflow, facts }
  expect(contractorOf(job, listed)).toBe(ordered)
  expect(listed.filter(one => isTheirs(one, job, listed)).map(({ id }) => id)).toEqual(may)
})
