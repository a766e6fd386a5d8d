/** How far the clock may be pushed: not past the days of which the calendar knows whether they are worked. */
import { addDays, addMinutes, afterDuration, dayOf, type Instant, longDay } from '../../../shared/core/time.ts'
import { england } from '../../../shared/core/working-days.ts'

/** Days. Deadlines that are counted on the last day must still fall inside the list of bank holidays. */
const MARGIN = 120
/** Minutes. Time flows on between being asked what it is, or an answer that was lost, and the push: that asks for no more. */
const OVERTAKEN = 1

export type Push = { advance: string } | { to: Instant }
export type Target = { ok: true; to: Instant } | { ok: false; why: string }

const wanted = (now: Instant, push: Push): Instant | undefined => {
  try {
    return 'to' in push ? push.to : afterDuration(now, push.advance)
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

export const targetOf = (now: Instant, push: Push): Target => {
  const last = addDays(england.horizon, -MARGIN)
  const to = wanted(now, push)
  // A year of five digits and a sign sorts before every other.
  if (!to || to.startsWith('+') || dayOf(to) > last)
    return { ok: false, why: `the clock goes no further than ${longDay(last)}: bank holidays are known for so long` }
  if (to >= now) return { ok: true, to }
  return to < addMinutes(now, -OVERTAKEN)
    ? { ok: false, why: `the clock never goes back: it is ${now}` }
    : { ok: true, to: now }
}
