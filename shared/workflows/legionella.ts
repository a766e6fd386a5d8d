/**
 * The legionella risk assessment of one water system: ACOP L8 and HSG274-2. No law fixes its period: it is reviewed
 * regularly, and whenever it may no longer be valid. A positive sample is an incident until samples are clear.
 */
import * as z from 'zod'
import { ruleFor, workflow } from '../core/declare.ts'
import type { Reckon } from '../core/reckon.ts'
import { addDays, type Day, day, dayOf } from '../core/time.ts'
import type { Happened, ObligationRecord, Raise, Situation } from '../core/workflow.ts'
import { inspection, inspectionSkips } from '../law/ladders.ts'
import { task } from '../law/tasks.ts'
import { isBornOverdue } from './action.ts'
import * as evidence from './parts/evidence.ts'
import * as obligation from './parts/obligation.ts'
import * as register from './parts/register.ts'
import * as visits from './parts/visits.ts'
import * as voided from './parts/voided.ts'
import { opensTaskOn, taskNames } from './parts/water.ts'

const rating = z.enum(['LOW', 'MEDIUM', 'HIGH'])
const monitored = z.strictObject({
  outlet: z.string().min(1).max(100),
  task: z.enum(taskNames),
  healthcare: z.boolean().optional(),
})
/** An action of the report keeps the dates it was born with; the landlord's system is the master. */
const listed = z.looseObject({
  ref: z.string().max(100),
  text: z.string().min(1).max(4000),
  priority: z.enum(['P0', 'P1', 'P2', 'P3', 'ADV']).optional(),
  raisedOn: day.optional(),
  by: day.optional(),
  location: z.string().max(200).optional(),
})
const inHand = z.strictObject({
  on: day,
  by: z.string(),
  knownOn: day,
  rating: rating.optional(),
  declared: z.int().min(0).optional(),
  nextOnReport: day.optional(),
  actions: z.array(listed.catchall(z.json())),
  sha256: z.array(z.string()),
})
const facts = z.strictObject({
  ...obligation.obligationFacts,
  rating: rating.optional(),
  responsiblePerson: z.string().max(254).optional(),
  schemeReviewedOn: day.optional(),
  monitoring: z.array(monitored).default([]),
  inHand: inHand.optional(),
  /** why it may no longer be valid, and by when it is looked at again */
  trigger: z.strictObject({ on: day, why: z.string(), reviewBy: day }).optional(),
  incident: z
    .strictObject({
      on: day,
      outlet: z.string(),
      cfu: z.int(),
      clear: z.array(day),
      lastSampleOn: day,
      plan: z.strictObject({ on: day, by: z.string() }).optional(),
    })
    .optional(),
})
type Facts = z.output<typeof facts>

const interval = (r: Facts['rating'], reckon: Reckon): number =>
  r === 'HIGH' ? reckon.policy('lra.review.highRisk') : reckon.policy('lra.review')
/** A trigger brings the review forward, never back. */
const reviewDue = (f: Facts): Day | undefined =>
  [f.checks.at(-1)?.nextDue, f.trigger?.reviewBy].filter(d => d !== undefined).sort()[0]
const inWindow = (f: Facts, now: { today: Day; reckon: Reckon }): boolean => {
  const due = reviewDue(f)
  return due === undefined || f.trigger !== undefined || now.today >= addDays(due, -now.reckon.policy('lra.issue'))
}

const assessors = ['contractor', 'complianceOfficer', 'complianceManager', 'officer'] as const
const compliance = ['complianceOfficer', 'complianceManager'] as const
const anyone = [...assessors, 'housingOfficer', 'teamLeader', 'headOfService'] as const
const hashes = (documents: { sha256: string }[] | undefined) => (documents ?? []).map(d => d.sha256.toLowerCase())

const lraCompleted = z.looseObject({
  riskRating: rating.optional(),
  visitDate: day.optional(),
  nextDateOnReport: day.optional(),
  /** how many actions the report itself says it has */
  actionsDeclared: z.int().min(0).max(1000).optional(),
  observations: z
    .array(
      z.looseObject({
        text: z.string(),
        ref: z.string().optional(),
        by: day.optional(),
        priority: z.string().optional(),
      }),
    )
    .optional(),
  actions: z.array(listed).optional(),
  documents: evidence.documents.optional(),
})
type Completed = Happened<z.output<typeof lraCompleted>>
const madeOn = (e: Completed): Day => e.data.visitDate ?? e.on

