/** What is owed to people: the outbox of the mail over the table. See mail/outbox.ts for what each operation promises. */
import { type Urgency, urgencies } from '../../core/case.ts'
import type { Digest, Outbox } from '../../mail/outbox.ts'
import { decode, encode, type Stored } from '../items.ts'
import * as keys from '../keys.ts'
import { equal, type Table } from '../table.ts'
import { besideOver } from './beside.ts'
import { pendingOf } from './items.ts'
import { deliveryOver, incidentOver } from './mail-log.ts'
import { claimOver, holdOver, keepOver, markOver, proveOver, reopenOver } from './parcels.ts'
import { readyItems } from './ready.ts'

const gravestFirst: readonly Urgency[] = [...urgencies].reverse()

const pendingOver =
  (table: Table): Outbox['pending'] =>
  async (now, limit) => {
    const owed: ReturnType<typeof pendingOf>[] = []
    for (const urgency of gravestFirst) {
      if (owed.length >= limit) break
      const page = await readyItems(table, 'NOTICE', `NOTICE#${urgency}`, now, { limit: limit - owed.length })
      owed.push(...page.items.filter(item => item.status === 'pending' || item.status === 'claimed').map(pendingOf))
    }
    return owed
  }

/** Nobody reads more in one mail, and ids of 300 bytes stay below the 400 KB of an item. */
const fullAt = 1000

const appendOver =
  (table: Table): Outbox['append'] =>
  async (digest, { id: notice }) => {
    const { id, opens } = digest
    const key = keys.digestKey(id)
    const pending = keys.pendingKeys('DIGEST', id, opens)
    const fresh = encode('DIGEST', key, digest, { id, status: 'pending', attempts: 0, ...pending })
    fresh.notices = new Set([notice])
    // never claimed: from the first attempt on, what was read is what is sent
    const open = { all: [equal('attempts', 0), { fewerThan: ['notices', fullAt] as [string, number] }] }
    const add = () => table.update(key, { add: { notices: [notice] } }, open)
    // Most notices find their digest begun; a refused write is paid like any other.
    const first = await add()
    if (first.ok) return 'in'
    if (!first.found && (await table.put({ item: fresh, when: { item: 'absent' } })).ok) return 'new'
    const added = first.found ? first : await add()
    if (added.ok) return 'in'
    return added.found && decode('DIGEST', added.found).notices?.has(notice) ? 'in' : 'closed'
  }

/** With their notices, which may be those of several. */
const digestsWhole = async (table: Table, digests: readonly Stored<'DIGEST'>[]): Promise<Digest[]> => {
  const ids = new Set(digests.flatMap(one => [...(one.notices ?? [])]))
  const items = await table.getMany([...ids].map(keys.noticeKey))
  const held = new Map(items.map(item => decode('NOTICE', item).body).map(one => [one.id, one]))
  return digests.map(({ body, attempts, avoid, notices }) => {
    const own = [...(notices ?? [])].flatMap(id => held.get(id) ?? [])
    const oldestFirst = own.sort((a, b) => (`${a.at} ${a.id}` < `${b.at} ${b.id}` ? -1 : 1))
    return { ...body, attempt: attempts, notices: oldestFirst, avoid: [...(avoid ?? [])] }
  })
}

const readDigestOver =
  (table: Table): Outbox['readDigest'] =>
  async id => {
    const item = await table.get(keys.digestKey(id))
    return item && (await digestsWhole(table, [decode('DIGEST', item)]))[0]
  }

export const outboxOver = (table: Table): Outbox => ({
  pending: pendingOver(table),
  beside: besideOver(table),
  digestsDue: async (now, limit) =>
    (await readyItems(table, 'DIGEST', 'DIGEST', now, { limit })).items.map(item => item.id),
  attempts: async parcel => {
    const item = await table.get(keys.parcelKey(parcel))
    return item && decode(parcel.kind === 'notice' ? 'NOTICE' : 'DIGEST', item).attempts
  },
  readDigest: readDigestOver(table),
  digestsOwed: async (now, limit) =>
    digestsWhole(table, (await readyItems(table, 'DIGEST', 'DIGEST', now, { limit })).items),
  claim: claimOver(table),
  keep: keepOver(table),
  hold: holdOver(table),
  mark: markOver(table),
  append: appendOver(table),
  prove: proveOver(table),
  delivery: deliveryOver(table),
  reopen: reopenOver(table),
  incident: incidentOver(table),
})
