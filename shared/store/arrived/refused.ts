/** Contractors' messages that were not taken, until one of them is. */

import { decode, encode, refusedTtl, type Stored } from '../items.ts'
import * as keys from '../keys.ts'
import { behind, mapPage, merged } from '../pages.ts'
import { equal, type Table } from '../table.ts'
import type { RefusedMessages } from './arrivals.ts'
import { type RefusedStanding, reason } from './refusal.ts'

const standing = ({ body, times, last, said, taken }: Stored<'REFUSED'>): RefusedStanding => ({
  refused: body,
  times,
  last,
  reason: reason.parse(JSON.parse(said)),
  ...(taken ? { taken } : {}),
})

/** How often it may be counted wrong is of no weight; that it is listed is. */
const noteOver =
  (table: Table): RefusedMessages['noteRefused'] =>
  async (message, why) => {
    const key = keys.refusedKey(message.contractorId, message.id)
    const beside = { times: 1, last: message.at, said: JSON.stringify(why), ttl: refusedTtl(message.at) }
    const index = keys.refusedKeys(message.contractorId, message.id, message.at)
    const item = encode('REFUSED', key, message, { ...beside, ...index })
    const wrote = await table.put({ item, when: { item: 'absent' } })
    if (wrote.ok) return
    const before = wrote.found ?? (await table.get(key))
    const times = before ? decode('REFUSED', before).times + 1 : 1
    await table.update(key, { set: { ...beside, times, ...index }, remove: ['taken'] }, { item: 'present' })
  }

export const refusedOver = (table: Table): RefusedMessages => ({
  noteRefused: noteOver(table),
  refusedOf: async (contractorId, id) => {
    const item = await table.get(keys.refusedKey(contractorId, id))
    return item && standing(decode('REFUSED', item))
  },
  refusedBy: async (contractorIds, asked = {}) => {
    const partitions = contractorIds.map(id => ({ index: 'pending' as const, pk: keys.refusedPk(id) }))
    if (partitions.length === 0) return { items: [] }
    return mapPage(await merged(table, partitions, asked), async entries =>
      (await behind(table, entries)).map(item => standing(decode('REFUSED', item))),
    )
  },
  markTaken: async (contractorId, id, caseId) => {
    const change = { set: { taken: caseId }, remove: ['pendingPk', 'pendingSk'] }
    await table.update(keys.refusedKey(contractorId, id), change, equal('kind', 'REFUSED'))
  },
})
