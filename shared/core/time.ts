/**
 * Civil days and instants. A Day is law's unit, an Instant the machine's, London lies between the two, and only here.
 * Both are text, because facts are JSON: `YYYY-MM-DD`, and UTC with milliseconds, so that text order is time order.
 */

import * as z from 'zod'
import { Temporal } from '#temporal'
import { type Civil, civilAt, civilOf, digits, monthLength, numberOf, textOf, two, weekdayAt } from './civil/days.ts'
import { DAY, momentOf, wallAt } from './civil/london.ts'

const LONDON = 'Europe/London'

/** A civil date in England, `YYYY-MM-DD`; dates that do not exist are refused. */
export const day = z.iso.date().brand<'Day'>()
export type Day = z.output<typeof day>

/** A moment, ISO 8601 with `Z` or an offset; local time without a zone is refused. Kept in UTC with milliseconds. */
export const instant = z.iso
  .datetime({ offset: true })
  .transform(text => inUtc(text))
  // An offset can carry year 9999 into year 10000, whose text sorts before every other.
  .pipe(z.string().length(24, 'not a moment between the years 0 and 9999').brand<'Instant'>())
export type Instant = z.output<typeof instant>

const asDay = (date: Temporal.PlainDate): Day => date.toString() as Day
const asInstant = (moment: Temporal.Instant): Instant => moment.toString({ fractionalSecondDigits: 3 }) as Instant
const plain = (date: Day): Temporal.PlainDate => Temporal.PlainDate.from(date)
const zoned = (moment: Instant): Temporal.ZonedDateTime => Temporal.Instant.from(moment).toZonedDateTimeISO(LONDON)

/**
 * A whole stock looked ahead for a quarter asks millions of these, of the same few thousand days and moments. Old
 * answers go all at once when there are too many, which costs less than knowing which were asked for last.
 */
const remembering = <Answer>(most: number, work: (asked: string) => Answer): ((asked: string) => Answer) => {
  const known = new Map<string, Answer>()
  return asked => {
    const held = known.get(asked)
    if (held !== undefined) return held
    const answer = work(asked)
    if (known.size >= most) known.clear()
    known.set(asked, answer)
    return answer
  }
}
const MOST = 20_000

/** Milliseconds since 1970 of `YYYY-MM-DDTHH:MM:SS.mmmZ`; undefined for whatever else a moment may be written as. */
const epochOf = (text: string): number | undefined => {
  const date = text.length === 24 && text[10] === 'T' && text[23] === 'Z' ? civilOf(text) : undefined
  if (!date || text[13] !== ':' || text[16] !== ':' || text[19] !== '.') return undefined
  const [hour, minute, second] = [digits(text, 11, 13), digits(text, 14, 16), digits(text, 17, 19)]
  const time = ((hour * 60 + minute) * 60 + second) * 1_000 + digits(text, 20, 23)
  return hour < 24 && minute < 60 && second < 60 && time >= 0 ? numberOf(date) * DAY + time : undefined
}

const inUtc = (text: string): string => (epochOf(text) === undefined ? movedToUtc(text) : text)
const movedToUtc = remembering(MOST, text => Temporal.Instant.from(text).toString({ fractionalSecondDigits: 3 }))

/** The instant of so many milliseconds since 1970 (a clock's reading). */
export const fromEpoch = (milliseconds: number): Instant => {
  const whole = Math.trunc(milliseconds)
  const days = Math.floor(whole / DAY)
  const time = whole - days * DAY
  const clock = [3_600_000, 60_000, 1_000].map((unit, i) => two(Math.floor(time / unit) % (i === 0 ? 24 : 60)))
  return `${fromDayNumber(days)}T${clock.join(':')}.${String(time % 1_000).padStart(3, '0')}Z` as Instant
}
export const toEpoch = (moment: Instant): number => epochOf(moment) ?? Temporal.Instant.from(moment).epochMilliseconds

/** The civil day in London at that instant (23:30Z in summer is already the next day). */
export const dayOf: (moment: Instant) => Day = remembering(MOST, moment => {
  const wall = wallAt(toEpoch(moment as Instant))
  return wall === undefined ? asDay(zoned(moment as Instant).toPlainDate()) : fromDayNumber(Math.floor(wall / DAY))
})

/**
 * London wall clock `HH:MM` on a day. The lost hour of spring moves on by that hour (01:30 is 02:30 BST); of the doubled
 * hour of autumn it is the first. Either way a daily appointment happens once.
 */
