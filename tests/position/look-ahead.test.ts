import { expect, test } from 'vitest'
import type { Case, Notice } from '../../shared/core/case.ts'
import { reckoner } from '../../shared/core/reckon.ts'
import { addDays, type Day, dayOf, endOf } from '../../shared/core/time.ts'
import { england } from '../../shared/core/working-days.ts'
import { ahead, runAhead } from '../../shared/position/ahead/ahead.ts'
import { lateDays } from '../../shared/position/ahead/late-days.ts'
import { addCase, emptyOutlook, together } from '../../shared/position/ahead/look-ahead.ts'
import { isTheirs } from '../../shared/position/theirs.ts'
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
  let end: Case | undefined
  const seen = (c: Case): void => {
    end = c
  }
  runAhead(ahead([story.case], ask, { told: notice => void foreseen.push(notice.id), seen }))
  story.until(ask.until)
  expect(foreseen).toEqual(story.notices.map(one => one.id))
  expect(foreseen.length).toBeGreaterThan(5)
  expect(end).toEqual(story.case)
})

test('it counts what the look-ahead of the pages lists', () => {
  const listed: Notice[] = []
  runAhead(ahead(cases, ask, { told: notice => void listed.push(notice) }))
  const counted = outlook(cases)
  expect(sum(counted.mails)).toBe(listed.length)
  const [first] = listed
  expect(counted.mails.has(`${dayOf(first!.at)} gas ${first!.role} ${first!.urgency}`)).toBe(true)
  expect(counted.overdue.get('gas')).toMatchObject({ open: 30, now: 1 })
})

test('it comes in the order of time, and stops where it is told to', () => {
  const listed: Notice[] = []
  runAhead(ahead(cases, ask, { told: notice => void listed.push(notice) }))
  expect(listed.map(one => one.at)).toEqual(listed.map(one => one.at).toSorted())
  const some: Notice[] = []
  const through = runAhead(ahead(cases, { ...ask, most: 20 }, { told: notice => void some.push(notice) }))
  expect(through < dayOf(ask.until)).toBe(true)
  expect(some.filter(one => dayOf(one.at) <= through)).toEqual(listed.filter(one => dayOf(one.at) <= through))
})

test('the days on which a case is overdue are those on which its own clock says so', () => {
  const last = dayOf(ask.until)
  const late = lateDays(workflows, reckon, last)
  runAhead(ahead(cases, ask, { seen: late.seen }))
  const counts = late.counts()
  for (let day = dayOf(now); day <= last; day = addDays(day, 1)) {
    const known = cases.filter(c => String(c.facts.deadline) < day).length
    expect([day, counts.get(day)?.gas ?? 0]).toEqual([day, known])
  }
})

test('two halves together are the whole, in any order', () => {
  expect(together(outlook(cases.slice(10)), outlook(cases.slice(0, 10))).overdue).toEqual(outlook(cases).overdue)
  expect(sum(together(outlook(cases.slice(10)), outlook(cases.slice(0, 10))).mails)).toBe(sum(outlook(cases).mails))
})

test('one contractor stops: their cases alone', () => {
  const theirs = (id: string) => cases.filter(c => isTheirs({ id, streams: [] }, c, []))
  expect(outlook(theirs('sureheat')).overdue.get('gas')?.open).toBe(10)
  expect(outlook(theirs('nobody')).overdue.size).toBe(0)
})
