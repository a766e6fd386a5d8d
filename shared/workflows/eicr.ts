/**
 * The electrical inspection of a home or of a landlord's supply: SI 2020/312 as extended to social landlords by
 * SI 2025/1043. Two clocks that are never one figure: the cycle is kept as soon as a report is accepted, satisfactory or
 * not; what the report found is put right only when a qualified person has confirmed it in writing.
 */
import * as z from 'zod'
import { ruleFor, workflow } from '../core/declare.ts'
import type { Reckon } from '../core/reckon.ts'
import { addDays, type Day, day, dayOf, daysBetween, type Instant, instant } from '../core/time.ts'
import type { ObligationRecord, Raise, Situation, Tell } from '../core/workflow.ts'
import { inspection, inspectionSkips, tight } from '../law/ladders.ts'
import { rules } from '../law/rules.ts'
import { task } from '../law/tasks.ts'
import { accessAttempt, accessGained, homeFellVoid } from './parts/access.ts'
import * as evidence from './parts/evidence.ts'
import * as obligation from './parts/obligation.ts'
import * as register from './parts/register.ts'
import * as visits from './parts/visits.ts'
import { attemptOf, hashesOf, mergedChecks } from './parts/visits.ts'

const result = z.enum(['SATISFACTORY', 'UNSATISFACTORY'])
/** BS 7671: danger present, potentially dangerous, further investigation, improvement recommended; the rest is extent. */
const code = z.enum(['C1', 'C2', 'C3', 'FI', 'LIM', 'N/V', 'N/A'])
const observation = z.strictObject({
  code,
  id: z.string().max(60).optional(),
  location: z.string().max(200).optional(),
  text: z.string().max(1000).optional(),
})
type Observation = z.output<typeof observation>

/** Each grave one opens a case in the same transaction, which holds a hundred writes. */
const MOST = 80

/** An EIC (new or rewired) starts a cycle as a report does; a minor works certificate (MEIWC) never does. */
const certificateType = z.enum(['EICR', 'EIC', 'MEIWC'])
const rejection = z.enum([
  'WRONG_PROPERTY',
  'UNSIGNED',
  'DATE_IN_FUTURE',
  'DATE_BEFORE_PREVIOUS',
  'INSPECTOR_UNREGISTERED',
  'INCONSISTENT_RESULT',
  'EXCESSIVE_LIMITATIONS',
  'UNREADABLE',
  'DUPLICATE',
  'WRONG_FORM',
])

/** The report in hand, claimed and not yet accepted. Remedial and copy clocks count from its first day, the cycle from its last. */
const inHand = z.strictObject({
  type: certificateType,
  first: day,
  last: day,
  claimedOn: day,
  by: z.string(),
  result: result.optional(),
  observations: z.array(observation),
  periodDays: z.int().optional(),
  nextDateOnReport: day.optional(),
  regNo: z.string().optional(),
  sha256: z.array(z.string()),
  certificateOn: day.optional(),
  workDoneOn: day.optional(),
})
type InHand = z.output<typeof inHand>

/** The duty to put right what a report, or a confirmation that more is needed, has found. */
const remedial = z.strictObject({
  from: day,
  periodDays: z.int().optional(),
  /** begun by a confirmation that more work is needed: reg 3(6) */
  again: z.boolean().optional(),
  /** the date of an unfinished duty before it: a new report does not buy time */
  notLater: day.optional(),
  doneOn: day.optional(),
})
type Remedial = z.output<typeof remedial>

const copyOf = z.enum(['report', 'confirmation', 'request'])
const copyTo = z.enum(['tenant', 'prospective', 'lha'])

const facts = z.strictObject({
  ...obligation.obligationFacts,
  subType: z.enum(['dwelling', 'communal']).default('dwelling'),
  tenancyGrantedOn: day.optional(),
  voidSince: day.optional(),
  appointment: z.strictObject({ slotStart: z.string(), slotEnd: z.string() }).optional(),
  inHand: inHand.optional(),
  remedial: remedial.optional(),
  /** duties that came to an end, with the date that each one had */
  remedials: z
    .array(
      z.strictObject({
        from: day,
        due: day,
        doneOn: day,
        confirmedOn: day,
        standardsMet: z.boolean(),
        late: z.boolean(),
      }),
    )
    .default([]),
  owed: z.array(z.strictObject({ what: copyOf, to: copyTo, from: day })).default([]),
  copies: z.array(z.strictObject({ what: copyOf, to: copyTo, from: day, sentOn: day, late: z.boolean() })).default([]),
  superseded: z.array(z.strictObject({ check: evidence.acceptedCheck, on: day, why: z.string() })).default([]),
  landlordEquipment: z.boolean().optional(),
  equipmentChecks: z.array(z.strictObject({ on: day, unsafe: z.int() })).default([]),
})
type Facts = z.output<typeof facts>

const NEW_TENANCIES = rules['eicr.socialTenancies.inForceNew'].value as Day
const EXISTING_TENANCIES = rules['eicr.socialTenancies.inForceExisting'].value as Day
/** "Before 1 November 2026": the day before it is the last. */
const FIRST_BY = addDays(rules['eicr.socialTenancies.firstInspectionBefore'].value as Day, -1)

const isDwelling = (f: Facts): boolean => f.subType === 'dwelling'
const grave = (o: Observation): boolean => o.code === 'C1' || o.code === 'C2' || o.code === 'FI'
/** C1, C2 and FI make a report unsatisfactory, and nothing else does. */
const consistent = (r: z.output<typeof result> | undefined, observations: Observation[]): boolean =>
  r === undefined || observations.some(grave) === (r === 'UNSATISFACTORY')

/** When the first inspection or equipment check must be made; the regime is chosen by when the tenancy was granted. */
const firstDue = (f: Facts, reckon: Reckon, opened: Day): Day => {
  const granted = f.tenancyGrantedOn ?? f.dutyBeganOn
  if (!isDwelling(f)) {
    reckon.because(`no inspection on record: overdue since the duty began on ${f.dutyBeganOn ?? opened}`)
    return f.dutyBeganOn ?? opened
  }
  if (granted === undefined || granted < NEW_TENANCIES) {
    reckon.because(
      `no inspection on record; the tenancy was granted ${granted ? `on ${granted}, ` : ''}before ${NEW_TENANCIES}: the first is due before 1 November 2026`,
    )
    return FIRST_BY
  }
  const what = f.tenancyGrantedOn
    ? `the tenancy granted on ${granted}`
    : `a tenancy from ${granted}, when the duty began,`
  reckon.because(`no inspection on record; ${what} needed it before it began`)
  return addDays(granted, -1)
}

const cycleDue = (f: Facts, reckon: Reckon, opened: Day): Day => {
  const last = f.checks.at(-1)
  if (!last) return firstDue(f, reckon, opened)
  reckon.because(`inspected on ${last.on} (its last day), accepted and known on ${last.knownOn}`)
  reckon.because(`five years, or the date on the report if earlier: ${last.nextDue}`)
  reckon.rule(isDwelling(f) ? 'eicr.interval' : 'eicr.communal.interval')
  return last.nextDue
}

