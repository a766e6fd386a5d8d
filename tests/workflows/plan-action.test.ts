import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { check } from '../../shared/core/check.ts'
import { explain } from '../../shared/core/explain.ts'
import { allowedIn } from '../../shared/core/machine.ts'
import { addDays, addHours, type Day, day } from '../../shared/core/time.ts'
import { planFactsFromRow, planId, planStatus, typedStatus } from '../../shared/workflows/parts/plan.ts'
import { readPlanDate } from '../../shared/workflows/parts/plan-date.ts'
import { planAction } from '../../shared/workflows/plan-action.ts'
import { contractor, history, staff, when } from '../support/history.ts'
import { runs } from '../support/random.ts'
import { unreadable } from '../support/samples.ts'

const row = {
  plan: 'Improvement plan',
  ref: '3.3',
  issue: 'Lift defects',
  timeBased: 'Dec-26',
  actionStatus: 'Started and on target',
  update: 'Contract let',
}
const opened = (more: object = {}, on = '2026-04-07') =>
  history(planAction).opens(on, planFactsFromRow({ ...row, ...more }, { today: on as Day }), planId(row.plan, row.ref))
const manager = staff('operationalManager')
const head = staff('headOfService')
const evidence = [{ name: 'Minutes', link: 'https://landlord.example/minutes' }]
const dues = (story: ReturnType<typeof opened>, on: string) =>
  Object.fromEntries(explain(planAction, story.case, story.reckon, {}, when(on)).map(c => [c.name, c.due]))

it('is sound', () => expect(check(planAction)).toEqual([]))
it('has samples that are accepted', () => expect(unreadable(planAction)).toEqual([]))

describe('G15: dates as plans write them', () => {
  it.each([
    ['Oct-26', '2026-10-31'],
    ['Feb-28', '2028-02-29'],
    ['Feb 26', '2026-02-28'],
    ['June 24', '2024-06-30'],
    ['Sept 2026', '2026-09-30'],
    ['End September 2024', '2024-09-30'],
    ['by end of March 2026', '2026-03-31'],
    ['Q1 2024/25', '2024-06-30'],
    ['Q2 2024/25', '2024-09-30'],
    ['Q3 2024/25', '2024-12-31'],
    ['Q4 2024 /25', '2025-03-31'],
    ['End Q4 2024/25', '2025-03-31'],
    ['End Q2 2024/25.', '2024-09-30'],
    ['Q4 2027/2028', '2028-03-31'],
    ['2026-10-15', '2026-10-15'],
    ['15/10/2026', '2026-10-15'],
    ['8 April 26', '2026-04-08'],
    ['31 May 2026', '2026-05-31'],
  ])('%s is %s', (text, due) => expect(readPlanDate(text)).toEqual({ kind: 'date', due }))

  it.each([
    ['Q3 2024', ['2023-12-31', '2024-09-30', '2024-12-31']],
    ['Q3', []],
    ['Q3 2024/26', []],
    ['June 24 October 2024', ['2024-06-30', '2024-10-31']],
  ])('%s is asked', (text, could) => expect(readPlanDate(text)).toMatchObject({ kind: 'unclear', could }))

  it.each([
    undefined,
    '',
    'Ongoing',
    'Date to be confirmed',
    'after the meeting in April 2026',
    '31/02/2026',
    '2026-13-01',
  ])('%s is no date', text => expect(readPlanDate(text)).toMatchObject({ kind: 'none' }))

  test('each year from a month: first due when its first year ends', () =>
    expect(readPlanDate('Annually from April 2026')).toEqual({ kind: 'yearly', from: '2026-04-01', due: '2027-03-31' }))

  test('never throws, and a date it gives exists', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^(Q[0-9]|End|Oct|32|feb)[ -/0-9]{0,9}$/)), text => {
        const read = readPlanDate(text)
        if (read.kind === 'date') expect(day.safeParse(read.due).success).toBe(true)
      }),
    )
  })
})

describe('typed status and computed status', () => {
  it.each([
    ['Dec-25', 'Started and on target', undefined, '2026-04-07', 'OVERDUE', 97, true],
    ['Dec-25', 'Started but may be late', undefined, '2026-04-07', 'OVERDUE', 97, false],
    ['Dec-25', 'Started and on target', 'Completed', '2026-04-07', 'CLAIMED', undefined, true],
    ['Dec-25', 'Started and on target', 'Complete', '2026-04-07', 'CLAIMED', undefined, true],
    ['Mar-26', 'Started and on target', undefined, '2026-03-31', 'DUE', 0, false],
    ['Mar-26', 'Started and on target', undefined, '2026-04-01', 'OVERDUE', 1, true],
    ['Oct-26', 'Not started', undefined, '2026-04-07', 'ON_COURSE', 207, false],
    ['to be agreed', 'Not started', undefined, '2026-04-07', 'NO_DATE', undefined, false],
  ])('%s, typed %s / %s, on %s: %s', (timeBased, actionStatus, outcomeStatus, asOf, status, days, contradicts) => {
    const facts = planFactsFromRow({ ...row, timeBased, actionStatus, outcomeStatus }, { today: '2026-03-01' as Day })
    expect(planStatus(facts, asOf as Day)).toEqual({
      status,
      ...(days === undefined ? {} : { days }),
      typed: typedStatus(actionStatus),
      contradicts,
    })
  })
})

