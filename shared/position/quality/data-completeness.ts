/**
 * How complete the tenants' data is, against a target that rises each year. "Prefer not to say" is an answer. Figures
 * about few people are not shown: fewer than five could be known by their neighbours.
 */
import { type Day, daysBetween } from '../../core/time.ts'
import { percentOf } from '../reports/rounded.ts'

/** For each person the fields that are answered, or said not to be answered; never the answers themselves. */
export type Answered = { fields: readonly string[] }

export type Completeness = {
  people: number
  /** every field answered */
  full: number
  percentFull: number
  fields: { field: string; answered: number; missing: number; percent: number }[]
}

/** Counted over the fields that the landlord has agreed to ask. */
export const completeness = (people: readonly Answered[], asked: readonly string[]): Completeness => {
  const full = people.filter(({ fields }) => asked.every(field => fields.includes(field))).length
  return {
    people: people.length,
    full,
    percentFull: percentOf(full, people.length),
    fields: asked.map(field => {
      const answered = people.filter(({ fields }) => fields.includes(field)).length
      return { field, answered, missing: people.length - answered, percent: percentOf(answered, people.length) }
    }),
  }
}

/** The percentage aimed at on a day: so many points more each year since the start, never above 100. */
export const targetOn = (start: { on: Day; percent: number }, pointsAYear: number, asOf: Day): number =>
  Math.min(
    100,
    Math.round((start.percent + (Math.max(0, daysBetween(start.on, asOf)) * pointsAYear) / 365) * 100) / 100,
  )

export type Trend = 'rising' | 'falling' | 'steady' | 'unknown'
/** Over the last so many month-ends: every step up, every step down, or neither. */
export const trend = (monthEnds: readonly number[], months = 3): Trend => {
  const last = monthEnds.slice(-(months + 1))
  if (last.length < months + 1) return 'unknown'
  const steps = last.slice(1).map((value, i) => value - last[i]!)
  if (steps.every(step => step > 0)) return 'rising'
  return steps.every(step => step < 0) ? 'falling' : 'steady'
}

const FEW = 5
/** A percentage as it may be published: whole, `<1%` for what is less than one, nothing about fewer than five people. */
export const published = (part: number, whole: number): string => {
  if (part > 0 && part < FEW) return 'suppressed'
  const percent = percentOf(part, whole, 2)
  return percent > 0 && percent < 1 ? '<1%' : `${percentOf(part, whole, 0)}%`
}
