/** Whom a case is told to next, if nothing is recorded first: as it is known today, for a person to read. */

import { dayOf, type Instant, longDay } from '../core/time.ts'
import type { Calendar } from '../core/working-days.ts'
import { type Role, titled } from '../law/roles.ts'
import type { Directory } from '../people/person.ts'
import { resolve } from '../people/resolve.ts'
import { written } from './lateness.ts'
import { aboutOf, type CaseStory, type RunningClock } from './story.ts'
import { digestDay, nextSendingMoment, type Window } from './window.ts'
import { listed } from './words.ts'

export type NextTold = { who: string; when: string }

/** More names than this tell less than the roles do. */
const MOST = 4

type Given = { directory: Directory; window: Window; calendar: Calendar; now: Instant }

const namesOf = (story: CaseStory, role: Role, { directory, now }: Given): string[] => {
  const person = role === story.case.lead ? story.case.assignee : undefined
  const found = resolve({ role, person }, aboutOf(story), directory, dayOf(now))
  return found.all.map(one => `${one.name} (${titled(directory.titles)(found.role)})`)
}

/** An emergency leaves at its moment; what can wait is read on the day on which a mail of it may leave. */
const whenOf = ({ at, urgency }: NonNullable<RunningClock['next']>, { window, calendar }: Given): string => {
  if (urgency === 'emergency') return written(at)
  return longDay(
    urgency === 'digest' ? digestDay(at, window, calendar) : dayOf(nextSendingMoment(at, window, calendar)),
  )
}

export const nextTold = (story: CaseStory, clock: RunningClock | undefined, given: Given): NextTold | undefined => {
  const next = clock?.next
  if (!next || next.roles.length === 0) return undefined
  const names = [...new Set(next.roles.flatMap(role => namesOf(story, role, given)))]
  return {
    who: listed(names.length > MOST ? next.roles.map(titled(given.directory.titles)) : names),
    when: whenOf(next, given),
  }
}