const priorityOf = (text: string | undefined): 'P0' | 'P1' | 'P2' | 'P3' | 'ADV' =>
  text === 'P0' || text === 'P1' || text === 'P3' || text === 'ADV' ? text : 'P2'
const actionsOf = (e: Completed): z.output<typeof inHand>['actions'] => [
  ...(e.data.actions ?? []).map(a => ({ ...a }) as z.output<typeof inHand>['actions'][number]),
  ...(e.data.observations ?? []).map((o, index) => ({
    ref: o.ref ?? `${madeOn(e)}-${index + 1}`,
    text: o.text,
    priority: priorityOf(o.priority),
    ...(o.by ? { by: o.by } : {}),
  })),
]

const completes = ruleFor<Facts, typeof lraCompleted>()({
  to: 'lra_qa',
  by: assessors,
  when: {
    'DATE_IN_FUTURE: it was not made in the future': (_, e, now) => madeOn(e) <= now.today,
    'DATE_BEFORE_PREVIOUS: it is later than the last accepted one': (f, e) => madeOn(e) > (f.checks.at(-1)?.on ?? ''),
  },
  set: (_, e, now) => ({
    inHand: {
      on: madeOn(e),
      by: e.by.id,
      knownOn: now.today,
      actions: actionsOf(e),
      sha256: hashes(e.data.documents),
      ...(e.data.riskRating ? { rating: e.data.riskRating } : {}),
      ...(e.data.actionsDeclared === undefined ? {} : { declared: e.data.actionsDeclared }),
      ...(e.data.nextDateOnReport ? { nextOnReport: e.data.nextDateOnReport } : {}),
    },
  }),
})
const submitted = z.looseObject({
  document: evidence.document.optional(),
  documents: evidence.documents.optional(),
  riskRating: rating.optional(),
  nextDateOnReport: day.optional(),
  actionsDeclared: z.int().min(0).max(1000).optional(),
})
const lraAccepted = z.strictObject({
  riskRating: rating.optional(),
  responsiblePerson: z.string().min(1).max(254).optional(),
  schemeReviewed: z.boolean().default(false),
  monitoring: z.array(monitored).max(500).optional(),
  /** fewer actions than the report says it has, and why */
  fewerActions: z.string().max(1000).optional(),
  reference: z.string().max(100).optional(),
})
type Accepted = Happened<z.output<typeof lraAccepted>>
const ratingOf = (f: Facts, e: Accepted) => e.data.riskRating ?? f.inHand?.rating
const accept = (f: Facts, e: Accepted, now: Situation): Partial<Facts> => {
  const done = f.inHand
  if (!done) return {}
  const byPeriod = now.reckon.months(done.on, interval(ratingOf(f, e), now.reckon))
  return {
    checks: [
      ...f.checks,
      {
        on: done.on,
        knownOn: now.today,
        nextDue: now.reckon.earliest(byPeriod, done.nextOnReport) as Day,
        result: ratingOf(f, e) ?? 'ASSESSED',
        acceptedBy: e.by.id,
        sha256: done.sha256,
        ...(reviewDue(f) ? { against: reviewDue(f) } : {}),
        ...(e.data.reference ? { reference: e.data.reference } : {}),
      },
    ],
    rating: ratingOf(f, e),
    responsiblePerson: e.data.responsiblePerson ?? f.responsiblePerson,
    ...(e.data.schemeReviewed ? { schemeReviewedOn: e.on } : {}),
    monitoring: e.data.monitoring ?? f.monitoring,
    inHand: undefined,
    // an assessment made before the trigger does not answer it
    ...(f.trigger && f.trigger.on > done.on ? {} : { trigger: undefined }),
  }
}
const raisesActions = (f: Facts, now: Situation): Raise[] =>
  (f.inHand?.actions ?? []).map(a => {
    const dated = {
      stream: 'legionella',
      priority: priorityOf(a.priority),
      raisedOn: a.raisedOn ?? f.inHand?.on ?? now.today,
      dueOn: a.by,
    }
    return {
      workflow: 'action',
      key: `lra:${a.ref}`,
      facts: {
        ...dated,
        description: a.text,
        bornOverdue: isBornOverdue(dated, now.today, now.reckon) || undefined,
        source: 'lra',
        sourceReference: a.ref,
        externalId: a.ref,
        location: a.location,
      },
    }
  })
