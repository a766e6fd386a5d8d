/** When to look at which case, and up to when everything has been looked at. */
import { type Instant, instant } from '../core/time.ts'
import * as keys from './keys.ts'
import { mapPage, walk } from './pages.ts'
import { getSetting, markSetting } from './settings.ts'
import type { Timers } from './store.ts'
import type { Item, Table } from './table.ts'

const entryOf = (item: Item) => ({
  caseId: String(item.id),
  at: instant.parse(String(item.dueSk).split('#')[0]),
})

const dueBetweenOver =
  (table: Table): Timers['dueBetween'] =>
  async (from, to, shard, asked = {}) => {
    const partitions = keys
      .hoursBetween(from, to)
      .map(hour => ({ index: 'due' as const, pk: keys.duePk(hour, shard), to: keys.upTo(to) }))
    return mapPage(await walk(table, partitions, asked), items => items.map(entryOf))
  }

const lowWaterName = 'low-water'

export const timersOver = (table: Table): Timers => ({
  dueBetween: dueBetweenOver(table),
  lowWater: async (): Promise<Instant | undefined> => {
    const found = await getSetting(table, lowWaterName)
    return found && instant.parse(found.value)
  },
  moveLowWater: to => markSetting(table, lowWaterName, to),
})