test('references are text: 3.10 is not 3.1', () => expect(planId('P', '3.10')).not.toBe(planId('P', '3.1')))

describe('exactly the events of each state', () => {
  const anywhere = ['date.set', 'due.changed', 'owner.changed', 'action.added', 'action.withdrawn']
  const working = [...anywhere, 'row.imported', 'update.given', 'completion.claimed']
  const table: Record<string, string[]> = {
    open: working,
    started: working,
    blocked: working,
    claimed: [...anywhere, 'row.imported', 'completion.claimed', 'completion.verified', 'completion.disputed'],
    completed: [],
    withdrawn: [],
  }
  it.each(Object.keys(planAction.states))('%s', state =>
    expect(allowedIn(planAction, state).sort()).toEqual(table[state]?.sort()),
  )
})

test('climbs to the governing body thirty days after its date', () => {
  const story = opened()
  const told = story.until('2027-03-01').filter(n => n.clock === 'due')
  const days = (role: string) => told.filter(n => n.role === role).map(n => n.at.slice(0, 10))[0]
  expect(days('headOfService')).toBe('2027-01-07')
  expect(days('serviceDirector')).toBe('2027-01-14')
  expect(days('governingBody')).toBe('2027-01-30')
  expect(told[0]?.at.slice(0, 10)).toBe('2026-12-01')
})

test('35 days without an update nudge the owner, and an update starts them again', () => {
  const story = opened()
  expect(dues(story, '2026-04-07').update).toBe('2026-05-12')
  expect(story.until('2026-05-12').map(n => [n.template, n.role])).toEqual([['updateDue', 'operationalManager']])
  story.does('2026-05-13', 'update.given', { text: 'Half done', actionStatus: 'Concerns/blockages' }, manager)
  expect([story.state, dues(story, '2026-05-13').update]).toEqual(['blocked', '2026-06-17'])
})

test('a change of date needs another person and keeps all former dates', () => {
  const story = opened()
  const change = { dueOn: '2027-03-31', reason: 'scope grew', approvedBy: 'director@landlord.example' }
  expect(story.refuses('2026-09-01', 'due.changed', { ...change, approvedBy: manager.id }, manager)).toMatchObject({
    failed: ['the approver is somebody other than who asks'],
  })
  story.does('2026-09-01', 'due.changed', change, manager)
  story.does('2027-02-01', 'due.changed', { ...change, dueOn: '2027-07-31' }, manager)
  expect(story.case.facts.formerDue).toMatchObject([{ due: '2026-12-31' }, { due: '2027-03-31' }])
  expect(
    explain(planAction, story.case, story.reckon, {}, when('2027-02-01')).find(c => c.name === 'due')?.why,
  ).toHaveLength(3)
})

test('a file moves no date; it says that it differs', () => {
  const story = opened()
  story.does('2026-05-01', 'row.imported', { ...row, timeBased: 'Jul-27', update: 'New' }, manager)
  expect(story.case.facts.dueOn).toBe('2026-12-31')
  expect(story.events.at(-1)?.notes).toEqual(['the file says 2027-07-31: not taken, ask for a change of date'])
  expect(story.refuses('2026-05-01', 'row.imported', { ...row, ref: '3.30' }, manager)).toMatchObject({ kind: 'guard' })
})

test('a row without a date is asked for one', () => {
  const story = opened({ timeBased: 'Q3 2026' })
  expect(story.case.facts.dateQuestion).toContain('Q3 2026')
  expect(Object.keys(dues(story, '2026-04-07')).sort()).toEqual(['date', 'update'])
  expect(story.until('2026-04-30').map(n => n.template)).toContain('dateMissing')
  story.does('2026-05-01', 'date.set', { dueOn: '2026-12-31' }, manager)
  expect(story.refuses('2026-05-02', 'date.set', { dueOn: '2027-12-31' }, manager)).toMatchObject({ kind: 'guard' })
  expect(dues(story, '2026-05-02').due).toBe('2026-12-31')
})

test('completed on evidence, seen by a second person', () => {
  const story = opened()
  expect(story.refuses('2026-06-01', 'completion.claimed', { evidence: [] }, manager)).toMatchObject({
    kind: 'invalid',
  })
  expect(story.refuses('2026-06-01', 'completion.claimed', { evidence }, contractor())).toMatchObject({
    kind: 'forbidden',
  })
  story.does('2026-06-01', 'completion.claimed', { evidence }, head)
  expect(story.refuses('2026-06-02', 'completion.verified', {}, head)).toMatchObject({ kind: 'guard' })
  story.does('2026-06-02', 'completion.disputed', { reason: 'minutes of another meeting' }, staff('director'))
  expect(story.state).toBe('started')
  story.does('2026-06-03', 'completion.claimed', { evidence }, manager)
  story.does('2026-06-04', 'completion.verified', {}, head)
  expect([story.state, story.case.facts.inTime]).toEqual(['completed', true])
  story.replays()
})

