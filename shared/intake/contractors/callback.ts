/** A contractor's message: who, about which job, when, and what happened. Refused whole when any of it is unknown. */
import * as z from 'zod'
import { instant } from '../../core/time.ts'
import { WEBHOOK_ID } from '../signature.ts'
import { type CallbackType, callbackData, callbackTypes, document } from './callback-data.ts'

const short = (most: number) => z.string().trim().min(1).max(most)
const ref = z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N}:._/ -]{0,99}$/u, 'letters, digits and : . _ / - alone')

const envelope = {
  eventId: z.string().regex(WEBHOOK_ID, 'up to 100 letters, digits, - or _').optional(),
  contractorRef: ref.optional().meta({ description: 'your own number of the job: staff find what you told by it' }),
  /** our case; `jobRef` where a contractor's system has only one field for it */
  caseId: ref.optional(),
  jobRef: ref.optional(),
  assetRef: ref,
  addressLine1: short(200).optional(),
  postcode: short(12).optional(),
  stream: short(40).optional(),
  occurredAt: z.iso
    .datetime({ offset: true, error: 'an instant with its offset, such as 2026-11-26T10:40:00+00:00' })
    .pipe(instant),
  operative: z.strictObject({ name: short(120), regNo: short(60).optional() }).optional(),
  documents: z.array(document).max(50).default([]),
  notes: short(4000).optional(),
  welfareConcern: z
    .strictObject({ yes: z.boolean(), text: short(2000).optional() })
    .refine(({ yes, text }) => !yes || text, { path: ['text'], message: 'what is the concern?' })
    .optional(),
  schemaVersion: z.literal('1', 'schemaVersion 1 is the only one'),
}

const of = <T extends CallbackType>(type: T) =>
  z.strictObject({ ...envelope, eventType: z.literal(type), data: callbackData[type] })

/** Whoever sends these opens a case by them; all others must name one. */
export const opening: Partial<Record<CallbackType, string>> = {
  'complaint.received': 'complaint',
  'hazard.observed': 'hazard',
}

export const callback = z
  .discriminatedUnion(
    'eventType',
    [
      of('appointment.made'),
      of('appointment.cancelled'),
      of('visit.noAccess'),
      of('inspection.completed'),
      of('certificate.submitted'),
      of('unsafe.found'),
      of('remedial.completed'),
      of('remedial.confirmation'),
      of('alarm.tested'),
      of('monitoring.reading'),
      of('complaint.received'),
      of('hazard.observed'),
    ],
    {
      error: ({ input }) =>
        typeof input === 'object' && input !== null && !Array.isArray(input)
          ? `an eventType is one of ${callbackTypes.join(', ')}`
          : 'one message, as an object',
    },
  )
  .refine(body => body.caseId ?? body.jobRef ?? opening[body.eventType], {
    path: ['caseId'],
    message: 'caseId or jobRef: which job is it about?',
  })
  .refine(
    body => body.eventType !== 'certificate.submitted' || body.data.document !== undefined || body.documents.length > 0,
    { path: ['data', 'document'], message: 'a certificate without its document' },
  )
  .refine(body => body.eventType !== 'certificate.submitted' || body.data.engineer || body.operative?.regNo, {
    path: ['data', 'engineer'],
    message: 'who signed it, and under which registration?',
  })
  .meta({ id: 'ContractorCallback', description: 'What a contractor tells about one job' })
export type Callback = z.output<typeof callback>

const pick = (value: unknown, path: string): { path: string; document: z.output<typeof document> }[] => {
  if (typeof value !== 'object' || value === null) return []
  const own = document.safeParse(value)
  if (own.success) return [{ path, document: own.data }]
  return Object.entries(value).flatMap(([key, inner]) => pick(inner, path ? `${path}.${key}` : key))
}

/** Every document of a message, with where it stands. */
export const documentsOf = (body: Callback) => pick({ documents: body.documents, data: body.data }, '')
