/** One notice about one case, made ready to be read: every text is filled, nothing is left to look up. */
import type { Notice } from '../core/case.ts'
import type { Instant } from '../core/time.ts'
import { roles } from '../law/roles.ts'
import type { Recipient, Resolved } from '../people/resolve.ts'
import { badge, lateness, type Severity, severityOf, written } from './lateness.ts'
import type { Deed } from './links.ts'
import { plainly } from './plainly.ts'
import { referenceOf } from './reference.ts'
import { type CaseStory, clockOf, type RunningClock } from './story.ts'
import { fill, fillWords, subjectLine } from './words.ts'

export type NoticeView = {
  reference: string
  subject: string
  severity: Severity
  badge: string
  /** what is wrong, in one line */
  headline: string
  where: string
  caseId: string
  state: string
  body: string
  /** the one thing to do now */
  act: string
  link: string
  /** what can be done without signing in */
  deeds: readonly Deed[]
  due?: string
  law?: { kind: string; says: string; source: string; reckoned: string[] }
  lead: string
  /** who is reading, in which role, and how we came to them */
  you: { role: string; why: string[] }
  told: { who: string; when: string }[]
  next?: { who: string; when: string }
  /** set on a second copy */
  copy: boolean
  landlord: string
}

/**
 * The landlord's name as it signs, the sender's address, and where its pages and links are (no slash at the end).
 * `answers`: a mail that answers ours reaches us, so that a reply code may be offered.
 */
export type Sender = { landlord: string; from: string; pages: string; links: string; answers: boolean }

const kinds = { statutory: 'The law', code: 'The Complaint Handling Code', policy: 'Our policy' } as const

const values = (notice: Notice, story: CaseStory, clock: RunningClock | undefined, lead: string, now: Instant) => {
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
    ref: story.case.assetId ?? story.case.id,
    ...story.view,
  }
}

const about = (story: CaseStory): string => story.case.assetId ?? story.case.id

/** Which words a notice uses; a template that its workflow has not is a fault. */
const wordsOf = (notice: Notice, story: CaseStory) => {
  const words = story.words[notice.template]
  if (!words) throw new Error(`workflow ${notice.workflow} has no words for the template ${notice.template}`)
  return words
}

const lawOf = (clock: RunningClock): NonNullable<NoticeView['law']> => ({
  kind: kinds[clock.kind],
  says: clock.law.says.charAt(0).toUpperCase() + clock.law.says.slice(1),
  source: clock.law.source,
  reckoned: clock.reckoned.map(plainly),
})

/** The sentence of one item in a digest, and what to do. */
export const shortWords = (notice: Notice, story: CaseStory, now: Instant) =>
  fill(wordsOf(notice, story).act, values(notice, story, clockOf(notice, story), roles[story.case.lead], now))

/** A person who was told five times is named once, with the last time. */
const latest = (told: CaseStory['told']): CaseStory['told'] =>
  told.filter((one, index) => !told.slice(index + 1).some(later => later.role === one.role && later.name === one.name))

/** `lead` is named in the text alone: a subject is seen by whoever looks over a shoulder, so it says the role. */
export const noticeView = (
  notice: Notice,
  story: CaseStory,
  to: { resolved: Resolved; lead: Recipient; copy: boolean; deeds: readonly Deed[] },
  sender: Sender,
  now: Instant,
): NoticeView => {
  const clock = clockOf(notice, story)
  const due = clock?.due ?? notice.due
  const role = roles[story.case.lead]
  const words = wordsOf(notice, story)
  const filled = fillWords(words, values(notice, story, clock, `${to.lead.name} (${role})`, now))
  const plain = fill(words.subject, values(notice, story, clock, role, now))
  const tag = badge(notice.urgency, due, now)
  const named = plain.includes(about(story)) ? plain : `${plain} (${about(story)})`
  return {
    reference: referenceOf('notice', notice.id),
    subject: subjectLine(`${to.copy ? 'Copy: ' : ''}[${tag}] ${named}`),
    severity: severityOf(notice.urgency, due, now),
    badge: tag,
    headline: clock?.title ?? story.what,
    where: story.where,
    caseId: story.case.id,
    state: story.state,
    body: filled.body,
    act: filled.act,
    link: `${sender.pages}/cases/${encodeURIComponent(story.case.id)}`,
    deeds: to.deeds,
    ...(due === undefined ? {} : { due: written(due) }),
    ...(clock ? { law: lawOf(clock) } : {}),
    lead: `${to.lead.name}, ${role}`,
    you: { role: roles[to.resolved.role], why: to.resolved.why },
    told: latest(story.told).map(one => ({
      who: one.name ? `${one.name} (${roles[one.role]})` : roles[one.role],
      when: written(one.at),
    })),
    ...(clock?.next
      ? { next: { who: clock.next.roles.map(one => roles[one]).join(' and '), when: written(clock.next.at) } }
      : {}),
    copy: to.copy,
    landlord: sender.landlord,
  }
}
