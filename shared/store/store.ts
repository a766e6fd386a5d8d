/**
 * The port of the store: what the system may ask of it. `dynamoStore` and `memoryStore` are the same code over two
 * tables. Dates and instants are the texts of core/time.ts; the store has no clock of its own, so the time is always
 * given. Conflicts and refusals are values; Poison, Transient, TooLarge and BadCursor are thrown.
 */
import type { Case, Errand, Notice, Recorded } from '../core/case.ts'
import type { Day, Instant } from '../core/time.ts'
import type { Due } from '../core/workflow.ts'
import type { Changes } from '../estate/known.ts'
import type { DeliveryEvent, Incident, KeptMail, Outbox, Outcome, Parcel, ToldOf } from '../mail/outbox.ts'
import type { Attempt, Order, OrderName, Standing as OrderStanding } from '../orders/order.ts'
import type { Person } from '../people/person.ts'
import type { IntakeLog, Openings, RefusedMessages } from './arrived/arrivals.ts'
import type { Link } from './chain.ts'
import type { Seen, Stored } from './items.ts'
import type { CaseFilter, FirstLines, Wanted } from './lists/filter.ts'
import type { Asked, Page } from './pages.ts'
import type { Asset, CaseDocument, ErasedWords, Words } from './records.ts'
import type { Retention } from './retention/retention.ts'
import type { Reading } from './table.ts'

/** `alias`: another number that it came under; of two messages with either number in common the later is a repeat. */
export type Message = { source: string; id: string; bodyHash: string; alias?: string }

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
  /** work orders that it owes to contractors: at most two */
  orders?: Order[] | undefined
  /** the earliest deadline of a running clock, by which lists are ordered and `overdue` is judged */
  due?: Due | undefined
  /** core/gravity.ts: what it would tell from when on; stands with its wake */
  gravity?: string | undefined
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

export type Cases = {
  /** One transaction; the only writer of cases. */
  commit: (input: Commit) => Promise<Committed>
  /** Each as by `commit`, whole or not at all; new cases share transactions. Answers in the order given. */
  commitAll: (inputs: readonly Commit[]) => Promise<Committed[]>
  load: (caseId: string) => Promise<Loaded | undefined>
  /** those that are there, by id */
  loadMany: (caseIds: readonly string[]) => Promise<Map<string, Loaded>>
  /** oldest first, from event number `from` (1) */
  history: (caseId: string, asked?: Asked & { from?: number }) => Promise<Page<Link>>
  /** of several histories at once, events number `from` to `to`; those that are there, in no order */
  events: (stretches: readonly { caseId: string; from: number; to: number }[]) => Promise<Recorded[]>
  seen: (source: string, id: string) => Promise<Seen | undefined>
  byAsset: (assetId: string, asked?: Asked) => Promise<Page<Case>>
  /** by deadline, those without one last */
  list: (filter: CaseFilter, asked?: Asked) => Promise<Page<Case>>
  /**
   * The lists of several workflows at once, each from its soonest due on: for each choice `each` lines where there are
   * so many; in the order of what is wanted and of its choices. The index alone is read, which lags by a moment.
   */
  firstLines: (wanted: readonly Wanted[], asked: { each: number; overdueAt?: Instant }) => Promise<FirstLines[][]>
  /** open ones of which something was acknowledged by then and not let go since, longest ago first */
  takenOn: (by: Instant, asked?: Asked) => Promise<Page<Case>>
  /** a share of all cases, open and closed but none withdrawn, for figures and nightly work */
  everyCase: (share: { segment: number; of: number }, asked?: Asked) => Promise<Page<Case>>
  /** the same and withdrawn ones, with the head of each chain, for exports and the seal on the history */
  everyLoaded: (share: { segment: number; of: number }, asked?: Asked) => Promise<Page<Loaded>>
}

/**
 * `at`: the instant under which it stands in the index; look at the case itself before acting. `gravity` (core/gravity.ts)
 * is absent on what was written before there was one.
 */
export type DueEntry = { caseId: string; at: Instant; gravity?: string }

/** `key` tells items apart; `at` absent: it is not to be seen to any more. */
export type Timer = { key: string; at: Instant | undefined }

export type Timers = {
  /**
   * Open cases of a shard (see `everyShard`) that want to be looked at from `from` up to and at `to`, oldest first.
   * A wake before the event that set it stands at that event's receipt, so it never hides behind the low-water mark.
   * However long the stretch, it costs what it finds.
   */
  dueBetween: (from: Instant, to: Instant, shard: number, asked?: Asked) => Promise<Page<DueEntry>>
  /** the earliest of all, past or to come */
  nextDue: () => Promise<DueEntry | undefined>
  /** when the next notice, digest, errand or bundle is to be seen to, past or to come */
  nextOwed: () => Promise<Instant | undefined>
  /** everything that is to be seen to at some time, cases and what is owed, in no order; for one machine's clock */
  everyTimer: (asked?: Asked) => Promise<Page<Timer>>
  /** before it, nothing is left to fire */
  lowWater: () => Promise<Instant | undefined>
  /**
   * Moves it forward, never back; false when it stood there or later already. Keep it some minutes behind now: an
   * index lags behind its table, clocks differ, and a commit in flight was stamped before it lands.
   */
  moveLowWater: (to: Instant) => Promise<boolean>
}

export type Owing<K extends 'ERRAND' | 'BUNDLE'> = Stored<K>
export type Marked = 'done' | 'refused' | 'missing'

