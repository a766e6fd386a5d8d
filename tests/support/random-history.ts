/** Random histories: whatever happens to a case, in any order, with the clock moving on, certain things always hold. */
import fc from 'fast-check'
import { expect } from 'vitest'
import { addDays, type Day } from '../../shared/core/time.ts'
import type { AnyWorkflow } from '../../shared/core/workflow.ts'
import { admin, contractor, history, staff } from './history.ts'
import { runs } from './random.ts'

type Step = { type: string; data: object; days: number; by: number }
const actors = [admin, contractor(), staff('complianceOfficer'), staff('complianceManager'), staff('headOfService')]

/** Never throws; a lead and, unless final, a wake; replays byte for byte. `also` holds after every step. */
export const survives = (
  workflow: AnyWorkflow,
  opening: { on: string; facts: object; id?: string },
  pool: Record<string, readonly object[]>,
  also: (story: ReturnType<typeof history>) => void = () => {},
  usual = 40,
) => {
  const step: fc.Arbitrary<Step> = fc.constantFrom(...Object.keys(pool)).chain(type =>
    fc.record({
      type: fc.constant(type),
      data: fc.constantFrom(...(pool[type] ?? [{}])),
      days: fc.integer({ min: 0, max: 60 }),
      by: fc.nat({ max: actors.length - 1 }),
    }),
  )
  const tally: Record<string, number> = {}
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), happened => {
      const story = history(workflow).opens(opening.on, opening.facts, opening.id)
      let today = opening.on.slice(0, 10) as Day
      for (const { type, data, days, by } of happened) {
        today = addDays(today, days)
        story.until(`${today} 10:00`)
        const decision = story.tries(`${today} 10:00`, type, data, actors[by] ?? admin)
        if (decision.ok) tally[type] = (tally[type] ?? 0) + 1
        const { case: c } = story
        expect(c.lead).toBeTruthy()
        expect(c.closedAt === undefined).toBe(workflow.states[c.state]?.final === undefined)
        if (!c.closedAt) expect(c.wake, `${c.state} would be silent`).toBeTruthy()
        also(story)
      }
      story.replays()
    }),
    { numRuns: runs(usual) },
  )
  return tally
}
