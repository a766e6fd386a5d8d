/**
 * Recurring fire checks: doors, lifts and equipment for firefighters, instructions, alarms, lighting, risers, vents,
 * sprinklers, evacuation plans (Fire Safety (England) Regulations 2022, British Standards). One workflow; what differs
 * is a row of `law/fire-duties.ts`. A failed check is a check made: what it found is an action with its own clock.
 */
import * as z from 'zod'
import { ruleFor, workflow } from '../core/declare.ts'
import type { Reckon } from '../core/reckon.ts'
import {
  addDays,
  addHours,
  addMonths,
  type Day,
  day,
  dayOf,
  daysBetween,
  type Instant,
  instant,
  monthEnd,
} from '../core/time.ts'
import type { ClockDef, ObligationRecord, Raise, Situation, Tell } from '../core/workflow.ts'
import { fireDutyApplies } from '../law/fire-buildings.ts'
import {
  type FireDuty,
  type FireDutyName,
  fireDuty,
  fireDutyNamed,
  fireDutyNames,
  type Pace,
} from '../law/fire-duties.ts'
import { inspection, remedial } from '../law/ladders.ts'
import type { PolicyId } from '../law/policy.ts'
import type { LawRule } from '../law/rules/rule.ts'
import { rules } from '../law/rules.ts'
import { task } from '../law/tasks.ts'
import { accessAttempt, accessGained } from './parts/access.ts'
import type { Attempt } from './parts/evidence.ts'
import * as evidence from './parts/evidence.ts'
import * as obligation from './parts/obligation.ts'
import * as register from './parts/register.ts'
import * as visits from './parts/visits.ts'
import { attemptOf, hashesOf, mergedChecks } from './parts/visits.ts'
import * as voided from './parts/voided.ts'

const result = z.enum(['PASS', 'MINOR_DEFECT', 'MAJOR_DEFECT', 'FAIL_UNSAFE', 'NO_ACCESS'])
type Result = z.output<typeof result>
/** From harmless to grave; no access is no result at all. */
const gravity: Record<Result, number> = { NO_ACCESS: -1, PASS: 0, MINOR_DEFECT: 1, MAJOR_DEFECT: 2, FAIL_UNSAFE: 3 }
const priorityOf = { MINOR_DEFECT: 'P3', MAJOR_DEFECT: 'P1', FAIL_UNSAFE: 'P0' } as const

const inHand = z.strictObject({
  on: day,
  claimedOn: day,
  by: z.string(),
  result: result.optional(),
  sha256: z.array(z.string()),
})

const facts = z.strictObject({
  ...obligation.obligationFacts,
  subType: z.enum(fireDutyNames),
  appointment: z.strictObject({ slotStart: z.string(), slotEnd: z.string() }).optional(),
  inHand: inHand.optional(),
  /** calendar months in which a monthly check was not made: missed for good, whatever is done later */
  missed: z.array(z.string()).default([]),
  outages: z
    .array(
      z.strictObject({
        item: z.string(),
        since: instant,
        toldAt: instant.optional(),
        restoredAt: instant.optional(),
        restorationToldAt: instant.optional(),
      }),
    )
    .default([]),
})
type Facts = z.output<typeof facts>
type Outage = Facts['outages'][number]

const dutyOf = (f: { subType: FireDutyName }): FireDuty => fireDuty(f.subType)

const issue = {
  week: 'fire.issue.week',
  month: 'fire.issue.month',
  quarter: 'fire.issue.quarter',
  year: 'fire.issue.year',
} as const satisfies Record<Pace, PolicyId>

/**
 * When the next is due. A monthly check belongs to its calendar month and is due by the end of the next one, so that
 * 31 January, 28 February, 28 March never drift (G10). Others count from the day on which the last was made.
 */
export const nextFireCheck = (name: FireDutyName, on: Day, reckon: Reckon): Day => {
  const duty = fireDuty(name)
  const every = duty.policy ? Math.min(reckon.rule(duty.rule), reckon.policy(duty.policy)) : reckon.rule(duty.rule)
  if (duty.pace === 'week') return reckon.days(on, every)
  if (duty.pace !== 'month') return reckon.months(on, every)
  reckon.because(`the month ${on.slice(0, 7)} is checked; the next is due by the end of the month after`)
  return monthEnd(addMonths(`${on.slice(0, 7)}-01` as Day, every))
}