export type Errands = {
  /** oldest first */
  pendingErrands: (upTo: Instant, asked?: Asked) => Promise<Page<Owing<'ERRAND'>>>
  settleErrand: (id: string) => Promise<Marked>
  /** outboxes that did not fit into their transaction and are not yet unpacked */
  pendingBundles: (upTo: Instant, asked?: Asked) => Promise<Page<Owing<'BUNDLE'>>>
  /** makes the notices and errands of a bundle; safe to repeat */
  unpackBundle: (id: string) => Promise<Marked>
}

export type Orders = {
  /** to be delivered by then, or dead; oldest first */
  ordersIn: (list: 'ORDER' | 'DEADORDER', upTo: Instant, asked?: Asked) => Promise<Page<OrderStanding>>
  /** those that left in a month `YYYY-MM` (UTC), newest first */
  ordersSent: (month: string, asked?: Asked) => Promise<Page<OrderStanding>>
  ordersOf: (caseId: string, asked?: Asked) => Promise<Page<OrderStanding>>
  order: (caseId: string, id: string) => Promise<OrderStanding | undefined>
  /** outside a commit; false: that order is there already */
  oweOrder: (owed: Order) => Promise<boolean>
  /** false: somebody else has it, or it is over. `doubt`: an earlier attempt may have arrived */
  claimOrder: (standing: OrderStanding, until: Instant) => Promise<{ ok: boolean; doubt: boolean }>
  /** what became of the claimed attempt; `again`: when to try next */
  markOrder: (standing: OrderStanding, entries: readonly Attempt[], again?: Instant) => Promise<void>
  /** delivers a dead or a sent one once more, from now */
  reopenOrder: (standing: OrderStanding, entry: Attempt) => Promise<boolean>
  /** the mail of its attempt came back: it is owed again, now. Said twice, or of an attempt before, it changes nothing */
  orderCameBack: (named: OrderName, attempt: number, entry: Attempt) => Promise<boolean>
}

export type Saved = 'created' | 'changed' | 'unchanged'

export type Registers = {
  /** `learnedOn`: the day on which we learned it, from which what it replaces is kept beside it; absent: it is as if it had always been said */
  putAsset: (asset: Asset, learnedOn?: Day) => Promise<Saved>
  /** each as by `putAsset`, in fewer calls */
  putAssets: (assets: readonly Asset[], learnedOn?: Day) => Promise<void>
  /** as if it had never been there; for the undoing of an import, once nothing depends on it */
  takeBackAsset: (id: string) => Promise<void>
  getAsset: (id: string) => Promise<Asset | undefined>
  /** those that are there, by id */
  getAssets: (ids: readonly string[]) => Promise<Map<string, Asset>>
  assets: (asked?: Asked) => Promise<Page<Asset>>
  /** the same, with what the register said of each before */
  assetsWithChanges: (asked?: Asked) => Promise<Page<{ asset: Asset; changes: Changes }>>
  childrenOf: (assetId: string, asked?: Asked) => Promise<Page<Asset>>
  putPerson: (person: Person) => Promise<Saved>
  /** by what they are at that moment, so that two changes at once are both kept; undefined: nobody has the address, or `change` said no */
  changePerson: (email: string, change: (person: Person) => Person | undefined) => Promise<Person | undefined>
  takeBackPerson: (email: string) => Promise<void>
  /** nothing about them stays but the digest of their address; the digest, undefined where nobody has the address */
  erasePerson: (email: string) => Promise<string | undefined>
  /** their address refuses mail since then; nothing happens when nobody has it, or it was so already */
  markBounced: (email: string, at: Instant) => Promise<void>
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
  /** its bytes lie nowhere any more: the hash stays, what it was called goes */
  markErased: (caseId: string, sha256: string) => Promise<Marked>
  documents: (caseId: string, asked?: Asked) => Promise<Page<CaseDocument>>
}

/** How far a notice or a digest has come. */
export type Standing = { status: Stored<'NOTICE'>['status']; attempt: number; until?: Instant; outcome?: Outcome }

export type MailLog = {
  standing: (parcel: Parcel) => Promise<Standing | undefined>
  /** every attempt, the first one first */
  mailsOf: (parcel: Parcel) => Promise<KeptMail[]>
  /** what SES said of them, oldest first */
  deliveriesOf: (parcel: Parcel) => Promise<DeliveryEvent[]>
  mailBetween: (from: Instant, to: Instant, asked?: Asked) => Promise<Page<KeptMail>>
  /** meant for them or sent to them; newest first */
  mailTo: (email: string, asked?: Asked) => Promise<Page<KeptMail>>
  /** who was told of a case by mails that left; newest first */
  told: (caseId: string, asked?: Asked) => Promise<Page<ToldOf>>
  incidentsBetween: (from: Instant, to: Instant, asked?: Asked) => Promise<Page<Incident>>
}

export type Personal = {
  words: (caseId: string, ref: string) => Promise<Words | ErasedWords | undefined>
  /** text and salt go; that there was something, and when it went, stays */
  eraseWords: (caseId: string, ref: string, at: Instant, why?: { by: string; ground: string }) => Promise<Marked>
}

export type Settings = {
  /** a singleton that landlord or local run keep, e.g. the local clock; `asked`: an older value does, at half the cost */
  getSetting: (name: string, asked?: Reading) => Promise<{ value: unknown; rev: number } | undefined>
  /** those that are there, by name */
  getSettings: (names: readonly string[]) => Promise<Map<string, { value: unknown; rev: number }>>
  /** `rev` is what was read, 0 for none; false when somebody else was faster */
  putSetting: (name: string, value: unknown, rev: number) => Promise<boolean>
}

export type Store = Orders &
  IntakeLog &
  RefusedMessages &
  Openings &
  Cases &
  Timers &
  Errands &
  Registers &
  MailLog &
  Personal &
  Retention &
  Settings & { outbox: Outbox }
