/** An id token by the issuer's keys (OpenID Connect Core 3.1.3.7). RS256 and ES256 alone: `none` and shared keys are refused. */
import { createPublicKey, type JsonWebKey, verify } from 'node:crypto'
import * as z from 'zod'
import { type Instant, toEpoch } from '../../../shared/core/time.ts'

const keySet = z.object({ keys: z.array(z.looseObject({ kid: z.string().optional(), kty: z.string() })) })
const header = z.object({ alg: z.enum(['RS256', 'ES256']), kid: z.string().optional() })
const claims = z.looseObject({
  iss: z.string(),
  aud: z.union([z.string(), z.array(z.string())]),
  exp: z.number(),
  nbf: z.number().optional(),
  nonce: z.string(),
})

/** Seconds by which two clocks may differ. */
const LEEWAY = 60
const kinds = { RS256: 'RSA', ES256: 'EC' } as const

const part = (text: string): unknown => JSON.parse(Buffer.from(text, 'base64url').toString())

export type Expected = { issuer: string; audience: string; nonce: string; now: Instant }

/** The claims. Throws, without showing the token, when anything is not right. */
export const verified = (token: string, keys: unknown, expected: Expected): Record<string, unknown> => {
  const [head = '', body = '', signature = '', ...rest] = token.split('.')
  if (rest.length > 0) throw new Error('the id token is not a signed token')
  const { alg, kid } = header.parse(part(head))
  const candidates = keySet.parse(keys).keys.filter(key => key.kty === kinds[alg] && (!kid || key.kid === kid))
  const signed = candidates.some(jwk =>
    verify(
      'sha256',
      Buffer.from(`${head}.${body}`),
      { key: createPublicKey({ key: jwk as JsonWebKey, format: 'jwk' }), dsaEncoding: 'ieee-p1363' },
      Buffer.from(signature, 'base64url'),
    ),
  )
  if (!signed) throw new Error('the id token is not signed by the issuer')
  const said = claims.parse(part(body))
  const seconds = toEpoch(expected.now) / 1000
  if (said.iss !== expected.issuer) throw new Error('the id token is by another issuer')
  if (![said.aud].flat().includes(expected.audience)) throw new Error('the id token is for somebody else')
  if (said.exp + LEEWAY <= seconds) throw new Error('the id token has expired')
  if (said.nbf !== undefined && said.nbf - LEEWAY > seconds) throw new Error('the id token is not valid yet')
  if (said.nonce !== expected.nonce) throw new Error('the id token answers another question')
  return said
}
