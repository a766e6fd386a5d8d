/** What waits in the outbox, by the time at which it is to be seen to. */
import { decode, type Kind, type Stored } from '../items.ts'
import * as keys from '../keys.ts'
import { type Asked, behind, mapPage, merged, type Page } from '../pages.ts'
import type { Table } from '../table.ts'

/** What is ready by `upTo`, oldest first over all shards. */
export const readyItems = async <K extends Kind>(
  table: Table,
  kind: K,
  owed: keys.Owed,
  upTo: Parameters<typeof keys.upTo>[0],
  asked: Asked = {},
): Promise<Page<Stored<K>>> => {
  const partitions = keys.everyOutboxShard.map(shard => ({
    index: 'pending' as const,
    pk: keys.pendingPk(owed, shard),
    to: keys.upTo(upTo),
  }))
  return mapPage(await merged(table, partitions, asked), async entries =>
    (await behind(table, entries)).map(item => decode(kind, item)),
  )
}
