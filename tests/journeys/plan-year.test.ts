/** The first forty actions of a landlord's improvement plan, from its import on 7 April 2026 through a year. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Actor, Errand } from '../../shared/core/case.ts'
import { addDays, type Day } from '../../shared/core/time.ts'
import { planActions } from '../../shared/intake/imports/plan-actions.ts'
import { planFactsFromRow, planId, planStatus } from '../../shared/workflows/parts/plan.ts'
import { planAction } from '../../shared/workflows/plan-action.ts'
import { history, staff } from '../support/history.ts'
import { readImport } from '../support/read-import.ts'

type Story = ReturnType<typeof history>
const START = '2026-04-07' as Day
const manager = staff('operationalManager')
const head = staff('headOfService')
const system: Actor = { kind: 'system', id: 'system', roles: ['system'] }
const evidence = [{ name: 'Cabinet paper', link: 'https://landlord.example/papers' }]

const fortyRows = async () => {
  const text = readFileSync(new URL('../fixtures/plans/improvement-plan.csv', import.meta.url), 'utf8')
  const read = await readImport(planActions, text, { today: START, workflows: new Set() })
  if (!read.ok) throw new Error('the plan does not read')
  return read.rows.slice(0, 40).map(({ row }) => row)
}

/** Parents first; a child is opened by its parent's errand, and its closing is told to the parent. */
const importPlan = async () => {
  const cases = new Map<string, Story>()
  const run = ({ to, open, event }: Errand, on: string) => {
    if (open && !cases.has(to)) cases.set(to, history(planAction).opens(on, open.facts, to))
    if (event) cases.get(to)?.does(on, event.type, event.data, system)
  }
  for (const row of await fortyRows()) {
    const parent = row.parentRef && cases.get(planId(row.plan, row.parentRef))
    if (!parent)
      cases.set(
        planId(row.plan, row.ref),
        history(planAction).opens(START, planFactsFromRow(row, { today: START }), planId(row.plan, row.ref)),
      )
    else run(parent.does(START, 'action.added', { row }, manager).errands.at(-1)!, START)
  }
  const story = (ref: string): Story => cases.get(planId('Improvement plan', ref))!
  /** claimed by one, seen by another, and the parent hears of it */
  const completes = (on: string, ref: string) => {
    const done = story(ref)
    if (done.state !== 'claimed') done.does(on, 'completion.claimed', { evidence }, manager)
    done.does(on, 'completion.verified', { evidence }, head)
    const { parentRef } = done.case.facts as { parentRef?: string }
    if (parentRef)
      story(parentRef).does(
        on,
        'child.closed',
        { child: done.case.id, workflow: 'plan-action', state: done.state, outcome: 'completed' },
        system,
      )
  }
  return { cases, story, completes }
}

test('a plan of forty actions over a year', async () => {
  const { cases, story, completes } = await importPlan()
  expect(cases.size).toBe(40)
  const standing = (asOf: string) =>
    [...cases.values()].map(({ case: c }) => ({ c, ...planStatus(c.facts, asOf as Day) }))
  const count = (asOf: string, status: string) => standing(asOf).filter(s => s.status === status).length

  // On the day of import six claims wait for evidence, and three rows typed "on target" are over.
  expect(count(START, 'CLAIMED')).toBe(6)
  expect(
    standing(START)
      .filter(s => s.status === 'OVERDUE')
      .map(s => [s.c.facts.ref, s.days, s.contradicts]),
  ).toEqual([
    ['3.1', 7, true],
    ['3.3', 97, true],
    ['3.4', 97, true],
  ])
  // Each of the overdue rows tells its gravest rung once, not every rung it has passed.
  expect(
    story('3.3')
      .until('2026-04-07 09:00')
      .map(n => n.role),
  ).toEqual(['operationalManager', 'headOfService', 'serviceDirector', 'governingBody'])

  // Spring: the claims are verified on evidence; nobody can complete a parent before its children.
  for (const ref of ['1.4', '2.1', '4.1', '4.2', '6.1', '7.2']) completes('2026-04-20', ref)
  expect(story('2').refuses('2026-04-21', 'completion.claimed', { evidence }, manager)).toMatchObject({
    codes: ['CHILDREN_OPEN'],
  })
  story('1.3').does('2026-04-28', 'date.set', { dueOn: '2026-12-31', text: 'Dec-26' }, manager)

  // Each month who is diligent writes an update; 4.4 is forgotten, and its owner is nudged after 35 days.
  for (let month = START; month < '2027-03-01'; month = addDays(month, 30))
    for (const each of cases.values()) {
      each.until(month)
      if (each.case.facts.ref !== '4.4' && ['open', 'started', 'blocked'].includes(each.state))
        each.does(month, 'update.given', { text: `As at ${month}` }, manager)
      if (month === addDays(START, 60) && each.case.facts.ref === '3.3') completes(month, '3.3')
      if (month === addDays(START, 90) && each.case.facts.ref === '1.2')
        each.does(
          month,
          'due.changed',
          { dueOn: '2026-11-30', reason: 'policy to committee', approvedBy: 'director@landlord.example' },
          manager,
        )
    }
  const nudges = (ref: string) => story(ref).notices.filter(n => n.template === 'updateDue')
  expect(nudges('4.4')[0]?.at.slice(0, 10)).toBe('2026-05-12')
  expect(nudges('4.4').some(n => n.role === 'headOfService')).toBe(true)
  expect(nudges('4.3')).toEqual([])

  // 1.2 moved with an approver: it was never overdue in August, and its first date is not lost.
  expect(story('1.2').case.facts.formerDue).toMatchObject([
    { due: '2026-07-31', approvedBy: 'director@landlord.example' },
  ])
  expect(
    story('1.2')
      .notices.filter(n => n.clock === 'due' && n.at < '2026-10')
      .every(n => n.due === '2026-07-31'),
  ).toBe(true)
  expect(
    story('1.2')
      .notices.filter(n => n.due === '2026-11-30')
      .map(n => n.at.slice(0, 10))[0],
  ).toBe('2026-10-31')

  // Whatever its typed status, what is past its date has climbed to the governing body by the year's end.
  for (const each of cases.values()) each.until('2027-04-07')
  const overdue = standing('2027-04-07').filter(s => s.status === 'OVERDUE')
  expect(overdue.length).toBeGreaterThan(20)
  for (const { c, days } of overdue)
    if ((days ?? 0) > 30)
      expect(cases.get(c.id)?.notices.some(n => n.role === 'governingBody' && n.clock === 'due')).toBe(true)

  // The parent closes when the last child has.
  for (const ref of ['2.2', '2.4', '2']) completes('2027-04-10', ref)
  expect(story('2').state).toBe('completed')
  expect(story('2').case.facts.inTime).toBe(false)
  for (const each of cases.values()) each.replays()
})