const inForce = (f: { subType: FireDutyName }): Day | undefined => {
  const rule: LawRule = rules[dutyOf(f).rule]
  return rule.from as Day | undefined
}
/** No duty began before its regulations did. */
const beganOn = (f: { subType: FireDutyName; dutyBeganOn?: Day | undefined }): Day | undefined => {
  const from = inForce(f)
  return f.dutyBeganOn !== undefined && from !== undefined && f.dutyBeganOn < from ? from : f.dutyBeganOn
}
const cycleDue = (f: Facts, reckon: Reckon, opened: Day): Day => {
  const last = f.checks.at(-1)
  if (last) {
    reckon.because(`made on ${last.on}, known on ${last.knownOn}; the next by ${last.nextDue}`)
    reckon.rule(dutyOf(f).rule)
    return last.nextDue
  }
  const began = beganOn(f) ?? opened
  reckon.because(`no check on record: overdue since the duty began on ${began}`)
  return began
}

/** Calendar months between the one last due and the one of this check: nobody can make them good. */
const missedBefore = (f: Facts, on: Day): string[] => {
  const last = f.checks.at(-1)
  if (dutyOf(f).pace !== 'month' || !last) return []
  const missed: string[] = []
  for (
    let month = last.nextDue;
    month.slice(0, 7) < on.slice(0, 7);
    month = monthEnd(addMonths(`${month.slice(0, 7)}-01` as Day, 1))
  )
    missed.push(month.slice(0, 7))
  return missed
}

const observation = z.looseObject({
  item: z.string().max(100).optional(),
  code: result.exclude(['NO_ACCESS']),
  text: z.string().max(1000).optional(),
  outOfAction: z.boolean().optional(),
})
const inspectionCompleted = z.looseObject({
  result,
  on: day.optional(),
  /** a transaction holds no more actions than this at once */
  observations: z.array(observation).max(60).default([]),
  photo: z.string().max(300).optional(),
  operative: evidence.operative.optional(),
  documents: evidence.documents.optional(),
})
const certificateSubmitted = z.looseObject({
  document: evidence.document.optional(),
  documents: evidence.documents.optional(),
  result: result.exclude(['NO_ACCESS']).optional(),
  checkedOn: day.optional(),
})
type Completed = {
  at: Instant
  on: Day
  received: Instant
  by: { id: string; kind: string }
  data: z.output<typeof inspectionCompleted>
}
const madeOn = (e: Completed): Day => e.data.on ?? e.on

const anyone = [
  'contractor',
  'officer',
  'complianceOfficer',
  'complianceManager',
  'fireSafetyLead',
  'teamLeader',
  'housingOfficer',
] as const
const compliance = ['complianceOfficer', 'complianceManager', 'fireSafetyLead'] as const

const sane = {
  'DATE_IN_FUTURE: the check is not dated in the future': (_: Facts, e: Completed, now: Situation) =>
    madeOn(e) <= now.today,
  'DATE_BEFORE_PREVIOUS: the check is later than the last accepted one': (f: Facts, e: Completed) =>
    madeOn(e) > (f.checks.at(-1)?.on ?? ''),
  'INCONSISTENT_RESULT: the whole is no better than its worst part': (_: Facts, e: Completed) =>
    e.data.observations.every(o => gravity[o.code] <= gravity[e.data.result]),
}

/** Each defect becomes an action; one without parts is one action for the whole. */
const defects = (f: Facts, e: Completed): Raise[] => {
  const whole = [{ code: e.data.result, item: undefined, text: undefined }]
  const parts = e.data.observations.some(o => o.code !== 'PASS') ? e.data.observations : whole
  return parts.flatMap(({ code, item, text }, index) =>
    code === 'PASS' || code === 'NO_ACCESS'
      ? []
      : [
          {
            workflow: 'action',
            key: `${madeOn(e)}:${item ?? index}:${code}`,
            facts: {
              stream: 'fire-check',
              description: `${dutyOf(f).title}${item ? `, ${item}` : ''}: ${text ?? code.toLowerCase().replace('_', ' ')}`,
              priority: priorityOf[code],
              raisedOn: madeOn(e),
              raisedAt: e.on === madeOn(e) ? e.at : undefined,
              source: 'fire-check',
              category: dutyOf(f).category,
              location: item,
            },
          },
        ],
  )
}
/** Only behind a flat's own door is there an access case to tell. */
const entered = (f: Facts, _: unknown, now: Situation): Raise[] =>
  dutyOf(f).endeavours ? accessGained('fire-check', now.case, f.attempts) : []
