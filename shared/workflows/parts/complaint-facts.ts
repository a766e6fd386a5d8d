/** What is known of a complaint. Words about people are references; everything a figure needs is here as dates and codes. */
import * as z from 'zod'
import { personal } from '../../core/personal.ts'
import { day, instant } from '../../core/time.ts'
import { point, remedyTypes, stage } from './complaint-stage.ts'
import * as evidence from './evidence.ts'

export const channels = [
  'web',
  'email',
  'phone',
  'in_person',
  'letter',
  'social_media',
  'live_chat',
  'inspection',
  'survey',
  'contractor',
  'other',
] as const
/** Code 1.3 and 3.6: whoever speaks for a resident is heard as the resident. */
export const speakers = ['resident', 'representative', 'councillor', 'mp', 'contractor', 'staff', 'group'] as const

const person = z.strictObject({
  name: personal(200),
  contact: personal(300).optional(),
  /** the landlord's own number of the person: says nothing by itself, and tells whether two are the same */
  ref: z.string().max(100).optional(),
})

/** Code 2.2. A landlord's `policy decision` or `only disagrees` is none of these. */
export const exclusions = ['over_12_months', 'legal_proceedings', 'already_considered'] as const

const learning = z.strictObject({
  stage: z.union([z.literal(1), z.literal(2)]),
  on: day,
  by: z.string(),
  rootCause: z.string().max(100),
  improvement: z.string().max(4000).optional(),
  noneBecause: z.string().max(2000).optional(),
  owner: z.string().max(254).optional(),
  dueOn: day.optional(),
  shareWith: z.array(z.string().max(60)).optional(),
})

export const adjustment = z.strictObject({
  type: z.string().min(1).max(100),
  detail: personal(2000).optional(),
  agreedOn: day,
  reviewOn: day.optional(),
})

/** The facts of case `complaint`. */
/** The scale of the regulator's surveys of tenants. */
export const satisfactions = [
  'very_satisfied',
  'fairly_satisfied',
  'neither',
  'fairly_dissatisfied',
  'very_dissatisfied',
] as const

export const facts = z.strictObject({
  receivedAt: instant,
  channel: z.enum(channels).default('other'),
  speaker: z.enum(speakers).default('resident'),
  /** none: anonymous; several: joint */
  persons: z.array(person).max(50).default([]),
  representative: z
    .strictObject({
      name: personal(200),
      role: z.string().max(60),
      consent: z.enum(['given', 'sought', 'not_needed']),
      scope: z.string().max(300).optional(),
    })
    .optional(),
  affects: z.enum(['individual', 'group']).default('individual'),
  text: personal(10_000).optional(),
  uprn: z
    .string()
    .regex(/^\d{1,12}$/)
    .optional(),
  area: z.string().max(100).optional(),
  messageId: z.string().max(300).optional(),
  contractor: z
    .strictObject({
      id: z.string().max(60),
      jobRef: z.string().max(100).optional(),
      receivedAt: instant,
      forwardedLate: z.boolean().optional(),
    })
    .optional(),
  documents: evidence.documents.optional(),
  /** it was in flight in another system: its number there, and what the row said of it */
  imported: z.strictObject({ reference: z.string().max(60), digest: z.string().max(64).optional() }).optional(),
  /** set where a service request is opened beside a complaint */
  kind: z.literal('service_request').optional(),
  origin: z
    .strictObject({ caseId: z.string(), kind: z.enum(['service_request', 'enquiry', 'complaint', 'reply']) })
    .optional(),
  parentIssue: z.string().max(100).optional(),
  scheme: z.enum(['HO', 'LGSCO']).default('HO'),
  choice: z
    .strictObject({
      on: day,
      by: z.string(),
      answer: z.enum(['complaint', 'service_request', 'neither', 'not_reached']),
    })
    .optional(),
  serviceArea: z.string().max(100).optional(),
  category: z.string().max(100).optional(),
  themes: z.array(z.string().max(100)).max(20).optional(),
  vulnerabilityChecked: z.boolean().optional(),
  urgency: z.enum(['early', 'ordinary', 'complex']).optional(),
  /** staff whom it is about: they neither handle nor check it */
  about: z.array(z.string().max(254)).max(20).optional(),
  issueOn: day.optional(),
  awareOn: day.optional(),
  points: z.array(point).max(100).default([]),
  outcomesSought: personal(4000).optional(),
  s1: stage.default({ extensions: [] }),
  s2: stage.optional(),
  updateEvery: z.int().optional(),
  lastUpdateOn: day.optional(),
  promises: z
    .array(
      z.strictObject({
        caseId: z.string(),
        stage: z.union([z.literal(0), z.literal(1), z.literal(2)]),
        type: z.enum(remedyTypes),
        by: day,
        amount: z.number().optional(),
      }),
    )
    .default([]),
  learning: z.array(learning).default([]),
  adjustments: z.array(adjustment).default([]),
  /** a label; no clock knows it */
  awaitingInfo: z.strictObject({ since: day, from: z.string().max(100) }).optional(),
  letters: z
    .array(
      z.strictObject({
        kind: z.string(),
        on: day,
        sha256: z.string(),
        channel: z.string(),
        words: personal(40_000).optional(),
      }),
    )
    .default([]),
  bounced: z.array(z.strictObject({ sha256: z.string(), on: day, kind: z.string() })).default([]),
  replySince: day.optional(),
  /** what the message that waits says: a complaint that comes of it begins with it */
  replyText: personal(10_000).optional(),
  lastContactOn: day.optional(),
  ombudsman: z.array(z.strictObject({ caseId: z.string(), on: day })).default([]),
  /** how it ended, without stage: the figures count by it */
  ended: z
    .enum(['refused', 'withdrawn', 'reclassified', 'merged', 'service_request', 'enquiry', 'feedback'])
    .optional(),
  endedOn: day.optional(),
  /** the final state that `follow_up` leads to */
  endsAs: z
    .enum([
      's1_closed',
      'withdrawn',
      'refused',
      's2_refused',
      'reclassified_sr',
      'sr_closed',
      'enq_closed',
      'feedback_closed',
    ])
    .optional(),
  refusal: z
    .strictObject({
      stage: z.union([z.literal(1), z.literal(2)]),
      exclusion: z.enum(exclusions),
      proposedBy: z.string(),
      approvedBy: z.string(),
      on: day,
    })
    .optional(),
  withdrawal: z.strictObject({ on: day, words: personal(4000), by: z.enum(['resident', 'representative']) }).optional(),
  links: z.array(z.strictObject({ caseId: z.string(), why: z.string() })).default([]),
  mergeInto: z.string().optional(),
  reopened: z
    .array(z.strictObject({ on: day, why: z.string(), approvedBy: z.string(), correctedOn: day.optional() }))
    .default([]),
  surveys: z.array(z.string().max(60)).default([]),
  /** how satisfied they are with how their complaint was handled */
  surveyAnswers: z
    .array(z.strictObject({ survey: z.string().max(60), on: day, answer: z.enum(satisfactions) }))
    .optional(),
})
export type Facts = z.output<typeof facts>
