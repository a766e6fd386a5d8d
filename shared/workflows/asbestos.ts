/**
 * Asbestos in common parts and other non-domestic premises: Control of Asbestos Regulations 2012 reg 4, the duty to
 * manage. What the survey could not reach is unknown, never "none"; nobody works in an area whose refurbishment
 * survey is missing; and disturbed asbestos is an incident at any hour.
 */
import * as z from 'zod'
import { ruleFor, workflow } from '../core/declare.ts'
import type { Reckon } from '../core/reckon.ts'
import { addDays, type Day, day, dayOf, instant } from '../core/time.ts'
import type { Happened, ObligationRecord, Raise, Situation } from '../core/workflow.ts'
import { emergency, inspection, inspectionSkips } from '../law/ladders.ts'
import { task } from '../law/tasks.ts'
import * as evidence from './parts/evidence.ts'
import * as obligation from './parts/obligation.ts'
import * as register from './parts/register.ts'
import * as voided from './parts/voided.ts'

const words = (most: number) => z.string().trim().min(1).max(most)
const treatment = z.enum(['MANAGE', 'ENCAPSULATE', 'REMOVE', 'RESTRICT_ACCESS'])
const risk = z.enum(['LOW', 'MED', 'HIGH'])

const item = z.strictObject({
  id: words(60),
  location: words(200),
  material: z.string().max(200).optional(),
  presumed: z.boolean().default(false),
  /** material assessment of HSG264, 2 to 12 */
  score: z.int().min(2).max(12),
  priority: z.int().min(0).max(12).optional(),
  risk,
  action: treatment.default('MANAGE'),
})
type Item = z.output<typeof item>

const facts = z.strictObject({
  ...obligation.obligationFacts,
  deadline: day.optional(),
  items: z.array(item).default([]),
  /** areas that no surveyor has been in: presumed to hold asbestos until shown otherwise */
  excludedAreas: z.array(words(200)).default([]),
  surveyedOn: day.optional(),
  /** areas with a refurbishment and demolition survey */
  rdSurveys: z.array(z.strictObject({ area: z.string(), on: day, sha256: z.string() })).default([]),
  inHand: z
    .strictObject({
      what: z.enum(['survey', 'reinspection']),
      on: day,
      by: z.string(),
      claimedOn: day,
      sha256: z.array(z.string()),
    })
    .optional(),
  served: z.array(z.strictObject({ workOrder: z.string(), area: z.string(), on: day, to: z.string() })).default([]),
  incident: z
    .strictObject({
      at: instant,
      area: z.string(),
      by: z.string(),
      sealedAt: instant.optional(),
      sealedBy: z.string().optional(),
    })
    .optional(),
  incidents: z.array(z.strictObject({ on: day, area: z.string(), riddor: z.string().optional() })).default([]),
})
type Facts = z.output<typeof facts>

const compliance = ['complianceOfficer', 'complianceManager'] as const
const anyone = ['contractor', ...compliance, 'officer', 'housingOfficer', 'teamLeader'] as const
const hashes = (documents: { sha256: string }[] | undefined) => (documents ?? []).map(d => d.sha256.toLowerCase())

type Standing =
  | 'survey_required'
  | 'reinspection_in_date'
  | 'reinspection_due'
  | 'unknown_applicability'
  | 'not_applicable'
const lastOn = (f: Facts): Day | undefined => f.checks.at(-1)?.on
const deadlineOf = (f: Facts): Day | undefined => f.deadline ?? f.checks.at(-1)?.nextDue
/** What the known facts ask for: asbestos is known, presumed, excluded or shown not to be there. */
const standing = (f: Facts, today: Day, reckon: Reckon): Standing => {
  if (f.applicability === 'not_required') return 'not_applicable'
  if (f.applicability === 'unknown') return 'unknown_applicability'
  const deadline = deadlineOf(f)
  if (lastOn(f) === undefined || deadline === undefined) return 'survey_required'
  return today >= addDays(deadline, -reckon.policy('asbestos.issue')) ? 'reinspection_due' : 'reinspection_in_date'
}
const sayings: Record<Standing, string> = {
  survey_required: 'there is no management survey yet',
  reinspection_in_date: 'the asbestos was inspected in time',
  reinspection_due: 'the next re-inspection is already to be issued',
  unknown_applicability: 'it is unknown whether there is asbestos',
  not_applicable: 'it is shown that there is none',
}
const standings = Object.keys(sayings) as Standing[]

