/** A page offers people what their work is: who may record it otherwise is the engine's to say, and stays as it is. */
import { describe, expect, test } from 'vitest'
import { doable } from '../../functions/pages/case/doable.ts'
import { teamOf } from '../../functions/pages/case/team.ts'
import type { Case } from '../../shared/core/case.ts'
import { may, rulesFor } from '../../shared/core/machine.ts'
import type { Role } from '../../shared/law/roles.ts'
import { workflows } from '../../shared/workflows/index.ts'
import { staff } from '../support/history.ts'

const offered = (workflow: string, state: string, role: Role, more: Partial<Case> = {}) => {
  const c = { id: 'X-1', workflow, state, lead: workflows[workflow]!.lead, facts: {}, ...more } as Case
  return doable(workflows[workflow]!, c, staff(role, 'somebody@x.example'))
}

describe('what names no role', () => {
  test.each<[string, string, string, Role, boolean]>([
    ['complaint', 's1_acknowledged', 'complaint.responded', 'complaintHandler', true],
    ['complaint', 's1_acknowledged', 'complaint.responded', 'headOfService', true],
    ['complaint', 's1_acknowledged', 'complaint.responded', 'administrator', true],
    ['complaint', 's1_acknowledged', 'complaint.responded', 'director', false],
    ['complaint', 's1_acknowledged', 'complaint.responded', 'serviceDirector', false],
    ['complaint', 's1_acknowledged', 'complaint.responded', 'fireSafetyLead', false],
    ['complaint', 's1_acknowledged', 'complaint.responded', 'mrc', false],
    ['gas', 'copy_due', 'copy.sent', 'complianceOfficer', true],
    ['gas', 'copy_due', 'copy.sent', 'housingOfficer', true],
    ['eicr', 'compliant', 'tenancy.starting', 'voidsOfficer', true],
    ['gas', 'copy_due', 'copy.sent', 'complaintHandler', false],
    ['triage', 'to_sort', 'triage.resolved', 'complaintHandler', true],
    ['triage', 'to_sort', 'triage.resolved', 'director', false],
  ])('%s, %s: %s is offered to %s: %s', (workflow, state, type, role, wanted) => {
    expect(rulesFor(workflows[workflow]!, state, type)).not.toEqual([])
    const { mine, others } = offered(workflow, state, role)
    expect([mine.includes(type), others.some(({ types }) => types.includes(type))]).toEqual([wanted, !wanted])
  })

  test('whoever the case was given to is offered it too', () => {
    const { mine } = offered('complaint', 's1_acknowledged', 'director', { assignee: 'somebody@x.example' })
    expect(mine).toContain('complaint.responded')
  })

  test('the engine takes it from them all the same', () => {
    const [rule] = rulesFor(workflows.complaint!, 's1_acknowledged', 'complaint.responded')
    expect(may(staff('director'), rule!)).toBe(true)
  })
})

test('what names a role is offered to it, whoever they are', () => {
  expect(offered('hazard', 'reported', 'director').mine).not.toEqual([])
  expect(offered('complaint', 's1_acknowledged', 'mrc').mine).toContain('escalation.requested')
})

test('members take on nothing and give nothing to others; a director may', () => {
  expect(offered('gas', 'due_issued', 'portfolioHolder').general).toEqual([])
  expect(offered('gas', 'due_issued', 'director').general).toContain('acknowledged')
})

test.each(Object.keys(workflows))('%s has a team, with its lead in it and nobody who only oversees', name => {
  const workflow = workflows[name]!
  const team = teamOf(workflow)
  expect(team).toContain(workflow.lead)
  expect(team.filter(role => ['director', 'executive', 'mrc', 'portfolioHolder', 'contractor'].includes(role))).toEqual(
    [],
  )
})
