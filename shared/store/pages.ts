/** Paging through one partition after another, with a cursor that stands for the last item handed out. */
import * as z from 'zod'
import { BadCursor } from './faults.ts'
import { indexes } from './schema.ts'
import type { Condition, Item, Key, Partition, Query, Table } from './table.ts'

export type Page<T> = { items: T[]; cursor?: string }
/** `limit` is the most a page holds; a page may hold fewer, even none, while there is a cursor. */
export type Asked = { cursor?: string | undefined; limit?: number }

/** `at`: which partition; `after`: the key of the last item handed out, if any was from it. */
const place = z.strictObject({ at: z.int().min(0), after: z.record(z.string(), z.string()).optional() })
type Place = z.output<typeof place>

const write = (where: Place): string => Buffer.from(JSON.stringify(where)).toString('base64url')

const read = (cursor: string): Place => {
  try {
    return place.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))
  } catch {
    throw new BadCursor('not a cursor of this list')
  }
}

const keyOf = (item: Item, index?: Partition['index']): Record<string, string> => {
  const names = index ? ['pk', 'sk', indexes[index].pk, indexes[index].sk] : ['pk', 'sk']
  return Object.fromEntries(names.map(name => [name, String(item[name])]))
}

const defaultLimit = 100
/** Queries per page: empty years of months, or a filter that nothing meets, must not hold one request for long. */
const patience = 200
/** A list of many streams goes through two dozen partitions, most of them empty: one after the other is what it waits for. */
const widest = 4
/** With a filter DynamoDB counts before it judges, so small steps would be many. */
const filterStep = 500

/** Throws BadCursor for a cursor that names another partition than it should. */
const startOf = (partitions: readonly Partition[], cursor: string | undefined): Place => {
  if (cursor === undefined) return { at: 0 }
  const where = read(cursor)
  const partition = partitions[where.at]
  const pkName = partition?.index ? indexes[partition.index].pk : 'pk'
  if (!partition || (where.after && where.after[pkName] !== partition.pk))
    throw new BadCursor('the cursor belongs to another list')
  return where
}

/** The next page of these partitions, in order. Throws BadCursor. */
export const walk = async (
  table: Table,
  partitions: readonly Partition[],
  { cursor, limit = defaultLimit }: Asked,
  options: Pick<Query, 'only' | 'backwards'> = {},
): Promise<Page<Item>> => {
  const items: Item[] = []
  let { at, after }: Place = startOf(partitions, cursor)
  let queries = 0
  // One that fills the page is asked alone; each that leaves room shows that the next may, too.
  for (let width = 1; at < partitions.length; width = Math.min(2 * width, widest)) {
    if (items.length >= limit || queries >= patience)
      return { items, cursor: write({ at, ...(after ? { after } : {}) }) }
    const wave = partitions.slice(at, at + width)
    const wanted = limit - items.length
    const asked = { ...options, limit: options.only ? Math.max(wanted, filterStep) : wanted }
    const begun = after ? { after: after as Item } : {}
    const pages = await Promise.all(
      wave.map((partition, turn) => table.query({ ...partition, ...asked, ...(turn === 0 ? begun : {}) })),
    )
    queries += wave.length
    for (const [turn, found] of pages.entries()) {
      if (items.length >= limit) break
      const taken = found.items.slice(0, limit - items.length)
      items.push(...taken)
      const last = taken.length < found.items.length ? taken.at(-1) : found.more
      after = last && keyOf(last, wave[turn]!.index)
      // What was read of the others comes again with the next wave, behind what is left of this one.
      if (last) break
      at++
    }
  }
  return { items }
}

/** The next page of a share of an index. */
export const sweepPage = async (
  table: Table,
  index: NonNullable<Partition['index']>,
  share: { segment: number; of: number },
  { cursor, limit = defaultLimit }: Asked,
): Promise<Page<Item>> => {
  const after = cursor === undefined ? undefined : (read(cursor).after as Item | undefined)
  const found = await table.sweep(index, { ...share, limit, ...(after ? { after } : {}) })
  return found.more
    ? { items: found.items, cursor: write({ at: 0, after: keyOf(found.more, index) }) }
    : { items: found.items }
}

export const mapPage = async <A, B>(page: Page<A>, into: (items: A[]) => B[] | Promise<B[]>): Promise<Page<B>> => ({
  items: await into(page.items),
  ...(page.cursor === undefined ? {} : { cursor: page.cursor }),
})

/**
 * Several partitions at once, each sorted, merged by `by`: for shards. The cursor is the last sort key handed out
 * (unique, it ends with an id), so every shard goes on after it.
 */
export const merged = async (
  table: Table,
  partitions: readonly (Partition & { index: NonNullable<Partition['index']> })[],
  { cursor, limit = defaultLimit }: Asked,
  only?: Condition,
): Promise<Page<Item>> => {
  const past = cursor === undefined ? undefined : read(cursor).after?.past
  const shares = await Promise.all(
    partitions.map(partition =>
      walk(
        table,
        [past === undefined ? partition : { ...partition, from: `${past}\u0000` }],
        { limit },
        only ? { only } : {},
      ),
    ),
  )
  const sortKey = indexes[partitions[0]!.index].sk
  const all = shares.flatMap(share => share.items).sort((a, b) => (String(a[sortKey]) < String(b[sortKey]) ? -1 : 1))
  const items = all.slice(0, limit)
  const done = all.length <= limit && shares.every(share => share.cursor === undefined)
  const last = items.at(-1)
  return done || !last ? { items } : { items, cursor: write({ at: 0, after: { past: String(last[sortKey]) } }) }
}

/** The whole items behind index entries, in the entries' order; one that has gone meanwhile is left out. */
export const behind = async (table: Table, entries: readonly Key[]): Promise<Item[]> => {
  const keyText = ({ pk, sk }: Key) => JSON.stringify([pk, sk])
  const items = await table.getMany(entries.map(({ pk, sk }) => ({ pk, sk })))
  const byKey = new Map(items.map(item => [keyText(item), item]))
  return entries.flatMap(entry => byKey.get(keyText(entry)) ?? [])
}
