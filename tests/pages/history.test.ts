/** What the history of a case says of a step of its ladder: whom it told, where that is beyond doubt. */
import { expect, test } from 'vitest'
import { history } from '../../functions/pages/views/history.ts'
import type { Recorded } from '../../shared/core/case.ts'
import { titled } from '../../shared/law/roles.ts'
import { workflows } from '../../shared/workflows/index.ts'

const climbed = (clock: string, rung: number): Recorded => ({
  caseId: 'C-1',
  seq: 2,
  type: 'clock.climbed',
  at: '2026-11-27T06:00:00.000Z' as never,
  received: '2026-11-27T06:00:00.000Z' as never,
  by: { kind: 'system', id: 'system', roles: ['system'] },
  to: 's1_acknowledged',
  data: { rungs: [{ clock, due: '2026-12-01', rung, told: true, at: '2026-11-27T06:00:00.000Z' }] },
})
const said = (workflow: string, clock: string, rung: number): string =>
  history(workflows[workflow as 'gas'], [climbed(clock, rung)], new Map(), {
    nameOf: () => undefined,
    titleOf: role => titled()(role as 'director'),
  }).markup

test.each([
  ['gas', 'deadline', 5, ', for Compliance manager'],
  // its last working day, whether an answer is drafted or not
  ['complaint', 'response1', 4, ', for Complaint handler and '],
])('%s, %s, step %i names them', (workflow, clock, rung, names) => {
  expect(said(workflow, clock, rung)).toContain(names)
})

test('where the facts of its day decided who was told, nobody is named who may not have been', () => {
  const text = said('complaint', 'response1', 3)
  expect(text).toContain('step 4')
  expect(text).not.toContain(', for ')
})
