/** Whether a submission comes from the form service that it says: a signature, or a secret in a header. */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import { verify, whyNot } from '../../shared/intake/signature.ts'
import type { Deps, Source } from './ports.ts'

export type Proof = { ok: true; id: string } | { ok: false; why: string }

const ID = /^[A-Za-z0-9_-]{8,64}$/
const digest = (bytes: Uint8Array | string): Buffer => createHash('sha256').update(bytes).digest()

/** With or without the mark that our secrets bear: services differ in what they let one paste. */
const same = (given: string, secret: string): boolean =>
  [secret, secret.replace(/^whsec_/, '')].map(one => timingSafeEqual(digest(given), digest(one))).includes(true)

const givenSecret = ({ headers }: APIGatewayProxyEventV2): string =>
  headers['x-webhook-secret'] ?? /^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? ''

/** Services that cannot sign mostly cannot number either: the same bytes are then the same submission. */
const bySecret = (event: APIGatewayProxyEventV2, raw: Buffer, secrets: readonly string[]): Proof => {
  const given = givenSecret(event)
  if (!secrets.map(secret => same(given, secret)).includes(true))
    return { ok: false, why: 'x-webhook-secret is not that of this source' }
  const id = event.headers['webhook-id']
  if (id !== undefined && !ID.test(id)) return { ok: false, why: whyNot.id }
  return { ok: true, id: id ?? digest(raw).toString('hex') }
}

export const prove = async (
  deps: Pick<Deps, 'secrets' | 'now'>,
  source: Source | undefined,
  event: APIGatewayProxyEventV2,
  raw: Buffer,
): Promise<Proof> => {
  const secrets = source ? await deps.secrets.of(`sources/${source.source}`) : []
  if (source && source.kind !== 'signed') return bySecret(event, raw, secrets)
  const verdict = verify({ headers: event.headers, body: raw, secrets, now: deps.now() })
  return verdict.ok ? verdict : { ok: false, why: whyNot[verdict.why] }
}
