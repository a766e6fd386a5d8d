/**
 * Getting into one home, for every stream at once: letters, attempts at different times, the vulnerability
 * check, the final notice, legal, entry. Its id is `access:<assetId>`; any stream's failed visit opens or feeds it.
 * Nothing here makes a check compliant: those clocks run on.
 */
import * as z from 'zod'
import { ruleFor, workflow } from '../core/declare.ts'
import { personal } from '../core/personal.ts'
import type { Reckon } from '../core/reckon.ts'
import { addDays, clockOf, type Day, day, dayOf, type Instant, toEpoch, weekday } from '../core/time.ts'
import type { Rule, Situation } from '../core/workflow.ts'
import type { PolicyId } from '../law/policy.ts'
import { headOrAbove } from '../law/roles.ts'
import { task } from '../law/tasks.ts'
import { approver, isAnother } from './parts/approval.ts'
import * as evidence from './parts/evidence.ts'
import { assetDisposed } from './parts/obligation.ts'

const accessAttempt = z.strictObject({
  ...evidence.attempt.shape,
  stream: z.string(),
  caseId: z.string().optional(),
})
const need = z.strictObject({
  stream: z.string().min(1).max(60),
  caseId: z.string().min(1).max(200),
  due: day.optional(),
  since: day,
})
type Need = z.output<typeof need>

const facts = z.strictObject({
  openedFor: z.string().max(60).optional(),
  /** what cannot be done while nobody gets in: one visit is for all of them */
  needs: z.array(need).default([]),
  attempts: z.array(accessAttempt).default([]),
  /** appointments that we or the contractor missed; never held against the tenant */
  missedByUs: z
    .array(
      z.strictObject({
        on: day,
        by: z.string(),
        stream: z.string().optional(),
        /** the job that it was for, where the home had only one such; it outlives the need */
        caseId: z.string().optional(),
        /** who reported it, where that was a contractor about itself */
        contractorId: z.string().optional(),
      }),
    )
    .default([]),
  letters: z.array(z.strictObject({ step: z.enum(['1', '2', '3']), on: day, sha256: z.array(z.string()) })).default([]),
  /** day of the last step: the next one is reckoned from it where the usual dates have passed */
  stepOn: day.optional(),
  vulnerability: z
    .strictObject({ on: day, by: z.string(), safeToProceed: z.boolean(), findings: personal(4000) })
    .optional(),
  finalNotice: z.strictObject({ on: day, approvedBy: z.string(), sha256: z.array(z.string()) }).optional(),
  legal: z.strictObject({ on: day, by: z.string(), approvedBy: z.string() }).optional(),
  order: z
    .strictObject({
      reference: z.string(),
      kind: z.string(),
      on: day,
      expiresOn: day.optional(),
      approvedBy: z.string(),
    })
    .optional(),
  hold: z
    .strictObject({ from: day, approvedBy: z.string(), reviewOn: day, back: z.string(), why: personal(4000) })
    .optional(),
  panelOn: day.optional(),
  endedOn: day.optional(),
  reason: z.string().optional(),
  /** how many times before this home has been through it */
  rounds: z.int().min(0).default(0),
})
type Facts = z.output<typeof facts>

/** The steps of the access process in order, each with its offset from the deadline and its sign. */
const steps = {
  none: { policy: 'access.letter1', sign: -1 },
  contact_1: { policy: 'access.attempt1', sign: -1 },
  attempt_1_failed: { policy: 'access.letter2', sign: -1 },
  contact_2: { policy: 'access.attempt2', sign: -1 },
  attempt_2_failed: { policy: 'access.letter3', sign: -1 },
  contact_3: { policy: 'access.attempt3', sign: -1 },
  attempt_3_failed: { policy: 'access.finalNotice', sign: -1 },
  final_notice: { policy: 'access.legal', sign: -1 },
  legal_referred: { policy: 'access.order', sign: 1 },
  order_made: { policy: 'access.execution', sign: 1 },
} as const satisfies Record<string, { policy: PolicyId; sign: 1 | -1 }>
type Step = keyof typeof steps
const stepNames = Object.keys(steps) as Step[]

