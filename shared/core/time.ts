/**
 * Civil days and instants. A Day is law's unit, an Instant the machine's, London lies between the two, and only here.
 * Both are text, because facts are JSON: `YYYY-MM-DD`, and UTC with milliseconds, so that text order is time order.
 */
import { Temporal } from 'temporal-polyfill'
import * as z from 'zod'

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

const inUtc = remembering(MOST, text => Temporal.Instant.from(text).toString({ fractionalSecondDigits: 3 }))

/** The instant of so many milliseconds since 1970 (a clock's reading). */
export const fromEpoch = (milliseconds: number): Instant => {
  const whole = Math.trunc(milliseconds)
  const time = ((whole % DAY) + DAY) % DAY
  const two = (unit: number, count: number): string => String(Math.floor(time / unit) % count).padStart(2, '0')
  const clock = `${two(3_600_000, 24)}:${two(60_000, 60)}:${two(1000, 60)}.${String(time % 1000).padStart(3, '0')}`
  return `${fromDayNumber((whole - time) / DAY)}T${clock}Z` as Instant
}
const DAY = 86_400_000
export const toEpoch: (moment: Instant) => number = remembering(
  MOST,
  moment => Temporal.Instant.from(moment).epochMilliseconds,
)

/** The civil day in London at that instant (23:30Z in summer is already the next day). */
export const dayOf: (moment: Instant) => Day = remembering(MOST, moment =>
  asDay(Temporal.Instant.from(moment).toZonedDateTimeISO(LONDON).toPlainDate()),
)

/**
 * London wall clock `HH:MM` on a day. The lost hour of spring moves on by that hour (01:30 is 02:30 BST); of the doubled
 * hour of autumn it is the first. Either way a daily appointment happens once.
 */
export const at = (date: Day, clock: string): Instant => wallClock(`${date}T${clock}`)
const wallClock = remembering(MOST, text =>
  asInstant(Temporal.PlainDateTime.from(text).toZonedDateTime(LONDON).toInstant()),
)

/** Days since 1970, and back. */
const dayNumber: (date: Day) => number = remembering(MOST, date => EPOCH.until(Temporal.PlainDate.from(date)).days)
const fromDayNumber = (count: number): Day => dayNumbered(String(count))
const dayNumbered = remembering(MOST, count => asDay(EPOCH.add({ days: Number(count) })))
const EPOCH = Temporal.PlainDate.from('1970-01-01')

/** The first instant that is no longer this day in London. */
export const endOf = (date: Day): Instant => at(addDays(date, 1), '00:00')

export const addDays = (date: Day, days: number): Day => (days === 0 ? date : fromDayNumber(dayNumber(date) + days))
/** The corresponding date, clamped to the month's last day (31 Aug + 6 months = 28 Feb), never rolled over. */
export const addMonths = (date: Day, months: number): Day => monthsAfter(`${date} ${months}`)
const monthsAfter = remembering(MOST, text => {
  const [date, months] = text.split(' ') as [Day, string]
  return asDay(plain(date).add({ months: Number(months) }, { overflow: 'constrain' }))
})
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
export const weekday = (date: Day): number => plain(date).dayOfWeek
const lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
/** The last day of that month. By hand: the calendar asks it of every month of its years whenever a process starts. */
export const monthEnd = (date: Day): Day => {
  const [year, month] = [Number(date.slice(0, 4)), Number(date.slice(5, 7))]
  return `${date.slice(0, 8)}${month === 2 && isLeap(year) ? 29 : lengths[month - 1]}` as Day
}

/** London wall clock `HH:MM` at that instant. */
export const clockOf = (moment: Instant): string =>
  Temporal.Instant.from(moment).toZonedDateTimeISO(LONDON).toPlainTime().toString({ smallestUnit: 'minute' })

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
const months = 'January February March April May June July August September October November December'.split(' ')

/** `Tue 9 February 2027`: how people in England write a date. Spelt here, because a runtime's en-GB has varied. */
export const longDay = (date: Day): string => {
  const { dayOfWeek, day: n, month, year } = plain(date)
  return `${weekdays[dayOfWeek - 1]} ${n} ${months[month - 1]} ${year}`
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
  asInstant(Temporal.Instant.from(moment).toZonedDateTimeISO(LONDON).add(Temporal.Duration.from(duration)).toInstant())

/** The later of two days, or of two instants. */
export const later = <T extends Day | Instant>(a: T, b: T): T => (a > b ? a : b)
