/** One notice about one case, made ready to be read: every text is filled, nothing is left to look up. */
import type { Notice } from '../core/case.ts'
import { type Day, dayOf, type Instant } from '../core/time.ts'
import { roles } from '../law/roles.ts'
import type { Person } from '../people/person.ts'
import type { Recipient, Resolved } from '../people/resolve.ts'
import { badge, type Severity, severityOf, written } from './lateness.ts'
import type { Deed } from './links.ts'
import type { NextTold } from './next-told.ts'
import { plainly } from './plainly.ts'
import { referenceOf } from './reference.ts'
import { type CaseStory, clockOf, type RunningClock } from './story.ts'
import { callNumber, valuesOf } from './values.ts'
import { capital, fill, fillWords, listed, subjectLine } from './words.ts'

export type NoticeView = {
  reference: string
  subject: string
  severity: Severity
  badge: string
  /** what is wrong and where, in one line: as the subject says it */
  headline: string
  /** what kind of case and which of its dates, where the headline does not say it */
  kind?: string
  where: string
  /** why it comes to this reader in somebody else's place, and what to put right */
  instead: string[]
  caseId: string
  state: string
  body: string
  /** the one thing to do now */
  act: string
  /** the case's page; absent for a contractor, who has nothing to sign in to */
  link?: string
  /** what can be done without signing in */
  deeds: readonly Deed[]
  /** the day whose date stands in the example of a reply; absent where no reply reaches us */
  answersOn?: Day
  due?: string
  law?: { kind: string; says: string; source: string; reckoned: string[] }
  lead: string
  /** who is reading, in which role, and how we came to them */
  you: { role: string; why: string[] }
  told: { who: string; when: string }[]
  next?: NextTold
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

/** Which words a notice uses; a template that its workflow has not is a fault. */
const wordsOf = (notice: Notice, story: CaseStory) => {
  const words = story.words[notice.template]
  if (!words) throw new Error(`workflow ${notice.workflow} has no words for the template ${notice.template}`)
  return words
}

const lawOf = (clock: RunningClock): NonNullable<NoticeView['law']> => ({
  kind: kinds[clock.kind],
  says: capital(clock.law.says),
  source: clock.law.source,
  reckoned: clock.reckoned.map(plainly),
})

/** The sentence of one item in a digest, and what to do. */
export const shortWords = (notice: Notice, story: CaseStory, now: Instant) =>
  fill(wordsOf(notice, story).act, valuesOf(notice, story, clockOf(notice, story), roles[story.case.lead], now))

/** A person who was told five times is named once, with the last time. */
const latest = (told: CaseStory['told']): CaseStory['told'] =>
  told.filter((one, index) => !told.slice(index + 1).some(later => later.role === one.role && later.name === one.name))

const toldBefore = (told: CaseStory['told'], avoid: readonly string[]): NoticeView['told'] =>
  latest(told).map(({ at, role, name, email }) => ({
    who: name ? `${name} (${roles[role]})` : roles[role],
    when: `${written(at)}${email !== undefined && avoid.includes(email) ? ', not reached' : ''}`,
  }))

/** `avoid`: whom this mail has not reached. */
export type Reader = {
  resolved: Resolved
  lead: Recipient
  copy: boolean
  deeds: readonly Deed[]
  avoid?: readonly string[]
  people?: readonly Person[]
  /** the same readers in other roles, for which this mail speaks, too */
  also?: readonly { notice: Pick<Notice, 'role'>; resolved: Resolved }[]
  next?: NextTold | undefined
}

/** The incident itself: an address that refuses mail, a role without anybody. Whoever reads it can have it mended. */
const insteadOf = (
  { resolved, avoid = [], people = [], also = [] }: Reader,
  wanted: Notice['role'],
  pages: string,
): string[] => {
  const missed = people.filter(one => avoid.includes(one.email))
  const [back, doubtful] = [missed.filter(one => one.bouncedAt), missed.filter(one => !one.bouncedAt)]
  const names = (some: readonly Person[]) => listed(some.map(one => one.name))
  return [
    ...(back.length > 0
      ? [
          `Our mail about this to ${names(back)} came back, so it comes to you. Have the address put right: ${pages}/people`,
        ]
      : []),
    ...(doubtful.length > 0
      ? [`We do not know that our mail about this reached ${names(doubtful)}, so it comes to you, too.`]
      : []),
    ...[{ notice: { role: wanted }, resolved }, ...also]
      .filter(one => one.resolved.fallback)
      .map(
        ({ notice: { role } }) =>
          `There is no ${roles[role]} to tell, so it comes to you. Have the list of people put right: ${pages}/people`,
      ),
  ]
}

/** One role after the other, as many as it comes to the reader in. */
const youOf = (all: readonly Resolved[]): NoticeView['you'] => ({
  role: listed([...new Set(all.map(one => roles[one.role]))]),
  why: [...new Set(all.flatMap(one => one.why))].map(capital),
})

const says = (text: string, part: string): boolean => text.toLowerCase().includes(part.toLowerCase())

/** `Complaint: stage 1: respond`; nothing that the headline has said already. */
const kindOf = (headline: string, what: string, title: string | undefined): string | undefined => {
  const parts = [what, title].filter(part => part !== undefined && !says(headline, part))
  return parts.length === 0 ? undefined : [...new Set(parts)].join(' · ')
}

/** `lead` is named in the text alone: a subject is seen by whoever looks over a shoulder, so it says the role. */
export const noticeView = (notice: Notice, story: CaseStory, to: Reader, sender: Sender, now: Instant): NoticeView => {
  const clock = clockOf(notice, story)
  const due = clock?.due ?? notice.due
  const role = roles[story.case.lead]
  const words = wordsOf(notice, story)
  const filled = fillWords(words, valuesOf(notice, story, clock, `${to.lead.name} (${role})`, now))
  const headline = subjectLine(fill(words.subject, valuesOf(notice, story, clock, role, now)))
  const tag = badge(notice.urgency, due, now)
  const number = callNumber(story)
  const kind = kindOf(headline, story.what, clock?.title)
  return {
    reference: referenceOf('notice', notice.id),
    subject: subjectLine(
      `${to.copy ? 'Copy: ' : ''}[${tag}] ${headline}${says(headline, number) ? '' : ` (${number})`}`,
    ),
    severity: severityOf(notice.urgency, due, now),
    badge: tag,
    headline,
    ...(kind === undefined ? {} : { kind }),
    where: story.where,
    instead: insteadOf(to, notice.role, sender.pages),
    caseId: story.case.id,
    state: story.state,
    body: filled.body,
    act: filled.act,
    ...(to.resolved.role === 'contractor'
      ? {}
      : { link: `${sender.pages}/cases/${encodeURIComponent(story.case.id)}` }),
    deeds: to.deeds,
    ...(sender.answers && to.resolved.role !== 'contractor' ? { answersOn: dayOf(now) } : {}),
    ...(due === undefined ? {} : { due: written(due) }),
    ...(clock ? { law: lawOf(clock) } : {}),
    lead: `${to.lead.name}, ${role}`,
    you: youOf([to.resolved, ...(to.also ?? []).map(one => one.resolved)]),
    told: toldBefore(story.told, to.avoid ?? []),
    ...(to.next ? { next: to.next } : {}),
    copy: to.copy,
    landlord: sender.landlord,
  }
}
