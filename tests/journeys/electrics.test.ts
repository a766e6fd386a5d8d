/** The wiring of one home, from a good report to a bad one and back: two duties, each with its own date. */
import { expect, it } from 'vitest'
import { running } from '../../shared/core/clocks.ts'
import type { AnyWorkflow } from '../../shared/core/workflow.ts'
import { eicr } from '../../shared/workflows/eicr.ts'
import { contractor, history, sha, staff } from '../support/history.ts'

const officer = staff('complianceOfficer')
const sparks = contractor('sparks')
const paper = (name: string) => [{ name: `${name}.pdf`, sha256: sha(name) }]
const report = (name: string, more: object = {}) => ({
  result: 'SATISFACTORY',
  operative: { name: 'A. Tester', regNo: 'NICEIC-12345' },
  documents: paper(name),
  ...more,
})

it('a home is inspected, found wanting, mended, found wanting again, and put right', () => {
  const story = history(eicr).opens('2026-11-01', {
    dutyBeganOn: '2019-04-01',
    checks: [{ on: '2022-01-10', knownOn: '2022-01-10', nextDue: '2027-01-10', result: 'SATISFACTORY' }],
  })
  const dueOf = (clock: string) => running(eicr, story.case, story.reckon).find(c => c.name === clock)?.due
  const shown = () => (eicr as AnyWorkflow).obligation?.checks(story.case.facts).at(-1)

  // Before the five years are over the inspection is issued, made, and accepted by somebody else.
  story.until('2026-12-01')
  expect(story.state).toBe('due_issued')
  story.does('2026-12-01', 'inspection.completed', report('first', { nextDateOnReport: '2027-12-01' }), sparks)
  expect(story.refuses('2026-12-02', 'certificate.accepted', {}, sparks)).toMatchObject({ kind: 'forbidden' })
  story.does('2026-12-02', 'certificate.accepted', {}, officer)

  // Its copy goes to the tenant within 28 days. The inspector wants to be back in a year: sooner than the law's five.
  expect([story.state, dueOf('copy_report'), dueOf('deadline')]).toEqual(['copies_due', '2026-12-29', '2027-12-01'])
  story.does('2026-12-10', 'copies.sent', { what: 'report' }, officer)
  expect(story.state).toBe('compliant')

  // A year on, a C2. The cycle is kept by the report as such; the work has 28 days, the first being the inspection.
  story.until('2027-10-04')
  expect(story.state).toBe('due_issued')
  const c2 = { code: 'C2', location: 'kitchen ring', text: 'no RCD protection' }
  story.does(
    '2027-10-04',
    'inspection.completed',
    report('second', { result: 'UNSATISFACTORY', observations: [c2] }),
    sparks,
  )
  expect([story.state, dueOf('remedial')]).toEqual(['evidence_review', '2027-10-31'])
  story.does('2027-10-05', 'certificate.accepted', {}, officer)
  expect([story.state, dueOf('deadline')]).toEqual(['remedial_required', '2032-10-04'])
  expect(shown()).toMatchObject({ on: '2027-10-04', knownOn: '2027-10-05', nextDue: '2032-10-04' })
  const action = story.errands.find(e => e.open?.workflow === 'action')
  expect(action?.open?.facts).toMatchObject({ kind: 'eicr.c2', priority: 'P1', statutoryDueOn: '2027-10-31' })
  story.does('2027-10-06', 'copies.sent', { what: 'report' }, officer)

  // The ladder over the work is tight: the manager hears before the last day, and the executive within a week after it.
  const before = story.until('2027-10-31').filter(n => n.clock === 'remedial')
  expect(before.map(n => n.role)).toEqual(expect.arrayContaining(['officer', 'teamLeader', 'complianceManager']))
  expect(before.map(n => n.role)).not.toContain('executive')
  const after = story.until('2027-11-08').filter(n => n.clock === 'remedial')
  expect(after.map(n => n.role)).toEqual(expect.arrayContaining(['headOfService', 'executive']))
  expect(after.map(n => n.urgency)).toContain('urgent')

  // Done is not confirmed. The electrician's paper then says that more is needed: 28 days begin again.
  story.does('2027-11-08', 'remedial.completed', { completedOn: '2027-11-08' }, sparks)
  expect([story.state, dueOf('remedial')]).toEqual(['confirmation_pending', '2027-10-31'])
  expect(story.refuses('2027-11-09', 'remedial.confirmation', { standardsMet: true }, sparks)).toMatchObject({
    failed: ['the written confirmation is attached'],
  })
  story.does('2027-11-10', 'confirmation.received', { standardsMet: false, documents: paper('not yet') }, sparks)
  expect([story.state, dueOf('remedial')]).toEqual(['remedial_required', '2027-12-07'])
  story.does(
    '2027-11-29',
    'remedial.confirmation',
    { standardsMet: true, completedOn: '2027-11-26', documents: paper('met') },
    sparks,
  )
  expect([story.state, dueOf('remedial')]).toEqual(['copies_due', undefined])

  // Both duties stay in the history, each with its own date; the first was late, and stays so.
  expect(story.case.facts.remedials).toMatchObject([
    { from: '2027-10-04', due: '2027-10-31', standardsMet: false, late: true },
    { from: '2027-11-10', due: '2027-12-07', standardsMet: true, late: false },
  ])

  // The confirmation goes to the tenant and to the authority; only then is there nothing owed but the next cycle.
  story.does('2027-12-01', 'copies.sent', { what: 'confirmation' }, officer)
  expect(story.state).toBe('copies_due')
  story.does('2027-12-01', 'copies.sent', { what: 'confirmation', to: 'lha' }, officer)
  expect(story.state).toBe('compliant')
  expect(running(eicr, story.case, story.reckon).map(c => [c.name, c.due])).toEqual([['deadline', '2032-10-04']])
  expect(story.until('2028-06-01')).toEqual([])
  story.replays()
})
