/**
 * The few verbs of a table that the store needs. Everything above them (keys, codecs, access patterns) is written
 * once; below them are DynamoDB and a table in memory that honours the same conditions.
 */
import type { IndexName } from './schema.ts'

export type Key = { pk: string; sk: string }
export type Scalar = string | number
/** What an attribute may be: text, number, a set of texts, or bytes. Structures are kept as a body, see items.ts. */
export type Value = Scalar | ReadonlySet<string> | Uint8Array
export type Item = Key & { [attribute: string]: Value }

/** What must hold of the item that is there, or the write is refused. A comparison with a missing attribute is false. */
export type Condition =
  | { item: 'absent' | 'present' }
  | { missing: string }
  | { equal: [attribute: string, value: Scalar] }
  | { less: [attribute: string, value: Scalar] }
  | { atMost: [attribute: string, value: Scalar] }
  | { fewerThan: [attribute: string, count: number] }
  /** a set of texts that does not hold this one, or is not there */
  | { lacks: [attribute: string, text: string] }
  | { all: Condition[] }
  | { any: Condition[] }

/** The commonest of them. */
export const equal = (attribute: string, value: Scalar): Condition => ({ equal: [attribute, value] })

export type Change = {
  set?: { [attribute: string]: Scalar }
  remove?: string[]
  /** into a set of texts, made when missing */
  add?: { [attribute: string]: readonly string[] }
}

/** `found` is what stood in the way; absent when there was no item. */
export type Wrote = { ok: true; item: Item } | { ok: false; found?: Item }

export type Put = { item: Item; when?: Condition }
export type Update = { key: Key; change: Change; when: Condition }

/** `contended`: nothing was judged, another writer or a throttle was in the way. `refused`: by position in the list. */
export type Transacted =
  | { ok: true }
  | { ok: false; contended: true }
  | { ok: false; refused: Map<number, Item | undefined> }

/** One partition of the table or of an index, a stretch of its sort key (both ends included). */
export type Partition = { index?: IndexName; pk: string; from?: string; to?: string }

export type Query = Partition & {
  /** the item after which to go on; its key attributes suffice */
  after?: Item
  limit: number
  backwards?: boolean
  /** judged after `limit` has counted, as DynamoDB does */
  only?: Condition
}

/** `more`: the last item that was looked at, when there may be others behind it. */
export type Found = { items: Item[]; more?: Item }

/** `stale`: what stood there a moment ago will do (half the price); otherwise reads of the table itself are consistent. */
export type Reading = { stale: boolean }

/** Every verb throws Transient when the table cannot answer just now. Reads of the table itself are consistent. */
export type Table = {
  get: (key: Key, asked?: Reading) => Promise<Item | undefined>
  /** those that are there, in no order */
  getMany: (keys: Key[]) => Promise<Item[]>
  query: (query: Query) => Promise<Found>
  /** a share of a whole index, for exports and nightly work; never on a request's path */
  sweep: (index: IndexName, share: { segment: number; of: number; after?: Item; limit: number }) => Promise<Found>
  put: (put: Put) => Promise<Wrote>
  /** makes the item when it is absent and the condition allows it */
  update: (key: Key, change: Change, when: Condition) => Promise<Wrote>
  /** all or nothing; at most 100 items, no item twice */
  transact: (writes: (Put | Update)[]) => Promise<Transacted>
}
