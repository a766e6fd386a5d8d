/**
 * A hazard in a home: Awaab's Law (Landlord and Tenant Act 1985 s10A; SI 2025/1042). Awareness starts the clocks,
 * from whatever channel; a failed visit stops none of them. Several duties run at once from the end of an
 * investigation, so the state says what is next and each clock runs until its own duty is met. A hazard whose kind or
 * date is outside the phases in force runs the same clocks, not as statutory.
 */
import * as z from 'zod'
import { ruleFor, workflow } from '../core/declare.ts'
import { personal } from '../core/personal.ts'
import type { Reckon } from '../core/reckon.ts'
import { addDays, type Day, day, dayOf, endsAt, type Instant, instant, isDay, latestOf } from '../core/time.ts'
import type { Due, Happened, Raise, Rule, Situation } from '../core/workflow.ts'
import { climb, days, hours, workingDays } from '../law/climb.ts'
import { emergency as emergencyLadder, tight } from '../law/ladders.ts'
import type { Role } from '../law/roles.ts'
import { task } from '../law/tasks.ts'
import { accessAttempt, accessGained } from './parts/access.ts'
import * as evidence from './parts/evidence.ts'
import { hazardKind, hazardName, inForce } from './parts/hazard.ts'
import { attemptOf } from './parts/visits.ts'

const found = z.enum(['none', 'significant', 'emergency'])
const words = (most: number) => z.string().trim().min(1).max(most)

const facts = z.strictObject({
  /** when the landlord, or anybody acting for it, became aware: the start of every clock */
  awareAt: instant,
  kind: hazardKind.default('unknown'),
  channel: z
    .enum(['call', 'email', 'form', 'letter', 'visit', 'contractor', 'survey', 'inspection', 'complaint', 'other'])
    .default('other'),
  /** the reporter's own word for it */
  reportedAs: z.string().max(60).optional(),
  severityHint: z.enum(['emergency', 'significant', 'none', 'unsure']).default('unsure'),
  description: personal(4000).optional(),
  location: z.string().max(200).optional(),
  photos: z.array(z.string().max(300)).default([]),
  documents: evidence.documents.default([]),
  sourceReference: z.string().max(200).optional(),
  hhsrsScheme: z.enum(['2006_29', '2026_21']).optional(),
  /** the closed case of which this is a recurrence */
  recurrenceOf: z.string().max(100).optional(),
  reports: z.int().min(1).default(1),
  category: z.enum(['emergency', 'significant']).optional(),
  /** where the 24 hours start, if that is later than awareness: an emergency found by an investigation */
  emergencyAt: instant.optional(),
  statutory: z.boolean().optional(),
  triage: z.strictObject({ on: day, by: z.string(), reasons: personal(4000) }).optional(),
  vulnerability: personal(4000).optional(),
  investigation: z
    .strictObject({
      on: day,
      mode: z.enum(['remote', 'in_person']),
      found,
      safetyWork: z.boolean(),
      preventativeWork: z.boolean(),
      by: z.string(),
      late: z.boolean(),
    })
    .optional(),
  earlierInvestigations: z.array(z.strictObject({ on: day, found })).default([]),
  renewed: z.strictObject({ on: day, from: day, why: z.enum(['tenant', 'not_resolved']) }).optional(),
  summary: z
    .strictObject({ on: day, by: z.string(), sha256: z.string(), late: z.boolean(), worksDone: z.boolean() })
    .optional(),
  safety: z
    .strictObject({ at: instant, on: day, by: z.string(), sha256: z.array(z.string()), late: z.boolean() })
    .optional(),
  preventative: z
    .strictObject({
      stepsOn: day.optional(),
      startedOn: day.optional(),
      completedOn: day.optional(),
      targetOn: day.optional(),
      by: z.string().optional(),
    })
    .default({}),
  accommodation: z
    .array(
      z.strictObject({
        on: day,
        what: z.enum(['offered', 'accepted', 'declined', 'not_offered']),
        why: personal(2000).optional(),
      }),
    )
    .default([]),
  /** the duty to make safe rests: everybody has moved out, or somebody else's consent is refused */
  rest: z
    .strictObject({ on: day, why: z.enum(['decanted', 'consent_refused']), reviewedOn: day.optional() })
    .optional(),
  attempts: z.array(evidence.attempt).default([]),
  followUps: z.array(z.strictObject({ on: day, resolved: z.boolean(), by: z.string() })).default([]),
  closedOn: day.optional(),
})
type Facts = z.output<typeof facts>

const awareOn = (f: Facts): Day => dayOf(f.awareAt)
const isEmergency = (f: Facts): boolean =>
  f.category === 'emergency' || (f.category === undefined && f.severityHint === 'emergency')
/** By the hazard's own kind, category and awareness. */
export const isStatutory = (f: Facts): boolean =>
  inForce(f.kind, isEmergency(f) ? 'emergency' : 'significant', dayOf(f.emergencyAt ?? f.awareAt))
const binds = (f: Facts) => (isStatutory(f) ? ('statutory' as const) : ('policy' as const))
const regime = (f: Facts, reckon: Reckon) => {
  if (!isStatutory(f)) reckon.because("outside the phases of Awaab's Law in force: the same clock, not statutory")
}

