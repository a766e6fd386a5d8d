/** When mail that can wait may leave: working days in England, between two London wall clocks. Pure. */
import { addDays, at, type Day, dayOf, type Instant } from '../core/time.ts'
import type { Calendar } from '../core/working-days.ts'

/** London wall clocks `HH:MM`; `to` is no longer inside. */
export type Window = { from: string; to: string }
export const officeHours: Window = { from: '07:30', to: '18:00' }

const nextWorkingDay = (from: Day, calendar: Calendar): Day =>
  calendar.isWorkingDay(from) ? from : nextWorkingDay(addDays(from, 1), calendar)

/** `now` when inside the window, otherwise its next opening: what comes outside is held, never skipped. */
export const nextSendingMoment = (now: Instant, window: Window, calendar: Calendar): Instant => {
  const today = dayOf(now)
  if (!calendar.isWorkingDay(today)) return at(nextWorkingDay(today, calendar), window.from)
  if (now < at(today, window.from)) return at(today, window.from)
  if (now < at(today, window.to)) return now
  return at(nextWorkingDay(addDays(today, 1), calendar), window.from)
}

/** The working day whose morning digest can still take something said now. */
export const digestDay = (now: Instant, window: Window, calendar: Calendar): Day => {
  const today = dayOf(now)
  const open = calendar.isWorkingDay(today) && now < at(today, window.from)
  return open ? today : nextWorkingDay(addDays(today, 1), calendar)
}
