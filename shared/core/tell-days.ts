/**
 * Working days for telling people, never for a deadline: outside the published years each Monday to Friday counts. A
 * reminder that comes on a bank holiday is a small fault, one that does not come because a list is old, or because a
 * duty has been overdue since before it begins, is a grave one. When a newer list is loaded, cases are dated anew.
 */
import { addDays, type Day, daysBetween, weekday } from './time.ts'
import { type Calendar, PastHorizon } from './working-days.ts'

const orRoughly = <T>(strictly: () => T, roughly: () => T): T => {
  try {
    return strictly()
  } catch (error) {
    if (error instanceof PastHorizon) return roughly()
    throw error
  }
}

const worked = (date: Day, calendar: Calendar): boolean =>
  orRoughly(
    () => calendar.isWorkingDay(date),
    () => weekday(date) < 6,
  )

/** The day that many working days after `from`, or before it; whole numbers. */
export const tellOn = (from: Day, count: number, calendar: Calendar): Day =>
  orRoughly(
    () => calendar.add(from, count),
    () => {
      const step = Math.sign(count)
      let on = from
      for (let left = Math.abs(count); left > 0; ) {
        on = addDays(on, step)
        if (worked(on, calendar)) left--
      }
      return on
    },
  )

/** Working days after `from` up to and including `to`, which is not before it. */
export const tellDays = (from: Day, to: Day, calendar: Calendar): number =>
  orRoughly(
    () => calendar.between(from, to),
    () => {
      let days = 0
      for (let ahead = daysBetween(from, to); ahead > 0; ahead--) if (worked(addDays(to, 1 - ahead), calendar)) days++
      return days
    },
  )
