/** What can happen to a complaint, and what each message must say. */
import * as z from 'zod'
import { personal } from '../../core/personal.ts'
import { day } from '../../core/time.ts'
import * as f from './complaint-facts.ts'
import * as stage from './complaint-stage.ts'
import { documents } from './evidence.ts'
import { letterSent } from './letter-contents.ts'

const words = (most: number) => z.string().trim().min(1).max(most)
const email = z.string().min(1).max(254)
const nothing = z.strictObject({})
const choice = z.enum(['complaint', 'service_request', 'neither', 'not_reached'])
const handlerGiven = z.strictObject({ name: words(120), contact: words(200) })

const refused = z.strictObject({
  exclusion: z.enum(f.exclusions),
  matter: personal(4000),
  reason: personal(8000),
  /** that the exclusion was weighed for this very case, and discretion with it (Code 2.3, 2.5) */
  discretion: personal(4000),
  evidence: z.array(z.strictObject({ name: words(300), sha256: z.string().regex(/^[0-9a-f]{64}$/i) })).max(50),
  proposedBy: email,
  issueOn: day.optional(),
  awareOn: day.optional(),
  /** Code 2.2: proceedings have begun when both are filed at court, not when they are threatened */
  claimFormFiledOn: day.optional(),
  particularsFiledOn: day.optional(),
  earlierCase: z.string().max(100).optional(),
  letter: letterSent.optional(),
  note: words(2000).optional(),
})

const responseDrafted = z.strictObject({
  findings: z.array(stage.pointFinding).max(100),
  remedies: z.array(stage.promised).max(50).default([]),
  actions: z.array(stage.promised).max(50).default([]),
})

const moreTime = z.strictObject({
  newDue: day,
  reason: personal(4000),
  updateEvery: z.int().min(1).max(20),
  letter: letterSent.optional(),
  note: words(2000).optional(),
})

