/** What was sent to whom, what became of it, and what went wrong with telling people. */
import type { Instant } from '../../core/time.ts'
import {
  type KeptMail,
  type MailRecord,
  type Outbox,
  type Outcome,
  outcome as outcomeCodec,
  type Parcel,
} from '../../mail/outbox.ts'
import { expiryWith } from '../expiry.ts'
import { decode, encode } from '../items.ts'
import * as keys from '../keys.ts'
import type { Asked, Page } from '../pages.ts'
import { behind, mapPage, walk } from '../pages.ts'
import type { MailLog } from '../store.ts'
import type { Item, Table } from '../table.ts'

export const mailItem = (mail: KeptMail): Item => {
  const { parcel, attempt, at } = mail
  const id = keys.mailId(parcel, attempt)
  return encode('MAIL', keys.mailKey(parcel, attempt), mail, { id, ...keys.monthKeys('MAIL', at, id) })
}

/** Writes in flight. */
const atOnce = 25

const toldItems = ({ parcel, attempt, about, to, at }: MailRecord): Item[] => {
  const once = new Map(about.map(one => [`${one.caseId} ${one.role}`, one]))
  return [...once.values()].map(({ caseId, role }) => {
    const key = keys.toldKey(caseId, at, `${keys.mailId(parcel, attempt)}:${role}`)
    return encode('TOLD', key, { caseId, at, role, to }, {})
  })
}

/** By whom it is found: those meant and written to; once it has left, the cases it speaks of. Safe to repeat. */
export const writePointers = async (table: Table, record: MailRecord, { kind }: Outcome): Promise<void> => {
  const { parcel, attempt, intended, to, at } = record
  const people = new Set([...to, ...(intended.person ? [intended.person] : [])].map(email => email.toLowerCase()))
  const mailTo = [...people].map(email =>
    encode('MAILTO', keys.mailToKey(email, at, keys.mailId(parcel, attempt)), { parcel, attempt }, expiryWith(parcel)),
  )
  const items = [...mailTo, ...(kind === 'sent' ? toldItems(record) : [])]
  // One by one: each stands for itself and may be written twice, and a transaction would cost the double.
  for (let from = 0; from < items.length; from += atOnce)
    await Promise.all(items.slice(from, from + atOnce).map(item => table.put({ item })))
}

export const deliveryOver =
  (table: Table): Outbox['delivery'] =>
  async (parcel, event) => {
    const item = encode('DELIVERY', keys.deliveryKey(parcel, event.id), event, {})
    await table.put({ item, when: { item: 'absent' } })
  }

export const incidentOver =
  (table: Table): Outbox['incident'] =>
  async incident => {
    const { id, at } = incident
    const item = encode('INCIDENT', keys.incidentKey(id), incident, { id, ...keys.monthKeys('INCIDENT', at, id) })
    await table.put({ item, when: { item: 'absent' } })
  }

/** UTC months `YYYY-MM` from the one of `from` to the one of `to`, oldest first. */
const months = (from: Instant, to: Instant): string[] => {
  const count = (moment: Instant) => Number(moment.slice(0, 4)) * 12 + Number(moment.slice(5, 7)) - 1
  const text = (month: number) => `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`
  return Array.from({ length: Math.max(0, count(to) - count(from) + 1) }, (_, at) => text(count(from) + at))
}

const between =
  <T>(table: Table, kind: keys.Monthly, read: (item: Item) => T) =>
  async (from: Instant, to: Instant, asked: Asked = {}): Promise<Page<T>> => {
    const partitions = months(from, to).map(month => ({
      index: 'list' as const,
      pk: keys.monthPk(kind, month),
      from,
      to: keys.upTo(to),
    }))
    return mapPage(await walk(table, partitions, asked), async entries => (await behind(table, entries)).map(read))
  }

/** Everything of a kind in one partition. */
const all = async (table: Table, pk: string, kind: 'MAIL' | 'DELIVERY'): Promise<Item[]> => {
  const found: Item[] = []
  for (let cursor: string | undefined, first = true; first || cursor !== undefined; first = false) {
    const page = await walk(table, [{ pk, from: `${kind}#`, to: `${kind}$` }], { cursor })
    found.push(...page.items)
    cursor = page.cursor
  }
  return found
}

const mailIn = (item: Item): KeptMail => decode('MAIL', item).body

export const mailsIn = async (table: Table, parcel: Parcel): Promise<KeptMail[]> =>
  (await all(table, keys.parcelKey(parcel).pk, 'MAIL')).map(mailIn)

const standingOver =
  (table: Table): MailLog['standing'] =>
  async parcel => {
    const item = await table.get(keys.parcelKey(parcel))
    if (!item) return undefined
    const { status, attempts, until, outcome } = decode(parcel.kind === 'notice' ? 'NOTICE' : 'DIGEST', item)
    return {
      status,
      attempt: attempts,
      ...(until === undefined ? {} : { until }),
      ...(outcome === undefined ? {} : { outcome: outcomeCodec.parse(JSON.parse(outcome)) }),
    }
  }

const mailToOver =
  (table: Table): MailLog['mailTo'] =>
  async (email, asked = {}) => {
    const pk = `MAILTO#${keys.address(email)}`
    return mapPage(await walk(table, [{ pk }], asked, { backwards: true }), async pointers => {
      const mails = pointers.map(item => {
        const { parcel, attempt } = decode('MAILTO', item).body
        return keys.mailKey(parcel, attempt)
      })
      return (await behind(table, mails)).map(mailIn)
    })
  }

export const mailLogOver = (table: Table): MailLog => ({
  standing: standingOver(table),
  mailsOf: parcel => mailsIn(table, parcel),
  deliveriesOf: async parcel => {
    const events = await all(table, keys.parcelKey(parcel).pk, 'DELIVERY')
    return events.map(item => decode('DELIVERY', item).body).sort((a, b) => (a.at < b.at ? -1 : 1))
  },
  mailBetween: between(table, 'MAIL', mailIn),
  mailTo: mailToOver(table),
  told: async (caseId, asked = {}) => {
    const { pk } = keys.caseKey(caseId)
    const stretch = { pk, from: 'TOLD#', to: 'TOLD$' }
    return mapPage(await walk(table, [stretch], asked, { backwards: true }), items =>
      items.map(item => decode('TOLD', item).body),
    )
  },
  incidentsBetween: between(table, 'INCIDENT', item => decode('INCIDENT', item).body),
})
