import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { reckoner } from '../../shared/core/reckon.ts'
import { addDays, type Day } from '../../shared/core/time.ts'
import { england } from '../../shared/core/working-days.ts'
import { position } from '../../shared/position/position.ts'
import { gas } from '../../shared/workflows/gas.ts'
import { lifts } from '../../shared/workflows/lifts.ts'
import { contractor, history, sha, staff } from '../support/history.ts'
import { runs } from '../support/random.ts'
import { naiveStatus } from './naive.ts'

const reckon = reckoner(england)
const d = (text: string) => text as Day
const check = (on: string, nextDue: string, knownOn = on) => ({ on, knownOn, nextDue, result: 'x' })
const facts = (more: object) => ({ applicability: 'required', checks: [], rests: [], ...more })
const at = (more: object, asAt: string, knownOn?: string) =>
  position(gas, facts(more), d(asAt), { reckon, ...(knownOn ? { knownOn: d(knownOn) } : {}) })

describe('how an obligation stands', () => {
  const checks = [check('2026-02-10', '2027-02-10')]
  it.each([
    [{ checks }, '2026-12-11', 'compliant', 0],
    [{ checks }, '2026-12-12', 'due', 0],
    [{ checks }, '2027-02-10', 'due', 0],
    [{ checks }, '2027-02-11', 'overdue', 1],
    [{ dutyBeganOn: '2026-12-01' }, '2026-12-31', 'never_inspected', 30],
    [{ dutyBeganOn: '2027-01-01' }, '2026-12-31', 'not_applicable', 0],
    [{ applicability: 'not_required', checks }, '2027-02-11', 'not_applicable', 0],
    [{ applicability: 'unknown', checks }, '2026-12-01', 'unknown_applicability', 0],
    [{ checks, rests: [{ from: '2027-02-01', why: 'capped' }] }, '2027-03-01', 'suspended', 0],
    [{ checks, rests: [{ from: '2027-02-01', to: '2027-03-01', why: 'capped' }] }, '2027-03-01', 'overdue', 19],
    [{ checks, retiredOn: '2027-02-10' }, '2027-02-10', 'retired', 0], // G34: sold on the due date
    [{ checks, retiredOn: '2027-03-10' }, '2027-03-09', 'overdue', 27],
  ])('%j at %s is %s', (more, asAt, status, daysOverdue) => {
    expect(at(more, asAt)).toMatchObject({ status, daysOverdue })
  })

  it('G24, G19: made in January and shown in February: both questions have an answer', () => {
    const late = { checks: [check('2026-01-20', '2027-01-20'), check('2027-01-10', '2028-01-20', '2027-02-20')] }
    expect(at(late, '2027-02-01').status).toBe('compliant')
    expect(at(late, '2027-02-01', '2027-02-01')).toMatchObject({ status: 'overdue', daysOverdue: 12 })
    expect(at(late, '2027-02-20', '2027-02-20').status).toBe('compliant')
  })

  it('follows a lift through withdrawal: suspended, not overdue', () => {
    const story = history(lifts).opens('2026-11-02', { checks: [check('2026-10-20', '2027-04-20')] }, 'lifts:L1')
    const documents = [{ name: 'x', sha256: sha('x') }]
    story.does(
      '2027-02-01',
      'lift.withdrawn',
      { reason: 'works', isolated: true, documents },
      staff('complianceManager'),
    )
    const asked = (asAt: string) => position(lifts, story.case.facts, d(asAt), { reckon }).status
    expect([asked('2027-01-31'), asked('2027-05-01')]).toEqual(['compliant', 'suspended'])
    story.does('2027-06-01', 'exam.completed', { documents }, contractor())
    story.does('2027-06-02', 'certificate.accepted', {}, staff('complianceOfficer'))
    story.does('2027-06-02', 'returned.toService', {})
    expect([asked('2027-05-01'), asked('2027-06-02')]).toEqual(['suspended', 'compliant'])
  })

  it('agrees with a naive reckoning whatever the checks', () => {
    const day = fc.integer({ min: 0, max: 900 }).map(n => addDays(d('2025-01-01'), n))
    const aCheck = fc
      .record({ on: day, later: fc.integer({ min: 0, max: 60 }), months: fc.integer({ min: 0, max: 400 }) })
      .map(({ on, later, months }) => ({ on, knownOn: addDays(on, later), nextDue: addDays(on, months), result: 'x' }))
    const seen = new Set<string>()
    fc.assert(
      fc.property(
        fc.array(aCheck, { maxLength: 5 }),
        day,
        fc.option(day, { nil: undefined }),
        (list, asAt, knownOn) => {
          const checks = list.sort((a, b) => (a.on < b.on ? -1 : 1))
          const { status, daysOverdue } = position(gas, facts({ checks, dutyBeganOn: '2020-01-01' }), asAt, {
            reckon,
            knownOn,
          })
          seen.add(status)
          expect(status).toBe(naiveStatus(checks, 60, asAt, knownOn))
          expect(daysOverdue > 0).toBe(status === 'overdue' || status === 'never_inspected')
        },
      ),
      // a hundred did not always meet a day in the window
      { numRuns: runs(1000) },
    )
    expect([...seen].sort()).toEqual(['compliant', 'due', 'never_inspected', 'overdue'])
  })
})

it('has no answer for what is no obligation', () => {
  expect(() => position({}, {}, d('2027-01-01'), { reckon })).toThrow('no recurring obligation')
})
