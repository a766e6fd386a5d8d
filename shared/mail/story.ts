/** What a mail needs to know about a case, and whether a message about it still holds. */
import type { Case, Notice, Urgency } from '../core/case.ts'
import type { Day, Instant } from '../core/time.ts'
import type { Words } from '../core/workflow.ts'
import type { Role } from '../law/roles.ts'
import type { Deeds } from '../links/deeds.ts'
import type { About } from '../people/resolve.ts'

/** A clock that runs now. Clocks that were met, stopped or given up are not listed. */
export type RunningClock = {
  name: string
  title: string
  kind: 'statutory' | 'code' | 'policy'
  due: Day | Instant
  law: { says: string; source: string }
  /** how the date came about, one step a line */
  reckoned: string[]
  /** the next rung, if nothing happens */
  next?: { at: Instant; roles: Role[]; urgency: Urgency }
  /** it was last told by mails of its own, then, in these roles */
  alone?: { at: Instant; roles: readonly Role[] } | undefined
}

/** Somebody who was told about this case before; newest last. */
export type Told = { at: Instant; role: Role; email?: string; name?: string }

export type CaseStory = {
  case: Case
  /** the workflow's title */
  what: string
  /** the state's title */
  state: string
  /** an address, or what else the place is called */
  where: string
  /** what tells it from others of its kind at the same place */
  apart?: string
  area?: string
  words: Record<string, Words>
  /** the workflow's own placeholders for this case */
  view: Record<string, string>
  clocks: RunningClock[]
  told: Told[]
  /** what can be done about it now */
  deeds: Deeds
}

/** By what those who are told are found. */
export const aboutOf = ({ case: c, area, what }: { case: Case; area?: string | undefined; what: string }): About => ({
  workflow: c.workflow,
  area,
  title: what,
  ...(typeof c.facts.contractorId === 'string' ? { contractor: c.facts.contractorId } : {}),
  ...(typeof c.facts.stream === 'string' ? { stream: c.facts.stream } : {}),
})

export const clockOf = <C extends { name: string }>(notice: Notice, { clocks }: { clocks: readonly C[] }) =>
  clocks.find(clock => clock.name === notice.clock)

/** As much of a story as it takes to judge whether a message still holds. */
export type Standing = { case: Case; clocks: readonly Pick<RunningClock, 'name' | 'due'>[] }

/**
 * Why a message must no longer be sent; undefined when it still holds. Asked immediately before sending (G65): nobody
 * is told that something is overdue which has been put right. Messages without a clock report what happened: they hold.
 */
export const movedOn = (notice: Notice, story: Standing, now: Instant): string | undefined => {
  if (notice.clock === undefined) return undefined
  // The rung itself moved the case to where its clock runs no more (a lift is withdrawn): that is its news.
  if (story.case.enteredAt === notice.at) return undefined
  if (story.case.closedAt) return `the case was closed on ${story.case.closedAt}`
  const clock = clockOf(notice, story)
  if (!clock) return `the clock ${notice.clock} has stopped`
  if (notice.due !== undefined && clock.due !== notice.due) return `the due date is now ${clock.due}`
  const taken = story.case.acknowledged.find(
    one => one.clock === notice.clock && one.due === notice.due && one.rung >= (notice.rung ?? 0) && one.until > now,
  )
  // An acknowledgement silences the repeats of its level, never a first telling.
  return taken && (notice.times ?? 0) > 0 ? `acknowledged by ${taken.by} until ${taken.until}` : undefined
}
