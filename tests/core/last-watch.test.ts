import { expect, it } from 'vitest'
import * as z from 'zod'
import { check } from '../../shared/core/check.ts'
import { isUnwatched } from '../../shared/core/clocks.ts'
import { workflow } from '../../shared/core/declare.ts'
import { explain } from '../../shared/core/explain.ts'
import { fire } from '../../shared/core/fire.ts'
import { decide } from '../../shared/core/machine.ts'
import { open } from '../../shared/core/open.ts'
import { reckoner } from '../../shared/core/reckon.ts'
import { type Day, dayOf } from '../../shared/core/time.ts'
import { england } from '../../shared/core/working-days.ts'
import { task } from '../../shared/law/tasks.ts'
import { admin, when } from '../support/history.ts'

/** Sound by every check, and silent all the same: its one clock has no date once the order was dropped. */
const gap = workflow({
  name: 'gap',
  title: 'A gap',
  law: ['landlord.policy'],
  facts: z.strictObject({ due: z.string().optional() }),
  lead: 'complianceOfficer',
  events: { 'order.dropped': z.strictObject({}), 'order.placed': z.strictObject({ due: z.string() }) },
  initial: 'waiting',
  states: {
    waiting: {
      title: 'Waiting',
      on: {
        'order.dropped': { set: () => ({ due: undefined }) },
        'order.placed': [
          { to: 'done', when: { 'it is for nothing': (_, e) => e.data.due === 'never' } },
          { set: (_, e) => ({ due: e.data.due }) },
        ],
      },
    },
    done: { title: 'Done', final: 'done' },
  },
  clocks: {
    order: {
      title: 'The order',
      source: 'landlord.policy',
      kind: 'policy',
      runs: ['waiting'],
      due: f => f.due as Day | undefined,
      ladder: task('late', ['complianceOfficer', 'complianceManager']),
    },
  },
  words: { late: { subject: '{what}: {where}', body: 'Due {due}.', act: 'Do it.' } },
})

const reckon = reckoner(england)
const nowAt = (text: string) => ({ instant: when(text), today: dayOf(when(text)), reckon })
const must = <T extends { ok: boolean }>(decision: T | undefined) => {
  if (!decision?.ok) throw new Error(JSON.stringify(decision))
  return decision as T & { ok: true }
}
const opened = must(
  open(gap, { id: 'gap:1', facts: { due: '2027-03-01' }, by: admin, at: when('2027-02-01') }, nowAt('2027-02-01')),
).case
const says = (type: string, data: object, on: string, c = opened) =>
  must(decide(gap, c, { type, at: when(on), by: admin, data }, nowAt(on)))

it('a workflow is sound without it, and sound with it', () => expect(check(gap)).toEqual([]))

it('is not there while a clock of the workflow has a date', () => {
  expect(isUnwatched(gap, opened, reckon)).toBe(false)
  expect(explain(gap, opened, reckon, {}, when('2027-02-01')).map(c => c.name)).toEqual(['order'])
})

it('holds a case on which no date runs, and goes up the line until something happens', () => {
  const { case: quiet } = says('order.dropped', {}, '2027-02-02')
  expect(isUnwatched(gap, quiet, reckon)).toBe(true)
  // five working days from Monday 1 February; a word the working day before
  expect(quiet.wake).toBe('2027-02-05T06:00:00.000Z')
  expect(explain(gap, quiet, reckon, {}, when('2027-02-02'))[0]).toMatchObject({ name: 'unwatched', due: '2027-02-08' })
  let c = quiet
  const told: string[] = []
  while (c.wake && c.wake < when('2027-04-01')) {
    const decision = must(fire(gap, c, { instant: c.wake, today: dayOf(c.wake), reckon }))
    told.push(...decision.notices.map(n => n.role))
    c = decision.case
  }
  expect(told.slice(0, 2)).toEqual(['complianceOfficer', 'complianceOfficer'])
  expect(new Set(told)).toEqual(new Set(['complianceOfficer', 'headOfService', 'serviceDirector']))
  expect(told.length).toBeGreaterThan(12)
  const placed = says('order.placed', { due: '2027-05-03' }, '2027-04-01', c).case
  expect(isUnwatched(gap, placed, reckon)).toBe(false)
})

it('does not hold what is at its end', () => {
  expect(says('order.placed', { due: 'never' }, '2027-02-02').case.wake).toBeUndefined()
})