const opensTasks = (f: Facts, e: Accepted, now: Situation): Raise[] =>
  now.case.assetId === undefined
    ? []
    : (e.data.monitoring ?? f.monitoring).map(m => opensTaskOn({ system: now.case.assetId ?? '', ...m }, now.today))

const accepting = ruleFor<Facts, typeof lraAccepted>()
const sound = {
  'the report itself is on file': (f: Facts) => (f.inHand?.sha256.length ?? 0) > 0,
  'accepted by somebody other than who made it': (f: Facts, e: Accepted) => e.by.id !== f.inHand?.by,
  'RATING_MISSING: the risk is rated': (f: Facts, e: Accepted) => ratingOf(f, e) !== undefined,
  'SCHEME_MISSING: where the risk is not low the scheme of control is reviewed and its responsible person named': (
    f: Facts,
    e: Accepted,
  ) =>
    ratingOf(f, e) === 'LOW' ||
    (e.data.schemeReviewed && (e.data.responsiblePerson ?? f.responsiblePerson) !== undefined),
  'ACTIONS_MISSING: every action of the report is here, or it is said why not': (f: Facts, e: Accepted) =>
    f.inHand?.declared === undefined ||
    f.inHand.declared <= f.inHand.actions.length ||
    e.data.fewerActions !== undefined ||
    `${f.inHand.actions.length} of ${f.inHand.declared}`,
}
const accepts = [
  accepting({
    to: 'lra_review_due',
    by: compliance,
    when: {
      ...sound,
      'it must be reviewed again already': (f, e, now) => inWindow({ ...f, ...accept(f, e, now) }, now),
    },
    set: accept,
    raises: (f, e, now) => [...raisesActions(f, now), ...opensTasks(f, e, now)],
  }),
  accepting({
    to: 'lra_in_date',
    by: compliance,
    when: sound,
    set: accept,
    raises: (f, e, now) => [...raisesActions(f, now), ...opensTasks(f, e, now)],
  }),
] as const

const triggers = [
  'system_altered',
  'use_changed',
  'void_too_long',
  'monitoring_failures',
  'positive_sample',
  'case_of_disease',
  'contractor_changed',
  'other',
] as const
const triggerEvent = z.strictObject({
  why: z.enum(triggers),
  on: day.optional(),
  note: z.string().max(2000).optional(),
})
const triggered = (f: Facts, on: Day, why: string, now: Situation): Partial<Facts> => {
  const reviewBy = now.reckon.days(on, now.reckon.policy('lra.trigger'))
  return f.trigger && f.trigger.reviewBy <= reviewBy ? {} : { trigger: { on, why, reviewBy } }
}
const triggering = ruleFor<Facts, typeof triggerEvent>()
const setsTrigger = (f: Facts, e: Happened<z.output<typeof triggerEvent>>, now: Situation) =>
  triggered(f, e.data.on ?? e.on, e.data.why, now)
const past = {
  'it did not happen in the future': (_: Facts, e: Happened<z.output<typeof triggerEvent>>, now: Situation) =>
    (e.data.on ?? e.on) <= now.today,
}