const emergencyDue = (f: Facts, reckon: Reckon): Instant => {
  const start = f.emergencyAt ?? f.awareAt
  reckon.because(f.emergencyAt ? `emergency found ${f.emergencyAt}` : `aware since ${f.awareAt}`)
  regime(f, reckon)
  return reckon.hours(start, reckon.policy('awaab.emergency'))
}
const investigateDue = (f: Facts, reckon: Reckon): Day => {
  reckon.because(`aware on ${awareOn(f)}`)
  regime(f, reckon)
  return reckon.workingDays(awareOn(f), reckon.policy('awaab.investigate'))
}
const after = (f: Facts, reckon: Reckon): Day | undefined => {
  if (!f.investigation) return undefined
  reckon.because(`investigation concluded on ${f.investigation.on}`)
  regime(f, reckon)
  return f.investigation.on
}
const safetyDue = (f: Facts, reckon: Reckon): Day | undefined => {
  const on = after(f, reckon)
  return on && reckon.workingDays(on, reckon.policy('awaab.safety'))
}
const summaryDue = (f: Facts, reckon: Reckon): Day | undefined => {
  const on = after(f, reckon)
  return on && reckon.workingDays(on, reckon.policy('awaab.summary'))
}
/** The emergency’s 24 hours or the five working days, whichever binds now, while the home is not safe. */
const unsafeUntil = (f: Facts, reckon: Reckon): Due | undefined => {
  if (f.safety) return undefined
  if (isEmergency(f)) return emergencyDue(f, reckon)
  return f.investigation?.found === 'significant' && f.investigation.safetyWork ? safetyDue(f, reckon) : undefined
}
const isLate = (due: Due | undefined, at: Instant): boolean => due !== undefined && at >= endsAt(due) && at !== due

const states = [
  'emergency',
  'summary_due',
  'make_safe',
  'preventative',
  'safe',
  'monitoring',
  'closed_no_hazard',
] as const
type Next = (typeof states)[number]
const because: Record<Next, string> = {
  emergency: 'an emergency is not yet investigated and made safe',
  summary_due: 'the written summary is owed',
  make_safe: 'safety work is owed',
  preventative: 'preventative work is owed',
  safe: 'the home is safe',
  monitoring: 'the work is done and is to be watched',
  closed_no_hazard: 'no hazard was found and the tenant has the summary',
}

/** What is owed next, by what is known. */
const nextOf = (f: Facts): Next => {
  const { investigation, safety, summary, preventative } = f
  if (f.category === 'emergency' && !(investigation && safety)) return 'emergency'
  if (!summary && f.category !== 'emergency') return 'summary_due'
  if (investigation?.found === 'none') return summary ? 'closed_no_hazard' : 'summary_due'
  if (!safety && investigation?.safetyWork) return 'make_safe'
  if (investigation?.preventativeWork && summary && !preventative.completedOn) return 'preventative'
  return preventative.completedOn ? 'monitoring' : 'safe'
}

type Declared<D extends z.ZodType> = Omit<Rule<Facts, z.output<D>, never, never>, 'to' | 'set'> & {
  set: (f: Facts, e: Happened<z.output<D>>, now: Situation) => Partial<Facts>
}
/** Somebody was in the home: its access case waits for this hazard no longer. */
const entered = (f: Facts, _: unknown, now: Situation): Raise[] => accessGained('hazard', now.case, f.attempts)
/** One rule for each state to which the facts may lead after the event. */
const onward = <D extends z.ZodType>(rule: Declared<D>): Rule<Facts, z.output<D>, Next, never>[] =>
  states.map(to => ({
    ...rule,
    to,
    when: { ...rule.when, [because[to]]: (f, e, now) => nextOf({ ...f, ...rule.set(f, e, now) }) === to },
  }))

const triageData = z.strictObject({
  kind: hazardKind.optional(),
  reasons: personal(4000),
  vulnerabilityChecked: z.boolean(),
  vulnerability: personal(4000).optional(),
})
type Triage = z.output<typeof triageData>
const looked = {
  'VULNERABILITY_UNCHECKED: the household was looked up for vulnerability': (_: Facts, e: { data: Triage }) =>
    e.data.vulnerabilityChecked,
}
const kindKnown = {
  'the kind of hazard is said': (f: Facts, e: { data: Triage }) => (e.data.kind ?? f.kind) !== 'unknown',
}
const triaged = (f: Facts, e: Happened<Triage>, category: 'emergency' | 'significant'): Partial<Facts> => {
  const kind = e.data.kind ?? f.kind
  const next = { ...f, kind, category }
  return {
    kind,
    category,
    statutory: isStatutory(next),
    triage: { on: e.on, by: e.by.id, reasons: e.data.reasons },
    ...(e.data.vulnerability ? { vulnerability: e.data.vulnerability } : {}),
  }
}

const officers = [
  'officer',
  'housingOfficer',
  'teamLeader',
  'operationalManager',
  'complianceOfficer',
  'complianceManager',
  'headOfService',
] as const satisfies Role[]
const anyone = ['contractor', ...officers] as const
const managers = ['complianceManager', 'headOfService', 'assistantDirector', 'serviceDirector', 'director'] as const

