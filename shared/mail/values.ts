/** What a workflow's words are filled with, for a mail. */
import type { Notice } from '../core/case.ts'
import type { Instant } from '../core/time.ts'
import { lateness, written } from './lateness.ts'
import { datesInWords } from './plainly.ts'
import type { CaseStory, RunningClock } from './story.ts'

/**
 * What a person calls the case by: an obligation by its home or block, since it has no number of its own; any other by its
 * number, since a home's number would not say which complaint of it is meant, and would tell a bystander whose it is.
 */
export const callNumber = ({ case: { id, workflow, assetId } }: Pick<CaseStory, 'case'>): string =>
  id.startsWith(`${workflow}:`) ? (assetId ?? id) : id

const inWords = (view: CaseStory['view']): CaseStory['view'] =>
  Object.fromEntries(Object.entries(view).map(([name, text]) => [name, datesInWords(text)]))

/** `lead`: as the reader is to see it; the names of a view may put better words in place of these. */
export const valuesOf = (
  notice: Notice,
  story: CaseStory,
  clock: RunningClock | undefined,
  lead: string,
  now: Instant,
): Record<string, string> => {
  const due = clock?.due ?? notice.due
  return {
    what: story.what,
    where: story.where,
    due: due === undefined ? 'no date' : written(due),
    late: due === undefined ? 'not due' : lateness(due, now),
    law: clock?.law.source ?? 'no rule',
    lead,
    state: story.state,
    title: clock?.title ?? story.what,
    ref: callNumber(story),
    ...inWords(story.view),
  }
}
