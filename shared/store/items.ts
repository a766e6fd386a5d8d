/**
 * Every kind of item and its codec. The body is JSON text in one attribute (body.ts): it comes back byte for byte, which
 * replay and the hash chain need, and is billed and read faster than a nested map. Beside it stand only the attributes
 * that conditions, indexes and filters use. What does not parse is a fault with its key, never a guess.
 */
import * as z from 'zod'
import { caseRecord, errand, notice, recorded } from '../core/case.ts'
import { type Instant, instant, toEpoch } from '../core/time.ts'
import { deliveryEvent, digestHead, incident, keptMail, parcel as mailParcel, told } from '../mail/outbox.ts'
import { order, orderStatuses } from '../orders/order.ts'
import { person } from '../people/person.ts'
import { hold } from '../position/retention/holds.ts'
import { logged } from './arrived/logged.ts'
import { refused } from './arrived/refusal.ts'
import { packed, unpacked } from './body.ts'
import { expiryOf } from './expiry.ts'
import { Poison } from './faults.ts'
import { asset, caseDocument, erasedWords, opening, words } from './records.ts'
import { erasure, grounds } from './retention/erasure.ts'
import type { Item, Key, Value } from './table.ts'

const hash = z.string().regex(/^[0-9a-f]{64}$/)
const owed = { id: z.string(), status: z.enum(['pending', 'settled']) }
const texts = z.set(z.string()).optional()
/**
 * How far a parcel has come. `until`: claimed, the end of the lease; pending, not to be looked at before. `avoid`,
 * `reached` and `causes` are of its bounces; `outcome` is the last, as JSON.
 */
const parcel = {
  id: z.string(),
  status: z.enum(['pending', 'claimed', 'sent', 'digested', 'dropped']),
  attempts: z.int().min(0),
  /** 1: an earlier attempt may have left */
  doubt: z.int().optional(),
  until: instant.optional(),
  avoid: texts,
  reached: texts,
  causes: texts,
  outcome: z.string().optional(),
}

const first = z.strictObject({ caseId: z.string(), seq: z.int().min(1), bodyHash: z.string() })
export type Seen = z.output<typeof first>

export const kinds = {
  CASE: { body: caseRecord, beside: z.object({ head: hash, due: z.string().optional() }) },
  EVENT: { body: recorded, beside: z.object({ prevHash: hash, hash }) },
  SEEN: { body: first, beside: z.object({ ttl: z.int() }) },
  NOTICE: { body: notice, beside: z.object(parcel) },
  DIGEST: { body: digestHead, beside: z.object({ ...parcel, notices: texts }) },
  ERRAND: { body: errand, beside: z.object(owed) },
  ORDER: {
    body: order,
    beside: z.object({
      id: z.string(),
      status: z.enum(orderStatuses),
      attempts: z.int().min(0),
      log: z.string(),
      /** 1: an attempt was claimed and never said what became of it */
      doubt: z.int().optional(),
      pendingSk: z.string().optional(),
    }),
  },
  /** what of an outbox did not fit into its transaction */
  BUNDLE: { body: z.strictObject({ notices: z.array(notice), errands: z.array(errand) }), beside: z.object(owed) },
  /** `gone`: 1 where it was taken back; its number of revisions goes on */
  ASSET: {
    body: asset,
    /** `changes`: what it said before (estate/known.ts), as JSON */
    beside: z.object({ rev: z.int(), gone: z.int().optional(), changes: z.string().optional() }),
  },
  PERSON: { body: person, beside: z.object({ rev: z.int(), gone: z.int().optional() }) },
  DOCUMENT: { body: caseDocument, beside: z.object({ rev: z.int() }) },
  SHA: { body: caseDocument.pick({ caseId: true, sha256: true }), beside: z.object({}) },
  MAIL: { body: keptMail, beside: z.object({ id: z.string() }) },
  /** where a mail to that address lies */
  MAILTO: {
    body: z.strictObject({ parcel: mailParcel, attempt: z.int() }),
    beside: z.object({ ttl: z.int().optional() }),
  },
  TOLD: { body: told, beside: z.object({}) },
  DELIVERY: { body: deliveryEvent, beside: z.object({}) },
  INCIDENT: { body: incident, beside: z.object({ id: z.string() }) },
  WORDS: { body: z.union([words, erasedWords]), beside: z.object({}) },
  OPENED: { body: opening, beside: z.object({ last: instant, times: z.int() }) },
  REFUSED: {
    body: refused,
    beside: z.object({ times: z.int(), last: instant, said: z.string(), ttl: z.int(), taken: z.string().optional() }),
  },
  HOLD: {
    body: hold,
    beside: z.object({
      state: z.enum(['held', 'released']),
      releasedBy: z.string().optional(),
      releasedAt: instant.optional(),
    }),
  },
  ERASURE: { body: erasure, beside: z.object({ ground: grounds }) },
  INTAKE: { body: logged, beside: z.object({ ttl: z.int() }) },
  SETTING: { body: z.json(), beside: z.object({ rev: z.int(), mark: z.string().optional() }) },
} as const satisfies Record<string, { body: z.ZodType; beside: z.ZodObject }>

