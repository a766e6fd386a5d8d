/** Claiming an outbox item: one worker at a time, for so long, and only one that knows how often it was tried. */
import { decode, type Stored } from './items.ts'
import type { pendingKeys } from './keys.ts'
import type { Claimed, Lease, Marked } from './store.ts'
import { type Change, type Condition, equal, type Item, type Key, type Table, type Wrote } from './table.ts'

/** Free: never leased, or the lease has run out. */
const free = (now: string): Condition => ({ any: [{ missing: 'leaseUntil' }, { atMost: ['leaseUntil', now] }] })

const anyOf = (statuses: readonly string[]): Condition => ({
  any: statuses.map(status => equal('status', status)),
})

export type Leasable = 'NOTICE' | 'DIGEST'

const whyNot = <K extends Leasable>(kind: K, open: readonly string[], lease: Lease, found: Item | undefined) => {
  if (!found) return 'missing' as const
  const { status, leaseUntil } = decode(kind, found)
  if (!open.includes(status)) return 'done' as const
  return leaseUntil !== undefined && leaseUntil > lease.now ? ('leased' as const) : ('attempt' as const)
}

type Claim<K extends Leasable> = {
  kind: K
  key: Key
  /** in which it may be claimed */
  open: readonly string[]
  lease: Lease
  set?: Change['set']
  /** moves it in the pending index to the lease's end, where it is found again if nothing comes of it */
  ready: ReturnType<typeof pendingKeys>
}

export const claim = async <K extends Leasable>(table: Table, asked: Claim<K>): Promise<Claimed<Stored<K>>> => {
  const { kind, key, open, lease, set, ready } = asked
  const wrote = await table.update(
    key,
    { set: { ...set, leaseUntil: lease.until, attempts: lease.attempt, pendingSk: ready.pendingSk } },
    { all: [anyOf(open), free(lease.now), equal('attempts', lease.attempt - 1)] },
  )
  if (wrote.ok) return { ok: true, item: decode(kind, wrote.item) }
  return { ok: false, why: whyNot(kind, open, lease, wrote.found) }
}

const marked = (wrote: Wrote): Marked => {
  if (wrote.ok) return 'done'
  return wrote.found ? 'refused' : 'missing'
}

/** A change of an outbox item that is in one of these states; `missing` when there is no such item. */
export const mark = async (
  table: Table,
  key: Key,
  change: Change,
  from: readonly string[],
  attempt?: number,
): Promise<Marked> => {
  const same: Condition[] = attempt === undefined ? [] : [equal('attempts', attempt)]
  return marked(await table.update(key, change, { all: [anyOf(from), ...same] }))
}

/** Takes it out of the pending index for good. */
export const finished = (set: NonNullable<Change['set']>): Change => ({
  set,
  remove: ['pendingPk', 'pendingSk', 'leaseUntil'],
})
