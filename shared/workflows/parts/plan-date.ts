/**
 * Dates as improvement plans write them: `Oct-26`, `End Q3 2024/25`, `Annually from April 2026`. A month means its last
 * day, a quarter is of the financial year (Q1 is April to June). What can be read in two ways is asked, never guessed.
 */
import { addDays, addMonths, type Day, isDayText, monthEnd } from '../../core/time.ts'

export type PlanDate =
  | { kind: 'date'; due: Day }
  /** done again each year; `due` is the last day of the first */
  | { kind: 'yearly'; from: Day; due: Day }
  /** a person must say which: `could` is what it may mean, as far as that is known */
  | { kind: 'unclear'; ask: string; could: Day[] }
  | { kind: 'none'; ask: string }

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const MONTH =
  '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)'
const YEAR = "'?((?:20)?\\d\\d)"
const monthYear = new RegExp(`\\b${MONTH}[\\s-]*${YEAR}(?!\\d)`, 'gi')
const dayMonthYear = new RegExp(`^(\\d{1,2})(?:st|nd|rd|th)?[\\s-]+${MONTH}[\\s-]+${YEAR}$`, 'i')
const yearly = new RegExp(`^(?:annual(?:ly)?|yearly|every year)\\s+from\\s+${MONTH}[\\s-]*${YEAR}$`, 'i')

const pad = (n: number | string): string => String(n).padStart(2, '0')
const yearOf = (text: string): number => (text.length === 2 ? 2000 + Number(text) : Number(text))
const monthOf = (name: string): number => months.indexOf(name.slice(0, 3).toLowerCase()) + 1
const firstOf = (year: number, month: number): Day => `${year}-${pad(month)}-01` as Day
const endOfMonth = (name: string, year: string): Day => monthEnd(firstOf(yearOf(year), monthOf(name)))

/** The last day of a quarter of the financial year that begins in April of `year`: Q4 ends in the next. */
const endOfQuarter = (quarter: number, year: number): Day =>
  monthEnd(addMonths(firstOf(year, 4), (quarter - 1) * 3 + 2))

/** Each month with a year that a text names, as the month's last day, in the order of the text. */
export const monthsIn = (text: string): Day[] =>
  [...text.matchAll(monthYear)].map(([, month = '', year = '']) => endOfMonth(month, year))

const plain = (text: string): string =>
  text
    .trim()
    .replace(/[.;,]+$/, '')
    .replace(/\s*\/\s*/g, '/')
    .replace(/\s+/g, ' ')
    .replace(/^(?:by |on )?(?:the )?(?:early |end (?:of )?)?/i, '')

const quarterDate = (text: string): PlanDate | undefined => {
  const [, q, first, second] = /^q([1-4])(?:[\s-]+(\d{4})(?:\/(\d{2}|\d{4}))?)?$/i.exec(text) ?? []
  if (!q) return undefined
  const quarter = Number(q)
  if (!first) return { kind: 'unclear', ask: `Q${q} of which financial year?`, could: [] }
  const year = Number(first)
  if (!second) {
    const could = [endOfQuarter(quarter, year - 1), monthEnd(firstOf(year, quarter * 3)), endOfQuarter(quarter, year)]
    const ask = `Q${q} ${first}: of the financial year ${year - 1}/${pad(year % 100)} or ${year}/${pad((year + 1) % 100)}, or of the calendar year?`
    return { kind: 'unclear', ask, could: [...new Set(could)].sort() }
  }
  if (yearOf(second) !== year + 1)
    return { kind: 'unclear', ask: `${first}/${second} is no financial year: which is meant?`, could: [] }
  return { kind: 'date', due: endOfQuarter(quarter, year) }
}

const exactDay = (text: string): Day | undefined => {
  const [, d, m, y] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text) ?? []
  const written = y ? `${y}-${pad(m!)}-${pad(d!)}` : text
  if (isDayText(written)) return written
  const [, date, month, year] = dayMonthYear.exec(text) ?? []
  if (!date || !month || !year) return undefined
  const named = `${yearOf(year)}-${pad(monthOf(month))}-${pad(date)}`
  return isDayText(named) ? named : undefined
}

/** What a plan's own text says of when; never throws. */
export const readPlanDate = (text: string | undefined): PlanDate => {
  const said = plain(text ?? '')
  if (said === '') return { kind: 'none', ask: 'By when is it to be done?' }
  const day = exactDay(said)
  if (day) return { kind: 'date', due: day }
  const quarter = quarterDate(said)
  if (quarter) return quarter
  const [, month, year] = yearly.exec(said) ?? []
  if (month && year) {
    const from = firstOf(yearOf(year), monthOf(month))
    return { kind: 'yearly', from, due: addDays(addMonths(from, 12), -1) }
  }
  const named = [...new Set(monthsIn(said))]
  if (named.length > 1)
    return { kind: 'unclear', ask: 'It names more than one date: which is the target?', could: named }
  // The month must be all that is said: "following a meeting in April 2026" is no target.
  if (named[0] && said.replace(monthYear, '').trim() === '') return { kind: 'date', due: named[0] }
  return { kind: 'none', ask: 'No date can be read from it: by when is it to be done?' }
}
