/**
 * The annual gas safety check of a home or a plant room: GSIUR 1998 reg 36, with the MOT-style deadline of reg 36A.
 * The statutory clock runs through appointments, failed visits and evidence review; only a check that was accepted
 * on evidence moves it.
 */
import * as z from 'zod'
import { ruleFor, workflow } from '../core/declare.ts'
import type { Reckon } from '../core/reckon.ts'
import { addDays, addMonths, type Day, day, dayOf, daysBetween, type Instant } from '../core/time.ts'
import type { ObligationRecord, Raise, Situation, Tell } from '../core/workflow.ts'
import { inspection, inspectionSkips } from '../law/ladders.ts'
import { rules } from '../law/rules.ts'
import { task } from '../law/tasks.ts'
import { accessAttempt, accessGained, homeFellVoid } from './parts/access.ts'
import * as evidence from './parts/evidence.ts'
import { observedFacts } from './parts/hazard.ts'
import * as obligation from './parts/obligation.ts'
import * as register from './parts/register.ts'
import * as visits from './parts/visits.ts'
import * as voided from './parts/voided.ts'

const appliance = z.strictObject({
  id: z.string().min(1).max(60),
  kind: z.string().max(60),
  location: z.string().max(100).optional(),
  installedOn: day.optional(),
  deadline: day.optional(),
  alignedOn: day.optional(),
  status: z.enum(['live', 'out_of_use', 'removed']).default('live'),
  removedOn: day.optional(),
})

/** SATISFACTORY, ID and AR are results of a whole check; NCS is advice; INCOMPLETE satisfies nothing. */
const result = z.enum(['SATISFACTORY', 'ID', 'AR', 'NCS', 'INCOMPLETE'])
const rejection = z.enum([
  'WRONG_PROPERTY',
  'UNSIGNED',
  'DATE_IN_FUTURE',
  'DATE_BEFORE_PREVIOUS',
  'ENGINEER_UNREGISTERED',
  'APPLIANCES_MISSING',
  'UNREADABLE',
  'DUPLICATE',
  'WRONG_FORM',
])

/** The check in hand, claimed and not yet accepted. */
const inHand = z.strictObject({
  on: day,
  claimedOn: day,
  by: z.string(),
  result: result.optional(),
  regNo: z.string().optional(),
  appliances: z.array(z.string()).optional(),
  sha256: z.array(z.string()),
  certificateOn: day.optional(),
  unsafe: z.boolean().optional(),
})

const facts = z.strictObject({
  ...obligation.obligationFacts,
  subType: z.string().max(60).default('lgsr_domestic'),
  deadline: day.optional(),
  deadlinePreserved: z.boolean().optional(),
  appliances: z.array(appliance).default([]),
  appointment: z.strictObject({ slotStart: z.string(), slotEnd: z.string() }).optional(),
  inHand: inHand.optional(),
  rebookFrom: day.optional(),
  copyFrom: day.optional(),
  copies: z.array(z.strictObject({ checkOn: day, sentOn: day, late: z.boolean() })).default([]),
  voidSince: day.optional(),
  capped: z
    .strictObject({ on: day, why: z.enum(['void', 'no_access', 'other']), reviewedOn: day.optional() })
    .optional(),
  uncappedOn: day.optional(),
  tenancyBeganOn: day.optional(),
  riddorRef: z.string().optional(),
})
type Facts = z.output<typeof facts>

/**
 * Reg 36A. A check in the two months ending with the deadline keeps the date; an earlier one starts afresh; a later one
 * is a breach and starts afresh. Without a record of the check before, the date cannot be preserved.
 */
export const nextGasDeadline = (
  deadline: Day | undefined,
  on: Day,
  preservable: boolean,
  months = 12,
  window = 2,
): { deadline: Day; how: 'kept' | 'late' | 'reset' | 'first'; daysLate?: number } => {
  if (deadline === undefined) return { deadline: addMonths(on, months), how: 'first' }
  if (on > deadline) return { deadline: addMonths(on, months), how: 'late', daysLate: daysBetween(deadline, on) }
  const opens = addDays(addMonths(deadline, -window), 1)
  if (on < opens) return { deadline: addMonths(on, months), how: 'reset' }
  return preservable
    ? { deadline: addMonths(deadline, months), how: 'kept' }
    : { deadline: addMonths(on, months), how: 'reset' }
}

const live = (f: Facts) => f.appliances.filter(a => a.status !== 'removed')
/** The home's deadline is the earliest among its appliances and flues. */
const deadlineOf = (f: Facts): Day | undefined =>
  [f.deadline, ...live(f).map(a => a.deadline)].filter(d => d !== undefined).sort()[0]

const inWindow = (f: Facts, now: Situation): boolean => {
  const deadline = deadlineOf(f)
  return deadline === undefined || now.today >= addDays(deadline, -now.reckon.policy('gas.issue'))
}

/** What acceptance does to the facts: the check enters the record and every live appliance gets its next date. */
const accept = (f: Facts, by: string, now: Situation, reference: string | undefined): Partial<Facts> => {
  const check = f.inHand
  if (!check) return {}
  const months = now.reckon.rule('gas.check.interval')
  const window = now.reckon.rule('gas.check.window')
  const next = (deadline: Day | undefined) => nextGasDeadline(deadline, check.on, f.checks.length > 0, months, window)
  const against = deadlineOf(f)
  const whole = next(against)
  return {
    deadline: whole.deadline,
    deadlinePreserved: whole.how === 'kept',
    appliances: f.appliances.map(a =>
      a.status === 'removed' || a.deadline === undefined ? a : { ...a, deadline: next(a.deadline).deadline },
    ),
    checks: [
      ...f.checks,
      {
        on: check.on,
        knownOn: now.today,
        nextDue: whole.deadline,
        result: check.result ?? 'SATISFACTORY',
        how: whole.how,
        deemedOn: whole.how === 'kept' && against ? against : check.on,
        acceptedBy: by,
        sha256: check.sha256,
        ...(against ? { against } : {}),
        ...(whole.daysLate ? { daysLate: whole.daysLate } : {}),
        ...(reference ? { reference } : {}),
      },
    ],
    inHand: undefined,
    rebookFrom: undefined,
    appointment: undefined,
    attempts: [],
    uncappedOn: undefined,
    copyFrom: check.on,
  }
}

