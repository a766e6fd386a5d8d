/**
 * A major adaptation of a home for a disabled person, from the referral to the day it can be used. Each stage has its
 * own time and the whole has one. An invoice completes nothing: only evidence of the work does, seen by another person.
 */
import * as z from 'zod'
import { ruleFor, workflow } from '../core/declare.ts'
import { personal } from '../core/personal.ts'
import type { Reckon } from '../core/reckon.ts'
import { type Day, day, daysBetween } from '../core/time.ts'
import type { PolicyId } from '../law/policy.ts'
import { task } from '../law/tasks.ts'
import { accessAttempt, accessGained } from './parts/access.ts'
import * as evidence from './parts/evidence.ts'
import { attemptOf } from './parts/visits.ts'

const words = (most: number) => z.string().trim().min(1).max(most)
const kinds = z.enum([
  'level_access_shower',
  'stairlift',
  'through_floor_lift',
  'ramp',
  'kitchen',
  'extension',
  'hoist',
  'other',
])

const facts = z.strictObject({
  referredOn: day,
  kind: kinds.default('other'),
  need: personal(4000).optional(),
  assessedOn: day.optional(),
  approvedOn: day.optional(),
  budget: z.string().max(60).optional(),
  orderedOn: day.optional(),
  contractorId: z.string().max(60).optional(),
  startedOn: day.optional(),
  claimed: z.strictObject({ on: day, by: z.string(), sha256: z.array(z.string()) }).optional(),
  completedOn: day.optional(),
  waitedDays: z.int().optional(),
  invoices: z.array(z.strictObject({ reference: z.string(), on: day })).default([]),
  attempts: z.array(evidence.attempt).default([]),
  closedBecause: z.string().max(1000).optional(),
})
type Facts = z.output<typeof facts>

const officers = ['officer', 'housingOfficer', 'teamLeader', 'operationalManager', 'headOfService'] as const
const managers = ['teamLeader', 'operationalManager', 'headOfService'] as const
const anyone = ['contractor', ...officers] as const

const completed = z.looseObject({ documents: evidence.documents.optional(), completedOn: day.optional() })

const claims = ruleFor<Facts, typeof completed>()({
  to: 'claimed_complete',
  by: anyone,
  when: {
    'EVIDENCE_MISSING: there is a photograph or document of the work; an invoice is none': (_, e) =>
      evidence.ofTheWork(e.data.documents).length > 0,
    'DATE_IN_FUTURE: it was not completed in the future': (_, e, now) => (e.data.completedOn ?? e.on) <= now.today,
    'it was not completed before it was started': (f, e) => (e.data.completedOn ?? e.on) >= (f.startedOn ?? ''),
  },
  set: (_, e) => ({
    claimed: { on: e.data.completedOn ?? e.on, by: e.by.id, sha256: evidence.ofTheWork(e.data.documents) },
  }),
  raises: (f, _, now) => accessGained('adaptation', now.case, f.attempts),
})

const stage = (from: (f: Facts) => Day | undefined, policy: PolicyId, what: string) => (f: Facts, reckon: Reckon) => {
  const on = from(f)
  if (on) reckon.because(`${what} on ${on}`)
  return on && reckon.days(on, reckon.policy(policy))
}
const ladder = task('stageLate', ['officer', 'operationalManager'])

