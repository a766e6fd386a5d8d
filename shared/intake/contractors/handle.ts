/** One proved message of a contractor, to its end: an event of its job, a case of its own, or a refusal with its reason. */
import * as z from 'zod'
import type { Actor, Case, Rejection } from '../../core/case.ts'
import { anotherBody, fromRejection, invalid, type Problem, problem } from '../../http/problem.ts'
import { isTheirs } from '../../position/theirs.ts'
import { sha256 } from '../../store/chain.ts'
import type { Message } from '../../store/store.ts'
import { why } from '../to-triage.ts'
import { type Callback, documentsOf, opening } from './callback.ts'
import { callbackTypes } from './callback-data.ts'
import { type CallbackEvent, eventNames, toEvent, unreadIssues } from './callback-event.ts'
import { keepBytes, register } from './documents.ts'
import { otherHome, otherStream } from './job.ts'
import { openFrom } from './opening.ts'
import type { CallbackDeps, CallbackResult, Contractor, Told, Unplaced } from './ports.ts'
import { unknownJob } from './read.ts'
import { waterJob } from './water-job.ts'

export const toldBy = (contractor: Contractor): Actor => ({
  kind: 'contractor',
  id: contractor.id,
  roles: ['contractor'],
})

/**
 * The numbers by which a message is known. A sender's own `eventId` goes before the number of the delivery: some
 * number each attempt anew, and one visit told twice must not be two. The delivery's is kept as well: it may not come
 * again with another body.
 */
export const messageOf = (contractor: Contractor, delivery: string, body: Callback, raw: Uint8Array): Message => ({
  source: `contractor:${contractor.id}`,
  id: body.eventId ?? delivery,
  ...(body.eventId === undefined ? {} : { alias: delivery }),
  bodyHash: sha256(Buffer.from(raw).toString('base64')),
})

/** Whoever reviews it must see that the same file stands for another home, of one of which it is wrong (G27). */
const sharedWith = ({ workflow }: Case, files: Awaited<ReturnType<typeof register>>): string[] =>
  files.flatMap(({ name, elsewhere }) => {
    const others = elsewhere.filter(id => id.startsWith(`${workflow}:`))
    return others.length > 0 ? [`The same file is evidence of ${others.join(', ')} too: ${name}. Whose is it?`] : []
  })

/** What was said of people, which no workflow asked for: a note, whose words lie beside the history. */
const noteAside = async (
  deps: CallbackDeps,
  caseId: string,
  { contractor, message }: Told,
  event: CallbackEvent,
  shared: readonly string[],
) => {
  const { notes, welfareConcern } = event.aside
  const text = [notes, welfareConcern?.yes ? `Welfare concern: ${welfareConcern.text}` : undefined, ...shared]
    .filter(part => part !== undefined)
    .join('\n')
  if (text === '') return
  const by: Actor = { kind: 'system', id: `contractor:${contractor.id}`, roles: ['system'] }
  const again: Message = { source: message.source, id: `${message.id}~note`, bodyHash: message.bodyHash }
  await deps.apply.event(caseId, { type: 'note.added', at: event.at, by, data: { text } }, again)
}

/** What the job takes now, in the words of contractors: staff's events are nothing that they could send. */
const theirWords = (allowed: readonly string[]): string[] =>
  callbackTypes.filter(type => !opening[type] && eventNames[type].some(name => allowed.includes(name)))

const refusalOf = (rejection: Rejection): Problem => {
  if (!('allowed' in rejection)) return fromRejection(rejection)
  const allowed = theirWords(rejection.allowed)
  const said = fromRejection({ ...rejection, allowed })
  return allowed.length > 0 || rejection.kind !== 'not_allowed'
    ? said
    : {
        ...said,
        detail: `${rejection.event} is not allowed in ${rejection.state}, and nothing else that a contractor can tell`,
      }
}

/**
 * Whether a refusal leaves a person something to look at: danger that somebody saw, whatever the job's state; or a
 * visit after the job was closed (G75). All else its sender mends and sends again.
 */
const leftOver = ({ body }: Told, job: Case, rejection: Rejection): Unplaced | undefined => {
  const detail = why(rejection)
  if (body.eventType === 'unsafe.found') return { reason: 'refused', detail, caseId: job.id, meant: 'hazard' }
  return job.closedAt && body.occurredAt > job.closedAt ? { reason: 'refused', detail, caseId: job.id } : undefined
}

/** A field that neither the contract nor the job's workflow knows would be lost silently. */
const unreadBy = (
  { body }: Told,
  caseId: string | undefined,
  events?: Parameters<typeof unreadIssues>[1],
): CallbackResult | undefined => {
  const issues = unreadIssues(body, events)
  if (issues.length === 0) return undefined
  const refused = { kind: 'refused' as const, problem: problem(400, 'fields that nobody would read', { issues }) }
  const detail = issues.map(({ path, message }) => `${path}: ${message}`).join('; ')
  return body.eventType === 'unsafe.found' && caseId
    ? { ...refused, unplaced: { reason: 'unmapped', detail, caseId, meant: 'hazard' } }
    : refused
}

