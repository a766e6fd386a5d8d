/**
 * What is owed and what has become of it. The store implements this port; every operation is one conditional write, so
 * that a crash between any two of them leaves something that `pending` finds again.
 *
 * pending → claimed → sent | digested | dropped. A claim is a lease: when it runs out without an outcome the parcel is
 * pending again, and `perhapsSent` says that the earlier attempt may have left.
 */
import type { Notice } from '../core/case.ts'
import type { Day, Instant } from '../core/time.ts'
import type { Role } from '../law/roles.ts'

/** What leaves in one mail: a notice by itself, or one person's digest of one morning. */
export type Parcel = { kind: 'notice' | 'digest'; id: string }

export type Pending = {
  notice: Notice
  /** attempts so far */
  attempt: number
  /** addresses that this notice bounced from: whoever stands in for them is told */
  avoid: string[]
  /** addresses that it has reached: they are not told again when another's bounces */
  reached: string[]
}

export type Digest = {
  id: string
  /** whose it is */
  to: string
  day: Day
  attempt: number
  notices: Notice[]
  avoid: string[]
}

/** `taken`: somebody else holds it, or `attempt` is no longer what was read. `done`: nothing is left to do. */
export type Claim = { kind: 'claimed'; attempt: number; perhapsSent: boolean } | { kind: 'taken' } | { kind: 'done' }

export type Outcome =
  | { kind: 'sent'; messageId: string; at: Instant }
  /** no answer: the lease runs on, and a Send event or the next attempt settles it */
  | { kind: 'unknown'; why: string; at: Instant }
  /** it has not left; not looked at again before `until` */
  | { kind: 'waiting'; why: string; until: Instant; at: Instant }
  /** it is in these digests now, which are owed in its place */
  | { kind: 'digested'; digests: string[]; at: Instant }
  | { kind: 'dropped'; why: string; at: Instant }

/** The proof of one attempt: who was meant, who was written to, what was said, and what came of it. */
export type MailRecord = {
  reference: string
  parcel: Parcel
  attempt: number
  intended: { role?: Role; person?: string }
  to: string[]
  why: string[]
  templates: string[]
  cases: string[]
  subject: string
  text: string
  html: string
  /** notices of a digest that were not mentioned any more, and why */
  left: { notice: string; why: string }[]
  copy: boolean
}

/** Something is wrong with telling people. `id` is made of what it is about: recording it twice is one incident. */
export type Incident = {
  id: string
  kind: 'fallback' | 'undeliverable' | 'refused'
  parcel: Parcel
  caseId?: string
  address?: string
  why: string[]
  at: Instant
}

export type Outbox = {
  /** not finished, not leased, not waiting past `now`; emergencies first, then urgent, then the oldest */
  pending: (now: Instant, limit: number) => Promise<Pending[]>
  /** digests whose morning has come and that are not finished, leased or waiting; the oldest first */
  digestsDue: (now: Instant, limit: number) => Promise<string[]>
  readDigest: (id: string) => Promise<Digest | undefined>
  /** takes it until `leaseUntil`, if it still stands at `attempt`. A claimed digest takes no more notices. */
  claim: (parcel: Parcel, attempt: number, now: Instant, leaseUntil: Instant) => Promise<Claim>
  /** not before `until`; changes nothing on what is claimed or finished */
  hold: (parcel: Parcel, until: Instant) => Promise<void>
  /** the outcome of that attempt, with its record, in one write; the record alone when the claim no longer stands at it */
  mark: (parcel: Parcel, attempt: number, outcome: Outcome, record?: MailRecord) => Promise<void>
  /** once per notice, however often it is called; `closed` when the digest has been claimed already */
  append: (digest: { id: string; to: string; day: Day; opens: Instant }, notice: Notice) => Promise<'in' | 'closed'>
  /**
   * SES says that the mail of this attempt left: a claim that still stands at it is sent. Any other is left alone: a
   * late word about an earlier attempt must not settle one that was reopened since.
   */
  prove: (parcel: Parcel, attempt: number, proof: { messageId: string; at: Instant }) => Promise<void>
  /** an event about a mail that left, for the record; once per `id` */
  delivery: (parcel: Parcel, event: DeliveryEvent) => Promise<void>
  /** owed again, to others; once per `cause`. Finished or not, its attempts count on and it is no copy. */
  reopen: (parcel: Parcel, again: { cause: string; avoid: string[]; reached: string[]; at: Instant }) => Promise<void>
  incident: (incident: Incident) => Promise<void>
}

export type DeliveryEvent = {
  id: string
  kind: 'sent' | 'delivered' | 'delayed' | 'bounced' | 'complained' | 'rejected' | 'failed'
  messageId: string
  addresses: string[]
  at: Instant
  detail?: string
}
