/**
 * The arithmetic that `due` functions use. Every step can be written down, so that the case can say why a date is
 * what it is (engine rule 11) without any workflow doing a thing for it.
 */

import type { PolicyChoice } from '../law/policy/choice.ts'
import { type PolicyId, type PolicyValues, policies } from '../law/policy.ts'
import { type RuleId, rules } from '../law/rules.ts'
import { counted } from './counted.ts'
import { addDays, addHours, addMonths, bySoonest, type Day, type Instant } from './time.ts'
import type { Calendar } from './working-days.ts'

/** One step of a reckoning: `from` and `to` are dates or instants, `skipped` the days that did not count. */
export type Step = {
  what: string
  from?: string
  to?: string
  source?: string
  skipped?: { day: Day; why: string }[]
}

export type Reckon = {
  calendar: Calendar
  /** within N days of X: X itself does not count */
  days: (from: Day, days: number) => Day
  /** N days beginning with X: X is the first of them (EICR: inspection + 27) */
  beginningWith: (from: Day, days: number) => Day
  weeks: (from: Day, weeks: number) => Day
  /** the corresponding date, clamped to the month's end */
  months: (from: Day, months: number) => Day
  years: (from: Day, years: number) => Day
  /** day 1 is the next working day after `from`; throws past the calendar's horizon */
  workingDays: (from: Day, days: number) => Day
  /** elapsed hours */
  hours: (from: Instant, hours: number) => Instant
  /** the earliest of those that are known */
  earliest: <T extends Day | Instant>(...candidates: (T | undefined)[]) => T | undefined
  /** a rule's number; the rule and its source enter the explanation */
  rule: (id: RuleId) => number
  /** a landlord's choice, with our default */
  policy: (id: PolicyId) => number
  /** names the fact that started it, for the explanation */
  because: (why: string) => void
  /** the landlord's choices it reckons by */
  chosen: PolicyValues
  /** the regime (core/regimes.ts) that it reckons by; events and cases carry it. Absent: nothing is pinned. */
  version?: string | undefined
  /** the choices of an earlier regime; `whole`: its calendar too. Throws when it is not known. */
  pinned?: (version: string, whole: boolean) => Reckon
  /** as it was when that regime was in force; undefined: before regimes were recorded */
  under?: (version: string | undefined) => Reckon
}

/** Where a choice comes from: the law itself, unless the landlord chose to be stricter. */
const grounds = ({ title, tightens }: PolicyChoice, value: number): string => {
  const own = `landlord policy: ${title}`
  if (!tightens) return own
  const law = rules[tightens]
  return law.value === value ? law.source : `${own}; ${law.value} ${law.unit} by ${law.source}`
}

/** A reckoner over a calendar and a landlord's policy; `note` receives each step, and without it none is put in words. */
export const reckoner = (calendar: Calendar, chosen: PolicyValues = {}, note?: (step: Step) => void): Reckon => {
  const said = <T extends Day | Instant>(count: number, unit: string, from: string, to: T): T => {
    note?.({ what: counted(count, unit), from, to })
    return to
  }
  return {
    calendar,
    chosen,
    days: (from, days) => said(days, 'days after', from, addDays(from, days)),
    beginningWith: (from, days) => said(days, 'days beginning with', from, addDays(from, days - 1)),
    weeks: (from, weeks) => said(weeks, 'weeks after', from, addDays(from, weeks * 7)),
    months: (from, months) => said(months, 'months after', from, addMonths(from, months)),
    years: (from, years) => said(years, 'years after', from, addMonths(from, years * 12)),
    workingDays: (from, days) => {
      const to = calendar.add(from, days)
      if (!note) return to
      const skipped = calendar.skipped(from, to)
      note({ what: counted(days, 'working days after'), from, to, ...(skipped.length > 0 ? { skipped } : {}) })
      return to
    },
    hours: (from, hours) => said(hours, 'hours after', from, addHours(from, hours)),
    earliest: (...candidates) => {
      const known = candidates.filter(candidate => candidate !== undefined).sort(bySoonest)
      if (known.length > 1) note?.({ what: `the earliest of ${known.join(', ')}`, to: known[0]! })
      return known[0]
    },
    rule: id => {
      const { value, unit, source } = rules[id]
      if (typeof value !== 'number') throw new Error(`rule ${id} is not a number`)
      note?.({ what: `${id}: ${counted(value, unit)}`, source })
      return value
    },
    policy: id => {
      const value = chosen[id] ?? policies[id].value
      note?.({ what: `${id}: ${counted(value, policies[id].unit)}`, source: grounds(policies[id], value) })
      return value
    },
    because: why => note?.({ what: why }),
  }
}
