/**
 * The fire risk assessment of a block (FSO 2005 art 9). No law fixes how often: the assessor's date is not passed, nor
 * the landlord's own maximum. A report is accepted only when every action that it declares is raised with an owner, a
 * priority and a date, and every older action that is still open is accounted for: a new list never replaces an old one.
 */
import * as z from 'zod'
import { ruleFor, workflow } from '../core/declare.ts'
import { childId } from '../core/ids.ts'
import type { Reckon } from '../core/reckon.ts'
import { addDays, type Day, day, dayOf, daysBetween, type Instant, instant, isDay } from '../core/time.ts'
import type { Due, ObligationRecord, Raise, Situation, Tell } from '../core/workflow.ts'
import { emergency, inspection, inspectionSkips, remedial } from '../law/ladders.ts'
import { task } from '../law/tasks.ts'
import { actionDue } from './action.ts'
import * as evidence from './parts/evidence.ts'
import * as obligation from './parts/obligation.ts'
import * as register from './parts/register.ts'
import { books, cancels, hashesOf, mergedChecks, tried } from './parts/visits.ts'
import * as voided from './parts/voided.ts'

const rating = z.enum(['TRIVIAL', 'TOLERABLE', 'MODERATE', 'SUBSTANTIAL', 'INTOLERABLE'])
type Rating = z.output<typeof rating>
const buildingClass = z.enum(['hrb', 'sheltered', 'medium', 'low'])
type BuildingClass = z.output<typeof buildingClass>
const priority = z.enum(['P0', 'P1', 'P2', 'P3', 'P4', 'ADV'])
const stage = z.enum(['pre_occupation', 'post_occupation', 'occupied'])
const due = z.union([day, instant])

const category = z.enum([
  'fire doors',
  'compartmentation',
  'means of escape',
  'alarm and detection',
  'emergency lighting',
  'signage',
  'housekeeping',
  'management',
  'external wall',
  'electrical',
  'firefighting facilities',
  'other',
])

const assessor = z.strictObject({ name: z.string().min(1).max(200), competence: z.string().min(1).max(300) })

/** One action of an assessment, by the case that holds it. `round` counts the accepted assessments before its own. */
const listed = z.strictObject({
  id: z.string(),
  ref: z.string(),
  round: z.int(),
  priority,
  raisedOn: day,
  dueOn: day.optional(),
  bornOverdue: z.boolean().optional(),
  closed: z.string().optional(),
})
type Listed = z.output<typeof listed>

const outcome = z.enum(['carried_forward', 'closed_verified', 'superseded'])
const reconciled = z.strictObject({ action: z.string(), outcome, ref: z.string().optional() })

const report = z.strictObject({
  on: day,
  receivedOn: day,
  by: z.string(),
  reference: z.string().optional(),
  type: z.int().optional(),
  stage: stage.optional(),
  rating: rating.optional(),
  reviewDate: day.optional(),
  declared: z.int(),
  declaredRecommendations: z.int().optional(),
  sha256: z.array(z.string()),
})

const facts = z.strictObject({
  ...obligation.obligationFacts,
  buildingClass: buildingClass.optional(),
  rating: rating.optional(),
  reviewDate: day.optional(),
  assessor: assessor.optional(),
  appointment: z.strictObject({ slotStart: z.string(), slotEnd: z.string() }).optional(),
  visitedOn: day.optional(),
  reportFrom: day.optional(),
  /** what the assessor said on site, before the report */
  foretold: z
    .strictObject({ rating: rating.optional(), reviewDate: day.optional(), declared: z.int().optional() })
    .optional(),
  report: report.optional(),
  round: z.int().default(0),
  actions: z.array(listed).default([]),
  reconciled: z.array(reconciled).default([]),
  trigger: z.strictObject({ kind: z.string(), on: day, due: day }).optional(),
  firstTenantOn: day.optional(),
  grave: z
    .strictObject({
      rating,
      since: instant,
      interim: z.strictObject({ on: day, by: z.string(), measures: z.string(), reviewOn: day }).optional(),
      fireService: z.string().optional(),
    })
    .optional(),
})
type Facts = z.output<typeof facts>

const isGrave = (r: Rating | undefined): r is 'SUBSTANTIAL' | 'INTOLERABLE' =>
  r === 'SUBSTANTIAL' || r === 'INTOLERABLE'
const asDay = (d: Due): Day => (isDay(d) ? d : dayOf(d))

const classPolicy = {
  hrb: 'fra.review.hrb',
  sheltered: 'fra.review.sheltered',
  medium: 'fra.review.medium',
  low: 'fra.review.low',
} as const
/** Months at most between assessments; a class nobody recorded is taken for the strictest. */
const longest = (building: BuildingClass | undefined, r: Rating | undefined, reckon: Reckon): number => {
  const byClass = reckon.policy(classPolicy[building ?? 'hrb'])
  return isGrave(r) ? Math.min(byClass, reckon.policy('fra.review.substantial')) : byClass
}
/** The assessor's date, or the landlord's maximum from the assessment's own date, whichever is earlier. */
export const nextFra = (
  on: Day,
  said: { reviewDate?: Day | undefined; buildingClass?: BuildingClass | undefined; rating?: Rating | undefined },
  reckon: Reckon,
): Day => {
  const byPolicy = reckon.months(on, longest(said.buildingClass, said.rating, reckon))
  return reckon.earliest(byPolicy, said.reviewDate) ?? byPolicy
}