/** Danger that somebody saw waits no longer than a hazard, whatever else is wrong with the message. */
const danger = ({ eventType }: Callback) => (eventType === 'unsafe.found' ? { meant: 'hazard' } : {})

/** `job`: it is there, and somebody else's: a person here may know, the sender may not. */
const notThere = (body: Callback, caseId: string, job?: Case): CallbackResult => ({
  kind: 'refused',
  problem: unknownJob(caseId),
  unplaced: {
    reason: 'unplaced',
    detail: 'caseId, jobRef: no job of this contractor',
    ...(job ? { caseId: job.id } : {}),
    ...danger(body),
  },
})

const elsewhere = (
  body: Callback,
  code: 'WRONG_PROPERTY' | 'WRONG_STREAM',
  wrong: string,
  caseId: string,
): CallbackResult => {
  const sentence = `${code}: ${wrong}`
  return {
    kind: 'refused',
    problem: problem(422, sentence, { failed: [sentence], codes: [code] }),
    unplaced: { reason: 'refused', detail: sentence, caseId, ...danger(body) },
  }
}

/** The same certificate by another channel, or once more a month later, is the one that was accepted (G26). */
const acceptedBefore = (body: Callback, { facts }: Case): boolean => {
  if (body.eventType !== 'certificate.submitted') return false
  const { checks } = accepted.safeParse(facts).data ?? { checks: [] }
  const hashes = documentsOf(body).map(({ document }) => document.sha256)
  return hashes.length > 0 && checks.some(({ sha256 }) => hashes.every(hash => sha256.includes(hash)))
}
const accepted = z.looseObject({ checks: z.array(z.looseObject({ sha256: z.array(z.string()).default([]) })) })

type Found = { caseId: string; job: Case; body: Callback }

/** Their job that the message is about; a reading of the water names the system and belongs to one of its tasks. */
const findJob = async (
  { store, contractors }: CallbackDeps,
  { contractor, body }: Told,
): Promise<Found | CallbackResult> => {
  const named = body.caseId ?? body.jobRef ?? ''
  const job = (await store.load(named))?.case
  if (!job || !isTheirs(contractor, job, contractors)) return notThere(body, named, job)
  const water = waterJob(body, job.id)
  if (!water.ok)
    return {
      kind: 'refused',
      problem: invalid([{ path: water.path, message: water.message }], 'it does not say which task of the system'),
    }
  const caseId = water.body.caseId ?? named
  if (water.body === body) return { caseId, job, body }
  const task = (await store.load(caseId))?.case
  return task && isTheirs(contractor, task, contractors)
    ? { caseId, job: task, body: water.body }
    : notThere(body, caseId, task)
}

const aboutJob = async (deps: CallbackDeps, told: Told): Promise<CallbackResult> => {
  const found = await findJob(deps, told)
  if ('kind' in found) return found
  const { by, message } = told
  const { caseId, job, body } = found
  const asset = job.assetId === undefined ? undefined : await deps.store.getAsset(job.assetId)
  const events = deps.workflows[job.workflow]?.events ?? {}
  const unread = unreadBy({ ...told, body }, job.id, events)
  if (unread) return unread
  const event = toEvent(body, events)
  const wrong = otherHome(event, job, asset)
  if (wrong) return elsewhere(body, 'WRONG_PROPERTY', wrong, caseId)
  if (otherStream(body.stream, job, deps.workflows))
    return elsewhere(body, 'WRONG_STREAM', `the job is one of ${job.workflow}, the message says ${body.stream}`, caseId)
  await keepBytes(deps, body, caseId)
  const { type, at, data } = event
  const applied = await deps.apply.event(caseId, { type, at, by, data }, message)
  if (applied.kind === 'mismatch') return { kind: 'refused', problem: anotherBody(message.id) }
  if (applied.kind === 'rejected') {
    if (acceptedBefore(body, job)) return { kind: 'again', caseId }
    const unplaced = leftOver(told, job, applied.rejection)
    return { kind: 'refused', problem: refusalOf(applied.rejection), ...(unplaced ? { unplaced } : {}) }
  }
  const files = await register(deps, body, caseId)
  await noteAside(deps, caseId, told, event, sharedWith(job, files))
  return { kind: applied.kind === 'done' ? 'done' : 'again', caseId }
}

/** The same message again does nothing again. Throws Transient when it should be sent again. */
export const handleCallback = async (deps: CallbackDeps, told: Told): Promise<CallbackResult> =>
  opening[told.body.eventType] ? (unreadBy(told, undefined) ?? openFrom(deps, told)) : aboutJob(deps, told)