const proofFields = {
  documents: evidence.documents.optional(),
  photos: z.union([z.array(z.string().max(300)), z.looseObject({})]).optional(),
}
type Proof = { documents?: { sha256: string }[] | undefined }
const hashes = (d: Proof): string[] => (d.documents ?? []).map(({ sha256 }) => sha256.toLowerCase())
const evidenced = {
  'EVIDENCE_MISSING: there is a photograph or document of it': (_: Facts, e: { data: Proof }) =>
    hashes(e.data).length > 0,
}

const concludedData = z.looseObject({
  found,
  mode: z.enum(['remote', 'in_person']),
  kind: hazardKind.optional(),
  /** is anything to be made safe, is anything to be done against its coming back */
  safetyWork: z.boolean().optional(),
  preventativeWork: z.boolean(),
  documents: evidence.documents.optional(),
})
type Concluded = z.output<typeof concludedData>
const conclude = (f: Facts, e: Happened<Concluded>, now: Situation): Partial<Facts> => {
  const kind = e.data.kind ?? f.kind
  const category = e.data.found === 'none' ? f.category : e.data.found
  const limit = f.renewed ? renewedDue(f, now.reckon) : investigateDue(f, now.reckon)
  const foundNow = category === 'emergency' ? { emergencyAt: e.at } : {}
  return {
    kind,
    category: e.data.found === 'none' ? 'significant' : category,
    ...foundNow,
    statutory: isStatutory({ ...f, kind, category, ...foundNow }),
    investigation: {
      on: e.on,
      mode: e.data.mode,
      found: e.data.found,
      safetyWork: e.data.found !== 'none' && (e.data.safetyWork ?? true),
      preventativeWork: e.data.found !== 'none' && e.data.preventativeWork,
      by: e.by.id,
      late: isLate(limit, e.at),
    },
    earlierInvestigations: f.investigation
      ? [...f.earlierInvestigations, { on: f.investigation.on, found: f.investigation.found }]
      : f.earlierInvestigations,
    summary: undefined,
    safety: undefined,
    preventative: {},
    renewed: undefined,
  }
}
const concludes = onward<typeof concludedData>({
  by: anyone,
  when: {
    'it was not concluded before the landlord was aware': (f, e) => e.on >= awareOn(f),
    'the kind of hazard is said': (f, e) => e.data.found === 'none' || (e.data.kind ?? f.kind) !== 'unknown',
  },
  set: conclude,
  raises: (f, e, now) => (e.data.mode === 'in_person' ? entered(f, e, now) : []),
  notes: (f, e, now) =>
    isLate(f.renewed ? renewedDue(f, now.reckon) : investigateDue(f, now.reckon), e.at) ? ['late'] : [],
})

/** Renewed: within the ten working days of the first awareness, or, when they are over, at once. */
const renewedDue = (f: Facts, reckon: Reckon): Day | undefined => {
  if (!f.renewed) return undefined
  const whole = reckon.workingDays(f.renewed.from, reckon.policy('awaab.investigate'))
  if (whole >= f.renewed.on) return whole
  reckon.because('the ten working days are over: as soon as it can be done')
  return f.renewed.on
}

const emergencyInvestigated = z.looseObject({
  found,
  kind: hazardKind.optional(),
  preventativeWork: z.boolean(),
  documents: evidence.documents.optional(),
})
const madeSafe = z.looseObject({ ...proofFields })
const safeFacts = (f: Facts, e: Happened<Proof>, now: Situation): Partial<Facts> => ({
  safety: {
    at: e.at,
    on: e.on,
    by: e.by.id,
    sha256: hashes(e.data),
    late: isLate(unsafeUntil(f, now.reckon), e.at),
  },
  rest: undefined,
})
const safely = onward<typeof madeSafe>({
  by: anyone,
  when: {
    ...evidenced,
    'it was not done before the landlord was aware': (f, e) => e.at >= f.awareAt,
    'it is not recorded as safe already': f => f.safety === undefined,
  },
  set: safeFacts,
  raises: entered,
  notes: (f, e, now) => (isLate(unsafeUntil(f, now.reckon), e.at) ? ['late'] : ['in time']),
})

const work = z.strictObject({ work: words(1000), targetOn: day })
const summarySent = z
  .strictObject({
    sentOn: day.optional(),
    how: words(200),
    whatWasFound: personal(4000),
    hazardIdentified: found,
    safetyWork: z.array(work).max(50),
    preventativeWork: z.array(work).max(50),
    noWorkBecause: words(2000).optional(),
    contact: words(500),
    howToComplain: words(1000),
    document: evidence.document,
    deliveryProof: words(300),
  })
  .refine(d => d.noWorkBecause !== undefined || (d.safetyWork.length > 0 && d.preventativeWork.length > 0), {
    path: ['noWorkBecause'],
    message: 'where no safety work or no preventative work is needed, the summary says why',
  })
const tenantTold = z.strictObject({ on: day.optional(), how: words(200), document: evidence.document })