/** Before the deadline other streams stretch the timings of gas; after it lateness grows no milder for any. */
const stepFor = (need: Need, step: Step, reckon: Reckon): Day | undefined => {
  if (need.due === undefined) return undefined
  const { policy, sign } = steps[step]
  const usual = reckon.policy(policy)
  const scaled = sign < 0 && need.stream !== 'gas' ? Math.round((usual * reckon.policy('access.scale')) / 100) : usual
  reckon.because(`${need.stream} is due on ${need.due}`)
  return reckon.days(need.due, sign * scaled)
}

/** When the next step is due: the earliest that any failing stream asks for, but some days after the step before. */
export const nextStepDue = (f: Facts, step: Step, reckon: Reckon): Day | undefined => {
  const earliest = reckon.earliest(...f.needs.map(n => stepFor(n, step, reckon)))
  if (f.stepOn === undefined) return earliest
  const apart = reckon.days(f.stepOn, reckon.policy('access.step'))
  return earliest === undefined || earliest < apart ? apart : earliest
}

/** What a court means by different times: mornings, afternoons, evenings and weekends are tried. */
export const timeOfDay = (moment: Instant): string => {
  if (weekday(dayOf(moment)) > 5) return 'weekend'
  const clock = clockOf(moment)
  return clock < '12:00' ? 'morning' : clock < '17:00' ? 'afternoon' : 'evening'
}
export const counted = (f: Pick<Facts, 'attempts'>) => f.attempts.filter(a => a.counts)

const attemptRecorded = z.strictObject({
  stream: z.string().min(1).max(60),
  caseId: z.string().min(1).max(200),
  by: z.string().min(1).max(254),
  outcome: z.enum(evidence.noAccessOutcomes),
  /** absent: by its evidence */
  counts: z.boolean().optional(),
  due: day.optional(),
  sha256: z.array(z.string()).optional(),
  photo: z.string().max(300).optional(),
})
type AttemptData = z.output<typeof attemptRecorded>
type Attempted = { at: Instant; on: Day; data: AttemptData }

/** An attempt counts with its time and evidence; visits for two streams at one time are one visit. */
const counts = (f: Facts, e: Attempted, now: Situation): boolean =>
  (e.data.counts ?? true) &&
  e.data.outcome !== 'wrong_address' &&
  ((e.data.sha256?.length ?? 0) > 0 || e.data.photo !== undefined) &&
  !counted(f).some(a => Math.abs(toEpoch(a.at) - toEpoch(e.at)) < now.reckon.policy('access.apart') * 60_000)

/** The job that a visit for this stream was for, where the home has only one such. */
const jobOf = ({ needs }: Pick<Facts, 'needs'>, stream: string | undefined): { caseId?: string } => {
  const [need, ...others] = needs.filter(one => stream === undefined || one.stream === stream)
  return need && others.length === 0 ? { caseId: need.caseId } : {}
}

const withNeed = (f: Facts, e: Attempted): Need[] => {
  const held = f.needs.find(n => n.caseId === e.data.caseId)
  return [
    ...f.needs.filter(n => n.caseId !== e.data.caseId),
    {
      stream: e.data.stream,
      caseId: e.data.caseId,
      since: held?.since ?? e.on,
      ...((e.data.due ?? held?.due) ? { due: e.data.due ?? held?.due } : {}),
    },
  ]
}

const attempted = (f: Facts, e: Attempted, now: Situation): Partial<Facts> => ({
  needs: withNeed(f, e),
  attempts: [
    ...f.attempts,
    {
      at: e.at,
      on: e.on,
      by: e.data.by,
      outcome: e.data.outcome,
      counts: counts(f, e, now),
      stream: e.data.stream,
      caseId: e.data.caseId,
      ...(e.data.sha256 ? { sha256: e.data.sha256 } : {}),
      ...(e.data.photo ? { photo: e.data.photo } : {}),
    },
  ],
})

const visitors = [
  'contractor',
  'officer',
  'housingOfficer',
  'voidsOfficer',
  'teamLeader',
  'complianceOfficer',
  'complianceManager',
  'fireSafetyLead',
] as const
const housing = ['housingOfficer', 'officer', 'teamLeader', 'complianceOfficer', 'complianceManager'] as const
const managers = ['complianceManager', 'headOfService', 'legalOfficer', 'serviceDirector'] as const

