/** A contractor's message as an event of ours. */
import type * as z from 'zod'
import { at, type Day, dayOf, type Instant } from '../../core/time.ts'
import { fieldsOf, inTheirWords, knownAs } from '../trade-words.ts'
import { type Callback, documentsOf, opening } from './callback.ts'
import { type CallbackType, callbackData, type document } from './callback-data.ts'

/**
 * What a message may be called inside, best first: workflows keep the words of their trade, an FRA has a site visit
 * where a boiler has an inspection.
 */
export const eventNames: Record<CallbackType, readonly [CallbackType, ...string[]]> = {
  'appointment.made': ['appointment.made'],
  'appointment.cancelled': ['appointment.cancelled'],
  'visit.noAccess': ['visit.noAccess', 'action.noAccess'],
  'inspection.completed': [
    'inspection.completed',
    'exam.completed',
    'lra.completed',
    'reinspection.completed',
    'inspection.submitted',
    'survey.submitted',
    'site.visited',
    'visit.completed',
  ],
  'certificate.submitted': ['certificate.submitted', 'certificate.received', 'report.received'],
  'unsafe.found': ['unsafe.found', 'defect.A'],
  'remedial.completed': ['remedial.completed', 'completion.claimed', 'repair.completed', 'fault.fixed'],
  'remedial.confirmation': ['remedial.confirmation', 'confirmation.received'],
  'alarm.tested': ['alarm.tested'],
  'monitoring.reading': ['monitoring.reading'],
  'complaint.received': ['complaint.received'],
  'hazard.observed': ['hazard.observed', 'hazard.reported'],
}

/** The events of the workflow that receives it, with their schemas. */
type Events = Readonly<Record<string, z.ZodType>>

/**
 * When it happened: as claimed, unless the message names the day of the visit or the instant of completion and the
 * workflow has no field for that. A day is taken at noon in London.
 */
const happenedAt = ({ occurredAt, eventType, data }: Callback, theirs: ReadonlySet<string>): Instant => {
  if (eventType === 'remedial.completed' && !theirs.has('completedAt')) return data.completedAt
  const visit: Day | undefined =
    eventType === 'inspection.completed' || eventType === 'unsafe.found' ? data.visitDate : undefined
  if (visit === undefined || visit === dayOf(occurredAt) || knownAs('visitDate', theirs)) return occurredAt
  return at(visit, '12:00')
}

export type CallbackEvent = {
  /** absent when the message opens a case of its own */
  caseId?: string
  /** the workflow of the case to open */
  opens?: string
  assetRef: string
  type: string
  /** when it happened, as claimed */
  at: Instant
  data: Record<string, unknown>
  /**
   * Words about people, which no workflow has asked for: they belong beside the history, where they can be erased.
   * The address is for checking against ours.
   */
  aside: Partial<Pick<Callback, 'notes' | 'welfareConcern' | 'addressLine1' | 'postcode'>>
}

const isDocument = (value: object): value is z.output<typeof document> => 'sha256' in value && 'mime' in value

/** Bytes are stored elsewhere, under their hash; a photograph is among the documents and here by its name. */
const said = (value: unknown, key = ''): unknown => {
  if (Array.isArray(value)) return value.map(inner => said(inner))
  if (typeof value !== 'object' || value === null) return value
  if (isDocument(value)) return key === 'document' ? withoutBytes(value) : value.name
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, said(inner, name)]))
}
const withoutBytes = ({ base64: _, ...kept }: z.output<typeof document>) => kept

const nameIn = (eventType: CallbackType, events: Events): string => {
  const [own, ...others] = eventNames[eventType]
  return [own, ...others].find(name => Object.hasOwn(events, name)) ?? own
}

/** Fields of `data` that neither the contract nor the workflow knows: a slip of the pen that would be lost silently. */
export const unreadIssues = (body: Callback, events: Events = {}): { path: string; message: string }[] => {
  const theirs = fieldsOf(events[nameIn(body.eventType, events)])
  const ours = fieldsOf(callbackData[body.eventType])
  return Object.keys(body.data)
    .filter(field => !ours.has(field) && !theirs.has(field))
    .map(field => ({
      path: `data.${field}`,
      message: `this kind of job has no field of that name in ${body.eventType}`,
    }))
}

/**
 * The message as an event of ours, under the first of its names that the workflow has among its `events`, and in that
 * workflow's words. What was said of the job stands in `data`, with every document in `data.documents`, without its bytes.
 */
export const toEvent = (body: Callback, events: Events = {}): CallbackEvent => {
  const { eventType, caseId: given, jobRef, assetRef, operative, data } = body
  const { notes, welfareConcern, addressLine1, postcode } = body
  const opens = opening[eventType]
  const caseId = opens ? undefined : (given ?? jobRef)
  const type = nameIn(eventType, events)
  const theirs = fieldsOf(events[type])
  const documents = [...new Map(documentsOf(body).map(found => [found.document.sha256, found.document])).values()]
  return {
    ...(caseId ? { caseId } : {}),
    ...(opens ? { opens } : {}),
    assetRef,
    type,
    at: happenedAt(body, theirs),
    data: inTheirWords(
      {
        ...present({ jobRef, operative }),
        ...Object.fromEntries(Object.entries(data).map(([key, inner]) => [key, said(inner, key)])),
        documents: documents.map(withoutBytes),
      },
      theirs,
    ),
    aside: present({ notes, welfareConcern, addressLine1, postcode }),
  }
}

const present = <T extends Record<string, unknown>>(members: T): Partial<T> =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Partial<T>
