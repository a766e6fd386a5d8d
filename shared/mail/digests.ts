/** One person's digest of one morning: claimed, looked over once more, sent as one mail. */
import type { Notice } from '../core/case.ts'
import { type Day, dayOf } from '../core/time.ts'
import type { Directory } from '../people/person.ts'
import { type About, type Resolved, resolve } from '../people/resolve.ts'
import { type Counter, dispatch, leaseFrom } from './desk.ts'
import { type DigestItem, digestMail } from './digest-mail.ts'
import { badge, severityOf } from './lateness.ts'
import { shortWords } from './notice-view.ts'
import type { Digest, Parcel } from './outbox.ts'
import { referenceOf } from './reference.ts'
import { type CaseStory, clockOf, movedOn } from './story.ts'
import { nextSendingMoment } from './window.ts'

/** Cases read at a time: a digest may hold hundreds, and a function has a second, not a minute. */
const AT_ONCE = 25

type Looked = { notice: Notice; story: CaseStory; gone: string | undefined }

const lookOver = async (desk: Counter, notices: readonly Notice[]): Promise<Looked[]> => {
  const looked: Looked[] = []
  for (let from = 0; from < notices.length; from += AT_ONCE) {
    const read = notices.slice(from, from + AT_ONCE).map(async notice => {
      const story = await desk.load(notice.caseId)
      return { notice, story, gone: movedOn(notice, story, desk.now()) }
    })
    looked.push(...(await Promise.all(read)))
  }
  return looked
}

const itemOf = (desk: Counter, { notice, story }: Looked): DigestItem => {
  const clock = clockOf(notice, story)
  const due = clock?.due ?? notice.due
  return {
    caseId: notice.caseId,
    what: story.what,
    where: story.where,
    title: clock?.title ?? story.what,
    severity: severityOf(notice.urgency, due, desk.now()),
    badge: badge(notice.urgency, due, desk.now()),
    ...(due === undefined ? {} : { due }),
    act: shortWords(notice, story, desk.now()),
    link: `${desk.sender.pages}/cases/${encodeURIComponent(notice.caseId)}`,
  }
}

/** One line per clock of a case: the newest rung says all that the earlier ones said. */
export const once = <L extends { notice: Notice }>(looked: readonly L[]): L[] => {
  const newest = new Map<string, L>()
  for (const one of looked) {
    const key = `${one.notice.caseId} ${one.notice.clock ?? one.notice.id}`
    const other = newest.get(key)
    if (!other || other.notice.at <= one.notice.at) newest.set(key, one)
  }
  return [...newest.values()]
}

/** Whose it is, or who stands in for them this morning. */
export const readerOf = (
  digest: Pick<Digest, 'to' | 'avoid'>,
  { notice, about }: { notice: Notice; about: About },
  directory: Directory,
  today: Day,
): Resolved => resolve({ role: notice.role, person: digest.to }, about, directory, today, digest.avoid)

const send = async (desk: Counter, digest: Digest, looked: Looked[], attempt: number, copy: boolean): Promise<void> => {
  const kept = once(looked.filter(one => one.gone === undefined))
  const left = looked.flatMap(one => (one.gone === undefined ? [] : [{ notice: one.notice.id, why: one.gone }]))
  const parcel: Parcel = { kind: 'digest', id: digest.id }
  if (kept.length === 0) {
    const why = `nothing in it holds any more: ${left.map(one => `${one.notice}: ${one.why}`).join('; ')}`
    return desk.outbox.mark(parcel, attempt, { kind: 'dropped', why, at: desk.now() })
  }
  const directory = await desk.directory()
  const { notice, story } = kept[0]!
  const about = { workflow: notice.workflow, area: story.area, title: story.what }
  const resolved = readerOf(digest, { notice, about }, directory, dayOf(desk.now()))
  const { person } = resolved
  const meant = directory.people.find(one => one.email === digest.to)?.name ?? digest.to
  const reference = referenceOf('digest', digest.id)
  const written = digestMail({
    reference,
    day: digest.day,
    name: person.name,
    items: kept.map(one => itemOf(desk, one)),
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
    templates: [...new Set(kept.map(one => one.notice.template))],
    about: kept.map(({ notice: { caseId, role } }) => ({ caseId, role })),
    left,
    copy,
  }
  return dispatch(desk, parcelled, written, 'digest')
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