const inspectionCompleted = z.looseObject({
  result,
  appliances: z.array(z.looseObject({ id: z.string(), status: z.string().optional() })).optional(),
  observations: z.array(z.looseObject({ code: z.string().optional() })).optional(),
  nextDateOnReport: day.optional(),
  operative: evidence.operative.optional(),
  documents: evidence.documents.optional(),
})
const certificateSubmitted = z.looseObject({
  document: evidence.document.optional(),
  documents: evidence.documents.optional(),
  operative: evidence.operative.optional(),
  checkedOn: day.optional(),
  result: result.optional(),
})
const unsafeFound = z.looseObject({
  code: z.enum(['ID', 'AR']),
  appliance: z.string().max(60).optional(),
  actionTaken: z.string().max(2000),
  isolated: z.boolean(),
  operative: evidence.operative.optional(),
  documents: evidence.documents.optional(),
})

const hashes = (...lists: ({ sha256: string }[] | undefined)[]) =>
  lists.flatMap(l => l ?? []).map(d => d.sha256.toLowerCase())

/** A Gas Safe business number has 5 or 6 digits, a licence card 7. */
const registered = (regNo: string | undefined): boolean => /^\d{5,7}$/.test((regNo ?? '').replace(/\D/g, ''))

const checkInHand = (
  f: Facts,
  event: { on: Day; by: { id: string }; data: z.output<typeof inspectionCompleted> },
  now: Situation,
): Facts['inHand'] => ({
  on: event.on,
  claimedOn: now.today,
  by: event.by.id,
  result: event.data.result,
  regNo: event.data.operative?.regNo ?? f.inHand?.regNo,
  appliances: event.data.appliances?.map(a => a.id),
  sha256: [...new Set([...(f.inHand?.sha256 ?? []), ...hashes(event.data.documents)])],
  certificateOn: event.data.documents?.length ? now.today : f.inHand?.certificateOn,
  unsafe: gravest(event.data) !== undefined || f.inHand?.unsafe,
})

const outOfUse = (f: Facts, id: string | undefined): Facts['appliances'] =>
  f.appliances.map(a =>
    id !== undefined && a.id === id && a.status === 'live' ? { ...a, status: 'out_of_use' as const } : a,
  )

/**
 * The gravest that the report says anywhere. A danger that stands beside the word SATISFACTORY is a danger: it is told
 * at once, and the report is judged at its review.
 */
const gravest = ({ result, appliances = [], observations = [] }: z.output<typeof inspectionCompleted>) => {
  const said = [result, ...appliances.map(a => a.status), ...observations.map(o => o.code)]
  return said.includes('ID') ? 'ID' : said.includes('AR') ? 'AR' : undefined
}
const contradicts = (data: z.output<typeof inspectionCompleted>): boolean =>
  gravest(data) !== undefined && data.result !== 'ID' && data.result !== 'AR'

/** ID is a P0 action, AR a P1; the same fault reported twice is one action. */
const unsafeWords = { ID: 'Immediately dangerous (ID)', AR: 'At risk (AR)' } as const
const unsafeDescription = ({ code, appliance, actionTaken }: z.output<typeof unsafeFound>): string =>
  `${unsafeWords[code]}${appliance === undefined ? ' gas appliance or installation' : `: ${appliance}`}. Done so far: ${actionTaken}`
const unsafeAction = (
  code: 'ID' | 'AR',
  { on, at }: { on: Day; at: Instant },
  applianceId: string | undefined,
  what: string,
) => ({
  workflow: 'action',
  key: `unsafe:${code}:${on}:${applianceId ?? 'whole'}`,
  facts: {
    stream: 'gas',
    description: what,
    priority: code === 'ID' ? 'P0' : 'P1',
    raisedOn: on,
    raisedAt: at,
    source: 'gas.check',
    kind: code === 'ID' ? 'gas.id' : 'gas.ar',
  },
})

const foundUnsafe = (e: { on: Day; at: Instant; data: z.output<typeof inspectionCompleted> }) => {
  const code = gravest(e.data)
  const appliance = e.data.appliances?.find(a => a.status === code)?.id
  return code ? [unsafeAction(code, e, appliance, 'Unsafe gas appliance found at the safety check')] : []
}

const anyone = [
  'contractor',
  'complianceOfficer',
  'complianceManager',
  'officer',
  'teamLeader',
  'housingOfficer',
] as const
const compliance = ['complianceOfficer', 'complianceManager'] as const

const orderMade = z.strictObject({
  reference: z.string().min(1).max(100),
  kind: z.string().max(100).optional(),
  documents: evidence.documents.optional(),
})
const supplyCapped = z.looseObject({
  on: day.optional(),
  photo: z.string().max(300).optional(),
  documents: evidence.documents.optional(),
  welfareChecked: z.boolean().optional(),
  heatingPlan: z.string().max(2000).optional(),
  /** false: it is heated by other means */
  heatingLost: z.boolean().optional(),
})
const supplyUncapped = z.strictObject({ on: day.optional(), documents: evidence.documents.optional() })
const welfareReviewed = z.strictObject({ heating: z.string().min(1).max(2000) })
const applianceInstalled = z.strictObject({
  appliance: z.strictObject({
    id: z.string().min(1).max(60),
    kind: z.string().max(60),
    location: z.string().max(100).optional(),
  }),
  installedOn: day,
})

const rtbCompleted = z.strictObject({ on: day, reference: z.string().max(100).optional() })
const fuelSwitched = z.strictObject({
  on: day,
  /** what heats the home now: an air source heat pump, a heat network */
  to: z.string().min(1).max(100),
  certificate: z.string().min(1).max(300),
  /** the one appliance that went; absent: all of them */
  appliance: z.string().max(60).optional(),
})
type Switched = { data: z.output<typeof fuelSwitched> }
const remaining = (f: Facts, e: Switched) =>
  e.data.appliance === undefined ? [] : live(f).filter(a => a.id !== e.data.appliance)
