/**
 * Working days in England: any day but Saturday, Sunday and a bank holiday of England and Wales (Banking and Financial
 * Dealings Act 1971; Christmas Day and Good Friday are in the list). Scotland and Northern Ireland are not asked, and
 * a landlord's own office closure never stops a clock.
 *
 * Law and Code count from the day after: day 0 is the day of the event, day 1 the next working day. All days of the
 * published years are laid out once, so that every answer is one or two look-ups.
 */
import published from './bank-holidays.json' with { type: 'json' }
import { addMonths, type Day, isDayText, monthEnd, weekday } from './time.ts'

export type Calendar = {
  /** the last day that can be reckoned; past it every question throws */
  horizon: Day
  /** the list it rests on, with what was proclaimed since */
  holidays: readonly Holiday[]
  isWorkingDay: (date: Day) => boolean
  /** day 0 = `from`, day 1 = the next working day after it; negative counts back */
  add: (from: Day, days: number) => Day
  /** working days after `from` up to and including `to`; negative: before `from` back to and including `to` */
  between: (from: Day, to: Day) => number
  /** non-working days after `from` up to and including `to` (or before `from` back to `to`), with the reason */
  skipped: (from: Day, to: Day) => { day: Day; why: string }[]
}

export type Holiday = { date: string; title: string }

/** Asked for a day that the published bank holidays do not reach. A guess here would be a wrong legal deadline. */
export class PastHorizon extends Error {
  override readonly name = 'PastHorizon'
  /** the day the question started from */
  readonly day: Day
  readonly horizon: Day
  constructor(question: string, day: Day, first: Day, horizon: Day) {
    super(
      `Cannot reckon ${question}: the bank holidays of England and Wales are known from ${first} to ${horizon} only. ` +
        'Load the newer list from https://www.gov.uk/bank-holidays.json.',
    )
    this.day = day
    this.horizon = horizon
  }
}

/** England and Wales have eight bank holidays in every year since 1978: fewer means a broken or half-published list. */
const LEAST_A_YEAR = 8

const two = (n: number): string => String(n).padStart(2, '0')

/** Every day of these years, in order. */
const daysOfYears = (firstYear: number, lastYear: number): Day[] => {
  const days: Day[] = []
  for (let year = firstYear; year <= lastYear; year++)
    for (let month = 1; month <= 12; month++) {
      const start = `${year}-${two(month)}-`
      const last = Number(monthEnd(`${start}01` as Day).slice(8))
      for (let n = 1; n <= last; n++) days.push(`${start}${two(n)}` as Day)
    }
  return days
}

/** First and last year of a list, or an error that says what is wrong with it. */
const yearsOf = (events: readonly Holiday[]): [number, number] => {
  const counts = new Map<number, number>()
  for (const { date, title } of events) {
    if (!isDayText(date)) throw new RangeError(`bank holiday ${title}: ${date} is not a day`)
    const year = Number(date.slice(0, 4))
    counts.set(year, (counts.get(year) ?? 0) + 1)
  }
  if (counts.size === 0) throw new RangeError('no bank holidays at all')
  const first = Math.min(...counts.keys())
  const last = Math.max(...counts.keys())
  for (let year = first; year <= last; year++)
    if ((counts.get(year) ?? 0) < LEAST_A_YEAR)
      throw new RangeError(`${counts.get(year) ?? 0} bank holidays in ${year}: England and Wales have at least 8`)
  return [first, last]
}

/** Why each non-working day of the list is none: the holiday's name before the name of the weekday. */
const reasons = (days: Day[], holidays: readonly Holiday[]): Map<Day, string> => {
  const why = new Map<Day, string>()
  const monday = weekday(days[0]!) - 1
  days.forEach((date, i) => {
    const place = (monday + i) % 7
    if (place > 4) why.set(date, place === 5 ? 'Saturday' : 'Sunday')
  })
  for (const { date, title } of holidays) why.set(date as Day, title)
  return why
}

/**
 * A calendar over a published list. `extra` are holidays proclaimed since (a state funeral comes with ten days'
 * notice); they never move the horizon. Throws RangeError on a list that is not whole.
 */
export const calendar = (events: readonly Holiday[], extra: readonly Holiday[] = []): Calendar => {
  const days = daysOfYears(...yearsOf(events))
  const why = reasons(days, [...events, ...extra])
  const position = new Map<string, number>()
  const working: Day[] = []
  /** upTo[i]: working days among the first i days */
  const upTo = [0]
  days.forEach((date, i) => {
    position.set(date, i)
    if (!why.has(date)) working.push(date)
    upTo.push(working.length)
  })
  const first = days[0]!
  const horizon = days.at(-1)!

  const past = (question: string, from: Day): PastHorizon => new PastHorizon(question, from, first, horizon)
  const find = (date: Day): number => {
    const found = position.get(date)
    if (found !== undefined) return found
    if (!isDayText(date)) throw new RangeError(`${date} is not a day`)
    throw past(`whether ${date} is a working day`, date)
  }

  return {
    horizon,
    holidays: [...events, ...extra],
    isWorkingDay: date => !why.has(days[find(date)]!),
    add: (from, count) => {
      if (!Number.isInteger(count)) throw new RangeError(`${count} working days: only whole days can be counted`)
      const at = find(from)
      if (count === 0) return from
      const found = count > 0 ? working[upTo[at + 1]! + count - 1] : working[upTo[at]! + count]
      if (found === undefined)
        throw past(`${Math.abs(count)} working days ${count > 0 ? 'after' : 'before'} ${from}`, from)
      return found
    },
    between: (from, to) => {
      const a = find(from)
      const b = find(to)
      return b >= a ? upTo[b + 1]! - upTo[a + 1]! : -(upTo[a]! - upTo[b]!)
    },
    skipped: (from, to) => {
      const a = find(from)
      const b = find(to)
      const passed = b >= a ? days.slice(a + 1, b + 1) : days.slice(b, a)
      return passed.flatMap(date => (why.has(date) ? [{ day: date, why: why.get(date)! }] : []))
    },
  }
}

/** England and Wales as gov.uk publishes it. */
export const england: Calendar = calendar(published.events)

/** Whole months from today to the horizon; negative when it is past. Below 12 an alarm asks for the newer list. */
export const monthsOfHorizonLeft = ({ horizon }: Calendar, today: Day): number => {
  const months =
    (Number(horizon.slice(0, 4)) - Number(today.slice(0, 4))) * 12 +
    (Number(horizon.slice(5, 7)) - Number(today.slice(5, 7)))
  return addMonths(today, months) <= horizon ? months : months - 1
}
