/**
 * The port of the store: what the system may ask of it. `dynamoStore` and `memoryStore` are the same code over two
 * tables. Dates and instants are the texts of core/time.ts; the store has no clock of its own, so the time is always
 * given. Conflicts and refusals are values; Poison, Transient, TooLarge and BadCursor are thrown.
 */
import type { Case, Errand, Notice, Recorded, Urgency } from '../core/case.ts'
import type { Instant } from '../core/time.ts'
import type { Due } from '../core/workflow.ts'
import type { Link } from './chain.ts'
import type { Seen, Stored } from './items.ts'
import type { Asset, CaseDocument, Digest, ErasedWords, Mail, Person, Words } from './records.ts'

export type Page<T> = { items: T[]; cursor?: string }
/** `limit` is the most a page holds; a page may hold fewer, even none, while there is a cursor. */
export type Asked = { cursor?: string | undefined; limit?: number }

export type Message = { source: string; id: string; bodyHash: string }

export type Commit = {
  /** the case after the event; its version is `expected + 1` */
  case: Case
  /** the version that was read; 0: the case must not exist */
  expected: number
  event: Recorded
  /** the chain's head that was loaded with that version; absent: the commit reads it */
  head?: string | undefined
  notices: Notice[]
  errands: Errand[]
  seen?: Message | undefined
  words?: Words[] | undefined
  /** the earliest deadline of a running clock, by which lists are ordered and `overdue` is judged */
  due?: Due | undefined
}

export type Committed =
  | { kind: 'committed'; head: string }
  /** the same message, same body: answer as the first time */
  | { kind: 'duplicate'; first: { caseId: string; seq: number } }
  /** the same message id with another body: 409 */
  | { kind: 'mismatch'; first: { caseId: string; seq: number } }
  /** somebody else was faster: load and decide again */
  | { kind: 'conflict' }

export type Loaded = { case: Case; head: string; due?: string | undefined }

export type CaseFilter = {
  /** in this order; a page goes through one after the other */
  workflows: readonly string[]
  /** default: open cases */
  closed?: boolean
  state?: string
  /** a role; or a person, who is then the assignee */
  lead?: string
  assignee?: string
  /** due before that instant; a Day is over when it has ended in London */
  overdueAt?: Instant
}

export type Cases = {
  /** One transaction; the only writer of cases. */
  commit: (input: Commit) => Promise<Committed>
  load: (caseId: string) => Promise<Loaded | undefined>
  /** oldest first, from event number `from` (1) */
  history: (caseId: string, asked?: Asked & { from?: number }) => Promise<Page<Link>>
  seen: (source: string, id: string) => Promise<Seen | undefined>
  byAsset: (assetId: string, asked?: Asked) => Promise<Page<Case>>
  /** by deadline, those without one last */
  list: (filter: CaseFilter, asked?: Asked) => Promise<Page<Case>>
  /** a share of all cases, open and closed, for exports and nightly work */
  everyCase: (share: { segment: number; of: number }, asked?: Asked) => Promise<Page<Case>>
}

/** `at`: the instant under which it stands in the index; look at the case itself before acting. */
export type DueEntry = { caseId: string; at: Instant }

export type Timers = {
  /**
   * Open cases of a shard (see `everyShard`) that want to be looked at from `from` up to and at `to`, oldest first.
   * A wake before the event that set it stands at that event's receipt, so it never hides behind the low-water mark.
   * However long the stretch, it costs what it finds.
   */
  dueBetween: (from: Instant, to: Instant, shard: number, asked?: Asked) => Promise<Page<DueEntry>>
  /** the earliest of all, past or to come */
  nextDue: () => Promise<DueEntry | undefined>
  /** before it, nothing is left to fire */
  lowWater: () => Promise<Instant | undefined>
  /**
   * Moves it forward, never back; false when it stood there or later already. Keep it some minutes behind now: an
   * index lags behind its table, clocks differ, and a commit in flight was stamped before it lands.
   */
  moveLowWater: (to: Instant) => Promise<boolean>
}

export type Owing<K extends 'NOTICE' | 'ERRAND' | 'BUNDLE' | 'DIGEST'> = Stored<K>
export type Lease = {
  now: Instant
  /** until then nobody else may claim it */
  until: Instant
  /** one more than the attempts it has had: a claimer who slept through is refused */
  attempt: number
}
export type Claimed<T> = { ok: true; item: T } | { ok: false; why: 'missing' | 'leased' | 'done' | 'attempt' }
export type Marked = 'done' | 'refused' | 'missing'

