/** A policy of the landlord's: reviewed at least every three years, approved, and published as it is. */
import * as z from 'zod'
import { ruleFor, workflow } from '../core/declare.ts'
import type { Reckon } from '../core/reckon.ts'
import { type Day, day } from '../core/time.ts'
import { headOrAbove } from '../law/roles.ts'
import { task } from '../law/tasks.ts'
import * as evidence from './parts/evidence.ts'

const words = (most: number) => z.string().trim().min(1).max(most)

const facts = z.strictObject({
  policy: words(200),
  standard: z.string().max(200).optional(),
  approvedOn: day,
  everyMonths: z.int().min(1).max(60).optional(),
  publishedOn: day.optional(),
  link: z.string().max(2000).optional(),
  reviewBecause: z.string().max(500).optional(),
  reviewFrom: day.optional(),
  history: z.array(z.strictObject({ approvedOn: day, approvedBy: z.string(), sha256: z.string() })).default([]),
})
type Facts = z.output<typeof facts>

/** The period of policy or a shorter one of its own; a reason to review it earlier makes it due from that day. */
export const policyDue = (f: Facts, reckon: Reckon): Day => {
  reckon.because(`approved ${f.approvedOn}`)
  const longest = reckon.policy('policy.review')
  const regular = reckon.months(f.approvedOn, Math.min(f.everyMonths ?? longest, longest))
  return (
    reckon.earliest(regular, f.reviewFrom && reckon.months(f.reviewFrom, reckon.policy('policy.review.asked'))) ??
    regular
  )
}

const managers = headOrAbove
const approved = z.strictObject({ approvedBy: words(200), document: evidence.document })
const approves = ruleFor<Facts, typeof approved>()({
  to: 'to_publish',
  by: managers,
  set: (f, e) => ({
    approvedOn: e.on,
    publishedOn: undefined,
    reviewFrom: undefined,
    reviewBecause: undefined,
    history: [...f.history, { approvedOn: e.on, approvedBy: e.data.approvedBy, sha256: e.data.document.sha256 }],
  }),
})

export const policyReview = workflow({
  name: 'policy-review',
  title: 'Policy review',
  prefix: 'POL',
  law: ['policy.review'],
  policies: ['policy.review', 'policy.review.asked', 'policy.issue'],
  facts,
  lead: 'headOfService',
  opens: { 'DATE_IN_FUTURE: it was not approved in the future': (f, now) => f.approvedOn <= now.today },
  events: {
    'review.started': z.strictObject({ note: words(2000).optional() }),
    'review.asked': z.strictObject({ because: words(500) }),
    'policy.approved': approved,
    'policy.published': z.strictObject({ link: words(2000) }),
    'policy.withdrawn': z.strictObject({ reason: words(1000) }),
  },
  initial: 'in_force',
  starts: { to_publish: f => f.publishedOn === undefined },
  states: {
    in_force: { title: 'In force', on: { 'review.started': { to: 'in_review' } } },
    review_due: { title: 'Review due', on: { 'review.started': { to: 'in_review' } } },
    in_review: { title: 'In review', on: { 'policy.approved': approves } },
    to_publish: {
      title: 'Approved, to be published',
      on: { 'policy.published': { to: 'in_force', set: (_, e) => ({ publishedOn: e.on, link: e.data.link }) } },
    },
    withdrawn: { title: 'Withdrawn', final: 'withdrawn' },
  },
  anywhere: {
    /** a change of law, a finding of the Ombudsman, a restructure */
    'review.asked': { set: (_, e) => ({ reviewFrom: e.on, reviewBecause: e.data.because }) },
    'policy.withdrawn': { to: 'withdrawn', by: managers },
  },
  clocks: {
    review: {
      title: 'Review of a policy',
      source: 'policy.review',
      kind: 'policy',
      runs: ['in_force', 'review_due', 'in_review', 'to_publish'],
      due: policyDue,
      ladder: [
        {
          at: { daysBefore: 'policy.issue' },
          tell: ['headOfService'],
          template: 'due',
          to: { in_force: 'review_due' },
        },
        {
          at: { days: 1 },
          tell: ['headOfService', 'serviceDirector'],
          template: 'late',
          to: { in_force: 'review_due' },
        },
        { at: { days: 28 }, tell: ['serviceDirector', 'governingBody'], template: 'late', every: { days: 28 } },
      ],
    },
    publish: {
      title: 'Publication of an approved policy',
      source: 'landlord.policy',
      kind: 'policy',
      runs: ['to_publish'],
      due: (f, reckon) => reckon.workingDays(f.approvedOn, reckon.policy('evidence.chase')),
      ladder: task('publishLate', ['headOfService', 'serviceDirector']),
    },
  },
  words: {
    due: {
      subject: 'Policy to review by {due}: {policy}',
      body: 'It was last approved on {approved}.',
      act: 'Begin the review, with tenants and with what complaints have taught.',
    },
    late: {
      subject: 'Review of the policy {policy}',
      body: 'It was last approved on {approved} and is out of date.',
      act: 'Have it reviewed and approved.',
    },
    publishLate: {
      subject: 'Approved policy not published: {policy}',
      body: 'It was approved on {approved}. Tenants cannot see it yet.',
      act: 'Publish it and record where.',
    },
  },
  apart: f => f.policy,
  views: ['policy', 'approved'],
  view: f => ({ policy: f.policy, approved: f.approvedOn }),
})
