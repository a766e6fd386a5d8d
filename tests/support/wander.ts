/** Random histories: whatever happens, in whatever order, a case is never silent, never lost, and its history replays. */
import fc from 'fast-check'
import { expect } from 'vitest'
import type { Actor } from '../../shared/core/case.ts'
import { isOverdue, running } from '../../shared/core/clocks.ts'
import { decide } from '../../shared/core/machine.ts'
import { addDays, at, type Day } from '../../shared/core/time.ts'
import type { AnyWorkflow } from '../../shared/core/workflow.ts'
import { admin, contractor, history, staff } from './history.ts'
import { runs } from './random.ts'

/** What may happen: an event with its data on a day. */
export type Happening = [type: string, data: (on: Day) => object, by?: Actor]

const actors = [admin, contractor(), staff('complianceOfficer'), staff('fireSafetyLead')]

/** `openings`: facts a case may begin with. Events are tried in any state; refusals are part of the story. */
export const wanders = (workflow: AnyWorkflow, start: Day, openings: object[], happenings: Happening[], usual = 20) =>
  fc.assert(
    fc.property(
      fc.constantFrom(...openings),
      fc.array(
        fc.tuple(
          fc.constantFrom(...happenings),
          fc.constantFrom(...actors),
          fc.oneof({ arbitrary: fc.integer({ min: 0, max: 12 }), weight: 4 }, fc.integer({ min: 13, max: 70 })),
        ),
        { maxLength: 12 },
      ),
      (facts, steps) => {
        const story = history(workflow).opens(start, facts)
        let on = start
        for (const [[type, data, only], by, days] of steps) {
          on = addDays(on, days)
          story.until(on)
          const now = { instant: at(on, '09:00'), today: on, reckon: story.reckon }
          const decision = decide(workflow, story.case, { type, at: now.instant, by: only ?? by, data: data(on) }, now)
          if (decision.ok) story.does(on, type, data(on), only ?? by)
          expect(story.case.lead).toBeTruthy()
          expect(story.case.closedAt === undefined).toBe(story.case.wake !== undefined)
        }
        escalates(workflow, story, on)
        story.replays()
      },
    ),
    { numRuns: runs(usual) },
  )

/** Left alone for four months, whatever is overdue has been told again in its last two months. */
const escalates = (workflow: AnyWorkflow, story: ReturnType<typeof history>, on: Day) => {
  const end = addDays(on, 120)
  story.until(end)
  if (story.case.closedAt) return
  const late = running(workflow, story.case, story.reckon).filter(clock => isOverdue(clock.due, at(end, '09:00')))
  const recent = story.notices.filter(notice => notice.at >= at(addDays(end, -60), '00:00')).map(n => n.clock)
  for (const clock of late) if (clock.due < addDays(end, -1)) expect(recent).toContain(clock.name)
}