const reviewDue = (f: Facts, reckon: Reckon, opened: Day): Day => {
  const last = f.checks.at(-1)
  if (!last) {
    reckon.because(`no assessment on record: overdue since the duty began on ${f.dutyBeganOn ?? opened}`)
    return f.dutyBeganOn ?? opened
  }
  reckon.because(`last accepted assessment ${last.on}, rated ${last.result}`)
  if (f.buildingClass === undefined) reckon.because('class of the building not recorded: taken for the strictest')
  if (nextFra(last.on, f, reckon) !== last.nextDue) reckon.because(`kept as it was set when accepted: ${last.nextDue}`)
  return last.nextDue
}
/** A new building is assessed again once people live there. */
const postOccupationDue = (f: Facts, reckon: Reckon): Day | undefined =>
  f.firstTenantOn === undefined || f.checks.some(c => c.on >= f.firstTenantOn!)
    ? undefined
    : reckon.months(f.firstTenantOn, reckon.policy('fra.newBuild.postOccupation'))

const lead = ['fireSafetyLead', 'complianceManager', 'headOfService'] as const
const anyone = ['contractor', 'complianceOfficer', 'officer', 'teamLeader', ...lead] as const

const visited = z.looseObject({
  on: day.optional(),
  rating: rating.optional(),
  nextDateOnReport: day.optional(),
  declaredActions: z.int().min(0).max(500).optional(),
  assessor: assessor.optional(),
  operative: evidence.operative.optional(),
  documents: evidence.documents.optional(),
})
const received = z.looseObject({
  document: evidence.document.optional(),
  documents: evidence.documents.optional(),
  /** the date of the assessment itself; absent: of the visit */
  assessedOn: day.optional(),
  rating: rating.optional(),
  reviewDate: day.optional(),
  nextDateOnReport: day.optional(),
  /** absent: as told on site */
  declaredActions: z.int().min(0).max(500).optional(),
  declaredRecommendations: z.int().min(0).max(500).optional(),
  reference: z.string().max(200).optional(),
  type: z.int().min(1).max(4).optional(),
  stage: stage.optional(),
  assessor: assessor.optional(),
})
const actionsRaised = z.strictObject({
  /** a transaction holds no more; a longer list comes in parts */
  actions: z
    .array(
      z.strictObject({
        ref: z.string().min(1).max(60),
        description: z.string().min(1).max(4000),
        priority,
        owner: z.string().min(1).max(254),
        dueOn: due.optional(),
        category: category.optional(),
        location: z.string().max(300).optional(),
        contractorId: z.string().max(60).optional(),
      }),
    )
    .min(1)
    .max(60),
})
const actionReconciled = z.strictObject({
  action: z.string().min(1).max(100),
  outcome,
  /** the action of the new report that repeats or replaces it */
  ref: z.string().min(1).max(60).optional(),
  reason: z.string().max(2000).optional(),
})

type Receiving = { on: Day; by: { id: string }; data: z.output<typeof received> }
const assessedOn = (f: Facts, e: Receiving): Day => e.data.assessedOn ?? f.visitedOn ?? e.on
const declaredIn = (f: Facts, e: Receiving): number | undefined =>
  e.data.declaredActions ?? f.report?.declared ?? f.foretold?.declared
const papers = (e: Receiving): string[] => hashesOf(e.data.documents, e.data.document && [e.data.document])

const reportOf = (f: Facts, e: Receiving, now: Situation): Facts['report'] => ({
  on: assessedOn(f, e),
  receivedOn: now.today,
  by: e.by.id,
  reference: e.data.reference ?? f.report?.reference,
  type: e.data.type ?? f.report?.type,
  stage: e.data.stage ?? f.report?.stage,
  rating: e.data.rating ?? f.report?.rating ?? f.foretold?.rating,
  reviewDate: e.data.reviewDate ?? e.data.nextDateOnReport ?? f.report?.reviewDate ?? f.foretold?.reviewDate,
  declared: declaredIn(f, e) ?? 0,
  declaredRecommendations: e.data.declaredRecommendations ?? f.report?.declaredRecommendations,
  sha256: [...new Set([...(f.report?.sha256 ?? []), ...papers(e)])],
})

/** Substantial: the head of service within 24 hours. Intolerable: the director the same day. */
const alarm = (r: Rating | undefined): Tell<'graveRating'>[] =>
  isGrave(r)
    ? [
        {
          template: 'graveRating',
          roles:
            r === 'INTOLERABLE'
              ? ['fireSafetyLead', 'headOfService', 'serviceDirector', 'director']
              : ['fireSafetyLead', 'headOfService'],
          urgency: 'emergency',
        },
      ]
    : []
/** The clock of interim measures starts when we learn of the rating; measures of an earlier, milder rating do not carry over. */
const graver = (f: Facts, r: Rating | undefined, at: Instant): Facts['grave'] =>
  isGrave(r) && f.grave?.rating !== r ? { rating: r, since: at } : f.grave