const withoutThem = (f: Facts, e: Switched): Facts['appliances'] => {
  const stay = remaining(f, e)
  return f.appliances.map(a =>
    a.status === 'removed' || stay.includes(a) ? a : { ...a, status: 'removed' as const, removedOn: e.data.on },
  )
}
const switchedSanely = {
  'it was not switched in the future': (_: Facts, e: Switched, now: Situation) => e.data.on <= now.today,
  'the appliance is on the register': (f: Facts, e: Switched) =>
    e.data.appliance === undefined || live(f).some(a => a.id === e.data.appliance),
}
/** The appliance that burned gas is gone. With the last of them the duty ends, on its certificate of removal. */
const switches = [
  ruleFor<Facts, typeof fuelSwitched>()({
    by: compliance,
    when: { ...switchedSanely, 'another gas appliance remains': (f, e) => remaining(f, e).length > 0 },
    set: (f, e) => ({ appliances: withoutThem(f, e) }),
  }),
  ruleFor<Facts, typeof fuelSwitched>()({
    to: 'not_applicable',
    by: compliance,
    when: switchedSanely,
    set: (f, e) => ({
      applicability: 'not_required',
      reason: `no gas since ${e.data.on}, now ${e.data.to}: ${e.data.certificate}`,
      appliances: withoutThem(f, e),
      inHand: undefined,
      appointment: undefined,
    }),
  }),
] as const

const books = visits.books<Facts, 'appointed'>(anyone, 'appointed')

/** Incomplete satisfies nothing: rebook. Any other result is a claim, to be reviewed on its certificate. */
const completes = [
  ruleFor<Facts, typeof inspectionCompleted>()({
    to: 'due_issued',
    by: anyone,
    when: { 'the check was incomplete': (_, e) => e.data.result === 'INCOMPLETE' },
    set: (_, e) => ({ rebookFrom: e.on, appointment: undefined }),
    raises: (_, e) => foundUnsafe(e),
    tells: (_, e) => unsafeTells(gravest(e.data)),
  }),
  ruleFor<Facts, typeof inspectionCompleted>()({
    to: 'evidence_review',
    by: anyone,
    when: {
      'DATE_BEFORE_PREVIOUS: the check is later than the last accepted one': (f, e) =>
        e.on > (f.checks.at(-1)?.on ?? ''),
    },
    set: (f, e, now) => ({ inHand: checkInHand(f, e, now), appointment: undefined }),
    raises: (f, e, now) => [...accessGained('gas', now.case, f.attempts), ...foundUnsafe(e)],
    tells: (_, e) => unsafeTells(gravest(e.data)),
    notes: (f, e, now) => [
      ...backdated(f, e.on, now),
      ...(contradicts(e.data) ? [`INCONSISTENT_RESULT: ${e.data.result}, with ${gravest(e.data)} beside it`] : []),
    ],
  }),
] as const

const unsafeTells = (code: string | undefined): Tell<'unsafe'>[] =>
  code === 'ID'
    ? [{ template: 'unsafe', roles: ['complianceManager', 'headOfService'], urgency: 'emergency' }]
    : code === 'AR'
      ? [{ template: 'unsafe', roles: ['complianceManager'], urgency: 'urgent' }]
      : []

/** Nobody may turn it off against the tenant's will: whoever is told must know that it burns (G29). */
const leftOn = ({ code, isolated }: z.output<typeof unsafeFound>): boolean => code === 'ID' && !isolated
const foundTells = (data: z.output<typeof unsafeFound>): Tell<'unsafe' | 'unsafeLeftOn'>[] =>
  leftOn(data)
    ? unsafeTells(data.code).map(tell => ({ ...tell, template: 'unsafeLeftOn' as const }))
    : unsafeTells(data.code)
const foundNotes = (data: z.output<typeof unsafeFound>): string[] =>
  leftOn(data) ? ['left on: the gas emergency service must be told'] : []

/** A claim that a missed deadline was kept after all is flagged, not taken silently. */
const backdated = (f: Facts, on: Day, now: Situation): string[] => {
  const deadline = deadlineOf(f)
  return deadline !== undefined && on <= deadline && now.today > deadline ? ['backdated past a missed deadline'] : []
}

/** A certificate, or a danger found, of which no visit was told before: somebody got in all the same. */
const entered = (f: Facts, _: unknown, now: Situation): Raise[] =>
  f.inHand ? [] : accessGained('gas', now.case, f.attempts)
const submits = ruleFor<Facts, typeof certificateSubmitted>()({
  to: 'evidence_review',
  by: anyone,
  when: {
    'a document is attached': (_, e) => hashes(e.data.documents, e.data.document && [e.data.document]).length > 0,
    'DUPLICATE: this certificate was not accepted before': (f, e) =>
      !f.checks.some(c =>
        hashes(e.data.documents, e.data.document && [e.data.document]).some(h => c.sha256?.includes(h)),
      ),
    'DATE_IN_FUTURE: the check is not dated in the future': (_, e, now) => (e.data.checkedOn ?? e.on) <= now.today,
  },
  set: (f, e, now) => ({
    inHand: {
      ...(f.inHand ?? { on: e.data.checkedOn ?? e.on, claimedOn: now.today, by: e.by.id }),
      result: e.data.result ?? f.inHand?.result,
      regNo: e.data.operative?.regNo ?? f.inHand?.regNo,
      sha256: [
        ...new Set([...(f.inHand?.sha256 ?? []), ...hashes(e.data.documents, e.data.document && [e.data.document])]),
      ],
      certificateOn: now.today,
    },
  }),
  raises: entered,
})

const finds = ruleFor<Facts, typeof unsafeFound>()({
  to: 'evidence_review',
  by: anyone,
  set: (f, e, now) => ({
    appliances: outOfUse(f, e.data.appliance),
    inHand: {
      ...(f.inHand ?? { on: e.on, claimedOn: now.today, by: e.by.id, sha256: [] }),
      unsafe: true,
      result: e.data.code,
      regNo: e.data.operative?.regNo ?? f.inHand?.regNo,
      sha256: [...new Set([...(f.inHand?.sha256 ?? []), ...hashes(e.data.documents)])],
      certificateOn: e.data.documents?.length ? now.today : f.inHand?.certificateOn,
    },
  }),
  raises: (f, e, now) => [
    ...entered(f, e, now),
    unsafeAction(e.data.code, e, e.data.appliance, unsafeDescription(e.data)),
  ],
  tells: (_, e) => foundTells(e.data),
  notes: (_, e) => foundNotes(e.data),
})
/** The same, where no check is in hand: the fault is raised, the state stays. */
const findsMeanwhile = ruleFor<Facts, typeof unsafeFound>()({
  by: anyone,
  set: (f, e) => ({ appliances: outOfUse(f, e.data.appliance) }),
  raises: (_, e) => [unsafeAction(e.data.code, e, e.data.appliance, unsafeDescription(e.data))],
  tells: (_, e) => foundTells(e.data),
  notes: (_, e) => foundNotes(e.data),
})