/** A rule for each state to which the changed facts may lead. */
const settled = <D extends z.ZodType>(rule: {
  by?: readonly (typeof anyone)[number][]
  when?: Record<string, (f: Facts, e: Happened<z.output<D>>, now: Situation) => boolean>
  set: (f: Facts, e: Happened<z.output<D>>, now: Situation) => Partial<Facts>
  raises?: (f: Facts, e: Happened<z.output<D>>, now: Situation) => Raise[]
  notes?: (f: Facts, e: Happened<z.output<D>>, now: Situation) => string[]
}) =>
  standings.map(to =>
    ruleFor<Facts, D>()({
      ...rule,
      to,
      when: {
        ...rule.when,
        [sayings[to]]: (f, e, now) => standing({ ...f, ...rule.set(f, e, now) }, now.today, now.reckon) === to,
      },
    }),
  )

const submitted = z.looseObject({ visitDate: day.optional(), documents: evidence.documents.optional() })
const submits = (what: 'survey' | 'reinspection') =>
  ruleFor<Facts, typeof submitted>()({
    to: 'evidence_review',
    by: anyone,
    when: {
      'DATE_IN_FUTURE: the visit is not in the future': (_, e, now) => (e.data.visitDate ?? e.on) <= now.today,
      'DATE_BEFORE_PREVIOUS: the visit is later than the last accepted one': (f, e) =>
        (e.data.visitDate ?? e.on) > (lastOn(f) ?? ''),
    },
    set: (f, e, now) => ({
      inHand: {
        what,
        on: e.data.visitDate ?? e.on,
        by: e.by.id,
        claimedOn: now.today,
        sha256: [...new Set([...(f.inHand?.sha256 ?? []), ...hashes(e.data.documents)])],
      },
    }),
  })

const surveyAccepted = z.strictObject({
  acm: z.enum(['none', 'some']),
  items: z.array(item).max(500).default([]),
  excludedAreas: z.array(words(200)).max(100).default([]),
  reference: words(100).optional(),
})
const reinspectionAccepted = z.strictObject({ items: z.array(item).min(1).max(500), reference: words(100).optional() })
const reviewed = {
  'accepted by somebody other than who submitted it': (f: Facts, e: Happened<unknown>) => e.by.id !== f.inHand?.by,
  'EVIDENCE_MISSING: the report itself is on file': (f: Facts) => (f.inHand?.sha256.length ?? 0) > 0,
}

const checked = (f: Facts, e: Happened<{ reference?: string | undefined }>, now: Situation, result: string) => {
  const on = f.inHand?.on ?? e.on
  const nextDue = now.reckon.months(on, now.reckon.policy('asbestos.reinspect'))
  return {
    deadline: nextDue,
    checks: [
      ...f.checks,
      {
        on,
        knownOn: now.today,
        nextDue,
        result,
        acceptedBy: e.by.id,
        sha256: f.inHand?.sha256 ?? [],
        ...(e.data.reference ? { reference: e.data.reference } : {}),
      },
    ],
    inHand: undefined,
  }
}

const urgency = { HIGH: 'P1', MED: 'P2', LOW: 'P3' } as const
/** An action for what is to be done at once, or has grown worse; the same item of the same visit is one action. */
const actionsFor = (items: Item[], before: Item[], on: Day): Raise[] =>
  items.flatMap(now => {
    const was = before.find(({ id }) => id === now.id)
    const worse = was !== undefined && now.score > was.score
    if (!worse && now.action === 'MANAGE') return []
    const what = worse ? `deteriorated from ${was.score} to ${now.score}` : 'found'
    return [
      {
        workflow: 'action',
        key: `acm:${now.id}:${on}`,
        facts: {
          stream: 'asbestos',
          description: `Asbestos at ${now.location} (${now.id}) ${what}: ${now.action.toLowerCase().replace('_', ' ')}`,
          priority: urgency[now.risk],
          raisedOn: on,
          source: 'asbestos',
          location: now.location,
        },
      },
    ]
  })

