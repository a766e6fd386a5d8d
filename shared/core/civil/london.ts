/**
 * London's time by its law: an hour before Greenwich from one in the morning, Greenwich mean time, of the last Sunday in
 * March to the same of the last Sunday in October (Summer Time Act 1972 s 1 as amended by SI 2002/262, and so since 1996).
 * A runtime's tables say the same, and take a tenth of a cold start to open; a test holds one against the other.
 */
import { civilAt, numberOf, weekdayAt } from './days.ts'

/** Milliseconds. */
export const DAY = 86_400_000
const HOUR = 3_600_000

/** Other Sundays were chosen before. */
export const FIRST_YEAR = 1996

type Summer = { from: number; to: number }
const summers = new Map<number, Summer>()

const lastSunday = (year: number, month: number): number => {
  const last = numberOf({ year, month, day: 31 })
  return last - (weekdayAt(last) % 7)
}

const summerOf = (year: number): Summer => {
  const held = summers.get(year)
  if (held) return held
  const summer = { from: lastSunday(year, 3) * DAY + HOUR, to: lastSunday(year, 10) * DAY + HOUR }
  summers.set(year, summer)
  return summer
}

const yearAt = (milliseconds: number): number => civilAt(Math.floor(milliseconds / DAY)).year

/** What London's clocks read at a moment, both in milliseconds since 1970; undefined before 1996. */
export const wallAt = (moment: number): number | undefined => {
  const year = yearAt(moment)
  if (year < FIRST_YEAR) return undefined
  const { from, to } = summerOf(year)
  return moment >= from && moment < to ? moment + HOUR : moment
}

/**
 * The moment at which London's clocks read that; undefined before 1996. An hour that spring leaves out is an hour later
 * on the clocks; of one that autumn repeats it is the first.
 */
export const momentOf = (wall: number): number | undefined => {
  const year = yearAt(wall)
  if (year < FIRST_YEAR) return undefined
  const { from, to } = summerOf(year)
  return wall >= from + HOUR && wall < to + HOUR ? wall - HOUR : wall
}