/** What was found, and that somebody got in to find it. */
const visited = (f: Facts, e: Completed, now: Situation): Raise[] => [...entered(f, e, now), ...defects(f, e)]
const unsafe = (_: Facts, e: Completed): Tell<'unsafe'>[] =>
  e.data.result === 'FAIL_UNSAFE'
    ? [{ template: 'unsafe', roles: ['fireSafetyLead', 'complianceManager', 'headOfService'], urgency: 'emergency' }]
    : []
const isOut = (o: Outage): boolean => o.restoredAt === undefined
const outFound = (f: Facts, e: Completed): Outage[] => [
  ...f.outages,
  ...(dutyOf(f).outages
    ? e.data.observations
        .filter(o => o.outOfAction && !f.outages.some(known => isOut(known) && known.item === (o.item ?? 'whole')))
        .map(o => ({ item: o.item ?? 'whole', since: e.at }))
    : []),
]
const backdated = (f: Facts, on: Day, now: Situation): string[] => {
  const due = f.checks.at(-1)?.nextDue
  return due !== undefined && on <= due && now.today > due ? ['backdated past a missed deadline'] : []
}

/** The check enters the record, whatever it found. */
const accept = (f: Facts, check: NonNullable<Facts['inHand']>, by: string, now: Situation): Partial<Facts> => {
  const against = f.checks.at(-1)?.nextDue
  return {
    checks: [
      ...f.checks,
      {
        on: check.on,
        knownOn: now.today,
        nextDue: nextFireCheck(f.subType, check.on, now.reckon),
        result: check.result ?? 'PASS',
        acceptedBy: by,
        sha256: check.sha256,
        ...(against ? { against } : {}),
        ...(against && check.on > against ? { daysLate: daysBetween(against, check.on) } : {}),
      },
    ],
    missed: [...f.missed, ...missedBefore(f, check.on)],
    inHand: undefined,
    appointment: undefined,
    attempts: [],
  }
}
const lateNotes = (f: Facts, on: Day): string[] => {
  const due = f.checks.at(-1)?.nextDue
  const months = missedBefore(f, on)
  return [
    ...(due !== undefined && on > due ? [`late by ${daysBetween(due, on)} days`] : []),
    ...(months.length ? [`missed ${months.join(', ')}`] : []),
  ]
}
const checkOf = (e: Completed, now: Situation): NonNullable<Facts['inHand']> => ({
  on: madeOn(e),
  claimedOn: now.today,
  by: e.by.id,
  result: e.data.result,
  sha256: hashesOf(e.data.documents),
})

/** Attempts that count, on different days of the year up to this one. */
const yearOf = (f: Facts, extra: Attempt | undefined, on: Day): Day[] => {
  const counted = [...f.attempts, ...(extra ? [extra] : [])].filter(a => a.counts && a.on > addMonths(on, -12))
  return [...new Set(counted.map(a => a.on))].sort()
}
const enough = (f: Facts, extra: Attempt, now: Situation): boolean =>
  dutyOf(f).endeavours === true &&
  extra.counts &&
  yearOf(f, extra, extra.on).length >= now.reckon.policy('firedoor.flat.attempts')

/** A check that could not be made, told as a result. */
const shutVisit = (e: Completed): visits.FailedVisit => ({
  ...e,
  data: { outcome: 'no_answer', photo: e.data.photo, documents: e.data.documents },
})

const toAccess = (f: Facts, attempt: Attempt, now: Situation): Raise[] =>
  attempt.counts && dutyOf(f).endeavours
    ? accessAttempt('fire-check', now.case, attempt, cycleDue(f, now.reckon, now.today))
    : []
