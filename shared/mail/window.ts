/** When mail that can wait may leave: working days in England, between two London wall clocks. Pure. */
import { addDays, at, type Day, dayOf, type Instant, weekday } from '../core/time.ts'
import type { Calendar } from '../core/working-days.ts'

/** London wall clocks `HH:MM`; `to` is no longer inside. `weekdays` (1 = Monday) may narrow the working days alone. */
export type Window = { from: string; to: string; weekdays: readonly number[] }
export const officeHours: Window = { from: '07:30', to: '18:00', weekdays: [1, 2, 3, 4, 5] }

const opens = (date: Day, window: Window, calendar: Calendar): boolean =>
  calendar.isWorkingDay(date) && window.weekdays.includes(weekday(date))

/** Ends: past its horizon the calendar throws. */
const nextOpen = (from: Day, window: Window, calendar: Calendar): Day =>
  opens(from, window, calendar) ? from : nextOpen(addDays(from, 1), window, calendar)

/** `now` when inside the window, otherwise its next opening: what comes outside is held, never skipped. */
export const nextSendingMoment = (now: Instant, window: Window, calendar: Calendar): Instant => {
  const today = dayOf(now)
  if (!opens(today, window, calendar)) return at(nextOpen(today, window, calendar), window.from)
  if (now < at(today, window.from)) return at(today, window.from)
  if (now < at(today, window.to)) return now
  return at(nextOpen(addDays(today, 1), window, calendar), window.from)
}

/** The working day whose morning digest can still take something said now. */
export const digestDay = (now: Instant, window: Window, calendar: Calendar): Day => {
  const today = dayOf(now)
  const early = opens(today, window, calendar) && now < at(today, window.from)
  return early ? today : nextOpen(addDays(today, 1), window, calendar)
}
