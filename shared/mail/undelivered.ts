/**
 * SES's acceptance is no delivery. An emergency that no mailbox has confirmed within ten minutes is owed to whoever is
 * next, as if it had come back; the first person may read it all the same.
 */
import { addHours, addMinutes, type Instant, instant } from '../core/time.ts'
import type { Store } from '../store/store.ts'
import type { KeptMail, Parcel } from './outbox.ts'

/** Minutes that a confirmation may take. */
const PATIENCE = 10
/** Contacts tried: when SES's events are out altogether, nothing is ever confirmed, and everybody would be told. */
const CONTACTS = 3
/** Hours that the very first look goes back: runs before it may all have failed. */
const FIRST = 24
const MARK = 'delivery-checked-until'

type Deps = Pick<Store, 'mailBetween' | 'mailsOf' | 'deliveriesOf' | 'getSetting' | 'putSetting' | 'outbox'>

/** Mails of it that left: what SES would not take has reached no contact. */
const sentSoFar = async (store: Deps, parcel: Parcel): Promise<number> =>
  (await store.mailsOf(parcel)).filter(one => one.outcome.kind === 'sent').length

const unconfirmed = async (store: Deps, mail: KeptMail): Promise<string[]> => {
  if (mail.urgency !== 'emergency' || mail.outcome.kind !== 'sent') return []
  const { messageId } = mail.outcome
  const said = (await store.deliveriesOf(mail.parcel)).filter(event => event.messageId === messageId)
  // What came back is owed to others already.
  const heard = said.filter(event => event.kind !== 'sent').flatMap(event => event.addresses)
  const missed = mail.to.filter(one => !heard.includes(one))
  return missed.length > 0 && (await sentSoFar(store, mail.parcel)) <= CONTACTS ? missed : []
}

/** A delay or a silence that ends in a bounce is one failure of one mail to one person. */
export const missedBy = (messageId: string, addresses: readonly string[]): string[] =>
  (addresses.length > 0 ? addresses : ['']).map(one => `${messageId}:${one}`)

const passOn = async (store: Deps, mail: KeptMail, to: string[], now: Instant): Promise<void> => {
  if (mail.outcome.kind !== 'sent') return
  const { messageId } = mail.outcome
  const id = `undelivered:${mail.parcel.kind}:${mail.parcel.id}:${mail.attempt}`
  const reached = mail.to.filter(one => !to.includes(one))
  await store.outbox.reopen(mail.parcel, { causes: missedBy(messageId, to), avoid: to, reached, at: now })
  const why = [`no mailbox has confirmed it within ${PATIENCE} minutes`]
  await store.outbox.incident({ id, kind: 'undelivered', parcel: mail.parcel, why, at: now })
}

/** Looks once at each mail that is ten minutes old; answers how many are owed again. Safe to repeat. */
export const nextContacts = async (store: Deps, now: Instant): Promise<number> => {
  const until = addMinutes(now, -PATIENCE)
  const known = await store.getSetting(MARK)
  const from = typeof known?.value === 'string' ? instant.parse(known.value) : addHours(until, -FIRST)
  if (from >= until) return 0
  let count = 0
  let cursor: string | undefined
  do {
    const page = await store.mailBetween(from, until, { cursor })
    for (const mail of page.items) {
      const to = await unconfirmed(store, mail)
      if (to.length === 0) continue
      await passOn(store, mail, to, now)
      count += 1
    }
    cursor = page.cursor
  } while (cursor !== undefined)
  await store.putSetting(MARK, until, known?.rev ?? 0)
  return count
}
