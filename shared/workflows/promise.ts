/**
 * A promised action or remedy: what was promised to the resident, by when (Complaint Handling Code 6.6, 6.17, 7.3).
 * Claimed and verified are two events by two people; the date promised first is the date it is measured by.
 */
import * as z from 'zod'
import { ruleFor, workflow } from '../core/declare.ts'
import { personal } from '../core/personal.ts'
import { day, dayOf, latestOf } from '../core/time.ts'
import * as ladder from '../law/complaint-ladders.ts'
import { task } from '../law/tasks.ts'
import { approver, isAnother } from './parts/approval.ts'
import { remedyTypes } from './parts/complaint-stage.ts'
import * as evidence from './parts/evidence.ts'

const facts = z.strictObject({
  complaint: z.string().min(1).max(100),
  /** 0: promised before an answer */
  stage: z.union([z.literal(0), z.literal(1), z.literal(2)]),
  what: personal(2000),
  type: z.enum(remedyTypes),
  madeOn: day,
  /** the date promised, never moved */
  by: day,
  owner: z.string().max(254).optional(),
  area: z.string().max(100).optional(),
  /** pounds */
  amount: z.number().min(0).optional(),
  /** later dates that the resident agreed to; the promise stays missed all the same */
  agreed: z.array(z.strictObject({ on: day, to: day, why: z.string() })).default([]),
  claimed: z.strictObject({ on: day, by: z.string(), knownOn: day, sha256: z.array(z.string()) }).optional(),
  doneOn: day.optional(),
  verifiedBy: z.string().optional(),
  ended: z.string().optional(),
})
type Facts = z.output<typeof facts>

const claimed = z.looseObject({
  doneOn: day.optional(),
  documents: evidence.documents.optional(),
  /** a payment: who was paid, and whether arrears were taken off it */
  offsetAgainstArrears: z.boolean().optional(),
  offsetApprovedBy: approver().optional(),
})
const verifiers = ['complaintHandler', 'complaintsLead', 'teamLeader', 'operationalManager', 'headOfService'] as const
const anybody = [
  ...verifiers,
  'officer',
  'housingOfficer',
  'complianceOfficer',
  'complianceManager',
  'contractor',
  'director',
  'serviceDirector',
] as const

const claims = ruleFor<Facts, typeof claimed>()({
  to: 'claimed_done',
  by: anybody,
  when: {
    'DATE_IN_FUTURE: it was not done in the future': (_, e, now) => (e.data.doneOn ?? e.on) <= now.today,
    'it was not done before it was promised': (f, e) => (e.data.doneOn ?? e.on) >= f.madeOn,
    'OFFSET: a payment goes to the resident; taking arrears off it needs an approver who is somebody else': (_, e) =>
      e.data.offsetAgainstArrears !== true ||
      (e.data.offsetApprovedBy !== undefined && isAnother(e.data.offsetApprovedBy, e.by)),
  },
  set: (_, e, now) => ({
    claimed: {
      on: e.data.doneOn ?? e.on,
      by: e.by.id,
      knownOn: now.today,
      sha256: (e.data.documents ?? []).map(d => d.sha256.toLowerCase()),
    },
  }),
  notes: (f, e, now) =>
    now.today > f.by && (e.data.doneOn ?? e.on) <= f.by ? ['backdated past a missed promise'] : [],
})

const verified = z.strictObject({ how: z.string().trim().min(1).max(2000), documents: evidence.documents.optional() })
const verifies = <const To extends string>(to: To, kept: boolean) =>
  ruleFor<Facts, typeof verified>()({
    to,
    by: verifiers,
    when: {
      'VERIFIER_SAME: verified by somebody other than who claimed it': (f, e) => e.by.id !== f.claimed?.by,
      'EVIDENCE: there is evidence with the claim or the verification': (f, e) =>
        (f.claimed?.sha256.length ?? 0) > 0 || (e.data.documents?.length ?? 0) > 0,
      [kept ? 'it was done by the date promised' : 'it was done after the date promised']: f =>
        f.claimed !== undefined && f.claimed.on <= f.by === kept,
    },
    set: (f, e) => ({ doneOn: f.claimed?.on, verifiedBy: e.by.id }),
  })

