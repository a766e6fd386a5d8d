import { describe, expect, it, test } from 'vitest'
import { check } from '../../shared/core/check.ts'
import { allowedIn } from '../../shared/core/machine.ts'
import type { Day } from '../../shared/core/time.ts'
import { blockInspection, inspectionsMade, periodEnd } from '../../shared/workflows/block-inspection.ts'
import { contractor, history, staff, when } from '../support/history.ts'
import { roam } from '../support/roam.ts'
import { unreadable } from '../support/samples.ts'

const officer = staff('officer')
const block = { block: 'B001', blockType: 'medium', from: '2026-05-01' }
const opened = (more: object = {}) => history(blockInspection).opens('2026-05-01', { ...block, ...more })
const clear = { grade: 1 }

it('is sound', () => expect(check(blockInspection)).toEqual([]))
it('has samples that are accepted', () => expect(unreadable(blockInspection)).toEqual([]))

describe('exactly the events of each state', () => {
  const table: Record<string, string[]> = {
    scheduled: ['inspection.submitted', 'asset.disposed'],
    submitted: ['finding.resolved', 'asset.disposed'],
    reinspect: ['inspection.submitted', 'asset.disposed'],
    missed: ['inspection.submitted', 'missed.explained', 'asset.disposed'],
    closed: [],
    closed_missed: [],
    disposed: [],
  }
  it.each(Object.keys(blockInspection.states))('%s', state =>
    expect(allowedIn(blockInspection, state).sort()).toEqual(table[state]?.sort()),
  )
})

describe('periods by type of block', () => {
  it.each([
    ['hrb', '2026-05-01', '2026-05-07'],
    ['sheltered', '2026-05-01', '2026-05-07'],
    ['medium', '2026-05-01', '2026-05-31'],
    ['medium', '2026-01-31', '2026-02-27'],
    ['low', '2026-05-01', '2026-07-31'],
  ] as const)('%s from %s ends %s', (blockType, from, end) =>
    expect(periodEnd({ blockType, from: from as Day }, opened().reckon)).toBe(end),
  )
})

test.each([
  ['medium', '2026-12-31', ['2027-01-31', '2027-02-28', '2027-03-31', '2027-04-30', '2027-05-31']],
  ['medium', '2027-12-30', ['2028-01-30', '2028-02-29', '2028-03-30']],
  ['low', '2026-11-30', ['2027-02-28', '2027-05-30', '2027-08-30']],
] as const)('G10: periods of a %s block begun on %s do not drift', (blockType, from, begins) => {
  let facts: object = { block: 'B001', blockType, from }
  for (const begin of begins) {
    const story = history(blockInspection).opens(from, facts)
    story.until(`${begin} 07:00`)
    expect(story.errands.map(e => e.to)).toEqual([`block-inspection:B001:${begin}`])
    facts = story.errands[0]!.open!.facts
  }
})

test('inspected: closed, and the next period is opened', () => {
  const story = opened().does('2026-05-12', 'inspection.submitted', clear, officer)
  expect(story.state).toBe('closed')
  expect(story.errands).toMatchObject([
    { to: 'block-inspection:B001:2026-06-01', open: { facts: { from: '2026-06-01' } } },
  ])
  story.replays()
})

test('missed: never made good, and the next period is opened all the same', () => {
  const story = opened()
  story.until('2026-06-01 07:00')
  expect(story.state).toBe('missed')
  expect(story.errands.map(e => e.to)).toEqual(['block-inspection:B001:2026-06-01'])
  expect(story.refuses('2026-06-03', 'inspection.submitted', clear, officer)).toMatchObject({ kind: 'guard' })
  story.does('2026-06-04', 'missed.explained', { reason: 'ill' }, staff('teamLeader'))
  expect(story.state).toBe('closed_missed')
  story.replays()
})

test('made in time and sent late counts by the day of the visit', () => {
  const story = opened()
  story.until('2026-06-01 07:00')
  story.does('2026-05-30', 'inspection.submitted', clear, officer, '2026-06-03')
  expect(story.state).toBe('closed')
})

test('a finding has an action, or says why there is none', () => {
  const rubbish = { subject: 'fly_tipping', text: 'Sofas behind the bin store' }
  const story = opened().does('2026-05-12', 'inspection.submitted', { grade: 2, findings: [rubbish] }, officer)
  expect(story.state).toBe('submitted')
  expect(story.refuses('2026-05-13', 'finding.resolved', { finding: 0 }, officer)).toMatchObject({
    codes: ['FINDING_OPEN'],
  })
  expect(story.refuses('2026-05-13', 'finding.resolved', { finding: 3, raise: true }, officer)).toMatchObject({
    kind: 'guard',
  })
  expect(story.until('2026-05-22').map(n => n.template)).toContain('findingsOpen')
  story.does('2026-05-22', 'finding.resolved', { finding: 0, raise: true }, officer)
  expect(story.state).toBe('closed')
  expect(story.errands.at(-1)?.open).toMatchObject({
    workflow: 'action',
    facts: { priority: 'P3', raisedOn: '2026-05-12' },
  })
})

test('an obstruction of a way out is for today', () => {
  const findings = [{ subject: 'obstruction', text: 'Mattress', raise: true }]
  const story = opened().does('2026-05-12', 'inspection.submitted', { grade: 2, findings }, officer)
  expect(story.state).toBe('closed')
  expect(story.errands[0]?.open?.facts).toMatchObject({ priority: 'P0', raisedAt: when('2026-05-12') })
})

test('a poor grade is inspected again within ten working days, until it is better', () => {
  const story = opened().does('2026-05-12', 'inspection.submitted', { grade: 4 }, officer)
  expect(story.state).toBe('reinspect')
  expect(story.until('2026-05-28').map(n => n.due)).toContain('2026-05-27')
  story.does('2026-05-28', 'inspection.submitted', { grade: 3 }, officer)
  expect([story.state, story.events.at(-1)?.notes]).toEqual(['reinspect', ['still below the threshold']])
  story.does('2026-06-05', 'inspection.submitted', { grade: 1 }, officer)
  expect(story.state).toBe('closed')
})

test('TM04: made among those due', () => {
  const facts = [
    opened().does('2026-05-12', 'inspection.submitted', clear, officer).case.facts,
    opened().case.facts,
    opened({ blockType: 'low' }).does('2026-05-12', 'inspection.submitted', clear, officer).case.facts,
  ]
  expect(inspectionsMade(facts as never, '2026-05-01' as Day, '2026-05-31' as Day, opened().reckon)).toEqual({
    due: 2,
    made: 1,
  })
})

test('whatever happens, it is replayed, led and never silent', () =>
  roam(blockInspection, {
    on: '2026-05-01',
    facts: block,
    hours: 500,
    by: [officer, staff('teamLeader'), contractor()],
    events: [
      ['inspection.submitted', clear],
      ['inspection.submitted', { grade: 4 }],
      ['inspection.submitted', { grade: 2, findings: [{ subject: 'lift', text: 'slow' }] }],
      ['finding.resolved', { finding: 0, noActionBecause: 'known' }],
      ['finding.resolved', { finding: 0, raise: true }],
      ['missed.explained', { reason: 'ill' }],
    ],
    always: story => {
      if (story.state === 'closed')
        for (const f of story.case.facts.findings as {
          actionRef?: string
          noActionBecause?: string
          raise?: boolean
        }[])
          expect(f.actionRef ?? f.noActionBecause ?? f.raise).toBeTruthy()
    },
  }))
