/**
 * Signing in by OpenID Connect's code flow with PKCE (RFC 7636), against the landlord's own issuer, as a public client:
 * there is no secret that could leak or lapse. What the issuer says about itself is discovered and kept an hour; the id
 * token is verified by the issuer's keys although it came over TLS.
 */
import { createHash } from 'node:crypto'
import * as z from 'zod'
import { addMinutes, type Instant } from '../../../shared/core/time.ts'
import { verified } from './id-token.ts'

export type OidcSettings = {
  issuer: string
  clientId: string
  /** where the issuer sends people back to */
  redirectUri: string
  now: () => Instant
  fetch: (url: string, init?: RequestInit) => Promise<Response>
}

/** What is known of one attempt to sign in, kept in a signed cookie until the person comes back. */
export type Attempt = { state: string; nonce: string; verifier: string }
export type Claims = Record<string, unknown>

export type Oidc = {
  /** where to send a person who wants to sign in */
  start: (attempt: Attempt) => Promise<string>
  /** the claims of whoever came back with this code; throws when anything about it is not right */
  finish: (attempt: Attempt, code: string) => Promise<Claims>
}

const https = z.url({ protocol: /^https$/ })
const discovery = z.object({
  issuer: z.string(),
  authorization_endpoint: https,
  token_endpoint: https,
  jwks_uri: https,
})
type Discovery = z.output<typeof discovery>
const tokens = z.object({ id_token: z.string() })

const MINUTES_KEPT = 60

const json = async (response: Response, what: string): Promise<unknown> => {
  if (!response.ok) throw new Error(`the issuer answered ${response.status} for ${what}`)
  return response.json()
}

export const oidcClient = (settings: OidcSettings): Oidc => {
  const { issuer, clientId, redirectUri, now } = settings
  let held: { said: Discovery; until: Instant } | undefined
  const discovered = async (): Promise<Discovery> => {
    if (held && now() < held.until) return held.said
    const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
    const said = discovery.parse(await json(await settings.fetch(url), 'its description'))
    if (said.issuer !== issuer) throw new Error('the issuer calls itself by another name')
    held = { said, until: addMinutes(now(), MINUTES_KEPT) }
    return said
  }
  return {
    start: async ({ state, nonce, verifier }) => {
      const url = new URL((await discovered()).authorization_endpoint)
      const asked = {
        response_type: 'code',
        client_id: clientId,
        redirect_uri: redirectUri,
        scope: 'openid email profile',
        state,
        nonce,
        code_challenge: createHash('sha256').update(verifier).digest('base64url'),
        code_challenge_method: 'S256',
      }
      for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value)
      return url.href
    },
    finish: async ({ nonce, verifier }, code) => {
      const said = await discovered()
      const body = new URLSearchParams({
        grant_type: 'authorization_code',
        code,
        redirect_uri: redirectUri,
        client_id: clientId,
        code_verifier: verifier,
      })
      const answer = await settings.fetch(said.token_endpoint, { method: 'POST', body })
      const { id_token } = tokens.parse(await json(answer, 'the code'))
      const keys = await json(await settings.fetch(said.jwks_uri), 'its keys')
      return verified(id_token, keys, { issuer, audience: clientId, nonce, now: now() })
    },
  }
}
