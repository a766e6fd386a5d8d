/**
 * When this machine asks the report function what is owed. On AWS it is asked every hour; here a push of the clock over
 * a year would walk every case 8,760 times, so it is asked at the moments that matter: the night after a month, and the
 * hours at which a report may leave for the first time.
 */
import { addMonths, at, type Day, dayOf, type Instant } from '../../../shared/core/time.ts'
import { monthOf } from '../../../shared/position/reports/periods.ts'
import { openings, type ReportDays } from '../../../shared/report/owed-reports.ts'

/** The first such moment after that one. Past the published bank holidays the nights after a month are left. */
export const nextReport = (after: Instant, days: ReportDays): Instant => {
  const night = at(addMonths(`${monthOf(dayOf(after))}-01` as Day, 1), '00:30')
  const opening = openings(after, days).next()
  return !opening.done && opening.value < night ? opening.value : night
}
