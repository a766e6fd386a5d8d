/** What a contractor tells about one job. Proved first, read second; another's job is not there. */
import * as z from 'zod'
import type { Actor } from '../../shared/core/case.ts'
import { type Answer, json } from '../../shared/http/answer.ts'
import { bySchema, type Parsed, parseJson, utf8 } from '../../shared/http/body.ts'
import { anotherBody, fromRejection, type Problem, problem } from '../../shared/http/problem.ts'
import { route } from '../../shared/http/route.ts'
import { type Callback, callback } from '../../shared/intake/callback.ts'
import { implausible } from '../../shared/intake/callback-checks.ts'
import { type CallbackEvent, toEvent, unreadIssues } from '../../shared/intake/callback-event.ts'
import { verify, whyNot } from '../../shared/intake/signature.ts'
import { type Contractor, isTheirs } from '../../shared/position/theirs.ts'
import { sha256 } from '../../shared/store/chain.ts'
import type { Message } from '../../shared/store/store.ts'
import { keepBytes, register } from './documents.ts'
import { otherHome } from './job.ts'
import { openFrom } from './opening.ts'
import type { Deps } from './ports.ts'

/** Bytes. Lambda takes 6 MB; photographs larger than this are sent by https. */
const LARGEST = 5 * 1_048_576

type Told = { contractor: Contractor; by: Actor; body: Callback; message: Message }

const guard = (sentence: string, codes: string[]): Problem => problem(422, sentence, { failed: [sentence], codes })

const readBody = (deps: Deps, raw: Buffer): Parsed<Callback> => {
  const text = utf8(raw)
  if (!text.ok) return text
  const value = parseJson(text.value)
  const body = value.ok ? bySchema(callback, value.value) : value
  if (!body.ok) return body
  const wrong = implausible(body.value, deps.now())
  if (wrong.length === 0) return body
  const detail = wrong.map(({ path, message }) => `${path}: ${message}`)
  const codes = [...new Set(wrong.map(({ code }) => code))]
  return {
    ok: false,
    problem: problem(422, detail.join('; '), {
      failed: detail,
      codes,
      issues: wrong.map(({ path, message }) => ({ path, message })),
    }),
  }
}

const accepted = ({ id }: Message, first: boolean, more: object): Answer =>
  json({ id, status: 'accepted', ...more }, first ? 202 : 200)

/** What was said of people, which no workflow asked for: a note, whose words lie beside the history. */
const noteAside = async (deps: Deps, caseId: string, { contractor, message }: Told, event: CallbackEvent) => {
  const { notes, welfareConcern } = event.aside
  const text = [notes, welfareConcern?.yes ? `Welfare concern: ${welfareConcern.text}` : undefined]
    .filter(part => part !== undefined)
    .join('\n')
  if (text === '') return
  const by: Actor = { kind: 'system', id: `contractor:${contractor.id}`, roles: ['system'] }
  const again: Message = { ...message, id: `${message.id}~note` }
  await deps.apply.event(caseId, { type: 'note.added', at: event.at, by, data: { text } }, again)
}

const unreadProblem = (body: Callback, events?: Parameters<typeof unreadIssues>[1]): Problem | undefined => {
  const issues = unreadIssues(body, events)
  return issues.length === 0 ? undefined : problem(400, 'fields that nobody would read', { issues })
}

const aboutJob = async (deps: Deps, told: Told): Promise<Answer | Problem> => {
  const { contractor, by, body, message } = told
  const caseId = body.caseId ?? body.jobRef ?? ''
  const job = (await deps.store.load(caseId))?.case
  // The same words for a job that is not there and one of somebody else.
  if (!job || !isTheirs(contractor, job)) return problem(404, `job ${caseId} is not known`)
  const asset = job.assetId === undefined ? undefined : await deps.store.getAsset(job.assetId)
  const events = deps.workflows[job.workflow]?.events ?? {}
  const unknown = unreadProblem(body, events)
  if (unknown) return unknown
  const event = toEvent(body, events)
  const wrong = otherHome(event, job, asset)
  if (wrong) return guard(`WRONG_PROPERTY: ${wrong}`, ['WRONG_PROPERTY'])
  await keepBytes(deps, body, caseId)
  const { type, at, data } = event
  const applied = await deps.apply.event(caseId, { type, at, by, data }, message)
  if (applied.kind === 'rejected') return fromRejection(applied.rejection)
  if (applied.kind === 'mismatch') return anotherBody(message.id)
  await register(deps, body, caseId)
  await noteAside(deps, caseId, told, event)
  return accepted(message, applied.kind === 'done', { caseId })
}

const ofItsOwn = async (deps: Deps, { by, body, message }: Told): Promise<Answer | Problem> => {
  const unknown = unreadProblem(body)
  if (unknown) return unknown
  const opened = await openFrom(deps, { body, event: toEvent(body), by, message })
  if (opened.kind === 'mismatch') return anotherBody(message.id)
  const { caseId, quarantined } = opened
  return accepted(message, opened.kind === 'done', { caseId, quarantined })
}

const answer = z.looseObject({
  id: z.string(),
  status: z.literal('accepted'),
  caseId: z.string().optional(),
  quarantined: z.literal(true).optional(),
})

export const postCallback = (deps: Deps) =>
  route({
    method: 'POST',
    path: '/contractors/{contractorId}/events',
    summary: 'A contractor tells about one of its jobs (Standard Webhooks, signed with its own key)',
    who: 'any',
    accepts: ['application/json'],
    limit: LARGEST,
    describes: callback,
    headers: z.object({ 'webhook-id': z.string(), 'webhook-timestamp': z.string(), 'webhook-signature': z.string() }),
    responses: {
      202: { description: 'accepted', schema: answer },
      200: { description: 'the same message came before', schema: answer },
    },
    refuses: [400, 401, 403, 409, 422],
    handler: async ({ params: { contractorId }, event, raw }) => {
      const contractor = deps.contractors.find(({ id }) => id === contractorId)
      const secrets = contractor ? await deps.secrets.of(`contractors/${contractor.id}`) : []
      const verdict = verify({ headers: event.headers, body: raw, secrets, now: deps.now() })
      if (!verdict.ok || !contractor) return problem(401, whyNot[verdict.ok ? 'signature' : verdict.why])
      const body = readBody(deps, raw)
      if (!body.ok) return body.problem
      const told: Told = {
        contractor,
        by: { kind: 'contractor', id: contractor.id, roles: ['contractor'] },
        body: body.value,
        message: { source: `contractor:${contractor.id}`, id: verdict.id, bodyHash: sha256(raw.toString('base64')) },
      }
      return toEvent(body.value).opens ? ofItsOwn(deps, told) : aboutJob(deps, told)
    },
  })
