import { expect, it } from 'vitest'
import { withoutGaps } from '../../shared/core/consequences.ts'
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
