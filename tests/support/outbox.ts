/** The outbox over the store in memory, and what became of it, read from every item that was written. */
import type { Notice } from '../../shared/core/case.ts'
import type { Instant } from '../../shared/core/time.ts'
import { type Outcome, outcome, type Parcel } from '../../shared/mail/outbox.ts'
import { storeOver } from '../../shared/store/compose.ts'
import { type AnyStored, decodeAny, type Stored } from '../../shared/store/items.ts'
import { memoryTable } from '../../shared/store/memory.ts'
import { noticeItem } from '../../shared/store/outbox/items.ts'
import type { Table } from '../../shared/store/table.ts'

export const outboxOn = (table: Table) => {
  const store = storeOver(table)
  return {
    store,
    outbox: store.outbox,
    owe: async (...owed: Notice[]) => {
      for (const one of owed) await table.put({ item: noticeItem(one), when: { item: 'absent' } })
    },
  }
}

export const memoryOutbox = () => {
  const written: AnyStored[] = []
  const table = memoryTable(item => written.push(decodeAny(item)))
  const all = <K extends AnyStored['kind']>(kind: K) => written.filter(one => one.kind === kind) as Stored<K>[]
  const steps = ({ kind, id }: Parcel) =>
    [...all('NOTICE'), ...all('DIGEST')].filter(one => one.kind === kind.toUpperCase() && one.id === id)
  return {
    ...outboxOn(table),
    status: (parcel: Parcel) => steps(parcel).at(-1)?.status,
    until: (parcel: Parcel): Instant | undefined => steps(parcel).at(-1)?.until,
    outcomes: (parcel: Parcel): Outcome[] =>
      [...new Set(steps(parcel).flatMap(one => one.outcome ?? []))].map(text => outcome.parse(JSON.parse(text))),
    notices: () => new Map(all('NOTICE').map(one => [one.id, one.body])),
    /** each attempt's mail, as it was recorded last */
    records: () => [...new Map(all('MAIL').map(one => [one.id, one.body])).values()],
    incidents: () => new Map(all('INCIDENT').map(one => [one.id, one.body])),
    deliveries: () => new Map(all('DELIVERY').map(one => [one.body.id, one.body])),
  }
}
