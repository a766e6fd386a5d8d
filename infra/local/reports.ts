/**
 * When this machine asks the report function what is owed. On AWS it is asked every hour; here a push of the clock over
 * a year would walk every case 8,760 times, so it is asked at the moments that matter: the night after a month, Monday
 * 08:00, the third working day 08:00, ten working days after a quarter, five and ten after a year.
 */
import { addDays, addMonths, at, type Day, dayOf, type Instant } from '../../shared/core/time.ts'
import type { Calendar } from '../../shared/core/working-days.ts'
import {
  monthBefore,
  monthlyReportDue,
  monthOf,
  quarterBefore,
  quarterPackDue,
  weekOf,
  yearBefore,
  yearReportDue,
} from '../../shared/position/periods.ts'

/** The first such moment after that one. Past the published bank holidays, the moments that need none are left. */
export const nextReport = (after: Instant, calendar: Calendar): Instant => {
  const today = dayOf(after)
  const month = monthOf(today)
  const night = at(addMonths(`${month}-01` as Day, 1), '00:30')
  const plain = [night, weekOf(today).due, weekOf(addDays(today, 7)).due]
  const reckoned = [
    () => monthlyReportDue(monthBefore(month), calendar),
    () => monthlyReportDue(month, calendar),
    () => quarterPackDue(quarterBefore(today), calendar),
    () => yearReportDue(yearBefore(today), 5, calendar),
    () => yearReportDue(yearBefore(today), 10, calendar),
  ].flatMap(due => {
    try {
      return [due()]
    } catch {
      return []
    }
  })
  return [...plain, ...reckoned].filter(moment => moment > after).sort()[0]!
}
