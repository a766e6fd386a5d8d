/**
 * Every key of the table.
 *
 * | access pattern                                  | where                                                        |
 * |-------------------------------------------------|--------------------------------------------------------------|
 * | a case, consistent                              | CASE#<id> / CASE                                             |
 * | its history, a stretch of it                    | CASE#<id> / EVENT#<seq>                                      |
 * | its words (erasable)                            | CASE#<id> / WORDS#<ref>                                      |
 * | its documents                                   | CASE#<id> / DOC#<sha256>                                     |
 * | the same document elsewhere (G26)               | SHA#<sha256> / <caseId>                                      |
 * | has this message been here                      | SEEN#<source>#<message id> / SEEN                            |
 * | what became of a message, by its sender's number | INTAKE#<digest of number> / <at>#<door>#<outcome>#<case>   |
 * | one notice, errand, bundle, digest              | NOTICE#<id>, ERRAND#<id>, BUNDLE#<id>, DIGEST#<id> / same word |
 * | its mails, and what became of them              | the same, MAIL#<attempt>, DELIVERY#<event id>                |
 * | who was told of a case                          | CASE#<id> / TOLD#<at>#<mail>                                 |
 * | open cases by wake, the next of all             | due: DUE#<shard> / <wake>#<gravity>#<caseId>                 |
 * | all cases of an asset                           | asset: ASSET#<id> / CASE#<caseId>                            |
 * | assets below an asset                           | asset: ASSET#<id> / ASSET#<child>                            |
 * | cases of a workflow by deadline, open or closed | list: LIST#<workflow> / OPEN#<end of due>#<caseId>, CLOSED#… |
 * | withdrawn cases, for exports and seals alone    | list: WITHDRAWN#<workflow> / CLOSED#…                        |
 * | overdue cases of a workflow                     | the same, up to OPEN#<now>                                   |
 * | notices owed, gravest and oldest first          | pending: NOTICE#<urgency>#<shard> / <ready at>#<id>          |
 * | errands, bundles, digests not yet done          | pending: ERRAND#<shard>, BUNDLE#<shard>, DIGEST#<shard> / …  |
 * | open cases that somebody has taken on, by when   | pending: TAKEN#<shard> / <first acknowledged at>#<caseId>   |
 * | work orders of a case                           | CASE#<id> / ORDER#<id>                                       |
 * | work orders to deliver, and dead ones           | pending: ORDER#<shard>, DEADORDER#<shard> / <ready at>#<id>  |
 * | a contractor's messages that were refused        | REFUSED#<contractor>#<id> / REFUSED; pending: REFUSED#<contractor> / <last at>#<id> |
 * | who opened which link of a case                 | CASE#<id> / OPENED#<link>                                    |
 * | work orders sent in a month                     | list: SENTORDER#<YYYY-MM> / <at>#<id>                        |
 * | an asset, a person                              | ASSET#<id> / ASSET, PERSON#<digest of address> / PERSON      |
 * | all assets, all people                          | list: ASSETS / <id>, PEOPLE / <digest>                       |
 * | mail by time                                    | list: MAIL#<UTC month> / <at>#<id>                           |
 * | mail to a person                                | MAILTO#<digest of address> / <at>#<id>                       |
 * | incidents by time                               | INCIDENT#<id> / INCIDENT; list: INCIDENT#<UTC month> / <at>#<id> |
 * | what keeps a case, or all of an asset, beyond its day | HOLD#<subject> / <kind>; list: HOLDS / <review on>#…      |
 * | what was erased of a case or a person, and of all | ERASURE#<subject> / <at>; list: ERASURES / <at>#<subject>    |
 * | low-water mark, local clock, other singletons   | SETTING#<name> / SETTING                                     |
 * | everything, for export and nightly work         | sweep of `list` in segments                                  |
 */
