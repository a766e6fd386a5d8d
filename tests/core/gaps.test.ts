import { expect, it } from 'vitest'
import { type Case, caseRecord } from '../../shared/core/case.ts'
import { withoutGaps } from '../../shared/core/consequences.ts'
import { decide } from '../../shared/core/machine.ts'
import type { Day, Instant } from '../../shared/core/time.ts'
import { gas } from '../../shared/workflows/gas.ts'
import { contractor, history } from '../support/history.ts'

it('leaves out what is undefined, at any depth, and nothing else', () => {
  expect(
    Object.entries(withoutGaps({ a: undefined, b: { c: undefined, d: null }, e: [{ f: undefined }, 0, ''] }) as object),
  ).toStrictEqual([
    ['b', { d: null }],
    ['e', [{}, 0, '']],
  ])
})

it('what a setter leaves open inside a fact is absent from the case', () => {
  const story = history(gas).opens('2026-06-01', { deadline: '2026-08-31' })
  story.does('2026-08-01', 'inspection.completed', { result: 'SATISFACTORY' }, contractor())
  // as stored and read again
  expect(story.case).toStrictEqual(JSON.parse(JSON.stringify(story.case)))
})

it('a decided case has every part of its record, in the order in which it is stored', () => {
  const story = history(gas).opens('2026-06-01', { deadline: '2026-08-31' })
  const everything = {
    ...story.case,
    parent: 'gas:0',
    assetId: 'U-1',
    assignee: 'nia@x.org',
    under: 'R-1',
    children: { a: { workflow: 'action', state: 'open', closed: false } },
  }
  const stamp = { instant: '2026-06-02T09:00:00.000Z' as Instant, today: '2026-06-02' as Day, reckon: story.reckon }
  const by = { kind: 'staff' as const, id: 'nia@x.org', roles: ['administrator' as const] }
  const reversed = Object.fromEntries(Object.entries(everything).reverse()) as Case
  const partsAfter = (c: Case) => {
    const decision = decide(gas, c, { type: 'note.added', at: stamp.instant, by, data: { text: 'x' } }, stamp)
    return decision.ok && Object.keys(decision.case)
  }
  const parts = Object.keys(caseRecord.shape)
  expect(partsAfter(reversed)).toStrictEqual(parts.filter(name => name !== 'closedAt' && name !== 'withdrawnAt'))
  const withdrawn = { withdrawnAt: stamp.instant, ...reversed }
  expect(partsAfter(withdrawn)).toStrictEqual(parts.filter(name => name !== 'wake'))
})
