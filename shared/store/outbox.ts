/** What is owed after a commit: notices, errands, and bundles of both. */
import { type Urgency, urgencies } from '../core/case.ts'
import { behind } from './cases.ts'
import { decode, type Kind, type Stored } from './items.ts'
import * as keys from './keys.ts'
import { claim, finished, mark } from './leases.ts'
import { errandItem, noticeItem } from './outbox-items.ts'
import { mapPage, merged } from './pages.ts'
import type { Asked, Marked, NoticeOutcome, Outbox, Page } from './store.ts'
import type { Change, Table } from './table.ts'

/** What is ready by `upTo`, oldest first over all shards. */
export const readyItems = async <K extends Kind>(
  table: Table,
  kind: K,
  owed: keys.Owed,
  upTo: Parameters<typeof keys.upTo>[0],
  asked: Asked = {},
): Promise<Page<Stored<K>>> => {
  const partitions = keys.everyShard.map(shard => ({
    index: 'pending' as const,
    pk: keys.pendingPk(owed, shard),
    to: keys.upTo(upTo),
  }))
  return mapPage(await merged(table, partitions, asked), async entries =>
    (await behind(table, entries)).map(item => decode(kind, item)),
  )
}

const gravestFirst: readonly Urgency[] = [...urgencies].reverse()

/** The cursor says which urgency it belongs to, before a colon. */
const pendingNoticesOver =
  (table: Table): Outbox['pendingNotices'] =>
  async (upTo, { urgency, cursor, limit = 100 } = {}) => {
    const [word, inside] = cursor?.split(':') ?? []
    const order = urgency ? [urgency] : gravestFirst
    const items: Stored<'NOTICE'>[] = []
    let within = inside === '' ? undefined : inside
    for (const grave of order.slice(Math.max(0, order.map(String).indexOf(word ?? '')))) {
      if (items.length >= limit) return { items, cursor: `${grave}:` }
      const asked = { cursor: within, limit: limit - items.length }
      const page = await readyItems(table, 'NOTICE', `NOTICE#${grave}`, upTo, asked)
      items.push(...page.items)
      if (page.cursor !== undefined) return { items, cursor: `${grave}:${page.cursor}` }
      within = undefined
    }
    return { items }
  }

const noticeOwed = async (table: Table, id: string) => {
  const item = await table.get(keys.noticeKey(id))
  return item && decode('NOTICE', item)
}

const noticeChange = (outcome: NoticeOutcome, urgency: Urgency, id: string): [Change, from: string[]] => {
  const readyAgain = (at: typeof outcome & { kind: 'held' | 'again' }) =>
    keys.pendingKeys(`NOTICE#${urgency}`, id, at.kind === 'held' ? at.until : at.at)
  switch (outcome.kind) {
    case 'sent':
      // a proof that comes late is still the truth, whatever was made of the notice meanwhile
      return [finished({ status: 'sent', mail: outcome.mail }), ['pending', 'bundled', 'failed']]
    case 'bundled':
      return [finished({ status: 'bundled', mail: outcome.digest }), ['pending']]
    case 'failed':
      return [finished({ status: 'failed' }), ['pending']]
    case 'held':
      return [{ set: readyAgain(outcome), remove: ['leaseUntil'] }, ['pending']]
    case 'again':
      return [
        { set: { status: 'pending', ...readyAgain(outcome) }, remove: ['leaseUntil'] },
        ['sent', 'bundled', 'failed'],
      ]
  }
}

const markNoticeOver =
  (table: Table): Outbox['markNotice'] =>
  async (id, outcome, attempt) => {
    const owed = await noticeOwed(table, id)
    if (!owed) return 'missing'
    const [change, from] = noticeChange(outcome, owed.body.urgency, id)
    return mark(table, keys.noticeKey(id), change, from, attempt)
  }

const claimNoticeOver =
  (table: Table): Outbox['claimNotice'] =>
  (id, lease) =>
    claim(table, {
      kind: 'NOTICE',
      key: keys.noticeKey(id),
      open: ['pending'],
      lease,
      ready: keys.pendingKeys('NOTICE#digest', id, lease.until),
    })

/** Each is made unless it is there, so a crash in the middle is mended by doing it again. */
const unpackBundleOver =
  (table: Table): Outbox['unpackBundle'] =>
  async (id): Promise<Marked> => {
    const item = await table.get(keys.bundleKey(id))
    if (!item) return 'missing'
    const { body, status } = decode('BUNDLE', item)
    if (status === 'settled') return 'refused'
    const { notices, errands } = body
    for (const owed of [...notices.map(noticeItem), ...errands.map(errandItem)])
      await table.put({ item: owed, when: { item: 'absent' } })
    return mark(table, keys.bundleKey(id), finished({ status: 'settled' }), ['pending'])
  }

export const outboxOver = (table: Table): Outbox => ({
  pendingNotices: pendingNoticesOver(table),
  pendingErrands: (upTo, asked) => readyItems(table, 'ERRAND', 'ERRAND', upTo, asked),
  getNotice: id => noticeOwed(table, id),
  claimNotice: claimNoticeOver(table),
  markNotice: markNoticeOver(table),
  settleErrand: id => mark(table, keys.errandKey(id), finished({ status: 'settled' }), ['pending']),
  pendingBundles: (upTo, asked) => readyItems(table, 'BUNDLE', 'BUNDLE', upTo, asked),
  unpackBundle: unpackBundleOver(table),
})
