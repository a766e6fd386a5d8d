/** When to look at which case, and up to when everything has been looked at. */
import { urgencies } from '../core/case.ts'
import { type Instant, instant } from '../core/time.ts'
import * as keys from './keys.ts'
import { mapPage, merged, walk } from './pages.ts'
import { getSetting, markSetting } from './settings.ts'
import type { Timers } from './store.ts'
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

const nextDueOver =
  (table: Table): Timers['nextDue'] =>
  async () => {
    const partitions = keys.everyShard.map(shard => ({ index: 'due' as const, pk: keys.duePk(shard) }))
    const [earliest] = (await merged(table, partitions, { limit: 1 })).items
    return earliest && entryOf(earliest)
  }

const nextOwedOver =
  (table: Table): Timers['nextOwed'] =>
  async () => {
    const owed: keys.Owed[] = [
      ...urgencies.map(urgency => `NOTICE#${urgency}` as const),
      'ERRAND',
      'BUNDLE',
      'DIGEST',
      'ORDER',
    ]
    const partitions = owed.flatMap(kind =>
      keys.everyOutboxShard.map(shard => ({ index: 'pending' as const, pk: keys.pendingPk(kind, shard) })),
    )
    const [earliest] = (await merged(table, partitions, { limit: 1 })).items
    return earliest && instant.parse(String(earliest.pendingSk).slice(0, 24))
  }

const lowWaterName = 'low-water'

export const timersOver = (table: Table): Timers => ({
  dueBetween: dueBetweenOver(table),
  nextDue: nextDueOver(table),
  nextOwed: nextOwedOver(table),
  lowWater: async (): Promise<Instant | undefined> => {
    const found = await getSetting(table, lowWaterName)
    return found && instant.parse(found.value)
  },
  moveLowWater: to => markSetting(table, lowWaterName, to),
})