export const promise = workflow({
  name: 'promise',
  title: 'Promise to a resident',
  prefix: 'PRO',
  law: ['complaint.promise'],
  facts,
  lead: 'complaintHandler',
  holder: f => f.owner,
  opens: { 'DATE_IN_FUTURE: it was not made in the future': (f, now) => f.madeOn <= dayOf(latestOf(now.instant)) },
  events: {
    'promise.assigned': z.strictObject({ owner: z.string().min(1).max(254) }),
    'promise.claimed': claimed,
    'promise.verified': verified,
    'promise.disputed': z.strictObject({ reason: z.string().trim().min(1).max(2000) }),
    'date.agreed': z.strictObject({ to: day, why: z.string().trim().min(1).max(2000), residentAgreed: z.boolean() }),
    'promise.released': z.strictObject({
      words: personal(2000),
      reason: z.string().trim().min(1).max(2000),
      askedBy: z.string().min(1).max(254),
    }),
  },
  initial: 'open',
  states: {
    open: { title: 'Promised', on: { 'promise.claimed': claims } },
    claimed_done: {
      title: 'Said to be done, to be verified',
      on: {
        'promise.claimed': claims,
        'promise.verified': [verifies('kept', true), verifies('kept_late', false)],
        'promise.disputed': { to: 'open', by: verifiers, set: () => ({ claimed: undefined }) },
      },
    },
    kept: { title: 'Kept', final: 'kept' },
    kept_late: { title: 'Kept, after the date promised', final: 'kept_late' },
    released: { title: 'The resident does not want it any more', final: 'released' },
  },
  anywhere: {
    'promise.assigned': { set: (_, e) => ({ owner: e.data.owner }) },
    'date.agreed': {
      when: {
        'RESIDENT_AGREED: the resident agrees': (_, e) => e.data.residentAgreed,
        'it is later than the date promised': (f, e) => e.data.to > f.by,
      },
      set: (f, e) => ({ agreed: [...f.agreed, { on: e.on, to: e.data.to, why: e.data.why }] }),
      notes: () => ['the date promised first still counts'],
    },
    'promise.released': {
      to: 'released',
      by: ['complaintsLead', 'headOfService', 'serviceDirector', 'director'],
      when: {
        'APPROVER_SAME: whoever approves it is not who asks': (_, e) => e.data.askedBy.toLowerCase() !== e.by.id,
      },
      set: (_, e) => ({ ended: e.data.reason }),
    },
  },
  clocks: {
    promise: {
      title: 'Promise to a resident',
      source: 'complaint.promise',
      kind: 'code',
      runs: 'live',
      due: (f, reckon) => {
        reckon.because(`promised on ${f.madeOn} for ${f.by}`)
        return f.by
      },
      ladder: ladder.promise({ dueSoon: 'dueSoon', dueToday: 'dueToday', overdue: 'missed', escalated: 'stillMissed' }),
    },
    agreed: {
      title: 'The later date that the resident agreed to',
      source: 'complaint.promise',
      kind: 'policy',
      runs: 'live',
      due: f => f.agreed.at(-1)?.to,
      ladder: task('agreedDate', ['officer', 'complaintHandler']),
    },
    verify: {
      title: 'Verify what is said to be done',
      source: 'landlord.policy',
      kind: 'policy',
      chaser: true,
      runs: ['claimed_done'],
      due: (f, reckon) => f.claimed && reckon.workingDays(f.claimed.knownOn, reckon.policy('evidence.chase')),
      ladder: task('verify', ['complaintHandler', 'complaintsLead']),
    },
  },
  words: {
    dueSoon: {
      subject: 'Promised for {due}: {ref} of complaint {complaint}',
      body: 'We promised the resident {type} by {due}.',
      act: 'Make sure that it is done by then.',
    },
    dueToday: {
      subject: 'Promised for today: {ref} of complaint {complaint}',
      body: 'We promised the resident {type} by today.',
      act: 'Have it done today and record it with evidence.',
    },
    missed: {
      subject: 'PROMISE MISSED: {ref} of complaint {complaint}',
      body: 'We promised the resident {type} by {due}. It is not done, or nobody has verified it.',
      act: 'Get it done, tell the resident, and record it with evidence.',
    },
    stillMissed: {
      subject: 'PROMISE STILL MISSED: {ref} of complaint {complaint}',
      body: 'Those before you were told. We promised the resident {type} by {due}.',
      act: 'Decide what happens next and record it. Promises kept late are reported to directors.',
    },
    agreedDate: {
      subject: 'Agreed later date {due}: {ref} of complaint {complaint}',
      body: 'The resident agreed to wait until {due}. The promise counts as missed all the same.',
      act: 'Make sure that it is done by then.',
    },
    verify: {
      subject: 'Verify: {ref} of complaint {complaint}',
      body: 'It is said to be done. Until somebody else has verified it, it counts as open.',
      act: 'Look at the evidence, then verify or dispute it.',
    },
  },
  apart: f => `of ${f.complaint}`,
  views: ['complaint', 'type'],
  view: f => ({
    complaint: f.complaint,
    type: f.type === 'financial' ? 'a payment' : f.type === 'apology' ? 'an apology' : 'an action',
  }),
})
