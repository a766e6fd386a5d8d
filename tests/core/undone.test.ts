/** An import undone by events: withdrawn, as before, begun again; every history repeats byte for byte. */
import { expect, test } from 'vitest'
import type { Actor, Case, Decision, Recorded } from '../../shared/core/case.ts'
import { decide } from '../../shared/core/machine.ts'
import { open } from '../../shared/core/open.ts'
import { reckoner } from '../../shared/core/reckon.ts'
import { replay } from '../../shared/core/replay.ts'
import { dayOf, type Instant } from '../../shared/core/time.ts'
import { asBefore } from '../../shared/core/undone.ts'
import { england } from '../../shared/core/working-days.ts'
import { gas } from '../../shared/workflows/gas.ts'

const reckon = reckoner(england)
const now = (instant: string) => ({ instant: instant as Instant, today: dayOf(instant as Instant), reckon })
const staff: Actor = { kind: 'staff', id: 'asha@x.org', roles: ['complianceManager'] }
const system: Actor = { ...staff, kind: 'system' }
const good = (decision: ReturnType<typeof decide>): Decision => {
  if (!decision.ok) throw new Error(JSON.stringify(decision))
  return decision
}
const row = (lastDoneOn: string) => ({ applicability: 'required', lastDoneOn, dutyBeganOn: '2020-01-01' })
const facts = (lastDoneOn: string) => gas.obligation!.fromRecord(row(lastDoneOn) as never, reckon)

const story = () => {
  const history: Recorded[] = []
  let c!: Case
  const take = (decision: Decision) => {
    c = decision.case
    history.push(decision.event)
    return decision
  }
  take(
    good(
      open(
        gas,
        {
          id: 'gas:H1',
          assetId: 'H1',
          facts: facts('2026-05-01'),
          by: staff,
          at: '2026-06-01T09:00:00.000Z' as Instant,
        },
        now('2026-06-01T09:00:00.000Z'),
      ),
    ),
  )
  const tell = (type: string, data: unknown, at: string, by = system) =>
    decide(gas, c, { type, data, at: at as Instant, by }, now(at))
  return { history, is: () => c, take, tell }
}
const why = (c: Case) => ({ run: 'R1', reason: 'the wrong file', version: c.version })

test('a changed case is as before, its history repeats, and no one but the system says so', () => {
  const { history, is, take, tell } = story()
  const before = is()
  take(good(tell('record.imported', row('2026-05-20'), '2026-06-02T09:00:00.000Z', staff)))
  expect(is().facts).not.toEqual(before.facts)
  const data = { ...why(is()), before: asBefore(before) }
  expect(tell('case.restored', data, '2026-06-03T09:00:00.000Z', staff)).toMatchObject({ kind: 'forbidden' })
  take(good(tell('case.restored', data, '2026-06-03T09:00:00.000Z')))
  expect(JSON.stringify({ ...is(), version: 1 })).toBe(JSON.stringify(before))
  expect(JSON.stringify(replay(gas, history, reckon))).toBe(JSON.stringify(is()))
})

test('a withdrawn case takes notes alone, owes nothing, and begins again as if new', () => {
  const { history, is, take, tell } = story()
  const before = is()
  const { notices, errands } = take(good(tell('case.withdrawn', why(is()), '2026-06-03T09:00:00.000Z')))
  expect([notices, errands, is().wake, is().closedAt, is().withdrawnAt]).toEqual([
    [],
    [],
    undefined,
    '2026-06-03T09:00:00.000Z',
    '2026-06-03T09:00:00.000Z',
  ])
  expect(tell('record.imported', row('2026-05-01'), '2026-06-04T09:00:00.000Z')).toMatchObject({ kind: 'not_allowed' })
  take(good(tell('note.added', { text: 'x' }, '2026-06-04T09:00:00.000Z', staff)))
  take(good(tell('case.begunAgain', { facts: facts('2026-05-01') }, '2026-06-05T09:00:00.000Z')))
  const at = '2026-06-05T09:00:00.000Z'
  expect(JSON.stringify(is())).toBe(JSON.stringify({ ...before, version: 4, openedAt: at, enteredAt: at }))
  expect(JSON.stringify(replay(gas, history, reckon))).toBe(JSON.stringify(is()))
  expect(tell('case.begunAgain', { facts: {} }, at)).toMatchObject({ kind: 'guard', codes: ['NOT_WITHDRAWN'] })
})

test('what happened since it was looked at refuses it', () => {
  const { is, take, tell } = story()
  const data = why(is())
  take(good(tell('note.added', { text: 'x' }, '2026-06-04T09:00:00.000Z', staff)))
  expect(tell('case.withdrawn', data, '2026-06-05T09:00:00.000Z')).toMatchObject({ codes: ['TOUCHED'] })
})
