import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  addDays,
  addHours,
  addMinutes,
  addMonths,
  at,
  clockOf,
  type Day,
  day,
  dayOf,
  daysBetween,
  endOf,
  fromEpoch,
  type Instant,
  instant,
  isDay,
  isDayText,
  longDay,
  monthEnd,
  toEpoch,
  weekday,
} from '../../shared/core/time.ts'

const d = (text: string): Day => day.parse(text)
const i = (text: string): Instant => instant.parse(text)

/** Years a landlord meets. */
const anyDay = fc.integer({ min: 0, max: 40_000 }).map(n => addDays(d('1999-01-01'), n))

describe('the corresponding date, clamped and never rolled into the next month', () => {
  test.each([
    ['2026-08-31', 6, '2027-02-28', 'a lift examined on the last of August'],
    ['2027-08-31', 6, '2028-02-29', 'the same in a leap year'],
    ['2028-02-29', 12, '2029-02-28', 'the anniversary of 29 February'],
    ['2026-11-30', 3, '2027-02-28', 'communal fire doors, quarterly'],
    ['2026-11-02', 60, '2031-11-02', 'an EICR, five years'],
    ['2027-02-10', -2, '2026-12-10', 'the day before a gas window opens'],
    ['2026-08-31', -2, '2026-06-30', 'a gas window clamped at the month end'],
    ['2027-04-30', -2, '2027-02-28', 'a gas window that opens on 1 March'],
    ['2028-02-29', -2, '2027-12-29', 'back from a leap day'],
    ['2026-12-10', 12, '2027-12-10', 'a year'],
    ['2026-01-31', 1, '2026-02-28', 'one month from the 31st'],
    ['2026-02-28', 1, '2026-03-28', 'a chain forgets its anchor: monthly tasks count periods, not chained dates'],
  ])('%s + %i months = %s (%s)', (from, months, to) => {
    expect(addMonths(d(from), months)).toBe(to)
  })

  test('stays in the month counted to, on the same day unless that month is shorter', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -240, max: 240 }), (from, months) => {
        const to = addMonths(from, months)
        const index = (date: Day): number => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7))
        expect(index(to) - index(from)).toBe(months)
        expect(to.slice(8)).toBe([from, monthEnd(to)].map(date => date.slice(8)).sort()[0])
      }),
    )
  })
})

describe('days', () => {
  test.each([
    ['2026-11-02', 27, '2026-11-29', 'EICR: 28 days beginning with the inspection'],
    ['2026-11-02', 28, '2026-11-30', 'EICR: copy within 28 days of the inspection'],
    ['2027-02-01', 27, '2027-02-28', 'EICR'],
    ['2027-02-01', 28, '2027-03-01', 'EICR copy'],
    ['2026-12-14', 84, '2027-03-08', 'Awaab: twelve weeks'],
    ['2027-03-27', 1, '2027-03-28', 'into the day of the clock change'],
  ])('%s + %i = %s (%s)', (from, days, to) => {
    expect(addDays(d(from), days)).toBe(to)
    expect(daysBetween(d(from), d(to))).toBe(days)
    expect(daysBetween(d(to), d(from))).toBe(-days)
  })

  test('a plan date "Oct-26" means the last day of that month', () => {
    expect(monthEnd(d('2026-10-01'))).toBe('2026-10-31')
    expect(monthEnd(d('2028-02-10'))).toBe('2028-02-29')
  })

  test('text order is time order', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 1, max: 20_000 }), (from, days) => {
        expect(addDays(from, days) > from).toBe(true)
        expect(at(addDays(from, days), '00:00') > at(from, '23:59')).toBe(true)
      }),
    )
  })

  test('weekdays and words', () => {
    expect([weekday(d('2026-11-30')), weekday(d('2026-11-29'))]).toEqual([1, 7])
    expect(longDay(d('2027-02-09'))).toBe('Tue 9 February 2027')
    expect(longDay(d('2026-11-30'))).toBe('Mon 30 November 2026')
  })

  test.each(['2026-02-29', '2026-13-01', '2026-2-1', '26-02-01', '2026-02-01T00:00', '', '01/02/2026'])(
    '%j is no day',
    text => {
      expect(isDayText(text)).toBe(false)
    },
  )
})

