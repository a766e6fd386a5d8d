import { describe, expect, it } from 'vitest'
import { check } from '../../shared/core/check.ts'
import type { Day } from '../../shared/core/time.ts'
import { gas, nextGasDeadline } from '../../shared/workflows/gas.ts'
import { contractor, history, sha, staff } from '../support/history.ts'

const done = {
  result: 'SATISFACTORY',
  operative: { name: 'A. Fitter', regNo: '1234567' },
  documents: [{ name: 'lgsr.pdf', sha256: sha('a') }],
}
const home = {
  deadline: '2027-02-10',
  checks: [{ on: '2026-02-10', knownOn: '2026-02-10', nextDue: '2027-02-10', result: 'SATISFACTORY' }],
}

it('is sound', () => expect(check(gas)).toEqual([]))

describe('reg 36A, domain A.1.2', () => {
  it.each([
    ['2027-02-10', '2026-12-10', 'reset', '2027-12-10'],
    ['2027-02-10', '2026-12-11', 'kept', '2028-02-10'],
    ['2027-02-10', '2027-01-05', 'kept', '2028-02-10'],
    ['2027-02-10', '2027-02-10', 'kept', '2028-02-10'],
    ['2027-02-10', '2027-02-11', 'late', '2028-02-11'],
    ['2026-08-31', '2026-07-01', 'kept', '2027-08-31'],
    ['2026-08-31', '2026-06-30', 'reset', '2027-06-30'],
    ['2027-04-30', '2027-02-28', 'reset', '2028-02-28'],
    ['2028-02-29', '2028-01-15', 'kept', '2029-02-28'],
  ])('deadline %s checked %s is %s: %s', (deadline, on, how, next) => {
    expect(nextGasDeadline(deadline as Day, on as Day, true)).toMatchObject({ how, deadline: next })
    const story = history(gas).opens('2026-06-01', {
      deadline,
      checks: [{ on: '2026-01-10', knownOn: '2026-01-10', nextDue: deadline, result: 'SATISFACTORY' }],
    })
    story.until(on)
    story.does(on, 'inspection.completed', done, contractor())
    story.does(on, 'certificate.accepted', {}, staff('complianceOfficer'))
    expect(story.case.facts.deadline).toBe(next)
    expect(story.events.at(-1)?.notes).toEqual([how === 'late' ? 'late by 1 days' : how])
    story.replays()
  })
})

it('chases a lapse up the line until the certificate is accepted', () => {
  const story = history(gas).opens('2026-11-01', home)
  expect(story.state).toBe('compliant')
  story.until('2026-12-13')
  expect(story.state).toBe('due_issued')
  const told = story.until('2027-03-15').filter(n => n.due === '2027-02-10')
  expect(told.filter(n => n.role === 'serviceDirector').length).toBeGreaterThan(0)
  story.does('2027-03-15', 'inspection.completed', done, contractor())
  expect(story.refuses('2027-03-16', 'certificate.accepted', {}, contractor())).toMatchObject({ kind: 'forbidden' })
  story.does('2027-03-16', 'certificate.accepted', {}, staff('complianceOfficer'))
  expect(story.state).toBe('copy_due')
  expect(story.until('2027-04-01')).toEqual([])
  story.does('2027-04-01', 'copy.sent')
  expect(story.state).toBe('compliant')
  expect(story.case.wake).toBe('2028-01-15T06:00:00.000Z')
  story.replays()
})

it('knows nothing of a home without a record but that it is overdue', () => {
  const story = history(gas).opens('2026-11-01', { dutyBeganOn: '2026-08-01' })
  expect(story.state).toBe('due_issued')
  expect(story.wakes('2026-11-01 10:00').map(n => n.role)).toContain('executive')
})