/** Best endeavours are evidence and no pass; an attempt that does not count is kept. */
const attempting = <D extends z.ZodType>(
  visit: (e: never) => visits.FailedVisit,
  only: Record<string, (f: Facts, e: never) => boolean>,
) => {
  const failed = visit as (e: unknown) => visits.FailedVisit
  const tried = (f: Facts, e: unknown, now: Situation): Attempt => attemptOf(f, failed(e), now)
  const condition = only as Record<string, (f: Facts, e: unknown) => boolean>
  const rule = ruleFor<Facts, D>()
  const set = (f: Facts, e: unknown, now: Situation): Partial<Facts> => visits.tried(f, failed(e), now)
  return [
    rule({
      to: 'best_endeavours_evidenced',
      by: anyone,
      when: {
        ...condition,
        'there are enough attempts, with evidence, in the year': (f, e, now) => enough(f, tried(f, e, now), now),
      },
      set,
      raises: (f, e, now) => toAccess(f, tried(f, e, now), now),
    }),
    rule({
      to: 'no_access',
      by: anyone,
      when: { ...condition, 'the attempt has its time and evidence': (f, e, now) => tried(f, e, now).counts },
      set,
      raises: (f, e, now) => toAccess(f, tried(f, e, now), now),
    }),
    rule({ by: anyone, when: condition, set, notes: (_, e) => [visits.notCounted(failed(e))] }),
  ] as const
}
const fails = attempting<typeof evidence.visitNoAccess>((e: visits.FailedVisit) => e, {})
const noAccess = { 'there was no access': (_: Facts, e: Completed) => e.data.result === 'NO_ACCESS' }
const access = { 'there was access': (_: Facts, e: Completed) => e.data.result !== 'NO_ACCESS' }

const completes = [
  ruleFor<Facts, typeof inspectionCompleted>()({
    to: 'compliant',
    by: anyone,
    when: {
      ...access,
      "it is a routine entry of the landlord's own staff": (f, e) =>
        dutyOf(f).logged === true && e.by.kind !== 'contractor',
      ...sane,
    },
    set: (f, e, now) => ({ ...accept(f, checkOf(e, now), e.by.id, now), outages: outFound(f, e) }),
    raises: visited,
    tells: unsafe,
    notes: (f, e, now) => [...lateNotes(f, madeOn(e)), ...backdated(f, madeOn(e), now)],
  }),
  ruleFor<Facts, typeof inspectionCompleted>()({
    to: 'evidence_review',
    by: anyone,
    when: {
      ...access,
      'somebody else accepts it': (f, e) => dutyOf(f).logged !== true || e.by.kind === 'contractor',
      ...sane,
    },
    set: (f, e, now) => ({ inHand: checkOf(e, now), outages: outFound(f, e), appointment: undefined }),
    raises: visited,
    tells: unsafe,
    notes: (f, e, now) => backdated(f, madeOn(e), now),
  }),
  ...attempting<typeof inspectionCompleted>(shutVisit, noAccess),
] as const

const papers = (e: { data: z.output<typeof certificateSubmitted> }): string[] =>
  hashesOf(e.data.documents, e.data.document && [e.data.document])
const submits = ruleFor<Facts, typeof certificateSubmitted>()({
  to: 'evidence_review',
  by: anyone,
  when: {
    'a document is attached': (_, e) => papers(e).length > 0,
    'DUPLICATE: this record was not accepted before': (f, e) =>
      !f.checks.some(c => papers(e).some(h => c.sha256?.includes(h))),
    'DATE_IN_FUTURE: the check is not dated in the future': (f, e, now) =>
      (e.data.checkedOn ?? f.inHand?.on ?? e.on) <= now.today,
    'DATE_BEFORE_PREVIOUS: the check is later than the last accepted one': (f, e) =>
      (e.data.checkedOn ?? f.inHand?.on ?? e.on) > (f.checks.at(-1)?.on ?? ''),
  },
  set: (f, e, now) => ({
    inHand: {
      on: e.data.checkedOn ?? f.inHand?.on ?? e.on,
      claimedOn: f.inHand?.claimedOn ?? now.today,
      by: e.by.id,
      result: e.data.result ?? f.inHand?.result,
      sha256: [...new Set([...(f.inHand?.sha256 ?? []), ...papers(e)])],
    },
  }),
  raises: (f, e, now) => (f.inHand ? [] : entered(f, e, now)),
})

const visiting = {
  'appointment.made': visits.books<Facts, 'appointed'>(anyone, 'appointed'),
  'visit.noAccess': fails,
  'inspection.completed': completes,
  'certificate.submitted': submits,
} as const