describe('London', () => {
  test.each([
    ['2026-07-01T22:59:30Z', '2026-07-01', '23:59', 'half a minute before midnight in summer time'],
    ['2026-07-01T23:30:00Z', '2026-07-02', '00:30', 'already the next day, whatever the UTC text says'],
    ['2026-12-01T23:30:00Z', '2026-12-01', '23:30', 'winter'],
    ['2027-03-28T00:59:59Z', '2027-03-28', '00:59', 'a second before the clocks go forward'],
    ['2027-03-28T01:00:00Z', '2027-03-28', '02:00', 'and the next'],
    ['2027-10-31T00:30:00Z', '2027-10-31', '01:30', 'the first half past one'],
    ['2027-10-31T01:30:00Z', '2027-10-31', '01:30', 'the second'],
  ])('%s is %s %s (%s)', (moment, date, clock) => {
    expect([dayOf(i(moment)), clockOf(i(moment))]).toEqual([date, clock])
  })

  test.each([
    ['2027-03-27', '08:00', '2027-03-27T08:00:00.000Z', 'before the change'],
    ['2027-03-28', '08:00', '2027-03-28T07:00:00.000Z', 'still eight o’clock on the wall'],
    ['2027-10-31', '08:00', '2027-10-31T08:00:00.000Z', 'and again in autumn'],
    // G6: the hour that is lost, and the one that comes twice
    ['2027-03-28', '01:30', '2027-03-28T01:30:00.000Z', 'the lost hour: 02:30 BST'],
    ['2027-10-31', '01:30', '2027-10-31T00:30:00.000Z', 'the doubled hour: the first'],
    ['2026-03-29', '06:00', '2026-03-29T05:00:00.000Z', 'clocks forward 29 March 2026'],
    ['2026-10-25', '06:00', '2026-10-25T06:00:00.000Z', 'clocks back 25 October 2026'],
    ['2028-03-26', '06:00', '2028-03-26T05:00:00.000Z', 'clocks forward 26 March 2028'],
    ['2028-10-29', '06:00', '2028-10-29T06:00:00.000Z', 'clocks back 29 October 2028'],
  ])('%s %s is %s (%s)', (date, clock, moment) => {
    expect(at(d(date), clock)).toBe(moment)
  })

  test('a day ends where the next begins, 23 or 25 hours on when the clocks change', () => {
    const hours = (date: string): number => (toEpoch(endOf(d(date))) - toEpoch(at(d(date), '00:00'))) / 3_600_000
    expect(['2027-03-28', '2027-10-31', '2027-06-01'].map(hours)).toEqual([23, 25, 24])
    fc.assert(
      fc.property(anyDay, date => {
        expect(dayOf(endOf(date))).toBe(addDays(date, 1))
        expect(dayOf(fromEpoch(toEpoch(endOf(date)) - 1))).toBe(date)
      }),
    )
  })

  test('the clock reads what was asked, but in the lost hour', () => {
    const minute = fc.integer({ min: 0, max: 1439 })
    fc.assert(
      fc.property(anyDay, minute, (date, n) => {
        const clock = `${String(Math.floor(n / 60)).padStart(2, '0')}:${String(n % 60).padStart(2, '0')}`
        const moment = at(date, clock)
        expect(dayOf(moment)).toBe(date)
        if (!clock.startsWith('01:')) expect(clockOf(moment)).toBe(clock)
      }),
    )
  })
})

describe('elapsed time', () => {
  test('24 hours over the spring clock change read one hour later', () => {
    const aware = at(d('2027-03-27'), '15:00')
    expect(addHours(aware, 24)).toBe('2027-03-28T15:00:00.000Z')
    expect(clockOf(addHours(aware, 24))).toBe('16:00')
  })
  test('and one hour earlier over the autumn one', () => {
    expect(clockOf(addHours(at(d('2027-10-30'), '15:00'), 24))).toBe('14:00')
  })
  test('minutes', () => {
    expect(addMinutes(i('2026-12-31T23:59:00Z'), 2)).toBe('2027-01-01T00:01:00.000Z')
  })
})

describe('instants at the edge', () => {
  test.each([
    ['2026-07-01T10:00:00+01:00', '2026-07-01T09:00:00.000Z'],
    ['2026-07-01T10:00:00.1Z', '2026-07-01T10:00:00.100Z'],
    ['2026-07-01T10:00:00.123999Z', '2026-07-01T10:00:00.123Z'],
  ])('%s is kept as %s', (text, kept) => {
    expect(i(text)).toBe(kept)
    expect(i(i(text))).toBe(kept)
  })

  test.each([
    '2026-07-01T10:00:00',
    '2026-07-01',
    '2026-02-30T10:00:00Z',
    '9999-12-31T23:59:00-05:00',
    '0000-01-01T00:00:00+05:00',
    'now',
  ])('%s is refused', text => {
    expect(instant.safeParse(text).success).toBe(false)
  })

  test('a day and an instant are told apart, and epochs round-trip', () => {
    expect([isDay(d('2026-07-01')), isDay(i('2026-07-01T10:00:00Z'))]).toEqual([true, false])
    fc.assert(fc.property(fc.integer({ min: 0, max: 4e12 }), n => void expect(toEpoch(fromEpoch(n))).toBe(n)))
  })
})
