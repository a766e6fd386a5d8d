/**
 * A date as spreadsheets and systems in England write it: 2026-03-04, 4/3/26, 04.03.2026, 4-Mar-2026, 4 March 2026,
 * 46085 (a spreadsheet's own number), each with or without a time of day, which says nothing of the day in London only
 * if it names no zone. The day stands before the month, always.
 */

const TIME = /[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?$/
const NUMBERS = /^(\d{1,2})([/.-])(\d{1,2})\2(\d{2}|\d{4})$/
const NAMED = /^(\d{1,2})(?:st|nd|rd|th)?[ /.-]?([a-z]{3,9})[ /.,-]{0,2}(\d{2}|\d{4})$/i
const BACKWARDS = /^(\d{4})[/.](\d{1,2})[/.](\d{1,2})$/

const MONTHS = 'january february march april may june july august september october november december'.split(' ')

/** 1 to 12; `sept` and the like are a beginning of one name alone. */
const monthOf = (word: string): number => MONTHS.findIndex(name => name.startsWith(word.toLowerCase())) + 1

/** Checks of before 1970 are refused anyhow, and no duty is reckoned to 2070. */
const yearOf = (year: string): string => (year.length === 4 ? year : Number(year) < 70 ? `20${year}` : `19${year}`)

const written = (year: string, month: string | number, date: string): string =>
  `${yearOf(year)}-${String(month).padStart(2, '0')}-${date.padStart(2, '0')}`

/** Days of a spreadsheet from 1927 to 2099; 25569 is 1 January 1970. What is outside is some other number. */
const SERIAL = /^\d{5}(?:\.\d+)?$/
const [EPOCH, FIRST, LAST] = [25_569, 10_000, 73_050]
const ofSerial = (value: string): string | undefined => {
  const days = Math.floor(Number(value))
  if (!SERIAL.test(value) || days < FIRST || days > LAST) return undefined
  return new Date((days - EPOCH) * 86_400_000).toISOString().slice(0, 10)
}

/** As `YYYY-MM-DD`, whether that day exists or not; what is no date is given back as it is. */
export const dayOfCell = (cell: string): string => {
  const value = cell.replace(TIME, '')
  const [, date, , month, year] = NUMBERS.exec(value) ?? []
  if (date && month && year) return written(year, month, date)
  const [, day, name, of] = NAMED.exec(value) ?? []
  if (day && name && of && monthOf(name) > 0) return written(of, monthOf(name), day)
  const [, first, second, third] = BACKWARDS.exec(value) ?? []
  if (first && second && third) return written(first, second, third)
  return ofSerial(value) ?? value
}

/** The century is left to be guessed. */
export const hasShortYear = (cell: string): boolean => {
  const value = cell.replace(TIME, '')
  return (NUMBERS.exec(value)?.[4] ?? NAMED.exec(value)?.[3])?.length === 2
}
