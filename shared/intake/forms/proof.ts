/** Whether a submission comes from the service that it says, over the bytes as they came. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { Instant } from '../../core/time.ts'
import { verify, WEBHOOK_ID, whyNot } from '../signature.ts'
import type { FormKind } from './kinds.ts'

export type Proving = {
  kind: FormKind
  raw: Uint8Array
  /** names in lower case */
  headers: Readonly<Record<string, string | undefined>>
  /** of the address that was called: the one place where Jotform lets a secret stand */
  query?: string | undefined
  /** current and previous; none for a source that we do not know */
  secrets: readonly string[]
  now: Instant
}
/** `id`: the sender's own number for the message, where its headers give one. */
export type Proved = { ok: true; id?: string } | { ok: false; why: string }

/** Our secrets bear a mark that services do not let one paste, or do. */
const spellings = (secrets: readonly string[]): string[] =>
  secrets.flatMap(secret => (secret.startsWith('whsec_') ? [secret, secret.slice(6)] : [secret]))

const digest = (text: string | Uint8Array): Buffer => createHash('sha256').update(text).digest()
/** Every secret is compared, whole and in constant time. */
const oneOf = (given: string, expected: readonly string[]): boolean =>
  expected.map(one => timingSafeEqual(digest(given), digest(one))).includes(true)

const stranger = ['whsec_of-nobody']

const byTypeform = ({ raw, headers, secrets }: Proving): Proved => {
  const given = headers['typeform-signature'] ?? ''
  const known = secrets.length > 0 ? secrets : stranger
  const expected = spellings(known).map(secret => `sha256=${createHmac('sha256', secret).update(raw).digest('base64')}`)
  return oneOf(given, expected) && secrets.length > 0
    ? { ok: true }
    : { ok: false, why: 'Typeform-Signature does not fit this body' }
}

const bySecret = (given: string, secrets: readonly string[], where: string): Proved =>
  oneOf(given, spellings(secrets.length > 0 ? secrets : stranger)) && secrets.length > 0
    ? { ok: true }
    : { ok: false, why: `${where} is not that of this source` }

const byHeader = ({ headers, secrets }: Proving): Proved => {
  const bearer = /^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1]
  const proved = bySecret(headers['x-webhook-secret'] ?? bearer ?? '', secrets, 'x-webhook-secret')
  const id = headers['webhook-id']
  if (!proved.ok || id === undefined) return proved
  return WEBHOOK_ID.test(id) ? { ok: true, id } : { ok: false, why: whyNot.id }
}

export const proveForm = (proving: Proving): Proved => {
  const { kind, raw, headers, query, secrets, now } = proving
  if (kind === 'signed') {
    const verdict = verify({ headers, body: raw, secrets, now })
    return verdict.ok ? verdict : { ok: false, why: whyNot[verdict.why] }
  }
  if (kind === 'typeform') return byTypeform(proving)
  if (kind === 'jotform' && headers['x-webhook-secret'] === undefined)
    return bySecret(new URLSearchParams(query ?? '').get('key') ?? '', secrets, 'the key in the address')
  return byHeader(proving)
}
