/**
 * One person's digest of one morning: claimed, looked over once more, sent as one mail with all that stands with them.
 * While something in it is overdue and nobody has taken it on, there is another on the next working day.
 */
import type { Notice } from '../core/case.ts'
import { dayOf } from '../core/time.ts'
import { append } from './append.ts'
import { type Counter, dispatch, leaseFrom, linker, underClaim } from './desk.ts'
import { digestMail, WITH_ACT } from './digest/mail.ts'
import type { DigestItem } from './digest/view.ts'
import { badge, written } from './lateness.ts'
import { type Looked, morningOf, type Shown } from './morning.ts'
import { shortWords } from './notice-view.ts'
import type { Digest, Parcel } from './outbox.ts'
import { referenceOf } from './reference.ts'
import { changeOf, type Entry, keepList, keyOf, readList, takenBy } from './standing.ts'
import { type CaseStory, clockOf, type RunningClock } from './story.ts'
import { digestDay, nextSendingMoment } from './window.ts'

type Told = Looked<CaseStory>

/** One case, one reading, however many of its clocks have something to say, today or since before. */
const looker = async (desk: Counter, notices: readonly Notice[]): Promise<(notice: Notice) => Told> => {
  const stories = await desk.loadMany(notices.map(one => one.caseId))
  return notice => ({ notice, story: stories.get(notice.caseId)! })
}

const setBy = { statutory: 'the law', code: 'the Complaint Handling Code', policy: 'our policy' } as const
const dated = (clock: RunningClock | undefined): { dated?: string } =>
  clock ? { dated: `Due ${written(clock.due)}: ${setBy[clock.kind]} (${clock.law.source})` } : {}

const itemsOf = async (
  desk: Counter,
  shown: readonly Shown<CaseStory>[],
  before: ReadonlyMap<string, Entry>,
  mail: { to: string; reference: string; contractor: boolean; first: boolean },
): Promise<DigestItem[]> => {
  const now = desk.now()
  const { people, titles } = await desk.directory()
  const names = new Map(people.map(one => [one.email, one.name]))
  const named = (email: string | undefined) => (email === undefined ? undefined : (names.get(email) ?? 'somebody'))
  const deeds = await linker(desk)
  return shown.map(
    ({ notice, story, severity, grade, due, caseId }, rank): DigestItem => ({
      caseId,
      what: story.what,
      where: story.where,
      apart: story.apart,
      title: clockOf(notice, story)?.title ?? story.what,
      severity,
      grade,
      badge: badge(notice.urgency, due, now),
      due,
      act: shortWords(notice, story, now, titles),
      ...dated(clockOf(notice, story)),
      ...(mail.contractor ? {} : { link: `${desk.sender.pages}/cases/${encodeURIComponent(caseId)}` }),
      // Where nobody was shown a list before, all of it would be new.
      change: mail.first ? undefined : changeOf(keyOf(notice), severity, before),
      taken: named(takenBy(notice, story, now)),
      deeds: rank < WITH_ACT ? deeds({ story, clock: notice.clock, to: [mail.to], reference: mail.reference }) : [],
    }),
  )
}

const send = async (desk: Counter, digest: Digest, attempt: number, copy: boolean): Promise<void> => {
  const parcel: Parcel = { kind: 'digest', id: digest.id }
  const list = await readList(desk.settings, digest.to)
  const directory = await desk.directory()
  const standing = list.entries.map(one => one.notice)
  const look = await looker(desk, [...digest.notices, ...standing])
  const now = desk.now()
  const morning = morningOf(digest, digest.notices.map(look), standing.map(look), {
    directory,
    now,
    window: desk.window,
    calendar: desk.calendar,
    retried: list.on === digest.day,
  })
  const { left } = morning
  const appendNext = (one: Notice) => append(desk, digest.to, one, digestDay(now, desk.window, desk.calendar))
  if (morning.kind === 'nothing') {
    const why = morning.again
      ? 'all of it is told this morning in mails of its own'
      : `nothing in it holds any more: ${left.map(one => `${one.notice}: ${one.why}`).join('; ')}`
    // What is told by itself today is listed on the next working day.
    if (morning.again) await appendNext(morning.again)
    return desk.outbox.mark(parcel, attempt, { kind: 'dropped', why, at: desk.now() })
  }
  const { resolved, shown, told, over, alone } = morning
  const { person } = resolved
  const meant = directory.people.find(one => one.email === digest.to)?.name ?? digest.to
  const reference = referenceOf('digest', digest.id)
  const before = new Map(list.entries.map(one => [keyOf(one.notice), one]))
  const asRead = { ...desk, directory: async () => directory }
  const contractor = resolved.role === 'contractor'
  const first = list.on === undefined
  const items = await itemsOf(asRead, shown, before, { to: person.email, reference, contractor, first })
  const mail = digestMail({
    reference,
    day: digest.day,
    name: person.name,
    items,
    since: list.on,
    over: over.map(({ notice, story, ended }) => ({
      ...ended,
      what: clockOf(notice, story)?.title ?? story.what,
      where: story.where,
      apart: story.apart,
    })),
    ...(contractor ? {} : { link: `${desk.sender.pages}/cases?lead=${encodeURIComponent(digest.to)}` }),
    ...(desk.sender.answers && !contractor ? { answersOn: dayOf(now) } : {}),
    ...(person.email === digest.to ? {} : { standsInFor: { name: meant, why: resolved.why } }),
    copy,
    alone,
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
    about: told.map(({ notice: { caseId, role, clock } }) => ({
      caseId,
      role,
      ...(clock === undefined ? {} : { clock }),
    })),
    listed: [...new Set(items.map(one => one.caseId))],
    left,
    copy,
  }
  // Before the mail leaves, so that no crash ends it.
  if (morning.again) await appendNext(morning.again)
  const sent = await dispatch(desk, parcelled, mail, 'digest')
  // What has not left has shown nothing: the next attempt says it all.
  if (sent === 'sent' || sent === 'unknown')
    await keepList(desk.settings, digest.to, digest.day, morning.entries, list.rev)
}

/** Sends a digest whose morning has come; outside the sending window it is held. Twice or at once, it is sent once. */
export const handleDigest = async (desk: Counter, id: string): Promise<void> => {
  const parcel: Parcel = { kind: 'digest', id }
  const attempts = await desk.outbox.attempts(parcel)
  if (attempts === undefined) return
  const now = desk.now()
  const moment = nextSendingMoment(now, desk.window, desk.calendar)
  if (moment > now) return desk.outbox.hold(parcel, moment)
  const claim = await desk.outbox.claim(parcel, attempts, now, leaseFrom(now))
  if (claim.kind !== 'claimed') return
  await underClaim(desk, { parcel, attempt: claim.attempt }, async held => {
    // Read only now: what was appended up to the claim belongs to this morning.
    const digest = await held.outbox.readDigest(id)
    if (digest) await send(held, digest, claim.attempt, claim.perhapsSent)
  })
}