/** What a row of the register says. */
const fromRecord = (row: ObligationRecord, reckon: Reckon): Record<string, unknown> => {
  const name = fireDutyNames.find(duty => duty === row.subType)
  const nextDue = name && obligation.earlierOfPrinted(row, on => nextFireCheck(name, on, reckon), reckon)
  return { ...obligation.commonRecord(row), checks: obligation.recordedCheck(row, nextDue) }
}
const taken = (f: Facts, { data: row }: register.Row, now: Situation): Partial<Facts> => {
  const said = fromRecord({ ...row, subType: f.subType }, now.reckon) as Partial<Facts>
  return { ...said, subType: f.subType, checks: mergedChecks(f.checks, said.checks ?? [], now.today) }
}
const says = { required: 'the check is required', not: 'the check is not required' }
const takesRow = {
  ...register.takesRow<Facts>(['compliant', 'due_issued', 'no_access', 'unknown_applicability', 'not_applicable']),
  'the row is of the same kind of check': (f: Facts, e: register.Row) =>
    e.data.subType === undefined || fireDutyNamed(e.data.subType) === f.subType,
}
const imports = [
  ...register.notOwed<Facts>(says, takesRow, taken),
  ruleFor<Facts, obligation.RecordImported>()({
    when: {
      'the check is required': (_, e) => e.data.applicability === 'required',
      ...takesRow,
      ...register.stays<Facts>(['due_issued', 'no_access'], taken),
    },
    set: taken,
  }),
  ruleFor<Facts, obligation.RecordImported>()({
    to: 'compliant',
    when: { 'the check is required': (_, e) => e.data.applicability === 'required', ...takesRow },
    set: taken,
  }),
] as const
const determines = register.determines<Facts, 'compliant'>(says, 'compliant', ['assetDataOfficer', ...compliance])

const described = z.strictObject({
  dwellings: z.int().min(0).optional(),
  commonParts: z.boolean().optional(),
  topStoreyMetres: z.number().min(0).max(500).optional(),
  heightMetres: z.number().min(0).max(500).optional(),
  storeys: z.int().min(0).max(150).optional(),
  simultaneousEvacuation: z.boolean().optional(),
  installed: z.boolean().optional(),
})
type Described = { data: z.output<typeof described> }
const lawSays = (f: Facts, e: Described, now: Situation) =>
  fireDutyApplies(f.subType, e.data, {
    threshold: now.reckon.rule('firedoor.threshold'),
    height: now.reckon.rule('fire.hrb.height'),
    storeys: now.reckon.rule('fire.hrb.storeys'),
  })
/** Whether the check is owed follows from the building; what is not recorded stays unknown. */
const describes = [
  ruleFor<Facts, typeof described>()({
    to: 'not_applicable',
    by: ['assetDataOfficer', ...compliance],
    when: { 'the law does not ask it of this building': (f, e, now) => lawSays(f, e, now) === 'not_required' },
    set: f => ({ applicability: 'not_required', reason: `the building is not ${dutyOf(f).where}` }),
  }),
  ruleFor<Facts, typeof described>()({
    to: 'compliant',
    by: ['assetDataOfficer', ...compliance],
    when: {
      'the law asks it of this building': (f, e, now) => lawSays(f, e, now) === 'required',
      'it was not known or not required before': f => f.applicability !== 'required',
    },
    set: (f, _, now) => ({
      applicability: 'required',
      reason: dutyOf(f).where,
      dutyBeganOn: f.dutyBeganOn ?? now.today,
    }),
  }),
] as const

const HOURS = rules['fire.hrb.liftEquipmentReport'].value
/** Out for more than 24 hours, and the fire and rescue service not told; it is owed even after a late repair. */
const owesReport = (o: Outage): boolean =>
  o.toldAt === undefined && (o.restoredAt === undefined || o.restoredAt > addHours(o.since, HOURS))
const owesRestoration = (o: Outage): boolean =>
  o.restoredAt !== undefined && o.toldAt !== undefined && o.restorationToldAt === undefined
const item = z.string().min(1).max(100).default('whole')
const changed = (f: Facts, name: string, which: (o: Outage) => boolean, change: Partial<Outage>): Partial<Facts> => {
  const at = f.outages.findIndex(o => o.item === name && which(o))
  return { outages: f.outages.map((o, i) => (i === at ? { ...o, ...change } : o)) }
}

const states = {
  compliant: { title: 'No open work', on: visiting },
  due_issued: { title: 'Check issued', on: visiting },
  appointed: {
    title: 'Appointed',
    on: {
      ...visiting,
      'appointment.cancelled': visits.cancels<Facts, 'due_issued'>(anyone, 'due_issued'),
    },
  },
  no_access: { title: 'No access', on: visiting },
  best_endeavours_evidenced: { title: 'Not checked; best endeavours evidenced', on: visiting },
} as const

