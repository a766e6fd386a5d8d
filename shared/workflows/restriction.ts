/**
 * The register of restrictions on contact (Complaint Handling Code 5.14, 5.15): the reason with its evidence, the
 * Equality Act 2010 considered, the person told and able to appeal, and a review that cannot be forgotten. A
 * restriction never takes away the right to complain.
 */
import * as z from 'zod'
import { ruleFor, workflow } from '../core/declare.ts'
import { personal } from '../core/personal.ts'
import type { Reckon } from '../core/reckon.ts'
import { type Day, day } from '../core/time.ts'
import * as ladder from '../law/complaint-ladders.ts'
import { task } from '../law/tasks.ts'

const evidence = z
  .array(z.strictObject({ name: z.string().max(300), sha256: z.string().regex(/^[0-9a-f]{64}$/i) }))
  .max(50)
const review = z.strictObject({
  on: day,
  by: z.string(),
  decision: z.enum(['kept', 'changed', 'ended']),
  equalityConsidered: z.boolean(),
})

const facts = z.strictObject({
  personRef: z.string().min(1).max(100),
  kind: z.enum(['single_contact', 'letters_only', 'no_phone', 'set_times', 'accompanied_visits', 'other']),
  reason: personal(4000),
  evidence,
  /** regard to disability and other protected characteristics, for this person */
  equality: personal(4000),
  proportionate: z.string().trim().min(1).max(2000),
  proposedBy: z.string().min(1).max(254),
  startsOn: day,
  endsOn: day.optional(),
  /** no later than the longest time between reviews */
  reviewOn: day.optional(),
  decidedBy: z.string().optional(),
  decidedOn: day.optional(),
  toldOn: day.optional(),
  letterSha256: z.string().optional(),
  appealedOn: day.optional(),
  reviews: z.array(review).default([]),
  endedOn: day.optional(),
})
type Facts = z.output<typeof facts>

/** The date set, never later than the longest time between reviews. */
export const reviewDue = (f: Facts, reckon: Reckon): Day | undefined => {
  const last = f.reviews.at(-1)?.on ?? f.decidedOn ?? f.startsOn
  const longest = reckon.months(last, reckon.policy('complaint.restrictions'))
  return reckon.earliest(longest, f.reviewOn !== undefined && f.reviewOn > last ? f.reviewOn : undefined)
}

const deciders = ['headOfService', 'assistantDirector', 'serviceDirector', 'director', 'complaintsLead'] as const
const reviewed = z.strictObject({
  decision: z.enum(['kept', 'changed', 'ended']),
  reason: personal(4000),
  equality: personal(4000),
  kind: facts.shape.kind.optional(),
  nextReviewOn: day.optional(),
  letterSha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/i)
    .optional(),
})
const reviewGuards = {
  'RESIDENT_TOLD: a change or an end is told to the resident': (_: Facts, e: { data: z.output<typeof reviewed> }) =>
    e.data.decision === 'kept' || e.data.letterSha256 !== undefined,
}
const reviews = [
  ruleFor<Facts, typeof reviewed>()({
    to: 'ended',
    by: deciders,
    when: { ...reviewGuards, 'it ends': (_, e) => e.data.decision === 'ended' },
    set: (f, e) => ({
      endedOn: e.on,
      reviews: [...f.reviews, { on: e.on, by: e.by.id, decision: e.data.decision, equalityConsidered: true }],
    }),
  }),
  ruleFor<Facts, typeof reviewed>()({
    to: 'in_force',
    by: deciders,
    when: {
      ...reviewGuards,
      'it goes on': (_, e) => e.data.decision !== 'ended',
      'an appeal is decided by somebody other than who imposed it': (f, e) =>
        f.appealedOn === undefined || e.by.id !== f.decidedBy,
    },
    set: (f, e) => ({
      kind: e.data.kind ?? f.kind,
      reviewOn: e.data.nextReviewOn,
      appealedOn: undefined,
      reviews: [...f.reviews, { on: e.on, by: e.by.id, decision: e.data.decision, equalityConsidered: true }],
    }),
  }),
]

