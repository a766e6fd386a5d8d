/**
 * What is owed and what has become of it. The store implements this port; every operation is one conditional write, so
 * that a crash between any two of them leaves something that `pending` finds again.
 *
 * A parcel goes pending → claimed → sent | digested | dropped. A claim is a lease: when it runs out without an outcome the parcel is
 * pending again, and `perhapsSent` says that the earlier attempt may have left.
 */
import * as z from 'zod'
import { type Notice, urgencies } from '../core/case.ts'
import { day, type Instant, instant } from '../core/time.ts'
import { role } from '../law/roles.ts'

/** What leaves in one mail: a notice by itself, or one person's digest of one morning. */
export const parcel = z.strictObject({ kind: z.enum(['notice', 'digest']), id: z.string() })
export type Parcel = z.output<typeof parcel>

export type Pending = {
  notice: Notice
  /** attempts so far */
  attempt: number
  /** addresses that this notice bounced from: whoever stands in for them is told */
  avoid: string[]
  /** addresses that it has reached: they are not told again when another's bounces */
  reached: string[]
  /** times that it waited for a mail that speaks for it */
  waited: number
}

/** Another notice of the same step of a case. `spoken`: to whom its mails went that spoke for the one asked about. */
export type Beside = Omit<Pending, 'waited'> & { open: boolean; spoken: string[] }

export const digestHead = z.strictObject({
  id: z.string(),
  /** whose it is */
  to: z.string(),
  day,
  /** not sent before */
  opens: instant,
})
export type DigestHead = z.output<typeof digestHead>
export type Digest = DigestHead & { attempt: number; notices: Notice[]; avoid: string[] }

/** `taken`: somebody else holds it, or `attempt` is no longer what was read. `done`: nothing is left to do. */
export type Claim = { kind: 'claimed'; attempt: number; perhapsSent: boolean } | { kind: 'taken' } | { kind: 'done' }

export const outcome = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('sent'), messageId: z.string(), at: instant }),
  /** no answer: the lease runs on, and a Send event or the next attempt settles it */
  z.strictObject({ kind: z.literal('unknown'), why: z.string(), at: instant }),
  /** it has not left; not looked at again before `until` */
  z.strictObject({
    kind: z.literal('waiting'),
    why: z.string(),
    until: instant,
    at: instant,
    /** how often by now for another notice's mail, which speaks for it */
    waited: z.int().optional(),
  }),
  /** it is in these digests now, which are owed in its place */
  z.strictObject({ kind: z.literal('digested'), digests: z.array(z.string()), at: instant }),
  z.strictObject({ kind: z.literal('dropped'), why: z.string(), at: instant }),
])
export type Outcome = z.output<typeof outcome>

const record = {
  reference: z.string(),
  parcel,
  attempt: z.int().min(1),
  /** when it was tried: the moment before it was handed over */
  at: instant,
  intended: z.strictObject({ role: role.optional(), person: z.string().optional() }),
  to: z.array(z.string()),
  why: z.array(z.string()),
  templates: z.array(z.string()),
  /** which cases it speaks of, by which of their clocks, to those who are told in which role */
  about: z.array(z.strictObject({ caseId: z.string(), role, clock: z.string().optional() })),
  /** every case that a digest lists, told of today or standing since before */
  listed: z.array(z.string()).optional(),
  subject: z.string(),
  text: z.string(),
  html: z.string(),
  /** notices of a digest that were not mentioned any more, and why */
  left: z.array(z.strictObject({ notice: z.string(), why: z.string() })),
  copy: z.boolean(),
  /** ids of other notices of the same step, to the same people in other roles, for which it speaks */
  also: z.array(z.string()).optional(),
  /** mails kept before it was kept have none */
  urgency: z.enum(urgencies).optional(),
}
/** The proof of one attempt: who was meant, who was written to, what was said. */
export type MailRecord = z.output<z.ZodObject<typeof record, z.core.$strict>>
/** The proof as it is kept: with what came of it. */
export const keptMail = z.strictObject({ ...record, outcome })
export type KeptMail = z.output<typeof keptMail>

