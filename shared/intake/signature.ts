/**
 * Standard Webhooks 1.0.0 (symmetric, `v1`), checked and made. Stricter than the published library where the
 * specification is: secrets of 24 to 64 bytes, and ids without a dot, because `id.timestamp.body` is what is signed
 * and a dot in the id would let the same signature stand for another id and another time.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { type Instant, toEpoch } from '../core/time.ts'

/** Seconds a message may be older or newer than our clock. */
const TOLERANCE = 300
/** A rotation needs two; more than this only costs us time. */
const MOST_SIGNATURES = 8

/** As long as those of staff; the specification asks for no length, and senders count their messages from 1. */
export const WEBHOOK_ID = /^[A-Za-z0-9_-]{1,100}$/
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

export type Why = 'headers_missing' | 'id' | 'timestamp' | 'too_old' | 'too_new' | 'signature'
export type Verdict = { ok: true; id: string } | { ok: false; why: Why }

/** What may be told to the sender. An unknown contractor and a wrong key read the same. */
export const whyNot: Record<Why, string> = {
  headers_missing: 'webhook-id, webhook-timestamp and webhook-signature are all needed',
  id: 'webhook-id must be up to 100 letters, digits, - or _',
  timestamp: 'webhook-timestamp must be whole seconds since 1970, digits alone',
  too_old: 'webhook-timestamp is more than 5 minutes before our clock: sign again when you send again',
  too_new: 'webhook-timestamp is more than 5 minutes after our clock',
  signature: 'no signature fits this body',
}

/** The bytes of `whsec_<base64>`; undefined for anything that is not 24 to 64 bytes of it. */
export const keyOf = (secret: string): Buffer | undefined => {
  const text = secret.startsWith('whsec_') ? secret.slice(6) : ''
  if (!text || !BASE64.test(text)) return undefined
  const key = Buffer.from(text, 'base64')
  return key.length >= 24 && key.length <= 64 ? key : undefined
}

/** A new secret of 32 random bytes. */
export const newSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`

const mac = (key: Buffer, id: string, timestamp: string, body: Uint8Array): Buffer =>
  createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest()

const bytesOf = (body: Uint8Array | string): Uint8Array => (typeof body === 'string' ? Buffer.from(body) : body)

/** The three headers of a message sent at `now`. Throws for a secret or an id that a receiver must refuse. */
export const sign = (secret: string, id: string, now: Instant, body: Uint8Array | string): Record<string, string> => {
  const key = keyOf(secret)
  if (!key) throw new Error('a secret is whsec_ and base64 of 24 to 64 bytes')
  if (!WEBHOOK_ID.test(id)) throw new Error(whyNot.id)
  const timestamp = String(Math.floor(toEpoch(now) / 1000))
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${mac(key, id, timestamp, bytesOf(body)).toString('base64')}`,
  }
}

/** Signed with each of these, current first: while a key is changed its holder may have either. */
export const signAll = (
  secrets: readonly string[],
  id: string,
  now: Instant,
  body: Uint8Array | string,
): Record<string, string> => {
  const all = secrets.map(secret => sign(secret, id, now, body))
  return { ...all[0], 'webhook-signature': all.map(headers => headers['webhook-signature']).join(' ') }
}

const equal = (given: string, expected: Buffer): boolean => {
  const bytes = Buffer.from(given)
  return bytes.length === expected.length && timingSafeEqual(bytes, expected)
}

/** Every key against every signature, to the end: how long it takes says nothing about which one fitted. */
const fits = (keys: Buffer[], signatures: string[], id: string, timestamp: string, body: Uint8Array): boolean => {
  let found = false
  for (const key of keys) {
    const expected = Buffer.from(`v1,${mac(key, id, timestamp, body).toString('base64')}`)
    for (const given of signatures) found = equal(given, expected) || found
  }
  return found
}

const stranger = randomBytes(32)

type Message = {
  /** names in lower case */
  headers: Record<string, string | undefined>
  /** as it was sent, before any decoding */
  body: Uint8Array | string
  /** current and previous; none for a contractor that we do not know */
  secrets: readonly string[]
  now: Instant
}

/**
 * Whether this message comes from a holder of one of these secrets, within five minutes of `now`. Replays inside that
 * time are for the store to see, by the id. Secrets that are too short are as good as none.
 */
export const verify = ({ headers, body, secrets, now }: Message): Verdict => {
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature } = headers
  if (!id || !timestamp || !signature) return { ok: false, why: 'headers_missing' }
  if (!WEBHOOK_ID.test(id)) return { ok: false, why: 'id' }
  if (!/^\d{1,11}$/.test(timestamp)) return { ok: false, why: 'timestamp' }
  const keys = secrets.map(keyOf).filter(key => key !== undefined)
  // A stranger's message takes as long as a contractor's.
  const ring = keys.length > 0 ? keys : [stranger]
  const signed = fits(ring, signature.split(' ', MOST_SIGNATURES), id, timestamp, bytesOf(body))
  if (!signed || keys.length === 0) return { ok: false, why: 'signature' }
  const age = toEpoch(now) / 1000 - Number(timestamp)
  if (age > TOLERANCE) return { ok: false, why: 'too_old' }
  return age < -TOLERANCE ? { ok: false, why: 'too_new' } : { ok: true, id }
}
