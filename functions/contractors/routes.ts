/** What a contractor tells about one job. Proved first, read second; another's job is not there. */
import * as z from 'zod'
import { type Answer, json } from '../../shared/http/answer.ts'
import { anotherBody, type Problem, problem } from '../../shared/http/problem.ts'
import { route } from '../../shared/http/route.ts'
import { callback } from '../../shared/intake/contractors/callback.ts'
import { hasRoom } from '../../shared/intake/contractors/flood.ts'
import { readFeed } from '../../shared/intake/contractors/hact.ts'
import { handleCallback, messageOf, toldBy } from '../../shared/intake/contractors/handle.ts'
import { keepUnplaced } from '../../shared/intake/contractors/keep.ts'
import type { Contractor, Told, Unplaced } from '../../shared/intake/contractors/ports.ts'
import { keepRefused, reasonOf, refusedId } from '../../shared/intake/contractors/refused.ts'
import { tellUnproved } from '../../shared/intake/contractors/unproved.ts'
import { noteIntake } from '../../shared/intake/intake-log.ts'
import { verify, whyNot } from '../../shared/intake/signature.ts'
import type { RefusedStanding } from '../../shared/store/refusal.ts'
import type { Message } from '../../shared/store/store.ts'
import type { Deps } from './ports.ts'

/** Bytes. Lambda takes 6 MB; photographs larger than this are sent by https. */
const LARGEST = 5 * 1_048_576

/** By the number of the delivery, which its sender's machine waits for. */
const accepted = ({ id, alias }: Message, first: boolean, more: object): Answer =>
  json({ id: alias ?? id, status: 'accepted', ...more }, first ? 202 : 200)

type Refusing = { contractor: Contractor; messageId: string; raw: Buffer; no: Problem }

/**
 * What was proved and not taken is listed with its reason: its sender's log is not where anybody looks. `keep` gives it
 * to a person too. Danger is never one message too many.
 */
const refusing = async (
  deps: Deps,
  { contractor: { id }, messageId, raw, no }: Refusing,
  { grave = false, keep }: { grave?: boolean; keep?: () => Promise<{ caseId: string }> } = {},
): Promise<Problem> => {
  const room = grave || (await hasRoom(deps, id, refusedId(raw)))
  if (!room)
    return {
      ...no,
      detail: `${no.detail ?? no.title}. Too many messages were refused today: this one was counted and is not kept`,
    }
  const said = keep ? { ...no, kept: (await keep()).caseId } : no
  await keepRefused(deps, id, messageId, raw, reasonOf(said, said.kept))
  return said
}

const refusingTold = (deps: Deps, { contractor, message }: Told, raw: Buffer, no: Problem) =>
  refusing(deps, { contractor, messageId: message.id, raw, no })

/** A message that is taken and finds no case is known by its id like any other: the mark says what became of it. */
const takeUnplaced = async (deps: Deps, told: Told, unplaced: Unplaced, raw: Buffer): Promise<Answer | Problem> => {
  const { message } = told
  const mark = `unplaced:${message.source}:${message.id}`
  const held = await deps.store.getSetting(mark)
  const before = held && z.object({ bodyHash: z.string(), kept: z.string() }).parse(held.value)
  if (before && before.bodyHash !== message.bodyHash) return refusingTold(deps, told, raw, anotherBody(message.id))
  const kept = before?.kept ?? (await keepUnplaced(deps, told, unplaced, raw)).caseId
  if (!before) await deps.store.putSetting(mark, { bodyHash: message.bodyHash, kept }, 0)
  return accepted(message, !before, { quarantined: true, kept })
}

/** One that came again under another delivery is found by that number too; the first is, by the commit. */
const noteDelivery = async ({ store, now }: Deps, { message: { source, id, alias } }: Told, caseId: string) => {
  if (alias === undefined || (await store.seen(source, alias))) return
  const what = { door: source, at: now(), references: [alias] }
  await noteIntake(store, what, [{ outcome: 'told', caseId, why: `known by its eventId, ${id}` }])
}

