/** Our own arithmetic of dates and of London against the calendar's library and the runtime's tables. */
import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { expect, it } from 'vitest'
import {
  addDays,
  addMonths,
  at,
  clockOf,
  type Day,
  dayOf,
  daysBetween,
  fromEpoch,
  type Instant,
  instant,
  longDay,
  monthEnd,
  toEpoch,
  weekday,
} from '../../shared/core/time.ts'
import { runs } from '../support/random.ts'

const LONDON = 'Europe/London'
const plain = (date: string) => Temporal.PlainDate.from(date)
const text = (moment: Temporal.Instant) => moment.toString({ fractionalSecondDigits: 3 })
const FIRST = '1970-01-01' as Day
/** From the year 0 to 9999, thrice as often within what a landlord meets. */
const dayNumber = fc.oneof(
  { weight: 1, arbitrary: fc.integer({ min: -719_528, max: 2_932_896 }) },
  { weight: 3, arbitrary: fc.integer({ min: 7_300, max: 29_000 }) },
)
const dateOf = (count: number): Day => plain(FIRST).add({ days: count }).toString() as Day
/** From 1960 to 2100, and thrice as often within two hours of a change of the clocks. */
const changes = Array.from({ length: 140 }, (_, i) => 1960 + i).flatMap(year =>
  [3, 10].flatMap(month => [22, 23, 24, 25, 26, 27, 28, 29, 30, 31].map(day => Date.UTC(year, month - 1, day, 1))),
)
const epoch = fc.oneof(
  { weight: 1, arbitrary: fc.integer({ min: Date.UTC(1960, 0, 1), max: Date.UTC(2100, 0, 1) }) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.constantFrom(...changes), fc.integer({ min: -7_200_000, max: 7_200_000 }))
      .map(([change, more]) => change + more),
  },
)

it('days are counted, added and named as the calendar does', () => {
  fc.assert(
    fc.property(dayNumber, fc.integer({ min: -4_000, max: 4_000 }), (count, more) => {
      const date = dateOf(count)
      expect(daysBetween(FIRST, date)).toBe(count)
      expect(addDays(date, more)).toBe(plain(date).add({ days: more }).toString())
      expect(weekday(date)).toBe(plain(date).dayOfWeek)
      expect(monthEnd(date)).toBe(
        plain(date)
          .with({ day: plain(date).daysInMonth })
          .toString(),
      )
      expect(longDay(date)).toContain(` ${plain(date).day} `)
    }),
    { numRuns: runs(2_000) },
  )
})

it('months are added as the calendar does, clamped to the last day', () => {
  fc.assert(
    fc.property(dayNumber, fc.integer({ min: -600, max: 600 }), (count, months) => {
      const date = dateOf(count)
      expect(addMonths(date, months)).toBe(plain(date).add({ months }).toString())
    }),
    { numRuns: runs(2_000) },
  )
})

it('London is what the runtime’s tables say, each way', () => {
  fc.assert(
    fc.property(epoch, milliseconds => {
      const moment = fromEpoch(milliseconds)
      const there = Temporal.Instant.fromEpochMilliseconds(milliseconds).toZonedDateTimeISO(LONDON)
      expect(moment).toBe(text(there.toInstant()))
      expect(toEpoch(moment)).toBe(milliseconds)
      expect(instant.parse(moment)).toBe(moment)
      expect([dayOf(moment), clockOf(moment)]).toEqual([
        there.toPlainDate().toString(),
        there.toPlainTime().toString({ smallestUnit: 'minute' }),
      ])
      const wall = there.toPlainDateTime().round({ smallestUnit: 'minute', roundingMode: 'floor' })
      expect(at(dayOf(moment), clockOf(moment))).toBe(text(wall.toZonedDateTime(LONDON).toInstant()))
    }),
    { numRuns: runs(4_000) },
  )
})

it('every change of the clocks to 2100 is where the tables have it', () => {
  const ours: string[] = []
  const theirs: string[] = []
  for (let year = 1996; year <= 2100; year++) {
    let zoned = Temporal.ZonedDateTime.from(`${year}-01-01T00:00[${LONDON}]`)
    for (let next = zoned.getTimeZoneTransition('next'); next && next.year === year; ) {
      const moment = text(next.toInstant()) as Instant
      theirs.push(moment)
      const before = clockOf(fromEpoch(toEpoch(moment) - 60_000))
      if (before === '00:59' && clockOf(moment) === '02:00') ours.push(moment)
      if (before === '01:59' && clockOf(moment) === '01:00') ours.push(moment)
      zoned = next
      next = zoned.getTimeZoneTransition('next')
    }
  }
  expect(theirs).toHaveLength(210)
  expect(ours).toEqual(theirs)
})

it.each([
  ['2028-02-28', '2028-03-01', 2],
  ['2027-02-28', '2027-03-01', 1],
  ['1900-02-28', '1900-03-01', 1],
  ['2000-02-28', '2000-03-01', 2],
  ['2026-12-31', '2026-01-01', -364],
])('%s to %s: %i', (a, b, days) => expect(daysBetween(a as Day, b as Day)).toBe(days))

it.each([
  () => addDays('2026-02-30' as Day, 1),
  () => addDays('2026-02-1' as Day, 1),
  () => addDays('2026-02-01' as Day, 0.5),
  () => addMonths('2026-13-01' as Day, 1),
  () => addMonths('2026-12-01' as Day, 0.5),
  () => toEpoch('2026-02-30T00:00:00.000Z' as Instant),
  () => toEpoch('2026-02-10T24:00:00.000Z' as Instant),
  () => at('2026-02-30' as Day, '06:00'),
  () => fromEpoch(Number.NaN),
])('%s: what is no date throws', ask => expect(ask).toThrow(RangeError))
