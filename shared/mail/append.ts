/** Into the next morning whose digest is still open. */
import type { Notice } from '../core/case.ts'
import { at, type Day } from '../core/time.ts'
import type { Counter, Desk } from './desk.ts'
import { digestId } from './reference.ts'
import { digestDay } from './window.ts'

/** Without `schedules` the tick sends it when its morning has come. */
export type Appending = Pick<Counter, 'outbox' | 'window' | 'calendar'> & Partial<Pick<Desk, 'schedules'>>

/** Answers the digest's id. Once per notice and digest, however often it is called. */
export const append = async (desk: Appending, to: string, notice: Notice, day: Day): Promise<string> => {
  const id = digestId(to, day)
  const opens = at(day, desk.window.from)
  const appended = await desk.outbox.append({ id, to, day, opens }, notice)
  if (appended === 'closed') return append(desk, to, notice, digestDay(opens, desk.window, desk.calendar))
  // Once a digest. Due within the minute, or lost in a crash just here: the tick sends it.
  if (appended === 'new') await desk.schedules?.put(id, opens, { digest: id })
  return id
}