const receives = ruleFor<Facts, typeof received>()({
  to: 'report_qa',
  by: anyone,
  when: {
    'the report itself is attached': (f, e) => papers(e).length > 0 || (f.report?.sha256.length ?? 0) > 0,
    'ACTIONS_UNDECLARED: it is said how many actions the report holds': (f, e) => declaredIn(f, e) !== undefined,
    'DUPLICATE: this report was not accepted before': (f, e) =>
      !f.checks.some(c => papers(e).some(h => c.sha256?.includes(h))),
    'DATE_IN_FUTURE: the assessment is not dated in the future': (f, e, now) => assessedOn(f, e) <= now.today,
    'DATE_BEFORE_PREVIOUS: the assessment is later than the last accepted one': (f, e) =>
      assessedOn(f, e) > (f.checks.at(-1)?.on ?? ''),
    'the review date is after the assessment': (f, e) =>
      (e.data.reviewDate ?? e.data.nextDateOnReport ?? '9999') > assessedOn(f, e),
  },
  set: (f, e, now) => ({
    report: reportOf(f, e, now),
    reportFrom: undefined,
    foretold: undefined,
    assessor: e.data.assessor ?? f.assessor,
    grave: graver(f, e.data.rating, now.instant),
  }),
  tells: (f, e) => (f.grave?.rating === e.data.rating ? [] : alarm(e.data.rating)),
})
const visits = ruleFor<Facts, typeof visited>()({
  to: 'report_awaited',
  by: anyone,
  when: {
    'DATE_IN_FUTURE: the visit is not in the future': (_, e, now) => (e.data.on ?? e.on) <= now.today,
    'COMPETENCE_MISSING: the competence of the assessor is recorded': (f, e) =>
      (e.data.assessor ?? f.assessor) !== undefined,
  },
  set: (f, e, now) => ({
    visitedOn: e.data.on ?? e.on,
    reportFrom: e.data.on ?? e.on,
    appointment: undefined,
    foretold: { rating: e.data.rating, reviewDate: e.data.nextDateOnReport, declared: e.data.declaredActions },
    assessor: e.data.assessor ?? f.assessor,
    grave: graver(f, e.data.rating, now.instant),
  }),
  // A building found intolerable is not safer until the report is written.
  tells: (f, e) => (f.grave?.rating === e.data.rating ? [] : alarm(e.data.rating)),
})
const visiting = {
  'appointment.made': books<Facts>(anyone),
  'appointment.cancelled': cancels<Facts>(anyone),
  'visit.noAccess': ruleFor<Facts, typeof evidence.visitNoAccess>()({
    by: anyone,
    set: tried,
  }),
  'report.received': receives,
  'certificate.submitted': receives,
} as const
const commissions = {
  to: 'fra_commissioned',
  by: ['complianceOfficer', ...lead],
  set: (_: Facts, e: { data: { assessor: z.output<typeof assessor>; contractorId?: string | undefined } }) => ({
    assessor: e.data.assessor,
    ...(e.data.contractorId ? { contractorId: e.data.contractorId } : {}),
    visitedOn: undefined,
  }),
} as const

/** Actions of assessments before the one in hand that are still open. */
const older = (f: Facts): Listed[] => f.actions.filter(a => a.round < f.round && a.closed === undefined)
const ofThis = (f: Facts): Listed[] => f.actions.filter(a => a.round === f.round)
const carriedRefs = (f: Facts): string[] =>
  f.reconciled.flatMap(r => (r.outcome === 'carried_forward' && r.ref !== undefined ? [r.ref] : []))
const refsTaken = (f: Facts): string[] => [...ofThis(f).map(a => a.ref), ...carriedRefs(f)]
/** An action repeated from before counts as raised; recommendations are counted apart. */
const raisedCount = (f: Facts): number => ofThis(f).filter(a => a.priority !== 'ADV').length + carriedRefs(f).length

type Raised = { data: z.output<typeof actionsRaised> }
/** Counted from the date of the assessment and not of its receipt, so an action may be overdue when it is born. */
const listing = (f: Facts, e: Raised, now: Situation): Listed[] =>
  e.data.actions.map(a => {
    const raisedOn = f.report?.on ?? now.today
    const limit = actionDue({ stream: 'fra', priority: a.priority, raisedOn, dueOn: a.dueOn }, now.reckon)
    const dueOn = limit && asDay(limit)
    return {
      id: childId('action', now.case.id, `${f.round}:${a.ref}`),
      ref: a.ref,
      round: f.round,
      priority: a.priority,
      raisedOn,
      ...(dueOn ? { dueOn } : {}),
      ...(dueOn && dueOn < now.today ? { bornOverdue: true } : {}),
    }
  })
const opening = (f: Facts, e: Raised, now: Situation): Raise[] =>
  listing(f, e, now).map((item, index) => {
    const a = e.data.actions[index]!
    return {
      workflow: 'action',
      key: `${f.round}:${a.ref}`,
      facts: {
        stream: 'fra',
        description: a.description,
        priority: a.priority,
        raisedOn: item.raisedOn,
        dueOn: a.dueOn,
        source: 'fra',
        sourceReference: [f.report?.reference, a.ref].filter(Boolean).join(' '),
        category: a.category,
        location: a.location,
        owner: a.owner,
        contractorId: a.contractorId,
        bornOverdue: item.bornOverdue,
      },
    }
  })

type Reconciling = { data: z.output<typeof actionReconciled> }
const oldOne = (f: Facts, e: Reconciling): Listed | undefined =>
  f.actions.find(a => a.id === e.data.action && a.round < f.round)
