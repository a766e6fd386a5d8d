/** Three landlords' plans, put into columns: every row imports, and stands as it should. */
import { readFileSync } from 'node:fs'
import { describe, expect, it, test } from 'vitest'
import { day } from '../../shared/core/time.ts'
import { planActions } from '../../shared/intake/imports/plan-actions.ts'
import { planFactsFromRow, planId, planStatus } from '../../shared/workflows/parts/plan.ts'
import { readPlanDate } from '../../shared/workflows/parts/plan-date.ts'
import { planAction } from '../../shared/workflows/plan-action.ts'
import { history } from '../support/history.ts'
import { readImport } from '../support/read-import.ts'

const today = day.parse('2026-04-07')
const rowsOf = async (name: string) => {
  const text = readFileSync(new URL(`../fixtures/plans/${name}.csv`, import.meta.url), 'utf8')
  const read = await readImport(planActions, text, { today, workflows: new Set() })
  if (!read.ok) throw new Error(JSON.stringify(read.faults))
  return read
}
const standing = async (name: string) => {
  const { rows } = await rowsOf(name)
  return rows.map(({ row }) => {
    const facts = planAction.facts.parse(planFactsFromRow(row, { today }))
    const { status, days } = planStatus(facts, today)
    return `${row.ref} ${facts.dueOn ?? '?'} ${status}${days === undefined ? '' : ` ${days}`}`
  })
}

describe.each([
  ['improvement-plan', 58],
  ['code-action-plan', 24],
  ['self-assessment-plan', 15],
])('%s', (name, count) => {
  it(`imports every one of its ${count} rows, and a second time the same`, async () => {
    const { rows, rejected, repeated } = await rowsOf(name)
    expect([rows.length, rejected, repeated]).toEqual([count, [], 0])
    expect(new Set(rows.map(({ row }) => planId(row.plan, row.ref))).size).toBe(count)
    for (const { row } of rows) {
      const story = history(planAction).opens('2026-04-07', planFactsFromRow(row, { today }), planId(row.plan, row.ref))
      if (!planAction.states[story.state as 'open'].final) expect(story.case.wake).toBeTruthy()
      const before = story.case.facts
      story.does('2026-04-08', 'row.imported', row)
      expect(story.case.facts.updates).toEqual(before.updates)
      expect(story.case.facts.dueOn).toEqual(before.dueOn)
      story.replays()
    }
  })
})

test('the improvement plan as at 7 April 2026', async () => {
  const stands = await standing('improvement-plan')
  expect(stands.filter(line => line.includes('OVERDUE'))).toEqual([
    '3.1 2026-03-31 OVERDUE 7',
    '3.3 2025-12-31 OVERDUE 97',
    '3.4 2025-12-31 OVERDUE 97',
    '8 2025-12-31 OVERDUE 97',
    '8.2 2025-12-31 OVERDUE 97',
  ])
  expect(stands.filter(line => line.includes('CLAIMED')).map(line => line.split(' ')[0])).toEqual(
    '1.4 2.1 4.1 4.2 6.1 7.2 7.3 8.1 8.4 9.4'.split(' '),
  )
  expect(stands.filter(line => line.includes('NO_DATE'))).toEqual(['1.3 ? NO_DATE'])
  expect(stands.filter(line => line.includes(' DUE '))).toEqual(
    ['3.5', '5.2', '5.3', '5.7', '6.2'].map(ref => `${ref} 2026-04-30 DUE 23`),
  )
  expect(stands.filter(line => line.startsWith('5.5') || line.startsWith('5.6'))).toEqual([
    '5.5 2027-03-31 ON_COURSE 358',
    '5.6 2027-03-31 ON_COURSE 358',
  ])
  expect(stands).toContain('1 2026-10-31 ON_COURSE 207')
})

test('rows whose measure and target name different months are said', async () => {
  const { rows } = await rowsOf('improvement-plan')
  const warned = rows
    .filter(({ row }) => planFactsFromRow(row, { today }).warnings.length > 0)
    .map(({ row }) => row.ref)
  expect(warned).toEqual(['1.4', '3.5', '3.7', '6'])
})

test('a row typed on target whose date is over says both', async () => {
  const { rows } = await rowsOf('improvement-plan')
  const lift = rows.find(({ row }) => row.ref === '3.3')!.row
  expect(planStatus(planFactsFromRow(lift, { today }), today)).toEqual({
    status: 'OVERDUE',
    days: 97,
    typed: 'on_target',
    contradicts: true,
  })
})

test('the plan of the Complaint Handling Code', async () => {
  const { rows } = await rowsOf('code-action-plan')
  const read = Object.fromEntries(rows.map(({ row }) => [row.ref, readPlanDate(row.timeBased)]))
  expect(read.CAP1).toEqual({ kind: 'date', due: '2024-06-30' })
  expect(read.CAP6).toEqual({ kind: 'date', due: '2025-03-31' })
  expect(read.CAP7).toEqual({ kind: 'date', due: '2024-09-30' })
  expect(read.CAP14).toEqual({ kind: 'date', due: '2024-12-31' })
  expect(read.CAP21).toEqual({ kind: 'date', due: '2024-10-31' })
  expect(
    Object.entries(read)
      .filter(([, date]) => date.kind !== 'date')
      .map(([ref, date]) => `${ref} ${date.kind}`),
  ).toEqual(['CAP2.5 unclear', 'CAP5 none', 'CAP9 unclear', 'CAP15 unclear', 'CAP20 unclear'])
  expect(read.CAP9).toMatchObject({ could: ['2023-12-31', '2024-09-30', '2024-12-31'] })
})

test('the plan of the self-assessment', async () => {
  const { rows } = await rowsOf('self-assessment-plan')
  const dues = rows.map(({ row }) => `${row.ref} ${planFactsFromRow(row, { today }).dueOn}`)
  expect(dues).toEqual([
    '5.14 2024-12-31',
    '5.14b 2024-07-31',
    '5.15 2024-12-31',
    '5.15b 2024-12-31',
    '6.2 2024-09-30',
    '6.6 2023-09-30',
    '1.3 2024-09-30',
    '1.6 2024-09-30',
    '2.1 2024-09-30',
    '3.1 2024-09-30',
    '3.5 2024-09-30',
    '3.7 2024-06-30',
    '3.7b 2024-09-30',
    '5.9 2024-09-30',
    '5.10 2024-12-31',
  ])
})