test('typed as complete on import is a claim: no evidence, no completion', () => {
  const story = opened({ outcomeStatus: 'Complete' })
  expect(story.state).toBe('claimed')
  expect(story.refuses('2026-04-08', 'completion.verified', {}, head)).toMatchObject({ codes: ['EVIDENCE_MISSING'] })
  expect(story.until('2026-04-30').map(n => n.template)).toContain('verifyLate')
  story.does('2026-04-30', 'completion.verified', { evidence }, head)
  expect(story.state).toBe('completed')
})

test('no parent before its children', () => {
  const story = opened({ ref: '3.3' })
  story.does('2026-04-08', 'action.added', { row: { ...row, ref: '3.3.1' } }, manager)
  const child = planId(row.plan, '3.3.1')
  expect(story.errands).toMatchObject([{ to: child, open: { parent: story.case.id, facts: { parentRef: '3.3' } } }])
  expect(story.refuses('2026-04-09', 'completion.claimed', { evidence }, manager)).toMatchObject({
    codes: ['CHILDREN_OPEN'],
  })
  const system = { kind: 'system' as const, id: 'system', roles: ['system' as const] }
  story.does(
    '2026-05-01',
    'child.closed',
    { child, workflow: 'plan-action', state: 'completed', outcome: 'completed' },
    system,
  )
  story.does('2026-05-02', 'completion.claimed', { evidence }, manager)
  expect(story.state).toBe('claimed')
  story.replays()
})

test('what is done each year comes back each year', () => {
  const story = opened({ timeBased: 'Annually from April 2026', actionStatus: 'Not started' })
  story.does('2027-03-01', 'completion.claimed', { evidence }, manager)
  story.does('2027-03-02', 'completion.verified', {}, head)
  expect([story.state, story.case.facts.dueOn]).toEqual(['open', '2028-03-31'])
})

test.each([
  ['2026-11-30', 3, ['2027-02-28', '2027-05-31', '2027-08-31']],
  ['2027-02-28', 12, ['2028-02-29', '2029-02-28']],
  ['2026-10-15', 6, ['2027-04-15', '2027-10-15']],
])(
  'due on %s and again every %d months: a month means its last day, where the first did (G10)',
  (dueOn, everyMonths, dates) => {
    const facts = { plan: row.plan, ref: row.ref, raisedOn: '2026-04-07', dueOn, everyMonths }
    const story = history(planAction).opens('2026-04-07', facts, planId(row.plan, row.ref))
    for (const date of dates) {
      story.does('2026-05-01', 'completion.claimed', { evidence }, manager)
      story.does('2026-05-02', 'completion.verified', {}, head)
      expect(story.case.facts.dueOn).toBe(date)
    }
  },
)

test('whatever happens, it is replayed, led and never silent', () => {
  const pieces: [string, object][] = [
    ['update.given', { text: 'on', actionStatus: 'Started and on target' }],
    ['update.given', { text: 'no', actionStatus: 'Concerns/blockages' }],
    ['row.imported', { ...row, update: 'file' }],
    ['row.imported', { ...row, outcomeStatus: 'Completed' }],
    ['due.changed', { dueOn: '2027-06-30', reason: 'r', approvedBy: 'x@landlord.example' }],
    ['due.changed', { dueOn: '2026-05-31', reason: 'r', approvedBy: 'x@landlord.example' }],
    ['date.set', { dueOn: '2026-09-30' }],
    ['action.added', { row: { ...row, ref: '3.3.9' } }],
    ['completion.claimed', { evidence }],
    ['completion.verified', {}],
    ['completion.disputed', { reason: 'r' }],
    ['action.withdrawn', { reason: 'r', approvedBy: 'x@landlord.example' }],
  ]
  fc.assert(
    fc.property(
      fc.constantFrom('Dec-26', 'Q3', 'Annually from April 2026'),
      fc.array(fc.tuple(fc.nat(pieces.length - 1), fc.nat(2), fc.nat(1000)), { maxLength: 12 }),
      (timeBased, steps) => {
        const story = opened({ timeBased })
        let now = when('2026-04-07')
        for (const [piece, who, hours] of steps) {
          now = addHours(now, hours)
          story.until(now)
          const [type, data] = pieces[piece]!
          story.tries(now, type, data, [manager, head, contractor()][who]!)
          const final = planAction.states[story.state as 'open'].final
          if (!final) expect(story.case.wake).toBeTruthy()
          if (story.state === 'completed') expect((story.case.facts.evidence as object[]).length).toBeGreaterThan(0)
        }
        story.replays()
      },
    ),
    { numRuns: runs(60) },
  )
})

test('a late update of a past period is dated when it was given', () => {
  const story = opened()
  story.does('2026-05-10', 'update.given', { text: 'Given at the meeting' }, manager, '2026-05-20')
  expect(dues(story, '2026-05-20').update).toBe(addDays('2026-05-10' as Day, 35))
})
