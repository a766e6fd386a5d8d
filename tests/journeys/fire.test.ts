/** The fire risk assessment of one block: a report is its actions, and no later report makes an old one vanish. */
import { expect, it } from 'vitest'
import { isOverdue, running } from '../../shared/core/clocks.ts'
import type { Day } from '../../shared/core/time.ts'
import type { AnyWorkflow } from '../../shared/core/workflow.ts'
import { action } from '../../shared/workflows/action.ts'
import { fra } from '../../shared/workflows/fra.ts'
import { contractor, history, sha, staff, when } from '../support/history.ts'

const lead = staff('fireSafetyLead')
const assessor = contractor('firesafe')
const competent = { assessor: { name: 'F. Assessor', competence: 'IFE register 4711' } }
const report = (name: string, declaredActions: number) => ({
  documents: [{ name: `${name}.pdf`, sha256: sha(name) }],
  declaredActions,
  rating: 'MODERATE',
  reference: name,
})
const item = (ref: string, priority: string) => ({
  ref,
  description: `action ${ref}`,
  priority,
  owner: 'repairs@landlord.example',
})

it('an overdue action outlives the assessment that found it', () => {
  const story = history(fra).opens(
    '2026-10-01',
    {
      buildingClass: 'medium',
      checks: [{ on: '2025-03-01', knownOn: '2025-03-10', nextDue: '2027-03-01', result: 'MODERATE' }],
    },
    'fra:B1',
  )
  const dueOf = (clock: string) => running(fra, story.case, story.reckon).find(c => c.name === clock)?.due
  const actions = () => story.case.facts.actions as { id: string; ref: string; dueOn?: string; closed?: string }[]

  // The review is issued three months before its date, and told to those who get it done.
  expect(story.state).toBe('fra_in_date')
  story.until('2026-12-02')
  expect([story.state, dueOf('review')]).toEqual(['fra_review_due', '2027-03-01'])
  expect(story.notices.map(n => [n.role, n.template])).toEqual([
    ['contractor', 'reviewOpen'],
    ['officer', 'reviewOpen'],
    ['operationalManager', 'reviewOpen'],
  ])

  // A competent assessor is commissioned, comes, and owes the report. Nothing of the visit counts until it is accepted.
  story.does('2026-12-03', 'fra.commissioned', competent, lead)
  expect(story.state).toBe('fra_commissioned')
  story.does('2026-12-14', 'site.visited', {}, assessor)
  expect([story.state, dueOf('report'), dueOf('review')]).toEqual(['report_awaited', '2026-12-30', '2027-03-01'])

  // The report declares three actions. It is refused until all three are raised, each with an owner and a date.
  story.does('2026-12-21', 'report.received', report('FRA-1', 3), assessor)
  expect(story.state).toBe('report_qa')
  story.does('2026-12-22', 'actions.raised', { actions: [item('A1', 'P1'), item('A2', 'P2')] }, lead)
  expect(story.refuses('2026-12-22', 'report.accepted', {}, lead)).toMatchObject({ codes: ['ACTIONS_MISSING'] })
  story.does('2026-12-22', 'actions.raised', { actions: [item('A3', 'P3')] }, lead)
  expect(story.refuses('2026-12-23', 'report.accepted', {}, assessor)).toMatchObject({ kind: 'forbidden' })
  story.does('2026-12-23', 'report.accepted', {}, lead)
  expect([story.state, dueOf('review')]).toEqual(['fra_in_date', '2028-12-14'])
  expect((fra as AnyWorkflow).obligation?.checks(story.case.facts).at(-1)).toMatchObject({ nextDue: '2028-12-14' })
  const raised = story.errands.filter(e => e.open?.workflow === 'action')
  expect(raised).toHaveLength(3)

  // The urgent one counts from the day of the assessment, is not done, and goes up the line as a case of its own.
  const open = raised[0]?.open
  const a1 = history(action).opens('2026-12-22', open?.facts ?? {}, raised[0]?.to)
  const actionDue = running(action, a1.case, a1.reckon)[0]?.due
  expect([a1.case.facts.raisedOn, actionDue]).toEqual(['2026-12-14', '2027-01-13'])
  expect(a1.until('2027-03-15').map(n => n.role)).toContain('executive')

  // In March there is a fire. The assessment no longer stands; the next report declares one action, and it is the old one.
  story.does('2027-03-15', 'trigger.event', { kind: 'fire' }, lead)
  expect([story.state, dueOf('trigger')]).toEqual(['fra_review_due', '2027-04-12'])
  story.does('2027-03-16', 'fra.commissioned', competent, lead).does('2027-03-22', 'site.visited', {}, assessor)
  story.does('2027-03-29', 'report.received', report('FRA-2', 1), assessor)

  // It is not accepted while an older open action is unaccounted for. Nobody may call one closed that is not verified,
  // and an overdue one is not superseded: it is carried forward, with its old dates.
  const [old, second, third] = actions()
  const account = (id: string | undefined, outcome: string, more: object = {}) =>
    ['2027-03-30', 'action.reconciled', { action: id, outcome, ...more }, lead] as const
  expect(story.refuses('2027-03-30', 'report.accepted', {}, lead)).toMatchObject({
    codes: expect.arrayContaining(['OLD_ACTIONS_OPEN']),
  })
  expect(story.refuses(...account(old?.id, 'closed_verified'))).toMatchObject({ codes: ['NOT_VERIFIED'] })
  story.does(...account(old?.id, 'carried_forward', { ref: 'B1' }))
  const carried = story.errands.at(-1)
  expect(carried).toMatchObject({ to: old?.id, event: { type: 'action.carriedForward', data: { reference: 'B1' } } })
  a1.does('2027-03-30', 'action.carriedForward', carried?.event?.data ?? {}, lead)
  expect(running(action, a1.case, a1.reckon)[0]?.due).toBe(actionDue)
  expect(isOverdue(actionDue as Day, when('2027-03-30'))).toBe(true)

  // The second was done and verified meanwhile; the third is carried too. Now the report is accepted.
  story.does('2027-03-30', 'child.closed', { child: second?.id, workflow: 'action', state: 'closed', outcome: 'done' })
  story.does(...account(second?.id, 'closed_verified')).does(...account(third?.id, 'carried_forward'))
  story.does('2027-03-31', 'report.accepted', {}, lead)
  expect([story.state, dueOf('trigger'), dueOf('review')]).toEqual(['fra_in_date', undefined, '2029-03-22'])
  expect(actions().find(a => a.id === old?.id)).toMatchObject({ dueOn: '2027-01-13' })
  expect(actions().map(a => a.id)).toEqual(expect.arrayContaining([old?.id, third?.id]))
  story.replays()
  a1.replays()
})