const latest = (dates: Day[]): Day | undefined => [...dates].sort().at(-1)
const sends = onward<typeof summarySent>({
  by: officers,
  when: {
    'an investigation is concluded': f => f.investigation !== undefined,
    'DATE_IN_FUTURE: it was not sent in the future': (_, e, now) => (e.data.sentOn ?? e.on) <= now.today,
    'it was not sent before the investigation was concluded': (f, e) =>
      (e.data.sentOn ?? e.on) >= (f.investigation?.on ?? ''),
    'it says what the investigation found': (f, e) => e.data.hazardIdentified === f.investigation?.found,
    'it names the safety work that is needed': (f, e) => !f.investigation?.safetyWork || e.data.safetyWork.length > 0,
    'it names the preventative work that is needed': (f, e) =>
      !f.investigation?.preventativeWork || e.data.preventativeWork.length > 0,
  },
  set: (f, e, now) => {
    const on = e.data.sentOn ?? e.on
    const target = latest(e.data.preventativeWork.map(({ targetOn }) => targetOn))
    return {
      summary: {
        on,
        by: e.by.id,
        sha256: e.data.document.sha256,
        late: on > (summaryDue(f, now.reckon) ?? on),
        worksDone: false,
      },
      preventative: { ...f.preventative, ...(target ? { targetOn: target } : {}) },
    }
  },
})
/** No summary is owed where all required work is done within its three working days; the tenant is told all the same. */
const tells = onward<typeof tenantTold>({
  by: officers,
  when: {
    'WORK_OPEN: all required work was done within the time for the summary': (f, _, now) => {
      const limit = summaryDue(f, now.reckon) ?? ''
      const safe = !f.investigation?.safetyWork || (f.safety !== undefined && f.safety.on <= limit)
      const done = f.preventative.completedOn
      return f.investigation !== undefined && safe && (!f.investigation.preventativeWork || (done ?? '9999') <= limit)
    },
  },
  set: (_, e) => ({
    summary: { on: e.data.on ?? e.on, by: e.by.id, sha256: e.data.document.sha256, late: false, worksDone: true },
  }),
})

const stepsTaken = z.looseObject({ what: words(2000) })
const started = z.looseObject({ targetOn: day.optional(), documents: evidence.documents.optional() })
const planned = {
  by: anyone,
  when: { 'preventative work is needed': (f: Facts) => f.investigation?.preventativeWork === true },
}
const takesSteps = ruleFor<Facts, typeof stepsTaken>()({
  ...planned,
  set: (f, e) => ({ preventative: { ...f.preventative, stepsOn: f.preventative.stepsOn ?? e.on } }),
})
const startsWork = ruleFor<Facts, typeof started>()({
  ...planned,
  set: (f, e) => ({
    preventative: {
      ...f.preventative,
      startedOn: f.preventative.startedOn ?? e.on,
      ...(e.data.targetOn ? { targetOn: e.data.targetOn } : {}),
    },
  }),
})
const completesWork = onward<typeof madeSafe>({
  by: anyone,
  when: { ...planned.when, ...evidenced },
  set: (f, e) => ({
    preventative: {
      ...f.preventative,
      startedOn: f.preventative.startedOn ?? e.on,
      completedOn: e.on,
      by: e.by.id,
    },
  }),
  raises: entered,
})
/** A contractor's report of work done means what is owed: making safe before preventing. */
const repairs = [
  ...safely.map(rule => ({ ...rule, when: { ...rule.when, 'the home is not safe yet': (f: Facts) => !f.safety } })),
  ...completesWork,
]

const duties = {
  'summary.sent': sends,
  'tenant.told': tells,
  'safetyWork.completed': safely,
  'preventative.stepsTaken': takesSteps,
  'preventative.started': startsWork,
  'preventative.completed': completesWork,
  'remedial.completed': repairs,
} as const

const followUp = z.looseObject({ resolved: z.boolean(), ...proofFields })
const workDoneOn = (f: Facts): Day | undefined => f.preventative.completedOn ?? f.safety?.on ?? f.investigation?.on
const wasLate = (f: Facts): boolean => f.safety?.late === true
const follows = [
  ruleFor<Facts, typeof followUp>()({
    to: 'closed',
    by: anyone,
    when: {
      'the hazard is gone': (_, e) => e.data.resolved,
      ...evidenced,
      'seen by somebody other than who did the work': (f, e) => e.by.id !== (f.preventative.by ?? f.safety?.by),
      'TOO_EARLY: mould is looked for six weeks after the work, not sooner': (f, e, now) =>
        f.kind !== 'damp_mould' ||
        e.on >= addDays(workDoneOn(f) ?? e.on, now.reckon.rule('hazard.monitoring.earliest')),
      'SUMMARY_MISSING: the tenant has the written summary': f => f.summary !== undefined,
      'ACCOMMODATION_MISSING: safety work was late, and it is recorded whether other accommodation was offered': f =>
        !wasLate(f) || f.accommodation.length > 0,
    },
    set: (f, e) => ({ followUps: [...f.followUps, { on: e.on, resolved: true, by: e.by.id }], closedOn: e.on }),
  }),
  ruleFor<Facts, typeof followUp>()({
    to: 'renewed_investigation',
    by: anyone,
    when: { 'the hazard is not gone': (_, e) => !e.data.resolved },
    set: (f, e) => ({
      followUps: [...f.followUps, { on: e.on, resolved: false, by: e.by.id }],
      renewed: { on: e.on, from: e.on, why: 'not_resolved' },
    }),
  }),
] as const

