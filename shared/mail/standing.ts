/**
 * What stands with somebody: the list that their last digest showed. It is compared with what holds this morning, so
 * that a digest can say what is new, worse, put right or gone, and shows all that is theirs, not the day's news alone.
 */
import { createHash } from 'node:crypto'
import * as z from 'zod'
import { type Notice, notice } from '../core/case.ts'
import { type Day, day, dayOf, type Instant } from '../core/time.ts'
import type { Calendar } from '../core/working-days.ts'
import type { Role } from '../law/roles.ts'
import type { Directory } from '../people/person.ts'
import { resolve } from '../people/resolve.ts'
import { grade } from '../position/reports/gravest.ts'
import type { Settings } from '../store/store.ts'
import { type Severity, severities, severityOf, written } from './lateness.ts'
import { aboutOf, type CaseStory, clockOf, movedOn, type RunningClock, type Standing } from './story.ts'
import { nextSendingMoment, type Window } from './window.ts'

const entry = z.strictObject({ notice, severity: z.enum(severities) })
export type Entry = z.output<typeof entry>
const list = z.strictObject({ on: day, entries: z.array(entry) })
/** `on`: the day of the digest that showed it. */
export type List = { on?: Day; entries: readonly Entry[]; rev: number }

/** A setting is one item of 400 KB; the gravest are kept, and the pages have all. */
const MOST = 600

/** One line per clock of a case. */
export const keyOf = ({ caseId, clock, id }: Notice): string => `${caseId} ${clock ?? id}`

/** The address is hashed: names of settings stand in keys. */
const nameOf = (email: string): string =>
  `digest-list:${createHash('sha256').update(email.toLowerCase()).digest('hex').slice(0, 16)}`

const listFrom = (held: { value: unknown; rev: number } | undefined): List =>
  held ? { ...list.parse(held.value), rev: held.rev } : { entries: [], rev: 0 }

export const readList = async (settings: Pick<Settings, 'getSetting'>, email: string): Promise<List> =>
  listFrom(await settings.getSetting(nameOf(email)))

/** By address. */
export const readLists = async (
  settings: Pick<Settings, 'getSettings'>,
  emails: readonly string[],
): Promise<Map<string, List>> => {
  const held = await settings.getSettings(emails.map(nameOf))
  return new Map(emails.map(email => [email, listFrom(held.get(nameOf(email)))]))
}

/** As much of it as is kept; `entries`: the gravest first. */
export const kept = (entries: readonly Entry[]): readonly Entry[] => entries.slice(0, MOST)

/** Somebody else's write in between stands: the next digest compares with that. */
export const keepList = async (settings: Settings, email: string, on: Day, entries: readonly Entry[], rev: number) =>
  settings.putSetting(nameOf(email), { on, entries: kept(entries) }, rev)

export type Ended = { kind: 'right' | 'gone'; says: string }

/** As much of a story as it takes to judge what stands with somebody. */
export type Judged = Standing &
  Pick<CaseStory, 'what' | 'state'> & {
    area?: string | undefined
    clocks: readonly Pick<RunningClock, 'name' | 'due' | 'kind' | 'alone'>[]
  }

/** What became of something that was shown; undefined: it stands. `readers`: whose list it is, and who reads it. */
export const endOf = (
  one: Notice,
  story: Judged,
  { directory, now, readers }: { directory: Directory; now: Instant; readers: readonly string[] },
): Ended | undefined => {
  if (story.case.closedAt !== undefined) return { kind: 'right', says: `finished: ${story.state}` }
  const clock = clockOf(one, story)
  if (!clock) return { kind: 'right', says: story.state }
  if (clock.due !== one.due) return { kind: 'gone', says: `now due ${written(clock.due)}` }
  // `times: 0`: what somebody has taken on still stands.
  if (movedOn({ ...one, times: 0 }, story, now) !== undefined) return { kind: 'right', says: story.state }
  const { lead, assignee } = story.case
  const person = one.role === lead ? assignee : one.person
  const { all } = resolve({ role: one.role, person }, aboutOf(story), directory, dayOf(now))
  if (all.some(({ email }) => readers.includes(email))) return undefined
  return { kind: 'gone', says: `now with ${all.map(({ name }) => name).join(' and ')}` }
}

export const severityNow = (one: Notice, story: Judged, now: Instant): Severity =>
  severityOf(one.urgency, clockOf(one, story)?.due ?? one.due, now)

/** What nothing runs for is dated by no law. */
export const gradeNow = (one: Notice, story: Judged): number =>
  grade(story.case, clockOf(one, story)?.kind === 'statutory')

/**
 * On its first day overdue a case is told by a mail of its own, and stands in no digest beside it (domain D.1: older
 * ones are digested): whether that mail leaves on the morning of `now`.
 */
export const toldBeside = (
  one: Notice,
  story: Judged,
  { now, window, calendar }: { now: Instant; window: Window; calendar: Calendar },
): boolean => {
  const alone = clockOf(one, story)?.alone
  return alone?.roles.includes(one.role) === true && dayOf(nextSendingMoment(alone.at, window, calendar)) === dayOf(now)
}

const rank = (severity: Severity): number => severities.indexOf(severity)

/** Against the list before; undefined: as it was. */
export const changeOf = (
  key: string,
  severity: Severity,
  before: ReadonlyMap<string, Entry>,
): 'new' | 'worse' | undefined => {
  const earlier = before.get(key)
  if (!earlier) return 'new'
  return rank(severity) < rank(earlier.severity) ? 'worse' : undefined
}

/** What comes again every working day until it is put right or taken on. */
export const presses = (severity: Severity): boolean => rank(severity) <= rank('today')

/** Directors and members are told of what is new, and weekly of the rest: a daily copy is what people mute. */
const weeklyEnough: readonly Role[] = [
  'assistantDirector',
  'serviceDirector',
  'director',
  'executive',
  'portfolioHolder',
  'governingBody',
  'mrc',
]
export const worksDaily = ({ role }: Notice): boolean => !weeklyEnough.includes(role)

/** Somebody said that they are dealing with it, and the time for that is not over. */
export const takenBy = (one: Notice, { case: c }: Pick<CaseStory, 'case'>, now: Instant): string | undefined =>
  c.acknowledged.find(ack => ack.clock === one.clock && ack.due === one.due && ack.until > now)?.by
