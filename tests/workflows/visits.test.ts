/** What a failed visit is worth, in every stream that goes into a home. */
import { describe, expect, it } from 'vitest'
import type { AnyWorkflow } from '../../shared/core/workflow.ts'
import { action } from '../../shared/workflows/action.ts'
import { adaptation } from '../../shared/workflows/adaptation.ts'
import { eicr } from '../../shared/workflows/eicr.ts'
import { fireCheck } from '../../shared/workflows/fire-check.ts'
import { gas } from '../../shared/workflows/gas.ts'
import { hazard } from '../../shared/workflows/hazard.ts'
import type { Attempt } from '../../shared/workflows/parts/evidence.ts'
import { smokeCo } from '../../shared/workflows/smoke-co.ts'
import { survey } from '../../shared/workflows/survey.ts'
import { contractor, history, when } from '../support/history.ts'

const streams: [AnyWorkflow, object][] = [
  [gas, { deadline: '2027-02-10' }],
  [eicr, { dutyBeganOn: '2026-12-01' }],
  [survey, { dutyBeganOn: '2026-12-01' }],
  [fireCheck, { subType: 'fire_door_flat', dutyBeganOn: '2026-12-01' }],
  [smokeCo, { livingStoreys: ['ground'], rooms: [], testedOn: '2026-01-10' }],
  [hazard, { awareAt: when('2027-01-04 08:00'), channel: 'call', kind: 'damp_mould' }],
  [adaptation, { referredOn: '2027-01-04' }],
  [action, { stream: 'gas', description: 'Replace the flue', priority: 'P2', raisedOn: '2027-01-04' }],
]

describe.each(streams)('$name', (workflow, facts) => {
  const story = history(workflow).opens('2027-01-04 09:00', facts)
  for (const time of ['10:00', '10:01', '10:59', '11:00'])
    story.does(`2027-01-04 ${time}`, 'visit.noAccess', { outcome: 'no_answer', photo: `${time}.jpg` }, contractor())
  it('failed visits within the hour are one', () =>
    expect((story.case.facts.attempts as Attempt[]).map(a => a.counts)).toEqual([true, false, false, true]))
  it('the access case of the home gets what shows it', () => {
    const told = story.errands.map(({ to, event }) => ({ to, ...(event?.data as { counts: boolean; photo: string }) }))
    expect(told.filter(attempt => attempt.counts).map(({ to, photo }) => [to, photo])).toEqual([
      ['access:H1', '10:00.jpg'],
      ['access:H1', '11:00.jpg'],
    ])
  })
  it('and it replays', () => story.replays())
})