const newOne = (f: Facts, e: Reconciling): Listed | undefined => ofThis(f).find(a => a.ref === e.data.ref)
const reconciles = [
  // Where several almost hold, the first is the one whose refusal is told: the most particular stands first.
  ruleFor<Facts, typeof actionReconciled>()({
    by: lead,
    when: {
      'it is closed': (_, e) => e.data.outcome === 'closed_verified',
      'it is an older action': (f, e) => oldOne(f, e) !== undefined,
      'it is not accounted for yet': (f, e) => !f.reconciled.some(r => r.action === e.data.action),
      'NOT_VERIFIED: its own record says that the work is verified': (f, e) => oldOne(f, e)?.closed === 'done',
    },
    set: (f, e) => ({ reconciled: [...f.reconciled, account(e)] }),
  }),
  ruleFor<Facts, typeof actionReconciled>()({
    by: lead,
    when: {
      'it is superseded': (_, e) => e.data.outcome === 'superseded',
      'it is an older action that is still open': (f, e) => older(f).some(a => a.id === e.data.action),
      'it is not accounted for yet': (f, e) => !f.reconciled.some(r => r.action === e.data.action),
      'the action of this report that replaces it is named': (f, e) => newOne(f, e) !== undefined,
      'SUPERSEDED_LATER: the new action is not due later; otherwise carry the old one forward': (f, e) => {
        const [was, will] = [oldOne(f, e)?.dueOn, newOne(f, e)?.dueOn]
        return was === undefined || (will !== undefined && will <= was)
      },
    },
    set: (f, e) => ({ reconciled: [...f.reconciled, account(e)] }),
    raises: (f, e) => [
      {
        workflow: 'action',
        id: e.data.action,
        event: { type: 'action.superseded', data: { by: newOne(f, e)?.id, reason: e.data.reason } },
      },
    ],
  }),
  ruleFor<Facts, typeof actionReconciled>()({
    by: lead,
    when: {
      'it is carried forward': (_, e) => e.data.outcome === 'carried_forward',
      'it is an older action that is still open': (f, e) => older(f).some(a => a.id === e.data.action),
      'it is not accounted for yet': (f, e) => !f.reconciled.some(r => r.action === e.data.action),
      'its reference in the new report is not raised as another action': (f, e) =>
        e.data.ref === undefined || !refsTaken(f).includes(e.data.ref),
    },
    set: (f, e) => ({ reconciled: [...f.reconciled, account(e)] }),
    raises: (f, e) => [
      {
        workflow: 'action',
        id: e.data.action,
        event: {
          type: 'action.carriedForward',
          data: { on: f.report?.on, source: f.report?.reference ?? 'fra', reference: e.data.ref },
        },
      },
    ],
  }),
] as const
const account = (e: Reconciling): z.output<typeof reconciled> => ({
  action: e.data.action,
  outcome: e.data.outcome,
  ...(e.data.ref ? { ref: e.data.ref } : {}),
})

const reportAccepted = z.strictObject({ rating: rating.optional() })
type Accepting = { by: { id: string }; data: z.output<typeof reportAccepted> }
const ratingOf = (f: Facts, e: Accepting): Rating | undefined => e.data.rating ?? f.report?.rating
const complete = {
  'accepted by somebody other than who submitted it': (f: Facts, e: Accepting) => e.by.id !== f.report?.by,
  'the report itself is on file: since October 2023 every assessment is recorded in full': (f: Facts) =>
    (f.report?.sha256.length ?? 0) > 0,
  'COMPETENCE_MISSING: the competence of the assessor is recorded': (f: Facts) => f.assessor !== undefined,
  'RATING_MISSING: the overall rating is known': (f: Facts, e: Accepting) => ratingOf(f, e) !== undefined,
  'ACTIONS_MISSING: as many actions are raised, each with owner, priority and date, as the report declares': (
    f: Facts,
  ) => raisedCount(f) === f.report?.declared,
  'RECOMMENDATIONS_MISSING: as many recommendations are recorded as the report declares': (f: Facts) =>
    f.report?.declaredRecommendations === undefined ||
    ofThis(f).filter(a => a.priority === 'ADV').length === f.report.declaredRecommendations,
  'OLD_ACTIONS_OPEN: every older action that is still open is carried forward, closed or superseded': (f: Facts) =>
    older(f).every(a => f.reconciled.some(r => r.action === a.id)),
}
/** A fire or works after the assessment are not covered by it. */
const stillTriggered = (f: Facts): boolean =>
  f.trigger !== undefined && f.report !== undefined && f.trigger.on > f.report.on