/** Reg 3(4), 3(6): 28 days of which the first is the inspection (+27), or the report's shorter period, counted alike. */
const remedialDue = (r: Remedial, reckon: Reckon): Day => {
  reckon.because(r.again ? `confirmed on ${r.from} that more work is needed` : `inspected on ${r.from} (its first day)`)
  const most = r.again ? reckon.rule('eicr.remedial.repeat') : reckon.policy('eicr.remedial')
  if (r.periodDays !== undefined) reckon.because(`the report gives ${r.periodDays} days`)
  const own = reckon.beginningWith(r.from, Math.min(most, r.periodDays ?? most))
  return reckon.earliest(own, r.notLater) ?? own
}
const remedialOf = (check: InHand): Remedial => ({ from: check.first, periodDays: check.periodDays })
/** Runs from the inspection, so also while its report is still in review. */
const openRemedialDue = (f: Facts, reckon: Reckon): Day | undefined =>
  reckon.earliest(
    f.remedial && remedialDue(f.remedial, reckon),
    f.inHand && (f.inHand.result === 'UNSATISFACTORY' || f.inHand.observations.some(grave))
      ? remedialDue(remedialOf(f.inHand), reckon)
      : undefined,
  )

/** To the sitting tenant 28 days from the inspection; what was held before social tenancies came in, by 1 May 2026. */
const reportCopyDue = (f: Facts, from: Day, reckon: Reckon): Day => {
  const due = reckon.days(from, reckon.policy('eicr.copy.existingTenant'))
  const existing = (f.tenancyGrantedOn ?? f.dutyBeganOn ?? from) < NEW_TENANCIES
  if (!existing || due >= EXISTING_TENANCIES) return due
  reckon.because(`the tenancy is older than ${NEW_TENANCIES}: reports already held were due by ${EXISTING_TENANCIES}`)
  reckon.rule('eicr.copy.existingTenant')
  return EXISTING_TENANCIES
}
const copyDue = (f: Facts, owed: Facts['owed'][number], reckon: Reckon): Day => {
  if (owed.what === 'report') return reportCopyDue(f, owed.from, reckon)
  if (owed.what === 'confirmation') return reckon.days(owed.from, reckon.policy('eicr.confirmation.copy'))
  return reckon.days(owed.from, reckon.rule(owed.to === 'lha' ? 'eicr.copy.lha' : 'eicr.copy.prospective'))
}
const copiesDue = (f: Facts, reckon: Reckon, which: (o: Facts['owed'][number]) => boolean): Day | undefined =>
  reckon.earliest(...f.owed.filter(which).map(o => copyDue(f, o, reckon)))

const toTenant = (f: Facts, what: 'report' | 'confirmation', from: Day): Facts['owed'] =>
  isDwelling(f) && f.voidSince === undefined ? [{ what, to: 'tenant', from }] : []
/** Reg 3(5): tenant and, where the landlord is not itself the authority, local housing authority. */
const confirmationOwed = (f: Facts, from: Day, reckon: Reckon): Facts['owed'] => [
  ...toTenant(f, 'confirmation', from),
  ...(isDwelling(f) && reckon.policy('eicr.landlordIsAuthority') === 0
    ? [{ what: 'confirmation' as const, to: 'lha' as const, from }]
    : []),
]
const holdsUp = (owed: Facts['owed']): boolean => owed.some(o => o.what !== 'request')

const period = z.int().min(1).max(366).optional()
/** The days that a report or confirmation gives for the work, by whichever of these names a sender has for it. */
const periods = { remedialPeriodDays: period, reportPeriodDays: period, periodDays: period }
/** The shortest that is said: none of them is passed over. */
const periodIn = (said: { [name in keyof typeof periods]?: number | undefined }): number | undefined => {
  const days = [said.remedialPeriodDays, said.reportPeriodDays, said.periodDays].filter(n => n !== undefined)
  return days.length === 0 ? undefined : Math.min(...days)
}

const inspectionCompleted = z.looseObject({
  result,
  certificateType: certificateType.default('EICR'),
  inspectedFrom: day.optional(),
  inspectedTo: day.optional(),
  observations: z.array(observation.loose()).max(MOST).default([]),
  ...periods,
  nextDateOnReport: day.optional(),
  operative: evidence.operative.optional(),
  documents: evidence.documents.optional(),
})
const certificateSubmitted = z.looseObject({
  document: evidence.document.optional(),
  documents: evidence.documents.optional(),
  certificateType: certificateType.optional(),
  result: result.optional(),
  inspectedFrom: day.optional(),
  inspectedTo: day.optional(),
  observations: z.array(observation.loose()).max(MOST).optional(),
  ...periods,
  nextDateOnReport: day.optional(),
  operative: evidence.operative.optional(),
})
const unsafeFound = z.looseObject({
  code: z.literal('C1'),
  id: z.string().max(60).optional(),
  location: z.string().max(200).optional(),
  actionTaken: z.string().max(2000),
  isolated: z.boolean(),
  operative: evidence.operative.optional(),
  documents: evidence.documents.optional(),
})
const remedialCompleted = z.looseObject({
  completedAt: instant.optional(),
  completedOn: day.optional(),
  /** ids of the actions done; absent: all of them */
  actionRefs: z.array(z.string().max(100)).max(100).optional(),
  documents: evidence.documents.optional(),
})
const confirmation = z.looseObject({
  standardsMet: z.boolean(),
  completedOn: day.optional(),
  /** where more work is needed: the period that the confirmation gives, in days */
  ...periods,
  document: evidence.document.optional(),
  documents: evidence.documents.optional(),
  operative: evidence.operative.optional(),
})
const copiesSent = z.strictObject({
  what: copyOf.default('report'),
  to: copyTo.default('tenant'),
  sentOn: day.optional(),
  how: z.string().max(200).optional(),
})
const orderMade = z.strictObject({
  reference: z.string().min(1).max(100),
  kind: z.string().max(100).optional(),
  documents: evidence.documents.optional(),
})

const anyone = [
  'contractor',
  'complianceOfficer',
  'complianceManager',
  'officer',
  'teamLeader',
  'housingOfficer',
] as const
const compliance = ['complianceOfficer', 'complianceManager'] as const

type Reported = { on: Day; by: { id: string }; data: z.output<typeof certificateSubmitted> }
const firstDay = (e: Reported): Day => e.data.inspectedFrom ?? e.data.inspectedTo ?? e.on
const lastDay = (e: Reported): Day => e.data.inspectedTo ?? e.on
const kept = (observations: z.output<typeof inspectionCompleted>['observations']): Observation[] =>
  observations.map(({ code, id, location, text }) => ({ code, id, location, text }))

