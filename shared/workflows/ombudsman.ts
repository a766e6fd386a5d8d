/**
 * A case of the Housing Ombudsman, or of the Local Government and Social Care Ombudsman, about us: what they ask for,
 * by when, what they find, what they order (Housing Act 1996 Sched 2; Code 3.7, 9.7). Each order is a case with its
 * own clock; this one is not closed before they are complied with.
 */
import * as z from 'zod'
import { ruleFor, workflow } from '../core/declare.ts'
import { childId } from '../core/ids.ts'
import { personal } from '../core/personal.ts'
import { type Day, day } from '../core/time.ts'
import type { Raise, Situation, Tell } from '../core/workflow.ts'
import * as ladder from '../law/complaint-ladders.ts'
import { task } from '../law/tasks.ts'

const ombudsmanFindings = [
  'no_maladministration',
  'service_failure',
  'maladministration',
  'severe_maladministration',
  'reasonable_redress',
  'resolved_with_intervention',
  'out_of_jurisdiction',
  'mediation',
] as const
const orderTypes = [
  'compensation',
  'apology',
  'repair',
  'case_review',
  'policy_change',
  'training',
  'publish',
  'other',
] as const

const reference = z.string().trim().min(1).max(100)
const finding = z.strictObject({ issue: personal(1000), finding: z.enum(ombudsmanFindings) })
const order = z.strictObject({
  key: z.string().trim().min(1).max(40),
  type: z.enum(orderTypes),
  what: personal(2000),
  /** as printed in the determination */
  due: day,
  amount: z.number().min(0).optional(),
  by: z.string().max(254).optional(),
})

const facts = z.strictObject({
  reference,
  complaint: z.string().max(100).optional(),
  scheme: z.enum(['HO', 'LGSCO']).default('HO'),
  area: z.string().max(100).optional(),
  referredOn: day,
  requests: z.array(z.strictObject({ on: day, due: day, submittedOn: day.optional() })).default([]),
  /** former dates of a request or order that the Ombudsman moved, with the reason */
  moved: z.array(z.strictObject({ was: day, to: day, why: z.string(), on: day })).default([]),
  determinedOn: day.optional(),
  findings: z.array(z.strictObject({ finding: z.enum(ombudsmanFindings) })).default([]),
  orders: z
    .array(z.strictObject({ key: z.string(), type: z.enum(orderTypes), due: day, caseId: z.string() }))
    .default([]),
  failures: z.array(z.strictObject({ type: z.enum(['CHFO', 'CHFN']), issuedOn: day, due: day.optional() })).default([]),
  reportedOn: day.optional(),
  expectedOn: day.optional(),
  jurisdictionReason: z.string().optional(),
  closedOn: day.optional(),
})
type Facts = z.output<typeof facts>

const severe = (f: Pick<Facts, 'findings'>): boolean => f.findings.some(x => x.finding === 'severe_maladministration')
const allDone = (now: Situation): boolean => Object.values(now.case.children).every(child => child.closed)
const openRequest = (f: Facts) => f.requests.find(r => r.submittedOn === undefined)

const orderCase = (f: Facts, o: z.output<typeof order>): Raise => ({
  workflow: 'ombudsman-order',
  key: o.key,
  facts: {
    reference: f.reference,
    key: o.key,
    type: o.type,
    what: o.what,
    due: o.due,
    severe: severe(f),
    ...(o.amount === undefined ? {} : { amount: o.amount }),
    ...(f.complaint === undefined ? {} : { complaint: f.complaint }),
  },
})

