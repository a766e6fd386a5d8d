/** An answer to a notice about one clock is about that clock: none silences another, least of all a graver one. */
import { expect, it } from 'vitest'
import { history } from '../support/history.ts'
import { lamp } from '../support/lamp.ts'

/** The yearly test is overdue by weeks, and a fault is to be mended within hours: both have told somebody. */
const both = () => {
  const story = history(lamp).opens('2027-03-01', { due: '2027-02-01' })
  story.until('2027-03-01 08:00')
  story.does('2027-03-01 09:00', 'fault.found', { by: '2027-03-01T12:00:00Z' })
  story.until('2027-03-01 11:00')
  return story
}

it('about the yearly test leaves the fault’s emergency as it was, until it is put right', () => {
  const story = both()
  story.does('2027-03-01 11:00', 'acknowledged', { clocks: ['yearly'] })
  expect(story.case.acknowledged.map(one => one.clock)).toEqual(['yearly'])
  const told = story.until('2027-03-02')
  expect(told.filter(one => one.clock === 'hurry').map(one => one.urgency)).toContain('emergency')
})

it('about both is about both, and without naming any about all that has told somebody', () => {
  for (const data of [{ clocks: ['yearly', 'hurry'] }, {}]) {
    const story = both()
    story.does('2027-03-01 11:00', 'acknowledged', data)
    expect(story.case.acknowledged.map(one => one.clock).sort()).toEqual(['hurry', 'yearly'])
  }
})

it('about a clock that has told nobody anything is refused', () => {
  expect(() => both().does('2027-03-01 11:00', 'acknowledged', { clocks: ['other'] })).toThrow('NOTHING_TO_ACKNOWLEDGE')
})
