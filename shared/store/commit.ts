/**
 * The only writer of cases: one transaction of CASE, EVENT, SEEN, words and outbox. What did not fit goes into bundles,
 * which are part of the same transaction and unpacked afterwards (outbox.ts), so nothing owed can be lost.
 */
import type { Case, Errand, Notice } from '../core/case.ts'
import { endOf, type Instant, isDayText } from '../core/time.ts'
import type { Due } from '../core/workflow.ts'
import { genesis, hashOf } from './chain.ts'
import { TooLarge } from './faults.ts'
import { decode, encode, seenTtl } from './items.ts'
import * as keys from './keys.ts'
import { orderItem } from './orders.ts'
import { bundled, errandItem, noticeItem } from './outbox/items.ts'
import { itemLimit, sizeOf, transactionBytes, transactionItems } from './size.ts'
import type { Cases, Commit, Committed } from './store.ts'
import { type Condition, equal, type Item, type Key, type Put, type Table } from './table.ts'

const absent = { item: 'absent' } as const

/** Text that sorts by the instant at which the deadline is over; no deadline sorts last. */
const deadlineText = (due: Due | undefined): string => {
  if (due === undefined) return '~'
  return isDayText(due) ? endOf(due) : due
}

/** A wake that lies before the event's receipt is due now: an earlier hour may already be below the low-water mark. */
const timerKeys = ({ id, wake }: Case, received: Instant, gravity: string | undefined) =>
  wake === undefined ? {} : keys.dueKeys(wake < received ? received : wake, id, gravity)

/** What somebody has taken on is found without its deadline, which may lie far off. */
const takenKeys = ({ id, acknowledged, closedAt, withdrawnAt }: Case) => {
  const first = acknowledged.map(one => one.at).sort()[0]
  const open = closedAt === undefined && withdrawnAt === undefined
  return open && first !== undefined ? keys.pendingKeys('TAKEN', id, first) : {}
}

const caseItem = ({ case: next, event, due, gravity }: Commit, head: string): Item =>
  encode('CASE', keys.caseKey(next.id), next, {
    id: next.id,
    version: next.version,
    head,
    state: next.state,
    lead: next.lead,
    assignee: next.assignee,
    due,
    listPk: next.withdrawnAt === undefined ? keys.listPk(next.workflow) : keys.withdrawnPk(next.workflow),
    listSk: `${next.closedAt === undefined ? 'OPEN' : 'CLOSED'}#${deadlineText(due)}#${keys.part(next.id)}`,
    ...(next.assetId === undefined || next.withdrawnAt !== undefined
      ? {}
      : { assetPk: keys.assetPk(next.assetId), assetSk: `CASE#${keys.part(next.id)}` }),
    ...timerKeys(next, event.received, gravity),
    ...takenKeys(next),
  })

const seenKeys = ({ seen }: Commit): Key[] =>
  seen ? [...new Set([seen.id, seen.alias ?? seen.id])].map(id => keys.seenKey(seen.source, id)) : []

const seenPuts = (input: Commit): Put[] => {
  const { seen, event } = input
  if (!seen) return []
  const body = { caseId: event.caseId, seq: event.seq, bodyHash: seen.bodyHash }
  const ttl = seenTtl(event.received)
  return seenKeys(input).map(key => ({ item: encode('SEEN', key, body, { ttl }), when: absent }))
}

const wordsPuts = ({ words = [], event }: Commit): Put[] =>
  words.map(said => ({ item: encode('WORDS', keys.wordsKey(event.caseId, said.ref), said, {}), when: absent }))

const bytes = (puts: readonly Put[]): number => puts.reduce((sum, put) => sum + sizeOf(put.item), 0)

/** The outbox as single items if they fit beside the rest, otherwise as bundles. Throws TooLarge if not even those do. */
const outboxPuts = (
  taken: readonly Put[],
  { event, orders = [] }: Commit,
  notices: Notice[],
  errands: Errand[],
): Put[] => {
  const ordered = orders.map(owed => ({ item: orderItem(owed), when: absent }))
  // So few cannot be too large together, whatever they are: each is weighed before it is sent.
  const fitting = (puts: Put[]) =>
    (taken.length + puts.length) * itemLimit <= transactionBytes ||
    (taken.length + puts.length <= transactionItems && bytes(taken) + bytes(puts) <= transactionBytes)
  const single = [
    ...ordered,
    ...[...notices.map(noticeItem), ...errands.map(errandItem)].map(item => ({ item, when: absent })),
  ]
  if (fitting(single)) return single
  const packed = [...ordered, ...bundled(event, notices, errands).map(item => ({ item }))]
  if (fitting(packed)) return packed
  throw new TooLarge(
    `event ${event.seq} of ${event.caseId} brings more than one transaction can hold (4 MB, 100 items)`,
  )
}