const determined = z.strictObject({
  findings: z.array(finding).min(1).max(50),
  orders: z.array(order).max(50).default([]),
  on: day.optional(),
})
type Determined = { data: z.output<typeof determined> }
/** Severe maladministration is the governing body's to know at once, not when somebody reports it (Code 9.7c). */
const told = (_: Facts, e: Determined): Tell<'determined' | 'severe'>[] => {
  const all: Tell<'determined'> = {
    template: 'determined',
    roles: ['complaintsLead', 'headOfService', 'mrc'],
    urgency: 'urgent',
  }
  return severe(e.data) ? [all, { template: 'severe', roles: ['governingBody'], urgency: 'urgent' }] : [all]
}
const determines = [
  ruleFor<Facts, typeof determined>()({
    to: 'orders_open',
    when: {
      'there are orders': (_, e) => e.data.orders.length > 0,
      'ORDER_TWICE: each order has its own key': (_, e) =>
        new Set(e.data.orders.map(o => o.key)).size === e.data.orders.length,
    },
    set: (_, e, now) => ({
      determinedOn: e.data.on ?? e.on,
      findings: e.data.findings.map(({ finding: f }) => ({ finding: f })),
      orders: e.data.orders.map(({ key, type, due }) => ({
        key,
        type,
        due,
        caseId: childId('ombudsman-order', now.case.id, key),
      })),
    }),
    raises: (f, e) =>
      e.data.orders.map(o =>
        orderCase({ ...f, findings: e.data.findings.map(({ finding: x }) => ({ finding: x })) }, o),
      ),
    tells: told,
  }),
  ruleFor<Facts, typeof determined>()({
    to: 'determined',
    when: { 'there are no orders': (_, e) => e.data.orders.length === 0 },
    set: (_, e) => ({
      determinedOn: e.data.on ?? e.on,
      findings: e.data.findings.map(({ finding: f }) => ({ finding: f })),
    }),
    tells: told,
  }),
]

const informationRequested = z.strictObject({ due: day, what: personal(4000).optional() })
const asked = ruleFor<Facts, typeof informationRequested>()({
  to: 'info_requested',
  when: { 'ONE_REQUEST: the request before it was answered': f => openRequest(f) === undefined },
  set: (f, e) => ({ requests: [...f.requests, { on: e.on, due: e.data.due }] }),
  tells: [{ template: 'asked', roles: ['complaintHandler', 'complaintsLead'], urgency: 'urgent' }],
})

const reason = z.strictObject({ reason: z.string().trim().min(1).max(2000) })
const outside = ruleFor<Facts, typeof reason>()({
  to: 'outside_jurisdiction',
  set: (_, e) => ({
    jurisdictionReason: e.data.reason,
    findings: [{ finding: 'out_of_jurisdiction' as const }],
    closedOn: e.on,
  }),
})

const investigating = {
  'information.requested': asked,
  'determination.made': determines,
  'jurisdiction.declined': outside,
  'resolution.offered': { to: 'early_resolution' as const },
}
const waiting = ['referred', 'evidence_submitted', 'under_investigation', 'early_resolution'] as const

