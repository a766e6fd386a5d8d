/**
 * Which reports the calendar owes at a moment, and to whom: decided here alone. The report function sends by it, the
 * look-ahead foresees by it, and one machine knows by it when to ask. What comes outside the sending window is held.
 */
import { addDays, addHours, type Day, dayOf, fromEpoch, type Instant, longDay, toEpoch } from '../core/time.ts'
import type { Calendar } from '../core/working-days.ts'
import type { Role } from '../law/roles.ts'
import { nextSendingMoment, type Window } from '../mail/window.ts'
import {
  daysOf,
  type Month,
  monthBefore,
  monthlyReportDue,
  monthOf,
  quarterBefore,
  quarterPackDue,
  weeklyDue,
  weekOf,
  yearBefore,
  yearName,
  yearOf,
  yearReportDue,
} from '../position/reports/periods.ts'

/** `directors`: those of the directors' roles that are held; `leads`: whoever leads one of the cases listed. */
export type Readers = readonly Role[] | 'directors' | 'leads'

export type OwedReport = {
  /** names the report and its time: `monthly:2026-10` */
  id: string
  name: 'monthly' | 'complaints' | 'tsm' | 'roll-up' | 'stuck'
  title: string
  to: Readers
  /** what it is about; of the week's lists both are the day that names the week */
  span: { from: Day; asAt: Day }
  path: string
}
/** The week's lists say how things stand when they leave; the others are of a span that is over. */
export const isList = ({ name }: Pick<OwedReport, 'name'>): boolean => name === 'roll-up' || name === 'stuck'

/** `opens`: the first moment at which it leaves; `ends`: the last day of it, absent where the next one ends it. */
type Dated = OwedReport & { opens: Instant; ends?: Day }

/** What the owed reports are reckoned by; `weekday`: of the week's lists, 1 is Monday. */
export type ReportDays = { calendar: Calendar; window: Window; weekday: number }

/** Days after which a report that nobody could be sent is history: the pages have it. */
const LATE = 7
const WEEKLY_LATE = 2
const HOUR = 3_600_000
/** The whole list on the pages. */
const OVERDUE = '/pages/cases?overdue=true'

/** The function is asked at every full hour. */
export const nextFullHour = (moment: Instant): Instant => fromEpoch(Math.ceil(toEpoch(moment) / HOUR) * HOUR)

/** The first full hour inside the window, from then on. */
export const reportHour = (from: Instant, { window, calendar }: Pick<ReportDays, 'window' | 'calendar'>): Instant => {
  const hour = nextFullHour(nextSendingMoment(from, window, calendar))
  return nextSendingMoment(hour, window, calendar) === hour ? hour : reportHour(hour, { window, calendar })
}

export const monthlyOf = (of: Month): OwedReport => {
  const { from, to } = daysOf(of)
  return {
    id: `monthly:${of}`,
    name: 'monthly',
    title: `Monthly report, ${longDay(from).split(' ').slice(2).join(' ')}`,
    to: ['executive', 'headOfService', 'portfolioHolder'],
    span: { from, asAt: to },
    path: `/pages/reports/monthly?month=${of}`,
  }
}

const complaintsOf = (id: string, to: Readers, span: OwedReport['span'], title: string): OwedReport => ({
  id,
  name: 'complaints',
  title,
  to,
  span,
  path: `/pages/reports/complaints?from=${span.from}&to=${span.asAt}`,
})

const packOfWeek = (monday: Day): OwedReport => {
  const asAt = addDays(monday, -1)
  return complaintsOf(
    `complaints:${monday}`,
    ['complaintsLead', 'headOfService'],
    { from: yearOf(asAt).from, asAt },
    `Weekly complaints pack, year to ${longDay(asAt)}`,
  )
}

/** The draft of the return: it is due to the regulator by the end of June, and the figures hold from 31 March on. */
const measuresOf = ({ from, to }: { from: Day; to: Day }): OwedReport => ({
  id: `tsm:${to}`,
  name: 'tsm',
  title: `Tenant satisfaction measures, year to ${longDay(to)}`,
  to: ['complianceManager', 'headOfService', 'executive'],
  span: { from, asAt: to },
  path: `/pages/reports/tsm?asAt=${to}`,
})

const ofWeek = (name: 'roll-up' | 'stuck', day: Day): OwedReport => ({
  id: `${name}:${day}`,
  name,
  title: `${name === 'stuck' ? 'Acknowledged and not moved' : 'Weekly roll-up for directors'}, ${longDay(day)}`,
  to: name === 'stuck' ? 'leads' : 'directors',
  span: { from: day, asAt: day },
  path: OVERDUE,
})

