import { describe, expect, it, test } from 'vitest'
import { check } from '../../shared/core/check.ts'
import { explain } from '../../shared/core/explain.ts'
import { allowedIn } from '../../shared/core/machine.ts'
import { adaptation } from '../../shared/workflows/adaptation.ts'
import { contractor, history, sha, staff, when } from '../support/history.ts'
import { roam } from '../support/roam.ts'
import { unreadable } from '../support/samples.ts'

const officer = staff('officer')
const leader = staff('teamLeader')
const builder = contractor('accessworks')
const photo = { documents: [{ name: 'after.jpg', sha256: sha('after') }] }
const invoice = { documents: [{ name: 'Invoice 20391.pdf', sha256: sha('invoice') }] }
const opened = () => history(adaptation).opens('2026-01-05', { referredOn: '2026-01-05' })
const dues = (story: ReturnType<typeof opened>, on: string) =>
  Object.fromEntries(explain(adaptation, story.case, story.reckon, {}, when(on)).map(c => [c.name, c.due]))
const onSite = () =>
  opened()
    .does('2026-01-20', 'adaptation.assessed', { kind: 'stairlift', recommendation: 'stairlift' }, officer)
    .does('2026-02-10', 'adaptation.approved', { budget: '2025/26' }, leader)
    .does('2026-02-20', 'adaptation.ordered', { contractorId: 'accessworks', workOrder: 'W1' }, officer)
    .does('2026-03-20', 'work.started', {}, builder)

it('is sound', () => expect(check(adaptation)).toEqual([]))
it('has samples that are accepted', () => expect(unreadable(adaptation)).toEqual([]))

describe('exactly the events of each state', () => {
  const anywhere = ['invoice.received', 'visit.noAccess', 'adaptation.refused', 'adaptation.withdrawn']
  const table: Record<string, string[]> = {
    referred: [...anywhere, 'adaptation.assessed'],
    assessed: [...anywhere, 'adaptation.approved'],
    approved: [...anywhere, 'adaptation.ordered'],
    ordered: [...anywhere, 'work.started', 'work.completed', 'remedial.completed'],
    on_site: [...anywhere, 'work.completed', 'remedial.completed'],
    claimed_complete: [...anywhere, 'completion.verified', 'completion.disputed'],
    completed: [],
    refused: [],
    withdrawn: [],
  }
  it.each(Object.keys(adaptation.states))('%s', state =>
    expect(allowedIn(adaptation, state).sort()).toEqual(table[state]?.sort()),
  )
})

test('each stage has its time and the whole has one', () => {
  const story = opened()
  expect(dues(story, '2026-01-05')).toEqual({ assess: '2026-02-02', whole: '2027-01-05' })
  story.does('2026-01-20', 'adaptation.assessed', { recommendation: 'ramp' }, officer)
  expect(dues(story, '2026-01-20').approve).toBe('2026-02-17')
  expect(dues(onSite(), '2026-03-20')).toEqual({ complete: '2026-04-17', whole: '2027-01-05' })
})

test('G63: an invoice completes nothing', () => {
  const story = onSite().does('2026-04-01', 'invoice.received', { reference: 'INV-1' }, builder)
  expect([story.state, story.events.at(-1)?.notes]).toEqual(['on_site', ['an invoice completes nothing']])
  expect(story.refuses('2026-04-02', 'work.completed', invoice, builder)).toMatchObject({ codes: ['EVIDENCE_MISSING'] })
})

test('completed by evidence that another person has seen; the wait is known', () => {
  const story = onSite().does('2026-04-10', 'work.completed', photo, builder)
  expect(story.refuses('2026-04-11', 'completion.verified', {}, builder)).toMatchObject({ kind: 'forbidden' })
  story.does('2026-04-11', 'completion.disputed', { reason: 'rail loose' }, officer)
  story.does('2026-04-14', 'remedial.completed', photo, builder)
  story.does('2026-04-15', 'completion.verified', { tenantContent: true }, officer)
  expect([story.state, story.case.facts.completedOn, story.case.facts.waitedDays]).toEqual([
    'completed',
    '2026-04-14',
    99,
  ])
  story.replays()
})

test('older than a year is told on and on', () => {
  const told = onSite()
    .until('2027-04-01')
    .filter(n => n.template === 'tooLong' && n.role === 'headOfService')
  expect(told.map(n => n.at.slice(0, 10))).toEqual(['2027-01-06', '2027-02-03', '2027-03-03', '2027-03-31'])
})

test('whatever happens, it is replayed, led and never silent', () =>
  roam(adaptation, {
    on: '2026-01-05',
    facts: { referredOn: '2026-01-05' },
    by: [officer, leader, builder],
    events: [
      ['adaptation.assessed', { recommendation: 'ramp' }],
      ['adaptation.approved', { budget: 'b' }],
      ['adaptation.ordered', { contractorId: 'accessworks', workOrder: 'W' }],
      ['work.started', {}],
      ['work.completed', photo],
      ['work.completed', invoice],
      ['invoice.received', { reference: 'I' }],
      ['completion.verified', {}],
      ['completion.disputed', { reason: 'r' }],
      ['visit.noAccess', { outcome: 'no_answer' }],
    ],
    always: story => {
      if (story.state === 'completed') expect((story.case.facts.claimed as { sha256: string[] }).sha256).not.toEqual([])
    },
  }))