const rule = ruleFor<Facts, typeof attemptRecorded>()
const uncounted = rule({
  by: visitors,
  set: attempted,
  notes: () => ['not counted: no time and evidence of its own, or our own mistake'],
})
const fails = <const S extends string>(to: S) =>
  [
    rule({
      to,
      by: visitors,
      when: { 'the attempt counts: it has its time and evidence': counts },
      set: (f, e, now) => ({ ...attempted(f, e, now), stepOn: e.on }),
    }),
    uncounted,
  ] as const
const kept = rule({ by: visitors, set: attempted })

/** A home that did not open again after it had: the steps begin anew, the history keeps the former round. */
const afresh = (f: Facts): Facts => ({ needs: [], attempts: [], missedByUs: [], letters: [], rounds: f.rounds + 1 })
const cleared = {
  stepOn: undefined,
  vulnerability: undefined,
  finalNotice: undefined,
  legal: undefined,
  order: undefined,
  hold: undefined,
  panelOn: undefined,
  endedOn: undefined,
  reason: undefined,
}
const begins = [
  rule({
    to: 'attempt_1_failed',
    by: visitors,
    when: { 'the attempt counts: it has its time and evidence': (f, e, now) => counts(afresh(f), e, now) },
    set: (f, e, now) => ({ ...cleared, ...afresh(f), ...attempted(afresh(f), e, now), stepOn: e.on }),
  }),
  rule({
    to: 'none',
    by: visitors,
    set: (f, e, now) => ({ ...cleared, ...afresh(f), ...attempted(afresh(f), e, now) }),
    notes: () => ['not counted: no time and evidence of its own, or our own mistake'],
  }),
] as const

const hashes = (documents: { sha256: string }[]) => documents.map(d => d.sha256.toLowerCase())
const letterSent = z.strictObject({
  step: z.enum(['1', '2', '3']),
  how: z.string().min(1).max(200),
  documents: evidence.documents.min(1, 'the letter and proof that it was sent'),
})
const sends = <const S extends string>(step: '1' | '2' | '3', to: S) =>
  ruleFor<Facts, typeof letterSent>()({
    to,
    by: ['contractor', ...housing],
    when: { [`it is letter ${step}`]: (_, e) => e.data.step === step },
    set: (f, e) => ({
      letters: [...f.letters, { step, on: e.on, sha256: hashes(e.data.documents) }],
      stepOn: e.on,
    }),
  })

/** The check is mandatory before any step that leads to court: people who cannot open need help, not an order. */
const considered = {
  'VULNERABILITY_UNCHECKED: vulnerability and welfare were checked, and it is safe to proceed': (f: Facts) =>
    f.vulnerability?.safeToProceed === true,
}
const approved = {
  'APPROVER: somebody other than who does it has approved it': (
    _: Facts,
    e: { by: { id: string }; data: { approvedBy: string } },
  ) => isAnother(e.data.approvedBy, e.by),
}
const finalNoticeSent = z.strictObject({
  /** the letter before action is signed off by the head of service */
  approvedBy: approver(headOrAbove),
  documents: evidence.documents.min(1, 'the notice and proof that it was served'),
})
const notices = ruleFor<Facts, typeof finalNoticeSent>()({
  to: 'final_notice',
  by: [...housing, 'headOfService', 'legalOfficer'],
  when: {
    'ATTEMPTS_TOO_FEW: as many counted attempts as policy asks for': (f, _, now) =>
      counted(f).length >= now.reckon.policy('access.attempts.min') ||
      `${counted(f).length} of ${now.reckon.policy('access.attempts.min')}`,
    'ATTEMPTS_ALIKE: they were made at different times of day': f =>
      new Set(counted(f).map(a => timeOfDay(a.at))).size > 1,
    ...considered,
    ...approved,
  },
  set: (_, e) => ({
    finalNotice: { on: e.on, approvedBy: e.data.approvedBy.toLowerCase(), sha256: hashes(e.data.documents) },
    stepOn: e.on,
  }),
})

const legalReferred = z.strictObject({ approvedBy: approver(), reference: z.string().max(100).optional() })
const orderMade = z.strictObject({
  reference: z.string().min(1).max(100),
  kind: z.enum(['injunction', 'warrant', 'abatement_notice', 'possession', 'other']),
  madeOn: day,
  expiresOn: day.optional(),
  approvedBy: approver(),
  documents: evidence.documents.min(1, 'the order itself'),
})

