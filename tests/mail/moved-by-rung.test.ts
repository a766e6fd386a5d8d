/** A rung that moves its case to where its own clock stops: what it tells is that move, and it must not be swallowed. */
import { expect, test } from 'vitest'
import type { Case } from '../../shared/core/case.ts'
import { runsIn } from '../../shared/core/clocks.ts'
import { fire } from '../../shared/core/fire.ts'
import { addDays, type Day } from '../../shared/core/time.ts'
import { movedOn } from '../../shared/mail/story.ts'
import { history, when } from '../support/history.ts'
import { lamp } from '../support/lamp.ts'
import { gasCase, notice, story } from '../support/mail.ts'

test('the lamp goes dark at its deadline, by the rung that says so', () => {
  const on = '2027-02-09'
  const told = history(lamp).opens(on, { due: '2027-12-01' })
  told.does(on, 'fault.found', { by: when('2027-02-09 13:00') })
  const decision = fire(lamp, told.case, { instant: when('2027-02-09 13:00'), today: on as Day, reckon: told.reckon })
  expect(decision?.case.state).toBe('dark')
  expect(runsIn(lamp, lamp.clocks.hurry!, 'dark')).toBe(false)
  const [late] = decision!.notices.filter(one => one.clock === 'hurry')
  const stands = story('L1', { case: decision!.case, clocks: [] })
  expect(movedOn(late!, stands, when('2027-02-09 13:01'))).toBeUndefined()
  const since: Case = { ...decision!.case, state: 'lit', enteredAt: when('2027-02-09 14:00') }
  expect(movedOn(late!, { ...stands, case: since }, when('2027-02-09 14:01'))).toContain('has stopped')
})

test('a case that was closed by somebody is still no news', () => {
  const closed = gasCase('H1', { closedAt: notice().at, enteredAt: when(addDays('2027-02-18' as Day, 1)) })
  expect(movedOn(notice(), story('H1', { case: closed }), notice().at)).toContain('was closed')
})
