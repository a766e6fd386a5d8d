/** What arrives as evidence in every stream: documents by hash, visits, appointments, failed visits. */
import * as z from 'zod'
import { day, instant } from '../../core/time.ts'

/** A file by its hash: the name may change, the hash says which bytes were seen. */
export const document = z.looseObject({
  name: z.string().min(1).max(300),
  sha256: z.string().regex(/^[0-9a-f]{64}$/i, 'a SHA-256 in hex'),
  mime: z.string().max(100).optional(),
})
export const documents = z.array(document).max(100)

/** Papers that say what was charged, not what was done. */
const invoiced = /invoice|valuation|remittance|statement of account/i

/** Hashes of what shows the work: an invoice among the documents shows none (G63). */
export const ofTheWork = (given: readonly { name: string; sha256: string }[] | undefined): string[] =>
  (given ?? []).filter(({ name }) => !invoiced.test(name)).map(({ sha256 }) => sha256.toLowerCase())

export const operative = z.looseObject({
  name: z.string().max(200).optional(),
  regNo: z.string().max(60).optional(),
})

export const applicability = z.enum(['required', 'not_required', 'unknown'])

export const appointmentMade = z.looseObject({
  slotStart: instant,
  slotEnd: instant,
  contactMethod: z.string().max(60).optional(),
})
export const appointmentCancelled = z.looseObject({
  by: z.enum(['tenant', 'contractor', 'landlord']),
  noticeAt: instant.optional(),
})

/** Outcomes of a visit that did not get in. */
export const noAccessOutcomes = ['no_answer', 'refused', 'rearranged', 'unsafe', 'wrong_address'] as const
export const visitNoAccess = z.looseObject({
  outcome: z.enum(noAccessOutcomes),
  cardLeft: z.boolean().optional(),
  photo: z.string().max(300).optional(),
  documents: documents.optional(),
})

/** An attempt as it stands in the facts. It counts only with its time and evidence, and only if nobody of ours caused it. */
export const attempt = z.strictObject({
  at: instant,
  on: day,
  by: z.string(),
  outcome: z.string(),
  counts: z.boolean(),
  /** what shows it: documents by hash, a photograph by its name */
  sha256: z.array(z.string()).optional(),
  photo: z.string().optional(),
})
export type Attempt = z.output<typeof attempt>

/** Whether a failed visit is evidenced: a photograph or a document beside its time; a wrong address never counts. */
export const evidenced = (data: z.output<typeof visitNoAccess>): boolean =>
  data.outcome !== 'wrong_address' && (Boolean(data.photo) || (data.documents?.length ?? 0) > 0)

/** What shows a failed visit, as the attempt keeps it. */
export const proofOf = (data: z.output<typeof visitNoAccess>): Pick<Attempt, 'sha256' | 'photo'> => ({
  ...(data.documents?.length ? { sha256: data.documents.map(d => d.sha256.toLowerCase()) } : {}),
  ...(data.photo ? { photo: data.photo } : {}),
})

/** An appointment that a contractor called off or did not keep: which one, where it is known. Never held against the tenant. */
export const missedAppointment = z.strictObject({ on: day, contractorId: z.string().max(254).optional() })
export type MissedAppointment = z.output<typeof missedAppointment>

/** One accepted check, as every recurring obligation keeps it (G24: when it was made and when we could show it). */
export const acceptedCheck = z.strictObject({
  on: day,
  knownOn: day,
  nextDue: day,
  result: z.string(),
  reference: z.string().optional(),
  /** the deadline it was made against */
  against: day.optional(),
  /** gas: the date it counts as made on */
  deemedOn: day.optional(),
  how: z.string().optional(),
  daysLate: z.int().optional(),
  acceptedBy: z.string().optional(),
  sha256: z.array(z.string()).optional(),
})
export type AcceptedCheck = z.output<typeof acceptedCheck>
