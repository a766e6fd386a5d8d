/** A person's notices of a day, gathered until they are sent. */
import { decode, encode } from './items.ts'
import * as keys from './keys.ts'
import { claim, finished, mark } from './leases.ts'
import { readyItems } from './outbox.ts'
import type { Digests } from './store.ts'
import { equal, type Table } from './table.ts'

/** Nobody reads more in one mail, and their ids stay far below what an item holds. */
const fullAt = 500

const addOver =
  (table: Table): Digests['addToDigest'] =>
  async (wanted, noticeId) => {
    const id = `${wanted.day}#${keys.address(wanted.person)}#${wanted.part}`
    const key = keys.digestKey(id)
    const pending = keys.pendingKeys('DIGEST', id, wanted.sendAt)
    const fresh = encode('DIGEST', key, { ...wanted, id }, { id, status: 'open', attempts: 0, ...pending })
    fresh.notices = new Set([noticeId])
    const made = await table.put({ item: fresh, when: { item: 'absent' } })
    if (made.ok) return { kind: 'added', id }
    const open = {
      all: [equal('status', 'open'), { fewerThan: ['notices', fullAt] as [string, number] }],
    }
    const added = await table.update(key, { add: { notices: noticeId } }, open)
    if (added.ok) return { kind: 'added', id }
    const there = added.found ? decode('DIGEST', added.found).notices?.has(noticeId) : false
    return { kind: there ? 'added' : 'closed', id }
  }

export const digestsOver = (table: Table): Digests => ({
  addToDigest: addOver(table),
  pendingDigests: (upTo, asked) => readyItems(table, 'DIGEST', 'DIGEST', upTo, asked),
  getDigest: async id => {
    const item = await table.get(keys.digestKey(id))
    return item && decode('DIGEST', item)
  },
  claimDigest: (id, lease) =>
    claim(table, {
      kind: 'DIGEST',
      key: keys.digestKey(id),
      open: ['open', 'closed'],
      lease,
      set: { status: 'closed' },
      ready: keys.pendingKeys('DIGEST', id, lease.until),
    }),
  markDigest: (id, outcome) => {
    const key = keys.digestKey(id)
    if (outcome.kind === 'held') {
      const { pendingSk } = keys.pendingKeys('DIGEST', id, outcome.until)
      return mark(table, key, { set: { pendingSk }, remove: ['leaseUntil'] }, ['open', 'closed'])
    }
    if (outcome.kind === 'failed') return mark(table, key, finished({ status: 'failed' }), ['open', 'closed'])
    return mark(table, key, finished({ status: 'sent', mail: outcome.mail }), ['open', 'closed', 'failed'])
  },
})
