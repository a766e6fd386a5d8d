/**
 * One notice on its way out. Emergencies leave at any hour; urgent ones alone, inside the sending window; the others
 * go into the digests of those who are told.
 */
import type { Notice } from '../core/case.ts'
import { addMinutes, dayOf } from '../core/time.ts'
import { type Recipient, type Resolved, resolve } from '../people/resolve.ts'
import { append } from './append.ts'
import { type Desk, dispatch, leaseFrom, linker, underClaim } from './desk.ts'
import { nextTold } from './next-told.ts'
import { noticeMail } from './notice-mail.ts'
import { noticeView } from './notice-view.ts'
import type { Beside, Parcel, Pending } from './outbox.ts'
import { referenceOf } from './reference.ts'
import { aboutOf, type CaseStory, clockOf as clockNow, movedOn } from './story.ts'
import { idsBeside, type Other, type Told, together, WAITS } from './together.ts'
import { digestDay, nextSendingMoment } from './window.ts'

/** An answer to the mail is about that clock alone. */
const clockOf = ({ clock }: Notice) => (clock === undefined ? {} : { clock })

type Claimed = { pending: Pending; parcel: Parcel; attempt: number; copy: boolean; story: CaseStory }

/** Who is told now, and who is accountable: both are asked of today's people. */
const recipients = async (desk: Desk, { pending, parcel, story }: Claimed) => {
  const { notice, avoid, reached } = pending
  const now = desk.now()
  const directory = await desk.directory()
  const about = aboutOf(story)
  const resolved = resolve(notice, about, directory, dayOf(now), avoid)
  const lead = resolve({ role: story.case.lead, person: story.case.assignee }, about, directory, dayOf(now)).person
  if (resolved.fallback)
    await desk.outbox.incident({
      id: `fallback:${notice.id}`,
      kind: 'fallback',
      parcel,
      caseId: notice.caseId,
      why: resolved.why,
      at: now,
    })
  const next = nextTold(story, clockNow(notice, story), { ...desk, directory, now })
  const { people } = directory
  const others = (beside: readonly Beside[]): Other[] =>
    beside.map(one => {
      const theirs = resolve(one.notice, about, directory, dayOf(now), one.avoid)
      return { ...one, resolved: theirs, to: unreached(theirs, one.reached) }
    })
  return { resolved, lead, next, people, others, to: resolved.all.filter(one => !reached.includes(one.email)) }
}
const unreached = ({ all }: Resolved, reached: readonly string[]): string[] =>
  all.map(one => one.email).filter(email => !reached.includes(email))

type Recipients = Awaited<ReturnType<typeof recipients>>

const alone = async (desk: Desk, claimed: Claimed, told: Recipients, also: readonly Told[] = []): Promise<void> => {
  const { pending, parcel, attempt, copy, story } = claimed
  const { notice } = pending
  const reference = referenceOf('notice', notice.id)
  const to = told.to.map(one => one.email)
  const deeds = (await linker(desk))({ story, clock: notice.clock, to, reference })
  const named = { ...told, also, avoid: pending.avoid, copy, deeds }
  const view = noticeView(notice, story, named, desk.sender, desk.now())
  const parcelled = {
    reference,
    parcel,
    attempt,
    intended: { role: notice.role, ...(notice.person ? { person: notice.person } : {}) },
    to,
    why: [told, ...also].flatMap(one => one.resolved.why),
    templates: [notice.template],
    about: [told, ...also].map(({ resolved: { role } }) => ({ caseId: notice.caseId, role, ...clockOf(notice) })),
    left: [],
    copy,
    ...(also.length > 0 ? { also: also.map(one => one.notice.id) } : {}),
  }
  await dispatch(desk, parcelled, noticeMail(view), notice.urgency)
}

const intoDigests = async (desk: Desk, { pending, parcel, attempt }: Claimed, to: Recipient[]): Promise<void> => {
  const day = digestDay(desk.now(), desk.window, desk.calendar)
  const digests: string[] = []
  for (const one of to) digests.push(await append(desk, one.email, pending.notice, day))
  await desk.outbox.mark(parcel, attempt, { kind: 'digested', digests, at: desk.now() })
}

/**
 * The cases of what only joins a digest, read together: its morning looks them over again. Where one of them cannot be
 * read, none is: each notice then reads its own, and fails by itself.
 */
export const storiesAhead = async (
  desk: Pick<Desk, 'loadMany'>,
  pending: readonly Pending[],
): Promise<ReadonlyMap<string, CaseStory>> => {
  const ids = pending.filter(one => one.notice.urgency === 'digest').map(one => one.notice.caseId)
  return desk.loadMany(ids).catch(() => new Map())
}

const besides = async ({ outbox }: Desk, notice: Notice): Promise<Beside[]> =>
  idsBeside(notice).length === 0 ? [] : outbox.beside(notice)

const tell = async (desk: Desk, claimed: Claimed): Promise<void> => {
  const { pending, parcel, attempt, story } = claimed
  const drop = (why: string) => desk.outbox.mark(parcel, attempt, { kind: 'dropped', why, at: desk.now() })
  const gone = movedOn(pending.notice, story, desk.now())
  if (gone) return drop(gone)
  const told = await recipients(desk, claimed)
  if (told.to.length === 0) return drop('everybody who is told has had it already')
  if (pending.notice.urgency === 'digest') return intoDigests(desk, claimed, told.to)
  const mine = { notice: pending.notice, resolved: told.resolved, to: told.to.map(one => one.email) }
  const { spared, also, spokenTo } = together(mine, told.others(await besides(desk, pending.notice)))
  const left = told.to.filter(one => !spokenTo.includes(one.email))
  if (left.length === 0) return drop('everybody who is told has it in one mail with another role')
  if (!spared || pending.waited >= WAITS) return alone(desk, claimed, { ...told, to: left }, also)
  const at = desk.now()
  const why = 'everybody who is told gets it in one mail with another role'
  const wait = { kind: 'waiting' as const, why, until: addMinutes(at, 0.5), at, waited: pending.waited + 1 }
  return desk.outbox.mark(parcel, attempt, wait)
}

/**
 * Does what is to be done for one pending notice. Calling it twice, or at the same time, sends once. `ahead`: what was
 * read of its case a moment ago, which is good enough for a digest alone.
 */
export const handle = async (desk: Desk, pending: Pending, ahead?: CaseStory): Promise<void> => {
  const { notice } = pending
  const parcel: Parcel = { kind: 'notice', id: notice.id }
  const now = desk.now()
  if (notice.urgency === 'urgent') {
    const moment = nextSendingMoment(now, desk.window, desk.calendar)
    if (moment > now) return desk.outbox.hold(parcel, moment)
  }
  // Joining a digest needs no claim: nothing leaves by it, and doing it twice is doing it once.
  if (notice.urgency === 'digest') {
    const story = ahead ?? (await desk.load(notice.caseId))
    return tell(desk, { pending, parcel, attempt: pending.attempt, copy: false, story })
  }
  const claim = await desk.outbox.claim(parcel, pending.attempt, now, leaseFrom(now))
  if (claim.kind !== 'claimed') return
  const { attempt, perhapsSent: copy } = claim
  await underClaim(desk, { parcel, attempt }, async held => {
    // Read after the claim, so that a completion that came while it was queued is seen (G65).
    const story = await held.load(notice.caseId)
    await tell(held, { pending, parcel, attempt, copy, story })
  })
}