const ordered = ruleFor<Facts, typeof orderMade>()({
  to: 'order_made',
  by: managers,
  when: {
    ...considered,
    ...approved,
    'it was not made in the future': (_, e, now) => e.data.madeOn <= now.today,
    'ORDER_ENDED: it has not ended before it was made': (_, e) => (e.data.expiresOn ?? e.data.madeOn) >= e.data.madeOn,
  },
  set: (_, e) => ({
    order: {
      reference: e.data.reference,
      kind: e.data.kind,
      on: e.data.madeOn,
      approvedBy: e.data.approvedBy.toLowerCase(),
      ...(e.data.expiresOn ? { expiresOn: e.data.expiresOn } : {}),
    },
    stepOn: e.on,
  }),
})
/** Nobody may enter by an order before it is made or after its last day. */
const inForceOn = ({ order }: Facts, on: Day): boolean =>
  order !== undefined && order.on <= on && on <= (order.expiresOn ?? on)

const accessGained = z.strictObject({
  /** absent: everything that was needed */
  caseId: z.string().max(200).optional(),
  stream: z.string().max(60).optional(),
  on: day.optional(),
  /** under an order: the tenant let them in without it */
  willingly: z.boolean().optional(),
})
const rest = (f: Facts, e: { data: { caseId?: string | undefined } }): Need[] =>
  e.data.caseId === undefined ? [] : f.needs.filter(n => n.caseId !== e.data.caseId)
const gained = ruleFor<Facts, typeof accessGained>()
const gains = [
  gained({
    by: visitors,
    when: { 'other work in the home is still waiting': (f, e) => rest(f, e).length > 0 },
    set: (f, e) => ({ needs: rest(f, e) }),
    notes: (f, e) => [
      `still to do: ${rest(f, e)
        .map(n => n.stream)
        .join(', ')}`,
    ],
  }),
  gained({ to: 'gained', by: visitors, set: (f, e) => ({ needs: rest(f, e), endedOn: e.data.on ?? e.on }) }),
] as const

const voidStarted = z.looseObject({ on: day })
/** Each stream of the home tells it: the first ends the case, to the others there is nothing to do. */
const toldBySeveral = {
  'access.gained': gained({ by: visitors }),
  'property.void.started': ruleFor<Facts, typeof voidStarted>()({ by: visitors }),
} as const

const holdBegun = z.strictObject({ approvedBy: approver(), reviewOn: day, why: personal(4000) })
const holds = ruleFor<Facts, typeof holdBegun>()({
  to: 'safeguarding_hold',
  by: [...housing, 'headOfService'],
  when: {
    ...approved,
    'it has a date of review to come': (_, e, now) => e.data.reviewOn > now.today,
    'it is reviewed no later than the panel meets': (_, e, now) =>
      e.data.reviewOn <= addDays(now.today, now.reckon.policy('access.panel')),
  },
  set: (_, e, now) => ({
    hold: {
      from: e.on,
      approvedBy: e.data.approvedBy.toLowerCase(),
      reviewOn: e.data.reviewOn,
      back: now.case.state,
      why: e.data.why,
    },
  }),
})
const holdEnded = z.strictObject({ approvedBy: approver() })
const resumes: readonly Rule<Facts, z.output<typeof holdEnded>, Step, never>[] = stepNames.map(step => ({
  to: step,
  by: [...housing, 'headOfService'],
  when: { ...approved, [`it stood at ${step} before`]: (f: Facts) => f.hold?.back === step },
  set: (_: Facts, e: { on: Day }) => ({ hold: undefined, stepOn: e.on }),
}))

const withdrawn = z.strictObject({
  /** `away`: in hospital and the like; what it is stands in the vulnerability check alone */
  reason: z.enum(['void', 'sold', 'away', 'not_required', 'opened_in_error']),
  on: day.optional(),
})
const withdraws = ruleFor<Facts, typeof withdrawn>()({
  to: 'withdrawn',
  by: managers,
  set: (_, e) => ({ needs: [], endedOn: e.data.on ?? e.on, reason: e.data.reason }),
})
const gone = (reason: string) => ({
  to: 'withdrawn' as const,
  when: {
    'it is not in the future': (_: Facts, e: { data: { on: Day } }, now: Situation) => e.data.on <= now.today,
  },
  set: (_: Facts, e: { data: { on: Day } }): Partial<Facts> => ({ needs: [], endedOn: e.data.on, reason }),
})