/** The weeks whose lists may be owed on a day, the last first: within its first hours those are the week before's. */
const weeks = (today: Day, days: ReportDays): { day: Day; opens: Instant }[] =>
  [today, addDays(today, -7)]
    .map(one => weeklyDue(one, days.weekday, days.calendar))
    .map(({ day, due }) => ({ day, opens: reportHour(due, days) }))

/** The week's lists that have come due last. */
const lists = (now: Instant, { weeks }: OfDay): Dated[] => {
  const { day, opens } = weeks.find(one => one.opens <= now) ?? weeks.at(-1)!
  return [
    { ...ofWeek('roll-up', day), opens },
    { ...ofWeek('stuck', day), opens },
  ]
}

const plain = (today: Day, days: ReportDays): Dated[] => {
  const { calendar } = days
  const [last, week, quarter, year] = [
    monthBefore(monthOf(today)),
    weekOf(today),
    quarterBefore(today),
    yearBefore(today),
  ]
  const dated = (report: OwedReport, due: Instant, late = LATE): Dated => {
    const opens = reportHour(due, days)
    return { ...report, opens, ends: addDays(dayOf(opens), late) }
  }
  return [
    dated(monthlyOf(last), monthlyReportDue(last, calendar)),
    dated(packOfWeek(week.monday), week.due, WEEKLY_LATE),
    dated(
      complaintsOf(
        `mrc:${quarter.to}`,
        ['mrc', 'complaintsLead'],
        { from: quarter.from, asAt: quarter.to },
        `Complaints, ${quarter.name}: for the member responsible`,
      ),
      quarterPackDue(quarter, calendar),
    ),
    dated(measuresOf(year), yearReportDue(year, 5, calendar)),
    dated(
      complaintsOf(
        `complaints-year:${year.to}`,
        ['complaintsLead', 'mrc', 'headOfService'],
        { from: year.from, asAt: year.to },
        `Annual complaints report ${yearName(year)}, draft`,
      ),
      yearReportDue(year, 10, calendar),
    ),
  ]
}

type OfDay = { plain: readonly Dated[]; weeks: ReturnType<typeof weeks> }
/** A look ahead asks every hour of weeks; what may be owed is of the day, the window and the calendar alone. */
const known = new WeakMap<Calendar, Map<string, OfDay>>()
const MOST = 1_000

const ofDay = (today: Day, days: ReportDays): OfDay => {
  const { calendar, window, weekday } = days
  const held = known.get(calendar) ?? new Map<string, OfDay>()
  known.set(calendar, held)
  const name = [today, weekday, window.from, window.to, ...window.weekdays].join(' ')
  const there = held.get(name)
  if (there) return there
  const made = { plain: plain(today, days), weeks: weeks(today, days) }
  if (held.size >= MOST) held.clear()
  held.set(name, made)
  return made
}

const datedAt = (now: Instant, days: ReportDays): Dated[] => {
  const found = ofDay(dayOf(now), days)
  return [...found.plain, ...lists(now, found)]
}

/** Those that may leave now. The calendar of bank holidays may end: then it throws, and the alarm rings. */
export const owedReports = (now: Instant, days: ReportDays): OwedReport[] => {
  if (nextSendingMoment(now, days.window, days.calendar) > now) return []
  return datedAt(now, days)
    .filter(one => now >= one.opens && (one.ends === undefined || dayOf(now) <= one.ends))
    .map(({ opens: _, ends: __, ...report }) => report)
}

/** The full hours inside the window, from then on; ends with the published holidays. */
export function* reportMoments(from: Instant, days: ReportDays): Generator<Instant> {
  const { horizon } = days.calendar
  for (let hour = nextFullHour(from); dayOf(hour) < addDays(horizon, -14); ) {
    const sendable = reportHour(hour, days)
    yield sendable
    hour = addHours(sendable, 1)
  }
}

/** The moments after that one at which some report is owed that was not before; ends with the published holidays. */
export function* openings(after: Instant, days: ReportDays): Generator<Instant> {
  const { horizon } = days.calendar
  for (let day = dayOf(after); day < addDays(horizon, -14); day = addDays(day, 1)) {
    const { plain, weeks } = ofDay(day, days)
    const opens = [...plain, ...weeks].map(one => one.opens).filter(moment => dayOf(moment) === day && moment > after)
    yield* [...new Set(opens)].sort()
  }
}