const areaSurveyed = z.strictObject({
  area: words(200),
  on: day,
  acm: z.enum(['none', 'some']),
  items: z.array(item).max(500).default([]),
  documents: evidence.documents.min(1),
})
const rdAccepted = z.strictObject({ area: words(200), on: day, documents: evidence.documents.min(1) })
const planned = z.strictObject({
  area: words(200),
  workOrder: words(100),
  servedTo: words(254),
  intrusive: z.boolean(),
})
const disturbance = z.looseObject({ area: words(200), documents: evidence.documents.optional() })
const sealed = z.looseObject({ documents: evidence.documents })
const closed = z.strictObject({
  documents: evidence.documents.min(1),
  riddor: z.strictObject({ reportable: z.boolean(), reference: words(100).optional() }),
})

const fromRecord = (row: ObligationRecord, reckon: Reckon): Record<string, unknown> => {
  const nextDue = obligation.earlierOfPrinted(row, on => reckon.months(on, reckon.policy('asbestos.reinspect')), reckon)
  return {
    ...obligation.commonRecord(row),
    checks: obligation.recordedCheck(row, nextDue),
    ...(row.lastDoneOn ? { surveyedOn: row.lastDoneOn, deadline: nextDue } : {}),
  }
}
const imports = settled<obligation.RecordImported>({
  when: {
    ...register.made,
    'nothing is in hand that the row would overwrite': (f, _, now) =>
      f.inHand === undefined && standings.includes(now.case.state as Standing),
    'the row is not older than what was accepted': (f, e) => (e.data.lastDoneOn ?? '9999') >= (lastOn(f) ?? ''),
    'a reason is given where none is required': (_, e) =>
      e.data.applicability !== 'not_required' || Boolean(e.data.reason),
  },
  set: (f, e, now) => register.taken(f, fromRecord(e.data, now.reckon) as Partial<Facts>, now.today),
})
const withoutCheck = (f: Facts, e: voided.Voiding, now: Situation): Facts => {
  const left = voided.without(f, e, now)
  return { ...left, deadline: left.checks.at(-1) === f.checks.at(-1) ? f.deadline : undefined }
}
const voiding = {
  by: compliance,
  when: voided.onRecord,
  set: withoutCheck,
  notes: voided.voidNotes,
}
/** A report under review, or an incident, stays where it is. */
const voids = [
  ...settled<typeof voided.certificateVoided>({
    ...voiding,
    when: {
      ...voided.onRecord,
      'nothing is in hand': (_f, _e, now) => standings.some(one => one === now.case.state),
    },
  }),
  ruleFor<Facts, typeof voided.certificateVoided>()(voiding),
] as const
const confirms = settled<typeof obligation.applicabilityConfirmed>({
  by: compliance,
  when: {
    'nothing is in review and no incident is open': f => f.inHand === undefined && f.incident === undefined,
    'areas that nobody has been in are surveyed first': (f, e) =>
      e.data.applicability === 'required' || f.excludedAreas.length === 0,
  },
  set: (f, e, now) => ({
    applicability: e.data.applicability,
    reason: e.data.reason,
    dutyBeganOn: e.data.dutyBeganOn ?? f.dutyBeganOn ?? now.today,
  }),
})

/** The facts after an area was seen: with the last one shown empty, there is nothing left to inspect. */
const seen = (f: Facts, e: Happened<z.output<typeof areaSurveyed>>, now: Situation): Partial<Facts> => {
  const excludedAreas = f.excludedAreas.filter(area => area !== e.data.area)
  const items = [...f.items, ...e.data.items]
  const some = items.length > 0
  const nextDue = now.reckon.months(e.data.on, now.reckon.policy('asbestos.reinspect'))
  return {
    excludedAreas,
    items,
    applicability: some ? 'required' : excludedAreas.length > 0 ? 'unknown' : 'not_required',
    ...(!some && excludedAreas.length === 0 ? { reason: 'surveyed: no asbestos found' } : {}),
    ...(some && f.checks.length === 0
      ? { deadline: nextDue, checks: [{ on: e.data.on, knownOn: now.today, nextDue, result: 'ACM' }] }
      : {}),
  }
}