/** What a callback adds to the report in hand; what it does not say stands as it was. */
const report = (f: Facts, e: Reported, now: Situation): InHand => {
  const { data } = e
  const documents = hashesOf(data.documents, data.document && [data.document])
  const dated = data.inspectedFrom !== undefined || data.inspectedTo !== undefined || f.inHand === undefined
  return {
    type: data.certificateType ?? f.inHand?.type ?? 'EICR',
    first: dated ? firstDay(e) : f.inHand!.first,
    last: dated ? lastDay(e) : f.inHand!.last,
    claimedOn: f.inHand?.claimedOn ?? now.today,
    by: e.by.id,
    result: data.result ?? f.inHand?.result,
    observations: data.observations ? kept(data.observations) : (f.inHand?.observations ?? []),
    periodDays: periodIn(data) ?? f.inHand?.periodDays,
    nextDateOnReport: data.nextDateOnReport ?? f.inHand?.nextDateOnReport,
    regNo: data.operative?.regNo ?? f.inHand?.regNo,
    sha256: [...new Set([...(f.inHand?.sha256 ?? []), ...documents])],
    certificateOn: documents.length > 0 ? now.today : f.inHand?.certificateOn,
    workDoneOn: f.inHand?.workDoneOn,
  }
}

const saneReport = {
  'WRONG_FORM: a minor works certificate starts no cycle': (_: Facts, e: Reported) =>
    e.data.certificateType !== 'MEIWC',
  'DATE_IN_FUTURE: the inspection is not dated in the future': (_: Facts, e: Reported, now: Situation) =>
    firstDay(e) <= now.today && lastDay(e) <= now.today,
  'the inspection ends after it starts': (_: Facts, e: Reported) => firstDay(e) <= lastDay(e),
  'DATE_BEFORE_PREVIOUS: the inspection is later than the last accepted one': (f: Facts, e: Reported) =>
    lastDay(e) > (f.checks.at(-1)?.on ?? ''),
  'the next date on the report is after the inspection': (_: Facts, e: Reported) =>
    e.data.nextDateOnReport === undefined || e.data.nextDateOnReport > lastDay(e),
  // A report of danger is never sent back for its form: it is taken, told, and refused at its review.
  'INCONSISTENT_RESULT: unsatisfactory if and only if there is a C1, C2 or FI': (_: Facts, e: Reported) =>
    e.data.observations === undefined ||
    e.data.observations.some(o => o.code === 'C1') ||
    consistent(e.data.result, kept(e.data.observations)),
}

/** One action for each C1, C2 and FI; the same fault on the same inspection is one action, however often it is told. */
const faultAction = (
  f: Facts,
  o: Observation,
  place: string,
  r: Remedial,
  e: { on: Day; at: Instant },
  reckon: Reckon,
): Raise => {
  const due = remedialDue(r, reckon)
  return {
    workflow: 'action',
    key: `${o.code}:${r.from}:${place}`,
    facts: {
      stream: 'eicr',
      description: `${o.code} at the electrical inspection of ${r.from}${o.location ? `, ${o.location}` : ''}${o.text ? `: ${o.text}` : ''}`,
      priority: o.code === 'C1' ? 'P0' : 'P1',
      kind: `eicr.${o.code.toLowerCase()}`,
      raisedOn: r.from,
      raisedAt: e.on === r.from ? e.at : undefined,
      source: 'eicr',
      category: 'electrical',
      location: o.location,
      ...(isDwelling(f) ? { statutoryDueOn: due } : { dueOn: o.code === 'C1' ? undefined : due }),
    },
  }
}
const placeOf = (o: { id?: string | undefined; location?: string | undefined }, index: number): string =>
  o.id ?? o.location ?? String(index)
const faults = (f: Facts, check: InHand, e: { on: Day; at: Instant }, reckon: Reckon): Raise[] =>
  check.observations.flatMap((o, index) =>
    grave(o) ? [faultAction(f, o, placeOf(o, index), remedialOf(check), e, reckon)] : [],
  )
/** C3 carries no clock: one item for the programme, decided upon and not awaited. */
const recommendations = (check: InHand): Raise[] => {
  const found = check.observations.filter(o => o.code === 'C3')
  return found.length === 0
    ? []
    : [
        {
          workflow: 'action',
          key: `C3:${check.first}`,
          child: false,
          facts: {
            stream: 'eicr',
            description:
              `${found.length} improvement(s) recommended (C3) on ${check.first}: ${found.map(o => o.text ?? o.location ?? o.id ?? 'see report').join('; ')}`.slice(
                0,
                4000,
              ),
            priority: 'ADV',
            raisedOn: check.first,
            source: 'eicr',
            category: 'electrical',
          },
        },
      ]
}
const danger = (found: boolean): Tell<'danger'>[] =>
  found ? [{ template: 'danger', roles: ['complianceManager', 'headOfService'], urgency: 'emergency' }] : []
/** Told once for one inspection, not again when its paper follows. */
const newDanger = (f: Facts, e: Reported): boolean =>
  (e.data.observations ?? []).some(o => o.code === 'C1') && !f.inHand?.observations.some(o => o.code === 'C1')

/** A claim that a missed deadline was kept after all is flagged, not taken silently. */
const backdated = (f: Facts, e: Reported, now: Situation): string[] => {
  const due = f.checks.at(-1)?.nextDue
  return due !== undefined && lastDay(e) <= due && now.today > due ? ['backdated past a missed deadline'] : []
}

const books = visits.books<Facts, 'appointed'>(anyone, 'appointed')

/** What was found, and that somebody got in to find it. */
const visited = (f: Facts, e: Reported & { at: Instant }, now: Situation): Raise[] => [
  ...accessGained('eicr', now.case, f.attempts),
  ...faults(f, report(f, e, now), e, now.reckon),
]

const completes = ruleFor<Facts, typeof inspectionCompleted>()({
  to: 'evidence_review',
  by: anyone,
  when: saneReport,
  set: (f, e, now) => ({ inHand: report(f, e, now), appointment: undefined }),
  raises: visited,
  tells: (f, e) => danger(newDanger(f, e)),
  notes: backdated,
})
const submits = ruleFor<Facts, typeof certificateSubmitted>()({
  to: 'evidence_review',
  by: anyone,
  when: {
    'a document is attached': (_, e) => hashesOf(e.data.documents, e.data.document && [e.data.document]).length > 0,
    'DUPLICATE: this certificate was not accepted before': (f, e) =>
      !hashesOf(e.data.documents, e.data.document && [e.data.document]).some(h =>
        f.checks.some(c => c.sha256?.includes(h)),
      ),
    ...saneReport,
  },
  set: (f, e, now) => ({ inHand: report(f, e, now) }),
  raises: visited,
  tells: (f, e) => danger(newDanger(f, e)),
  notes: backdated,
})
/** Danger found at any visit: at once, whatever the state of the report. */
const finds = ruleFor<Facts, typeof unsafeFound>()({
  by: anyone,
  raises: (f, e, now) => [
    faultAction(
      f,
      {
        code: 'C1',
        location: e.data.location,
        text: `${e.data.actionTaken}${e.data.isolated ? '' : ' (not isolated)'}`,
      },
      placeOf(e.data, 0),
      { from: e.on },
      e,
      now.reckon,
    ),
  ],
  tells: () => danger(true),
})

