/** One id per request, in the answer and in every report about it. */
import { randomUUID } from 'node:crypto'

type Numbered = { headers?: Record<string, string | undefined>; requestContext?: { requestId?: string } }

const given = new WeakMap<object, string>()

/** API Gateway's own id; the same answer for the same event. A caller's header is never taken: it could be forged. */
export const requestId = (event: Numbered): string => {
  const own = event.requestContext?.requestId
  if (own) return own
  const known = given.get(event) ?? randomUUID()
  given.set(event, known)
  return known
}
