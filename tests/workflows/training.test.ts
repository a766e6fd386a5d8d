import { describe, expect, it, test } from 'vitest'
import { check } from '../../shared/core/check.ts'
import { allowedIn } from '../../shared/core/machine.ts'
import { training, trainingDue } from '../../shared/workflows/training.ts'
import { contractor, history, sha, staff } from '../support/history.ts'
import { roam } from '../support/roam.ts'
import { unreadable } from '../support/samples.ts'

const manager = staff('operationalManager')
const head = staff('headOfService')
const documents = [{ name: 'certificate.pdf', sha256: sha('certificate') }]
const facts = {
  post: 'Head of housing',
  course: 'Level 5 in housing',
  kind: 'competence_l5',
  inPostSince: '2020-01-01',
}
const opened = (more: object = {}) => history(training).opens('2026-11-01', { ...facts, ...more })

it('is sound', () => expect(check(training)).toEqual([]))
it('has samples that are accepted', () => expect(unreadable(training)).toEqual([]))

describe('exactly the events of each state', () => {
  const anywhere = ['person.exempt', 'person.left']
  const table: Record<string, string[]> = {
    required: [...anywhere, 'training.enrolled', 'certificate.submitted'],
    enrolled: [...anywhere, 'certificate.submitted'],
    evidence_review: [...anywhere, 'certificate.accepted', 'certificate.rejected'],
    held: [],
    exempt: [],
    left: [],
  }
  it.each(Object.keys(training.states))('%s', state =>
    expect(allowedIn(training, state).sort()).toEqual(table[state]?.sort()),
  )
})

test.each([
  [{}, '2029-10-01'],
  [{ smallLandlord: true }, '2030-10-01'],
  [{ inPostSince: '2027-02-28' }, '2030-02-28'],
  [{ dueOn: '2027-06-30' }, '2027-06-30'],
  [{ kind: 'course', everyMonths: 3, inPostSince: '2026-10-31' }, '2027-01-31'],
])('%j is due %s', (more, due) => {
  const story = opened(more)
  expect(trainingDue(training.facts.parse(story.case.facts), story.reckon)).toBe(due)
})

test('enrolled is not qualified; a certificate that another has accepted is', () => {
  const story = opened().does('2027-01-01', 'training.enrolled', { provider: 'College' }, manager)
  story.does('2028-01-10', 'certificate.submitted', { documents }, manager)
  expect(story.refuses('2028-01-11', 'certificate.accepted', {}, manager)).toMatchObject({ kind: 'guard' })
  story.does('2028-01-11', 'certificate.accepted', {}, head)
  expect(story.state).toBe('held')
  story.replays()
})

test('a course to be repeated comes back', () => {
  const story = opened({ kind: 'course', everyMonths: 3 })
  story.does('2026-12-01', 'certificate.submitted', { documents }, manager)
  story.does('2026-12-02', 'certificate.accepted', {}, head)
  expect([story.state, trainingDue(training.facts.parse(story.case.facts), story.reckon)]).toEqual([
    'required',
    '2027-03-01',
  ])
})

test('whatever happens, it is replayed, led and never silent', () =>
  roam(training, {
    on: '2026-11-01',
    facts: { ...facts, everyMonths: 6 },
    hours: 1200,
    by: [manager, head, contractor()],
    events: [
      ['training.enrolled', { provider: 'College' }],
      ['certificate.submitted', { documents }],
      ['certificate.accepted', {}],
      ['certificate.rejected', { reason: 'unreadable' }],
    ],
  }))