const toAccess = (f: Facts, e: visits.FailedVisit, now: Situation): Raise[] =>
  accessAttempt(
    'eicr',
    now.case,
    attemptOf(f, e, now),
    now.reckon.earliest(openRemedialDue(f, now.reckon), cycleDue(f, now.reckon, now.today)),
  )
/** The n-th counted attempt leads to access_n; where remedial work is owed the state stays. */
const fails = visits.failsNth<Facts>(anyone, toAccess)(['access_1', 'access_2', 'access_3'])
const failsHere = visits.fails<Facts>(anyone, toAccess)()

const accessStates = {
  'appointment.made': books,
  'inspection.completed': completes,
  'certificate.submitted': submits,
} as const
const ordered = ruleFor<Facts, typeof orderMade>()({
  to: 'appointed',
  by: ['legalOfficer', 'headOfService', 'complianceManager'],
})

type Accepting = {
  by: { id: string }
  data: { result?: 'SATISFACTORY' | 'UNSATISFACTORY' | undefined; regNo?: string | undefined }
}
const resultOf = (f: Facts, e: Accepting) => e.data.result ?? f.inHand?.result
const certificateAccepted = z.strictObject({
  reference: z.string().max(100).optional(),
  /** by the inspector and the qualified supervisor */
  signed: z.boolean().default(true),
  regNo: z.string().max(60).optional(),
  result: result.optional(),
})
const acceptable = {
  'the report itself is on file': (f: Facts) => (f.inHand?.sha256.length ?? 0) > 0,
  'the result is known': (f: Facts, e: Accepting) => resultOf(f, e) !== undefined,
  'accepted by somebody other than who submitted it': (f: Facts, e: Accepting) => e.by.id !== f.inHand?.by,
  'UNSIGNED: the inspector and the qualified supervisor signed': (_: Facts, e: { data: { signed: boolean } }) =>
    e.data.signed,
  'INSPECTOR_UNREGISTERED: the inspector has a scheme number': (f: Facts, e: Accepting) =>
    (e.data.regNo ?? f.inHand?.regNo ?? '').trim().length >= 3,
  'DATE_BEFORE_PREVIOUS: the inspection is later than the last accepted one': (f: Facts) =>
    (f.inHand?.last ?? '') > (f.checks.at(-1)?.on ?? ''),
  'WRONG_FORM: a minor works certificate starts no cycle': (f: Facts) => f.inHand?.type !== 'MEIWC',
  'INCONSISTENT_RESULT: unsatisfactory if and only if there is a C1, C2 or FI': (f: Facts, e: Accepting) =>
    consistent(resultOf(f, e), f.inHand?.observations ?? []),
}

const nextDueOf = (f: Facts, check: InHand, reckon: Reckon): Day => {
  const years = isDwelling(f) ? reckon.policy('eicr.interval') : reckon.rule('eicr.communal.interval')
  const byPeriod = reckon.years(check.last, years)
  return reckon.earliest(byPeriod, check.nextDateOnReport) ?? byPeriod
}

const ended = (f: Facts, doneOn: Day, confirmedOn: Day, standardsMet: boolean, reckon: Reckon): Facts['remedials'] => {
  if (!f.remedial) return f.remedials
  const due = remedialDue(f.remedial, reckon)
  return [...f.remedials, { from: f.remedial.from, due, doneOn, confirmedOn, standardsMet, late: doneOn > due }]
}

/** The report enters the record. The cycle moves whatever the result; the remedial duty is opened or ended beside it. */
const accept = (
  f: Facts,
  e: Accepting & { data: { reference?: string | undefined } },
  now: Situation,
): Partial<Facts> => {
  const check = f.inHand
  if (!check) return {}
  const bad = resultOf(f, e) === 'UNSATISFACTORY'
  const against = f.checks.at(-1)?.nextDue
  const late = against !== undefined && check.last > against ? daysBetween(against, check.last) : undefined
  const older = f.remedial && remedialDue(f.remedial, now.reckon)
  return {
    checks: [
      ...f.checks,
      {
        on: check.last,
        knownOn: now.today,
        nextDue: nextDueOf(f, check, now.reckon),
        result: bad ? 'UNSATISFACTORY' : 'SATISFACTORY',
        how: check.type,
        acceptedBy: e.by.id,
        sha256: check.sha256,
        ...(against ? { against } : {}),
        ...(late ? { daysLate: late } : {}),
        ...(e.data.reference ? { reference: e.data.reference } : {}),
      },
    ],
    remedial: bad
      ? { ...remedialOf(check), ...(older ? { notLater: older } : {}), doneOn: check.workDoneOn }
      : undefined,
    remedials: bad ? f.remedials : ended(f, f.remedial?.doneOn ?? check.last, check.last, true, now.reckon),
    owed: [
      ...f.owed,
      ...toTenant(f, 'report', check.first),
      ...(!bad && f.remedial ? confirmationOwed(f, check.last, now.reckon) : []),
    ],
    inHand: undefined,
    appointment: undefined,
    attempts: [],
  }
}
type AcceptedEvent = Accepting & { data: z.output<typeof certificateAccepted> }
type Condition = Record<string, (f: Facts, e: AcceptedEvent, now: Situation) => boolean>
const accepts = <const S extends string>(to: S, condition: Condition) =>
  ruleFor<Facts, typeof certificateAccepted>()<S>({
    to,
    by: compliance,
    when: { ...acceptable, ...condition },
    set: accept,
    raises: (f, e, now) => (f.inHand ? [...faults(f, f.inHand, e, now.reckon), ...recommendations(f.inHand)] : []),
    notes: (f, e, now) => {
      const late = accept(f, e, now).checks?.at(-1)?.daysLate
      return late ? [`late by ${late} days`] : []
    },
  })
const unsatisfactory = {
  'the report is unsatisfactory': (f: Facts, e: Accepting) => resultOf(f, e) === 'UNSATISFACTORY',
}
const satisfactory = { 'the report is satisfactory': (f: Facts, e: Accepting) => resultOf(f, e) === 'SATISFACTORY' }

const doneOn = (data: z.output<typeof remedialCompleted>, on: Day): Day =>
  data.completedOn ?? (data.completedAt ? dayOf(data.completedAt) : on)
/** Open actions that this claim is about; all of them, if it names none. */
const claimed = (refs: string[] | undefined, now: Situation): string[] =>
  Object.entries(now.case.children).flatMap(([id, child]) =>
    child.workflow === 'action' && !child.closed && (refs === undefined || refs.includes(id)) ? [id] : [],
  )
const left = (refs: string[] | undefined, now: Situation): boolean =>
  claimed(undefined, now).length > claimed(refs, now).length