const disputed = z.strictObject({ reasons: personal(4000) })
const disputes = ruleFor<Facts, typeof disputed>()({
  to: 'renewed_investigation',
  set: (f, e) => ({ renewed: { on: e.on, from: awareOn(f), why: 'tenant' }, closedOn: undefined }),
  notes: (f, e, now) =>
    now.reckon.workingDays(awareOn(f), now.reckon.policy('awaab.investigate')) < e.on
      ? ['the ten working days are over: as soon as it can be done']
      : [],
})

/** An emergency at any time after the first triage: its hours start when it was identified. */
const becomesEmergency = ruleFor<Facts, typeof triageData>()({
  to: 'emergency',
  by: anyone,
  when: { ...looked, ...kindKnown },
  set: (f, e) => ({
    ...triaged({ ...f, emergencyAt: e.at }, e, 'emergency'),
    emergencyAt: e.at,
    safety: undefined,
    investigation: undefined,
    earlierInvestigations: f.investigation
      ? [...f.earlierInvestigations, { on: f.investigation.on, found: f.investigation.found }]
      : f.earlierInvestigations,
    summary: undefined,
  }),
})

const recurred = z.looseObject({ type: z.string().max(60).optional(), text: personal(4000).optional() })
const rests = z.strictObject({ reason: personal(2000), documents: evidence.documents })
const resting = (why: 'decanted' | 'consent_refused') =>
  ruleFor<Facts, typeof rests>()({
    by: managers,
    when: {
      ...evidenced,
      'TOO_LATE: it was so before the time to make safe was over': (f, e, now) =>
        !isLate(unsafeUntil(f, now.reckon), e.at),
      'the home is not safe yet': f => f.safety === undefined,
    },
    set: (_, e) => ({ rest: { on: e.on, why } }),
  })

const accommodationData = z.strictObject({ why: personal(2000).optional() })
const refusedData = z.strictObject({ why: personal(2000) })
const accommodates = (what: 'offered' | 'accepted' | 'declined' | 'not_offered') =>
  ruleFor<Facts, typeof accommodationData>()({
    by: what === 'not_offered' ? managers : officers,
    set: (f, e) => ({
      accommodation: [...f.accommodation, { on: e.on, what, ...(e.data.why ? { why: e.data.why } : {}) }],
    }),
  })

const ladderWords = { dueSoon: 'dueSoon', dueToday: 'dueToday', overdue: 'overdue', escalated: 'stillOverdue' } as const
const elsewhereWords = {
  dueSoon: 'elsewhere',
  dueToday: 'elsewhere',
  overdue: 'elsewhereLate',
  escalated: 'elsewhereLate',
} as const
const observed = z.looseObject({ type: z.string().max(60).optional(), severityHint: z.string().max(60).optional() })
/** Somebody now says that it is an emergency: until triage says otherwise, the 24 hours run from there. */
const graver = (f: Facts, e: Happened<z.output<typeof observed>>): Partial<Facts> =>
  f.category === undefined && f.severityHint !== 'emergency' && e.data.severityHint === 'emergency'
    ? { severityHint: 'emergency', ...(e.at > f.awareAt ? { emergencyAt: e.at } : {}) }
    : {}
const notFinal = { except: [] as const }