export type Kind = keyof typeof kinds
export type Body<K extends Kind> = z.output<(typeof kinds)[K]['body']>
export type Beside<K extends Kind> = z.output<(typeof kinds)[K]['beside']>
export type Stored<K extends Kind> = { kind: K; body: Body<K> } & Beside<K>

const said = (error: z.ZodError): string =>
  error.issues.map(issue => `${issue.path.join('.') || '(whole)'}: ${issue.message}`).join('; ')

const parsed = <T extends z.ZodType>(schema: T, value: unknown, where: string): z.output<T> => {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  throw new Poison(`${where} cannot be read: ${said(result.error)}`)
}

const fromBody = (text: unknown, where: string): unknown => {
  try {
    return JSON.parse(unpacked(text))
  } catch {
    throw new Poison(`${where} cannot be read: its body is not JSON`)
  }
}

/** An item as it is written. Index keys and the attributes beside are given; absent ones are left out. Throws Poison. */
export const encode = <K extends Kind>(
  kind: K,
  key: Key,
  body: Body<K>,
  attributes: Beside<K> & { [attribute: string]: Value | undefined },
): Item => {
  const where = `${kind} ${key.pk} ${key.sk}`
  parsed(kinds[kind].beside, attributes, where)
  const text = JSON.stringify(parsed(kinds[kind].body, body, where))
  const item: Item = { pk: key.pk, sk: key.sk, kind, body: packed(text, `${key.pk} ${key.sk}`), ...expiryOf(key) }
  for (const [name, value] of Object.entries(attributes)) if (value !== undefined) item[name] = value
  return item
}

/** An item as it was read; throws Poison, naming the key, unless it is a sound item of that kind. */
export const decode = <K extends Kind>(kind: K, item: Item): Stored<K> => {
  const where = `${kind} ${item.pk} ${item.sk}`
  if (item.kind !== kind) throw new Poison(`${where} cannot be read: its kind is ${String(item.kind)}`)
  const body = parsed(kinds[kind].body, fromBody(item.body, where), where)
  return { ...parsed(kinds[kind].beside, item, where), kind, body } as Stored<K>
}

export type AnyStored = { [K in Kind]: Stored<K> }[Kind]

/** An item of whatever kind it says it is. */
export const decodeAny = (item: Item): AnyStored => {
  const kind = parsed(z.enum(Object.keys(kinds) as [Kind, ...Kind[]]), item.kind, `${item.pk} ${item.sk}`)
  return decode(kind, item) as AnyStored
}

/** SEEN items may go after this many days; a sender repeats within days, an auditor asks within the month. */
const seenDays = 35
export const seenTtl = (received: Instant): number => Math.floor(toEpoch(received) / 1000) + seenDays * 86_400

/** Thirteen months: somebody who asks what became of a message asks within the year of a complaint about it. */
const intakeDays = 400
export const intakeTtl = (at: Instant): number => Math.floor(toEpoch(at) / 1000) + intakeDays * 86_400
/** Half a year: longer than any job of theirs waits for its certificate. */
const refusedDays = 183
export const refusedTtl = (at: Instant): number => Math.floor(toEpoch(at) / 1000) + refusedDays * 86_400