/** Each action hears of it, and is verified on its own by somebody else. */
const claims = (data: z.output<typeof remedialCompleted>, on: Day, now: Situation): Raise[] =>
  claimed(data.actionRefs, now).map(id => ({
    workflow: 'action',
    id,
    event: {
      type: 'remedial.completed',
      data: { completedOn: doneOn(data, on), ...(data.documents ? { documents: data.documents } : {}) },
    },
  }))
const saneWork = {
  'DATE_IN_FUTURE: the work was not completed in the future': (
    _: Facts,
    e: { on: Day; data: z.output<typeof remedialCompleted> },
    now: Situation,
  ) => doneOn(e.data, e.on) <= now.today,
  'the work was not completed before the inspection': (
    f: Facts,
    e: { on: Day; data: z.output<typeof remedialCompleted> },
  ) => doneOn(e.data, e.on) >= (f.remedial?.from ?? f.inHand?.first ?? ''),
}
const works = [
  ruleFor<Facts, typeof remedialCompleted>()({
    by: anyone,
    when: { 'other actions of the report remain open': (_, e, now) => left(e.data.actionRefs, now), ...saneWork },
    raises: (f, e, now) => [...accessGained('eicr', now.case, f.attempts), ...claims(e.data, e.on, now)],
    notes: () => ['part of the work'],
  }),
  ruleFor<Facts, typeof remedialCompleted>()({
    to: 'confirmation_pending',
    by: anyone,
    when: { 'nothing of the work is left': (_, e, now) => !left(e.data.actionRefs, now), ...saneWork },
    set: (f, e) => ({
      remedial: f.remedial && { ...f.remedial, doneOn: doneOn(e.data, e.on) },
      appointment: undefined,
    }),
    raises: (f, e, now) => [...accessGained('eicr', now.case, f.attempts), ...claims(e.data, e.on, now)],
  }),
] as const
/** Put right on the spot, before the report was reviewed. */
const worksAlready = ruleFor<Facts, typeof remedialCompleted>()({
  by: anyone,
  when: saneWork,
  set: (f, e) => ({ inHand: f.inHand && { ...f.inHand, workDoneOn: doneOn(e.data, e.on) } }),
  raises: (_, e, now) => claims(e.data, e.on, now),
})

type Confirming = { on: Day; data: z.output<typeof confirmation> }
const workedOn = (f: Facts, e: Confirming): Day => e.data.completedOn ?? f.remedial?.doneOn ?? e.on
const saneConfirmation = {
  'the written confirmation is attached': (_: Facts, e: Confirming) =>
    hashesOf(e.data.documents, e.data.document && [e.data.document]).length > 0,
  'DATE_IN_FUTURE: the work was not completed in the future': (f: Facts, e: Confirming, now: Situation) =>
    workedOn(f, e) <= now.today,
  'the work was not completed before the inspection': (f: Facts, e: Confirming) =>
    workedOn(f, e) >= (f.remedial?.from ?? ''),
}
const confirms = [
  ruleFor<Facts, typeof confirmation>()({
    to: 'remedial_required',
    by: anyone,
    when: { 'it says that more work is needed': (_, e) => !e.data.standardsMet, ...saneConfirmation },
    set: (f, e, now) => ({
      remedial: { from: e.on, periodDays: periodIn(e.data), again: true },
      remedials: ended(f, workedOn(f, e), e.on, false, now.reckon),
      owed: [...f.owed, ...confirmationOwed(f, workedOn(f, e), now.reckon)],
    }),
    notes: () => ['more work is needed: a new period begins'],
  }),
  ruleFor<Facts, typeof confirmation>()({
    to: 'copies_due',
    by: anyone,
    when: {
      'it says that the standards are met': (_, e) => e.data.standardsMet,
      'copies are owed': (f, e, now) => holdsUp([...f.owed, ...confirmationOwed(f, workedOn(f, e), now.reckon)]),
      ...saneConfirmation,
    },
    set: (f, e, now) => confirmed(f, e, now),
    raises: (f, e, now) => claims({ completedOn: workedOn(f, e), documents: e.data.documents }, e.on, now),
    notes: (f, e, now) => lateNotes(f, workedOn(f, e), now),
  }),
  ruleFor<Facts, typeof confirmation>()({
    to: 'compliant',
    by: anyone,
    when: {
      'it says that the standards are met': (_, e) => e.data.standardsMet,
      'no copies are owed': (f, e, now) => !holdsUp([...f.owed, ...confirmationOwed(f, workedOn(f, e), now.reckon)]),
      ...saneConfirmation,
    },
    set: (f, e, now) => confirmed(f, e, now),
    raises: (f, e, now) => claims({ completedOn: workedOn(f, e), documents: e.data.documents }, e.on, now),
    notes: (f, e, now) => lateNotes(f, workedOn(f, e), now),
  }),
] as const
const confirmed = (f: Facts, e: Confirming, now: Situation): Partial<Facts> => ({
  remedial: undefined,
  remedials: ended(f, workedOn(f, e), e.on, true, now.reckon),
  owed: [...f.owed, ...confirmationOwed(f, workedOn(f, e), now.reckon)],
  attempts: [],
})
const lateNotes = (f: Facts, on: Day, now: Situation): string[] => {
  const due = f.remedial && remedialDue(f.remedial, now.reckon)
  return due !== undefined && on > due ? [`remedial work late by ${daysBetween(due, on)} days`] : []
}

type Sent = { on: Day; data: z.output<typeof copiesSent> }
const isFor = (e: Sent) => (o: Facts['owed'][number]) => o.what === e.data.what && o.to === e.data.to
const afterSending = (f: Facts, e: Sent): Facts['owed'] => f.owed.filter(o => !isFor(e)(o))
const sends = (f: Facts, e: Sent, now: Situation): Partial<Facts> => {
  const sentOn = e.data.sentOn ?? e.on
  return {
    owed: afterSending(f, e),
    copies: [
      ...f.copies,
      ...f.owed
        .filter(isFor(e))
        .map(o => ({ what: o.what, to: o.to, from: o.from, sentOn, late: sentOn > copyDue(f, o, now.reckon) })),
    ],
  }
}
const saneSending = {
  'that copy is owed': (f: Facts, e: Sent) => f.owed.some(isFor(e)),
  'the copy was not sent in the future': (_: Facts, e: Sent, now: Situation) => (e.data.sentOn ?? e.on) <= now.today,
}
const sendNotes = (f: Facts, e: Sent, now: Situation): string[] =>
  (sends(f, e, now).copies ?? []).slice(f.copies.length).flatMap(c => (c.late ? ['copy sent late'] : []))
const sendsCopy = ruleFor<Facts, typeof copiesSent>()({ when: saneSending, set: sends, notes: sendNotes })
const sendsLast = ruleFor<Facts, typeof copiesSent>()({
  to: 'compliant',
  when: { ...saneSending, 'no other copy is owed': (f, e) => !holdsUp(afterSending(f, e)) },
  set: sends,
  notes: sendNotes,
})