const toAccess = (f: Facts, e: visits.FailedVisit, now: Situation): Raise[] =>
  accessAttempt('gas', now.case, visits.attemptOf(f, e, now), deadlineOf(f))
/** The n-th counted attempt leads to access_n. */
const fails = visits.failsNth<Facts>(anyone, toAccess)(['access_1', 'access_2', 'access_3'])

type CapData = { on?: Day | undefined; photo?: string | undefined; documents?: { sha256: string }[] | undefined }
const capEvidence = (d: CapData): boolean => Boolean(d.photo) || (d.documents?.length ?? 0) > 0

/** Heating that goes with the gas is a hazard of the home, known since that hour; its triage says how grave. */
const coldHome = (e: { at: Instant; on: Day; data: z.output<typeof supplyCapped> }): Raise[] =>
  e.data.heatingLost === false
    ? []
    : [
        {
          workflow: 'hazard',
          key: `capped:${e.data.on ?? e.on}`,
          child: false,
          facts: observedFacts({ type: 'excess cold', text: 'The gas supply was capped' }, e.at, 'visit'),
        },
      ]
/** The last resort where nobody is let in: a household lives there, and is seen to. */
const capsLivedIn = ruleFor<Facts, typeof supplyCapped>()({
  to: 'suspended_capped',
  by: anyone,
  when: {
    'the capping is evidenced by a photograph or document': (_, e) => capEvidence(e.data),
    'the welfare of the household was checked': (f, e) => f.voidSince !== undefined || e.data.welfareChecked === true,
  },
  set: (f, e) => rest(f, e.data.on ?? e.on, 'no_access'),
  raises: (f, e) => (f.voidSince === undefined ? coldHome(e) : []),
})
const caps = [
  ruleFor<Facts, typeof supplyCapped>()({
    to: 'suspended_void',
    by: anyone,
    when: {
      'the home is void': f => f.voidSince !== undefined,
      'the capping is evidenced by a photograph or document': (_, e) => capEvidence(e.data),
    },
    set: (f, e) => rest(f, e.data.on ?? e.on, 'void'),
  }),
  capsLivedIn,
] as const

const rest = (f: Facts, on: Day, why: 'void' | 'no_access' | 'other'): Partial<Facts> => ({
  capped: { on, why },
  rests: [...f.rests, { from: on, why: why === 'void' ? 'void, supply capped' : 'supply capped' }],
  appointment: undefined,
})

const accessStates = {
  'appointment.made': books,
  'inspection.completed': completes,
  'certificate.submitted': submits,
  'unsafe.found': finds,
  'supply.capped': caps,
  'supply.capped.noAccess': capsLivedIn,
} as const

const sentSanely = {
  'the copy was not sent in the future': (_: Facts, e: { data: { sentOn?: Day | undefined } }, now: Situation) =>
    (e.data.sentOn ?? now.today) <= now.today,
}
const copied = (f: Facts, e: { on: Day; data: { sentOn?: Day | undefined } }): Partial<Facts> => {
  const sentOn = e.data.sentOn ?? e.on
  const checkOn = f.copyFrom ?? sentOn
  return {
    copyFrom: undefined,
    copies: [...f.copies, { checkOn, sentOn, late: daysBetween(checkOn, sentOn) > COPY_DAYS }],
  }
}
const copyNotes = (f: Facts, e: { on: Day; data: { sentOn?: Day | undefined } }): string[] =>
  f.copyFrom && daysBetween(f.copyFrom, e.data.sentOn ?? e.on) > COPY_DAYS
    ? ['copy sent late: breach of reg 36(6)(a)']
    : []
const COPY_DAYS = rules['gas.copy.existingTenant'].value

const ordered = ruleFor<Facts, typeof orderMade>()({
  to: 'appointed',
  by: ['legalOfficer', 'headOfService', 'complianceManager'],
})
const uncaps = ruleFor<Facts, typeof supplyUncapped>()({
  to: 'due_issued',
  by: anyone,
  set: (f, e) => ({
    capped: undefined,
    voidSince: undefined,
    uncappedOn: e.data.on ?? e.on,
    rests: f.rests.map(r => (r.to === undefined ? { ...r, to: e.data.on ?? e.on } : r)),
  }),
})
const reviews = ruleFor<Facts, typeof welfareReviewed>()({
  set: (f, e) => ({ capped: f.capped && { ...f.capped, reviewedOn: e.on } }),
})

/** Reg 36(3)(b), (6)(b): a check within the twelve months before, and the copy given before they move in. */
const letting = {
  'LGSR_MISSING: a check was accepted within the 12 months before it starts': (
    f: Facts,
    e: { data: { on: Day } },
    now: Situation,
  ) =>
    f.checks.some(c => c.on <= e.data.on && addMonths(c.on, now.reckon.rule('gas.newTenancy.lookback')) >= e.data.on),
  'RECHECK_MISSING: the check that the turned-on supply needs was made': (f: Facts) => f.uncappedOn === undefined,
  'COPY_MISSING: the new tenant has the copy before moving in': (
    _: Facts,
    e: { data: { on: Day; copyGivenOn?: Day | undefined } },
  ) => e.data.copyGivenOn !== undefined && e.data.copyGivenOn <= e.data.on,
}

/** A new appliance has twelve months of its own from installation; its commissioning starts the count and is no check. */
const installs = <const S extends string = never>(to?: S) =>
  ruleFor<Facts, typeof applianceInstalled>()<S>({
    ...(to ? { to } : {}),
    when: {
      'it was not installed in the future': (_, e, now) => e.data.installedOn <= now.today,
      'the appliance is not on the register yet': (f, e) =>
        !f.appliances.some(a => a.id === e.data.appliance.id && a.status !== 'removed'),
    },
    set: (f, e, now) => ({
      applicability: 'required',
      dutyBeganOn: f.dutyBeganOn ?? e.data.installedOn,
      appliances: [
        ...f.appliances.filter(a => a.id !== e.data.appliance.id),
        {
          ...e.data.appliance,
          status: 'live' as const,
          installedOn: e.data.installedOn,
          deadline: addMonths(e.data.installedOn, now.reckon.rule('gas.newAppliance.first')),
        },
      ],
    }),
  })

