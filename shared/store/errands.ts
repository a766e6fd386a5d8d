/** What is owed to other cases after a commit: errands, and bundles of what did not fit into it. */

import { decode } from './items.ts'
import * as keys from './keys.ts'
import { errandItem, noticeItem } from './outbox/items.ts'
import { readyItems } from './outbox/ready.ts'
import type { Errands, Marked } from './store.ts'
import { equal, type Key, type Table } from './table.ts'

/** Takes it out of the pending index for good. */
const settle = async (table: Table, key: Key): Promise<Marked> => {
  const change = { set: { status: 'settled' }, remove: ['pendingPk', 'pendingSk'] }
  const wrote = await table.update(key, change, equal('status', 'pending'))
  if (wrote.ok) return 'done'
  return wrote.found ? 'refused' : 'missing'
}

/** Each is made unless it is there, so a crash in the middle is mended by doing it again. */
const unpackBundleOver =
  (table: Table): Errands['unpackBundle'] =>
  async (id): Promise<Marked> => {
    const item = await table.get(keys.bundleKey(id))
    if (!item) return 'missing'
    const { body, status } = decode('BUNDLE', item)
    if (status === 'settled') return 'refused'
    const { notices, errands } = body
    for (const owed of [...notices.map(noticeItem), ...errands.map(errandItem)])
      await table.put({ item: owed, when: { item: 'absent' } })
    return settle(table, keys.bundleKey(id))
  }

export const errandsOver = (table: Table): Errands => ({
  pendingErrands: (upTo, asked) => readyItems(table, 'ERRAND', 'ERRAND', upTo, asked),
  settleErrand: id => settle(table, keys.errandKey(id)),
  pendingBundles: (upTo, asked) => readyItems(table, 'BUNDLE', 'BUNDLE', upTo, asked),
  unpackBundle: unpackBundleOver(table),
})