/** Somebody was told of a case by a mail that left. */
export const told = z.strictObject({ caseId: z.string(), at: instant, role, to: z.array(z.string()) })
export type ToldOf = z.output<typeof told>

/** Something is wrong with telling people. `id` is made of what it is about: recording it twice is one incident. */
export const incident = z.strictObject({
  id: z.string(),
  kind: z.enum(['fallback', 'undeliverable', 'refused', 'undelivered']),
  parcel,
  caseId: z.string().optional(),
  address: z.string().optional(),
  why: z.array(z.string()),
  at: instant,
})
export type Incident = z.output<typeof incident>

/** What SES says of a mail. */
export const deliveryEvent = z.strictObject({
  id: z.string(),
  kind: z.enum(['sent', 'delivered', 'delayed', 'bounced', 'complained', 'rejected', 'failed']),
  messageId: z.string(),
  addresses: z.array(z.string()),
  at: instant,
  detail: z.string().optional(),
})
export type DeliveryEvent = z.output<typeof deliveryEvent>

export type Outbox = {
  /** not finished, not leased, not waiting past `now`; emergencies first, then urgent, then the oldest */
  pending: (now: Instant, limit: number) => Promise<Pending[]>
  /** digests whose morning has come and that are not finished, leased or waiting; the oldest first */
  digestsDue: (now: Instant, limit: number) => Promise<string[]>
  /** what else is or was owed of the same step, to other roles; what joined digests is left out */
  beside: (notice: Pick<Notice, 'id' | 'role'>) => Promise<Beside[]>
  /** how often it was tried; undefined when it is not there */
  attempts: (parcel: Parcel) => Promise<number | undefined>
  readDigest: (id: string) => Promise<Digest | undefined>
  /** those that `digestsDue` names, whole */
  digestsOwed: (now: Instant, limit: number) => Promise<Digest[]>
  /** takes it until `leaseUntil`, if it still stands at `attempt`. A claimed digest takes no more notices. */
  claim: (parcel: Parcel, attempt: number, now: Instant, leaseUntil: Instant) => Promise<Claim>
  /** not before `until`; changes nothing on what is claimed or finished */
  hold: (parcel: Parcel, until: Instant) => Promise<void>
  /** what is about to be sent, before it is: whoever proves that it left finds what it said. Its outcome is `unknown`. */
  keep: (record: MailRecord) => Promise<void>
  /**
   * the outcome of that attempt, with its record, in one write; the record alone when the claim no longer stands at it.
   * What sends nothing (`digested`, `dropped`) may be marked without a claim, on the attempt that was read.
   */
  mark: (parcel: Parcel, attempt: number, outcome: Outcome, record?: MailRecord) => Promise<void>
  /** once per notice, however often it is called; `closed` when it has been claimed already, or is full */
  append: (digest: DigestHead, notice: Notice) => Promise<'new' | 'in' | 'closed'>
  /**
   * SES says that the mail of this attempt left: a claim that still stands at it is sent. Any other is left alone: a
   * late word about an earlier attempt must not settle one that was reopened since.
   */
  prove: (parcel: Parcel, attempt: number, proof: { messageId: string; at: Instant }) => Promise<void>
  /** an event about a mail that left, for the record; once per `id` */
  delivery: (parcel: Parcel, event: DeliveryEvent) => Promise<void>
  /**
   * Owed again, to others than `avoid`; refused when all its `causes` are known. Finished or not, its attempts count on
   * and it is no copy: whoever has had any of its mails is not told again. So is whatever a mail of it spoke for that
   * went to any of `avoid`.
   */
  reopen: (
    parcel: Parcel,
    again: { causes: string[]; avoid: string[]; reached: string[]; at: Instant },
  ) => Promise<void>
  incident: (incident: Incident) => Promise<void>
}