import { createHash } from 'node:crypto'
import type { Urgency } from '../core/case.ts'
import type { Instant } from '../core/time.ts'
import type { Parcel } from '../mail/outbox.ts'
import type { Key } from './table.ts'

/**
 * 10,000 cases can be due at the same instant (end of the day), which must not be one partition: 1,000 writes/s each,
 * and a throttled index throttles its table. The hour is not part of the key: it would spread no instant any further,
 * and a tick after 30 days of silence would ask 720 empty partitions for each shard instead of one.
 */
export const shards = 4

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Sort keys end at 1,024 bytes and hold an instant beside; whatever is longer is replaced by its digest. */
const longestPart = 300

/**
 * One part of a key, in plain ASCII so that every table sorts it alike. `#` separates parts, so it is written
 * otherwise inside one; `~` marks a digest.
 */
export const part = (text: string): string => {
  const safe = text.replace(/[^\x21-\x7e]|[%#~]/gu, found =>
    [...Buffer.from(found)].map(byte => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
  )
  return safe.length <= longestPart ? safe : `~${digestOf(text)}`
}

/** Addresses are personal: keys hold a digest of the address, which does not tell case or blanks apart. */
export const address = (email: string): string => digestOf(email.trim().toLowerCase()).slice(0, 32)

export const shardOf = (id: string): number => Number.parseInt(digestOf(id).slice(0, 8), 16) % shards
/**
 * The outbox is filled at the rate at which cases fire and read every minute, all of it, by urgency: fewer partitions
 * make the tick's reading cheap, and two still take 2,000 writes a second.
 */
export const outboxShards = 2
const outboxShardOf = (id: string): number => Number.parseInt(digestOf(id).slice(0, 8), 16) % outboxShards
export const everyOutboxShard: readonly number[] = Array.from({ length: outboxShards }, (_, shard) => shard)
export const everyShard: readonly number[] = Array.from({ length: shards }, (_, shard) => shard)

const alone = (kind: string, id: string): Key => ({ pk: `${kind}#${part(id)}`, sk: kind })

export const caseKey = (id: string): Key => alone('CASE', id)
const within = (caseId: string, sk: string): Key => ({ pk: caseKey(caseId).pk, sk })
const seqText = (seq: number): string => String(seq).padStart(9, '0')
export const eventKey = (caseId: string, seq: number): Key => within(caseId, `EVENT#${seqText(seq)}`)
export const wordsKey = (caseId: string, ref: string): Key => within(caseId, `WORDS#${part(ref)}`)
export const documentKey = (caseId: string, sha256: string): Key => within(caseId, `DOC#${part(sha256)}`)
export const openingKey = (caseId: string, link: string): Key => within(caseId, `OPENED#${part(link)}`)
export const orderKey = (caseId: string, id: string): Key => within(caseId, `ORDER#${part(id)}`)
export const shaKey = (sha256: string, caseId: string): Key => ({ pk: `SHA#${part(sha256)}`, sk: part(caseId) })
export const seenKey = (source: string, id: string): Key => ({ pk: `SEEN#${part(source)}#${part(id)}`, sk: 'SEEN' })
/** However the number was written down: without angle brackets, in any case. */
export const intakePk = (reference: string): string =>
  `INTAKE#${digestOf(reference.trim().replace(/^<|>$/g, '').toLowerCase()).slice(0, 32)}`
export const intakeKey = (line: {
  reference: string
  at: Instant
  door: string
  outcome: string
  caseId?: string | undefined
}): Key => ({
  pk: intakePk(line.reference),
  sk: [line.at, part(line.door), line.outcome, part(line.caseId ?? '')].join('#'),
})
/** What leaves in one mail, with its mails and what became of them, is one partition. */
export const parcelKey = ({ kind, id }: Parcel): Key => alone(kind === 'notice' ? 'NOTICE' : 'DIGEST', id)
export const noticeKey = (id: string): Key => parcelKey({ kind: 'notice', id })
export const digestKey = (id: string): Key => parcelKey({ kind: 'digest', id })
const ofParcel = (parcel: Parcel, sk: string): Key => ({ pk: parcelKey(parcel).pk, sk })
export const mailKey = (parcel: Parcel, attempt: number): Key =>
  ofParcel(parcel, `MAIL#${String(attempt).padStart(6, '0')}`)
export const deliveryKey = (parcel: Parcel, id: string): Key => ofParcel(parcel, `DELIVERY#${part(id)}`)
export const mailId = (parcel: Parcel, attempt: number): string => part(`${parcel.kind}:${parcel.id}:${attempt}`)
export const errandKey = (id: string): Key => alone('ERRAND', id)
export const bundleKey = (id: string): Key => alone('BUNDLE', id)
export const assetKey = (id: string): Key => alone('ASSET', id)
export const personKey = (email: string): Key => alone('PERSON', address(email))
export const incidentKey = (id: string): Key => alone('INCIDENT', id)
export const toldKey = (caseId: string, at: Instant, told: string): Key => within(caseId, `TOLD#${at}#${part(told)}`)
export const mailToKey = (email: string, at: Instant, id: string): Key => ({
  pk: `MAILTO#${address(email)}`,
  sk: `${at}#${part(id)}`,
})
export const holdKey = (subject: string, kind: string): Key => ({ pk: `HOLD#${part(subject)}`, sk: kind })
export const erasureKey = (subject: string, at: string): Key => ({ pk: `ERASURE#${part(subject)}`, sk: at })
export const settingKey = (name: string): Key => alone('SETTING', name)

/** Everything at or before that instant sorts at or before this: `$` follows `#`. */
export const upTo = (moment: Instant, before = ''): string => `${before}${moment}$`

export const duePk = (shard: number): string => `DUE#${shard}`
/** `gravity` holds neither `#` nor blanks, so what stands between two `#` is it. */
export const dueKeys = (wake: Instant, caseId: string, gravity = '') => ({
  duePk: duePk(shardOf(caseId)),
  dueSk: gravity === '' ? `${wake}#${part(caseId)}` : `${wake}#${gravity}#${part(caseId)}`,
})

export const assetPk = (assetId: string): string => `ASSET#${part(assetId)}`
export const listPk = (workflow: string): string => `LIST#${part(workflow)}`
/** Withdrawn cases stand in no list and with no asset; exports and seals still sweep over them. */
export const withdrawnPk = (workflow: string): string => `WITHDRAWN#${part(workflow)}`
export type Monthly = 'MAIL' | 'INCIDENT' | 'SENTORDER'
export const monthPk = (kind: Monthly, month: string): string => `${kind}#${month}`
export const monthKeys = (kind: Monthly, at: Instant, id: string) => ({
  listPk: monthPk(kind, at.slice(0, 7)),
  listSk: `${at}#${part(id)}`,
})

export type Owed = `NOTICE#${Urgency}` | 'ERRAND' | 'BUNDLE' | 'DIGEST' | 'ORDER' | 'DEADORDER' | 'TAKEN'
export const pendingPk = (owed: Owed, shard: number): string => `${owed}#${shard}`
export const pendingSk = (id: string, readyAt: Instant): string => `${readyAt}#${part(id)}`
export const pendingKeys = (owed: Owed, id: string, readyAt: Instant) => ({
  pendingPk: pendingPk(owed, outboxShardOf(id)),
  pendingSk: pendingSk(id, readyAt),
})

export const refusedKey = (contractorId: string, id: string): Key => ({
  pk: `REFUSED#${part(contractorId)}#${part(id)}`,
  sk: 'REFUSED',
})
export const refusedPk = (contractorId: string): string => `REFUSED#${part(contractorId)}`
export const refusedKeys = (contractorId: string, id: string, at: Instant) => ({
  pendingPk: refusedPk(contractorId),
  pendingSk: pendingSk(id, at),
})
