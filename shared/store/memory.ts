/**
 * The table in memory, for tests and simulation: the same conditions, order, projections and limits as DynamoDB's.
 * Each verb is atomic; none waits for anything but its turn.
 */
import { storeOver } from './compose.ts'
import { type AnyStored, decodeAny } from './items.ts'
import { type IndexName, indexes } from './schema.ts'
import { fits, sizeOf, transactionItems } from './size.ts'
import type { Store } from './store.ts'
import type { Change, Condition, Found, Item, Key, Put, Query, Table, Update, Value } from './table.ts'

const copy = (item: Item): Item =>
  Object.fromEntries(
    Object.entries(item).map(([name, value]) => [name, value instanceof Set ? new Set(value) : value]),
  ) as Item

const beyondBasicPlane = /[\ud800-\udfff]/

/** Text in the order of its UTF-8 bytes, as DynamoDB sorts; UTF-16 order differs beyond the basic plane. */
const order = (a: string, b: string): number => {
  if (a === b) return 0
  if (beyondBasicPlane.test(a) || beyondBasicPlane.test(b)) return Buffer.compare(Buffer.from(a), Buffer.from(b))
  return a < b ? -1 : 1
}

const lower = (a: Value | undefined, b: Value): boolean => {
  if (typeof a === 'number' && typeof b === 'number') return a < b
  return typeof a === 'string' && typeof b === 'string' && order(a, b) < 0
}

const holds = (condition: Condition, item: Item | undefined): boolean => {
  if ('item' in condition) return (item !== undefined) === (condition.item === 'present')
  if ('missing' in condition) return item?.[condition.missing] === undefined
  if ('equal' in condition) return item?.[condition.equal[0]] === condition.equal[1]
  if ('less' in condition) return lower(item?.[condition.less[0]], condition.less[1])
  if ('atMost' in condition) {
    const value = item?.[condition.atMost[0]]
    return value === condition.atMost[1] || lower(value, condition.atMost[1])
  }
  if ('fewerThan' in condition) {
    const value = item?.[condition.fewerThan[0]]
    return value instanceof Set && value.size < condition.fewerThan[1]
  }
  if ('lacks' in condition) {
    const value = item?.[condition.lacks[0]]
    return !(value instanceof Set && value.has(condition.lacks[1]))
  }
  return 'all' in condition
    ? condition.all.every(inner => holds(inner, item))
    : condition.any.some(inner => holds(inner, item))
}

const changed = (key: Key, old: Item | undefined, { set = {}, remove = [], add = {} }: Change): Item => {
  const item: Item = { ...(old ? copy(old) : {}), ...key, ...set }
  for (const name of remove) delete item[name]
  for (const [name, texts] of Object.entries(add)) {
    const there = item[name]
    if (texts.length > 0) item[name] = new Set([...(there instanceof Set ? there : []), ...texts])
  }
  return item
}

type Entry = { at: string; primary: string; item: Item }
const primaryOf = ({ pk, sk }: Key): string => JSON.stringify([pk, sk])
const entryOrder = (a: Entry, b: Entry): number => order(a.at, b.at) || order(a.primary, b.primary)

/** One way into the table: its own keys, or those of an index. */
const makeView = (pkName: string, skName: string, project: (item: Item) => Item) => {
  const partitions = new Map<string, Entry[]>()
  const entryOf = (item: Item): Entry => ({
    at: item[skName] as string,
    primary: primaryOf(item),
    item: project(item),
  })
  /** the position of the first entry that does not come before */
  const position = (entries: Entry[], entry: Entry): number => {
    let [low, high] = [0, entries.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (entryOrder(entries[middle]!, entry) < 0) low = middle + 1
      else high = middle
    }
    return low
  }
  const partitionOf = (item: Item): Entry[] | undefined => {
    const pk = item[pkName]
    if (typeof pk !== 'string' || typeof item[skName] !== 'string') return undefined
    if (!partitions.has(pk)) partitions.set(pk, [])
    return partitions.get(pk)
  }
  return {
    put: (item: Item) => {
      const entries = partitionOf(item)
      if (!entries) return
      const entry = entryOf(item)
      const at = position(entries, entry)
      entries.splice(at, entries[at]?.primary === entry.primary ? 1 : 0, entry)
    },
    drop: (item: Item) => {
      const entries = partitionOf(item)
      if (entries) entries.splice(position(entries, entryOf(item)), 1)
    },
    partition: (pk: string): Entry[] => partitions.get(pk) ?? [],
    all: (): Entry[] => [...partitions.values()].flat().sort((a, b) => order(a.primary, b.primary)),
    isAfter: (entry: Entry, after: Item): number => entryOrder(entry, entryOf(after)),
  }
}

