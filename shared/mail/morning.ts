/**
 * What one person's digest of one morning holds, to whom it goes, and whether there is another on the next working day.
 * Decided here alone: the desk sends by it and the look-ahead foresees by it, so that neither can part from the other.
 */
import type { Notice } from '../core/case.ts'
import { dayOf, type Instant } from '../core/time.ts'
import type { Calendar } from '../core/working-days.ts'
import type { Directory } from '../people/person.ts'
import { type Resolved, resolve } from '../people/resolve.ts'
import { gravestFirst, type Ranked } from './lateness.ts'
import type { Digest, MailRecord } from './outbox.ts'
import {
  type Ended,
  type Entry,
  endOf,
  gradeNow,
  type Judged,
  keyOf,
  presses,
  severityNow,
  takenBy,
  toldBeside,
  worksDaily,
} from './standing.ts'
import { aboutOf, clockOf, movedOn } from './story.ts'
import type { Window } from './window.ts'

export type Looked<S extends Judged = Judged> = { notice: Notice; story: S }
export type Shown<S extends Judged = Judged> = Looked<S> & Ranked

/** One line per clock of a case: the newest rung says all that the earlier ones said. */
const once = <L extends { notice: Notice }>(looked: readonly L[]): L[] => {
  const newest = new Map<string, L>()
  for (const one of looked) {
    const other = newest.get(keyOf(one.notice))
    if (!other || other.notice.at <= one.notice.at) newest.set(keyOf(one.notice), one)
  }
  return [...newest.values()]
}

type Over<S extends Judged> = Looked<S> & { ended: Ended }
/** `kept`: told this morning; `still`: told before, and it stands; `over`: told before, and it does not. */
type Sorted<S extends Judged> = { kept: Looked<S>[]; left: MailRecord['left']; still: Looked<S>[]; over: Over<S>[] }

const sort = <S extends Judged>(
  today: readonly Looked<S>[],
  before: readonly Looked<S>[],
  given: Parameters<typeof endOf>[2],
): Sorted<S> => {
  const left: Sorted<S>['left'] = []
  const kept: Looked<S>[] = []
  for (const one of today) {
    const gone = movedOn(one.notice, one.story, given.now)
    if (gone === undefined) kept.push(one)
    else left.push({ notice: one.notice.id, why: gone })
  }
  const newest = once(kept)
  const told = new Set(newest.map(one => keyOf(one.notice)))
  const sorted: Sorted<S> = { kept: newest, left, still: [], over: [] }
  for (const one of before) {
    if (told.has(keyOf(one.notice))) continue
    const ended = endOf(one.notice, one.story, given)
    if (ended) sorted.over.push({ ...one, ended })
    else sorted.still.push(one)
  }
  return sorted
}

/** Overdue or due today, and nobody has said that they are dealing with it. */
const isPressing = ({ notice, story, severity }: Shown, now: Instant): boolean =>
  worksDaily(notice) &&
  clockOf(notice, story) !== undefined &&
  presses(severity) &&
  takenBy(notice, story, now) === undefined

const shownAt = <S extends Judged>(one: Looked<S>, now: Instant): Shown<S> => ({
  ...one,
  caseId: one.notice.caseId,
  severity: severityNow(one.notice, one.story, now),
  grade: gradeNow(one.notice, one.story),
  due: clockOf(one.notice, one.story)?.due ?? one.notice.due,
})

export type Morning<S extends Judged> =
  | { kind: 'nothing'; left: MailRecord['left']; again: Notice | undefined }
  | {
      kind: 'mail'
      /** whose it is, or who stands in for them this morning */
      resolved: Resolved
      /** all that stands with them, the gravest first */
      shown: Shown<S>[]
      /** of these, in their order, what this mail says for the first time */
      told: Looked<S>[]
      over: Over<S>[]
      /** what else is theirs, and is told this morning in mails of its own */
      alone: number
      left: MailRecord['left']
      /** what the next digest is compared with */
      entries: Entry[]
      /** it opens the next working day's digest: something presses, and nobody has taken it on */
      again: Notice | undefined
    }

/**
 * `today`: what was put into it; `before`: what the digest before showed, looked over once more. `retried`: that was an
 * attempt at this very digest which may not have left, so that nothing of it counts as told.
 */
export const morningOf = <S extends Judged>(
  digest: Pick<Digest, 'to' | 'avoid'>,
  today: readonly Looked<S>[],
  before: readonly Looked<S>[],
  {
    directory,
    now,
    window,
    calendar,
    retried = false,
  }: { directory: Directory; now: Instant; window: Window; calendar: Calendar; retried?: boolean },
): Morning<S> => {
  const first = today[0] ?? before[0]
  const wanted = first && { role: first.notice.role, person: digest.to }
  const resolved = wanted && resolve(wanted, aboutOf(first.story), directory, dayOf(now), digest.avoid)
  const readers = [digest.to, ...(resolved ? [resolved.person.email] : [])]
  const { kept, left, still, over } = sort(today, before, { directory, now, readers })
  const theirs = gravestFirst([...kept, ...still].map(one => shownAt(one, now)))
  const earlier = new Map(before.map(({ notice }) => [keyOf(notice), notice.id]))
  const shown = theirs.filter(
    ({ notice, story }) =>
      retried || earlier.get(keyOf(notice)) !== notice.id || !toldBeside(notice, story, { now, window, calendar }),
  )
  const fresh = new Set(kept.map(({ notice }) => notice.id))
  const told = shown.filter(
    ({ notice }) => fresh.has(notice.id) && (retried || earlier.get(keyOf(notice)) !== notice.id),
  )
  const again = theirs.find(one => isPressing(one, now))?.notice
  if (!resolved || (told.length === 0 && !shown.some(one => isPressing(one, now))))
    return { kind: 'nothing', left, again: resolved && again }
  const listed = new Set(shown)
  // As it was listed last, before it was overdue: the next digest says that it is worse.
  const entries = theirs.flatMap(one =>
    one.notice.clock === undefined ? [] : [{ notice: one.notice, severity: listed.has(one) ? one.severity : 'today' }],
  )
  const alone = theirs.length - shown.length
  return { kind: 'mail', resolved, shown, told, over, alone, left, entries, again }
}
