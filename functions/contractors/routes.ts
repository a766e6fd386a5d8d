/** What a contractor tells about one job. Proved first, read second; another's job is not there. */
import * as z from 'zod'
import { json } from '../../shared/http/answer.ts'
import { problem } from '../../shared/http/problem.ts'
import { route } from '../../shared/http/route.ts'
import { callback } from '../../shared/intake/contractors/callback.ts'
import { readFeed } from '../../shared/intake/contractors/hact.ts'
import { messageOf, toldBy } from '../../shared/intake/contractors/handle.ts'
import type { Contractor } from '../../shared/intake/contractors/ports.ts'
import { tellUnproved } from '../../shared/intake/contractors/unproved.ts'
import { verify, whyNot } from '../../shared/intake/signature.ts'
import type { RefusedStanding } from '../../shared/store/arrived/refusal.ts'
import { answerTo, refusing } from './answers.ts'
import type { Deps } from './ports.ts'

/** Bytes. Lambda takes 6 MB; photographs larger than this are sent by https. */
const LARGEST = 5 * 1_048_576

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
