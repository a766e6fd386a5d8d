/** Random histories of one workflow: nothing throws, somebody is accountable, nothing is silent, all of it replays. */
import fc from 'fast-check'
import { expect } from 'vitest'
import type { Actor } from '../../shared/core/case.ts'
import { addHours } from '../../shared/core/time.ts'
import type { AnyWorkflow } from '../../shared/core/workflow.ts'
import { history, when } from './history.ts'
import { runs } from './random.ts'

type Story = ReturnType<typeof history>
type Journey = {
  on: string
  facts: object
  events: readonly (readonly [type: string, data: object])[]
  by: readonly Actor[]
  /** hours between events, at most; twelve events must end before the last published bank holiday */
  hours?: number
  /** what must hold after every event */
  always?: (story: Story) => void
}

export const roam = (workflow: AnyWorkflow, { on, facts, events, by, hours = 1500, always }: Journey): void =>
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom(...events), fc.constantFrom(...by), fc.nat(hours)), { maxLength: 12 }),
      steps => {
        const story = history(workflow).opens(on, facts)
        let now = when(on)
        for (const [[type, data], actor, later] of steps) {
          now = addHours(now, later)
          story.until(now)
          story.tries(now, type, data, actor)
          expect(story.case.lead).toBeTruthy()
          if (workflow.states[story.state]?.final === undefined) expect(story.case.wake).toBeTruthy()
          always?.(story)
        }
        story.replays()
      },
    ),
    { numRuns: runs(20) },
  )