const vulnerabilityChecked = z.strictObject({ safeToProceed: z.boolean(), findings: personal(4000) })
const clock = (title: string, source: 'access.attempts.min' | 'access.abatement', runs: readonly Step[]) => ({
  title,
  source,
  kind: 'policy' as const,
  runs,
  due: (f: Facts, reckon: Reckon, c: { state: string; openedAt: Instant }) =>
    c.state in steps
      ? (nextStepDue(f, c.state as Step, reckon) ?? reckon.days(dayOf(c.openedAt), reckon.policy('access.step')))
      : undefined,
})

const earlySteps: Step[] = ['none', 'contact_1', 'attempt_1_failed', 'contact_2', 'attempt_2_failed', 'contact_3']
const lateSteps = ['final_notice', 'legal_referred', 'order_made'] as const

export const access = workflow({
  name: 'access',
  named: (_, assetId) => assetId && `access:${assetId}`,
  title: 'Access to a home',
  law: ['access.notice', 'access.abatement', 'access.attempts.min'],
  policies: [
    'access.letter1',
    'access.attempt1',
    'access.letter2',
    'access.attempt2',
    'access.letter3',
    'access.attempt3',
    'access.finalNotice',
    'access.legal',
    'access.order',
    'access.execution',
    'access.scale',
    'access.attempts.min',
    'access.panel',
  ],
  facts,
  lead: 'housingOfficer',
  events: {
    'attempt.recorded': attemptRecorded,
    'letter.sent': letterSent,
    'contact.recorded': z.strictObject({
      channel: z.enum(['sms', 'email', 'call', 'next_of_kin', 'income_team', 'visit_card', 'other']),
      outcome: z.enum(['reached', 'not_reached', 'agreed', 'refused']),
      documents: evidence.documents.optional(),
    }),
    'appointment.made': evidence.appointmentMade,
    'appointment.missed': z.strictObject({
      by: z.enum(['contractor', 'landlord']),
      stream: z.string().max(60).optional(),
      noticeAt: z.string().optional(),
    }),
    'vulnerability.checked': vulnerabilityChecked,
    'finalNotice.sent': finalNoticeSent,
    'legal.referred': legalReferred,
    'order.made': orderMade,
    'order.executed': z.strictObject({
      outcome: z.enum(['checked', 'capped', 'other']),
      documents: evidence.documents.min(1, 'evidence of the entry'),
    }),
    'access.gained': accessGained,
    'access.withdrawn': withdrawn,
    'safeguarding.held': holdBegun,
    'safeguarding.reviewed': z.strictObject({ approvedBy: approver(), reviewOn: day }),
    'safeguarding.ended': holdEnded,
    'panel.reviewed': z.strictObject({ decision: z.string().min(1).max(2000) }),
    'property.void.started': voidStarted,
    'asset.disposed': assetDisposed,
  },
  initial: 'none',
  states: {
    none: {
      title: 'Nothing sent yet',
      on: { 'attempt.recorded': fails('attempt_1_failed'), 'letter.sent': sends('1', 'contact_1') },
    },
    contact_1: { title: 'First letter sent', on: { 'attempt.recorded': fails('attempt_1_failed') } },
    attempt_1_failed: {
      title: 'First attempt failed',
      on: { 'attempt.recorded': fails('attempt_2_failed'), 'letter.sent': sends('2', 'contact_2') },
    },
    contact_2: { title: 'Second letter sent', on: { 'attempt.recorded': fails('attempt_2_failed') } },
    attempt_2_failed: {
      title: 'Second attempt failed',
      on: {
        'attempt.recorded': fails('attempt_3_failed'),
        'letter.sent': sends('3', 'contact_3'),
        'finalNotice.sent': notices,
      },
    },
    contact_3: {
      title: 'Third letter sent',
      on: { 'attempt.recorded': fails('attempt_3_failed'), 'finalNotice.sent': notices },
    },
    attempt_3_failed: {
      title: 'Third attempt failed',
      on: { 'attempt.recorded': [kept], 'finalNotice.sent': notices },
    },
    final_notice: {
      title: 'Final notice served',
      lead: 'complianceManager',
      on: {
        'attempt.recorded': [kept],
        'legal.referred': {
          to: 'legal_referred',
          by: managers,
          when: {
            ...considered,
            ...approved,
            'NOTICE_RUNNING: the tenant has had the days that the notice gave': (f, _, now) =>
              f.finalNotice !== undefined &&
              now.today > addDays(f.finalNotice.on, now.reckon.policy('access.finalNotice.answer')),
          },
          set: (_, e) => ({
            legal: { on: e.on, by: e.by.id, approvedBy: e.data.approvedBy.toLowerCase() },
            stepOn: e.on,
          }),
        },
      },
    },
    legal_referred: {
      title: 'With legal',
      lead: 'legalOfficer',
      on: {
        'attempt.recorded': [kept],
        'order.made': ordered,
      },
    },
    order_made: {
      title: 'Order made',
      lead: 'legalOfficer',
      on: {
        'attempt.recorded': [kept],
        // One that was renewed, or made anew because it ended unused.
        'order.made': ordered,
        'order.executed': {
          to: 'executed',
          by: [...visitors, 'legalOfficer'],
          when: {
            ...considered,
            'ORDER_ENDED: the order was in force on the day of the entry': (f, e) => inForceOn(f, e.on),
          },
          set: (_, e) => ({ needs: [], endedOn: e.on, reason: e.data.outcome }),
        },
        'access.gained': [
          gains[0],
          gained({
            to: 'gained',
            by: visitors,
            when: {
              'the tenant let them in without the order': (f, e) =>
                e.data.willingly === true || !inForceOn(f, e.data.on ?? e.on),
            },
            set: (f, e) => ({ needs: rest(f, e), endedOn: e.data.on ?? e.on }),
          }),
          gained({ to: 'executed', by: visitors, set: (f, e) => ({ needs: rest(f, e), endedOn: e.data.on ?? e.on }) }),
        ],
      },
    },
    safeguarding_hold: {
      title: 'Held for safeguarding',
      lead: 'headOfService',
      on: {
        'attempt.recorded': [kept],
        'safeguarding.held': [],
        'safeguarding.reviewed': {
          by: [...housing, 'headOfService'],
          when: {
            ...approved,
            'it has a date of review to come': (_, e, now) => e.data.reviewOn > now.today,
            'it is reviewed no later than the panel meets': (_, e, now) =>
              e.data.reviewOn <= addDays(now.today, now.reckon.policy('access.panel')),
          },
          set: (f, e) => ({
            hold: f.hold && {
              ...f.hold,
              reviewOn: e.data.reviewOn,
              approvedBy: e.data.approvedBy.toLowerCase(),
            },
          }),
        },
        'safeguarding.ended': resumes,
      },
    },
    executed: {
      title: 'Entered under the order',
      final: 'executed',
      on: { 'attempt.recorded': begins, ...toldBySeveral },
    },
    gained: {
      title: 'Access gained',
      final: 'gained',
      on: { 'attempt.recorded': begins, ...toldBySeveral },
    },
    withdrawn: {
      title: 'Withdrawn',
      final: 'withdrawn',
      on: { 'attempt.recorded': begins, ...toldBySeveral },
    },
  },
  anywhere: {
    'contact.recorded': { by: ['contractor', ...housing] },
    'appointment.made': { by: ['contractor', ...housing] },
    'appointment.missed': {
      by: ['contractor', ...housing],
      set: (f, e) => ({
        missedByUs: [
          ...f.missedByUs,
          {
            on: e.on,
            by: e.data.by,
            ...(e.data.stream ? { stream: e.data.stream } : {}),
            ...jobOf(f, e.data.stream),
            ...(e.data.by === 'contractor' && e.by.kind === 'contractor' ? { contractorId: e.by.id } : {}),
          },
        ],
      }),
      notes: (_, e) => [`missed by the ${e.data.by}: never counted against the tenant`],
    },
    'vulnerability.checked': {
      by: housing,
      set: (_, e) => ({
        vulnerability: {
          on: e.on,
          by: e.by.id,
          safeToProceed: e.data.safeToProceed,
          findings: e.data.findings,
        },
      }),
    },
    'access.gained': gains,
    'access.withdrawn': withdraws,
    'safeguarding.held': holds,
    'panel.reviewed': { by: [...housing, 'headOfService'], set: (_, e) => ({ panelOn: e.on }) },
    'property.void.started': gone('void'),
    'asset.disposed': gone('sold'),
  },
  clocks: {
    step: {
      ...clock('Next step towards the home', 'access.attempts.min', earlySteps),
      ladder: task('stepLate', ['housingOfficer', 'complianceManager']),
    },
    final: {
      ...clock('Final notice', 'access.attempts.min', ['attempt_3_failed']),
      ladder: task('noticeLate', ['complianceManager', 'headOfService']),
    },
    legal: {
      ...clock('Next legal step', 'access.abatement', lateSteps),
      ladder: task('legalLate', ['legalOfficer', 'complianceManager', 'serviceDirector']),
    },
    order_ends: {
      title: 'End of the order',
      source: 'access.abatement',
      kind: 'policy',
      runs: ['order_made'],
      due: f => f.order?.expiresOn,
      ladder: task('orderEnding', ['legalOfficer', 'complianceManager']),
    },
    vulnerability: {
      title: 'Vulnerability and welfare check',
      source: 'landlord.policy',
      kind: 'policy',
      runs: ['attempt_2_failed', 'contact_3', 'attempt_3_failed'],
      due: (f, reckon) => (f.vulnerability ? undefined : nextStepDue(f, 'attempt_2_failed', reckon)),
      ladder: task('vulnerabilityDue', ['housingOfficer', 'complianceManager']),
    },
    hold: {
      title: 'Review of the safeguarding hold',
      source: 'landlord.policy',
      kind: 'policy',
      runs: ['safeguarding_hold'],
      due: f => f.hold?.reviewOn,
      ladder: task('holdReview', ['headOfService', 'serviceDirector']),
    },
    panel: {
      title: 'Review of a home that is hard to enter',
      source: 'landlord.policy',
      kind: 'policy',
      runs: ['attempt_3_failed', 'final_notice', 'legal_referred', 'order_made'],
      due: (f, reckon, c) => reckon.days(f.panelOn ?? f.stepOn ?? dayOf(c.openedAt), reckon.policy('access.panel')),
      ladder: task('panelDue', ['complianceManager', 'headOfService']),
    },
  },
  words: {
    stepLate: {
      subject: 'Access: next step, {where}',
      body: 'Nobody has got into this home for: {streams}. {counted} attempts count so far.',
      act: 'Send the next letter or make the next attempt, at another time of day, and keep the evidence.',
    },
    noticeLate: {
      subject: 'Access: final notice to decide, {where}',
      body: 'Three attempts have failed. Waiting: {streams}.',
      act: 'Check vulnerability, then have the final notice approved and served, or record why not.',
    },
    legalLate: {
      subject: 'Access: legal step, {where}',
      body: 'The final notice was not answered. Waiting: {streams}.',
      act: 'Take the next legal step and record it. The evidence bundle is ready.',
    },
    orderEnding: {
      subject: 'Access: the order ends, {where}',
      body: 'There is an order for access that is about to end unused.',
      act: 'Carry it out by its last day, with somebody who can look after the household; later a new one has to be made.',
    },
    vulnerabilityDue: {
      subject: 'Access: vulnerability check, {where}',
      body: 'No final notice and no legal step without it.',
      act: 'Look at what is known of the household, ask those who know it, and record the check.',
    },
    holdReview: {
      subject: 'Access: review of a hold, {where}',
      body: 'The steps towards this home rest by decision. The checks are overdue all the same: {streams}.',
      act: 'Review the hold: end it, or give it a new date.',
    },
    panelDue: {
      subject: 'Access: panel review, {where}',
      body: 'This home is hard to enter. Waiting: {streams}.',
      act: 'Review it at the panel: cause, risk, help for the household.',
    },
  },
  views: ['streams', 'counted'],
  view: f => ({
    streams: f.needs.map(n => n.stream).join(', ') || 'nothing any more',
    counted: String(counted(f).length),
  }),
})