/** What a row of the register says. An unsatisfactory result without a confirmation on record is an open remedial duty. */
const fromRecord = (row: ObligationRecord, reckon: Reckon): Record<string, unknown> => {
  const communal = row.subType === 'communal'
  const years = communal ? reckon.rule('eicr.communal.interval') : reckon.policy('eicr.interval')
  const nextDue = obligation.earlierOfPrinted(row, on => reckon.years(on, years), reckon)
  const bad = /^unsat/i.test(row.result ?? '')
  return {
    ...obligation.commonRecord(row),
    checks: obligation
      .recordedCheck(row, nextDue)
      .map(c => (row.result ? { ...c, result: bad ? 'UNSATISFACTORY' : row.result.toUpperCase() } : c)),
    ...(bad && row.lastDoneOn ? { remedial: { from: row.lastDoneOn } } : {}),
  }
}
const taken = (f: Facts, { data }: register.Row, now: Situation): Partial<Facts> => {
  const said = fromRecord(data, now.reckon) as Partial<Facts>
  const checks = mergedChecks(f.checks, said.checks ?? [], now.today)
  return { ...said, checks, remedial: checks.length > f.checks.length ? said.remedial : f.remedial }
}
const says = { required: 'an inspection is required', not: 'no inspection is required' }
const takesRow = register.takesRow<Facts>(
  ['compliant', 'due_issued', 'unknown_applicability', 'not_applicable'],
  f => f.inHand !== undefined,
)
const imports = [
  ...register.notOwed<Facts>(says, takesRow, taken),
  ruleFor<Facts, obligation.RecordImported>()({
    to: 'remedial_required',
    when: {
      'an inspection is required': (_, e) => e.data.applicability === 'required',
      'its result was unsatisfactory': (f, e, now) => taken(f, e, now).remedial !== undefined,
      ...takesRow,
    },
    set: taken,
  }),
  ruleFor<Facts, obligation.RecordImported>()({
    when: {
      'an inspection is required': (_, e) => e.data.applicability === 'required',
      ...takesRow,
      ...register.stays<Facts>(['due_issued'], taken),
    },
    set: taken,
  }),
  ruleFor<Facts, obligation.RecordImported>()({
    to: 'compliant',
    when: { 'an inspection is required': (_, e) => e.data.applicability === 'required', ...takesRow },
    set: taken,
  }),
] as const
const determines = register.determines<Facts, 'compliant'>(says, 'compliant')

const tenancyStarting = z.strictObject({ on: day, copyGivenOn: day.optional() })
type Starting = { data: z.output<typeof tenancyStarting> }
const before = (e: Starting): boolean => e.data.on < NEW_TENANCIES
/** Granted on or after 1 December 2025: inspected before it starts, the standards met, the report given before occupation. */
const letting = {
  'EICR_MISSING: an accepted inspection is in date on the day the tenancy starts': (f: Facts, e: Starting) =>
    before(e) || f.checks.some(c => c.on <= e.data.on && c.nextDue >= e.data.on),
  'REMEDIAL_OPEN: what the inspection found is confirmed to be put right': (f: Facts, e: Starting) =>
    before(e) || f.remedial === undefined,
  'COPY_MISSING: the new tenant has the report before moving in': (_: Facts, e: Starting) =>
    before(e) || (e.data.copyGivenOn !== undefined && e.data.copyGivenOn <= e.data.on),
}

const cycleStates = { except: ['unknown_applicability'] } as const

/** Results of the last check that a row may bring, and what to do with those that it may not. */
const results: obligation.Results = {
  results: ['SATISFACTORY', 'SAT', 'UNSATISFACTORY', 'UNSAT'],
  notByRow: {
    C1: obligation.observed('C1', 'UNSATISFACTORY'),
    C2: obligation.observed('C2', 'UNSATISFACTORY'),
    FI: obligation.observed('FI', 'UNSATISFACTORY'),
    C3: obligation.observed('C3', 'SATISFACTORY, unless another is graver'),
  },
}