const accepted = (f: Facts, e: Accepting, now: Situation): Partial<Facts> => {
  const r = f.report
  const rated = ratingOf(f, e)
  if (!r || !rated) return {}
  const against = f.checks.at(-1)?.nextDue
  const grave = isGrave(rated) ? graver(f, rated, now.instant) : undefined
  return {
    checks: [
      ...f.checks,
      {
        on: r.on,
        knownOn: now.today,
        nextDue: nextFra(r.on, { reviewDate: r.reviewDate, buildingClass: f.buildingClass, rating: rated }, now.reckon),
        result: rated,
        acceptedBy: e.by.id,
        sha256: r.sha256,
        ...(r.stage ? { how: r.stage } : {}),
        ...(against ? { against } : {}),
        ...(against && r.on > against ? { daysLate: daysBetween(against, r.on) } : {}),
        ...(r.reference ? { reference: r.reference } : {}),
      },
    ],
    rating: rated,
    reviewDate: r.reviewDate,
    report: undefined,
    reportFrom: undefined,
    visitedOn: undefined,
    reconciled: [],
    attempts: [],
    round: f.round + 1,
    // Closed ones of earlier rounds have their own records; superseded ones are on their way out.
    actions: f.actions.filter(
      a => a.closed === undefined && !f.reconciled.some(done => done.action === a.id && done.outcome === 'superseded'),
    ),
    trigger: stillTriggered(f) ? f.trigger : undefined,
    grave,
  }
}
const accepts = <const S extends string>(
  to: S,
  more: Record<string, (f: Facts, e: Accepting, now: Situation) => boolean> = {},
) =>
  ruleFor<Facts, typeof reportAccepted>()<S, 'graveRating'>({
    to,
    by: lead,
    when: { ...complete, ...more },
    set: accepted,
    tells: (f, e) => (f.grave?.rating === ratingOf(f, e) ? [] : alarm(ratingOf(f, e))),
    notes: (f, e, now) => {
      const late = accepted(f, e, now).checks?.at(-1)?.daysLate
      const born = ofThis(f).filter(a => a.bornOverdue).length
      return [...(late ? [`late by ${late} days`] : []), ...(born ? [`${born} actions born overdue`] : [])]
    },
  })

const triggerEvent = z.strictObject({
  kind: z.enum([
    'fire',
    'near_miss',
    'refurbishment',
    'change_of_use',
    'evacuation_strategy',
    'enforcement_notice',
    'legislation',
    'audit',
  ]),
  on: day.optional(),
  note: z.string().max(2000).optional(),
})
type Trigger = { on: Day; data: z.output<typeof triggerEvent> }
const sets = (f: Facts, e: Trigger, now: Situation): Partial<Facts> => {
  const on = e.data.on ?? e.on
  const by = now.reckon.days(on, now.reckon.policy('fra.review.trigger'))
  return {
    trigger: {
      kind: e.data.kind,
      on: f.trigger && f.trigger.on > on ? f.trigger.on : on,
      due: f.trigger && f.trigger.due < by ? f.trigger.due : by,
    },
  }
}
const notAhead = {
  'it did not happen in the future': (_: Facts, e: Trigger, now: Situation) => (e.data.on ?? e.on) <= now.today,
}
const triggers = ruleFor<Facts, typeof triggerEvent>()({ when: notAhead, set: sets })

/** A building that is tall is higher-risk whatever its row says; nothing recorded is no class. */
const tall = ({ home }: ObligationRecord, reckon: Reckon): boolean =>
  (home?.heightMetres ?? 0) >= reckon.rule('fire.hrb.height') || (home?.storeys ?? 0) >= reckon.rule('fire.hrb.storeys')

/** What a row of the register says. Without a class the assessor's own date is bounded by the longest maximum there is. */
const fromRecord = (row: ObligationRecord, reckon: Reckon): Record<string, unknown> => {
  const named = tall(row, reckon) ? ('hrb' as const) : buildingClass.safeParse(row.subType).data
  const rated = rating.safeParse(row.result?.toUpperCase())
  const said = {
    reviewDate: row.dueOn,
    buildingClass: named ?? (row.dueOn ? ('low' as const) : undefined),
    rating: rated.data,
  }
  const nextDue = row.lastDoneOn && nextFra(row.lastDoneOn, said, reckon)
  return {
    ...obligation.commonRecord(row),
    ...(named ? { buildingClass: named } : {}),
    ...(rated.data ? { rating: rated.data } : {}),
    reviewDate: row.dueOn,
    checks: obligation.recordedCheck(row, nextDue),
  }
}
const taken = (f: Facts, e: register.Row, now: Situation): Partial<Facts> => {
  const row = e.data
  const said = fromRecord({ ...row, subType: row.subType ?? f.buildingClass }, now.reckon) as Partial<Facts>
  const kept = register.addsNothing(f, e) ? { rating: f.rating, reviewDate: f.reviewDate } : {}
  return {
    ...said,
    ...kept,
    subType: row.subType ?? f.subType,
    checks: mergedChecks(f.checks, said.checks ?? [], now.today),
  }
}
const says = { required: 'an assessment is required', not: 'no assessment is required' }
const takesRow = register.takesRow(['fra_in_date', 'fra_review_due', 'unknown_applicability', 'not_applicable'])
const imports = [
  ...register.notOwed<Facts>(says, takesRow, taken),
  ruleFor<Facts, obligation.RecordImported>()({
    when: {
      'an assessment is required': (_, e) => e.data.applicability === 'required',
      ...takesRow,
      ...register.stays<Facts>(['fra_review_due'], taken),
    },
    set: taken,
  }),
  ruleFor<Facts, obligation.RecordImported>()({
    to: 'fra_in_date',
    when: { 'an assessment is required': (_, e) => e.data.applicability === 'required', ...takesRow },
    set: taken,
  }),
] as const
const determines = register.determines<Facts, 'fra_in_date'>(says, 'fra_in_date', [
  'assetDataOfficer',
  'complianceOfficer',
  ...lead,
])

const occupied = z.strictObject({ on: day })
const occupies = <const S extends string = never>(to?: S) =>
  ruleFor<Facts, typeof occupied>()<S>({
    ...(to ? { to } : {}),
    when: {
      'FRA_MISSING: an assessment was accepted before anybody moves in': (f, e) =>
        f.checks.some(c => c.on <= e.data.on && c.nextDue >= e.data.on),
      'INTOLERABLE: the building is not occupied while the risk is rated Intolerable': f => f.rating !== 'INTOLERABLE',
      'it was not occupied before': f => f.firstTenantOn === undefined,
    },
    set: (_, e) => ({ firstTenantOn: e.data.on }),
  })

