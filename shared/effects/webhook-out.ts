/**
 * A web hook out of the door. One call is one attempt; whoever calls decides whether to try again. Redirects are not
 * followed: the address is the landlord's choice, and nobody else's.
 */
export type Hook = { url: string; headers: Record<string, string>; body: string }

/** `later`: it may be tried again. `unknown`: it may have arrived. `gone`: they want no more of it. */
export type Hooked =
  | { kind: 'sent'; why: string }
  | { kind: 'later'; why: string }
  | { kind: 'unknown'; why: string }
  | { kind: 'gone'; why: string }

export type WebhookOut = { send: (hook: Hook) => Promise<Hooked> }

/** Milliseconds. Standard Webhooks asks receivers to answer within 15 to 30 seconds. */
const TIMEOUT = 15_000

const judged = (status: number): Hooked => {
  const why = `they answered ${status}`
  if (status >= 200 && status < 300) return { kind: 'sent', why }
  return status === 410 ? { kind: 'gone', why } : { kind: 'later', why }
}

const named = (error: unknown): { name: string; code: string } => {
  const cause = error instanceof Error ? error.cause : undefined
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : ''
  return { name: error instanceof Error ? error.name : 'Error', code }
}

/** Failures from before anything was said. */
const neverLeft = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT', 'CERT_HAS_EXPIRED']

/** `via`: an address that stands in for all others, which are then named in `x-for` (one machine alone). */
export const fetchWebhooks = (via?: string): WebhookOut => ({
  send: async ({ url, headers, body }) => {
    try {
      const answer = await fetch(via ?? url, {
        method: 'POST',
        redirect: 'manual',
        signal: AbortSignal.timeout(TIMEOUT),
        headers: { 'content-type': 'application/json', ...headers, ...(via ? { 'x-for': url } : {}) },
        body,
      })
      await answer.body?.cancel()
      return judged(answer.status)
    } catch (error) {
      const { name, code } = named(error)
      return { kind: neverLeft.includes(code) ? 'later' : 'unknown', why: code || name }
    }
  },
})
