/**
 * A remedial action: what an inspection found, with a priority, a date and an owner. Claimed done and verified done are
 * two events by two people. Its due date moves later only with an approver, its first due date is never lost, and the
 * clock stops neither for access nor for an accepted risk.
 */
import * as z from 'zod'
import { ruleFor, workflow } from '../core/declare.ts'
import type { Reckon } from '../core/reckon.ts'
import { at, type Day, day, dayOf, instant, isDay, later, latestOf } from '../core/time.ts'
import type { Due, Situation } from '../core/workflow.ts'
import { type Priority, remedial } from '../law/ladders.ts'
import { headOrAbove } from '../law/roles.ts'
import { task } from '../law/tasks.ts'
import { accessAttempt, accessGained } from './parts/access.ts'
import { approver, isAnother } from './parts/approval.ts'
import * as evidence from './parts/evidence.ts'
import { attemptOf } from './parts/visits.ts'

const priority = z.enum(['P0', 'P1', 'P2', 'P3', 'P4', 'ADV'])
const due = z.union([day, instant])

const facts = z.strictObject({
  stream: z.string().min(1).max(60),
  description: z.string().min(1).max(4000),
  priority,
  /** what kind of fault it is, where law or policy gives that kind its own period */
  kind: z.string().max(60).optional(),
  raisedOn: day,
  raisedAt: instant.optional(),
  /** as given by whoever raised it; absent: by priority */
  dueOn: due.optional(),
  /** statutory date that a landlord's own cannot exceed */
  statutoryDueOn: due.optional(),
  source: z.string().max(120).optional(),
  sourceReference: z.string().max(200).optional(),
  externalId: z.string().max(200).optional(),
  category: z.string().max(100).optional(),
  location: z.string().max(300).optional(),
  owner: z.string().max(254).optional(),
  contractorId: z.string().max(60).optional(),
  workOrder: z.string().max(100).optional(),
  bornOverdue: z.boolean().optional(),
  /** every due date it ever had, oldest first, with who moved it and why */
  formerDue: z.array(z.strictObject({ due, until: day, by: z.string(), why: z.string() })).default([]),
  claimed: z.strictObject({ on: day, by: z.string(), at: instant, sha256: z.array(z.string()) }).optional(),
  completedOn: day.optional(),
  verifiedBy: z.string().optional(),
  inTime: z.boolean().optional(),
  risk: z.strictObject({ by: z.string(), mitigation: z.string(), until: day, on: day }).optional(),
  attempts: z.array(evidence.attempt).default([]),
  survivor: z.string().optional(),
  supersededBy: z.string().optional(),
  /** later assessments that found it still open; its own dates stay as they are */
  carried: z
    .array(z.strictObject({ on: day, source: z.string().max(200), reference: z.string().max(200).optional() }))
    .default([]),
})
type Facts = z.output<typeof facts>
/** What a due date is made of. */
export type Dated = Pick<Facts, 'stream' | 'priority' | 'kind' | 'raisedOn' | 'raisedAt' | 'dueOn' | 'statutoryDueOn'>

/** By kind where there is one, else by priority, counted from the day it was raised and not from the report's arrival. */
const dueByRule = (f: Dated, reckon: Reckon): Due | undefined => {
  const from = f.raisedAt ?? at(f.raisedOn, '00:00')
  if (f.kind === 'gas.id') return reckon.hours(from, reckon.policy('action.gas.id'))
  if (f.kind === 'gas.ar') return reckon.workingDays(f.raisedOn, reckon.policy('action.gas.ar'))
  if (f.kind === 'alarm.co') return reckon.hours(from, reckon.policy('action.alarms.co'))
  if (f.kind === 'alarm.smoke') return reckon.workingDays(f.raisedOn, reckon.policy('action.alarms.smoke'))
  if (f.kind === 'lift.a') return reckon.hours(from, reckon.policy('action.lift.a'))
  if (f.kind === 'lift.c') return reckon.days(f.raisedOn, reckon.policy('action.lift.c'))
  if (f.priority === 'P0') return reckon.hours(from, reckon.policy('action.p0'))
  if (f.priority === 'ADV') return undefined
  const water = f.stream === 'legionella'
  const days = {
    P1: reckon.policy(water ? 'action.water.p1' : 'action.p1'),
    P2: reckon.policy(water ? 'action.water.p2' : 'action.p2'),
    P3: reckon.policy(water ? 'action.water.p3' : 'action.p3'),
    P4: reckon.policy('action.p4'),
  }[f.priority]
  return reckon.days(f.raisedOn, days)
}

