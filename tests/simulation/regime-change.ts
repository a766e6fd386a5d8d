/**
 * Dates change their rules in the middle of a bad day: a bank holiday is proclaimed and the landlord chooses other lead
 * times. Processes born before it go on by the old regime, as they do while a deployment is under way.
 */
import type { Reckon } from '../../shared/core/reckon.ts'
import { reckoner } from '../../shared/core/reckon.ts'
import { type Regimes, regimeOf, regimes } from '../../shared/core/regimes.ts'
import { addDays, type Day, dayOf, type Instant } from '../../shared/core/time.ts'
import { type Calendar, calendar, england } from '../../shared/core/working-days.ts'

export type Rules = {
  /** for a process that is born now; undefined: this history knows no regimes */
  born: () => { known: Regimes; calendar: Calendar } | undefined
  /** by which a watcher may judge, today's first */
  reckons: () => readonly Reckon[]
  /** takes the new rules into force for whoever is born from now on */
  change: () => void
}

export const plain = reckoner(england)

/** Before any regime was recorded. */
export const oneRule: Rules = { born: () => undefined, reckons: () => [plain], change: () => {} }

/** Beyond the days of the simulation itself: no mail waits for it, and the dates behind it move. */
const DAYS_AHEAD = 8

const proclaimed = (start: Instant): Calendar => {
  let date: Day = addDays(dayOf(start), DAYS_AHEAD)
  while (!england.isWorkingDay(date)) date = addDays(date, 1)
  const holidays = [...england.holidays, { date, title: 'Proclaimed' }]
  return calendar(holidays.sort((a, b) => (a.date < b.date ? -1 : 1)))
}

export const changingRules = (start: Instant): Rules => {
  const then = proclaimed(start)
  const first = regimeOf({}, england)
  const second = regimeOf({ 'weekly.stuck': 4 }, then)
  const judges = (current: typeof first, on: Calendar): Reckon => {
    const known = regimes(current, on)
    for (const one of [first, second]) known.learn(one)
    return known.reckon
  }
  const judged = { before: [judges(first, england)], after: [judges(second, then), judges(first, england)] }
  let changed = false
  return {
    born: () =>
      changed
        ? { known: regimes(second, then), calendar: then }
        : { known: regimes(first, england), calendar: england },
    reckons: () => (changed ? judged.after : judged.before),
    change: () => {
      changed = true
    },
  }
}
