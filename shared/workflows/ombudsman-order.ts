/**
 * One order of the Ombudsman, or one complaint handling failure to put right. The date is the Ombudsman's; only the
 * Ombudsman moves it, and the former date stays in the record.
 */
import * as z from 'zod'
import { ruleFor, workflow } from '../core/declare.ts'
import { personal } from '../core/personal.ts'
import { day } from '../core/time.ts'
import * as ladder from '../law/complaint-ladders.ts'
import { task } from '../law/tasks.ts'
import * as evidence from './parts/evidence.ts'

const facts = z.strictObject({
  reference: z.string().min(1).max(100),
  key: z.string().min(1).max(40),
  complaint: z.string().max(100).optional(),
  type: z.enum(['compensation', 'apology', 'repair', 'case_review', 'policy_change', 'training', 'publish', 'other']),
  failure: z.enum(['CHFO', 'CHFN']).optional(),
  what: personal(4000),
  due: day,
  amount: z.number().min(0).optional(),
  severe: z.boolean().default(false),
  owner: z.string().max(254).optional(),
  moved: z.array(z.strictObject({ was: day, to: day, why: z.string(), on: day })).default([]),
  claimed: z.strictObject({ on: day, by: z.string(), knownOn: day, sha256: z.array(z.string()) }).optional(),
  compliedOn: day.optional(),
  verifiedBy: z.string().optional(),
  inTime: z.boolean().optional(),
})
type Facts = z.output<typeof facts>

const claimed = z.looseObject({ doneOn: day.optional(), documents: evidence.documents.optional() })
const claims = ruleFor<Facts, typeof claimed>()({
  to: 'claimed_complied',
  when: {
    'DATE_IN_FUTURE: it was not done in the future': (_, e, now) => (e.data.doneOn ?? e.on) <= now.today,
    'EVIDENCE: there is evidence to send to the Ombudsman': (_, e) => (e.data.documents?.length ?? 0) > 0,
  },
  set: (_, e, now) => ({
    claimed: {
      on: e.data.doneOn ?? e.on,
      by: e.by.id,
      knownOn: now.today,
      sha256: (e.data.documents ?? []).map(d => d.sha256.toLowerCase()),
    },
  }),
  notes: (f, e, now) => (now.today > f.due && (e.data.doneOn ?? e.on) <= f.due ? ['backdated past a missed date'] : []),
})

const verifiers = ['complaintsLead', 'headOfService', 'serviceDirector', 'director'] as const

export const ombudsmanOrder = workflow({
  name: 'ombudsman-order',
  title: 'Order of the Ombudsman',
  prefix: 'ORD',
  law: ['ombudsman.order'],
  facts,
  lead: 'complaintsLead',
  events: {
    'order.assigned': z.strictObject({ owner: z.string().min(1).max(254) }),
    'date.moved': z.strictObject({
      to: day,
      reason: z.string().trim().min(1).max(2000),
      letterSha256: z.string().regex(/^[0-9a-f]{64}$/i),
    }),
    'compliance.claimed': claimed,
    'compliance.verified': z.strictObject({ sentToOmbudsmanOn: day, how: z.string().trim().min(1).max(2000) }),
    'compliance.disputed': z.strictObject({ reason: z.string().trim().min(1).max(2000) }),
    'order.withdrawn': z.strictObject({
      reason: z.string().trim().min(1).max(2000),
      letterSha256: z.string().regex(/^[0-9a-f]{64}$/i),
    }),
  },
  initial: 'open',
  states: {
    open: { title: 'Ordered', on: { 'compliance.claimed': claims } },
    claimed_complied: {
      title: 'Said to be complied with, to be verified',
      on: {
        'compliance.claimed': claims,
        'compliance.verified': {
          to: 'complied',
          by: verifiers,
          when: {
            'VERIFIER_SAME: verified by somebody other than who claimed it': (f, e) => e.by.id !== f.claimed?.by,
            'DATE_IN_FUTURE: it was not sent in the future': (_, e, now) => e.data.sentToOmbudsmanOn <= now.today,
          },
          set: (f, e) => ({
            compliedOn: f.claimed?.on,
            verifiedBy: e.by.id,
            inTime: f.claimed !== undefined && f.claimed.on <= f.due && e.data.sentToOmbudsmanOn <= f.due,
          }),
        },
        'compliance.disputed': { to: 'open', by: verifiers, set: () => ({ claimed: undefined }) },
      },
    },
    complied: { title: 'Complied with', final: 'complied' },
    withdrawn: { title: 'Withdrawn by the Ombudsman', final: 'withdrawn' },
  },
  anywhere: {
    'order.assigned': { set: (_, e) => ({ owner: e.data.owner }) },
    'date.moved': {
      set: (f, e) => ({
        due: e.data.to,
        moved: [...f.moved, { was: f.due, to: e.data.to, why: e.data.reason, on: e.on }],
      }),
    },
    'order.withdrawn': { to: 'withdrawn', by: verifiers },
  },
  clocks: {
    order: {
      title: 'Order of the Ombudsman',
      source: 'ombudsman.order',
      kind: 'statutory',
      runs: 'live',
      due: (f, reckon) => {
        reckon.because(
          f.moved.length > 0 ? `moved by the Ombudsman from ${f.moved[0]?.was}` : 'as printed in the determination',
        )
        return f.due
      },
      ladder: ladder.ombudsman({ dueSoon: 'dueSoon', dueToday: 'dueToday', overdue: 'overdue', escalated: 'overdue' }),
    },
    verify: {
      title: 'Verify that the order is complied with',
      source: 'landlord.policy',
      kind: 'policy',
      chaser: true,
      runs: ['claimed_complied'],
      due: (f, reckon) => f.claimed && reckon.workingDays(f.claimed.knownOn, reckon.policy('evidence.chase')),
      ladder: task('verify', ['complaintsLead']),
    },
  },
  words: {
    dueSoon: {
      subject: 'Order of the Ombudsman: {ref}',
      body: '{order}',
      act: 'Comply by {due} and keep the evidence.',
    },
    dueToday: {
      subject: 'Order of the Ombudsman due today: {ref}',
      body: '{order}',
      act: 'Comply today and send the evidence.',
    },
    overdue: {
      subject: 'Order of the Ombudsman, {ref}',
      body: '{order} Not complying may bring a complaint handling failure order.',
      act: 'Comply now, tell the Ombudsman, and send the evidence.',
    },
    verify: {
      subject: 'Verify: order of the Ombudsman, {ref}',
      body: '{order}',
      act: 'Look at the evidence, then verify or dispute it.',
    },
  },
  apart: f => `${f.reference}, ${f.failure ?? f.type.replaceAll('_', ' ')}`,
  views: ['order'],
  view: f => ({
    order: `${f.failure ? `Complaint handling failure (${f.failure})` : `Order: ${f.type.replaceAll('_', ' ')}`}, determination ${f.reference}${f.severe ? ', severe maladministration' : ''}.`,
  }),
})