type Closing = Happened<z.output<typeof closed>>
const closing = {
  by: compliance,
  when: {
    'the area is sealed': (f: Facts) => f.incident?.sealedAt !== undefined,
    'closed by somebody other than who sealed it': (f: Facts, e: Closing) => e.by.id !== f.incident?.sealedBy,
    'RIDDOR_MISSING: a reportable exposure has its reference': (_: Facts, e: Closing) =>
      !e.data.riddor.reportable || e.data.riddor.reference !== undefined,
  },
  set: (f: Facts, e: Closing): Partial<Facts> => ({
    incident: undefined,
    incidents: [
      ...f.incidents,
      {
        on: f.incident ? dayOf(f.incident.at) : e.on,
        area: f.incident?.area ?? '',
        ...(e.data.riddor.reference ? { riddor: e.data.riddor.reference } : {}),
      },
    ],
  }),
}
/** A report that was in review when it happened goes on being reviewed. */
const closes = [
  ruleFor<Facts, typeof closed>()({
    ...closing,
    to: 'evidence_review',
    when: { ...closing.when, 'a report waits for review': f => f.inHand !== undefined },
  }),
  ...settled<typeof closed>(closing),
]

const live = { except: ['unknown_applicability'] } as const
const reinspected = { 'reinspection.completed': submits('reinspection') } as const

/** Results of the last check that a row may bring, and what to do with those that it may not. */
const results: obligation.Results = {
  results: ['NO_ACM', 'ACM', 'NONE', 'SOME', 'LOW', 'MED', 'MEDIUM', 'GOOD'],
  notByRow: { HIGH: obligation.asAction('HIGH', 'P1') },
}

