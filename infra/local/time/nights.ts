/**
 * The report function as this machine asks it. While time passes by itself it is asked every hour, as on AWS, so that an
 * always-on machine counts each night. On a push it is asked at the moments that matter (see reports.ts), and once more
 * for the last night, which is slept through by whoever looks now.
 */
import { type Day, dayOf, type Instant } from '../../../shared/core/time.ts'
import type { ReportDays } from '../../../shared/report/owed-reports.ts'
import { nextReport } from './reports.ts'

export type Nights = {
  /** asks when something may be owed; a failing report stops nothing: every other deadline still has to be told */
  look(): Promise<void>
  /** the next moment at which a pushed clock is to stop for it */
  next(): Instant
  /** yesterday's figures, should a night have passed since they were last looked at */
  count(): Promise<void>
  /** yesterday's figures, anyhow */
  countNow(): Promise<void>
}

export type NightsOptions = {
  clock: { now(): Instant; held(): boolean }
  days: ReportDays
  report: (input: { job: 'due' } | { job: 'snapshot' }) => Promise<unknown>
  fault: (error: unknown) => void
}

const hourOf = (moment: Instant): string => moment.slice(0, 13)

export const createNights = ({ clock, days, report, fault }: NightsOptions): Nights => {
  // Asked first after the hour in which we started: a landlord must have come in before it is counted.
  let asked = clock.now()
  let counted: Day = dayOf(asked)
  let known: { after: Instant; next: Instant } | undefined
  // Asked at every step of a push, and reckoned once.
  const next = (): Instant => {
    if (known?.after !== asked) known = { after: asked, next: nextReport(asked, days) }
    return known.next
  }
  const ask = async (input: Parameters<typeof report>[0]): Promise<void> => {
    await report(input).catch(fault)
  }
  const countNow = async (): Promise<void> => {
    counted = dayOf(clock.now())
    await ask({ job: 'snapshot' })
  }
  return {
    look: async () => {
      const now = clock.now()
      const passed = clock.held() ? next() <= now : hourOf(asked) < hourOf(now)
      if (!passed) return
      asked = now
      await ask({ job: 'due' })
      if (!clock.held()) counted = dayOf(now)
    },
    next,
    count: async () => {
      if (dayOf(clock.now()) > counted) await countNow()
    },
    countNow,
  }
}