const projection = (name: IndexName) => {
  const { pk, sk, include } = indexes[name]
  const kept = new Set<string>(['pk', 'sk', pk, sk, ...include])
  return (item: Item): Item => Object.fromEntries(Object.entries(item).filter(([key]) => kept.has(key))) as Item
}

/** A page as DynamoDB cuts it: `limit` entries are looked at, then the filter judges. */
const paged = (entries: Entry[], limit: number, only?: Condition): Found => {
  const looked = entries.slice(0, limit).map(entry => entry.item)
  const items = looked.filter(item => !only || holds(only, item)).map(copy)
  return entries.length > limit ? { items, more: looked.at(-1)! } : { items }
}

type View = ReturnType<typeof makeView>

const runQuery = (view: View, query: Query): Found => {
  const direction = query.backwards ? -1 : 1
  const inside = view.partition(query.pk).filter(entry => {
    if (query.from !== undefined && order(entry.at, query.from) < 0) return false
    if (query.to !== undefined && order(entry.at, query.to) > 0) return false
    return !query.after || view.isAfter(entry, query.after) * direction > 0
  })
  return paged(query.backwards ? inside.reverse() : inside, query.limit, query.only)
}

const keyOf = (write: Put | Update): Key => ('item' in write ? write.item : write.key)

const assertTransaction = (writes: (Put | Update)[]): void => {
  if (writes.length > transactionItems) throw new Error(`${writes.length} items in one transaction`)
  const bytes = writes.reduce((sum, write) => sum + ('item' in write ? sizeOf(write.item) : 0), 0)
  if (bytes > 4 * 1024 * 1024) throw new Error('transaction over 4 MB')
  if (new Set(writes.map(write => primaryOf(keyOf(write)))).size < writes.length)
    throw new Error('an item twice in a transaction')
}

/** `written` hears of every item as it was committed, in order, as the table's stream would. */
export const memoryTable = (written: (item: Item) => void = () => {}): Table => {
  const items = new Map<string, Item>()
  const main = makeView('pk', 'sk', item => item)
  const views = new Map(Object.values(indexes).map(({ name, pk, sk }) => [name, makeView(pk, sk, projection(name))]))
  const keep = (item: Item): Item => {
    const [key, kept] = [primaryOf(item), copy(item)]
    const old = items.get(key)
    for (const view of [main, ...views.values()]) {
      if (old) view.drop(old)
      view.put(kept)
    }
    items.set(key, kept)
    written(copy(kept))
    return copy(kept)
  }
  const existing = (key: Key) => {
    const item = items.get(primaryOf(key))
    return item && copy(item)
  }
  const refusal = (found: Item | undefined) => (found ? { ok: false as const, found } : { ok: false as const })
  return {
    get: async key => existing(key),
    getMany: async keys => keys.flatMap(key => existing(key) ?? []),
    query: async query => runQuery(query.index ? views.get(query.index)! : main, query),
    sweep: async (index, { segment, of, after, limit }) => {
      const mine = views
        .get(index)!
        .all()
        .filter(entry => entry.primary.length % of === segment)
      return paged(
        mine.filter(entry => !after || order(entry.primary, primaryOf(after)) > 0),
        limit,
      )
    },
    put: async ({ item, when }) => {
      const old = existing(fits(item))
      return when && !holds(when, old) ? refusal(old) : { ok: true, item: keep(item) }
    },
    update: async (key, change, when) => {
      const old = existing(key)
      return holds(when, old) ? { ok: true, item: keep(fits(changed(key, old, change))) } : refusal(old)
    },
    transact: async writes => {
      assertTransaction(writes)
      const refused = new Map<number, Item | undefined>()
      const items = writes.map((write, at) => {
        const old = existing(keyOf(write))
        if (write.when && !holds(write.when, old)) refused.set(at, old)
        return fits('item' in write ? write.item : changed(write.key, old, write.change))
      })
      if (refused.size > 0) return { ok: false, refused }
      for (const item of items) keep(item)
      return { ok: true }
    },
  }
}

/**
 * `stream` grows with every item committed, oldest first; a simulation takes from its front what it delivers. `through`:
 * what stands between the store and its table.
 */
export const memoryStore = (through: (table: Table) => Table = table => table): Store & { stream: AnyStored[] } => {
  const stream: AnyStored[] = []
  return { ...storeOver(through(memoryTable(item => stream.push(decodeAny(item))))), stream }
}
