/** What everything in a simulation shares: time, chance, and how bad the day is. */
import type { Agenda } from './agenda.ts'
import type { Dice } from './dice.ts'

/** Probabilities, each of one thing going wrong once. */
export type Faults = {
  /** of a process dying, before and again after each call to the outside */
  crash: number
  /** of a call to the outside taking up to 40 seconds */
  stall: number
  /** whether processes' clocks differ by up to two minutes */
  skew: boolean
  /** of a schedule, a stream record, an event of SES or a minute's tick that never comes */
  lost: number
  /** of one that comes again */
  doubled: number
  /** of one that comes late, up to half an hour, and so after others that were sent later */
  late: number
  /** of SES taking a mail and the answer being lost */
  unanswered: number
  /** of SES saying that it is too much */
  throttled: number
  /** of a mail that comes back */
  bounced: number
  /** of an index that is behind its table for up to half a minute */
  lag: number
}

export const calm: Faults = {
  crash: 0,
  stall: 0,
  skew: false,
  lost: 0,
  doubled: 0,
  late: 0,
  unanswered: 0,
  throttled: 0,
  bounced: 0,
  lag: 0,
}

export type World = {
  agenda: Agenda
  dice: Dice
  faults: () => Faults
  /** nothing can be reached: an outage of everything */
  down: () => boolean
  dies: () => boolean
  /** counts on with every call: what has the lower number began earlier */
  step: () => number
  /** calls that are being served */
  working: (call: number) => boolean
  begun: (call: number) => void
  ended: (call: number) => void
}

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE

/** When something that was sent now arrives, in milliseconds from now; twice, late or never on a bad day. */
export const arrivals = ({ dice, faults }: World): number[] => {
  const { lost, doubled, late } = faults()
  if (dice.chance(lost)) return []
  const once = () => (dice.chance(late) ? dice.between(1, 30) * MINUTE : dice.between(100, 2000))
  return dice.chance(doubled) ? [once(), once()] : [once()]
}
