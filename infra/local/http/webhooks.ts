/**
 * Contractors' web hooks on this machine: nothing leaves it. Whatever was sent to any of their addresses is kept here
 * to be looked at, and answered as a person wishes, so that retries can be watched.
 */
import type { Instant } from '../../../shared/core/time.ts'
import { verify } from '../../../shared/intake/signature.ts'
import { answer, listen, type Running, readBody } from './wire.ts'

export type SentHook = {
  at: Instant
  to: string
  id: string
  /** whether the contractor could prove that it is ours */
  signed: boolean
  answered: number
  body: unknown
}

export type Webhooks = Running & {
  list(): readonly SentHook[]
  /** the status of every answer from now on */
  answerWith(status: number): void
}

/** The newest that are kept. */
const MOST = 1000

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** `secretsFor`: the keys of whoever that address belongs to. */
export const startWebhooks = async (now: () => Instant, secretsFor: (url: string) => string[]): Promise<Webhooks> => {
  const sent: SentHook[] = []
  let status = 204
  const server = await listen(async (request, response) => {
    const body = await readBody(request, 100_000)
    if (body === 'too_large') return answer(response, 413, {})
    const to = String(request.headers['x-for'] ?? '')
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))
    const signed = verify({ headers, body, secrets: secretsFor(to), now: now() }).ok
    sent.push({
      at: now(),
      to,
      id: headers['webhook-id'] ?? '',
      signed,
      answered: status,
      body: jsonOf(body.toString()),
    })
    if (sent.length > MOST) sent.shift()
    answer(response, status, {})
  })
  return {
    ...server,
    list: () => sent,
    answerWith: next => {
      status = next
    },
  }
}
