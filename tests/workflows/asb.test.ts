import { describe, expect, it, test } from 'vitest'
import { check } from '../../shared/core/check.ts'
import { explain } from '../../shared/core/explain.ts'
import { allowedIn } from '../../shared/core/machine.ts'
import type { Day } from '../../shared/core/time.ts'
import type { Place } from '../../shared/position/question.ts'
import { tsm } from '../../shared/position/tsm.ts'
import { asb } from '../../shared/workflows/asb.ts'
import { contractor, history, sha, staff, when } from '../support/history.ts'
import { roam } from '../support/roam.ts'
import { unreadable } from '../support/samples.ts'

const officer = staff('housingOfficer')
const leader = staff('teamLeader')
const report = { reportedOn: '2026-05-01', category: 'noise' }
const opened = (more: object = {}) => history(asb).opens('2026-05-01', { ...report, ...more })
const assessed = (more: object = {}) =>
  opened(more).does('2026-05-05', 'case.assessed', { risk: 'medium', reasons: 'nightly' }, officer)
const dues = (story: ReturnType<typeof opened>, on: string) =>
  Object.fromEntries(explain(asb, story.case, story.reckon, {}, when(on)).map(c => [c.name, c.due]))
const letter = { documents: [{ name: 'letter.pdf', sha256: sha('letter') }] }

it('is sound', () => expect(check(asb)).toEqual([]))
it('has samples that are accepted', () => expect(unreadable(asb)).toEqual([]))

describe('exactly the events of each state', () => {
  const anywhere = ['contact.agreed', 'contact.made', 'category.changed', 'incident.reported']
  const table: Record<string, string[]> = {
    reported: [...anywhere, 'case.assessed'],
    open: [...anywhere, 'case.reviewed', 'closure.proposed'],
    closing: [...anywhere, 'case.reviewed', 'closure.refused', 'closure.agreed'],
    closed: ['case.reopened'],
  }
  it.each(Object.keys(asb.states))('%s', state => expect(allowedIn(asb, state).sort()).toEqual(table[state]?.sort()))
})

test.each([
  [{}, '2026-05-11'],
  [{ urgent: true }, '2026-05-05'],
  [{ category: 'hate_incident', strand: 'race' }, '2026-05-05'],
])('reported on Friday 1 May with %j is assessed by %s (4 May is a bank holiday)', (more, due) =>
  expect(dues(opened(more), '2026-05-01')).toEqual({ response: due }),
)

test('hate incidents are a category of their own and say what they are about', () => {
  expect(history(asb).opensNot('2026-05-01', { ...report, category: 'hate_incident' })).toMatchObject({ kind: 'guard' })
  const story = assessed()
  expect(
    story.refuses('2026-05-06', 'category.changed', { category: 'hate_incident', reason: 'words used' }, officer),
  ).toMatchObject({ kind: 'guard' })
  story.does(
    '2026-05-06',
    'category.changed',
    { category: 'hate_incident', strand: 'disability', reason: 'words used' },
    officer,
  )
  expect(story.case.facts.categories).toEqual([{ was: 'noise', until: '2026-05-06', by: officer.id }])
})

test('contact points are what was agreed, and whether they were kept is known', () => {
  const story = assessed()
  expect(dues(story, '2026-05-05').contact).toBe('2026-05-19')
  story.does('2026-05-06', 'contact.agreed', { everyDays: 7, how: 'telephone' }, officer)
  expect(dues(story, '2026-05-06').contact).toBe('2026-05-12')
  story.does('2026-05-12', 'contact.made', { how: 'telephone' }, officer)
  story.does('2026-05-20', 'contact.made', { how: 'telephone' }, officer)
  expect(story.events.slice(-2).map(e => e.notes)).toEqual([['kept'], ['late']])
})

test('a team leader reviews every six weeks, and not the own case', () => {
  const story = assessed()
  expect(dues(story, '2026-05-05').review).toBe('2026-06-12')
  expect(
    story
      .until('2026-06-16')
      .filter(n => n.clock === 'review')
      .map(n => n.role),
  ).toContain('teamLeader')
  const review = { note: 'go on', continues: true }
  expect(story.refuses('2026-06-16', 'case.reviewed', review, officer)).toMatchObject({ kind: 'forbidden' })
  story.does('2026-06-16', 'reassigned', { to: leader.id })
  expect(story.refuses('2026-06-16', 'case.reviewed', review, leader)).toMatchObject({ kind: 'guard' })
  story.does('2026-06-16', 'case.reviewed', review, staff('operationalManager'))
  expect(dues(story, '2026-06-16').review).toBe('2026-07-28')
  story.replays()
})

test('closed by two people and by letter; reopened, its clocks run again', () => {
  const story = assessed().does('2026-06-01', 'closure.proposed', { reason: 'quiet', tenantAgrees: false }, leader)
  expect(story.refuses('2026-06-02', 'closure.agreed', letter, leader)).toMatchObject({ kind: 'guard' })
  story.does('2026-06-02', 'closure.agreed', letter, staff('headOfService'))
  expect([story.state, story.events.at(-1)?.notes]).toEqual(['closed', ['closed though the tenant does not agree']])
  story.does('2026-06-20', 'case.reopened', { reason: 'again' }, officer)
  expect(dues(story, '2026-06-20')).toEqual({ contact: '2026-07-04', review: '2026-08-01' })
})

test('NM01: opened and hate incidents for each 1,000 homes', () => {
  const asb = [
    ...Array.from({ length: 45 }, () => ({ reportedOn: '2025-06-01' as Day, category: 'noise' })),
    { reportedOn: '2026-03-31' as Day, category: 'hate_incident' },
    { reportedOn: '2026-04-01' as Day, category: 'hate_incident' },
  ].map((one, n) => ({ ...one, caseId: `ASB-${n}` }))
  const homes = Array.from({ length: 5079 }, (_, n): Place => ({ id: `H${n}`, type: 'dwelling' }))
  const places = new Map(homes.map(place => [place.id, place]))
  const measured = (cases: typeof asb) =>
    tsm({ asAt: '2026-03-31' as Day, places, held: [], surveys: [], stages: [], asb: cases })
      .figures.filter(one => one.id.startsWith('NM01'))
      .map(one => [one.numerator, one.shown, one.behind.ids.length])
  expect(measured(asb)).toEqual([
    [46, '9.06', 46],
    [1, '0.20', 1],
  ])
  // who keeps them elsewhere has none here, which is not the same as none
  expect(measured([])).toEqual([
    [0, 'no data', 0],
    [0, 'no data', 0],
  ])
})

test('whatever happens, it is replayed, led and never silent', () =>
  roam(asb, {
    on: '2026-05-01',
    facts: report,
    by: [officer, leader, contractor()],
    events: [
      ['case.assessed', { risk: 'low', reasons: 'r' }],
      ['contact.agreed', { everyDays: 7, how: 'telephone' }],
      ['contact.made', { how: 'telephone' }],
      ['case.reviewed', { note: 'n', continues: true }],
      ['category.changed', { category: 'drugs', reason: 'r' }],
      ['incident.reported', {}],
      ['closure.proposed', { reason: 'r', tenantAgrees: true }],
      ['closure.refused', { reason: 'r' }],
      ['closure.agreed', letter],
      ['case.reopened', { reason: 'r' }],
    ],
  }))
