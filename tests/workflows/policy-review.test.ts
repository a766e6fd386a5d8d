import { describe, expect, it, test } from 'vitest'
import { check } from '../../shared/core/check.ts'
import { allowedIn } from '../../shared/core/machine.ts'
import { policyDue, policyReview } from '../../shared/workflows/policy-review.ts'
import { contractor, history, sha, staff } from '../support/history.ts'
import { roam } from '../support/roam.ts'
import { unreadable } from '../support/samples.ts'

const head = staff('headOfService')
const document = { name: 'policy.pdf', sha256: sha('policy') }
const facts = { policy: 'Adaptations', approvedOn: '2024-02-29', publishedOn: '2024-03-04' }
const opened = (more: object = {}) => history(policyReview).opens('2026-04-07', { ...facts, ...more })
const due = (story: ReturnType<typeof opened>) => policyDue(policyReview.facts.parse(story.case.facts), story.reckon)

it('is sound', () => expect(check(policyReview)).toEqual([]))
it('has samples that are accepted', () => expect(unreadable(policyReview)).toEqual([]))

describe('exactly the events of each state', () => {
  const anywhere = ['review.asked', 'policy.withdrawn']
  const table: Record<string, string[]> = {
    in_force: [...anywhere, 'review.started'],
    review_due: [...anywhere, 'review.started'],
    in_review: [...anywhere, 'policy.approved'],
    to_publish: [...anywhere, 'policy.published'],
    withdrawn: [],
  }
  it.each(Object.keys(policyReview.states))('%s', state =>
    expect(allowedIn(policyReview, state).sort()).toEqual(table[state]?.sort()),
  )
})

test.each([
  [{}, '2027-02-28'],
  [{ everyMonths: 12 }, '2025-02-28'],
  [{ everyMonths: 60 }, '2027-02-28'],
])('%j: to be reviewed by %s (G8)', (more, on) => expect(due(opened(more))).toBe(on))

test('reviewed, approved, published; three years from there', () => {
  const story = opened()
  story.until('2026-12-05')
  expect(story.state).toBe('review_due')
  story.does('2026-12-06', 'review.started', {}, head)
  expect(
    story.refuses('2027-01-10', 'policy.approved', { approvedBy: 'Cabinet', document }, contractor()),
  ).toMatchObject({ kind: 'forbidden' })
  story.does('2027-01-10', 'policy.approved', { approvedBy: 'Cabinet', document }, head)
  expect([story.state, due(story)]).toEqual(['to_publish', '2030-01-10'])
  expect(story.until('2027-02-01').map(n => n.template)).toContain('publishLate')
  story.does('2027-02-01', 'policy.published', { link: 'https://landlord.example/p' }, head)
  expect(story.state).toBe('in_force')
  story.replays()
})

test('a reason to review it earlier gives three months', () => {
  const story = opened().does('2026-05-31', 'review.asked', { because: 'a finding of the Ombudsman' }, head)
  expect(due(story)).toBe('2026-08-31')
})

test('whatever happens, it is replayed, led and never silent', () =>
  roam(policyReview, {
    on: '2026-04-07',
    facts,
    hours: 1500,
    by: [head, contractor()],
    events: [
      ['review.started', {}],
      ['review.asked', { because: 'law' }],
      ['policy.approved', { approvedBy: 'Cabinet', document }],
      ['policy.published', { link: 'https://landlord.example/p' }],
    ],
  }))
