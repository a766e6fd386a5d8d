/** Working days in England: see the tests. (being written) */
import type { Day } from './time.ts'

export type Calendar = {
  /** the last day that can be reckoned; past it every question throws */
  horizon: Day
  isWorkingDay: (date: Day) => boolean
  /** day 0 = `from`, day 1 = the next working day after it; negative counts back */
  add: (from: Day, days: number) => Day
  /** working days after `from` up to and including `to` */
  between: (from: Day, to: Day) => number
  /** non-working days after `from` up to and including `to`, with the reason */
  skipped: (from: Day, to: Day) => { day: Day; why: string }[]
}

export class PastHorizon extends Error {}
