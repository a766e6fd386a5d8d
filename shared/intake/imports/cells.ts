/** Cells of a CSV by zod. Every message begins with a code, so that a data-quality report can count by it. */
import * as z from 'zod'
import { type Day, isDayText } from '../../core/time.ts'
import { dayOfCell, hasShortYear } from './day-cell.ts'

const missing = (iss: { input?: unknown }): string | undefined =>
  iss.input === undefined ? 'MISSING: this is needed' : undefined

const cell = z.string({ error: missing })

/** Free text of at most so many characters. */
export const text = (most: number) => cell.max(most, `TOO_LONG: at most ${most} characters`)

/**
 * An id that becomes part of keys, paths and case ids. No slash, colon, hash or blank: they separate ids elsewhere.
 */
export const id = cell.regex(
  /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
  'ID: letters, digits, dot, - and _ alone, at most 64, beginning with a letter or digit',
)

/** Ids in one cell, separated by blanks. */
export const ids = cell.transform(value => value.split(/\s+/)).pipe(z.array(id).max(1000, 'TOO_MANY: at most 1000'))

/** Names in one cell, separated by `;` or `|`: an area may hold blanks and commas. */
export const names = cell.transform(value =>
  value
    .split(/[;|]/)
    .map(name => name.trim())
    .filter(name => name !== ''),
)

/** Words in one cell, separated by blanks or any of `,;|`. */
export const words = cell.transform(value => value.split(/[\s,;|]+/).filter(word => word !== ''))

/** `100,021,234,567` and `3.0`: a whole number as a spreadsheet shows it. */
const plainNumber = (value: string): string =>
  (/^-?\d{1,3}(?:,\d{3})+(?:\.0+)?$/.test(value) ? value.replaceAll(',', '') : value).replace(/^(-?\d+)\.0+$/, '$1')

/**
 * A Unique Property Reference Number: a number of up to 12 digits, so `000123` is `123`. Kept as text, never padded.
 */
export const uprn = cell
  .refine(value => !/^\d(?:[.,]\d+)?E\+?\d+$/i.test(value), {
    message: 'UPRN_ROUNDED: a spreadsheet has rounded this number; format the column as text and export again',
    abort: true,
  })
  .transform(plainNumber)
  .pipe(z.string().regex(/^\d{1,12}$/, 'UPRN: up to 12 digits'))
  .transform(value => value.replace(/^0+(?=\d)/, ''))

export const email = cell
  .max(254, 'EMAIL: too long')
  .regex(/^[^\s@,;<>()[\]"]+@[^\s@,;<>()[\]"]+\.[^\s@,;<>()[\]"]+$/, 'EMAIL: one plain address')
  .transform(value => value.toLowerCase())

const plainWord = (value: string): string => value.toLowerCase().replaceAll(/[\s-]+/g, '_')

/** One of these words, in any case, with blanks or hyphens for `_`; `also`: other words for them, in lower case. */
export const oneOf = <const T extends readonly [string, ...string[]]>(
  values: T,
  also: Readonly<Record<string, T[number]>> = {},
) => {
  const wanted = new Map([...Object.entries(also), ...values.map(value => [plainWord(value), value] as const)])
  return cell
    .transform(value => wanted.get(plainWord(value)) ?? value)
    .pipe(z.enum(values, `CHOICE: one of ${values.join(', ')}`))
}

/** A whole number between these. */
export const count = (least: number, most: number) =>
  cell
    .transform(plainNumber)
    .pipe(z.string().regex(/^-?\d{1,6}$/, `NUMBER: a whole number from ${least} to ${most}`))
    .transform(Number)
    .pipe(z.int().min(least, `NUMBER: at least ${least}`).max(most, `NUMBER: at most ${most}`))

/** Metres, with a dot or a comma; three digits after a comma may be thousands. */
export const metres = (most: number) =>
  cell
    .regex(/^\d{1,4}(?:\.\d{1,3}|,\d{1,2})?$/, 'NUMBER: metres, such as 17.5')
    .transform(value => Number(value.replace(',', '.')))
    .pipe(z.number().max(most, `NUMBER: at most ${most}`))

/** No check that still counts is older; what is older is a slip of the hand. */
const OLDEST = '1970-01-01'
/** Homes are: councils built them from 1890. A spreadsheet's zero is 30 or 31 December 1899 or 1 January 1900. */
const OLDEST_HOME = '1850-01-01'
const ZEROS = ['1899-12-30', '1899-12-31', '1900-01-01']
/** No duty of ours is reckoned further ahead. */
const FURTHEST = '2099-12-31'

const dayFrom = (oldest: string) =>
  cell
    .refine(value => oldest >= OLDEST || !hasShortYear(value), {
      message: 'DATE_YEAR: write the year with four digits',
      abort: true,
    })
    .transform(dayOfCell)
    .refine(isDayText, {
      message: 'DATE: a date that exists, such as 2026-03-04 or 04/03/2026, the day before the month',
      abort: true,
    })
    .refine(value => !ZEROS.includes(value), 'DATE_ZERO: an empty cell that a spreadsheet wrote as a date')
    .refine(value => value >= oldest, `DATE_TOO_OLD: before ${oldest.slice(0, 4)}`)
    // The first refinement has proved it; zod does not narrow through one.
    .transform(value => value as Day)

const someDay = dayFrom(OLDEST)

/** A date, `YYYY-MM-DD` or `DD/MM/YYYY`, between 1970 and 2099. */
export const date = someDay.refine(value => value <= FURTHEST, 'DATE_TOO_FAR: after 2099')

/** Since when something is the landlord's: from 1850 on. */
export const since = dayFrom(OLDEST_HOME).refine(value => value <= FURTHEST, 'DATE_TOO_FAR: after 2099')

/** A date of something that has happened: not after today in London. */
export const past = (today: Day) => someDay.refine(value => value <= today, `DATE_IN_FUTURE: after today (${today})`)