export const restriction = workflow({
  name: 'restriction',
  title: 'Restriction on contact',
  prefix: 'RES',
  law: ['complaint.restrictions'],
  policies: ['complaint.restrictions'],
  facts,
  lead: 'complaintHandler',
  opens: {
    'EVIDENCE: there is evidence of the behaviour': f => f.evidence.length > 0,
    'DATE_ORDER: it does not end before it begins': f => f.endsOn === undefined || f.endsOn >= f.startsOn,
  },
  events: {
    'restriction.imposed': z.strictObject({
      letterSha256: z.string().regex(/^[0-9a-f]{64}$/i),
      appealExplained: z.boolean(),
      rightToComplainKept: z.boolean(),
      reviewOn: day.optional(),
    }),
    'restriction.declined': z.strictObject({ reason: z.string().trim().min(1).max(2000) }),
    'appeal.received': z.strictObject({ words: personal(4000).optional() }),
    'restriction.reviewed': reviewed,
  },
  initial: 'proposed',
  states: {
    proposed: {
      title: 'Proposed, not in force',
      on: {
        'restriction.imposed': {
          to: 'in_force',
          by: deciders,
          when: {
            'APPROVER_SAME: whoever decides is not who proposed it': (f, e) => e.by.id !== f.proposedBy.toLowerCase(),
            'APPEAL: the letter explains how to appeal': (_, e) => e.data.appealExplained,
            'RIGHT_TO_COMPLAIN: it leaves the right to complain': (_, e) => e.data.rightToComplainKept,
            'REVIEW_DATE: the review is within the longest time between reviews': (_, e, now) =>
              e.data.reviewOn === undefined ||
              (e.data.reviewOn > e.on &&
                e.data.reviewOn <= now.reckon.months(e.on, now.reckon.policy('complaint.restrictions'))),
          },
          set: (_, e) => ({
            decidedBy: e.by.id,
            decidedOn: e.on,
            toldOn: e.on,
            letterSha256: e.data.letterSha256.toLowerCase(),
            reviewOn: e.data.reviewOn,
          }),
        },
        'restriction.declined': { to: 'declined', by: deciders },
      },
    },
    in_force: {
      title: 'In force',
      on: {
        'appeal.received': { to: 'appealed', set: (_, e) => ({ appealedOn: e.on }) },
        'restriction.reviewed': reviews,
      },
    },
    appealed: { title: 'In force, appealed', on: { 'restriction.reviewed': reviews } },
    ended: { title: 'Ended', final: 'ended' },
    declined: { title: 'Not imposed', final: 'declined' },
  },
  clocks: {
    decide: {
      title: 'Decide on the restriction',
      source: 'landlord.policy',
      kind: 'policy',
      runs: ['proposed'],
      due: (f, reckon) => reckon.workingDays(f.startsOn, reckon.policy('mail.unanswered')),
      ladder: task('decide', ['complaintHandler', 'complaintsLead']),
    },
    review: {
      title: 'Review of the restriction',
      source: 'complaint.restrictions',
      kind: 'policy',
      runs: ['in_force', 'appealed'],
      due: reviewDue,
      ladder: ladder.review({
        dueSoon: 'reviewDue',
        dueToday: 'reviewDue',
        overdue: 'reviewLate',
        escalated: 'reviewLate',
      }),
    },
    end: {
      title: 'End of the restriction',
      source: 'landlord.policy',
      kind: 'policy',
      runs: ['in_force', 'appealed'],
      due: f => f.endsOn,
      ladder: task('ending', ['complaintHandler', 'complaintsLead']),
    },
    appeal: {
      title: 'Decide the appeal',
      source: 'landlord.policy',
      kind: 'policy',
      runs: ['appealed'],
      due: (f, reckon) => f.appealedOn && reckon.workingDays(f.appealedOn, reckon.policy('complaint.enquiry')),
      ladder: task('appeal', ['complaintsLead', 'headOfService']),
    },
  },
  words: {
    decide: {
      subject: 'Restriction to decide upon: {ref}',
      body: 'It is not in force until it is decided and the person is told.',
      act: 'Impose it or decline it.',
    },
    reviewDue: {
      subject: 'Review of a restriction: {ref}',
      body: 'A restriction is kept under regular review, with regard to the Equality Act 2010.',
      act: 'Review it: keep, change or end it.',
    },
    reviewLate: {
      subject: 'Review of a restriction, {ref}',
      body: 'It is still in force and nobody has looked at it again.',
      act: 'Review it now, or end it.',
    },
    ending: {
      subject: 'A restriction ends: {ref}',
      body: 'It was limited in time.',
      act: 'End it and tell the person.',
    },
    appeal: {
      subject: 'Appeal against a restriction, {ref}',
      body: 'The person has appealed.',
      act: 'Have somebody other than who imposed it decide.',
    },
  },
})
