/**
 * Working days in England: any day but Saturday, Sunday and a bank holiday of England and Wales (Banking and Financial
 * Dealings Act 1971; Christmas Day and Good Friday are in the list). Scotland and Northern Ireland are not asked, and
 * a landlord's own office closure never stops a clock.
 *
 * Law and Code count from the day after: day 0 is the day of the event, day 1 the next working day. The working days of
 * the published years are counted once, so that every answer is one or two look-ups.
 */
import published from './bank-holidays.json' with { type: 'json' }
import { civilAt, civilOf, numberOf, textOf, weekdayAt } from './civil/days.ts'
import { addMonths, type Day, isDayText } from './time.ts'

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

/** Why it is none, where it is none: the holiday's name before the name of the weekday. */
const reasonOf = (count: number, holidays: ReadonlyMap<number, string>): string | undefined => {
  const weekday = weekdayAt(count)
  return holidays.get(count) ?? (weekday === 6 ? 'Saturday' : weekday === 7 ? 'Sunday' : undefined)
}

const named = (holidays: readonly Holiday[]): Map<number, string> =>
  new Map(
    holidays.flatMap(({ date, title }): [number, string][] => {
      const civil = civilOf(date)
      return civil ? [[numberOf(civil), title]] : []
    }),
  )

/**
 * A calendar over a published list. `extra` are holidays proclaimed since (a state funeral comes with ten days'
 * notice); they never move the horizon. Throws RangeError on a list that is not whole.
 */
export const calendar = (events: readonly Holiday[], extra: readonly Holiday[] = []): Calendar => {
  const [firstYear, lastYear] = yearsOf(events)
  const holidays = named([...events, ...extra])
  const from = numberOf({ year: firstYear, month: 1, day: 1 })
  const length = numberOf({ year: lastYear, month: 12, day: 31 }) - from + 1
  /** the days by their place, as text when they are asked for */
  const texts: Day[] = []
  const dayAt = (place: number): Day => {
    texts[place] ??= textOf(civilAt(from + place)) as Day
    return texts[place]
  }
  /** places of the working days, in order */
  const working: number[] = []
  /** upTo[i]: working days among the first i days */
  const upTo = [0]
  for (let place = 0; place < length; place++) {
    if (reasonOf(from + place, holidays) === undefined) working.push(place)
    upTo.push(working.length)
  }
  const first = dayAt(0)
  const horizon = dayAt(length - 1)

  const past = (question: string, asked: Day): PastHorizon => new PastHorizon(question, asked, first, horizon)
  const find = (date: Day): number => {
    const civil = date.length === 10 ? civilOf(date) : undefined
    if (!civil) throw new RangeError(`${date} is not a day`)
    const place = numberOf(civil) - from
    if (place >= 0 && place < length) return place
    throw past(`whether ${date} is a working day`, date)
  }

  return {
    horizon,
    holidays: [...events, ...extra],
    isWorkingDay: date => reasonOf(from + find(date), holidays) === undefined,
    add: (start, count) => {
      if (!Number.isInteger(count)) throw new RangeError(`${count} working days: only whole days can be counted`)
      const at = find(start)
      if (count === 0) return start
      const found = count > 0 ? working[upTo[at + 1]! + count - 1] : working[upTo[at]! + count]
      if (found === undefined)
        throw past(`${Math.abs(count)} working days ${count > 0 ? 'after' : 'before'} ${start}`, start)
      return dayAt(found)
    },
    between: (start, end) => {
      const [a, b] = [find(start), find(end)]
      return b >= a ? upTo[b + 1]! - upTo[a + 1]! : -(upTo[a]! - upTo[b]!)
    },
    skipped: (start, end) => {
      const [a, b] = [find(start), find(end)]
      const passed = b >= a ? { low: a + 1, high: b } : { low: b, high: a - 1 }
      const skipped: { day: Day; why: string }[] = []
      for (let place = passed.low; place <= passed.high; place++) {
        const why = reasonOf(from + place, holidays)
        if (why !== undefined) skipped.push({ day: dayAt(place), why })
      }
      return skipped
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