export const hazard = workflow({
  name: 'hazard',
  title: 'Hazard in a home',
  prefix: 'HAZ',
  law: [
    'awaab.emergency',
    'awaab.emergency.found',
    'awaab.investigate',
    'awaab.renewed',
    'awaab.summary',
    'awaab.safety',
    'awaab.preventative.begin',
    'awaab.preventative.backstop',
    'awaab.preventative.complete',
    'awaab.alternativeAccommodation',
    'awaab.phase1',
    'awaab.phase2',
    'awaab.phase3',
  ],
  policies: ['awaab.emergency', 'awaab.investigate', 'awaab.safety', 'hazard.monitoring', 'hazard.recurrence'],
  facts,
  lead: 'complianceManager',
  opens: {
    'DATE_IN_FUTURE: nobody becomes aware in the future': (f, now) => f.awareAt <= latestOf(now.instant),
  },
  events: {
    'hazard.observed': observed,
    'awareness.corrected': z.strictObject({ awareAt: instant, reason: personal(2000) }),
    'triage.emergency': triageData,
    'triage.significant': triageData,
    'triage.notInScope': triageData,
    'emergency.investigated': emergencyInvestigated,
    'emergency.madeSafe': madeSafe,
    'investigation.concluded': concludedData,
    'summary.sent': summarySent,
    'tenant.told': tenantTold,
    'safetyWork.completed': madeSafe,
    'preventative.stepsTaken': stepsTaken,
    'preventative.started': started,
    'preventative.completed': madeSafe,
    'remedial.completed': madeSafe,
    'followUp.visit': followUp,
    'tenant.disputes': disputed,
    'hazard.recurred': recurred,
    'visit.noAccess': evidence.visitNoAccess,
    'alternativeAccommodation.offered': accommodationData,
    'alternativeAccommodation.accepted': accommodationData,
    'alternativeAccommodation.declined': accommodationData,
    'alternativeAccommodation.notOffered': refusedData,
    'occupants.decanted': rests,
    'consent.refused': rests,
    'rest.reviewed': z.strictObject({ note: personal(2000) }),
    'rest.ended': z.strictObject({ reason: personal(2000) }),
    'asset.disposed': z.strictObject({ on: day, reason: words(200) }),
  },
  initial: 'reported',
  states: {
    reported: {
      title: 'Reported, to be triaged',
      on: {
        'triage.emergency': {
          to: 'emergency',
          by: anyone,
          when: { ...looked, ...kindKnown },
          set: (f, e) => triaged(f, e, 'emergency'),
        },
        'triage.significant': {
          to: 'standard_investigation',
          by: officers,
          when: { ...looked, ...kindKnown },
          set: (f, e) => triaged(f, e, 'significant'),
        },
        'triage.notInScope': {
          to: 'service_request',
          by: officers,
          when: looked,
          set: (f, e) => ({
            kind: e.data.kind ?? f.kind,
            triage: { on: e.on, by: e.by.id, reasons: e.data.reasons },
            statutory: false,
            closedOn: e.on,
          }),
        },
      },
    },
    emergency: {
      title: 'Emergency: to be made safe within 24 hours',
      on: {
        'triage.emergency': [],
        'emergency.investigated': onward<typeof emergencyInvestigated>({
          by: anyone,
          when: { 'it was not before the landlord was aware': (f, e) => e.at >= f.awareAt },
          set: (f, e, now) => ({
            kind: e.data.kind ?? f.kind,
            category: e.data.found === 'emergency' ? 'emergency' : 'significant',
            investigation: {
              on: e.on,
              mode: 'in_person',
              found: e.data.found,
              safetyWork: e.data.found !== 'none',
              preventativeWork: e.data.found !== 'none' && e.data.preventativeWork,
              by: e.by.id,
              late: isLate(emergencyDue(f, now.reckon), e.at),
            },
          }),
          raises: entered,
        }),
        'emergency.madeSafe': safely,
        'summary.sent': sends,
        'preventative.stepsTaken': takesSteps,
        'preventative.started': startsWork,
        'remedial.completed': safely,
      },
    },
    standard_investigation: {
      title: 'To be investigated',
      on: { 'investigation.concluded': concludes },
    },
    renewed_investigation: {
      title: 'To be investigated again, in person',
      on: {
        'investigation.concluded': concludes.map(rule => ({
          ...rule,
          when: {
            ...rule.when,
            'it is made in person': (_: Facts, e: Happened<Concluded>) => e.data.mode === 'in_person',
          },
        })),
        'safetyWork.completed': ruleFor<Facts, typeof madeSafe>()({ by: anyone, when: evidenced, set: safeFacts }),
        'tenant.disputes': [],
      },
    },
    summary_due: { title: 'Written summary owed', on: duties },
    make_safe: { title: 'Safety work owed', on: duties },
    preventative: { title: 'Preventative work', on: duties },
    safe: { title: 'Safe', on: { ...duties, 'followUp.visit': follows } },
    monitoring: { title: 'Work done, being watched', on: { ...duties, 'followUp.visit': follows } },
    closed: {
      title: 'Closed: resolved',
      final: 'resolved',
      on: {
        'hazard.recurred': {
          by: anyone,
          when: {
            'it came back within the time that counts as a recurrence': (f, e, now) =>
              f.closedOn !== undefined && e.on <= now.reckon.months(f.closedOn, now.reckon.policy('hazard.recurrence')),
          },
          raises: (f, e, now) => [
            {
              workflow: 'hazard',
              key: `recurred:${e.on}`,
              child: false,
              facts: {
                awareAt: e.at,
                kind: f.kind,
                recurrenceOf: now.case.id,
                ...(e.data.text ? { description: e.data.text } : {}),
              },
            },
          ],
          notes: () => ['recurrence'],
        },
        'tenant.disputes': disputes,
      },
    },
    closed_no_hazard: { title: 'Closed: no hazard', final: 'no_hazard', on: { 'tenant.disputes': disputes } },
    service_request: {
      title: 'Not a hazard: service request',
      final: 'service_request',
      on: { 'tenant.disputes': disputes },
    },
    disposed: { title: 'The home is gone', final: 'disposed' },
  },
  anywhere: {
    'hazard.observed': {
      by: anyone,
      set: (f, e) => ({ reports: f.reports + 1, ...(e.at < f.awareAt ? { awareAt: e.at } : {}), ...graver(f, e) }),
      notes: (f, e) => (e.at < f.awareAt ? ['aware earlier than was known'] : ['reported again']),
    },
    'awareness.corrected': {
      by: managers,
      when: { 'awareness moves earlier, never later': (f, e) => e.data.awareAt < f.awareAt },
      set: (_, e) => ({ awareAt: e.data.awareAt }),
    },
    'triage.emergency': becomesEmergency,
    'tenant.disputes': {
      ...disputes,
      when: { 'an investigation was concluded': f => f.investigation !== undefined },
    },
    'visit.noAccess': {
      by: anyone,
      set: (f, e, now) => ({ attempts: [...f.attempts, attemptOf(f, e, now)] }),
      raises: (f, e, now) => {
        const attempt = attemptOf(f, e, now)
        return attempt.counts ? accessAttempt('hazard', now.case, attempt, dueDay(f, now.reckon)) : []
      },
      notes: () => ['no clock stops for it'],
    },
    'alternativeAccommodation.offered': accommodates('offered'),
    'alternativeAccommodation.accepted': accommodates('accepted'),
    'alternativeAccommodation.declined': accommodates('declined'),
    'alternativeAccommodation.notOffered': accommodates('not_offered'),
    'occupants.decanted': resting('decanted'),
    'consent.refused': resting('consent_refused'),
    'rest.reviewed': {
      by: officers,
      when: { 'the duty rests': f => f.rest !== undefined },
      set: (f, e) => ({ rest: f.rest && { ...f.rest, reviewedOn: e.on } }),
    },
    'rest.ended': {
      by: officers,
      when: { 'the duty rests': f => f.rest !== undefined },
      set: () => ({ rest: undefined }),
    },
    'asset.disposed': {
      to: 'disposed',
      when: { 'it was not disposed of in the future': (_, e, now) => e.data.on <= now.today },
    },
  },
  clocks: {
    triage: {
      title: 'Triage of a reported hazard',
      source: 'hazard.triage',
      kind: 'policy',
      runs: ['reported'],
      due: (f, reckon) => reckon.workingDays(awareOn(f), reckon.policy('hazard.triage')),
      ladder: task('triageLate', ['officer', 'complianceManager']),
    },
    emergency: {
      title: 'Emergency hazard: investigated and made safe',
      source: 'awaab.emergency',
      kind: binds,
      runs: ['reported', 'emergency'],
      from: f => f.emergencyAt ?? f.awareAt,
      due: (f, reckon) => (isEmergency(f) && !f.rest ? emergencyDue(f, reckon) : undefined),
      ladder: emergencyLadder({
        dueSoon: 'emergencySoon',
        dueToday: 'emergencyLate',
        overdue: 'emergencyLate',
        escalated: 'emergencyLate',
        issued: 'emergencyNew',
      }),
    },
    investigate: {
      title: 'Investigation of a hazard',
      source: 'awaab.investigate',
      kind: binds,
      runs: ['reported', 'standard_investigation'],
      from: awareOn,
      due: investigateDue,
      ladder: tight(ladderWords),
    },
    renewed: {
      title: 'Renewed investigation in person',
      source: 'awaab.renewed',
      kind: binds,
      runs: ['renewed_investigation'],
      from: f => f.renewed?.from,
      due: renewedDue,
      ladder: tight(ladderWords),
    },
    summary: {
      title: 'Written summary to the tenant',
      source: 'awaab.summary',
      kind: binds,
      runs: notFinal,
      from: f => f.investigation?.on,
      due: (f, reckon) => (f.summary ? undefined : summaryDue(f, reckon)),
      ladder: tight(ladderWords),
    },
    safety: {
      title: 'Safety work',
      source: 'awaab.safety',
      kind: binds,
      runs: notFinal,
      from: f => f.investigation?.on,
      due: (f, reckon) =>
        f.safety || f.rest || f.category === 'emergency' || !f.investigation?.safetyWork
          ? undefined
          : safetyDue(f, reckon),
      ladder: tight(ladderWords),
    },
    preventativeBegin: {
      title: 'Preventative work begun, or steps taken to begin',
      source: 'awaab.preventative.begin',
      kind: binds,
      runs: notFinal,
      from: f => f.investigation?.on,
      due: (f, reckon) => {
        if (!f.investigation?.preventativeWork || f.preventative.stepsOn || f.preventative.startedOn) return undefined
        const on = after(f, reckon)
        return on && reckon.workingDays(on, reckon.policy('awaab.preventative.begin'))
      },
      ladder: tight(ladderWords),
    },
    preventativeBackstop: {
      title: 'Preventative work physically begun',
      source: 'awaab.preventative.backstop',
      kind: binds,
      runs: notFinal,
      from: f => f.investigation?.on,
      due: (f, reckon) => {
        if (!f.investigation?.preventativeWork || f.preventative.startedOn) return undefined
        const on = after(f, reckon)
        return on && reckon.days(on, reckon.policy('awaab.preventative.backstop'))
      },
      ladder: tight(ladderWords),
    },
    preventativeComplete: {
      title: 'Preventative work completed',
      source: 'awaab.preventative.complete',
      kind: binds,
      runs: notFinal,
      from: f => f.investigation?.on,
      due: (f, reckon) => {
        if (!f.investigation?.preventativeWork || f.preventative.completedOn) return undefined
        if (f.preventative.targetOn) {
          reckon.because(`promised for ${f.preventative.targetOn}`)
          return f.preventative.targetOn
        }
        const on = after(f, reckon)
        return on && reckon.days(on, reckon.policy('hazard.works.complete'))
      },
      ladder: tight(ladderWords),
    },
    accommodation: {
      title: 'Alternative accommodation offered',
      source: 'awaab.alternativeAccommodation',
      kind: binds,
      runs: notFinal,
      due: (f, reckon) => (f.accommodation.length > 0 || f.rest ? undefined : unsafeUntil(f, reckon)),
      ladder: {
        by: f => (isEmergency(f) ? 'hours' : 'days'),
        of: {
          hours: climb(
            [
              [hours(-4), ['housingOfficer', 'complianceManager'], 'dueSoon', 'emergency'],
              [hours(0), ['housingOfficer', 'complianceManager', 'headOfService'], 'overdue', 'emergency'],
              [hours(12), ['serviceDirector'], 'escalated', 'emergency'],
            ],
            elsewhereWords,
            { hours: 24 },
          ),
          days: climb(
            [
              [days(0), ['housingOfficer', 'complianceManager'], 'dueToday'],
              [days(1), ['headOfService'], 'overdue', 'urgent'],
              [workingDays(3), ['serviceDirector'], 'escalated'],
            ],
            elsewhereWords,
            { workingDays: 1 },
          ),
        },
      },
    },
    followUp: {
      title: 'Follow-up visit after the work',
      source: 'hazard.monitoring',
      kind: 'policy',
      runs: ['safe', 'monitoring'],
      due: (f, reckon) => {
        const on = workDoneOn(f)
        if (on) reckon.because(`the work was done on ${on}`)
        return on && reckon.days(on, reckon.policy('hazard.monitoring'))
      },
      ladder: [
        { at: { days: -14 }, tell: ['officer'], template: 'followUpDue' },
        ...task('followUpDue', ['officer', 'complianceManager']),
      ],
    },
    rest: {
      title: 'Review while the household lives elsewhere or consent is refused',
      source: 'hazard.decant.review',
      kind: 'policy',
      runs: notFinal,
      due: (f, reckon) => f.rest && reckon.days(f.rest.reviewedOn ?? f.rest.on, reckon.policy('hazard.decant.review')),
      ladder: task('restDue', ['housingOfficer', 'complianceManager']),
    },
  },
  words: {
    triageLate: {
      subject: 'Hazard to triage: {where}',
      body: 'A hazard is reported and nobody has decided how grave it is. The clocks run since the landlord became aware. Reported: {hazard}. {regime}',
      act: 'Look up who lives there, decide, and record the reasons.',
    },
    emergencyNew: {
      subject: 'EMERGENCY HAZARD at {where}: safe by {due}',
      body: 'An emergency hazard must be investigated and made safe by {due}, nights and weekends included. Reported: {hazard}. {regime}',
      act: 'Send somebody now. If it cannot be made safe in time, offer other accommodation.',
    },
    emergencySoon: {
      subject: 'EMERGENCY HAZARD at {where}',
      body: 'It is not recorded as investigated and made safe. The time ends at {due}. Reported: {hazard}. {regime}',
      act: 'Make sure that somebody is there, and that other accommodation is ready if it fails.',
    },
    emergencyLate: {
      subject: 'EMERGENCY HAZARD NOT SAFE: {where}',
      body: 'The 24 hours ended at {due} and the home is not recorded as safe. Reported: {hazard}. {regime}',
      act: 'Get the household out or the hazard made safe now, and record which.',
    },
    dueSoon: {
      subject: '{title}: {where}',
      body: 'Due by {due}. Reported: {hazard}. {regime}',
      act: 'Have it done by {due}. A failed visit does not stop the clock.',
    },
    dueToday: {
      subject: '{title} due today: {where}',
      body: 'Today is the last day. Reported: {hazard}. {regime}',
      act: 'Have it done today and record it.',
    },
    overdue: {
      subject: '{title}, {where}',
      body: 'What the law or we ask for a hazard in this home is not done: it was due by {due} and is {late}. Reported: {hazard}. {regime}',
      act: 'Have it done now, and record why it was late and what protects the household meanwhile.',
    },
    stillOverdue: {
      subject: 'Still not put right: {title}, {where}',
      body: 'The hazard in this home is not dealt with: this was due by {due}, is {late}, and was told to the people before you. Reported: {hazard}. {regime}',
      act: 'Decide what happens next and record it.',
    },
    elsewhere: {
      subject: 'Other accommodation to be ready: {where}',
      body: 'The home must be safe by {due}. If it will not be, the household must be offered somewhere else by then.',
      act: 'Arrange it now, and record the offer and the answer.',
    },
    elsewhereLate: {
      subject: 'Household in an unsafe home: {where}',
      body: 'The time to make the home safe is over and no other accommodation is recorded as offered.',
      act: 'Offer it today, at the landlord’s expense, and record the answer.',
    },
    followUpDue: {
      subject: 'Follow-up visit: {where}',
      body: 'The work is done. Whether the hazard is gone must be seen by {due}.',
      act: 'Visit, look at the cause and not the surface, and record what you found.',
    },
    restDue: {
      subject: 'Review: {where} is still unsafe',
      body: 'The household lives elsewhere, or consent to the work is refused. The home is not safe.',
      act: 'See how the household is, press on with the work, and record the review.',
    },
  },
  apart: f => hazardName(f.kind),
  views: ['hazard', 'regime'],
  view: f => ({
    hazard: [hazardName(f.kind), f.location].filter(Boolean).join(', '),
    regime: isStatutory(f) ? "Awaab's Law is in force for it." : 'Not statutory: good practice, the same clocks.',
  }),
})

const dueDay = (f: Facts, reckon: Reckon): Day | undefined => {
  const due = unsafeUntil(f, reckon) ?? (f.investigation ? undefined : investigateDue(f, reckon))
  return due && (isDay(due) ? due : dayOf(due))
}