type Moving = keyof typeof states | 'evidence_review'
type Word = 'jobIssued' | 'dueSoon' | 'dueToday' | 'overdue' | 'stillOverdue'
const cycleStates = ['compliant', 'due_issued', 'appointed', 'no_access', 'evidence_review'] as const

/** One clock for each kind of check, so that each names its own law. */
const cycleClock = (name: FireDutyName): ClockDef<Facts, Moving, Word> => {
  const duty = fireDuty(name)
  return {
    title: duty.title,
    source: duty.rule,
    kind: duty.kind,
    runs: cycleStates,
    from: f => f.checks.at(-1)?.on,
    due: (f, reckon, c) => (f.subType === name ? cycleDue(f, reckon, dayOf(c.openedAt)) : undefined),
    ladder: inspection(
      { issue: issue[duty.pace], moves: { compliant: 'due_issued' }, skip: ['R-90'], lead: 'fireSafetyLead' },
      { issued: 'jobIssued', dueSoon: 'dueSoon', dueToday: 'dueToday', overdue: 'overdue', escalated: 'stillOverdue' },
    ),
  }
}
const cycles = Object.fromEntries(fireDutyNames.map(name => [name, cycleClock(name)])) as Record<
  FireDutyName,
  ClockDef<Facts, Moving, Word>
>
const tellingWords = {
  issued: 'tellFireService',
  dueSoon: 'tellFireService',
  dueToday: 'tellFireService',
  overdue: 'tellFireService',
  escalated: 'tellFireService',
} as const

/** Results of the last check that a row may bring, and what to do with those that it may not. */
const results: obligation.Results = {
  results: ['PASS', 'SATISFACTORY'],
  notByRow: {
    MINOR_DEFECT: obligation.asAction('MINOR_DEFECT', 'P3'),
    MAJOR_DEFECT: obligation.asAction('MAJOR_DEFECT', 'P1'),
    FAIL_UNSAFE: obligation.asAction('FAIL_UNSAFE', 'P0'),
    NO_ACCESS: obligation.noCheck('NO_ACCESS'),
  },
}