const samplePositive = z.looseObject({
  outlet: z.string().min(1).max(100),
  /** colony-forming units in a litre */
  cfu: z.int().min(1),
  sampledOn: day.optional(),
  documents: evidence.documents.optional(),
})
type Positive = Happened<z.output<typeof samplePositive>>
const incident = ruleFor<Facts, typeof samplePositive>()({
  to: 'incident',
  by: anyone,
  set: (f, e) => ({
    incident: {
      on: f.incident?.on ?? e.data.sampledOn ?? e.on,
      outlet: e.data.outlet,
      cfu: e.data.cfu,
      clear: [],
      lastSampleOn: e.data.sampledOn ?? e.on,
      ...(f.incident?.plan ? { plan: f.incident.plan } : {}),
    },
  }),
  raises: (_, e: Positive, now) => [
    {
      workflow: 'action',
      key: `sample:${e.data.outlet}:${e.data.sampledOn ?? e.on}`,
      facts: {
        stream: 'legionella',
        description: `Legionella in a sample at ${e.data.outlet}: ${e.data.cfu} cfu/l. Disinfect and sample again.`,
        priority: e.data.cfu >= now.reckon.policy('lra.sample.escalate') ? 'P0' : 'P1',
        raisedOn: e.on,
        raisedAt: e.at,
        location: e.data.outlet,
        source: 'sample',
      },
    },
  ],
  tells: (_, e, now) =>
    e.data.cfu >= now.reckon.policy('lra.sample.escalate')
      ? [{ template: 'positive', roles: ['complianceManager', 'headOfService'], urgency: 'emergency' }]
      : [{ template: 'positive', roles: ['complianceManager'], urgency: 'urgent' }],
})
const resampleClear = z.looseObject({
  outlet: z.string().min(1).max(100),
  sampledOn: day.optional(),
  documents: evidence.documents.min(1, 'the report of the laboratory'),
})
type Clear = Happened<z.output<typeof resampleClear>>
const clearOn = (e: Clear): Day => e.data.sampledOn ?? e.on
/** Two readings of one sample are one sample. */
const clears = (f: Facts, e: Clear): Day[] => [...new Set([...(f.incident?.clear ?? []), clearOn(e)])].sort()
const clearing = ruleFor<Facts, typeof resampleClear>()
const afterPositive = {
  'OUTLET_WRONG: it was taken at the outlet of the positive sample': (f: Facts, e: Clear) =>
    e.data.outlet.trim().toLowerCase() === f.incident?.outlet.trim().toLowerCase() || e.data.outlet,
  'it was taken after the positive sample': (f: Facts, e: Clear) => clearOn(e) > (f.incident?.lastSampleOn ?? ''),
}

const fromRecord = (row: ObligationRecord, reckon: Reckon): Record<string, unknown> => {
  const rated = rating.safeParse(row.result?.trim().toUpperCase())
  const due = obligation.earlierOfPrinted(row, on => reckon.months(on, interval(rated.data, reckon)), reckon)
  return {
    ...obligation.commonRecord(row),
    ...(rated.success ? { rating: rated.data } : {}),
    checks: obligation.recordedCheck(row, due),
  }
}
const registered = {
  idle: 'lra_in_date',
  due: 'lra_review_due',
  quiet: ['lra_in_date', 'lra_review_due', 'unknown_applicability', 'not_applicable'],
  busy: (f: Facts) => f.inHand !== undefined || f.incident !== undefined,
  inWindow: (f: Facts, now: Situation) => inWindow(f, now),
  fromRecord,
  keeps: (f: Facts) => ({ rating: f.rating }),
} as const
const imports = register.imports<Facts, 'lra_review_due' | 'lra_in_date'>(registered)
const confirms = register.confirms<Facts, 'lra_review_due' | 'lra_in_date'>(registered)

const live = ['lra_in_date', 'lra_review_due', 'lra_qa', 'incident'] as const

/** Results of the last check that a row may bring, and what to do with those that it may not. */
const results: obligation.Results = {
  results: rating.options,
}

