import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fire } from '../../shared/core/fire.ts'
import { gravestFirst, gravitiesOf, gravityText, rankAt } from '../../shared/core/gravity.ts'
import { addHours, dayOf, type Instant } from '../../shared/core/time.ts'
import { history, when } from '../support/history.ts'
import { lamp } from '../support/lamp.ts'
import { runs } from '../support/random.ts'

const textOf = (story: ReturnType<typeof history>): string => gravityText(gravitiesOf(lamp, story.case, story.reckon))

describe('what a case would tell is known before it is looked at', () => {
  it('rises from a reminder to the first day overdue, and falls when that was passed over', () => {
    const story = history(lamp).opens('2027-03-01', { due: '2027-06-01' })
    const text = textOf(story)
    const urgencyOn = (moment: string) => rankAt(text, when(moment)).urgency
    expect(urgencyOn('2027-03-02')).toBe('digest')
    expect(urgencyOn('2027-06-02 07:00')).toBe('urgent')
    expect(urgencyOn('2027-07-02')).toBe('digest')
    expect(rankAt(text, when('2027-06-02')).due).toBe('2027-06-01T23:00:00.000Z')
  })
  it('a fault to be mended in hours is an emergency beside whatever else runs', () => {
    const story = history(lamp).opens('2027-03-01', { due: '2027-06-01' })
    story.does('2027-03-02 10:00', 'fault.found', { by: '2027-03-02T14:00:00Z' })
    expect(rankAt(textOf(story), when('2027-03-03')).urgency).toBe('emergency')
  })
  it.each(['', undefined, 'nonsense', '7.a.b', '1.hq1.hq1,2'])('what cannot be read is looked at first: %j', text => {
    expect(rankAt(text, when('2027-03-03')).urgency).toBe('emergency')
  })
  it('is never less than what is then told, at whatever moment', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 24 * 200 }), fc.boolean(), (hours, fault) => {
        const story = history(lamp).opens('2027-03-01', { due: '2027-06-01' })
        if (fault) story.does('2027-03-02 10:00', 'fault.found', { by: '2027-03-02T14:00:00Z' })
        const now = addHours('2027-03-02T12:00:00.000Z' as Instant, hours)
        const decision = fire(lamp, story.case, { instant: now, today: dayOf(now), reckon: story.reckon })
        if (!decision) return
        const rank = rankAt(textOf(story), now)
        for (const { urgency, due = now } of decision.notices) {
          const told = { urgency, due: due as Instant }
          expect(gravestFirst({ ...rank, due: told.due }, told)).toBeLessThanOrEqual(0)
        }
      }),
      { numRuns: runs(200) },
    )
  })
})
