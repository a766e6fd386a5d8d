/** When to look at which case, and up to when everything has been looked at. */
import { urgencies } from '../core/case.ts'
import { type Instant, instant } from '../core/time.ts'
import * as keys from './keys.ts'
import { mapPage, merged, walk } from './pages.ts'
import { getSetting, markSetting, STALE } from './settings.ts'
import type { Timer, Timers } from './store.ts'
import type { Item, Table } from './table.ts'

const entryOf = (item: Item) => {
  const [at, ...more] = String(item.dueSk).split('#')
  const gravity = more.length > 1 ? more[0] : undefined
  return { caseId: String(item.id), at: instant.parse(at), ...(gravity === undefined ? {} : { gravity }) }
}

const dueBetweenOver =
  (table: Table): Timers['dueBetween'] =>
  async (from, to, shard, asked = {}) => {
    const stretch = { index: 'due' as const, pk: keys.duePk(shard), from, to: keys.upTo(to) }
    return mapPage(await walk(table, [stretch], asked), items => items.map(entryOf))
  }

const duePartitions = keys.everyShard.map(shard => ({ index: 'due' as const, pk: keys.duePk(shard) }))

const owedKinds: readonly keys.Owed[] = [
  ...urgencies.map(urgency => `NOTICE#${urgency}` as const),
  'ERRAND',
  'BUNDLE',
  'DIGEST',
  'ORDER',
]
const owedPartitions = owedKinds.flatMap(kind =>
  keys.everyOutboxShard.map(shard => ({ index: 'pending' as const, pk: keys.pendingPk(kind, shard) })),
)
const owedPks: ReadonlySet<string> = new Set(owedPartitions.map(one => one.pk))

const nextDueOver =
  (table: Table): Timers['nextDue'] =>
  async () => {
    const [earliest] = (await merged(table, duePartitions, { limit: 1 })).items
    return earliest && entryOf(earliest)
  }

const nextOwedOver =
  (table: Table): Timers['nextOwed'] =>
  async () => {
    const [earliest] = (await merged(table, owedPartitions, { limit: 1 })).items
    return earliest && instant.parse(String(earliest.pendingSk).slice(0, 24))
  }

const keyText = (pk: string, sk: string): string => `${pk} ${sk}`

/** When an item is to be seen to, whatever its kind; undefined: not, or not any more. */
export const timerIn = (item: Item): Timer => {
  const owed = owedPks.has(String(item.pendingPk)) ? item.pendingSk : undefined
  const at = item.dueSk ?? owed
  return { key: keyText(item.pk, item.sk), at: at === undefined ? undefined : instant.parse(String(at).slice(0, 24)) }
}

const lowWaterName = 'low-water'

export const timersOver = (table: Table): Timers => ({
  dueBetween: dueBetweenOver(table),
  nextDue: nextDueOver(table),
  nextOwed: nextOwedOver(table),
  everyTimer: async (asked = {}) =>
    mapPage(await walk(table, [...duePartitions, ...owedPartitions], asked), items => items.map(timerIn)),
  lowWater: async (): Promise<Instant | undefined> => {
    const found = await getSetting(table, lowWaterName, STALE)
    return found && instant.parse(found.value)
  },
  moveLowWater: to => markSetting(table, lowWaterName, to),
})
