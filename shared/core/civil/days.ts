/**
 * Civil dates as numbers of days since 1970, and the text of both: arithmetic alone, of the years 0 to 9999. A calendar's
 * library reads and writes the same some twenty times slower, and a case asks it hundreds of times.
 */

export type Civil = { year: number; month: number; day: number }

const lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
export const monthLength = (year: number, month: number): number =>
  month === 2 && isLeap(year) ? 29 : lengths[month - 1]!

/** The number that these characters write; NaN where one of them is no digit. */
export const digits = (text: string, from: number, to: number): number => {
  let value = 0
  for (let i = from; i < to; i++) {
    const digit = text.charCodeAt(i) - 48
    if (!(digit >= 0 && digit <= 9)) return Number.NaN
    value = value * 10 + digit
  }
  return value
}

/** What the first ten characters say, `YYYY-MM-DD`; undefined when that is no date. */
export const civilOf = (text: string): Civil | undefined => {
  const [year, month, day] = [digits(text, 0, 4), digits(text, 5, 7), digits(text, 8, 10)]
  const written = text[4] === '-' && text[7] === '-' && year >= 0 && month >= 1 && month <= 12 && day >= 1
  return written && day <= monthLength(year, month) ? { year, month, day } : undefined
}

/** Days of a cycle of the calendar, which is 400 years, and from its first of March in the year 0 to 1970. */
const [CYCLE, TO_1970] = [146_097, 719_468]

/** Days since 1970. Counted in years from March on, a leap day is the last of its year. */
export const numberOf = ({ year, month, day }: Civil): number => {
  const from = month > 2 ? year : year - 1
  const cycle = Math.floor(from / 400)
  const ofCycle = from - cycle * 400
  const ofYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  const days = ofCycle * 365 + Math.floor(ofCycle / 4) - Math.floor(ofCycle / 100) + ofYear
  return cycle * CYCLE + days - TO_1970
}

/** The date of so many days since 1970. */
export const civilAt = (count: number): Civil => {
  const days = count + TO_1970
  const cycle = Math.floor(days / CYCLE)
  const left = days - cycle * CYCLE
  const ofCycle = Math.floor(
    (left - Math.floor(left / 1_460) + Math.floor(left / 36_524) - Math.floor(left / 146_096)) / 365,
  )
  const ofYear = left - (365 * ofCycle + Math.floor(ofCycle / 4) - Math.floor(ofCycle / 100))
  const fromMarch = Math.floor((5 * ofYear + 2) / 153)
  const month = fromMarch + (fromMarch < 10 ? 3 : -9)
  const day = ofYear - Math.floor((153 * fromMarch + 2) / 5) + 1
  return { year: ofCycle + cycle * 400 + (month <= 2 ? 1 : 0), month, day }
}

export const two = (n: number): string => (n < 10 ? `0${n}` : String(n))

/** `YYYY-MM-DD`; undefined outside the years 0 to 9999, which take more characters. */
export const textOf = ({ year, month, day }: Civil): string | undefined =>
  year >= 0 && year <= 9_999 ? `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}` : undefined

/** 1 = Monday … 7 = Sunday. */
export const weekdayAt = (count: number): number => ((((count + 3) % 7) + 7) % 7) + 1
