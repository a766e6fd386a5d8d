/** A submission of a web form opens a case. Once it is proved it is never refused: what is not understood is kept. */
import * as z from 'zod'
import { type Answer, json } from '../../shared/http/answer.ts'
import { anotherBody, type Problem, problem } from '../../shared/http/problem.ts'
import { route } from '../../shared/http/route.ts'
import { formOriginal } from '../../shared/intake/forms/original.ts'
import { proveForm } from '../../shared/intake/forms/proof.ts'
import { noteIntake } from '../../shared/intake/intake-log.ts'
import { sha256 } from '../../shared/store/chain.ts'
import type { Message } from '../../shared/store/store.ts'
import type { Deps } from './ports.ts'
import { type Arrived, type Outcome, take } from './take.ts'

/** Bytes. A Lambda is handed 6 MB at most, text as it is and parts with files in base64: of those 4.4 MB arrive. */
const LARGEST = 5 * 1_048_576

/**
 * What a case's own history cannot show, and where the bytes lie. Before it is answered, so that nothing that was
 * accepted is without a trace.
 */
const noteLeft = async (deps: Deps, { source, message, original }: Arrived, { left, reference }: Outcome) => {
  if (!left) return
  const references = [message.id, ...(reference ? [reference] : [])]
  const what = { door: `form:${source.source}`, at: deps.now(), references, original: original.key }
  await noteIntake(deps.store, what, [left])
}

const answered = ({ id }: Message, outcome: Outcome): Answer | Problem =>
  outcome.kind === 'mismatch'
    ? anotherBody(id)
    : json({ caseId: outcome.caseId, quarantined: outcome.quarantined }, outcome.kind === 'done' ? 202 : 200)

const answer = z.looseObject({ caseId: z.string().optional(), quarantined: z.literal(true).optional() })

export const postHook = (deps: Deps) =>
  route({
    method: 'POST',
    path: '/hooks/{source}',
    summary: 'A form service hands over a submission, as it sends it',
    who: 'any',
    accepts: ['application/json', 'application/x-www-form-urlencoded', 'multipart/form-data'],
    limit: LARGEST,
    headers: z.object({
      'typeform-signature': z.string().optional(),
      'webhook-id': z.string().optional(),
      'webhook-timestamp': z.string().optional(),
      'webhook-signature': z.string().optional(),
      'x-webhook-secret': z.string().optional(),
    }),
    responses: {
      202: { description: 'taken: a case, or kept whole for somebody to look at', schema: answer },
      200: { description: 'the same submission came before', schema: answer },
    },
    refuses: [401, 409],
    handler: async ({ params, event, raw }) => {
      const source = deps.sources.find(one => one.source === params.source)
      const secrets = source ? await deps.secrets.of(`sources/${source.source}`) : []
      const { headers, rawQueryString: query } = event
      const proof = proveForm({ kind: source?.kind ?? 'signed', raw, headers, query, secrets, now: deps.now() })
      if (!proof.ok || !source) return problem(401, proof.ok ? whyUnknown : proof.why)
      const bodyHash = sha256(raw.toString('base64'))
      // Services that cannot sign mostly cannot number either: the same bytes are then the same submission.
      const message = { source: `hook:${source.source}`, id: proof.id ?? bodyHash, bodyHash }
      const contentType = event.headers['content-type']
      const original = formOriginal({ source: source.source, id: message.id, contentType }, raw)
      await deps.originals.put(original.key, raw, contentType ?? 'application/octet-stream')
      const arrived = { source, raw, contentType, message, original }
      const outcome = await take(deps, arrived)
      await noteLeft(deps, arrived, outcome)
      return answered(message, outcome)
    },
  })

const whyUnknown = 'no signature fits this body'