/** The effective date: what was agreed, never later than the law. */
export const actionDue = (f: Dated, reckon: Reckon): Due | undefined => {
  if (f.dueOn) reckon.because(`due date given when raised: ${f.dueOn}`)
  return reckon.earliest(f.dueOn ?? dueByRule(f, reckon), f.statutoryDueOn)
}

const asDay = (d: Due): Day => (isDay(d) ? d : dayOf(d))
const onTime = (f: Dated, on: Day, reckon: Reckon): boolean => {
  const limit = actionDue(f, reckon)
  return limit === undefined || on <= asDay(limit)
}

/** Its date had passed before we heard of it, whether its report printed the date or its priority gives it. */
export const isBornOverdue = (f: Dated, today: Day, reckon: Reckon): boolean => !onTime(f, today, reckon)

const managers = ['complianceManager', 'headOfService', 'fireSafetyLead'] as const
const verifiers = [
  'complianceOfficer',
  'complianceManager',
  'fireSafetyLead',
  'teamLeader',
  'housingOfficer',
  'headOfService',
] as const
const anyone = [
  'contractor',
  'officer',
  'complianceOfficer',
  'complianceManager',
  'teamLeader',
  'housingOfficer',
  'fireSafetyLead',
] as const

const remedialCompleted = z.looseObject({
  completedAt: instant.optional(),
  completedOn: day.optional(),
  actionRefs: z.array(z.string()).optional(),
  photos: z.looseObject({ before: z.string().optional(), after: z.string().optional() }).optional(),
  documents: evidence.documents.optional(),
  photo: z.string().max(300).optional(),
})
type Completed = z.output<typeof remedialCompleted>

const completedOn = (data: Completed, on: Day): Day =>
  data.completedOn ?? (data.completedAt ? dayOf(data.completedAt) : on)

const claims = ruleFor<Facts, typeof remedialCompleted>()({
  to: 'claimed_complete',
  by: anyone,
  when: {
    'DATE_IN_FUTURE: it was not completed in the future': (_, e, now) => completedOn(e.data, e.on) <= now.today,
    'it was not completed before it was raised': (f, e) => completedOn(e.data, e.on) >= f.raisedOn,
  },
  raises: (f, _, now) => accessGained(f.stream, now.case, f.attempts),
  set: (_, e) => ({
    claimed: {
      on: completedOn(e.data, e.on),
      by: e.by.id,
      at: e.received,
      sha256: evidence.ofTheWork(e.data.documents),
    },
  }),
  notes: (f, e, now) =>
    !onTime(f, now.today, now.reckon) && onTime(f, completedOn(e.data, e.on), now.reckon)
      ? ['backdated past a missed deadline']
      : [],
})

const assigned = z.strictObject({ owner: z.string().min(1).max(254), dueOn: due.optional() })
const assigns = ruleFor<Facts, typeof assigned>()({
  to: 'assigned',
  when: {
    'the date is not later than the one it has; ask for a change of date': (f, e, now) => {
      const limit = actionDue(f, now.reckon)
      return e.data.dueOn === undefined || limit === undefined || asDay(e.data.dueOn) <= asDay(limit)
    },
  },
  set: (f, e, now) => ({
    owner: e.data.owner,
    ...(e.data.dueOn
      ? { dueOn: e.data.dueOn, formerDue: former(f, now, e.by.id, 'assigned with an earlier date') }
      : {}),
  }),
})

const former = (f: Facts, now: Situation, by: string, why: string): Facts['formerDue'] => {
  const was = actionDue(f, now.reckon)
  return was === undefined ? f.formerDue : [...f.formerDue, { due: was, until: now.today, by, why }]
}