export const fireCheck = workflow({
  name: 'fire-check',
  title: 'Recurring fire check',
  law: [
    ...new Set(fireDutyNames.map(name => fireDuty(name).rule)),
    'fire.hrb.liftEquipmentReport',
    'firedoor.threshold',
  ],
  policies: ['fire.issue.year', 'fire.issue.quarter', 'fire.issue.month', 'fire.issue.week', 'firedoor.flat.attempts'],
  facts,
  lead: 'fireSafetyLead',
  events: {
    'record.imported': obligation.recordImported(results),
    'certificate.voided': voided.certificateVoided,
    'applicability.confirmed': obligation.applicabilityConfirmed,
    'building.described': described,
    'appointment.made': evidence.appointmentMade,
    'appointment.cancelled': evidence.appointmentCancelled,
    'visit.noAccess': evidence.visitNoAccess,
    'inspection.completed': inspectionCompleted,
    'certificate.submitted': certificateSubmitted,
    'certificate.accepted': z.strictObject({ result: result.exclude(['NO_ACCESS']).optional() }),
    'certificate.rejected': z.strictObject({
      code: z.enum(['WRONG_PROPERTY', 'UNSIGNED', 'INCOMPLETE', 'UNREADABLE', 'DUPLICATE', 'WRONG_FORM']),
      note: z.string().max(2000).optional(),
    }),
    'equipment.outOfAction': z.looseObject({ item, since: instant.optional() }),
    'equipment.restored': z.looseObject({ item }),
    'fireService.told': z.strictObject({ item, reference: z.string().min(1).max(200) }),
    'asset.disposed': obligation.assetDisposed,
  },
  initial: 'compliant',
  starts: {
    unknown_applicability: f => f.applicability === 'unknown',
    not_applicable: f => f.applicability === 'not_required',
    due_issued: (f, now) =>
      now.today >= addDays(cycleDue(f, now.reckon, now.today), -now.reckon.policy(issue[dutyOf(f).pace])),
  },
  states: {
    ...states,
    evidence_review: {
      title: 'Record in review',
      on: {
        'inspection.completed': completes,
        'certificate.submitted': submits,
        'certificate.accepted': {
          to: 'compliant',
          by: compliance,
          when: {
            'the record itself is on file': f => (f.inHand?.sha256.length ?? 0) > 0,
            'the result is known': (f, e) => (e.data.result ?? f.inHand?.result) !== undefined,
            'accepted by somebody other than who submitted it': (f, e) => e.by.id !== f.inHand?.by,
            'the result is no better than what was claimed': (f, e) =>
              e.data.result === undefined ||
              f.inHand?.result === undefined ||
              gravity[e.data.result] >= gravity[f.inHand.result],
          },
          set: (f, e, now) =>
            f.inHand ? accept(f, { ...f.inHand, result: e.data.result ?? f.inHand.result }, e.by.id, now) : {},
          notes: f => (f.inHand ? lateNotes(f, f.inHand.on) : []),
        },
        'certificate.rejected': {
          to: 'due_issued',
          by: compliance,
          set: () => ({ inHand: undefined }),
          notes: (_, e) => [e.data.code],
        },
      },
    },
    unknown_applicability: { title: 'Not known whether the check is required' },
    not_applicable: {
      title: 'Check not required',
      final: 'not_required',
      on: { 'record.imported': imports, 'applicability.confirmed': determines, 'building.described': describes },
    },
    retired: { title: 'Retired', final: 'retired' },
  },
  anywhere: {
    'certificate.voided': voided.voids<Facts>(['fireSafetyLead', 'complianceOfficer', 'complianceManager']),
    'record.imported': imports,
    'applicability.confirmed': determines,
    'building.described': describes,
    'equipment.outOfAction': {
      by: anyone,
      when: {
        'the check is of lifts or equipment for firefighters': f => dutyOf(f).outages === true,
        'it is not out of action already': (f, e) => !f.outages.some(o => isOut(o) && o.item === e.data.item),
        'it did not happen in the future': (_, e, now) => (e.data.since ?? e.at) <= now.instant,
      },
      set: (f, e) => ({ outages: [...f.outages, { item: e.data.item, since: e.data.since ?? e.at }] }),
    },
    'equipment.restored': {
      by: anyone,
      when: {
        'it is out of action': (f, e) => f.outages.some(o => isOut(o) && o.item === e.data.item && o.since <= e.at),
      },
      set: (f, e) => changed(f, e.data.item, isOut, { restoredAt: e.at }),
    },
    'fireService.told': [
      {
        by: compliance,
        when: { 'an outage is to be told': (f, e) => f.outages.some(o => o.item === e.data.item && owesReport(o)) },
        set: (f, e) => changed(f, e.data.item, owesReport, { toldAt: e.at }),
        notes: (f, e) => {
          const o = f.outages.find(outage => outage.item === e.data.item && owesReport(outage))
          return o && e.at > addHours(o.since, HOURS) ? ['told late'] : []
        },
      },
      {
        by: compliance,
        when: {
          'a restoration is to be told': (f, e) => f.outages.some(o => o.item === e.data.item && owesRestoration(o)),
        },
        set: (f, e) => changed(f, e.data.item, owesRestoration, { restorationToldAt: e.at }),
      },
    ],
    'asset.disposed': register.disposes<Facts>(),
  },
  clocks: {
    ...cycles,
    endeavours: {
      title: 'New attempts at a door that did not open',
      source: 'firedoor.flat',
      kind: 'policy',
      runs: ['best_endeavours_evidenced'],
      due: (f, reckon) => {
        const days = yearOf(f, undefined, f.attempts.at(-1)?.on ?? ('9999-12-31' as Day))
        const first = days.at(-reckon.policy('firedoor.flat.attempts')) ?? days[0]
        reckon.because('attempts evidence best endeavours for the year in which they were made; they are no pass')
        return first && reckon.months(first, reckon.policy('firedoor.flat'))
      },
      ladder: [
        { at: { days: -180 }, tell: ['housingOfficer'], template: 'tryAgain' },
        { at: { days: -90 }, tell: ['housingOfficer'], template: 'tryAgain' },
        { at: { days: -30 }, tell: ['housingOfficer', 'fireSafetyLead'], template: 'tryAgain' },
        {
          at: { days: 0 },
          tell: ['housingOfficer', 'fireSafetyLead'],
          template: 'tryAgain',
          to: { best_endeavours_evidenced: 'due_issued' },
          every: { days: 7 },
        },
      ],
    },
    outage: {
      title: 'Tell the fire and rescue service of what is out of action',
      source: 'fire.hrb.liftEquipmentReport',
      kind: 'statutory',
      runs: 'live',
      from: f => f.outages.find(owesReport)?.since,
      due: (f, reckon) => {
        const first = f.outages.filter(owesReport).sort((a, b) => (a.since < b.since ? -1 : 1))[0]
        if (first) reckon.because(`${first.item} out of action since ${first.since}`)
        return first && reckon.hours(first.since, reckon.rule('fire.hrb.liftEquipmentReport'))
      },
      ladder: remedial('P0', tellingWords, { lead: 'fireSafetyLead', owner: 'complianceManager' }),
    },
    restoration: {
      title: 'Tell the fire and rescue service that it works again',
      source: 'fire.hrb.liftEquipmentReport',
      kind: 'statutory',
      runs: 'live',
      from: f => f.outages.find(owesRestoration)?.restoredAt,
      due: (f, reckon) => {
        const first = f.outages.find(owesRestoration)
        return first?.restoredAt && reckon.hours(first.restoredAt, reckon.rule('fire.hrb.liftEquipmentReport'))
      },
      ladder: remedial('P0', tellingWords, { lead: 'fireSafetyLead', owner: 'complianceManager' }),
    },
    evidence: {
      title: 'Record of the check and its review',
      source: 'landlord.policy',
      kind: 'policy',
      chaser: true,
      runs: ['evidence_review'],
      due: (f, reckon) => f.inHand && reckon.workingDays(f.inHand.claimedOn, reckon.policy('evidence.chase')),
      ladder: task('evidenceLate', ['complianceOfficer', 'fireSafetyLead']),
    },
    applicability: register.findsOut('Find out whether the check is required'),
  },
  words: {
    jobIssued: {
      subject: 'Fire check to make: {duty}, {where}',
      body: '{duty}: to be done by {due} ({late}).',
      act: 'Plan it now.',
    },
    dueSoon: {
      subject: 'Fire check: {duty}, {where}',
      body: '{duty}: no accepted record yet. It must be done by {due}.',
      act: 'Make sure it is planned.',
    },
    dueToday: {
      subject: 'Fire check due today: {duty}, {where}',
      body: '{duty}: today is the last day.',
      act: 'Have it done today, or say what stops it.',
    },
    overdue: {
      subject: '{duty}, {where}',
      body: '{duty}: it was due on {due} and is {late}.',
      act: 'Have it done now, and record it.',
    },
    stillOverdue: {
      subject: 'Still not put right: {duty}, {where}',
      body: '{duty}: it was due on {due} and is {late}. It was told to the people before you and is not put right.',
      act: 'Decide what happens next and record it.',
    },
    evidenceLate: {
      subject: 'Record of a fire check waiting: {duty}, {where}',
      body: 'The check is claimed, but its record is not accepted. Until it is, it does not count.',
      act: 'Get the record, and accept or reject it.',
    },
    tryAgain: {
      subject: 'Flat entrance door still not checked: {where}',
      body: 'Attempts are on record, and the door is still not checked. They stand as evidence until {due}.',
      act: 'Try again, at another time of day and by another way of contact.',
    },
    tellFireService: {
      subject: 'Tell the fire service: {where}',
      body: '{duty}: {out}. The fire and rescue service must be told by {due}, and again when it works.',
      act: 'Tell them through their portal, and record the reference.',
    },
    unsafe: {
      subject: 'FIRE SAFETY FAILURE at {where}',
      body: '{duty}: the check found it unsafe.',
      act: 'Make it safe now or put interim measures in place, and see that the repair is ordered.',
    },
    applicabilityUnknown: {
      subject: 'Fire: nobody knows whether a check is required, {where}',
      body: '{duty}: it is not recorded whether this building needs it. It counts as not compliant until it is known.',
      act: 'Find out, and record it with the reason.',
    },
  },
  apart: f => dutyOf(f).title,
  views: ['duty', 'out'],
  view: f => ({
    duty: dutyOf(f).title,
    out:
      f.outages
        .filter(o => owesReport(o) || owesRestoration(o))
        .map(o => o.item)
        .join(', ') || 'nothing is out of action',
  }),
  obligation: {
    ...obligation.obligationOf('fire-check', reckon => reckon.policy('fire.issue.month'), fromRecord, results),
    began: f => beganOn(f as Facts),
  },
})