export const adaptation = workflow({
  name: 'adaptation',
  title: 'Major adaptation',
  prefix: 'ADP',
  law: ['adaptation.assess', 'adaptation.approve', 'adaptation.order', 'adaptation.start', 'adaptation.complete'],
  policies: ['adaptation.assess', 'adaptation.approve', 'adaptation.order', 'adaptation.start', 'adaptation.complete'],
  facts,
  lead: 'operationalManager',
  opens: { 'DATE_IN_FUTURE: it was not referred in the future': (f, now) => f.referredOn <= now.today },
  events: {
    'adaptation.assessed': z.strictObject({ kind: kinds.optional(), recommendation: personal(4000) }),
    'adaptation.approved': z.strictObject({ budget: words(60), reference: words(100).optional() }),
    'adaptation.ordered': z.strictObject({ contractorId: words(60), workOrder: words(100) }),
    'work.started': z.looseObject({}),
    'work.completed': completed,
    'remedial.completed': completed,
    'invoice.received': z.strictObject({ reference: words(100) }),
    'completion.verified': z.strictObject({ tenantContent: z.boolean().optional() }),
    'completion.disputed': z.strictObject({ reason: personal(2000) }),
    'visit.noAccess': evidence.visitNoAccess,
    'adaptation.refused': z.strictObject({ reason: words(1000), letter: evidence.document }),
    'adaptation.withdrawn': z.strictObject({ reason: words(1000) }),
  },
  initial: 'referred',
  states: {
    referred: {
      title: 'Referred, to be assessed',
      on: {
        'adaptation.assessed': {
          to: 'assessed',
          by: officers,
          set: (f, e) => ({ assessedOn: e.on, kind: e.data.kind ?? f.kind }),
        },
      },
    },
    assessed: {
      title: 'Assessed, to be approved',
      on: {
        'adaptation.approved': {
          to: 'approved',
          by: managers,
          set: (_, e) => ({ approvedOn: e.on, budget: e.data.budget }),
        },
      },
    },
    approved: {
      title: 'Approved, to be ordered',
      on: {
        'adaptation.ordered': {
          to: 'ordered',
          by: officers,
          set: (_, e) => ({ orderedOn: e.on, contractorId: e.data.contractorId }),
        },
      },
    },
    ordered: {
      title: 'Ordered',
      on: {
        'work.started': {
          to: 'on_site',
          by: anyone,
          set: (_, e) => ({ startedOn: e.on }),
          raises: (f, _, now) => accessGained('adaptation', now.case, f.attempts),
        },
        'work.completed': claims,
        'remedial.completed': claims,
      },
    },
    on_site: { title: 'On site', on: { 'work.completed': claims, 'remedial.completed': claims } },
    claimed_complete: {
      title: 'Claimed complete, to be verified',
      on: {
        'completion.verified': {
          to: 'completed',
          by: officers,
          when: { 'verified by somebody other than who claimed it': (f, e) => e.by.id !== f.claimed?.by },
          set: (f, e) => {
            const on = f.claimed?.on ?? e.on
            return { completedOn: on, waitedDays: daysBetween(f.referredOn, on) }
          },
        },
        'completion.disputed': {
          to: 'on_site',
          by: officers,
          set: (f, e) => ({ claimed: undefined, startedOn: f.startedOn ?? e.on }),
        },
      },
    },
    completed: { title: 'Completed', final: 'completed' },
    refused: { title: 'Refused', final: 'refused' },
    withdrawn: { title: 'Withdrawn', final: 'withdrawn' },
  },
  anywhere: {
    'invoice.received': {
      by: anyone,
      set: (f, e) => ({ invoices: [...f.invoices, { reference: e.data.reference, on: e.on }] }),
      notes: () => ['an invoice completes nothing'],
    },
    'visit.noAccess': {
      by: anyone,
      set: (f, e, now) => ({ attempts: [...f.attempts, attemptOf(f, e, now)] }),
      raises: (f, e, now) => {
        const attempt = attemptOf(f, e, now)
        return attempt.counts ? accessAttempt('adaptation', now.case, attempt, undefined) : []
      },
    },
    'adaptation.refused': { to: 'refused', by: managers, set: (_, e) => ({ closedBecause: e.data.reason }) },
    'adaptation.withdrawn': { to: 'withdrawn', by: officers, set: (_, e) => ({ closedBecause: e.data.reason }) },
  },
  clocks: {
    assess: {
      title: 'Assessment for an adaptation',
      source: 'adaptation.assess',
      kind: 'policy',
      runs: ['referred'],
      due: stage(f => f.referredOn, 'adaptation.assess', 'referred'),
      ladder,
    },
    approve: {
      title: 'Approval of an adaptation',
      source: 'adaptation.approve',
      kind: 'policy',
      runs: ['assessed'],
      due: stage(f => f.assessedOn, 'adaptation.approve', 'assessed'),
      ladder,
    },
    order: {
      title: 'Order of an adaptation',
      source: 'adaptation.order',
      kind: 'policy',
      runs: ['approved'],
      due: stage(f => f.approvedOn, 'adaptation.order', 'approved'),
      ladder,
    },
    start: {
      title: 'Start of an adaptation on site',
      source: 'adaptation.start',
      kind: 'policy',
      runs: ['ordered'],
      due: stage(f => f.orderedOn, 'adaptation.start', 'ordered'),
      ladder,
    },
    complete: {
      title: 'Completion of an adaptation',
      source: 'adaptation.complete',
      kind: 'policy',
      runs: ['on_site'],
      due: stage(f => f.startedOn, 'adaptation.complete', 'started'),
      ladder,
    },
    whole: {
      title: 'Major adaptation from referral to completion',
      source: 'adaptation.whole',
      kind: 'policy',
      runs: ['referred', 'assessed', 'approved', 'ordered', 'on_site', 'claimed_complete'],
      due: stage(f => f.referredOn, 'adaptation.whole', 'referred'),
      ladder: [
        { at: { days: -60 }, tell: ['operationalManager'], template: 'tooLong' },
        {
          at: { days: 1 },
          tell: ['operationalManager', 'headOfService'],
          template: 'tooLong',
          every: { days: 28 },
        },
      ],
    },
    verify: {
      title: 'Verification of a completed adaptation',
      source: 'landlord.policy',
      kind: 'policy',
      chaser: true,
      runs: ['claimed_complete'],
      due: (f, reckon) => f.claimed && reckon.workingDays(f.claimed.on, reckon.policy('evidence.chase')),
      ladder: task('verifyLate', ['officer', 'operationalManager']),
    },
  },
  words: {
    stageLate: {
      subject: '{title}: {where}',
      body: 'Somebody is waiting to be able to use their home. This stage was to be done by {due}.',
      act: 'Do the next step, or say to the tenant and here why not and when.',
    },
    tooLong: {
      subject: 'Adaptation: {where}',
      body: 'The whole was to be done by {due}, a year after the referral.',
      act: 'Decide what is needed to finish it: money, a contractor, a move.',
    },
    verifyLate: {
      subject: 'Adaptation to verify: {where}',
      body: 'It is claimed complete. Until somebody else has seen it, it counts as open.',
      act: 'See it, ask the tenant, then verify or dispute it.',
    },
  },
})
