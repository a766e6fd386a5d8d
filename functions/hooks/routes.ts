/** A submission of a web form opens a case. Once it is proved it is never refused: what is not understood is kept. */
import * as z from 'zod'
import type { Actor } from '../../shared/core/case.ts'
import { freshId } from '../../shared/core/ids.ts'
import { type Answer, json } from '../../shared/http/answer.ts'
import { anotherBody, type Problem, problem } from '../../shared/http/problem.ts'
import { route } from '../../shared/http/route.ts'
import { mapped, readForm } from '../../shared/intake/form.ts'
import { quarantine } from '../../shared/intake/quarantine.ts'
import { sha256 } from '../../shared/store/chain.ts'
import type { Message } from '../../shared/store/store.ts'
import type { Deps, Source } from './ports.ts'
import { prove } from './proof.ts'

/** Bytes: what one item holds with room to spare, so that whatever arrives can be kept whole. */
const LARGEST = 250_000

type Arrived = { source: Source; raw: Buffer; contentType: string | undefined; message: Message }
type Outcome = { kind: 'done' | 'again' | 'mismatch'; caseId?: string; quarantined?: true }

const keep = async (deps: Deps, { raw, message }: Arrived, why: string, caseId?: string): Promise<Outcome> => {
  const { source, id: messageId, bodyHash } = message
  const kept = await quarantine(deps.store, { source, messageId, bodyHash, at: deps.now(), why, caseId, bytes: raw })
  return { kind: kept.kind === 'kept' ? 'done' : kept.kind, quarantined: true, ...(caseId ? { caseId } : {}) }
}

/** An address that we cannot place must not stop a clock: the case opens without it, and the whole is kept beside. */
const take = async (deps: Deps, arrived: Arrived): Promise<Outcome> => {
  const { source, raw, contentType, message } = arrived
  const workflow = Object.hasOwn(deps.workflows, source.workflow) ? deps.workflows[source.workflow] : undefined
  if (!workflow) return keep(deps, arrived, `there is no workflow ${source.workflow}`)
  const form = readForm(raw, contentType)
  if (!form.ok) return keep(deps, arrived, form.why)
  const { assetId: ref, ...facts } = mapped(form.fields, source.mapping)
  const asset = typeof ref === 'string' && ref.length <= 200 ? await deps.store.getAsset(ref) : undefined
  const by: Actor = { kind: 'system', id: message.source, roles: ['system'] }
  const id = freshId(workflow.prefix, workflow.name, `${message.source}|${message.id}`)
  const opened = await deps.apply.open(
    workflow.name,
    { id, facts, by, ...(asset ? { assetId: asset.id } : {}) },
    message,
  )
  if (opened.kind === 'mismatch') return { kind: 'mismatch' }
  if (opened.kind === 'rejected') return keep(deps, arrived, JSON.stringify(opened.rejection))
  const kind = opened.kind === 'done' ? 'done' : 'again'
  if (ref === undefined || asset) return { kind, caseId: id }
  return { ...(await keep(deps, arrived, 'the property is not on the register', id)), kind }
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
    accepts: ['application/json', 'application/x-www-form-urlencoded'],
    limit: LARGEST,
    headers: z.object({
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
      const proof = await prove(deps, source, event, raw)
      if (!proof.ok || !source) return problem(401, proof.ok ? whyUnknown : proof.why)
      const message = { source: `hook:${source.source}`, id: proof.id, bodyHash: sha256(raw.toString('base64')) }
      return answered(message, await take(deps, { source, raw, contentType: event.headers['content-type'], message }))
    },
  })

const whyUnknown = 'no signature fits this body'