export const legionella = workflow({
  name: 'legionella',
  title: 'Legionella risk assessment',
  law: ['lra.review.statutory', 'lra.review.default', 'lra.review.highRisk', 'lra.records', 'lra.sample.escalate'],
  policies: ['lra.issue', 'lra.review', 'lra.review.highRisk', 'lra.trigger', 'lra.sample.escalate', 'evidence.chase'],
  facts,
  lead: 'complianceManager',
  events: {
    'record.imported': obligation.recordImported(results),
    'certificate.voided': voided.certificateVoided,
    'applicability.confirmed': obligation.applicabilityConfirmed,
    'asset.disposed': obligation.assetDisposed,
    'appointment.made': evidence.appointmentMade,
    'appointment.cancelled': evidence.appointmentCancelled,
    'trigger.event': triggerEvent,
    'lra.completed': lraCompleted,
    'certificate.submitted': submitted,
    'lra.accepted': lraAccepted,
    'lra.rejected': z.strictObject({ reason: z.string().min(1).max(2000) }),
    'sample.positive': samplePositive,
    'incident.planned': z.strictObject({ plan: z.string().min(1).max(4000) }),
    'resample.clear': resampleClear,
  },
  initial: 'lra_in_date',
  starts: {
    unknown_applicability: f => f.applicability === 'unknown',
    not_applicable: f => f.applicability === 'not_required',
    lra_review_due: inWindow,
  },
  states: {
    lra_in_date: {
      title: 'Assessment in date',
      on: {
        'lra.completed': completes,
        'trigger.event': triggering({ to: 'lra_review_due', by: anyone, when: past, set: setsTrigger }),
      },
    },
    lra_review_due: {
      title: 'Review due',
      on: {
        'lra.completed': completes,
        'trigger.event': triggering({ by: anyone, when: past, set: setsTrigger }),
      },
    },
    lra_qa: {
      title: 'Assessment in review',
      on: {
        'lra.completed': completes,
        'trigger.event': triggering({ by: anyone, when: past, set: setsTrigger }),
        'certificate.submitted': {
          by: assessors,
          when: {
            'a document is attached': (_, e) =>
              hashes([...(e.data.documents ?? []), ...(e.data.document ? [e.data.document] : [])]).length > 0,
          },
          set: (f, e, now) => ({
            inHand: f.inHand && {
              ...f.inHand,
              knownOn: now.today,
              rating: e.data.riskRating ?? f.inHand.rating,
              nextOnReport: e.data.nextDateOnReport ?? f.inHand.nextOnReport,
              declared: e.data.actionsDeclared ?? f.inHand.declared,
              sha256: [
                ...new Set([
                  ...f.inHand.sha256,
                  ...hashes([...(e.data.documents ?? []), ...(e.data.document ? [e.data.document] : [])]),
                ]),
              ],
            },
          }),
        },
        'lra.accepted': accepts,
        'lra.rejected': { to: 'lra_review_due', by: compliance, set: () => ({ inHand: undefined }) },
      },
    },
    incident: {
      title: 'Incident: legionella found',
      on: {
        'trigger.event': triggering({ by: anyone, when: past, set: setsTrigger }),
        'incident.planned': {
          by: [...compliance, 'headOfService'],
          set: (f, e) => ({ incident: f.incident && { ...f.incident, plan: { on: e.on, by: e.by.id } } }),
        },
        'resample.clear': [
          clearing({
            to: 'lra_review_due',
            by: anyone,
            when: {
              ...afterPositive,
              'it is the last of the clear samples in a row that policy asks for': (f, e, now) =>
                clears(f, e).length >= now.reckon.policy('lra.incident.clearSamples'),
            },
            set: (f, e, now) => ({
              incident: undefined,
              inHand: undefined,
              ...triggered(f, clearOn(e), 'positive_sample', now),
            }),
          }),
          clearing({
            by: anyone,
            when: afterPositive,
            set: (f, e) => ({
              incident: f.incident && { ...f.incident, clear: clears(f, e), lastSampleOn: f.incident.lastSampleOn },
            }),
          }),
        ],
      },
    },
    unknown_applicability: {
      title: 'Not known whether an assessment is required',
      on: { 'appointment.made': [], 'appointment.cancelled': [] },
    },
    not_applicable: {
      title: 'No assessment required',
      final: 'not_required',
      on: { 'record.imported': imports, 'applicability.confirmed': confirms },
    },
    retired: { title: 'Retired', final: 'retired' },
  },
  anywhere: {
    'certificate.voided': voided.voids<Facts>(),
    'record.imported': imports,
    'applicability.confirmed': confirms,
    'asset.disposed': register.disposes<Facts>(),
    'appointment.made': { by: anyone },
    'appointment.cancelled': visits.callsOff<Facts>(anyone),
    'sample.positive': incident,
  },
  clocks: {
    deadline: {
      title: 'Review of the legionella risk assessment',
      source: 'lra.review.default',
      kind: 'policy',
      runs: live,
      from: f => f.checks.at(-1)?.on,
      due: (f, reckon, c) => {
        const check = f.checks.at(-1)
        if (!check) {
          reckon.because(
            `no assessment on record: overdue since the duty began on ${f.dutyBeganOn ?? dayOf(c.openedAt)}`,
          )
          return reckon.earliest(f.dutyBeganOn ?? dayOf(c.openedAt), f.trigger?.reviewBy)
        }
        reckon.because(`last accepted assessment ${check.on}${f.rating ? `, risk ${f.rating}` : ''}`)
        reckon.months(check.on, interval(f.rating, reckon))
        if (f.trigger)
          reckon.because(`${f.trigger.why.replaceAll('_', ' ')} on ${f.trigger.on}: it may no longer be valid`)
        return reckon.earliest(check.nextDue, f.trigger?.reviewBy)
      },
      ladder: inspection(
        { issue: 'lra.issue', moves: { lra_in_date: 'lra_review_due' }, skip: inspectionSkips.legionella },
        {
          issued: 'reviewIssued',
          dueSoon: 'reviewSoon',
          dueToday: 'reviewToday',
          overdue: 'reviewOverdue',
          escalated: 'reviewStillOverdue',
        },
      ),
    },
    qa: {
      title: 'Review of the report',
      source: 'landlord.policy',
      kind: 'policy',
      chaser: true,
      runs: ['lra_qa'],
      due: (f, reckon) => f.inHand && reckon.workingDays(f.inHand.knownOn, reckon.policy('evidence.chase')),
      ladder: task('qaLate', ['complianceOfficer', 'complianceManager']),
    },
    plan: {
      title: 'Plan to disinfect and sample again',
      source: 'lra.sample.respond',
      kind: 'policy',
      runs: ['incident'],
      due: (f, reckon) =>
        f.incident && !f.incident.plan
          ? reckon.workingDays(f.incident.on, reckon.policy('lra.incident.plan'))
          : undefined,
      ladder: task('planLate', ['complianceManager', 'headOfService']),
    },
    resample: {
      title: 'Next sample of the incident',
      source: 'lra.incident.clearSamples',
      kind: 'policy',
      runs: ['incident'],
      due: (f, reckon, c) =>
        reckon.days(
          f.incident?.clear.at(-1) ?? f.incident?.lastSampleOn ?? dayOf(c.enteredAt),
          reckon.policy('lra.resample'),
        ),
      ladder: task('resampleLate', ['complianceOfficer', 'complianceManager']),
    },
    applicability: register.findsOut('Find out whether an assessment is required'),
  },
  words: {
    reviewIssued: {
      subject: 'Legionella assessment to review: {where}',
      body: 'The risk assessment is to be reviewed by {due} ({late}).',
      act: 'Book the assessor now.',
    },
    reviewSoon: {
      subject: 'Legionella assessment: {where}',
      body: 'No accepted review yet. It is due by {due}.',
      act: 'Make sure it is booked.',
    },
    reviewToday: {
      subject: 'Legionella assessment due today: {where}',
      body: 'Today is the last day for the review.',
      act: 'Say what stops it, and what protects people meanwhile.',
    },
    reviewOverdue: {
      subject: 'Legionella assessment, {where}',
      body: 'The review was due on {due}. It is {late}.',
      act: 'Get it done, and accept it when it is in.',
    },
    reviewStillOverdue: {
      subject: 'Still not put right: legionella assessment, {where}',
      body: 'The review was due on {due} and is {late}. It was told to the people before you.',
      act: 'Decide what happens next and record it.',
    },
    qaLate: {
      subject: 'Legionella report to check: {where}',
      body: 'An assessment is claimed, but it is not accepted. Until it is, it does not count.',
      act: 'Check the report, its actions and the scheme of control, and accept or reject it.',
    },
    positive: {
      subject: 'LEGIONELLA FOUND at {where}',
      body: 'A sample was positive: {sample}.',
      act: 'Stop use of the outlet, disinfect, plan the next samples, and tell those who must know.',
    },
    planLate: {
      subject: 'Legionella incident without a plan: {where}',
      body: 'A sample was positive: {sample}. No plan is recorded.',
      act: 'Record the plan to disinfect and sample again.',
    },
    resampleLate: {
      subject: 'Next legionella sample: {where}',
      body: 'The incident lasts until the samples are clear. Last positive: {sample}.',
      act: 'Take the next sample and record the result.',
    },
    applicabilityUnknown: {
      subject: 'Legionella: nobody knows whether an assessment is required, {where}',
      body: 'It counts as not compliant until it is known.',
      act: 'Find out, and record it with the reason.',
    },
  },
  views: ['sample'],
  view: f => ({ sample: f.incident ? `${f.incident.cfu} cfu/l at ${f.incident.outlet}` : '' }),
  obligation: {
    ...obligation.obligationOf('legionella', reckon => reckon.policy('lra.issue'), fromRecord, results),
    checks: f => {
      const by = (f as Facts).trigger?.reviewBy
      return f.checks.map(({ on, knownOn, nextDue }, index) => ({
        on,
        knownOn,
        nextDue: by !== undefined && index === f.checks.length - 1 && by < nextDue ? by : nextDue,
      }))
    },
  },
})