/** What a row of the register says. A printed date that the MOT rule cannot have given does not stand: ours wins. */
const fromRecord = (row: ObligationRecord, reckon: Reckon): Record<string, unknown> => {
  const { lastDoneOn, dueOn } = row
  const months = reckon.rule('gas.check.interval')
  const plainDue = lastDoneOn && addMonths(lastDoneOn, months)
  const preserved =
    lastDoneOn && dueOn && plainDue && dueOn > plainDue
      ? nextGasDeadline(addMonths(dueOn, -months), lastDoneOn, true, months, reckon.rule('gas.check.window')).how ===
        'kept'
      : false
  // A date that is printed without a check is no check: the duty is owed since it began, or since that date.
  const limit = plainDue ?? row.dutyBeganOn
  const deadline = preserved ? dueOn : limit && dueOn && dueOn > limit ? plainDue : (dueOn ?? plainDue)
  return {
    ...obligation.commonRecord(row),
    deadline,
    deadlinePreserved: preserved,
    checks: obligation
      .recordedCheck(row, deadline)
      .map(check => (preserved && deadline ? { ...check, how: 'kept', against: addMonths(deadline, -months) } : check)),
  }
}

const says = { required: 'a check is required', not: 'no check is required' }
const takesRow = register.takesRow<Facts>(
  ['compliant', 'due_issued', 'unknown_applicability', 'not_applicable'],
  f => f.inHand !== undefined,
)
/**
 * What we accepted stays with the deadline that it set, whatever the row leaves out; what an earlier row said of the
 * same day is corrected.
 */
const taken = (f: Facts, e: register.Row, now: Situation): Partial<Facts> => {
  const said = fromRecord(e.data, now.reckon) as Partial<Facts>
  const kept = register.addsNothing(f, e) ? { deadline: f.deadline, deadlinePreserved: f.deadlinePreserved } : {}
  return { ...register.taken<Facts>(f, said, now.today), ...kept }
}
const owed = {
  'a check is required': (_: Facts, e: register.Row) => e.data.applicability === 'required',
}
const imports = [
  ...register.notOwed<Facts>(says, takesRow, taken),
  ruleFor<Facts, obligation.RecordImported>()({
    to: 'due_issued',
    when: {
      ...owed,
      ...takesRow,
      'the next check is already to be issued': (f, e, now) =>
        inWindow({ ...f, appliances: [], deadline: undefined, ...taken(f, e, now) }, now),
    },
    set: taken,
  }),
  ruleFor<Facts, obligation.RecordImported>()({ to: 'compliant', when: { ...owed, ...takesRow }, set: taken }),
] as const
const confirms = register.determines<Facts, 'compliant'>(says, 'compliant')

/**
 * The deadlines as they were before that check. What it set for an appliance cannot be told from what stood before: no
 * later than the home's, or a year after it was put in where no other check has been.
 */
const withoutCheck = (f: Facts, e: voided.Voiding, now: Situation): Facts => {
  const left = voided.without(f, e, now)
  const last = left.checks.at(-1)
  if (last === f.checks.at(-1)) return left
  const before = ({ deadline, installedOn }: Facts['appliances'][number]): Day | undefined => {
    if (deadline === undefined) return undefined
    if (installedOn !== undefined && installedOn > (last?.on ?? ''))
      return now.reckon.months(installedOn, now.reckon.rule('gas.check.interval'))
    return last && now.reckon.earliest(deadline, last.nextDue)
  }
  return {
    ...left,
    deadline: last?.nextDue,
    deadlinePreserved: last?.how === 'kept',
    appliances: f.appliances.map(a => ({ ...a, deadline: before(a) })),
    copyFrom: f.copyFrom === e.data.checkedOn ? undefined : f.copyFrom,
  }
}
const standsOnCheck = {
  'nothing is in hand': (_f: Facts, _e: unknown, now: Situation) =>
    ['compliant', 'due_issued', 'copy_due'].includes(now.case.state),
}
const voids = [
  ruleFor<Facts, typeof voided.certificateVoided>()({
    to: 'due_issued',
    by: compliance,
    when: {
      ...voided.onRecord,
      ...standsOnCheck,
      'the next check is already to be issued': (f, e, now) => inWindow(withoutCheck(f, e, now), now),
    },
    set: withoutCheck,
    notes: voided.voidNotes,
  }),
  ruleFor<Facts, typeof voided.certificateVoided>()({
    to: 'compliant',
    by: compliance,
    when: { ...voided.onRecord, ...standsOnCheck },
    set: withoutCheck,
    notes: voided.voidNotes,
  }),
  ruleFor<Facts, typeof voided.certificateVoided>()({
    by: compliance,
    when: voided.onRecord,
    set: withoutCheck,
    notes: voided.voidNotes,
  }),
] as const

/** Results of the last check that a row may bring, and what to do with those that it may not. */
const results: obligation.Results = {
  results: ['SATISFACTORY', 'PASS', 'PASSED', 'NCS'],
  notByRow: {
    ID: obligation.asAction('ID', 'P0'),
    AR: obligation.asAction('AR', 'P1'),
    CAPPED: obligation.noSupply('CAPPED'),
    NO_GAS: obligation.noSupply('NO_GAS'),
    INCOMPLETE: obligation.noCheck('INCOMPLETE'),
    NO_ACCESS: obligation.noCheck('NO_ACCESS'),
  },
}

