/** A message of staff: its id, and what makes it the same message again. */

import * as z from 'zod'
import type { Applied } from '../../shared/apply.ts'
import type { Case } from '../../shared/core/case.ts'
import { references } from '../../shared/core/personal.ts'
import type { Parsed } from '../../shared/http/body.ts'
import { anotherBody, fromRejection, invalid, type Problem, problem } from '../../shared/http/problem.ts'
import type { Request } from '../../shared/http/route.ts'
import { canonical, sha256 } from '../../shared/store/chain.ts'
import type { Message } from '../../shared/store/store.ts'

export const messageId = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,99}$/, 'up to 100 letters, digits and . _ : - alone')
  .meta({ description: 'the same id and body again is answered as the first time' })

export const messageHeaders = z.object({ 'webhook-id': messageId.optional() })

const bad = (path: string, message: string): { ok: false; problem: Problem } => ({
  ok: false,
  problem: invalid([{ path, message }]),
})

/**
 * The id is in the header or in the body. What else the body says, and where it was sent, is hashed as it was understood,
 * so that blanks and the order of members do not make another message.
 */
export const messageOf = (
  { event, body }: Pick<Request, 'event'> & { body: { id?: string | undefined } },
  source = 'staff',
): Parsed<Message> => {
  const { id: own, ...said } = body
  const given = event.headers['webhook-id']
  const header = messageId.optional().safeParse(given)
  if (!header.success) return bad('webhook-id', 'up to 100 letters, digits and . _ : - alone')
  if (header.data && own && header.data !== own) return bad('id', 'not the id of the header webhook-id')
  const id = header.data ?? own
  if (!id) return bad('id', 'a message needs an id: here, or in the header webhook-id')
  return { ok: true, value: { source, id, bodyHash: sha256(canonical({ path: event.rawPath, said })) } }
}

/** References to words are made here alone: who sends one could point at words that are not theirs. */
export const noReferences = (path: string, value: unknown): Problem | undefined =>
  references(value).length > 0 ? invalid([{ path, message: 'words are sent as plain text' }]) : undefined

/** What did not become an event, as a problem; undefined for what did. */
export const refusalOf = (applied: Applied | { kind: 'exists'; case: Case }, message: Message): Problem | undefined => {
  if (applied.kind === 'mismatch') return anotherBody(message.id)
  if (applied.kind === 'rejected') return fromRejection(applied.rejection)
  if (applied.kind === 'exists')
    return problem(409, `case ${applied.case.id} is there already`, { type: 'urn:dutyholder:problem:exists' })
  return applied.kind === 'nothing' ? problem(409, 'nothing came of it') : undefined
}