const interimWords = {
  issued: 'interimOwed',
  dueSoon: 'interimOwed',
  dueToday: 'interimOwed',
  overdue: 'interimOwed',
  escalated: 'interimOwed',
} as const
const known = { except: ['unknown_applicability'] } as const

/** Results of the last check that a row may bring, and what to do with those that it may not. */
const results: obligation.Results = {
  results: ['TRIVIAL', 'TOLERABLE', 'MODERATE', 'SUBSTANTIAL'],
  notByRow: {
    INTOLERABLE:
      'nobody may stay as it is: open it with the date of the assessment before, then record report.received',
  },
}

export const fra = workflow({
  name: 'fra',
  title: 'Fire risk assessment',
  law: [
    'fra.review.statutory',
    'fra.record',
    'fra.actions',
    'fra.substantial.notify',
    'fra.newBuild.postOccupation',
    'fire.hrb.height',
    'fire.hrb.storeys',
  ],
  policies: [
    'fra.issue',
    'fra.review.hrb',
    'fra.review.sheltered',
    'fra.review.medium',
    'fra.review.low',
    'fra.review.substantial',
    'fra.review.trigger',
    'fra.newBuild.postOccupation',
    'fra.report',
    'fra.interim.review',
  ],
  facts,
  lead: 'fireSafetyLead',
  events: {
    'record.imported': obligation.recordImported(results),
    'certificate.voided': voided.certificateVoided,
    'applicability.confirmed': obligation.applicabilityConfirmed,
    'building.classified': z.strictObject({ buildingClass, reason: z.string().max(500).optional() }),
    'building.occupied': occupied,
    'trigger.event': triggerEvent,
    'fra.commissioned': z.strictObject({ assessor, contractorId: z.string().max(60).optional() }),
    'appointment.made': evidence.appointmentMade,
    'appointment.cancelled': evidence.appointmentCancelled,
    'visit.noAccess': evidence.visitNoAccess,
    'site.visited': visited,
    'inspection.completed': visited,
    'report.received': received,
    'certificate.submitted': received,
    'actions.raised': actionsRaised,
    'actions.declared': z.strictObject({
      actions: z.int().min(0).max(500),
      recommendations: z.int().min(0).max(500).optional(),
      reason: z.string().min(1).max(2000),
    }),
    'action.registered': z.strictObject({
      action: z.string().min(1).max(100),
      ref: z.string().min(1).max(60),
      priority,
      raisedOn: day,
      dueOn: day.optional(),
    }),
    'action.reconciled': actionReconciled,
    'report.accepted': reportAccepted,
    'report.queried': z.strictObject({ reason: z.string().min(1).max(2000) }),
    'interim.recorded': z.strictObject({
      measures: z.string().min(1).max(4000),
      reviewOn: day,
      /** the fire and rescue service's reference, where it was told */
      fireService: z.string().max(200).optional(),
    }),
    'child.closed': z.strictObject({ child: z.string(), workflow: z.string(), state: z.string(), outcome: z.string() }),
    'asset.disposed': obligation.assetDisposed,
  },
  initial: 'fra_in_date',
  starts: {
    unknown_applicability: f => f.applicability === 'unknown',
    not_applicable: f => f.applicability === 'not_required',
    fra_review_due: (f, now) =>
      now.today >= addDays(reviewDue(f, now.reckon, now.today), -now.reckon.policy('fra.issue')),
  },
  states: {
    fra_in_date: {
      title: 'Assessment in date',
      on: {
        'fra.commissioned': commissions,
        'report.received': receives,
        'certificate.submitted': receives,
        'trigger.event': { to: 'fra_review_due', when: notAhead, set: sets },
        'building.occupied': occupies('fra_review_due'),
      },
    },
    fra_review_due: {
      title: 'Review due',
      on: { 'fra.commissioned': commissions, 'report.received': receives, 'certificate.submitted': receives },
    },
    fra_commissioned: {
      title: 'Commissioned',
      on: { ...visiting, 'fra.commissioned': commissions, 'site.visited': visits, 'inspection.completed': visits },
    },
    report_awaited: {
      title: 'Visited, report awaited',
      on: {
        'report.received': receives,
        'certificate.submitted': receives,
        'site.visited': visits,
        'inspection.completed': visits,
      },
    },
    report_qa: {
      title: 'Report in review',
      on: {
        'report.received': receives,
        'certificate.submitted': receives,
        'actions.raised': {
          when: {
            'every reference is new in this report': (f, e) => {
              const refs = e.data.actions.map(a => a.ref)
              return new Set(refs).size === refs.length && !refs.some(ref => refsTaken(f).includes(ref))
            },
            'no action is due before the assessment': (f, e) =>
              e.data.actions.every(a => a.dueOn === undefined || asDay(a.dueOn) >= (f.report?.on ?? '')),
          },
          set: (f, e, now) => ({ actions: [...f.actions, ...listing(f, e, now)] }),
          raises: opening,
          notes: (f, e, now) => {
            const born = listing(f, e, now).filter(a => a.bornOverdue).length
            return born ? [`${born} born overdue`] : []
          },
        },
        'actions.declared': {
          by: lead,
          set: (f, e) => ({
            report: f.report && {
              ...f.report,
              declared: e.data.actions,
              declaredRecommendations: e.data.recommendations ?? f.report.declaredRecommendations,
            },
          }),
          notes: (f, e) => [`${f.report?.declared} declared before, now ${e.data.actions}`],
        },
        'action.reconciled': reconciles,
        'report.accepted': [
          accepts('fra_review_due', { 'something happened after this assessment': stillTriggered }),
          accepts('fra_in_date'),
        ],
        'report.queried': {
          to: 'report_awaited',
          by: lead,
          set: (_, e) => ({ reportFrom: e.on }),
        },
      },
    },
    unknown_applicability: { title: 'Not known whether an assessment is required' },
    not_applicable: {
      title: 'No assessment required',
      final: 'not_required',
      on: { 'record.imported': imports, 'applicability.confirmed': determines },
    },
    retired: { title: 'Retired', final: 'retired' },
  },
  anywhere: {
    'certificate.voided': voided.voids<Facts>(['fireSafetyLead', 'complianceOfficer', 'complianceManager']),
    'record.imported': imports,
    'applicability.confirmed': determines,
    'trigger.event': triggers,
    'building.classified': {
      by: ['assetDataOfficer', ...lead],
      set: (f, e, now) => ({
        buildingClass: e.data.buildingClass,
        checks: f.checks.map((c, i) =>
          i === f.checks.length - 1
            ? {
                ...c,
                nextDue: nextFra(
                  c.on,
                  { reviewDate: f.reviewDate, buildingClass: e.data.buildingClass, rating: f.rating },
                  now.reckon,
                ),
              }
            : c,
        ),
      }),
    },
    'building.occupied': occupies(),
    'action.registered': {
      by: ['complianceOfficer', 'assetDataOfficer', ...lead],
      when: { 'it is not on the list yet': (f, e) => !f.actions.some(a => a.id === e.data.action) },
      set: (f, e) => ({
        actions: [
          ...f.actions,
          {
            id: e.data.action,
            ref: e.data.ref,
            round: f.round - 1,
            priority: e.data.priority,
            raisedOn: e.data.raisedOn,
            ...(e.data.dueOn ? { dueOn: e.data.dueOn } : {}),
          },
        ],
      }),
    },
    'interim.recorded': {
      by: lead,
      when: {
        'the rating is Substantial or Intolerable': f => f.grave !== undefined,
        'FIRE_SERVICE_NOT_TOLD: under an Intolerable rating the fire and rescue service was told': (f, e) =>
          f.grave?.rating !== 'INTOLERABLE' || (e.data.fireService ?? f.grave.fireService) !== undefined,
        'it is reviewed after today, within the time that policy allows': (_, e, now) =>
          e.data.reviewOn > now.today &&
          e.data.reviewOn <= now.reckon.days(now.today, now.reckon.policy('fra.interim.review')),
      },
      set: (f, e) => ({
        grave: f.grave && {
          ...f.grave,
          interim: { on: e.on, by: e.by.id, measures: e.data.measures, reviewOn: e.data.reviewOn },
          fireService: e.data.fireService ?? f.grave.fireService,
        },
      }),
    },
    'child.closed': {
      set: (f, e) => ({
        actions: f.actions.map(a => (a.id === e.data.child ? { ...a, closed: e.data.outcome } : a)),
      }),
    },
    'asset.disposed': register.disposes<Facts>(),
  },
  clocks: {
    review: {
      title: 'Review of the fire risk assessment',
      source: 'fra.review.statutory',
      kind: 'statutory',
      runs: known,
      from: f => f.checks.at(-1)?.on,
      due: (f, reckon, c) => reviewDue(f, reckon, dayOf(c.openedAt)),
      ladder: inspection(
        {
          issue: 'fra.issue',
          moves: { fra_in_date: 'fra_review_due' },
          skip: inspectionSkips.fra,
          lead: 'fireSafetyLead',
        },
        {
          issued: 'reviewOpen',
          dueSoon: 'reviewSoon',
          dueToday: 'reviewToday',
          overdue: 'overdue',
          escalated: 'stillOverdue',
        },
      ),
    },
    trigger: {
      title: 'Review after a fire, works, a change or a notice',
      source: 'fra.review.statutory',
      kind: 'statutory',
      runs: known,
      from: f => f.trigger?.on,
      due: (f, reckon) => {
        if (f.trigger) reckon.because(`${f.trigger.kind} on ${f.trigger.on}`)
        return f.trigger?.due
      },
      ladder: task('triggered', ['fireSafetyLead', 'complianceManager']),
    },
    post_occupation: {
      title: 'Assessment of a new building after its first tenant',
      source: 'fra.newBuild.postOccupation',
      kind: 'policy',
      runs: known,
      from: f => f.firstTenantOn,
      due: (f, reckon) => postOccupationDue(f, reckon),
      ladder: task('postOccupation', ['fireSafetyLead', 'complianceManager']),
    },
    report: {
      title: 'Report of the assessor',
      source: 'landlord.policy',
      kind: 'policy',
      chaser: true,
      runs: ['report_awaited'],
      due: (f, reckon) => f.reportFrom && reckon.workingDays(f.reportFrom, reckon.policy('fra.report')),
      ladder: task('reportLate', ['fireSafetyLead', 'complianceManager']),
    },
    review_of_report: {
      title: 'Review of the report and its actions',
      source: 'landlord.policy',
      kind: 'policy',
      chaser: true,
      runs: ['report_qa'],
      due: (f, reckon) => f.report && reckon.workingDays(f.report.receivedOn, reckon.policy('evidence.chase')),
      ladder: task('qaLate', ['fireSafetyLead', 'complianceManager']),
    },
    interim: {
      title: 'Interim measures under a grave rating',
      source: 'fra.substantial.notify',
      kind: 'policy',
      runs: known,
      from: f => f.grave?.since,
      due: (f, reckon) =>
        f.grave && !f.grave.interim ? reckon.hours(f.grave.since, reckon.rule('fra.substantial.notify')) : undefined,
      ladder: {
        by: f => (f.grave?.rating === 'INTOLERABLE' ? 'INTOLERABLE' : 'SUBSTANTIAL'),
        of: {
          SUBSTANTIAL: remedial('P0', interimWords, { lead: 'fireSafetyLead', owner: 'complianceManager' }),
          INTOLERABLE: emergency(interimWords, { lead: 'fireSafetyLead', owner: 'complianceManager' }),
        },
      },
    },
    interim_review: {
      title: 'Review of the interim measures',
      source: 'landlord.policy',
      kind: 'policy',
      runs: known,
      due: f => f.grave?.interim?.reviewOn,
      ladder: task('interimReview', ['fireSafetyLead', 'complianceManager']),
    },
    applicability: register.findsOut('Find out whether an assessment is required'),
  },
  words: {
    reviewOpen: {
      subject: 'Fire risk assessment to commission: {where}',
      body: 'The assessment of this building must be reviewed by {due} ({late}).',
      act: 'Commission a competent assessor now.',
    },
    reviewSoon: {
      subject: 'Fire risk assessment: {where}',
      body: 'No newer assessment is accepted yet. The review is due by {due}. It stands at: {state}.',
      act: 'Make sure the visit, the report and its actions come in time.',
    },
    reviewToday: {
      subject: 'Fire risk assessment due today: {where}',
      body: 'Today is the last day for the review. From tomorrow every home in this building counts as not covered.',
      act: 'Have it finished today, or say what stops it.',
    },
    overdue: {
      subject: 'Fire risk assessment, {where}',
      body: 'The review was due on {due}. It is {late}. Every home in this building counts as not covered.',
      act: 'Get the assessment made and accepted, and record what protects people meanwhile.',
    },
    stillOverdue: {
      subject: 'Still not put right: fire risk assessment, {where}',
      body: 'The review was due on {due} and is {late}. It was told to the people before you and is not put right.',
      act: 'Decide what happens next and record it.',
    },
    triggered: {
      subject: 'Fire risk assessment to review: {where}',
      body: 'Something happened after which the assessment may no longer be valid ({trigger}). The review is due by {due}.',
      act: 'Commission the review now.',
    },
    postOccupation: {
      subject: 'New building to assess again: {where}',
      body: 'People live there now. The assessment after occupation is due by {due}.',
      act: 'Commission it now.',
    },
    reportLate: {
      subject: 'Fire risk assessment report waiting: {where}',
      body: 'The assessor was there. The report is due by {due}. Until it is accepted nothing of it counts.',
      act: 'Get the report.',
    },
    qaLate: {
      subject: 'Fire risk assessment to accept or query: {where}',
      body: 'The report is here. {open} older actions are open, {raised} of {declared} declared actions are raised.',
      act: 'Raise each action with an owner and a date, account for the older ones, then accept or query the report.',
    },
    graveRating: {
      subject: 'FIRE RISK {rating} at {where}',
      body: 'The assessment rates the fire risk of this building {rating}.',
      act: 'Take interim measures now (a waking watch, evacuation, closing an area), tell the fire service where it is Intolerable, and record what was done.',
    },
    interimOwed: {
      subject: 'Interim fire measures not recorded: {where}',
      body: 'The fire risk of this building is rated {rating}. No interim measures are recorded.',
      act: 'Put them in place and record them.',
    },
    interimReview: {
      subject: 'Interim fire measures to review: {where}',
      body: 'The fire risk of this building is rated {rating}. Its interim measures are to be reviewed by {due}.',
      act: 'Review them, and record what stays in place and until when.',
    },
    applicabilityUnknown: {
      subject: 'Fire: nobody knows whether an assessment is required, {where}',
      body: 'It is not recorded whether this building has common parts. It counts as not compliant until it is known.',
      act: 'Find out, and record it with the reason.',
    },
  },
  views: ['rating', 'trigger', 'open', 'raised', 'declared'],
  view: f => ({
    rating: f.grave?.rating ?? f.rating ?? 'not known',
    trigger: (f.trigger?.kind ?? 'nothing').replaceAll('_', ' '),
    open: String(older(f).length),
    raised: String(raisedCount(f)),
    declared: String(f.report?.declared ?? 0),
  }),
  obligation: {
    ...obligation.obligationOf('fra', reckon => reckon.policy('fra.issue'), fromRecord, results),
    asksOfHome: ['storeys', 'heightMetres'],
    // After a fire or works the assessment stands only until its review is due.
    checks: f =>
      f.checks.map(({ on, knownOn, nextDue }, i) => {
        const cut = i === f.checks.length - 1 ? (f as Facts).trigger?.due : undefined
        return { on, knownOn, nextDue: cut !== undefined && cut < nextDue ? cut : nextDue }
      }),
  },
})