const once = <T extends { id: string }>(owed: readonly T[]): T[] => [
  ...new Map(owed.map(one => [one.id, one])).values(),
]

/** Decided before or with the same message: what the SEEN item in the way says. */
const repeated = (found: Item, input: Commit): Committed => {
  const { caseId, seq, bodyHash } = decode('SEEN', found).body
  return { kind: bodyHash === input.seen?.bodyHash ? 'duplicate' : 'mismatch', first: { caseId, seq } }
}

const assertSound = ({ case: next, expected, event }: Commit): void => {
  if (next.version === expected + 1 && event.seq === next.version && event.caseId === next.id) return
  throw new Error(
    `a commit to ${next.id} does not fit together: read ${expected}, version ${next.version}, event ${event.seq} of ${event.caseId}`,
  )
}

/** Without the head of the version that was read no event can be chained to it. */
const headBefore = async (table: Table, { case: next, expected }: Commit): Promise<string | undefined> => {
  if (expected === 0) return genesis
  const item = await table.get(keys.caseKey(next.id))
  return item && item.version === expected ? decode('CASE', item).head : undefined
}

const unchanged = (version: number, head: string): Condition => ({
  all: [equal('version', version), equal('head', head)],
})

/** The transaction without its outbox: CASE, EVENT, SEEN first, in this order. */
const corePuts = (input: Commit, prevHash: string, head: string): Put[] => {
  const { expected, event } = input
  const eventItem = encode('EVENT', keys.eventKey(event.caseId, event.seq), event, { prevHash, hash: head })
  return [
    { item: caseItem(input, head), when: expected === 0 ? absent : unchanged(expected, prevHash) },
    { item: eventItem, when: absent },
    ...seenPuts(input),
    ...wordsPuts(input),
  ]
}

export const commitOver =
  (table: Table): Cases['commit'] =>
  async input => {
    assertSound(input)
    const prevHash = input.head ?? (await headBefore(table, input))
    const { notices, errands } = { notices: once(input.notices), errands: once(input.errands) }
    if (prevHash === undefined) return lateOrRepeated(table, input)
    const head = hashOf(prevHash, input.event)
    const core = corePuts(input, prevHash, head)
    let puts = [...core, ...outboxPuts(core, input, notices, errands)]
    for (;;) {
      const result = await table.transact(puts)
      if (result.ok) return { kind: 'committed', head }
      if ('contended' in result) return { kind: 'conflict' }
      const seen = seenKeys(input).flatMap((_, at) => result.refused.get(2 + at) ?? [])
      if (seen[0]) return repeated(seen[0], input)
      if (result.refused.has(0) || result.refused.has(1)) return { kind: 'conflict' }
      if ([...result.refused.keys()].some(at => at < core.length))
        throw new Error(`event ${input.event.seq} of ${input.event.caseId} uses a reference of words twice`)
      // what is owed already, by an earlier event, is owed once
      puts = puts.filter((_, at) => !result.refused.has(at))
    }
  }

/** The version has moved on; the reason may be that this very message was committed before. */
const lateOrRepeated = async (table: Table, input: Commit): Promise<Committed> => {
  for (const key of seenKeys(input)) {
    const found = await table.get(key)
    if (found) return repeated(found, input)
  }
  return { kind: 'conflict' }
}

/** A first event that owes nothing to anybody: many of these fit into one transaction. */
const isPlain = ({ expected, seen, notices, errands }: Commit): boolean =>
  expected === 0 && seen === undefined && notices.length === 0 && errands.length === 0

type Ready = { at: number; puts: Put[]; head: string }

const packed = (ready: readonly Ready[]): Ready[][] => {
  const packs: Ready[][] = []
  let [count, size] = [transactionItems + 1, 0]
  for (const one of ready) {
    const weight = bytes(one.puts)
    if (count + one.puts.length > transactionItems || size + weight > transactionBytes) {
      packs.push([])
      count = 0
      size = 0
    }
    packs.at(-1)!.push(one)
    count += one.puts.length
    size += weight
  }
  return packs
}

/**
 * Many cases, each whole or not at all: those that are new and owe nothing share transactions; what such a transaction
 * refuses, and all others, are committed one by one. Answers in the order given.
 */
export const commitAllOver = (table: Table): Cases['commitAll'] => {
  const commit = commitOver(table)
  return async inputs => {
    const answers: Committed[] = []
    const ready = inputs.flatMap((input, at): Ready[] => {
      if (!isPlain(input)) return []
      assertSound(input)
      const head = hashOf(genesis, input.event)
      return [{ at, head, puts: corePuts(input, genesis, head) }]
    })
    for (const pack of packed(ready)) {
      const result = await table.transact(pack.flatMap(({ puts }) => puts))
      if (result.ok) for (const { at, head } of pack) answers[at] = { kind: 'committed', head }
    }
    for (const [at, input] of inputs.entries()) answers[at] ??= await commit(input)
    return answers
  }
}