const noAccess = ruleFor<Facts, typeof evidence.visitNoAccess>()({
  to: 'blocked_access',
  by: anyone,
  set: (f, e, now) => ({ attempts: [...f.attempts, attemptOf(f, e, now)] }),
  raises: (f, e, now) =>
    accessAttempt(f.stream, now.case, attemptOf(f, e, now), asDay(actionDue(f, now.reckon) ?? e.on)),
})

const open = ['open', 'assigned', 'in_progress', 'blocked_access', 'claimed_complete', 'risk_accepted'] as const
const order = ['ADV', 'P4', 'P3', 'P2', 'P1', 'P0']

const ladderOf = (p: Priority) =>
  remedial(p, {
    issued: 'raised',
    dueSoon: 'dueSoon',
    dueToday: 'dueToday',
    overdue: 'overdue',
    escalated: 'stillOverdue',
  })

export const action = workflow({
  name: 'action',
  title: 'Remedial action',
  prefix: 'ACT',
  law: ['fra.actions', 'actions.reasonableTime'],
  policies: [
    'action.p0',
    'action.p1',
    'action.p2',
    'action.p3',
    'action.p4',
    'action.riskAcceptance',
    'action.unassigned',
  ],
  facts,
  lead: 'complianceManager',
  opens: {
    'DATE_IN_FUTURE: it was not raised in the future': (f, now) => f.raisedOn <= dayOf(latestOf(now.instant)),
  },
  events: {
    'action.assigned': assigned,
    'work.started': z.strictObject({ workOrder: z.string().max(100).optional() }),
    'action.noAccess': evidence.visitNoAccess,
    'visit.noAccess': evidence.visitNoAccess,
    'access.gained': z.strictObject({ on: day.optional() }),
    'completion.claimed': remedialCompleted,
    'remedial.completed': remedialCompleted,
    'completion.verified': z.strictObject({
      documents: evidence.documents.optional(),
      how: z.string().max(2000).optional(),
    }),
    'completion.disputed': z.strictObject({ reason: z.string().min(1).max(2000) }),
    'risk.accepted': z.strictObject({ until: day, mitigation: z.string().min(1).max(4000) }),
    'risk.withdrawn': z.strictObject({ reason: z.string().min(1).max(2000) }),
    'action.duplicate': z.strictObject({
      survivor: z
        .string()
        .min(1)
        .max(100)
        // two that end as duplicates of each other would leave the fault to nobody
        .meta({ namesCase: 'action', notIn: ['closed_duplicate', 'superseded', 'disposed'] }),
    }),
    'action.superseded': z.strictObject({ by: z.string().min(1).max(100), reason: z.string().max(2000).optional() }),
    'action.carriedForward': z.strictObject({
      on: day,
      source: z.string().min(1).max(200),
      reference: z.string().max(200).optional(),
    }),
    'action.reclassified': z.strictObject({
      priority,
      reason: z.string().min(1).max(2000),
      approvedBy: approver().optional(),
    }),
    'due.changed': z.strictObject({
      dueOn: due,
      reason: z.string().min(1).max(2000),
      approvedBy: approver(),
    }),
    'asset.disposed': z.strictObject({ on: day, reason: z.string().min(1).max(200) }),
  },
  initial: 'open',
  starts: { assigned: f => f.owner !== undefined },
  states: {
    open: {
      title: 'Open',
      on: {
        'action.assigned': assigns,
        'completion.claimed': claims,
        'remedial.completed': claims,
        'action.noAccess': noAccess,
        'visit.noAccess': noAccess,
        'work.started': { to: 'in_progress', by: anyone },
      },
    },
    assigned: {
      title: 'Assigned',
      on: {
        'action.assigned': assigns,
        'completion.claimed': claims,
        'remedial.completed': claims,
        'action.noAccess': noAccess,
        'visit.noAccess': noAccess,
        'work.started': { to: 'in_progress', by: anyone, set: (_, e) => ({ workOrder: e.data.workOrder }) },
      },
    },
    in_progress: {
      title: 'In progress',
      on: {
        'completion.claimed': claims,
        'remedial.completed': claims,
        'action.noAccess': noAccess,
        'visit.noAccess': noAccess,
      },
    },
    blocked_access: {
      title: 'Blocked: no access',
      on: {
        'action.noAccess': noAccess,
        'visit.noAccess': noAccess,
        'completion.claimed': claims,
        'remedial.completed': claims,
        'access.gained': { to: 'assigned', by: anyone },
      },
    },
    claimed_complete: {
      title: 'Claimed complete, to be verified',
      on: {
        'completion.claimed': claims,
        'remedial.completed': claims,
        'completion.verified': {
          to: 'closed',
          by: verifiers,
          when: {
            'verified by somebody other than who claimed it': (f, e) => e.by.id !== f.claimed?.by,
            'there is evidence: a photograph or document with the claim or the verification; an invoice is none': (
              f,
              e,
            ) => (f.claimed?.sha256.length ?? 0) > 0 || evidence.ofTheWork(e.data.documents).length > 0,
          },
          set: (f, e, now) => ({
            completedOn: f.claimed?.on,
            verifiedBy: e.by.id,
            inTime: f.claimed ? onTime(f, f.claimed.on, now.reckon) : false,
          }),
        },
        'completion.disputed': { to: 'in_progress', by: verifiers, set: () => ({ claimed: undefined }) },
        // what is said to be done is verified or disputed first: a risk is accepted of work that is still to do
        'risk.accepted': [],
      },
    },
    risk_accepted: {
      title: 'Risk accepted for a time',
      on: {
        'risk.withdrawn': { to: 'assigned', by: managers, set: () => ({ risk: undefined }) },
        'completion.claimed': claims,
        'remedial.completed': claims,
      },
    },
    closed: { title: 'Closed, verified', final: 'done' },
    closed_duplicate: { title: 'Closed as a duplicate', final: 'duplicate' },
    superseded: { title: 'Superseded by a newer assessment', final: 'superseded' },
    disposed: { title: 'The asset is gone', final: 'disposed' },
  },
  anywhere: {
    'risk.accepted': {
      to: 'risk_accepted',
      by: headOrAbove,
      when: {
        'it ends after today': (_, e, now) => e.data.until > now.today,
        'it lasts no longer than policy allows': (_, e, now) =>
          e.data.until <= now.reckon.months(now.today, now.reckon.policy('action.riskAcceptance')),
      },
      set: (_, e, now) => ({
        risk: { by: e.by.id, mitigation: e.data.mitigation, until: e.data.until, on: now.today },
      }),
    },
    'action.duplicate': {
      to: 'closed_duplicate',
      by: verifiers,
      when: { 'the surviving action is another one': (_, e, now) => e.data.survivor !== now.case.id },
      set: (_, e) => ({ survivor: e.data.survivor }),
    },
    'action.superseded': { to: 'superseded', by: managers, set: (_, e) => ({ supersededBy: e.data.by }) },
    'action.carriedForward': {
      by: managers,
      set: (f, e) => ({ carried: [...f.carried, e.data] }),
      notes: () => ['carried forward: raised date and due date stay'],
    },
    'action.reclassified': {
      by: managers,
      when: {
        'a lower priority has a named approver': (f, e) =>
          order.indexOf(e.data.priority) >= order.indexOf(f.priority) || e.data.approvedBy !== undefined,
      },
      set: (f, e, now) => {
        const next = { ...f, priority: e.data.priority, dueOn: undefined }
        const was = actionDue(f, now.reckon)
        const will = dueByRule(next, now.reckon)
        const later = was !== undefined && (will === undefined || asDay(will) > asDay(was))
        return later && e.data.approvedBy === undefined
          ? { priority: e.data.priority, dueOn: was }
          : { priority: e.data.priority, dueOn: undefined, formerDue: former(f, now, e.by.id, e.data.reason) }
      },
    },
    'due.changed': {
      by: managers,
      when: { 'the approver is somebody other than who asks': (_, e) => isAnother(e.data.approvedBy, e.by) },
      set: (f, e, now) => ({
        dueOn: e.data.dueOn,
        formerDue: former(f, now, e.by.id, `${e.data.reason}; approved by ${e.data.approvedBy}`),
      }),
    },
    'asset.disposed': {
      to: 'disposed',
      when: { 'it was not disposed of in the future': (_, e, now) => e.data.on <= now.today },
    },
  },
  clocks: {
    due: {
      title: 'Remedial action',
      source: 'actions.reasonableTime',
      kind: 'policy',
      runs: ['open', 'assigned', 'in_progress', 'blocked_access', 'claimed_complete', 'risk_accepted'],
      from: f => f.raisedAt ?? f.raisedOn,
      due: actionDue,
      ladder: {
        by: f => (f.priority === 'P0' || f.priority === 'P1' || f.priority === 'P2' ? f.priority : 'P3'),
        of: { P0: ladderOf('P0'), P1: ladderOf('P1'), P2: ladderOf('P2'), P3: ladderOf('P3') },
      },
    },
    unassigned: {
      title: 'An owner for the action',
      source: 'landlord.policy',
      kind: 'policy',
      chaser: true,
      runs: ['open'],
      // from when we knew of it: a list of old actions is not a list of broken promises to assign them
      due: (f, reckon, c) => reckon.days(later(f.raisedOn, dayOf(c.openedAt)), reckon.policy('action.unassigned')),
      ladder: task('unassigned', ['complianceManager']),
    },
    verify: {
      title: 'Verify what is claimed done',
      source: 'landlord.policy',
      kind: 'policy',
      chaser: true,
      runs: ['claimed_complete'],
      due: (f, reckon) => f.claimed && reckon.workingDays(dayOf(f.claimed.at), reckon.policy('evidence.chase')),
      ladder: task('verifyLate', ['complianceOfficer', 'complianceManager']),
    },
    risk: {
      title: 'End of the accepted risk',
      source: 'actions.riskAcceptance',
      kind: 'policy',
      runs: ['risk_accepted'],
      due: f => f.risk?.until,
      ladder: [
        { at: { days: -14 }, tell: ['complianceManager'], template: 'riskEnding' },
        {
          at: { days: 1 },
          tell: ['complianceManager', 'headOfService'],
          template: 'riskEnding',
          to: { risk_accepted: 'assigned' },
          every: { days: 7 },
        },
      ],
    },
    recommendation: {
      title: 'A recommendation, to be decided upon',
      source: 'landlord.policy',
      kind: 'policy',
      runs: open,
      due: (f, reckon) => (f.priority === 'ADV' ? reckon.days(f.raisedOn, reckon.policy('action.p4')) : undefined),
      ladder: task('recommendation', ['complianceManager']),
    },
  },
  words: {
    raised: {
      subject: 'New remedial action: {where}',
      body: '{fault}',
      act: 'Take it on: name who does it and when. It is due by {due}.',
    },
    dueSoon: {
      subject: 'Remedial action: {where}',
      body: '{fault}',
      act: 'Make sure it will be done by {due}.',
    },
    dueToday: {
      subject: 'Remedial action: {where}',
      body: '{fault}',
      act: 'Have it done today, or say what stops it.',
    },
    overdue: {
      subject: 'Remedial action: {where}',
      body: 'The fault is known and not put right: {fault}',
      act: 'Get it done, or record what stops it and what protects people meanwhile.',
    },
    stillOverdue: {
      subject: 'Still not put right: {where}',
      body: 'The fault has been known and told to those before you: {fault}',
      act: 'Decide what happens next and record it.',
    },
    unassigned: { subject: 'Remedial action without an owner: {where}', body: '{fault}', act: 'Name who does it.' },
    verifyLate: {
      subject: 'Work to verify: {where}',
      body: 'It is claimed done. Until somebody else has verified it, it counts as open.',
      act: 'Look at the evidence, then verify or dispute it.',
    },
    riskEnding: {
      subject: 'Accepted risk ends: {where}',
      body: 'The risk was accepted for a time that is ending: {fault}',
      act: 'Have it done, or ask for a new decision.',
    },
    recommendation: {
      subject: 'Recommendation undecided: {where}',
      body: '{fault}',
      act: 'Decide whether to do it, and record why.',
    },
  },
  apart: f => `${f.priority} ${f.description.length > 70 ? `${f.description.slice(0, 69)}…` : f.description}`,
  views: ['fault'],
  view: f => ({ fault: f.description.length > 300 ? `${f.description.slice(0, 299)}…` : f.description }),
})
