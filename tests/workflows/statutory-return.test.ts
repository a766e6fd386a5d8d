import { describe, expect, it, test } from 'vitest'
import { check } from '../../shared/core/check.ts'
import { allowedIn } from '../../shared/core/machine.ts'
import { returnDue, statutoryReturn } from '../../shared/workflows/statutory-return.ts'
import { contractor, history, sha, staff } from '../support/history.ts'
import { roam } from '../support/roam.ts'
import { unreadable } from '../support/samples.ts'

const officer = staff('complianceOfficer')
const head = staff('headOfService')
const documents = [{ name: 'tsm.xlsx', sha256: sha('tsm') }]
const facts = { what: 'tsm', title: 'Tenant satisfaction measures', yearEnd: '2026-03-31' }
const opened = (more: object = {}) => history(statutoryReturn).opens('2026-04-01', { ...facts, ...more })

it('is sound', () => expect(check(statutoryReturn)).toEqual([]))
it('has samples that are accepted', () => expect(unreadable(statutoryReturn)).toEqual([]))

describe('exactly the events of each state', () => {
  const table: Record<string, string[]> = {
    to_prepare: ['due.confirmed', 'provision.answered', 'return.drafted'],
    drafted: ['due.confirmed', 'provision.answered', 'return.drafted', 'return.approved', 'return.sentBack'],
    approved: ['due.confirmed', 'provision.answered', 'return.submitted'],
    submitted: [],
  }
  it.each(Object.keys(statutoryReturn.states))('%s', state =>
    expect(allowedIn(statutoryReturn, state).sort()).toEqual(table[state]?.sort()),
  )
})

test.each([
  [{}, '2026-06-30'],
  [{ yearEnd: '2026-12-31' }, '2027-06-30'],
  [{ what: 'complaints_report' }, '2026-06-30'],
  [{ dueOn: '2026-09-30' }, '2026-09-30'],
])('%j is due %s', (more, due) => {
  const story = opened(more)
  expect(returnDue(statutoryReturn.facts.parse(story.case.facts), story.reckon)).toBe(due)
})

test('drafted, approved by another, submitted with its receipt; the next year is opened', () => {
  const story = opened().does('2026-05-10', 'return.drafted', { documents }, officer)
  expect(story.refuses('2026-05-11', 'return.submitted', { reference: 'N1', documents }, officer)).toMatchObject({
    kind: 'not_allowed',
  })
  story.does('2026-06-04', 'return.approved', { approvedBy: 'Cabinet' }, head)
  story.does('2026-07-01', 'return.submitted', { reference: 'N1', documents }, officer)
  expect([story.state, story.case.facts.inTime, story.events.at(-1)?.notes]).toEqual(['submitted', false, ['late']])
  expect(story.errands).toMatchObject([
    { to: 'statutory-return:tsm:2027-03-31', open: { facts: { yearEnd: '2027-03-31' } } },
  ])
  story.replays()
})

test('not approved by who drafted it; late is told to the governing body', () => {
  const story = opened().does('2026-05-10', 'return.drafted', { documents }, head)
  expect(story.refuses('2026-05-11', 'return.approved', { approvedBy: 'Cabinet' }, head)).toMatchObject({
    kind: 'guard',
  })
  expect(story.until('2026-07-10').map(n => n.role)).toContain('governingBody')
})

test('whatever happens, it is replayed, led and never silent', () =>
  roam(statutoryReturn, {
    on: '2026-04-01',
    facts,
    by: [officer, head, contractor()],
    events: [
      ['return.drafted', { documents }],
      ['return.approved', { approvedBy: 'Cabinet' }],
      ['return.sentBack', { reason: 'r' }],
      ['return.submitted', { reference: 'N1', documents }],
      ['due.confirmed', { dueOn: '2026-09-30', source: 'letter' }],
    ],
    always: story => {
      if (story.state === 'submitted') expect(story.case.facts.reference).toBeTruthy()
    },
  }))

test('a provision of the Code is answered by the landlord; a no says what will be done and by when', () => {
  const story = opened({ what: 'complaints_report', title: 'Complaints report' })
  const no = { provision: '8.1, 8.2', answer: 'no', evidence: 'No response of the board is published' }
  expect(story.refuses('2026-05-02', 'provision.answered', no, head)).toMatchObject({ codes: ['ACTION_MISSING'] })
  expect(story.refuses('2026-05-02', 'provision.answered', { ...no, provision: '12.9' }, head)).toMatchObject({
    kind: 'invalid',
  })
  expect(story.refuses('2026-05-02', 'provision.answered', no, officer)).toMatchObject({ kind: 'forbidden' })
  story.does('2026-05-02', 'provision.answered', { ...no, action: 'Publish it', by: '2026-06-30' }, head)
  story.does('2026-05-20', 'provision.answered', { ...no, answer: 'yes', evidence: 'The page on complaints' }, head)
  expect(story.case.facts.answers).toEqual({
    '8.1, 8.2': { answer: 'yes', evidence: 'The page on complaints', on: '2026-05-20', answeredBy: head.id },
  })
  expect(opened().refuses('2026-05-02', 'provision.answered', { ...no, answer: 'yes' }, head)).toMatchObject({
    codes: ['NOT_THIS_RETURN'],
  })
  story.replays()
})
