/**
 * The instants of a ladder: of each rung by its offset from a clock's dates, and of each repetition of the last.
 */
import type { Reckon } from './reckon.ts'
import { tellDays, tellOn } from './tell-days.ts'
import { addDays, addHours, at, type Day, dayOf, daysBetween, endOf, type Instant, isDay, toEpoch } from './time.ts'
import type { ClockDef, Due, Every, Ladder, Rung } from './workflow.ts'

/** Day offsets fire here, so that the morning's digest (07:30) holds them. */
export const MORNING = '06:00'

export type AnyRung = Rung<string, string>
export type Running = {
  name: string
  clock: ClockDef<Record<string, unknown>, string, string>
  due: Due
  from: Due | undefined
  ladder: Ladder<string, string>
}
export const dayPart = (due: Due): Day => (isDay(due) ? due : dayOf(due))
const startInstant = (due: Due): Instant => (isDay(due) ? at(due, '00:00') : due)

/** The instant of a rung. Shares of a period of days fall on a morning, shares of hours on the instant. */
export const rungAt = (rung: AnyRung, due: Due, from: Due | undefined, reckon: Reckon): Instant => {
  if ('days' in rung.at) return at(addDays(dayPart(due), rung.at.days), MORNING)
  if ('daysBefore' in rung.at) return at(addDays(dayPart(due), -reckon.policy(rung.at.daysBefore)), MORNING)
  if ('workingDays' in rung.at) return at(tellOn(dayPart(due), rung.at.workingDays, reckon.calendar), MORNING)
  if ('hours' in rung.at) return addHours(isDay(due) ? endOf(due) : due, rung.at.hours)
  const start = from ?? due
  if (isDay(due)) {
    const period = Math.max(0, daysBetween(dayPart(start), due))
    return at(addDays(dayPart(start), Math.floor(period * rung.at.share)), MORNING)
  }
  const hours = (toEpoch(due) - toEpoch(startInstant(start))) / 3_600_000
  return addHours(startInstant(start), Math.max(0, hours) * rung.at.share)
}

type Rungs = readonly Instant[]
const laidOut = new WeakMap<Reckon, WeakMap<Running['ladder'], Map<string, Rungs>>>()
const MOST_LAID_OUT = 2_000

/**
 * The instants of a whole ladder. They hang on the ladder, its two dates and what it is reckoned by alone, and are asked
 * again at every event of a case, of mostly the same dates.
 */
export const rungsOf = ({ ladder, due, from }: Running, reckon: Reckon): Rungs => {
  const ladders = laidOut.get(reckon) ?? new WeakMap<Running['ladder'], Map<string, Rungs>>()
  laidOut.set(reckon, ladders)
  const known = ladders.get(ladder) ?? new Map<string, Rungs>()
  ladders.set(ladder, known)
  const dates = from === undefined ? due : `${due} ${from}`
  const held = known.get(dates)
  if (held) return held
  const rungs = ladder.map(rung => rungAt(rung, due, from, reckon))
  if (known.size >= MOST_LAID_OUT) known.clear()
  known.set(dates, rungs)
  return rungs
}

/** The instant of a repetition; 0 is the rung itself. */
export const repetition = (base: Instant, every: Every, times: number, reckon: Reckon): Instant => {
  if (times === 0) return base
  if ('hours' in every) return addHours(base, every.hours * times)
  const first = dayOf(base)
  const on =
    'days' in every ? addDays(first, every.days * times) : tellOn(first, every.workingDays * times, reckon.calendar)
  return at(on, MORNING)
}

/** The last repetition at or before `moment`; at least 0. */
export const repetitionsBy = (base: Instant, every: Every, moment: Instant, reckon: Reckon): number => {
  if (moment <= base) return 0
  if ('hours' in every) return Math.floor((toEpoch(moment) - toEpoch(base)) / (every.hours * 3_600_000))
  const span =
    'days' in every
      ? daysBetween(dayOf(base), dayOf(moment)) / every.days
      : tellDays(dayOf(base), dayOf(moment), reckon.calendar) / every.workingDays
  const times = Math.floor(span)
  return times > 0 && repetition(base, every, times, reckon) > moment ? times - 1 : times
}