export const gas = workflow({
  name: 'gas',
  title: 'Gas safety check',
  law: [
    'gas.check.interval',
    'gas.check.window',
    'gas.check.alignment.max',
    'gas.copy.existingTenant',
    'gas.newTenancy.lookback',
  ],
  policies: ['gas.issue', 'evidence.chase'],
  facts,
  lead: 'complianceManager',
  events: {
    'record.imported': obligation.recordImported(results),
    'certificate.voided': voided.certificateVoided,
    'applicability.confirmed': obligation.applicabilityConfirmed,
    'appointment.made': evidence.appointmentMade,
    'appointment.cancelled': evidence.appointmentCancelled,
    'visit.noAccess': evidence.visitNoAccess,
    'inspection.completed': inspectionCompleted,
    'certificate.submitted': certificateSubmitted,
    'unsafe.found': unsafeFound,
    'certificate.accepted': z.strictObject({
      reference: z.string().max(100).optional(),
      signed: z.boolean().default(true),
      regNo: z.string().max(60).optional(),
      result: result.optional(),
    }),
    'certificate.rejected': z.strictObject({ code: rejection, note: z.string().max(2000).optional() }),
    'copy.sent': z.strictObject({ sentOn: day.optional(), how: z.string().max(200).optional() }),
    'legal.orderMade': orderMade,
    'property.void.started': z.strictObject({
      on: day,
      cappedOn: day.optional(),
      photo: z.string().max(300).optional(),
      documents: evidence.documents.optional(),
    }),
    'supply.capped': supplyCapped,
    'supply.capped.noAccess': supplyCapped,
    'supply.uncapped': supplyUncapped,
    'welfare.reviewed': welfareReviewed,
    'tenancy.starting': z.strictObject({ on: day, copyGivenOn: day.optional() }),
    'mutual.exchange.requested': z.strictObject({ on: day, copyGivenOn: day.optional() }),
    'decant.started': z.strictObject({ on: day, isolated: z.boolean() }),
    'appliance.installed': applianceInstalled,
    'appliance.aligned': z.strictObject({ appliance: z.string(), to: day }),
    'appliance.removed': z.strictObject({ appliance: z.string(), on: day, reason: z.string().max(500) }),
    'appliance.removedLast': z.strictObject({ on: day, certificate: z.string().min(1).max(300) }),
    'fuel.switched': fuelSwitched,
    'asset.disposed': obligation.assetDisposed,
    'rtb.completed': rtbCompleted,
    'riddor.reported': z.strictObject({ reference: z.string().min(1).max(100) }),
  },
  initial: 'compliant',
  starts: {
    unknown_applicability: f => f.applicability === 'unknown',
    not_applicable: f => f.applicability === 'not_required',
    due_issued: (f, now) => {
      const deadline = deadlineOf(f)
      return deadline === undefined || now.today >= addDays(deadline, -now.reckon.policy('gas.issue'))
    },
  },
  states: {
    compliant: {
      title: 'No open work',
      on: { ...accessStates, 'visit.noAccess': fails },
    },
    due_issued: {
      title: 'Job issued',
      on: { ...accessStates, 'visit.noAccess': fails },
    },
    appointed: {
      title: 'Appointed',
      on: {
        ...accessStates,
        'visit.noAccess': fails,
        'appointment.cancelled': visits.cancels<Facts, 'due_issued'>(anyone, 'due_issued'),
      },
    },
    access_1: {
      title: 'No access, once',
      on: { ...accessStates, 'visit.noAccess': fails, 'legal.orderMade': ordered },
    },
    access_2: {
      title: 'No access, twice',
      on: { ...accessStates, 'visit.noAccess': fails, 'legal.orderMade': ordered },
    },
    access_3: {
      title: 'No access, three times or more',
      on: { ...accessStates, 'visit.noAccess': fails, 'legal.orderMade': ordered },
    },
    evidence_review: {
      title: 'Evidence in review',
      on: {
        'inspection.completed': completes,
        'certificate.submitted': submits,
        'unsafe.found': finds,
        'certificate.accepted': {
          to: 'copy_due',
          by: compliance,
          when: {
            'the certificate itself is on file': f => (f.inHand?.sha256.length ?? 0) > 0,
            'the result of the check is known': (f, e) => (e.data.result ?? f.inHand?.result) !== undefined,
            'accepted by somebody other than who submitted it': (f, e) => e.by.id !== f.inHand?.by,
            'UNSIGNED: the record is signed': (_, e) => e.data.signed,
            'ENGINEER_UNREGISTERED: the engineer has a Gas Safe registration number': (f, e) =>
              registered(e.data.regNo ?? f.inHand?.regNo),
            'DATE_IN_FUTURE: the check is not dated in the future': (f, _, now) => (f.inHand?.on ?? '') <= now.today,
            'DATE_BEFORE_PREVIOUS: the check is later than the last accepted one': f =>
              (f.inHand?.on ?? '') > (f.checks.at(-1)?.on ?? ''),
            'APPLIANCES_MISSING: every appliance on the register was checked': f =>
              f.inHand?.appliances === undefined ||
              f.appliances.filter(a => a.status === 'live').every(a => f.inHand?.appliances?.includes(a.id)),
            'WRONG_FORM: the result is one that satisfies a check': (f, e) =>
              (e.data.result ?? f.inHand?.result) !== 'INCOMPLETE',
          },
          set: (f, e, now) =>
            accept(
              { ...f, inHand: f.inHand && { ...f.inHand, result: e.data.result ?? f.inHand.result } },
              e.by.id,
              now,
              e.data.reference,
            ),
          notes: f => {
            const next = f.inHand && nextGasDeadline(deadlineOf(f), f.inHand.on, f.checks.length > 0)
            return next ? [next.how === 'late' ? `late by ${next.daysLate} days` : next.how] : []
          },
        },
        'certificate.rejected': {
          to: 'due_issued',
          by: compliance,
          set: () => ({ inHand: undefined }),
          notes: (_, e) => [e.data.code],
        },
      },
    },
    copy_due: {
      title: 'Copy owed to the tenant',
      on: {
        'copy.sent': [
          {
            to: 'due_issued',
            when: { 'the next check is already due to be issued': (f, _, now) => inWindow(f, now), ...sentSanely },
            set: copied,
            notes: copyNotes,
          },
          { to: 'compliant', when: sentSanely, set: copied, notes: copyNotes },
        ],
        'inspection.completed': completes,
        'unsafe.found': findsMeanwhile,
        'supply.capped': caps,
        'supply.capped.noAccess': capsLivedIn,
      },
    },
    suspended_capped: {
      title: 'Suspended: supply capped',
      suspended: 'capped',
      on: {
        'supply.uncapped': uncaps,
        'welfare.reviewed': reviews,
        'tenancy.starting': [],
        'mutual.exchange.requested': [],
      },
    },
    suspended_void: {
      title: 'Suspended: void and capped',
      suspended: 'void_capped',
      on: {
        'supply.uncapped': uncaps,
        'welfare.reviewed': reviews,
        'property.void.started': [],
        'tenancy.starting': [],
        'mutual.exchange.requested': [],
      },
    },
    unknown_applicability: {
      title: 'Not known whether a check is required',
      lead: 'complianceManager',
      on: {
        'record.imported': imports,
        'applicability.confirmed': confirms,
      },
    },
    not_applicable: {
      title: 'No check required',
      final: 'not_required',
      on: {
        'record.imported': imports,
        'applicability.confirmed': confirms,
        'appliance.installed': installs('compliant'),
      },
    },
    retired: { title: 'Retired', final: 'retired' },
  },
  anywhere: {
    'certificate.voided': voids,
    'record.imported': imports,
    'applicability.confirmed': confirms,
    'property.void.started': [
      {
        to: 'suspended_void',
        when: {
          'the capping is evidenced': (_, e) => e.data.cappedOn !== undefined && capEvidence(e.data),
          'the void did not start in the future': (_, e, now) => e.data.on <= now.today,
        },
        set: (f, e) => ({ ...rest(f, e.data.cappedOn ?? e.data.on, 'void'), voidSince: e.data.on }),
        raises: (f, e, now) => homeFellVoid(now.case, f.attempts, e.data.on),
      },
      {
        when: { 'the void did not start in the future': (_, e, now) => e.data.on <= now.today },
        set: (_, e) => ({ voidSince: e.data.on }),
        raises: (f, e, now) => homeFellVoid(now.case, f.attempts, e.data.on),
        notes: () => ['still in programme: not capped'],
      },
    ],
    'tenancy.starting': { when: letting, set: (_, e) => ({ tenancyBeganOn: e.data.on, voidSince: undefined }) },
    'mutual.exchange.requested': { when: letting, set: (_, e) => ({ tenancyBeganOn: e.data.on }) },
    // Nobody living there ends no duty while the supply is live: as with a void, it is to be capped on evidence.
    'decant.started': {
      when: { 'the decant did not start in the future': (_, e, now) => e.data.on <= now.today },
      set: (_, e) => ({ voidSince: e.data.on }),
      notes: (_, e) => [
        e.data.isolated
          ? 'said to be isolated: it rests when the capping is evidenced'
          : 'still in programme: not capped',
      ],
    },
    'appliance.installed': installs(),
    'appliance.aligned': {
      by: compliance,
      when: {
        'the appliance is on the register': (f, e) => live(f).some(a => a.id === e.data.appliance),
        'it was not aligned before: once only': (f, e) =>
          live(f).find(a => a.id === e.data.appliance)?.alignedOn === undefined,
        'the new date is later, by two months at most': (f, e, now) => {
          const was = live(f).find(a => a.id === e.data.appliance)?.deadline
          return (
            was !== undefined &&
            e.data.to > was &&
            e.data.to <= addMonths(was, now.reckon.rule('gas.check.alignment.max'))
          )
        },
      },
      set: (f, e) => ({
        appliances: f.appliances.map(a =>
          a.id === e.data.appliance ? { ...a, deadline: e.data.to, alignedOn: e.on } : a,
        ),
      }),
    },
    'appliance.removed': {
      by: compliance,
      when: {
        'the appliance is on the register': (f, e) => live(f).some(a => a.id === e.data.appliance),
        'another appliance remains; for the last one record appliance.removedLast': f => live(f).length > 1,
      },
      set: (f, e) => ({
        appliances: f.appliances.map(a =>
          a.id === e.data.appliance ? { ...a, status: 'removed' as const, removedOn: e.data.on } : a,
        ),
      }),
    },
    'appliance.removedLast': {
      to: 'retired',
      by: compliance,
      when: { 'it was not removed in the future': (_, e, now) => e.data.on <= now.today },
      set: (f, e) => ({
        retiredOn: e.data.on,
        reason: `last appliance removed: ${e.data.certificate}`,
        appliances: f.appliances.map(a =>
          a.status === 'removed' ? a : { ...a, status: 'removed' as const, removedOn: e.data.on },
        ),
      }),
    },
    'fuel.switched': switches,
    'asset.disposed': register.disposes<Facts>(),
    // the home leaves with the completion of its sale, whatever was in hand
    'rtb.completed': {
      to: 'retired',
      when: { 'it was not completed in the future': (_, e, now) => e.data.on <= now.today },
      set: (_, e) => ({ retiredOn: e.data.on, reason: 'sold under the Right to Buy' }),
    },
    'riddor.reported': { by: compliance, set: (_, e) => ({ riddorRef: e.data.reference }) },
  },
  clocks: {
    deadline: {
      title: 'Gas safety check',
      source: 'gas.check.interval',
      kind: 'statutory',
      runs: { except: ['suspended_capped', 'suspended_void', 'unknown_applicability'] },
      from: f => f.checks.at(-1)?.on,
      due: (f, reckon, c) => {
        const check = f.checks.at(-1)
        const deadline = deadlineOf(f)
        if (deadline === undefined) {
          reckon.because(`no check on record: overdue since the duty began on ${f.dutyBeganOn ?? dayOf(c.openedAt)}`)
          return f.dutyBeganOn ?? dayOf(c.openedAt)
        }
        if (check) reckon.because(`last accepted check ${check.on}${check.how ? ` (${check.how})` : ''}`)
        const interval = reckon.rule('gas.check.interval')
        const counted = f.deadlinePreserved && check?.against ? check.against : check?.on
        if (counted !== undefined && counted !== check?.on) {
          reckon.rule('gas.check.window')
          reckon.because(`made in the two months ending with the deadline, so it counts as made on ${counted}`)
        }
        const reckoned = counted && reckon.months(counted, interval)
        const earliest = live(f).find(a => a.deadline === deadline)
        if (earliest) reckon.because(`the earliest appliance is ${earliest.kind} (${earliest.id})`)
        else if (reckoned !== deadline) reckon.because(`its record gives ${deadline}`)
        return deadline
      },
      ladder: inspection(
        { issue: 'gas.issue', moves: { compliant: 'due_issued' }, skip: inspectionSkips.gas },
        {
          issued: 'jobIssued',
          dueSoon: 'dueSoon',
          dueToday: 'dueToday',
          overdue: 'overdue',
          escalated: 'stillOverdue',
        },
      ),
    },
    evidence: {
      title: 'Certificate and its review',
      source: 'landlord.policy',
      kind: 'policy',
      chaser: true,
      runs: ['evidence_review'],
      due: (f, reckon) => {
        if (!f.inHand) return undefined
        reckon.because(
          f.inHand.certificateOn
            ? `certificate received ${f.inHand.certificateOn}, to be reviewed`
            : `check claimed on ${f.inHand.claimedOn}, certificate not received`,
        )
        return reckon.workingDays(f.inHand.certificateOn ?? f.inHand.claimedOn, reckon.policy('evidence.chase'))
      },
      ladder: task('evidenceLate', ['complianceOfficer', 'complianceManager']),
    },
    copy: {
      title: 'Copy of the record to the tenant',
      source: 'gas.copy.existingTenant',
      kind: 'statutory',
      runs: ['copy_due'],
      from: f => f.copyFrom,
      due: (f, reckon) => f.copyFrom && reckon.days(f.copyFrom, reckon.policy('gas.copy.existingTenant')),
      ladder: task('copyLate', ['complianceOfficer', 'complianceManager']),
    },
    rebook: {
      title: 'Rebook an incomplete check',
      source: 'gas.incomplete.rebook',
      kind: 'policy',
      runs: ['due_issued'],
      due: (f, reckon) => f.rebookFrom && reckon.workingDays(f.rebookFrom, reckon.policy('gas.incomplete.rebook')),
      ladder: task('rebookLate', ['officer', 'complianceManager']),
    },
    void_cap: {
      title: 'Cap the supply of a void home',
      source: 'gas.void.cap',
      kind: 'policy',
      runs: { except: ['suspended_capped', 'suspended_void', 'unknown_applicability'] },
      due: (f, reckon) => f.voidSince && reckon.workingDays(f.voidSince, reckon.policy('gas.void.cap')),
      ladder: task('capLate', ['voidsOfficer', 'complianceManager']),
    },
    recheck: {
      title: 'Check after the supply was turned on again',
      source: 'gas.void.uncap',
      kind: 'policy',
      runs: { except: ['suspended_capped', 'suspended_void', 'unknown_applicability'] },
      due: (f, reckon) => f.uncappedOn && reckon.workingDays(f.uncappedOn, reckon.rule('gas.void.uncap')),
      ladder: task('recheckLate', ['voidsOfficer', 'complianceManager']),
    },
    welfare: {
      title: 'Welfare and heating review while capped',
      source: 'gas.capped.review',
      kind: 'policy',
      runs: ['suspended_capped', 'suspended_void'],
      due: (f, reckon) =>
        f.capped && reckon.days(f.capped.reviewedOn ?? f.capped.on, reckon.policy('gas.capped.review')),
      ladder: task('welfareDue', ['housingOfficer', 'complianceManager']),
    },
    applicability: register.findsOut('Find out whether a check is required'),
  },
  words: {
    jobIssued: {
      subject: 'Gas safety check to book: {where}',
      body: 'The yearly gas safety check must be made by {due} ({late}).',
      act: 'Book the visit now, so that two more can follow if nobody is at home.',
    },
    dueSoon: {
      subject: 'Gas safety check, {where}',
      body: 'No accepted gas safety check yet. It must be made by {due}.',
      act: 'Make sure a visit is booked and the tenant knows.',
    },
    dueToday: {
      subject: 'Gas safety check due today: {where}',
      body: 'Today is the last day for the gas safety check. From tomorrow the landlord is in breach.',
      act: 'Have it checked today, or say what stops it.',
    },
    overdue: {
      subject: 'Gas safety check, {where}',
      body: 'The gas safety check was due on {due}. It is {late}. There is no accepted record that this home is safe.',
      act: 'Get a Gas Safe engineer in now. If access is refused, start the access procedure.',
    },
    stillOverdue: {
      subject: 'Still not put right: gas safety check, {where}',
      body: 'The gas safety check was due on {due} and is {late}. It was told to the people before you and is not put right.',
      act: 'Decide what happens next and record it: an order for access, a capped supply, a date.',
    },
    evidenceLate: {
      subject: 'Certificate waiting: {where}',
      body: 'A gas safety check is claimed, but its certificate is not accepted. Until it is, the home does not count as checked.',
      act: 'Get the certificate, and accept or reject it.',
    },
    copyLate: {
      subject: 'Copy of the gas record owed: {where}',
      body: 'The tenant must have a copy of the record by {due}.',
      act: 'Send the copy and record that it was sent.',
    },
    rebookLate: {
      subject: 'Incomplete gas check to rebook: {where}',
      body: 'The last visit could not check every appliance. It does not count as a check.',
      act: 'Book the visit that completes it.',
    },
    capLate: {
      subject: 'Void home with live gas: {where}',
      body: 'The home is void and the supply is not capped.',
      act: 'Cap the supply and keep the photograph, or keep it in the programme.',
    },
    recheckLate: {
      subject: 'Gas turned on again, not yet checked: {where}',
      body: 'The supply was uncapped. A new check is needed before the home is let or used.',
      act: 'Have it checked and give the tenant the copy.',
    },
    welfareDue: {
      subject: 'Welfare and heating review: {where}',
      body: 'The gas supply is capped. Somebody may be without heating or hot water.',
      act: 'Visit, see to heating, and record the review.',
    },
    applicabilityUnknown: {
      subject: 'Gas: nobody knows whether a check is required, {where}',
      body: 'It is not recorded whether this home has gas. It counts as not compliant until it is known.',
      act: 'Find out, and record it with the reason.',
    },
    unsafe: {
      subject: 'UNSAFE GAS at {where}',
      body: 'An engineer found a dangerous gas appliance or installation.',
      act: 'Make sure it is off, the household is safe and has heating, and the repair is ordered.',
    },
    unsafeLeftOn: {
      subject: 'UNSAFE GAS LEFT ON at {where}',
      body: 'An engineer found immediate danger, and it is still on: nobody agreed to have it turned off.',
      act: 'Ring the gas emergency service (0800 111 999) now unless the engineer has, and record it as a note. Then see that the household is safe.',
    },
  },
  obligation: obligation.obligationOf('gas', reckon => reckon.policy('gas.issue'), fromRecord, results),
})