export type NoticeOutcome =
  /** of this attempt or of a proof that came late */
  | { kind: 'sent'; mail: string }
  /** not now (outside the sending window): ready again at `until` */
  | { kind: 'held'; until: Instant }
  | { kind: 'bundled'; digest: string }
  /** given up; somebody has been alarmed */
  | { kind: 'failed' }
  /** what was sent did not arrive: owed again */
  | { kind: 'again'; at: Instant }

export type Outbox = {
  /** ready by `upTo`: not leased or held beyond it; gravest first, then oldest; `urgency` narrows */
  pendingNotices: (upTo: Instant, asked?: Asked & { urgency?: Urgency }) => Promise<Page<Owing<'NOTICE'>>>
  pendingErrands: (upTo: Instant, asked?: Asked) => Promise<Page<Owing<'ERRAND'>>>
  getNotice: (id: string) => Promise<Owing<'NOTICE'> | undefined>
  claimNotice: (id: string, lease: Lease) => Promise<Claimed<Owing<'NOTICE'>>>
  /** `attempt`, where given, must still be the latest: whoever slept through his lease may not put it off or drop it */
  markNotice: (id: string, outcome: NoticeOutcome, attempt?: number) => Promise<Marked>
  settleErrand: (id: string) => Promise<Marked>
  /** outboxes that did not fit into their transaction and are not yet unpacked */
  pendingBundles: (upTo: Instant, asked?: Asked) => Promise<Page<Owing<'BUNDLE'>>>
  /** makes the notices and errands of a bundle; safe to repeat */
  unpackBundle: (id: string) => Promise<Marked>
}

export type Digests = {
  /** `closed`: it is being sent or full; take the next part */
  addToDigest: (digest: Omit<Digest, 'id'>, noticeId: string) => Promise<{ kind: 'added' | 'closed'; id: string }>
  pendingDigests: (upTo: Instant, asked?: Asked) => Promise<Page<Owing<'DIGEST'>>>
  getDigest: (id: string) => Promise<Owing<'DIGEST'> | undefined>
  /** closes it, so that what is read now is what is sent */
  claimDigest: (id: string, lease: Lease) => Promise<Claimed<Owing<'DIGEST'>>>
  markDigest: (
    id: string,
    outcome: { kind: 'sent'; mail: string } | { kind: 'held'; until: Instant } | { kind: 'failed' },
  ) => Promise<Marked>
}

export type Saved = 'created' | 'changed' | 'unchanged'

export type Registers = {
  putAsset: (asset: Asset) => Promise<Saved>
  getAsset: (id: string) => Promise<Asset | undefined>
  assets: (asked?: Asked) => Promise<Page<Asset>>
  childrenOf: (assetId: string, asked?: Asked) => Promise<Page<Asset>>
  putPerson: (person: Person) => Promise<Saved>
  getPerson: (email: string) => Promise<Person | undefined>
  people: (asked?: Asked) => Promise<Page<Person>>
  /** G26: the same bytes for the same case are registered once; `elsewhere` names other cases that hold them */
  registerDocument: (
    document: CaseDocument,
  ) => Promise<
    { kind: 'registered'; elsewhere: string[] } | { kind: 'duplicate'; first: CaseDocument; elsewhere: string[] }
  >
  /** cases that hold a document with these bytes */
  casesWithDocument: (sha256: string) => Promise<string[]>
  markDocument: (caseId: string, sha256: string, status: CaseDocument['status']) => Promise<Marked>
  documents: (caseId: string, asked?: Asked) => Promise<Page<CaseDocument>>
}

export type MailLog = {
  /** writes or overwrites */
  putMail: (mail: Mail) => Promise<void>
  getMail: (id: string) => Promise<Mail | undefined>
  markMail: (id: string, change: Partial<Pick<Mail, 'outcome' | 'outcomeAt' | 'messageId' | 'why'>>) => Promise<Marked>
  mailBetween: (from: Instant, to: Instant, asked?: Asked) => Promise<Page<Mail>>
  /** newest first */
  mailTo: (email: string, asked?: Asked) => Promise<Page<Mail>>
}

export type Personal = {
  words: (caseId: string, ref: string) => Promise<Words | ErasedWords | undefined>
  /** text and salt go; that there was something, and when it went, stays */
  eraseWords: (caseId: string, ref: string, at: Instant) => Promise<Marked>
}

export type Settings = {
  /** a singleton that landlord or local run keep, e.g. the local clock */
  getSetting: (name: string) => Promise<{ value: unknown; rev: number } | undefined>
  /** `rev` is what was read, 0 for none; false when somebody else was faster */
  putSetting: (name: string, value: unknown, rev: number) => Promise<boolean>
}

export type Store = Cases & Timers & Outbox & Digests & Registers & MailLog & Personal & Settings
