import { expect, test } from 'vitest'
import { checkPeople } from '../../shared/people/check.ts'

const row = (email: string, more: Record<string, unknown> = {}) => ({
  email,
  name: 'A Person',
  roles: ['officer'],
  ...more,
})
const amy = row('amy@x.org')

test.each<[string, unknown[], { row: number; field: string; why: string }[]]>([
  [
    'own deputy',
    [row('amy@x.org', { deputy: 'amy@x.org' })],
    [{ row: 0, field: 'deputy', why: 'is their own deputy' }],
  ],
  [
    'unknown manager',
    [row('amy@x.org', { manager: 'no@x.org' })],
    [{ row: 0, field: 'manager', why: 'no person has the address no@x.org' }],
  ],
  [
    'deputies in a loop',
    [row('amy@x.org', { deputy: 'ben@x.org' }), row('ben@x.org', { deputy: 'amy@x.org' })],
    [
      { row: 0, field: 'deputy', why: 'goes round in a loop: amy@x.org → ben@x.org → amy@x.org' },
      { row: 1, field: 'deputy', why: 'goes round in a loop: ben@x.org → amy@x.org → ben@x.org' },
    ],
  ],
  [
    'absence without end',
    [row('amy@x.org', { absentFrom: '2026-12-01' })],
    [{ row: 0, field: 'absentTo', why: 'absent from 2026-12-01 without an end' }],
  ],
  [
    'absence without beginning',
    [row('amy@x.org', { absentTo: '2026-12-01' })],
    [{ row: 0, field: 'absentFrom', why: 'absent until 2026-12-01 without a beginning' }],
  ],
  [
    'absence backwards',
    [row('amy@x.org', { absentFrom: '2026-12-02', absentTo: '2026-12-01' })],
    [{ row: 0, field: 'absentTo', why: 'the absence ends before it begins on 2026-12-02' }],
  ],
  [
    'the same address twice, whatever its case',
    [amy, row('AMY@x.org')],
    [{ row: 1, field: 'email', why: 'already given in row 0' }],
  ],
  [
    'unknown role',
    [row('amy@x.org', { roles: ['officer', 'wizard'] })],
    [{ row: 0, field: 'roles', why: 'unknown role wizard' }],
  ],
])('%s', (_, rows, expected) => expect(checkPeople(rows).mistakes).toMatchObject(expected))

test('every mistake is named, in the order of rows, and a loop further on is not blamed on who leads into it', () => {
  const rows = [
    row('cat@x.org', { deputy: 'amy@x.org' }),
    row('amy@x.org', { deputy: 'ben@x.org' }),
    row('ben@x.org', { deputy: 'amy@x.org' }),
    row('not an address'),
  ]
  expect(checkPeople(rows).mistakes.map(one => [one.row, one.field])).toEqual([
    [1, 'deputy'],
    [2, 'deputy'],
    [3, 'email'],
  ])
})

test('a good list comes back whole, addresses in lower case', () => {
  const { people, mistakes } = checkPeople([row('Amy@X.org', { manager: 'BEN@x.org' }), row('ben@x.org')])
  expect(mistakes).toEqual([])
  expect(people[0]).toMatchObject({ email: 'amy@x.org', manager: 'ben@x.org', workflows: [], areas: [] })
})
