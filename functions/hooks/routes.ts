/** A submission of a web form opens a case. Once it is proved it is never refused: what is not understood is kept. */
import { createHash } from 'node:crypto'
import * as z from 'zod'
import type { Instant } from '../../shared/core/time.ts'
import { type Answer, json } from '../../shared/http/answer.ts'
import { anotherBody, type Problem, problem } from '../../shared/http/problem.ts'
import { route } from '../../shared/http/route.ts'
import { handleForm } from '../../shared/intake/forms/handle.ts'
import { openPlain } from '../../shared/intake/forms/plain.ts'
import { proveForm } from '../../shared/intake/forms/proof.ts'
import { readSubmission } from '../../shared/intake/forms/services.ts'
import { filesIn, uploadsOf } from '../../shared/intake/forms/uploads.ts'
import { type Left, noteIntake } from '../../shared/intake/intake-log.ts'
import { quarantine } from '../../shared/intake/quarantine.ts'
import { type Misfit, toTriage } from '../../shared/intake/to-triage.ts'
import { sha256 } from '../../shared/store/chain.ts'
import type { Message } from '../../shared/store/store.ts'
import { opensByMessage } from '../../shared/workflows/parts/arrival.ts'
import type { Deps, Source } from './ports.ts'

/** Bytes: what one item holds with room to spare, so that whatever arrives can be kept whole. */
const LARGEST = 250_000

type Arrived = { source: Source; raw: Buffer; contentType: string | undefined; message: Message }
type Outcome = {
  kind: 'done' | 'again' | 'mismatch'
  caseId?: string
  quarantined?: true
  /** what no history shows, for whoever asks what became of it */
  left?: Left
  reference?: string | undefined
}

/** The bytes whole, and a case of triage with an owner and a clock. */
const keep = async (deps: Deps, { raw, message, source }: Arrived, why: string, caseId?: string): Promise<Outcome> => {
  const { source: door, id: messageId, bodyHash } = message
  const at = deps.now()
  const kept = await quarantine(deps.store, { source: door, messageId, bodyHash, at, why, caseId, bytes: raw })
  if (kept.kind === 'mismatch') return { kind: 'mismatch' }
  const triage = await toTriage(deps, messageId, {
    reason: 'unmapped',
    detail: why,
    source: `form:${source.source}`,
    channel: 'form',
    receivedAt: at,
    original: originalOf(kept.id, raw),
    meant: source.workflow,
    caseId,
  })
  const left: Left = { outcome: 'triage', caseId: triage.caseId, why }
  return { kind: kept.kind === 'kept' ? 'done' : 'again', quarantined: true, left, ...(caseId ? { caseId } : {}) }
}

const originalOf = (id: string, raw: Buffer) => ({
  key: `quarantine:${id}`,
  sha256: createHash('sha256').update(raw).digest('hex'),
})

class OtherBytes extends Error {}

/** Complaints and hazards: by one vocabulary, whatever service the form is of. */
const takeForm = async (deps: Deps, arrived: Arrived): Promise<Outcome> => {
  const { source, raw, contentType, message } = arrived
  const read = await readSubmission(source.kind, raw, contentType)
  const { source: door, id: messageId, bodyHash } = message
  const at = deps.now()
  const bytes = { source: door, messageId, bodyHash, at, why: 'kept before it is read', bytes: raw }
  const uploads = uploadsOf(deps, await filesIn(raw, contentType))
  const given = { fallbackId: messageId, original: originalOf('', raw), receivedAt: at, uploads }
  const keepAside = async (id: string, misfit: Misfit) => {
    const kept = await quarantine(deps.store, { ...bytes, why: misfit.detail ?? misfit.reason, caseId: misfit.caseId })
    if (kept.kind === 'mismatch') throw new OtherBytes()
    return toTriage(deps, id, { ...misfit, original: originalOf(kept.id, raw) })
  }
  const result = await handleForm(deps, source, read, given, keepAside)
  const { kind, caseId, reference, triage, why } = result
  if (kind === 'mismatch' && reference === undefined) return { kind }
  // An edited submission keeps its number: no service would do anything about a refusal, so a person looks at it.
  const edited =
    kind === 'mismatch'
      ? await keepAside(`${messageId}:${bodyHash}`, { ...editedOf(source, at), original: given.original })
      : undefined
  const beside = edited?.caseId ?? triage
  return {
    kind: kind === 'again' ? 'again' : 'done',
    reference,
    ...(caseId ? { caseId } : {}),
    ...(beside
      ? { quarantined: true as const, left: { outcome: 'triage', caseId: beside, ...(why ? { why } : {}) } }
      : {}),
    ...(kind === 'test' ? { left: { outcome: 'test', why: 'a trial of the form' } } : {}),
  }
}

const editedOf = (source: Source, receivedAt: Instant): Omit<Misfit, 'original'> => ({
  reason: 'refused',
  detail: 'a submission of this number with other answers came before',
  source: `form:${source.source}`,
  channel: 'form',
  receivedAt,
  meant: source.workflow,
})

const take = async (deps: Deps, arrived: Arrived): Promise<Outcome> => {
  if (opensByMessage(arrived.source.workflow)) return takeForm(deps, arrived)
  const opened = await openPlain(deps, { ...arrived, at: deps.now() })
  if (opened.kind === 'mismatch') return { kind: 'mismatch' }
  if (opened.kind === 'unfit') return keep(deps, arrived, opened.why)
  const kind = opened.kind === 'opened' ? 'done' : 'again'
  const { caseId, beside } = opened
  if (!beside) return { kind, caseId }
  const aside = await keep(deps, arrived, beside, caseId)
  return aside.kind === 'mismatch' ? aside : { ...aside, kind }
}

/** What a case's own history cannot show. Before it is answered, so that nothing that was accepted is without a trace. */
const noteLeft = async (deps: Deps, { source, message }: Arrived, { left, reference }: Outcome): Promise<void> => {
  if (!left) return
  const references = [message.id, ...(reference ? [reference] : [])]
  await noteIntake(deps.store, { door: `form:${source.source}`, at: deps.now(), references }, [left])
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
      const arrived = { source, raw, contentType: event.headers['content-type'], message }
      const outcome = await take(deps, arrived).catch((error: unknown) => {
        if (error instanceof OtherBytes) return { kind: 'mismatch' as const }
        throw error
      })
      await noteLeft(deps, arrived, outcome)
      return answered(message, outcome)
    },
  })

const whyUnknown = 'no signature fits this body'