export const eicr = workflow({
  name: 'eicr',
  title: 'Electrical inspection',
  law: [
    'eicr.interval',
    'eicr.remedial',
    'eicr.remedial.repeat',
    'eicr.copy.existingTenant',
    'eicr.confirmation.copy',
    'eicr.socialTenancies.inForceNew',
    'eicr.socialTenancies.inForceExisting',
    'eicr.socialTenancies.firstInspectionBefore',
    'eicr.equipment.remedial',
    'eicr.communal.interval',
  ],
  policies: ['eicr.issue', 'eicr.interval', 'eicr.remedial', 'eicr.landlordIsAuthority', 'evidence.chase'],
  facts,
  lead: 'complianceManager',
  events: {
    'record.imported': obligation.recordImported(results),
    'applicability.confirmed': obligation.applicabilityConfirmed,
    'appointment.made': evidence.appointmentMade,
    'appointment.cancelled': evidence.appointmentCancelled,
    'visit.noAccess': evidence.visitNoAccess,
    'inspection.completed': inspectionCompleted,
    'certificate.submitted': certificateSubmitted,
    'unsafe.found': unsafeFound,
    'certificate.accepted': certificateAccepted,
    'certificate.rejected': z.strictObject({ code: rejection, note: z.string().max(2000).optional() }),
    'report.superseded': z.strictObject({ checkedOn: day, reason: z.string().min(1).max(2000) }),
    'remedial.completed': remedialCompleted,
    'remedial.confirmation': confirmation,
    'confirmation.received': confirmation,
    'copies.sent': copiesSent,
    'copies.requested': z.strictObject({ by: z.enum(['prospective', 'lha']), on: day.optional() }),
    'equipment.checked': z.strictObject({
      on: day.optional(),
      unsafe: z.array(z.strictObject({ item: z.string().min(1).max(100), fault: z.string().max(1000) })).max(50),
      documents: evidence.documents.min(1),
    }),
    'legal.orderMade': orderMade,
    'property.void.started': z.strictObject({ on: day }),
    'tenancy.starting': tenancyStarting,
    'asset.disposed': obligation.assetDisposed,
  },
  initial: 'compliant',
  starts: {
    unknown_applicability: f => f.applicability === 'unknown',
    not_applicable: f => f.applicability === 'not_required',
    remedial_required: f => f.remedial !== undefined,
    due_issued: (f, now) => now.today >= addDays(cycleDue(f, now.reckon, now.today), -now.reckon.policy('eicr.issue')),
  },
  states: {
    compliant: { title: 'No open work', on: { ...accessStates, 'visit.noAccess': fails } },
    due_issued: { title: 'Job issued', on: { ...accessStates, 'visit.noAccess': fails } },
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
      title: 'Report in review',
      on: {
        'inspection.completed': completes,
        'certificate.submitted': submits,
        'remedial.completed': worksAlready,
        'certificate.accepted': [
          accepts('confirmation_pending', {
            ...unsatisfactory,
            'the work is claimed done': f => f.inHand?.workDoneOn !== undefined,
          }),
          accepts('remedial_required', unsatisfactory),
          accepts('copies_due', {
            ...satisfactory,
            'copies are owed': (f, e, now) => holdsUp(accept(f, e, now).owed ?? []),
          }),
          accepts('compliant', satisfactory),
        ],
        'certificate.rejected': [
          {
            to: 'remedial_required',
            by: compliance,
            when: { 'work of an earlier report is still open': f => f.remedial !== undefined },
            set: () => ({ inHand: undefined }),
            notes: (_, e) => [e.data.code],
          },
          { to: 'due_issued', by: compliance, set: () => ({ inHand: undefined }), notes: (_, e) => [e.data.code] },
        ],
      },
    },
    remedial_required: {
      title: 'Remedial work required',
      on: {
        'appointment.made': visits.books<Facts>(anyone),
        'appointment.cancelled': visits.cancels<Facts>(anyone),
        'visit.noAccess': failsHere,
        'inspection.completed': completes,
        'certificate.submitted': submits,
        'remedial.completed': works,
        'remedial.confirmation': confirms,
        'confirmation.received': confirms,
      },
    },
    confirmation_pending: {
      title: 'Work claimed done, confirmation awaited',
      on: {
        'inspection.completed': completes,
        'certificate.submitted': submits,
        'remedial.completed': works,
        'remedial.confirmation': confirms,
        'confirmation.received': confirms,
      },
    },
    copies_due: {
      title: 'Copies owed',
      on: {
        'copies.sent': [sendsLast, sendsCopy],
        'inspection.completed': completes,
        'certificate.submitted': submits,
      },
    },
    unknown_applicability: { title: 'Not known whether an inspection is required' },
    not_applicable: {
      title: 'No inspection required',
      final: 'not_required',
      on: { 'record.imported': imports, 'applicability.confirmed': determines },
    },
    retired: { title: 'Retired', final: 'retired' },
  },
  anywhere: {
    'record.imported': imports,
    'applicability.confirmed': determines,
    'unsafe.found': finds,
    'copies.sent': sendsCopy,
    'copies.requested': {
      when: {
        'it was not requested in the future': (_, e, now) => (e.data.on ?? e.on) <= now.today,
        'the landlord is not itself the local housing authority': (_, e, now) =>
          e.data.by !== 'lha' || now.reckon.policy('eicr.landlordIsAuthority') === 0,
        'there is a report to send': f => f.checks.length > 0,
      },
      set: (f, e) => ({ owed: [...f.owed, { what: 'request' as const, to: e.data.by, from: e.data.on ?? e.on }] }),
    },
    'report.superseded': {
      by: compliance,
      when: { 'a report of that date was accepted': (f, e) => f.checks.some(c => c.on === e.data.checkedOn) },
      set: (f, e) => ({
        checks: f.checks.filter(c => c.on !== e.data.checkedOn),
        superseded: [
          ...f.superseded,
          ...f.checks.filter(c => c.on === e.data.checkedOn).map(check => ({ check, on: e.on, why: e.data.reason })),
        ],
      }),
    },
    'equipment.checked': {
      by: anyone,
      when: { 'it was not checked in the future': (_, e, now) => (e.data.on ?? e.on) <= now.today },
      set: (f, e) => ({
        landlordEquipment: true,
        equipmentChecks: [...f.equipmentChecks, { on: e.data.on ?? e.on, unsafe: e.data.unsafe.length }],
      }),
      raises: (_, e, now) =>
        e.data.unsafe.map(({ item, fault }) => ({
          workflow: 'action',
          key: `equipment:${e.data.on ?? e.on}:${item}`,
          facts: {
            stream: 'eicr',
            description: `Unsafe equipment of the landlord: ${item}. ${fault}`,
            priority: 'P1',
            kind: 'eicr.equipment',
            raisedOn: e.data.on ?? e.on,
            source: 'eicr',
            category: 'electrical',
            statutoryDueOn: now.reckon.days(e.data.on ?? e.on, now.reckon.rule('eicr.equipment.remedial')),
          },
        })),
    },
    'property.void.started': {
      when: { 'the void did not start in the future': (_, e, now) => e.data.on <= now.today },
      set: (_, e) => ({ voidSince: e.data.on }),
      raises: (f, e, now) => homeFellVoid(now.case, f.attempts, e.data.on),
    },
    'tenancy.starting': {
      when: letting,
      set: (f, e) => ({ tenancyGrantedOn: e.data.on, voidSince: undefined, dutyBeganOn: f.dutyBeganOn ?? e.data.on }),
    },
    'asset.disposed': register.disposes<Facts>(),
  },
  clocks: {
    deadline: {
      title: 'Electrical inspection of the home',
      source: 'eicr.interval',
      kind: 'statutory',
      runs: cycleStates,
      from: f => f.checks.at(-1)?.on,
      due: (f, reckon, c) => (isDwelling(f) ? cycleDue(f, reckon, dayOf(c.openedAt)) : undefined),
      ladder: cycleLadder(),
    },
    deadline_communal: {
      title: "Electrical inspection of the landlord's supply",
      source: 'eicr.communal.interval',
      kind: 'policy',
      runs: cycleStates,
      from: f => f.checks.at(-1)?.on,
      due: (f, reckon, c) => (isDwelling(f) ? undefined : cycleDue(f, reckon, dayOf(c.openedAt))),
      ladder: cycleLadder(),
    },
    remedial: {
      title: 'Remedial work, confirmed in writing',
      source: 'eicr.remedial',
      kind: 'statutory',
      runs: ['evidence_review', 'remedial_required', 'confirmation_pending'],
      from: f => f.remedial?.from ?? f.inHand?.first,
      due: (f, reckon) => (isDwelling(f) ? openRemedialDue(f, reckon) : undefined),
      ladder: remedialLadder(),
    },
    remedial_communal: {
      title: "Remedial work to the landlord's supply, confirmed in writing",
      source: 'landlord.policy',
      kind: 'policy',
      runs: ['evidence_review', 'remedial_required', 'confirmation_pending'],
      from: f => f.remedial?.from ?? f.inHand?.first,
      due: (f, reckon) => (isDwelling(f) ? undefined : openRemedialDue(f, reckon)),
      ladder: remedialLadder(),
    },
    confirmation: {
      title: 'Written confirmation of the work',
      source: 'landlord.policy',
      kind: 'policy',
      runs: ['confirmation_pending'],
      due: (f, reckon) => f.remedial?.doneOn && reckon.workingDays(f.remedial.doneOn, reckon.policy('evidence.chase')),
      ladder: task('confirmationLate', ['complianceOfficer', 'complianceManager']),
    },
    evidence: {
      title: 'Report and its review',
      source: 'landlord.policy',
      kind: 'policy',
      chaser: true,
      runs: ['evidence_review'],
      due: (f, reckon) =>
        f.inHand && reckon.workingDays(f.inHand.certificateOn ?? f.inHand.claimedOn, reckon.policy('evidence.chase')),
      ladder: task('evidenceLate', ['complianceOfficer', 'complianceManager']),
    },
    copy_report: {
      title: 'Copy of the report to the tenant',
      source: 'eicr.copy.existingTenant',
      kind: 'statutory',
      runs: 'live',
      due: (f, reckon) => copiesDue(f, reckon, o => o.what === 'report'),
      ladder: task('copyLate', ['complianceOfficer', 'complianceManager']),
    },
    copy_confirmation: {
      title: 'Copy of the confirmation and its report',
      source: 'eicr.confirmation.copy',
      kind: 'statutory',
      runs: 'live',
      due: (f, reckon) => copiesDue(f, reckon, o => o.what === 'confirmation'),
      ladder: task('copyLate', ['complianceOfficer', 'complianceManager']),
    },
    copy_prospective: {
      title: 'Report asked for by a prospective tenant',
      source: 'eicr.copy.prospective',
      kind: 'statutory',
      runs: 'live',
      due: (f, reckon) => copiesDue(f, reckon, o => o.what === 'request' && o.to === 'prospective'),
      ladder: task('copyLate', ['complianceOfficer', 'complianceManager']),
    },
    copy_authority: {
      title: 'Report asked for by the local housing authority',
      source: 'eicr.copy.lha',
      kind: 'statutory',
      runs: 'live',
      due: (f, reckon) => copiesDue(f, reckon, o => o.what === 'request' && o.to === 'lha'),
      ladder: task('copyLate', ['complianceOfficer', 'complianceManager']),
    },
    equipment: {
      title: "Check of the landlord's own electrical equipment",
      source: 'eicr.equipment.interval',
      kind: 'statutory',
      runs: cycleStates,
      due: (f, reckon, c) => {
        if (!f.landlordEquipment || !isDwelling(f)) return undefined
        const last = f.equipmentChecks
          .map(check => check.on)
          .sort()
          .at(-1)
        if (last === undefined) return firstDue(f, reckon, dayOf(c.openedAt))
        return reckon.years(last, reckon.rule('eicr.equipment.interval'))
      },
      ladder: task('equipmentDue', ['officer', 'complianceManager']),
    },
    applicability: register.findsOut('Find out whether an inspection is required'),
  },
  words: {
    jobIssued: {
      subject: 'Electrical inspection to book: {where}',
      body: 'The electrical installation must be inspected by {due} ({late}).',
      act: 'Book the visit now, so that two more can follow if nobody is at home.',
    },
    dueSoon: {
      subject: 'Electrical inspection, {where}',
      body: 'No accepted inspection yet. It must be made by {due}.',
      act: 'Make sure a visit is booked and the tenant knows.',
    },
    dueToday: {
      subject: 'Electrical inspection due today: {where}',
      body: 'Today is the last day for the inspection.',
      act: 'Have it inspected today, or say what stops it.',
    },
    overdue: {
      subject: 'Electrical inspection, {where}',
      body: 'The inspection was due on {due}. It is {late}. There is no accepted report in date.',
      act: 'Get an inspector in now. If access is refused, start the access procedure.',
    },
    stillOverdue: {
      subject: 'Still not put right: electrical inspection, {where}',
      body: 'The inspection was due on {due} and is {late}. It was told to the people before you and is not put right.',
      act: 'Decide what happens next and record it: an order for access, a date.',
    },
    workDue: {
      subject: 'Electrical remedial work: {where}',
      body: 'The inspection found the installation unsatisfactory. The work must be done and confirmed by {due}.',
      act: 'Make sure the work is booked, and that the electrician confirms it in writing.',
    },
    workToday: {
      subject: 'Electrical remedial work due today: {where}',
      body: 'Today is the last day of the period that the law gives for this work.',
      act: 'Have it done and confirmed today, or record every step taken to get in.',
    },
    workOverdue: {
      subject: 'Electrical remedial work, {where}',
      body: 'The work was due on {due}. It is {late}. No written confirmation says that the standards are met.',
      act: 'Get it done and confirmed, or record what stops it and what protects people meanwhile.',
    },
    workStillOverdue: {
      subject: 'Still not put right: electrical remedial work, {where}',
      body: 'Faults that make this installation unsatisfactory are known, were due on {due}, and are not confirmed to be put right.',
      act: 'Decide what happens next and record it.',
    },
    confirmationLate: {
      subject: 'Confirmation of electrical work waiting: {where}',
      body: 'The work is claimed done. Until a qualified person confirms in writing that the standards are met, it counts as open.',
      act: 'Get the written confirmation from the electrician.',
    },
    evidenceLate: {
      subject: 'Electrical report waiting: {where}',
      body: 'An inspection is claimed, but its report is not accepted. Until it is, the home does not count as inspected.',
      act: 'Get the report, and accept or reject it.',
    },
    copyLate: {
      subject: 'Copy of the electrical report owed: {where}',
      body: 'A copy must be given by {due} ({title}).',
      act: 'Send the copy and record that it was sent.',
    },
    equipmentDue: {
      subject: "Check of the landlord's electrical equipment: {where}",
      body: 'Equipment that the landlord provides must be checked by {due}.',
      act: 'Have it checked by a qualified person and keep the record.',
    },
    applicabilityUnknown: {
      subject: 'Electrical: nobody knows whether an inspection is required, {where}',
      body: 'It is not recorded whether this place needs an electrical inspection. It counts as not compliant until it is known.',
      act: 'Find out, and record it with the reason.',
    },
    danger: {
      subject: 'ELECTRICAL DANGER (C1) at {where}',
      body: 'An electrician found danger present.',
      act: 'Make sure it was made safe before they left, the household is safe and has what it needs, and the repair is ordered.',
    },
  },
  obligation: {
    ...obligation.obligationOf('eicr', reckon => reckon.policy('eicr.issue'), fromRecord, results),
    voided: f =>
      ((f as Partial<Facts>).superseded ?? []).map(({ check: { on, knownOn, nextDue }, on: knownUntil }) => ({
        on,
        knownOn,
        nextDue,
        knownUntil,
      })),
    // The Regulations reach a tenancy granted before December 2025 from 1 May 2026, not before.
    began: f =>
      f.dutyBeganOn !== undefined && (f as Facts).subType !== 'communal' && f.dutyBeganOn < NEW_TENANCIES
        ? EXISTING_TENANCIES
        : f.dutyBeganOn,
    // A tenancy that nobody dated is one that was there before the Regulations came, and not one of the day of the import.
    undated: row => (row.subType === 'communal' ? undefined : addDays(NEW_TENANCIES, -1)),
  },
})

function cycleLadder() {
  return inspection(
    { issue: 'eicr.issue', moves: { compliant: 'due_issued' }, skip: inspectionSkips.eicr },
    { issued: 'jobIssued', dueSoon: 'dueSoon', dueToday: 'dueToday', overdue: 'overdue', escalated: 'stillOverdue' },
  )
}
function remedialLadder() {
  return tight({ dueSoon: 'workDue', dueToday: 'workToday', overdue: 'workOverdue', escalated: 'workStillOverdue' })
}