export const at = (date: Day, clock: string): Instant => wallClock(`${date}T${clock}`)
const wallClock = remembering(MOST, text => {
  const wall = epochOf(`${text}:00.000Z`)
  const moment = wall === undefined ? undefined : momentOf(wall)
  if (moment !== undefined) return fromEpoch(moment)
  return asInstant(Temporal.PlainDateTime.from(text).toZonedDateTime(LONDON).toInstant())
})

/** Days since 1970, and back. Throws RangeError for what is no date. */
const dayNumber = (date: Day): number => {
  const civil = date.length === 10 ? civilOf(date) : undefined
  return civil ? numberOf(civil) : epoch().until(plain(date)).days
}
const fromDayNumber = (count: number): Day =>
  (Number.isInteger(count) && (textOf(civilAt(count)) as Day | undefined)) || asDay(epoch().add({ days: count }))
const epoch = (): Temporal.PlainDate => Temporal.PlainDate.from('1970-01-01')

/** The first instant that is no longer this day in London. */
export const endOf = (date: Day): Instant => at(addDays(date, 1), '00:00')

export const addDays = (date: Day, days: number): Day => (days === 0 ? date : fromDayNumber(dayNumber(date) + days))
/** The corresponding date, clamped to the month's last day (31 Aug + 6 months = 28 Feb), never rolled over. */
export const addMonths = (date: Day, months: number): Day => {
  const from = date.length === 10 && Number.isInteger(months) ? civilOf(date) : undefined
  return (from && (moved(from, months) as Day | undefined)) || asDay(plain(date).add({ months }))
}
const moved = (from: Civil, months: number): string | undefined => {
  const count = from.year * 12 + from.month - 1 + months
  const year = Math.floor(count / 12)
  const month = count - year * 12 + 1
  return textOf({ year, month, day: Math.min(from.day, monthLength(year, month)) })
}
/** Elapsed time, through nights and clock changes. */
export const addHours = (moment: Instant, hours: number): Instant => fromEpoch(toEpoch(moment) + hours * 3_600_000)
export const addMinutes = (moment: Instant, minutes: number): Instant => fromEpoch(toEpoch(moment) + minutes * 60_000)

/** Clocks differ between machines; more than this is a date in the future (G20). */
const SKEW_MINUTES = 5
/** The last moment that is not in the future when it is `now` here. */
export const latestOf = (now: Instant): Instant => addMinutes(now, SKEW_MINUTES)

/** Calendar days from `a` to `b`; negative when `b` is earlier. */
export const daysBetween = (a: Day, b: Day): number => dayNumber(b) - dayNumber(a)
/** 1 = Monday … 7 = Sunday. */
export const weekday = (date: Day): number => weekdayAt(dayNumber(date))
/** The last day of that month. */
export const monthEnd = (date: Day): Day =>
  `${date.slice(0, 8)}${monthLength(Number(date.slice(0, 4)), Number(date.slice(5, 7)))}` as Day

/** London wall clock `HH:MM` at that instant. */
export const clockOf = (moment: Instant): string => {
  const wall = wallAt(toEpoch(moment))
  return wall === undefined
    ? zoned(moment).toPlainTime().toString({ smallestUnit: 'minute' })
    : fromEpoch(wall).slice(11, 16)
}

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
const months = 'January February March April May June July August September October November December'.split(' ')

/** `Tue 9 February 2027`: how people in England write a date. Spelt here, because a runtime's en-GB has varied. */
export const longDay = (date: Day): string => {
  const { year, month, day: n } = civilAt(dayNumber(date))
  return `${weekdays[weekday(date) - 1]} ${n} ${months[month - 1]} ${year}`
}

export const isDayText = (text: string): text is Day => day.safeParse(text).success
/** A deadline is a Day (it ends with the day) or an Instant (elapsed hours). */
export const isDay = (due: Day | Instant): due is Day => due.length === 10

/** When it is over: a Day ends with its night, so an instant of the same day is earlier. */
export const endsAt = (due: Day | Instant): Instant => (isDay(due) ? endOf(due) : due)
/** For sorting deadlines, the soonest first. */
export const bySoonest = (a: Day | Instant, b: Day | Instant): number => {
  const [first, second] = [endsAt(a), endsAt(b)]
  return first < second ? -1 : first > second ? 1 : 0
}

/** An instant later by an ISO 8601 duration such as `P30D` or `PT6H`, on London's wall clock. Throws RangeError. */
export const afterDuration = (moment: Instant, duration: string): Instant =>
  asInstant(zoned(moment).add(Temporal.Duration.from(duration)).toInstant())

/** The later of two days, or of two instants. */
export const later = <T extends Day | Instant>(a: T, b: T): T => (a > b ? a : b)