const answerTo = async (deps: Deps, told: Told, raw: Buffer): Promise<Answer | Problem> => {
  const result = await handleCallback(deps, told)
  switch (result.kind) {
    case 'done':
    case 'again':
      await noteDelivery(deps, told, result.caseId)
      return accepted(told.message, result.kind === 'done', { caseId: result.caseId })
    case 'mismatch':
      return refusingTold(deps, told, raw, anotherBody(told.message.id))
    case 'unplaced':
      return takeUnplaced(deps, told, result.unplaced, raw)
    case 'refused': {
      const { contractor, message, body } = told
      const { problem: no, unplaced } = result
      return refusing(
        deps,
        { contractor, messageId: message.id, raw, no },
        {
          grave: body.eventType === 'unsafe.found',
          ...(unplaced ? { keep: () => keepUnplaced(deps, told, unplaced, raw) } : {}),
        },
      )
    }
  }
}

const signedHeaders = z.object({
  'webhook-id': z.string(),
  'webhook-timestamp': z.string(),
  'webhook-signature': z.string(),
})

const answer = z.looseObject({
  id: z.string(),
  status: z.literal('accepted'),
  caseId: z.string().optional(),
  quarantined: z.literal(true).optional(),
  kept: z.string().optional(),
})

/** A name as secrets have it; with no key of its own it can sign nothing. */
const NAME = /^[a-z0-9][a-z0-9-]{0,59}$/

const isListed = ({ contractors }: Deps, { id }: Contractor): boolean => contractors.some(one => one.id === id)

const contractorOf = ({ contractors, guests }: Deps, id: string): Contractor | undefined =>
  contractors.find(one => one.id === id) ?? (guests && NAME.test(id) ? { id, streams: [] } : undefined)

export const postCallback = (deps: Deps) =>
  route({
    method: 'POST',
    path: '/contractors/{contractorId}/events',
    summary: 'A contractor tells about one of its jobs (Standard Webhooks, signed with its own key)',
    who: 'any',
    accepts: ['application/json'],
    limit: LARGEST,
    describes: callback,
    headers: signedHeaders,
    responses: {
      202: { description: 'accepted', schema: answer },
      200: { description: 'the same message came before', schema: answer },
    },
    refuses: [400, 401, 403, 409, 422],
    handler: async ({ params: { contractorId }, event, raw }) => {
      const contractor = contractorOf(deps, contractorId)
      const secrets = contractor ? await deps.secrets.of(`contractors/${contractor.id}`) : []
      const verdict = verify({ headers: event.headers, body: raw, secrets, now: deps.now() })
      if (!verdict.ok || !contractor) {
        const why = verdict.ok ? 'signature' : verdict.why
        if (why === 'signature' && contractor && isListed(deps, contractor))
          await tellUnproved(deps, contractor, secrets.length)
        return problem(401, whyNot[why])
      }
      const body = await readFeed(deps, contractor, raw)
      if (!body.ok) return refusing(deps, { contractor, messageId: verdict.id, raw, no: body.problem })
      const message = messageOf(contractor, verdict.id, body.value, raw)
      const told = { contractor, by: toldBy(contractor), body: body.value, message }
      return answerTo(deps, told, raw)
    },
  })

const shownRefused = ({ refused: { id, messageId, at }, times, last, reason }: RefusedStanding) => ({
  id,
  messageId,
  first: at,
  last,
  times,
  ...reason,
})

/** Signed over an empty body: who can read it could have sent them. */
export const getRefused = (deps: Deps) =>
  route({
    method: 'GET',
    path: '/contractors/{contractorId}/refused',
    summary: 'What this contractor sent and we did not take, with the reason (signed over an empty body)',
    who: 'any',
    query: z.strictObject({ cursor: z.string().optional() }),
    headers: signedHeaders,
    responses: { 200: { description: 'oldest first', schema: z.looseObject({ items: z.array(z.looseObject({})) }) } },
    refuses: [401],
    handler: async ({ params: { contractorId }, event, query }) => {
      const contractor = contractorOf(deps, contractorId)
      const secrets = contractor ? await deps.secrets.of(`contractors/${contractor.id}`) : []
      const verdict = verify({ headers: event.headers, body: '', secrets, now: deps.now() })
      if (!verdict.ok || !contractor) return problem(401, whyNot[verdict.ok ? 'signature' : verdict.why])
      const page = await deps.store.refusedBy([contractor.id], query)
      return json({ items: page.items.map(shownRefused), cursor: page.cursor })
    },
  })
