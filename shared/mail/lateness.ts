/** How late something is, in the words and the colour of a mail. Days for days, hours for instants. */

import type { Urgency } from '../core/case.ts'
import { many } from '../core/counted.ts'
import { addDays, clockOf, type Day, dayOf, daysBetween, type Instant, isDay, longDay, toEpoch } from '../core/time.ts'

/** Gravest first. `week`: within seven days. `none`: nothing is due. */
export const severities = ['emergency', 'overdue', 'today', 'week', 'later', 'none'] as const
export type Severity = (typeof severities)[number]

const HOUR = 3_600_000

/** Hours that people still reckon with; beyond them a number of days says more. */
const AS_HOURS = 72

/** Completed hours; minutes within the first, days after the third day. */
const span = (milliseconds: number): string => {
  const gone = Math.abs(milliseconds)
  if (gone > AS_HOURS * HOUR) return many(Math.floor(gone / (24 * HOUR)), 'day')
  if (gone < HOUR) return many(Math.max(1, Math.floor(gone / 60_000)), 'minute')
  return many(Math.floor(gone / HOUR), 'hour')
}

/** A Day is over when it ends in London; an Instant when it is reached. */
export const isLate = (due: Day | Instant, now: Instant): boolean =>
  isDay(due) ? dayOf(now) > due : toEpoch(now) >= toEpoch(due)

/** `9 days late`, `due today`, `in 14 days`, `5 hours late`, `in 3 hours`. */
export const lateness = (due: Day | Instant, now: Instant): string => {
  if (!isDay(due)) {
    const left = toEpoch(due) - toEpoch(now)
    return left <= 0 ? `${span(left)} late` : `in ${span(left)}`
  }
  const left = daysBetween(dayOf(now), due)
  if (left === 0) return 'due today'
  return left < 0 ? `${many(-left, 'day')} late` : `in ${many(left, 'day')}`
}

/** The word in front of a subject and on the coloured bar: `Overdue 9 days`, `Due in 14 days`. */
export const badge = (urgency: Urgency, due: Day | Instant | undefined, now: Instant): string => {
  const words = due === undefined ? 'notice' : lateness(due, now)
  const late = /^(.*) late$/.exec(words)
  const stands = late ? `overdue ${late[1]}` : words.startsWith('in ') ? `due ${words}` : words
  const said = urgency === 'emergency' ? (due === undefined ? 'emergency' : `emergency, ${stands}`) : stands
  return said.charAt(0).toUpperCase() + said.slice(1)
}

export const severityOf = (urgency: Urgency, due: Day | Instant | undefined, now: Instant): Severity => {
  if (urgency === 'emergency') return 'emergency'
  if (due === undefined) return 'none'
  if (isLate(due, now)) return 'overdue'
  const left = daysBetween(dayOf(now), isDay(due) ? due : dayOf(due))
  return left === 0 ? 'today' : left <= 7 ? 'week' : 'later'
}

/** `Tue 9 February 2027`, and `at 15:20` for an instant; London. Of a midnight it says which night. */
export const written = (due: Day | Instant): string => {
  if (isDay(due)) return longDay(due)
  const clock = clockOf(due)
  return clock === '00:00'
    ? `midnight at the end of ${longDay(addDays(dayOf(due), -1))}`
    : `${longDay(dayOf(due))} at ${clock}`
}

/** `grade`: how grave it is to be late with it, 0 the gravest (position/reports/gravest.ts). */
export type Ranked = { severity: Severity; grade: number; due?: Day | Instant | undefined; caseId: string }
const rank = ({ severity, grade, due, caseId }: Ranked): string =>
  `${severities.indexOf(severity)} ${grade} ${due ?? '9'} ${caseId}`
/** By severity, then by grade, then the oldest first: 70 days without a lesson written down are no gas check 44 days late. */
export const gravestFirst = <T extends Ranked>(items: readonly T[]): T[] =>
  items
    .map(item => ({ item, key: rank(item) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(one => one.item)