export const asbestos = workflow({
  name: 'asbestos',
  title: 'Asbestos re-inspection',
  law: ['asbestos.manage', 'asbestos.reinspect', 'asbestos.builtBefore', 'asbestos.incident', 'asbestos.areas'],
  policies: ['asbestos.reinspect', 'asbestos.issue', 'evidence.chase'],
  facts,
  lead: 'complianceManager',
  events: {
    'record.imported': obligation.recordImported(results),
    'certificate.voided': voided.certificateVoided,
    'applicability.confirmed': obligation.applicabilityConfirmed,
    'survey.submitted': submitted,
    'survey.accepted': surveyAccepted,
    'reinspection.completed': submitted,
    'reinspection.accepted': reinspectionAccepted,
    'report.rejected': z.strictObject({ reason: words(2000) }),
    'area.surveyed': areaSurveyed,
    'rdSurvey.accepted': rdAccepted,
    'works.planned': planned,
    'disturbance.reported': disturbance,
    'area.sealed': sealed,
    'incident.closed': closed,
    'asset.disposed': obligation.assetDisposed,
  },
  initial: 'survey_required',
  starts: {
    unknown_applicability: f => f.applicability === 'unknown',
    not_applicable: f => f.applicability === 'not_required',
    reinspection_due: (f, now) => standing(f, now.today, now.reckon) === 'reinspection_due',
    reinspection_in_date: (f, now) => standing(f, now.today, now.reckon) === 'reinspection_in_date',
  },
  states: {
    survey_required: { title: 'Management survey required', on: { 'survey.submitted': submits('survey') } },
    reinspection_in_date: { title: 'Re-inspection in date', on: reinspected },
    reinspection_due: { title: 'Re-inspection due', on: reinspected },
    evidence_review: {
      title: 'Report in review',
      on: {
        'survey.submitted': submits('survey'),
        'reinspection.completed': submits('reinspection'),
        'survey.accepted': settled<typeof surveyAccepted>({
          by: compliance,
          when: {
            ...reviewed,
            'it is a survey that was submitted': f => f.inHand?.what === 'survey',
            'items are listed where asbestos was found, and none where none was': (_, e) =>
              (e.data.acm === 'some') === e.data.items.length > 0,
          },
          set: (f, e, now) => {
            const none = e.data.acm === 'none'
            return {
              ...checked(f, e, now, none ? 'NONE' : 'ACM'),
              surveyedOn: f.inHand?.on ?? e.on,
              items: e.data.items,
              excludedAreas: e.data.excludedAreas,
              applicability: none ? (e.data.excludedAreas.length > 0 ? 'unknown' : 'not_required') : 'required',
              ...(none ? { reason: 'surveyed: no asbestos found where the surveyor was' } : {}),
            }
          },
          raises: (f, e) => actionsFor(e.data.items, f.items, f.inHand?.on ?? e.on),
        }),
        'reinspection.accepted': settled<typeof reinspectionAccepted>({
          by: compliance,
          when: {
            ...reviewed,
            'it is a re-inspection that was submitted': f => f.inHand?.what === 'reinspection',
            'ITEMS_MISSING: every item on the register is scored again': (f, e) =>
              f.items.every(was => e.data.items.some(({ id }) => id === was.id)),
          },
          set: (f, e, now) => ({ ...checked(f, e, now, 'REINSPECTED'), items: e.data.items }),
          raises: (f, e) => actionsFor(e.data.items, f.items, f.inHand?.on ?? e.on),
        }),
        'report.rejected': settled({ by: compliance, set: () => ({ inHand: undefined }) }),
      },
    },
    incident: {
      title: 'Incident: asbestos disturbed',
      on: {
        'works.planned': [],
        'area.sealed': {
          by: anyone,
          when: {
            'EVIDENCE_MISSING: there is a photograph or document of it': (_, e) => hashes(e.data.documents).length > 0,
          },
          set: (f, e) => ({ incident: f.incident && { ...f.incident, sealedAt: e.at, sealedBy: e.by.id } }),
        },
        'incident.closed': closes,
      },
    },
    unknown_applicability: {
      title: 'Not known whether there is asbestos',
      on: { 'survey.submitted': submits('survey') },
    },
    not_applicable: {
      title: 'No asbestos',
      final: 'not_required',
      on: {
        'record.imported': imports,
        'applicability.confirmed': confirms,
        'area.surveyed': settled<typeof areaSurveyed>({ by: compliance, set: seen }),
      },
    },
    retired: { title: 'Retired', final: 'retired' },
  },
  anywhere: {
    'certificate.voided': voids,
    'record.imported': imports,
    'applicability.confirmed': confirms,
    'area.surveyed': settled<typeof areaSurveyed>({
      by: compliance,
      when: { 'nothing is in review and no incident is open': f => f.inHand === undefined && f.incident === undefined },
      set: seen,
      raises: (_, e) => actionsFor(e.data.items, [], e.data.on),
    }),
    'rdSurvey.accepted': {
      by: compliance,
      set: (f, e) => ({
        rdSurveys: [...f.rdSurveys, { area: e.data.area, on: e.data.on, sha256: hashes(e.data.documents)[0] ?? '' }],
      }),
    },
    'works.planned': {
      when: {
        'RD_SURVEY_MISSING: intrusive work waits for a refurbishment survey of the area': (f, e) =>
          !e.data.intrusive || f.rdSurveys.some(({ area }) => area === e.data.area),
        'AREA_UNKNOWN: somebody has surveyed the area': (f, e) => !f.excludedAreas.includes(e.data.area),
      },
      set: (f, e) => ({
        served: [...f.served, { workOrder: e.data.workOrder, area: e.data.area, on: e.on, to: e.data.servedTo }],
      }),
      notes: () => ['register extract served'],
    },
    'disturbance.reported': {
      to: 'incident',
      by: anyone,
      set: (_, e) => ({ incident: { at: e.at, area: e.data.area, by: e.by.id } }),
      raises: (_, e) => [
        {
          workflow: 'action',
          key: `disturbed:${e.on}:${e.data.area}`,
          facts: {
            stream: 'asbestos',
            description: `Asbestos disturbed at ${e.data.area}: seal the area, test the air, assess who was exposed`,
            priority: 'P0',
            raisedOn: e.on,
            raisedAt: e.at,
            source: 'asbestos',
          },
        },
      ],
      tells: [{ template: 'disturbed', roles: ['complianceManager', 'headOfService'], urgency: 'emergency' }],
    },
    'asset.disposed': register.disposes<Facts>(),
  },
  clocks: {
    deadline: {
      title: 'Asbestos re-inspection',
      source: 'asbestos.reinspect',
      kind: 'policy',
      runs: live,
      due: (f, reckon, c) => {
        if (f.applicability !== 'required') return undefined
        const last = lastOn(f)
        if (last === undefined) {
          const began = f.dutyBeganOn ?? dayOf(c.openedAt)
          reckon.because(`no survey on record: overdue since the duty began on ${began}`)
          return began
        }
        reckon.because(`last inspected ${last}`)
        return deadlineOf(f)
      },
      ladder: inspection(
        {
          issue: 'asbestos.issue',
          moves: { reinspection_in_date: 'reinspection_due' },
          skip: inspectionSkips.asbestos,
        },
        { issued: 'toIssue', dueSoon: 'dueSoon', dueToday: 'dueToday', overdue: 'overdue', escalated: 'overdue' },
      ),
    },
    review: {
      title: 'Review of an asbestos report',
      source: 'landlord.policy',
      kind: 'policy',
      runs: ['evidence_review'],
      due: (f, reckon) => f.inHand && reckon.workingDays(f.inHand.claimedOn, reckon.policy('evidence.chase')),
      ladder: task('reviewLate', ['complianceOfficer', 'complianceManager']),
    },
    incident: {
      title: 'Asbestos disturbed: sealed and assessed',
      source: 'asbestos.incident',
      kind: 'policy',
      runs: ['incident'],
      from: f => f.incident?.at,
      due: (f, reckon) => f.incident && reckon.hours(f.incident.at, reckon.rule('asbestos.incident')),
      ladder: emergency({
        dueSoon: 'incidentOpen',
        dueToday: 'incidentOpen',
        overdue: 'incidentLate',
        escalated: 'incidentLate',
      }),
    },
    areas: {
      title: 'Areas that nobody has been in',
      source: 'asbestos.areas',
      kind: 'policy',
      runs: 'live',
      due: (f, reckon) =>
        f.excludedAreas.length > 0 && f.surveyedOn
          ? reckon.months(f.surveyedOn, reckon.rule('asbestos.areas'))
          : undefined,
      ladder: task('areasUnknown', ['complianceOfficer', 'complianceManager']),
    },
    applicability: register.findsOut(
      'Find out whether there is asbestos',
      ['complianceOfficer', 'complianceManager'],
      'asbestos.manage',
    ),
  },
  words: {
    toIssue: {
      subject: 'Asbestos re-inspection to issue: {where}',
      body: 'The known asbestos must be looked at again by {due}.',
      act: 'Issue the re-inspection.',
    },
    dueSoon: {
      subject: 'Asbestos re-inspection: {where}',
      body: 'The known asbestos must be looked at again by {due}.',
      act: 'Make sure a visit is booked.',
    },
    dueToday: {
      subject: 'Asbestos re-inspection due today: {where}',
      body: 'Today is the last day.',
      act: 'Have it inspected today, or say what stops it.',
    },
    overdue: {
      subject: 'Asbestos, {where}',
      body: 'A survey or re-inspection was due by {due}. Nobody can show in what condition the asbestos is.',
      act: 'Have it inspected now, and keep people from what may be damaged.',
    },
    reviewLate: {
      subject: 'Asbestos report to review: {where}',
      body: 'A report was sent in and is neither accepted nor rejected.',
      act: 'Check every item against the register, then accept or reject it.',
    },
    disturbed: {
      subject: 'ASBESTOS DISTURBED at {where}',
      body: 'Asbestos has been disturbed. Nobody may go in.',
      act: 'Seal the area, stop the ventilation, list who was there, call the analyst.',
    },
    incidentOpen: {
      subject: 'ASBESTOS INCIDENT open: {where}',
      body: 'The area must be sealed and the exposure assessed by {due}.',
      act: 'Record the sealing, the air test and whether it is reportable under RIDDOR.',
    },
    incidentLate: {
      subject: 'ASBESTOS INCIDENT not closed: {where}',
      body: 'The area is not recorded as sealed, tested and assessed.',
      act: 'Go there, or have it done now.',
    },
    areasUnknown: {
      subject: 'Areas never surveyed for asbestos: {where}',
      body: 'The surveyor could not get in everywhere. What was not seen counts as holding asbestos.',
      act: 'Have the areas surveyed.',
    },
    applicabilityUnknown: {
      subject: 'Asbestos: nobody knows, {where}',
      body: 'It is not known whether there is asbestos. It counts as not compliant until it is.',
      act: 'Have it surveyed, or record why none is required.',
    },
  },
  obligation: obligation.obligationOf('asbestos', reckon => reckon.policy('asbestos.issue'), fromRecord, results),
})
