/**
 * One person's digest of one morning: claimed, looked over once more, sent as one mail with all that stands with them.
 * While something in it is overdue and nobody has taken it on, there is another on the next working day.
 */
import type { Notice } from '../core/case.ts'
import { type Day, dayOf, type Instant } from '../core/time.ts'
import type { Directory } from '../people/person.ts'
import { type About, type Resolved, resolve } from '../people/resolve.ts'
import { append } from './append.ts'
import { type Counter, dispatch, leaseFrom, linker } from './desk.ts'
import { digestMail, gravestFirst, WITH_ACT } from './digest-mail.ts'
import type { DigestItem } from './digest-view.ts'
import { badge } from './lateness.ts'
import { shortWords } from './notice-view.ts'
import type { Digest, MailRecord, Parcel } from './outbox.ts'
import { referenceOf } from './reference.ts'
import {
  changeOf,
  type Ended,
  type Entry,
  endOf,
  keepList,
  keyOf,
  presses,
  readList,
  severityNow,
  takenBy,
  worksDaily,
} from './standing.ts'
import { type CaseStory, clockOf, movedOn } from './story.ts'
import { digestDay, nextSendingMoment } from './window.ts'

/** Cases read at a time: a digest may hold hundreds, and a function has a second, not a minute. */
const AT_ONCE = 25

type Looked = { notice: Notice; story: CaseStory }

const lookOver = async (desk: Counter, notices: readonly Notice[]): Promise<Looked[]> => {
  // One case, one reading, however many of its clocks have something to say.
  const ids = [...new Set(notices.map(one => one.caseId))]
  const stories = new Map<string, CaseStory>()
  for (let from = 0; from < ids.length; from += AT_ONCE)
    await Promise.all(
      ids.slice(from, from + AT_ONCE).map(async id => void stories.set(id, await desk.load(id, 'brief'))),
    )
  return notices.map(notice => ({ notice, story: stories.get(notice.caseId)! }))
}

/** One line per clock of a case: the newest rung says all that the earlier ones said. */
export const once = <L extends { notice: Notice }>(looked: readonly L[]): L[] => {
  const newest = new Map<string, L>()
  for (const one of looked) {
    const other = newest.get(keyOf(one.notice))
    if (!other || other.notice.at <= one.notice.at) newest.set(keyOf(one.notice), one)
  }
  return [...newest.values()]
}

const aboutOf = ({ notice, story }: Looked): About => ({
  workflow: notice.workflow,
  area: story.area,
  title: story.what,
})

/** Whose it is, or who stands in for them this morning. */
export const readerOf = (
  digest: Pick<Digest, 'to' | 'avoid'>,
  { notice, about }: { notice: Notice; about: About },
  directory: Directory,
  today: Day,
): Resolved => resolve({ role: notice.role, person: digest.to }, about, directory, today, digest.avoid)

type Over = Looked & { ended: Ended }
/** `kept`: told this morning; `still`: told before, and it stands; `over`: told before, and it does not. */
type Sorted = { kept: Looked[]; left: MailRecord['left']; still: Looked[]; over: Over[] }

const sort = (today: readonly Looked[], before: readonly Looked[], given: Parameters<typeof endOf>[2]): Sorted => {
  const left: Sorted['left'] = []
  const kept: Looked[] = []
  for (const one of today) {
    const gone = movedOn(one.notice, one.story, given.now)
    if (gone === undefined) kept.push(one)
    else left.push({ notice: one.notice.id, why: gone })
  }
  const newest = once(kept)
  const told = new Set(newest.map(one => keyOf(one.notice)))
  const sorted: Sorted = { kept: newest, left, still: [], over: [] }
  for (const one of before) {
    if (told.has(keyOf(one.notice))) continue
    const ended = endOf(one.notice, one.story, given)
    if (ended) sorted.over.push({ ...one, ended })
    else sorted.still.push(one)
  }
  return sorted
}

const itemsOf = async (
  desk: Counter,
  shown: readonly Looked[],
  before: ReadonlyMap<string, Entry>,
  mail: { to: string; reference: string },
): Promise<{ items: DigestItem[]; entries: Entry[] }> => {
  const now = desk.now()
  const names = new Map((await desk.directory()).people.map(one => [one.email, one.name]))
  const named = (email: string | undefined) => (email === undefined ? undefined : (names.get(email) ?? 'somebody'))
  const items = shown.map(({ notice, story }): DigestItem & Looked => {
    const clock = clockOf(notice, story)
    const due = clock?.due ?? notice.due
    const severity = severityNow(notice, story, now)
    return {
      notice,
      story,
      caseId: notice.caseId,
      what: story.what,
      where: story.where,
      title: clock?.title ?? story.what,
      severity,
      badge: badge(notice.urgency, due, now),
      due,
      act: shortWords(notice, story, now),
      link: `${desk.sender.pages}/cases/${encodeURIComponent(notice.caseId)}`,
      change: changeOf(keyOf(notice), severity, before),
      taken: named(takenBy(notice, story, now)),
      deeds: [],
    }
  })
  const sorted = gravestFirst(items)
  const deeds = await linker(desk)
  return {
    items: sorted.map(({ notice, story, ...item }, index) => ({
      ...item,
      deeds: index < WITH_ACT ? deeds({ story, clock: notice.clock, to: [mail.to], reference: mail.reference }) : [],
    })),
    entries: sorted.flatMap(({ notice, severity }) => (notice.clock === undefined ? [] : [{ notice, severity }])),
  }
}

