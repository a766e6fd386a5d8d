/**
 * The clock one can push. Real time flows on, plus an offset; it never goes back, as deadlines, schedules and the
 * history's order rest on that. While held, time stands still, so that what fires on the way to a date sees that date.
 */
import { fromEpoch, type Instant, toEpoch } from '../../../shared/core/time.ts'

export type Clock = {
  now(): Instant
  /** milliseconds since 1970 */
  millis(): number
  /** Moves forward to that instant; an instant already past changes nothing. */
  advanceTo(to: Instant): void
  /** Stops the flow of time until the returned function is called. Holds may overlap. */
  hold(): () => void
  /** whether a hold is in force, as it is while the clock is pushed */
  held(): boolean
}

export type ClockOptions = {
  /** where to start (DUTYHOLDER_NOW) */
  startAt?: Instant | undefined
  /** milliseconds ahead of real time, as kept from the last run; the later of it and `startAt` is taken */
  offset?: number | undefined
  /** told of every new offset, to keep it */
  onOffset?: (offset: number) => void
  /** real time in milliseconds since 1970 */
  real?: () => number
}

export const createClock = ({ startAt, offset: kept, onOffset, real = Date.now }: ClockOptions = {}): Clock => {
  const started = startAt === undefined ? Number.NEGATIVE_INFINITY : toEpoch(startAt) - real()
  const ahead = Math.max(started, kept ?? Number.NEGATIVE_INFINITY)
  let offset = Number.isFinite(ahead) ? ahead : 0
  let latest = Number.NEGATIVE_INFINITY
  let holds = 0
  let heldAt = 0

  // The operating system's clock may be set back under us; ours then waits.
  const millis = (): number => {
    latest = Math.max(latest, holds > 0 ? heldAt : real() + offset)
    return latest
  }
  const setTo = (millisecond: number): void => {
    offset = millisecond - real()
    onOffset?.(offset)
  }
  onOffset?.(offset)
  return {
    now: () => fromEpoch(millis()),
    millis,
    advanceTo: to => {
      const target = toEpoch(to)
      if (target <= millis()) return
      heldAt = target
      setTo(target)
    },
    held: () => holds > 0,
    hold: () => {
      if (holds === 0) heldAt = millis()
      holds += 1
      let released = false
      return () => {
        if (released) return
        released = true
        holds -= 1
        if (holds === 0) setTo(heldAt)
      }
    },
  }
}
