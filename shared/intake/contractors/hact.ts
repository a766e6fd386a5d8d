/**
 * HACT's JobStatusUpdate, for contractors whose system speaks it: what of its type codes has a meaning here. Codes as
 * Hackney's published repairs code uses them (70 denied access, 120 incomplete, 0 other with its own word).
 */
import * as z from 'zod'
import { bySchema, type Parsed, parseJson, utf8 } from '../../http/body.ts'
import { problem } from '../../http/problem.ts'
import { isTheirs } from '../../position/theirs.ts'
import { type Callback, callback } from './callback.ts'
import type { CallbackDeps, Contractor } from './ports.ts'
import { checked, readCallback, unknownJob } from './read.ts'

const update = z.looseObject({
  relatedWorkOrderReference: z.looseObject({ id: z.string().min(1).max(100) }),
  typeCode: z.union([z.string(), z.int()]).transform(String),
  otherType: z.string().max(200).optional(),
  eventTime: z.iso.datetime({ offset: true, error: 'an instant with its offset' }),
  comments: z.string().max(4000).optional(),
  operativesAssigned: z
    .array(z.looseObject({ identification: z.unknown(), nameFull: z.string().max(120).optional() }))
    .optional(),
})
type Update = z.output<typeof update>

type Event = { eventType: string; data: Record<string, unknown> }

/** By code; undefined where the code says nothing that this job can be told. Of a job that is not theirs it is not asked. */
const eventOf = (
  { typeCode, otherType, eventTime, relatedWorkOrderReference }: Update,
  workflow: string | undefined,
): Event | undefined => {
  const isOf = (one: string): boolean => workflow === undefined || workflow === one
  // It does not say why nobody let them in, nor that a card was left: an attempt, without evidence of its own.
  if (typeCode === '70') return { eventType: 'visit.noAccess', data: { outcome: 'no_answer', cardLeft: false } }
  if (/^120(\d\d)?$/.test(typeCode) && isOf('gas'))
    return { eventType: 'inspection.completed', data: { result: 'INCOMPLETE' } }
  const completed = typeCode === '0' && /^completed?$/i.test(otherType?.trim() ?? '')
  if (completed && isOf('action'))
    return {
      eventType: 'remedial.completed',
      data: { actionRefs: [relatedWorkOrderReference.id], completedAt: eventTime },
    }
  return undefined
}

const unmapped = ({ typeCode }: Update) => {
  const sentence = `HACT_NOT_MAPPED: type code ${typeCode} says nothing about this job that it can take; a check is completed by its certificate`
  return problem(422, sentence, { failed: [sentence], codes: ['HACT_NOT_MAPPED'] })
}

type FeedDeps = Pick<CallbackDeps, 'store' | 'now' | 'contractors'>

/** Of a job that is not there, or another's, the message goes on all the same: there it is refused like any, and kept. */
const fromHact = async (deps: FeedDeps, contractor: Contractor, raw: Buffer): Promise<Parsed<Callback>> => {
  const text = utf8(raw)
  if (!text.ok) return text
  const value = parseJson(text.value)
  const read = value.ok ? bySchema(update, value.value) : value
  if (!read.ok) return read
  const { relatedWorkOrderReference: job, eventTime, comments, operativesAssigned } = read.value
  const found = (await deps.store.load(job.id))?.case
  const c = found && isTheirs(contractor, found, deps.contractors) ? found : undefined
  const event = eventOf(read.value, c?.workflow)
  if (!event) return { ok: false, problem: c ? unmapped(read.value) : unknownJob(job.id) }
  const name = operativesAssigned?.[0]?.nameFull
  const body = {
    ...event,
    caseId: job.id,
    assetRef: c?.assetId ?? job.id,
    occurredAt: eventTime,
    ...(comments?.trim() ? { notes: comments } : {}),
    ...(name ? { operative: { name } } : {}),
    schemaVersion: '1',
  }
  return checked(bySchema(callback, body), deps.now())
}

/** By what the landlord's file says of how this contractor speaks. */
export const readFeed = (deps: FeedDeps, contractor: Contractor, raw: Buffer): Promise<Parsed<Callback>> =>
  contractor.feed === 'hact' ? fromHact(deps, contractor, raw) : Promise.resolve(readCallback(raw, deps.now()))