export const ombudsman = workflow({
  name: 'ombudsman',
  title: 'Ombudsman case',
  prefix: 'OMB',
  law: ['ombudsman.evidence', 'ombudsman.order', 'ombudsman.referral'],
  policies: ['complaint.ombudsman.look'],
  facts,
  lead: 'complaintsLead',
  opens: { 'DATE_IN_FUTURE: it was not referred in the future': (f, now) => f.referredOn <= now.today },
  events: {
    'information.requested': informationRequested,
    'evidence.submitted': z.strictObject({
      documents: z
        .array(z.strictObject({ name: z.string().max(300), sha256: z.string().regex(/^[0-9a-f]{64}$/i) }))
        .min(1)
        .max(500),
    }),
    'date.moved': z.strictObject({ to: day, reason: z.string().trim().min(1).max(2000) }),
    'investigation.started': z.strictObject({ expectedOn: day.optional() }),
    'resolution.offered': z.strictObject({ note: z.string().max(2000).optional() }),
    'redress.agreed': z.strictObject({ note: z.string().trim().min(1).max(2000) }),
    'jurisdiction.declined': reason,
    'determination.made': determined,
    'handlingFailure.issued': z.strictObject({
      type: z.enum(['CHFO', 'CHFN']),
      reason: personal(4000),
      remedyDue: day,
      key: z.string().trim().min(1).max(40),
    }),
    'governingBody.told': z.strictObject({ on: day, minute: z.string().trim().min(1).max(300) }),
    'child.closed': z.strictObject({ child: z.string(), workflow: z.string(), state: z.string(), outcome: z.string() }),
    'case.closed': z.strictObject({ note: z.string().max(2000).optional() }),
  },
  initial: 'referred',
  states: {
    referred: {
      title: 'Referred to the Ombudsman',
      on: {
        ...investigating,
        'investigation.started': { to: 'under_investigation', set: (_, e) => ({ expectedOn: e.data.expectedOn }) },
      },
    },
    info_requested: {
      title: 'The Ombudsman wants evidence',
      on: {
        'evidence.submitted': {
          to: 'evidence_submitted',
          set: (f, e) => ({ requests: f.requests.map(r => (r.submittedOn ? r : { ...r, submittedOn: e.on })) }),
          notes: (f, e) => ((openRequest(f)?.due ?? e.on) < e.on ? ['late'] : []),
        },
        'date.moved': {
          set: (f, e) => ({
            requests: f.requests.map(r => (r.submittedOn ? r : { ...r, due: e.data.to })),
            moved: [...f.moved, { was: openRequest(f)?.due ?? e.data.to, to: e.data.to, why: e.data.reason, on: e.on }],
          }),
        },
        'determination.made': determines,
        'jurisdiction.declined': outside,
      },
    },
    evidence_submitted: {
      title: 'Evidence given',
      on: {
        ...investigating,
        'investigation.started': { to: 'under_investigation', set: (_, e) => ({ expectedOn: e.data.expectedOn }) },
      },
    },
    under_investigation: { title: 'Under investigation', on: investigating },
    early_resolution: {
      title: 'Early resolution offered',
      on: {
        'redress.agreed': {
          to: 'redress_offered',
          set: () => ({ findings: [{ finding: 'resolved_with_intervention' as const }] }),
        },
        'information.requested': asked,
        'determination.made': determines,
        'jurisdiction.declined': outside,
      },
    },
    redress_offered: {
      title: 'Redress agreed, to be closed',
      on: {
        'case.closed': {
          to: 'closed',
          when: { 'ORDERS_OPEN: everything ordered is complied with': (_, __, now) => allDone(now) },
          set: (_, e) => ({ closedOn: e.on }),
        },
      },
    },
    determined: {
      title: 'Determined, without orders',
      on: {
        'case.closed': {
          to: 'closed',
          when: {
            'ORDERS_OPEN: everything ordered is complied with': (_, __, now) => allDone(now),
            'GOVERNING_BODY: severe maladministration was reported to the governing body (9.7)': f =>
              !severe(f) || f.reportedOn !== undefined,
          },
          set: (_, e) => ({ closedOn: e.on }),
        },
      },
    },
    orders_open: {
      title: 'Orders to comply with',
      on: { 'child.closed': { to: 'complied', when: { 'all are done': (_, __, now) => allDone(now) } } },
    },
    complied: {
      title: 'Orders complied with, to be closed',
      on: {
        'case.closed': {
          to: 'closed',
          when: {
            'ORDERS_OPEN: everything ordered is complied with': (_, __, now) => allDone(now),
            'GOVERNING_BODY: severe maladministration was reported to the governing body (9.7)': f =>
              !severe(f) || f.reportedOn !== undefined,
          },
          set: (_, e) => ({ closedOn: e.on }),
        },
      },
    },
    outside_jurisdiction: { title: 'Outside the Ombudsman’s jurisdiction', final: 'out_of_jurisdiction' },
    closed: { title: 'Closed', final: 'closed' },
  },
  anywhere: {
    'handlingFailure.issued': {
      set: (f, e) => ({ failures: [...f.failures, { type: e.data.type, issuedOn: e.on, due: e.data.remedyDue }] }),
      raises: (f, e) => [
        {
          workflow: 'ombudsman-order',
          key: `failure.${e.data.key}`,
          facts: {
            reference: f.reference,
            key: e.data.key,
            type: 'other',
            failure: e.data.type,
            what: e.data.reason,
            due: e.data.remedyDue,
            severe: false,
            ...(f.complaint === undefined ? {} : { complaint: f.complaint }),
          },
        },
      ],
      tells: [
        { template: 'failure', roles: ['complaintsLead', 'headOfService', 'director', 'mrc'], urgency: 'urgent' },
      ],
    },
    'governingBody.told': { set: (_, e) => ({ reportedOn: e.data.on }) },
  },
  clocks: {
    evidence: {
      title: 'Evidence for the Ombudsman',
      source: 'ombudsman.evidence',
      kind: 'statutory',
      runs: ['info_requested'],
      due: (f): Day | undefined => openRequest(f)?.due,
      ladder: ladder.ombudsman({
        dueSoon: 'evidenceDue',
        dueToday: 'evidenceToday',
        overdue: 'evidenceLate',
        escalated: 'evidenceLate',
      }),
    },
    orders: {
      title: 'Orders of the Ombudsman',
      source: 'ombudsman.order',
      kind: 'statutory',
      runs: ['orders_open'],
      due: (f, _, c) =>
        f.orders
          .filter(o => c.children[o.caseId]?.closed === false)
          .map(o => o.due)
          .sort()[0],
      // each order has the whole ladder; here the lead alone is told that the printed date is past
      ladder: [{ at: { workingDays: 1 }, tell: ['complaintsLead'], template: 'ordersLate', every: { workingDays: 5 } }],
    },
    waiting: {
      title: 'Waiting for the Ombudsman',
      source: 'landlord.policy',
      kind: 'policy',
      runs: waiting,
      due: (f, reckon) =>
        reckon.days(f.requests.at(-1)?.submittedOn ?? f.referredOn, reckon.policy('complaint.ombudsman.look')),
      ladder: [{ at: { days: 0 }, tell: ['complaintsLead'], template: 'waiting', every: { workingDays: 20 } }],
    },
    toClose: {
      title: 'Close what is done',
      source: 'landlord.policy',
      kind: 'policy',
      runs: ['determined', 'complied', 'redress_offered'],
      due: (f, reckon) => reckon.days(f.determinedOn ?? f.referredOn, reckon.policy('complaint.ombudsman.look')),
      ladder: task('toClose', ['complaintsLead']),
    },
    governingBody: {
      title: 'Report severe maladministration to the governing body',
      source: 'landlord.policy',
      kind: 'policy',
      runs: ['determined', 'orders_open', 'complied'],
      due: (f, reckon) =>
        severe(f) && f.determinedOn && f.reportedOn === undefined
          ? reckon.days(f.determinedOn, reckon.policy('complaint.ombudsman.look'))
          : undefined,
      ladder: task('governingBody', ['complaintsLead', 'mrc']),
    },
  },
  words: {
    asked: {
      subject: 'The Ombudsman wants evidence: {ref}',
      body: 'The date is in the Ombudsman’s letter.',
      act: 'Gather the evidence and send it by {due}.',
    },
    evidenceDue: {
      subject: 'Evidence for the Ombudsman: {ref}',
      body: 'Late evidence is itself a handling failure.',
      act: 'Send it by {due}.',
    },
    evidenceToday: {
      subject: 'Evidence for the Ombudsman due today: {ref}',
      body: 'The date is the Ombudsman’s.',
      act: 'Send it today.',
    },
    evidenceLate: {
      subject: 'Evidence for the Ombudsman, {ref}',
      body: 'The Ombudsman’s date is past.',
      act: 'Send it now and tell the Ombudsman.',
    },
    determined: {
      subject: 'The Ombudsman has decided: {ref}',
      body: 'Findings and orders are recorded. Each order is a case with its own date.',
      act: 'Read the determination and name who does what.',
    },
    severe: {
      subject: 'Severe maladministration found: {ref}',
      body: 'The Ombudsman has found severe maladministration. The Code (9.7) has the governing body follow what is ordered.',
      act: 'Ask for the report of it, and how each order is complied with.',
    },
    failure: {
      subject: 'Complaint handling failure issued: {ref}',
      body: 'The Ombudsman has issued a complaint handling failure order or notice.',
      act: 'Put it right by the date in it.',
    },
    ordersLate: {
      subject: 'Orders of the Ombudsman, {ref}',
      body: 'An order is not complied with. The Ombudsman may issue a complaint handling failure order.',
      act: 'Comply now and tell the Ombudsman.',
    },
    waiting: { subject: 'With the Ombudsman: {ref}', body: 'Nothing is due from us.', act: 'Look where it stands.' },
    toClose: { subject: 'Ombudsman case to close: {ref}', body: 'It is decided and complied with.', act: 'Close it.' },
    governingBody: {
      subject: 'Severe maladministration: tell the governing body, {ref}',
      body: 'The Code (9.7) wants the governing body and the member responsible for complaints to know, and to follow the orders.',
      act: 'Report it and record the minute.',
    },
  },
})