export const events = {
  /** anything further from the resident or on their behalf, in any state: never lost */
  'contact.received': z.strictObject({
    channel: z.enum(f.channels).default('other'),
    text: personal(10_000).optional(),
    from: z.enum(f.speakers).default('resident'),
    messageId: words(300).optional(),
    documents: documents.optional(),
  }),
  'choice.offered': z.strictObject({ answer: choice }),
  'person.identified': z.strictObject({ ref: words(100), index: z.int().min(0).max(49).default(0) }),
  'representative.recorded': z.strictObject({
    name: personal(200),
    role: words(60),
    consent: z.enum(['given', 'sought', 'not_needed']),
    scope: words(300).optional(),
  }),
  'classify.complaint': z.strictObject({
    serviceArea: words(100),
    category: words(100),
    themes: z.array(words(100)).max(20).optional(),
    vulnerabilityChecked: z.boolean(),
    urgency: z.enum(['early', 'ordinary', 'complex']).optional(),
    about: z.array(email).max(20).optional(),
    issueOn: day.optional(),
    awareOn: day.optional(),
  }),
  'classify.serviceRequest': z.strictObject({
    reason: words(2000),
    residentInformed: z.boolean(),
    repeatWithDissatisfaction: z.boolean(),
    serviceArea: words(100).optional(),
  }),
  'classify.enquiry': z.strictObject({
    from: words(200),
    expressesDissatisfaction: z.boolean(),
    serviceArea: words(100).optional(),
  }),
  'classify.feedback': z.strictObject({
    what: z.enum(['compliment', 'feedback', 'survey', 'other']),
    complaintRouteShown: z.boolean(),
  }),
  'complaint.refused': refused,
  'complaint.acknowledged': z.strictObject({
    points: z.array(stage.point).max(100).optional(),
    outcomesSought: personal(4000).optional(),
    handler: handlerGiven,
    letter: letterSent.optional(),
    /** nobody to write to (anonymous): what was logged instead */
    note: words(2000).optional(),
  }),
  'handler.assigned': z.strictObject({
    handler: email,
    name: words(120).optional(),
    conflictChecked: z.boolean(),
    independent: z.boolean().optional(),
  }),
  'complaint.extended': moreTime,
  /** it is late already: too late to extend, never too late to tell the resident */
  'delay.told': moreTime,
  'point.added': z.strictObject({ point: stage.point, related: z.boolean() }),
  'response.drafted': responseDrafted,
  'draft.qualityChecked': z.strictObject({
    passed: z.boolean(),
    checklist: z
      .strictObject({
        allPoints: z.boolean(),
        evidenceCited: z.boolean(),
        tone: z.boolean(),
        remedy: z.boolean(),
        route: z.boolean(),
        accuracy: z.boolean(),
      })
      .optional(),
    note: words(2000).optional(),
  }),
  /** more than a handler may promise: the sum of the draft's payments, in pounds */
  'compensation.approved': z.strictObject({ amount: z.number().min(0).max(1_000_000), reason: words(2000).optional() }),
  'complaint.responded': z.strictObject({ letter: letterSent.optional(), note: words(2000).optional() }),
  'response.corrected': z.strictObject({ letter: letterSent.optional(), note: words(2000).optional() }),
  'letter.bounced': z.strictObject({ sha256: z.string().regex(/^[0-9a-f]{64}$/i) }),
  'resident.satisfied': z.strictObject({ words: personal(2000).optional() }),
  /** Code 6.10 to 6.12: any words to anybody; nothing is asked for */
  'escalation.requested': z.strictObject({
    text: personal(10_000).optional(),
    reason: z.enum(['dissatisfied', 'compensation', 'actionsNotDone', 'noResponse', 'other']).optional(),
    unresolvedPoints: z.array(z.string().max(20)).max(100).optional(),
    channel: z.enum(f.channels).optional(),
  }),
  'escalation.refused': refused,
  'complaint.withdrawn': z.strictObject({
    words: personal(4000),
    by: z.enum(['resident', 'representative', 'landlord']),
    letter: letterSent.optional(),
    note: words(2000).optional(),
  }),
  'complaint.reclassified': z.strictObject({ residentAgreed: z.boolean(), evidence: words(2000), reason: words(2000) }),
  /** many complaints of one event: each keeps its own clocks and letters */
  'issue.linked': z.strictObject({ issue: words(100) }),
  'merge.requested': z.strictObject({ into: words(100).meta({ namesCase: 'complaint' }), sameMatter: z.boolean() }),
  /** from the duplicate to the case that stays: same people? */
  'merge.offered': z.strictObject({
    from: words(100),
    persons: z.array(z.string()),
    receivedOn: z.string(),
    receivedAt: z.string(),
  }),
  'complaint.merged': z.strictObject({ into: words(100), persons: z.array(z.string()) }),
  /** from the case that was asked: not the same people */
  'merge.declined': z.strictObject({ into: words(100) }),
  'complaint.reopened': z.strictObject({ error: words(2000), askedBy: email }),
  'serviceRequest.dissatisfaction': z.strictObject({
    text: personal(10_000).optional(),
    channel: z.enum(f.channels).optional(),
  }),
  'enquiry.dissatisfaction': z.strictObject({
    text: personal(10_000).optional(),
    channel: z.enum(f.channels).optional(),
  }),
  'serviceRequest.completed': z.strictObject({ note: words(2000), residentTold: z.boolean() }),
  'enquiry.answered': z.strictObject({ letter: letterSent }),
  'reply.answered': z.strictObject({ how: z.enum(['answered', 'nothing_asked', 'new_complaint']), note: words(2000) }),
  'update.sent': z.strictObject({
    progress: personal(4000),
    nextUpdateOn: day,
    letter: letterSent.optional(),
    note: words(2000).optional(),
  }),
  'promise.made': z.strictObject({ promise: stage.promised }),
  'learning.recorded': z.strictObject({
    rootCause: words(100),
    failed: personal(4000).optional(),
    improvement: words(4000).optional(),
    noneBecause: words(2000).optional(),
    owner: email.optional(),
    dueOn: day.optional(),
    shareWith: z
      .array(z.enum(['staff', 'residents_panel', 'newsletter', 'governing_body', 'annual_report']))
      .optional(),
  }),
  'adjustment.recorded': z.strictObject({ adjustment: f.adjustment.omit({ agreedOn: true }) }),
  'adjustment.reviewed': z.strictObject({
    type: words(100),
    nextReviewOn: day.optional(),
    ended: z.boolean().optional(),
  }),
  'info.requested': z.strictObject({ from: words(100) }),
  'info.received': nothing,
  'ombudsman.notified': z.strictObject({ reference: words(100), on: day.optional() }),
  /** a promise, or the Ombudsman's case, came to its end */
  'child.closed': z.strictObject({ child: z.string(), workflow: z.string(), state: z.string(), outcome: z.string() }),
  'survey.sent': z.strictObject({ survey: words(60) }),
  /** by whatever way it came back: to us, or to whoever asks tenants for the landlord */
  'survey.answered': z.strictObject({ survey: words(60), answer: z.enum(f.satisfactions) }),
} as const
