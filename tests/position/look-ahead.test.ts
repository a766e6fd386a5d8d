import { expect, test } from 'vitest'
import { forecast } from '../../functions/api/forecast.ts'
import type { Case } from '../../shared/core/case.ts'
import { reckoner } from '../../shared/core/reckon.ts'
import { addDays, type Day, dayOf, endOf } from '../../shared/core/time.ts'
import { england } from '../../shared/core/working-days.ts'
import { addCase, aheadOf, emptyOutlook, ofContractor, together } from '../../shared/position/look-ahead.ts'
import { gas } from '../../shared/workflows/gas.ts'
import { workflows } from '../../shared/workflows/index.ts'
import { history, when } from '../support/history.ts'

const now = when('2026-11-23')
const reckon = reckoner(england)
const ask = { workflows, reckon, now, until: endOf('2027-02-20' as Day) }
const cases = Array.from({ length: 30 }, (_, index): Case => {
  const deadline = addDays('2026-11-20' as Day, index * 5)
  const facts = { deadline, ...(index % 3 === 0 ? { contractorId: 'sureheat' } : {}) }
  return history(gas).opens('2026-11-23', facts, `gas:H${index}`).case
})
const outlook = (some: Iterable<Case>) => {
  const found = emptyOutlook()
  for (const c of some) addCase(found, c, ask)
  return found
}
const sum = (map: Map<string, number>) => [...map.values()].reduce((all, one) => all + one, 0)

test('it is what really happens when nobody acts: the same notices as a case that is woken day by day', () => {
  const story = history(gas).opens('2026-11-23', { deadline: '2026-12-20' })
  const foreseen: string[] = []
  const end = aheadOf(
    story.case,
    ask,
    notice => foreseen.push(notice.id),
    () => {},
  )
  story.until(ask.until)
  expect(foreseen).toEqual(story.notices.map(one => one.id))
  expect(foreseen.length).toBeGreaterThan(5)
  expect(end).toEqual(story.case)
})

test('it counts what the look-ahead of the pages lists', () => {
  const most = { wakings: 1e6, notices: 1e6 }
  const listed = forecast(cases, { ...ask, most })
  const counted = outlook(cases)
  expect(sum(counted.mails)).toBe(listed.notices.length)
  const [first] = listed.notices
  expect(counted.mails.has(`${dayOf(first!.at)} gas ${first!.role} ${first!.urgency}`)).toBe(true)
  expect(counted.overdue.get('gas')).toEqual({ open: 30, now: 1, later: 19 })
})

test('two halves together are the whole, in any order', () => {
  expect(together(outlook(cases.slice(10)), outlook(cases.slice(0, 10))).overdue).toEqual(outlook(cases).overdue)
  expect(sum(together(outlook(cases.slice(10)), outlook(cases.slice(0, 10))).mails)).toBe(sum(outlook(cases).mails))
})

test('one contractor stops: their cases alone', () => {
  expect(outlook(ofContractor(cases, 'sureheat')).overdue.get('gas')?.open).toBe(10)
  expect(outlook(ofContractor(cases, 'nobody')).overdue.size).toBe(0)
})