/** Overdue or due today, and nobody has said that they are dealing with it. */
const isPressing = ({ notice, story }: Looked, now: Instant): boolean =>
  worksDaily(notice) &&
  clockOf(notice, story) !== undefined &&
  presses(severityNow(notice, story, now)) &&
  takenBy(notice, story, now) === undefined

/** Before the mail leaves, so that no crash ends it: what presses opens the next working day's digest. */
const comesAgain = async (desk: Counter, digest: Digest, shown: readonly Looked[]): Promise<void> => {
  const now = desk.now()
  const pressing = shown.find(one => isPressing(one, now))
  if (pressing) await append(desk, digest.to, pressing.notice, digestDay(now, desk.window, desk.calendar))
}

const send = async (desk: Counter, digest: Digest, today: Looked[], attempt: number, copy: boolean): Promise<void> => {
  const parcel: Parcel = { kind: 'digest', id: digest.id }
  const list = await readList(desk.settings, digest.to)
  const before = new Map(list.entries.map(one => [keyOf(one.notice), one]))
  const directory = await desk.directory()
  const earlier = await lookOver(
    desk,
    list.entries.map(one => one.notice),
  )
  const first = today[0] ?? earlier[0]
  const resolved =
    first && readerOf(digest, { notice: first.notice, about: aboutOf(first) }, directory, dayOf(desk.now()))
  const readers = [digest.to, ...(resolved ? [resolved.person.email] : [])]
  const { kept, left, still, over } = sort(today, earlier, { directory, now: desk.now(), readers })
  const shown = [...kept, ...still]
  const told = kept.filter(one => before.get(keyOf(one.notice))?.notice.id !== one.notice.id)
  if (!resolved || (told.length === 0 && !shown.some(one => isPressing(one, desk.now())))) {
    const why = `nothing in it holds any more: ${left.map(one => `${one.notice}: ${one.why}`).join('; ')}`
    return desk.outbox.mark(parcel, attempt, { kind: 'dropped', why, at: desk.now() })
  }
  const { person } = resolved
  const meant = directory.people.find(one => one.email === digest.to)?.name ?? digest.to
  const reference = referenceOf('digest', digest.id)
  const asRead = { ...desk, directory: async () => directory }
  const { items, entries } = await itemsOf(asRead, shown, before, { to: person.email, reference })
  const written = digestMail({
    reference,
    day: digest.day,
    name: person.name,
    items,
    since: list.on,
    over: over.map(({ notice, story, ended }) => ({
      ...ended,
      what: clockOf(notice, story)?.title ?? story.what,
      where: story.where,
    })),
    link: `${desk.sender.pages}/cases?lead=${encodeURIComponent(digest.to)}`,
    ...(person.email === digest.to ? {} : { standsInFor: { name: meant, why: resolved.why } }),
    copy,
    landlord: desk.sender.landlord,
  })
  const parcelled = {
    reference,
    parcel,
    attempt,
    intended: { person: digest.to },
    to: [person.email],
    why: resolved.why,
    templates: [...new Set(shown.map(one => one.notice.template))],
    about: told.map(({ notice: { caseId, role } }) => ({ caseId, role })),
    listed: [...new Set(items.map(one => one.caseId))],
    left,
    copy,
  }
  await comesAgain(desk, digest, shown)
  await dispatch(desk, parcelled, written, 'digest')
  await keepList(desk.settings, digest.to, digest.day, entries, list.rev)
}

/** Sends a digest whose morning has come; outside the sending window it is held. Twice or at once, it is sent once. */
export const handleDigest = async (desk: Counter, id: string): Promise<void> => {
  const digest = await desk.outbox.readDigest(id)
  if (!digest) return
  const parcel: Parcel = { kind: 'digest', id }
  const now = desk.now()
  const moment = nextSendingMoment(now, desk.window, desk.calendar)
  if (moment > now) return desk.outbox.hold(parcel, moment)
  const claim = await desk.outbox.claim(parcel, digest.attempt, now, leaseFrom(now))
  if (claim.kind !== 'claimed') return
  // Read again: what was appended between the first reading and the claim belongs to this morning.
  const closed = (await desk.outbox.readDigest(id)) ?? digest
  return send(desk, closed, await lookOver(desk, closed.notices), claim.attempt, claim.perhapsSent)
}
