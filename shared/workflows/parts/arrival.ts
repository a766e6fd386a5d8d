/**
 * What somebody told us, whatever the channel: one vocabulary for e-mail and forms, and how it becomes the facts of the
 * case that it opens. The received instant is the channel's own, so that no clock starts later than the law's.
 */
import * as z from 'zod'
import { type Personal, personal } from '../../core/personal.ts'
import { at, day, type Instant, instant } from '../../core/time.ts'
import * as evidence from './evidence.ts'
import { kindOf } from './hazard.ts'

export const speakers = ['resident', 'representative', 'councillor', 'mp', 'contractor', 'staff', 'group'] as const
export const severities = ['emergency', 'significant', 'none', 'unsure'] as const

/** Characters. Longer text is cut here; the original is kept whole. */
const MOST = 10_000
export const longest: Readonly<Record<string, number>> = { text: MOST, wants: 4000 }

/** What a person may say of it, in a form's fields or by hand when it is sorted. */
export const told = {
  text: personal(MOST).optional(),
  wants: personal(4000).optional(),
  name: personal(200).optional(),
  contact: personal(300).optional(),
  speaker: z.enum(speakers).optional(),
  assetId: z.string().trim().min(1).max(100).optional(),
  uprn: z
    .string()
    .regex(/^\d{1,12}$/, 'a UPRN is up to 12 digits')
    .optional(),
  area: z.string().max(100).optional(),
  location: z.string().max(200).optional(),
  /** the reporter's own word for a hazard */
  kind: z.string().max(60).optional(),
  severity: z.enum(severities).optional(),
  issueOn: day.optional(),
  awareOn: day.optional(),
}

export const arrival = z.strictObject({
  ...told,
  receivedAt: instant,
  channel: z.enum(['email', 'form', 'contractor']),
  documents: evidence.documents.optional(),
  /** the sender's own number for it: a form's submission, a mail's Message-ID */
  reference: z.string().max(300).optional(),
})
export type Arrival = z.output<typeof arrival>

const cut = (text: Personal | undefined, most: number): Personal | undefined =>
  typeof text === 'string' && text.length > most ? `${text.slice(0, most - 1)}…` : text

const present = (facts: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined))

const complaint = (a: Arrival) => {
  const name = a.name ?? a.contact
  return {
    receivedAt: a.receivedAt,
    channel: a.channel === 'form' ? 'web' : a.channel,
    speaker: a.speaker,
    persons: name === undefined ? undefined : [present({ name, contact: a.contact })],
    text: cut(a.text, MOST),
    outcomesSought: a.wants,
    uprn: a.uprn,
    area: a.area,
    issueOn: a.issueOn,
    awareOn: a.awareOn,
    messageId: a.reference,
    documents: a.documents,
  }
}

/** A hazard has no fields for who reported it; whoever visits needs to know whom to ask. Words to keep are added to no reference. */
const reported = ({ text, name, contact }: Arrival): Personal | undefined => {
  const by = [name, contact].filter(one => typeof one === 'string')
  if (by.length === 0 || (text !== undefined && typeof text !== 'string')) return cut(text, 4000)
  return [cut(text, 3500), `Reported by ${by.join(', ')}`].filter(Boolean).join('\n\n')
}

/** Day 0 is the day on which somebody of ours saw it, not that of the form: without an hour, from its beginning. */
const awareAt = ({ receivedAt, awareOn }: Arrival): Instant => {
  const seen = awareOn && at(awareOn, '00:00')
  return seen !== undefined && seen < receivedAt ? seen : receivedAt
}

const hazard = (a: Arrival) => ({
  awareAt: awareAt(a),
  channel: a.channel,
  // A form's own field says what it is; a letter's words are a guess that triage corrects.
  kind: kindOf(a.kind ?? (typeof a.text === 'string' ? a.text.slice(0, 1000) : '')),
  reportedAs: a.kind,
  severityHint: a.severity,
  description: reported(a),
  location: a.location,
  documents: a.documents,
  sourceReference: a.reference?.slice(0, 200),
})

/** Workflows that a message may open, and the facts that they begin with. */
export const openings = {
  complaint: (a: Arrival) => present(complaint(a)),
  hazard: (a: Arrival) => present(hazard(a)),
} as const
export type Opened = keyof typeof openings

const common = ['text', 'name', 'contact', 'assetId', 'awareOn'] as const
/** Of what may be told, that for which the case has a place; the rest is for a note of it. */
export const keeps: Readonly<Record<Opened, readonly (keyof typeof told)[]>> = {
  complaint: [...common, 'wants', 'speaker', 'uprn', 'area', 'issueOn'],
  hazard: [...common, 'location', 'kind', 'severity'],
}
export const opensByMessage = (workflow: string): workflow is Opened => Object.hasOwn(openings, workflow)
