/** What was sent to whom, and what became of it. */
import type { Instant } from '../core/time.ts'
import { behind } from './cases.ts'
import { Transient } from './faults.ts'
import { decode, encode } from './items.ts'
import * as keys from './keys.ts'
import { mapPage, walk } from './pages.ts'
import type { Mail } from './records.ts'
import type { MailLog } from './store.ts'
import { equal, type Item, type Table } from './table.ts'

const mailItem = (mail: Mail, rev: number): Item =>
  encode('MAIL', keys.mailKey(mail.id), mail, {
    rev,
    id: mail.id,
    listPk: keys.monthPk(keys.monthOf(mail.at)),
    listSk: `${mail.at}#${keys.part(mail.id)}`,
  })

const recipients = ({ intended, actual }: Mail): string[] => [
  ...new Map([...intended, ...actual].map(email => [keys.address(email), email])).values(),
]

const putMailOver =
  (table: Table): MailLog['putMail'] =>
  async mail => {
    const old = await table.get(keys.mailKey(mail.id))
    const rev = old ? decode('MAIL', old).rev : 0
    const pointers = recipients(mail).map(email => ({
      item: encode('MAILTO', keys.mailToKey(email, mail.at, mail.id), { id: mail.id }, {}),
    }))
    const when = old ? equal('rev', rev) : { item: 'absent' as const }
    const result = await table.transact([{ item: mailItem(mail, rev + 1), when }, ...pointers])
    if (!result.ok) throw new Transient('the mail is being written by somebody else')
  }

const getMailOver =
  (table: Table): MailLog['getMail'] =>
  async id => {
    const item = await table.get(keys.mailKey(id))
    return item && decode('MAIL', item).body
  }

const markMailOver =
  (table: Table): MailLog['markMail'] =>
  async (id, change) => {
    const item = await table.get(keys.mailKey(id))
    if (!item) return 'missing'
    const { body, rev } = decode('MAIL', item)
    const next = { item: mailItem({ ...body, ...change }, rev + 1), when: equal('rev', rev) }
    return (await table.put(next)).ok ? 'done' : 'refused'
  }

/** UTC months `YYYY-MM` from the one of `from` to the one of `to`, oldest first. */
const months = (from: Instant, to: Instant): string[] => {
  const count = (moment: Instant) => Number(moment.slice(0, 4)) * 12 + Number(moment.slice(5, 7)) - 1
  const text = (month: number) => `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`
  return Array.from({ length: Math.max(0, count(to) - count(from) + 1) }, (_, at) => text(count(from) + at))
}

const mailBetweenOver =
  (table: Table): MailLog['mailBetween'] =>
  async (from, to, asked = {}) => {
    const partitions = months(from, to).map(month => ({
      index: 'list' as const,
      pk: keys.monthPk(month),
      from,
      to: keys.upTo(to),
    }))
    return mapPage(await walk(table, partitions, asked), async entries =>
      (await behind(table, entries)).map(item => decode('MAIL', item).body),
    )
  }

const mailToOver =
  (table: Table): MailLog['mailTo'] =>
  async (email, asked = {}) => {
    const pk = `MAILTO#${keys.address(email)}`
    return mapPage(await walk(table, [{ pk }], asked, { backwards: true }), async pointers => {
      const ids = pointers.map(item => keys.mailKey(decode('MAILTO', item).body.id))
      return (await behind(table, ids)).map(item => decode('MAIL', item).body)
    })
  }

export const mailLogOver = (table: Table): MailLog => ({
  putMail: putMailOver(table),
  getMail: getMailOver(table),
  markMail: markMailOver(table),
  mailBetween: mailBetweenOver(table),
  mailTo: mailToOver(table),
})
