/** Work orders on their way to contractors: every step is one conditional write that names what it builds on. */

import { type Instant, instant } from '../core/time.ts'
import type { Attempt, Order, Standing } from '../orders/order.ts'
import { attempt } from '../orders/order.ts'
import { Transient } from './faults.ts'
import { decode, encode, type Stored } from './items.ts'
import * as keys from './keys.ts'
import { readyItems } from './outbox/ready.ts'
import { behind, mapPage, walk } from './pages.ts'
import type { Orders } from './store.ts'
import { equal, type Item, type Table } from './table.ts'

export const orderItem = (owed: Order): Item =>
  encode('ORDER', keys.orderKey(owed.caseId, owed.id), owed, {
    id: owed.id,
    status: 'pending',
    attempts: 0,
    log: '[]',
    ...keys.pendingKeys('ORDER', owed.id, owed.at),
  })

/** Dead ones stand in an index too, by when they died. */
const nextIn = ({ status, pendingSk }: Stored<'ORDER'>): Instant | undefined =>
  status === 'pending' && pendingSk ? instant.parse(pendingSk.split('#')[0]) : undefined

const standing = (item: Stored<'ORDER'>): Standing => {
  const { body, status, attempts, log } = item
  const next = nextIn(item)
  return { order: body, status, attempts, log: attempt.array().parse(JSON.parse(log)), ...(next ? { next } : {}) }
}

/** Entries kept: a delivery over days has a dozen. */
const MOST = 40
const written = (log: readonly Attempt[], entries: readonly Attempt[]): string =>
  JSON.stringify([...log, ...entries].slice(-MOST))

/** Sent before (staff asked for it again), or perhaps. */
const mayHave: readonly Attempt['outcome'][] = ['unknown', 'sent']

const claimOver =
  (table: Table): Orders['claimOrder'] =>
  async ({ order: { caseId, id }, status, attempts, log }, until) => {
    // Whoever claimed it before and fell silent may have delivered it: the doubt outlasts attempts that certainly did not.
    const doubt = status === 'claimed' ? { doubt: 1 } : {}
    const set = { status: 'claimed', attempts: attempts + 1, pendingSk: keys.pendingSk(id, until), ...doubt }
    const when = { all: [equal('status', status), equal('attempts', attempts)] }
    const wrote = await table.update(keys.orderKey(caseId, id), { set }, when)
    const silent = wrote.ok && wrote.item.doubt === 1
    return { ok: wrote.ok, doubt: silent || log.some(({ outcome }) => mayHave.includes(outcome)) }
  }

const markOver =
  (table: Table): Orders['markOrder'] =>
  async ({ order: { caseId, id }, attempts, log }, entries, again) => {
    const last = entries.at(-1)?.outcome
    const set = { log: written(log, entries) }
    const over = { remove: ['pendingPk', 'pendingSk'] }
    const { at } = entries[0]!
    const change = again
      ? { set: { ...set, status: 'pending', pendingSk: keys.pendingSk(id, again) } }
      : last === 'dead'
        ? { set: { ...set, status: 'dead', ...keys.pendingKeys('DEADORDER', id, at) } }
        : last === 'dropped'
          ? { set: { ...set, status: 'dropped' }, ...over }
          : { set: { ...set, status: 'sent', ...keys.monthKeys('SENTORDER', at, id) }, ...over }
    const when = { all: [equal('status', 'claimed'), equal('attempts', attempts + 1)] }
    await table.update(keys.orderKey(caseId, id), change, when)
  }

const cameBackOver =
  (table: Table): Orders['orderCameBack'] =>
  async ({ caseId, id }, attempt, entry) => {
    const item = await table.get(keys.orderKey(caseId, id))
    if (!item) return false
    const { status, attempts, log } = standing(decode('ORDER', item))
    const over = status === 'dropped' || status === 'dead'
    const known = log.findLast(one => one.outcome !== 'later')
    if (attempts !== attempt || over || (known?.outcome === 'refused' && known.address === entry.address)) return false
    const set = { status: 'pending', log: written(log, [entry]), ...keys.pendingKeys('ORDER', id, entry.at) }
    const when = { all: [equal('status', status), equal('attempts', attempts)] }
    if ((await table.update(keys.orderKey(caseId, id), { set }, when)).ok) return true
    throw new Transient(`the order ${id} was written meanwhile`)
  }

export const ordersOver = (table: Table): Orders => ({
  ordersIn: async (list, upTo, asked) =>
    mapPage(await readyItems(table, 'ORDER', list, upTo, asked), items => items.map(standing)),
  ordersSent: async (month, asked = {}) => {
    const partition = { index: 'list' as const, pk: keys.monthPk('SENTORDER', month) }
    return mapPage(await walk(table, [partition], asked, { backwards: true }), async entries =>
      (await behind(table, entries)).map(item => standing(decode('ORDER', item))),
    )
  },
  ordersOf: async (caseId, asked = {}) => {
    const { pk } = keys.orderKey(caseId, '')
    const page = await walk(table, [{ pk, from: 'ORDER#', to: 'ORDER$' }], asked)
    return mapPage(page, items => items.map(item => standing(decode('ORDER', item))))
  },
  orderCameBack: cameBackOver(table),
  order: async (caseId, id) => {
    const item = await table.get(keys.orderKey(caseId, id))
    return item && standing(decode('ORDER', item))
  },
  oweOrder: async owed => (await table.put({ item: orderItem(owed), when: { item: 'absent' } })).ok,
  claimOrder: claimOver(table),
  markOrder: markOver(table),
  reopenOrder: async ({ order: { caseId, id }, status, attempts, log }, entry) => {
    if (status !== 'dead' && status !== 'sent') return false
    const set = { status: 'pending', log: written(log, [entry]), ...keys.pendingKeys('ORDER', id, entry.at) }
    const when = { all: [equal('status', status), equal('attempts', attempts)] }
    return (await table.update(keys.orderKey(caseId, id), { set, remove: ['listPk', 'listSk'] }, when)).ok
  },
})
