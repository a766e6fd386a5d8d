import { expect, test } from 'vitest'
import type { Instant } from '../../shared/core/time.ts'
import { digestDay, nextSendingMoment, officeHours } from '../../shared/mail/window.ts'
import { weekdays } from '../support/calendar.ts'

// Christmas Day 2027 is a Saturday: Monday and Tuesday are substitute days; 3 January 2028 stands for New Year's Day.
const calendar = weekdays('2027-12-27', '2027-12-28', '2028-01-03', '2027-05-31', '2027-03-26', '2027-03-29')

test.each<[string, string, string]>([
  ['inside: now', '2027-02-18T09:00:00.000Z', '2027-02-18T09:00:00.000Z'],
  ['on the dot of opening', '2027-02-18T07:30:00.000Z', '2027-02-18T07:30:00.000Z'],
  ['before opening', '2027-02-18T06:00:00.000Z', '2027-02-18T07:30:00.000Z'],
  ['on the dot of closing', '2027-02-18T18:00:00.000Z', '2027-02-19T07:30:00.000Z'],
  ['summer time: 06:30Z is open', '2027-07-01T06:30:00.000Z', '2027-07-01T06:30:00.000Z'],
  ['summer time: 17:00Z is closed', '2027-07-01T17:00:00.000Z', '2027-07-02T06:30:00.000Z'],
  ['Friday evening', '2027-02-19T18:30:00.000Z', '2027-02-22T07:30:00.000Z'],
  ['Saturday', '2027-02-20T12:00:00.000Z', '2027-02-22T07:30:00.000Z'],
  ['Christmas Eve evening', '2027-12-24T18:00:00.000Z', '2027-12-29T07:30:00.000Z'],
  ['a substitute day at noon', '2027-12-28T12:00:00.000Z', '2027-12-29T07:30:00.000Z'],
  ['New Year', '2027-12-31T20:00:00.000Z', '2028-01-04T07:30:00.000Z'],
  ['Maundy Thursday evening, over the change to summer time', '2027-03-25T19:00:00.000Z', '2027-03-30T06:30:00.000Z'],
  ['Saturday 23:30Z in summer is Sunday', '2027-05-29T23:30:00.000Z', '2027-06-01T06:30:00.000Z'],
])('%s', (_, now, expected) => expect(nextSendingMoment(now as Instant, officeHours, calendar)).toBe(expected))

test.each<[string, string, string]>([
  ['six in the morning: this morning', '2027-02-18T06:00:00.000Z', '2027-02-18'],
  ['on the dot: too late for today', '2027-02-18T07:30:00.000Z', '2027-02-19'],
  ['Friday noon: Monday', '2027-02-19T12:00:00.000Z', '2027-02-22'],
  ['six on a Saturday: Monday', '2027-02-20T06:00:00.000Z', '2027-02-22'],
  ['Christmas Eve noon: the 29th', '2027-12-24T12:00:00.000Z', '2027-12-29'],
])('the digest, %s', (_, now, expected) => expect(digestDay(now as Instant, officeHours, calendar)).toBe(expected))

test('a landlord may close on more days, never open on a holiday', () => {
  const fourDays = { ...officeHours, weekdays: [1, 2, 3, 4, 6, 7] }
  const moment = (now: string) => nextSendingMoment(now as Instant, fourDays, calendar)
  expect(moment('2027-02-18T19:00:00.000Z')).toBe('2027-02-22T07:30:00.000Z')
  expect(moment('2027-12-25T12:00:00.000Z')).toBe('2027-12-29T07:30:00.000Z')
})
