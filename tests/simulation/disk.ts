/** The table with what a real one has besides: indexes that lag behind, and a backup of every minute. */
import { memoryTable } from '../../shared/store/memory.ts'
import type { Item, Table } from '../../shared/store/table.ts'
import type { World } from './world.ts'

type Write = { at: number; item: Item }

export type Disk = {
  /** as processes see it */
  table: Table
  /** as it is: for those who watch */
  truth: () => Table
  /** the table as it stood then; everything written since is gone */
  restore: (moment: number) => Write[]
}

export const diskOf = ({ agenda, dice, faults }: World, written: (item: Item) => void): Disk => {
  let log: Write[] = []
  let behind: Write[] = []
  let quiet = false
  const hear = (item: Item): void => {
    if (quiet) return
    const at = agenda.now()
    log.push({ at, item })
    const seen = at + (dice.chance(faults().lag) ? dice.between(1, 30) * 1000 : 0)
    behind.push({ at: Math.max(seen, behind.at(-1)?.at ?? 0), item })
    written(item)
  }
  let main = memoryTable(hear)
  let indexes = memoryTable()
  const caughtUp = (): Table => {
    const now = agenda.now()
    while (behind[0] && behind[0].at <= now) void indexes.put({ item: behind.shift()!.item })
    return indexes
  }
  return {
    table: {
      get: key => main.get(key),
      getMany: keys => main.getMany(keys),
      query: query => (query.index === undefined ? main : caughtUp()).query(query),
      sweep: (index, share) => caughtUp().sweep(index, share),
      put: put => main.put(put),
      update: (key, change, when) => main.update(key, change, when),
      transact: writes => main.transact(writes),
    },
    truth: () => main,
    restore: moment => {
      log = log.filter(write => write.at <= moment)
      behind = []
      main = memoryTable(hear)
      indexes = memoryTable()
      quiet = true
      for (const { item } of log) {
        void main.put({ item })
        void indexes.put({ item })
      }
      quiet = false
      return log
    },
  }
}
