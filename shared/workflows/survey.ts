/**
 * The stock condition survey of a home: an up-to-date record from physical inspection (RSH Safety and Quality
 * Standard), every five years by the landlord's policy. Attempts are not surveys and cloned data is not a survey;
 * both are kept and neither is counted as one. Hazards that a surveyor sees are the landlord's from that hour.
 */
import * as z from 'zod'
import { ruleFor, workflow } from '../core/declare.ts'
import type { Reckon } from '../core/reckon.ts'
import { addDays, type Day, day, dayOf, type Instant, instant } from '../core/time.ts'
import type { Happened, ObligationRecord, Raise, Situation } from '../core/workflow.ts'
import { inspection, inspectionSkips } from '../law/ladders.ts'
import { task } from '../law/tasks.ts'
import { accessAttempt, accessGained } from './parts/access.ts'
import * as evidence from './parts/evidence.ts'
import { kindOf, observedFacts } from './parts/hazard.ts'
import * as obligation from './parts/obligation.ts'
import * as register from './parts/register.ts'
import * as visits from './parts/visits.ts'
import * as voided from './parts/voided.ts'

const words = (most: number) => z.string().trim().min(1).max(most)

/** Decent Homes Standard: A no serious hazard, B in repair, C modern facilities, D thermal comfort. */
export const decency = z.strictObject({ A: z.boolean(), B: z.boolean(), C: z.boolean(), D: z.boolean() })

const facts = z.strictObject({
  ...obligation.obligationFacts,
  deadline: day.optional(),
  appointment: z.strictObject({ slotStart: z.string(), slotEnd: z.string() }).optional(),
  withContractor: z.strictObject({ contractorId: z.string(), since: day }).optional(),
  inHand: z
    .strictObject({
      on: day,
      at: instant,
      by: z.string(),
      claimedOn: day,
      sha256: z.array(z.string()),
      decent: decency.optional(),
      hazards: z.int(),
      reference: z.string().optional(),
    })
    .optional(),
  /** the four criteria as the last accepted survey found them */
  decent: decency.extend({ on: day }).optional(),
  /** data taken over from another home or estimated: kept, never counted */
  cloned: z.strictObject({ on: day, from: z.string() }).optional(),
})
type Facts = z.output<typeof facts>

const hazardSeen = z.looseObject({
  type: words(60),
  severityHint: z.enum(['emergency', 'significant', 'none', 'unsure']).optional(),
  text: z.string().max(4000).optional(),
  location: z.string().max(200).optional(),
})
const observation = z.looseObject({
  code: z.string().max(60),
  text: z.string().max(4000).optional(),
  priority: z.string().max(60).optional(),
})
const submitted = z.looseObject({
  visitAt: instant.optional(),
  visitDate: day.optional(),
  reportRef: z.string().max(100).optional(),
  hazards: z.array(hazardSeen).max(200).optional(),
  observations: z.array(observation).max(500).optional(),
  decent: decency.optional(),
  cloned: z.boolean().optional(),
  documents: evidence.documents.optional(),
})
type Submitted = z.output<typeof submitted>
type Seen = z.output<typeof hazardSeen>

const hints: Record<string, Seen['severityHint']> = {
  EMERGENCY: 'emergency',
  P0: 'emergency',
  SIGNIFICANT: 'significant',
}
/** What was seen that may be a hazard: said so, or an observation by a code that means one. */
const hazardsOf = (d: Submitted): Seen[] => [
  ...(d.hazards ?? []),
  ...(d.observations ?? [])
    .filter(o => /^HAZARD/.test(o.code) || kindOf(o.code.replace(/[_/]/g, ' ')) !== 'unknown')
    .map(o => ({
      type: o.code.replace(/^HAZARD_?/, '').replace(/[_/]/g, ' ') || 'hazard',
      severityHint: hints[o.priority ?? ''] ?? 'unsure',
      ...(o.text ? { text: o.text } : {}),
    })),
]

const visitOn = (e: Happened<Submitted>): Day => e.data.visitDate ?? dayOf(visitAt(e))
const visitAt = (e: { at: Instant; data: { visitAt?: Instant | undefined } }): Instant => e.data.visitAt ?? e.at
const hashes = (documents: { sha256: string }[] | undefined) => (documents ?? []).map(d => d.sha256.toLowerCase())

/** Each is a case of its own, aware since the surveyor's hour; the same survey sent again opens none twice. */
const raisesHazards = (seen: Seen[], at: Instant): Raise[] =>
  seen.map((found, n) => ({
    workflow: 'hazard',
    key: `scs:${at}:${n}:${found.type}`,
    child: false,
    facts: observedFacts(found, at, 'survey'),
  }))

const deadlineOf = (f: Facts): Day | undefined => f.deadline ?? f.checks.at(-1)?.nextDue
const counted = (f: Facts): number => f.attempts.filter(a => a.counts).length

const data = ['assetDataOfficer', 'complianceOfficer', 'complianceManager'] as const
const anyone = [
  'contractor',
  'assetDataOfficer',
  'officer',
  'housingOfficer',
  'teamLeader',
  'complianceOfficer',
  'complianceManager',
] as const

const submits = ruleFor<Facts, typeof submitted>()({
  to: 'validation',
  by: anyone,
  when: {
    'CLONED: it was made in this home and not copied from another': (_, e) => e.data.cloned !== true,
    'DATE_IN_FUTURE: the visit is not in the future': (_, e, now) => visitOn(e) <= now.today,
    'DATE_BEFORE_PREVIOUS: the visit is later than the last accepted survey': (f, e) =>
      visitOn(e) > (f.checks.at(-1)?.on ?? ''),
  },
  set: (f, e, now) => ({
    inHand: {
      on: visitOn(e),
      at: visitAt(e),
      by: e.by.id,
      claimedOn: now.today,
      sha256: [...new Set([...(f.inHand?.sha256 ?? []), ...hashes(e.data.documents)])],
      decent: e.data.decent ?? f.inHand?.decent,
      hazards: hazardsOf(e.data).length,
      reference: e.data.reportRef,
    },
    appointment: undefined,
  }),
  raises: (f, e, now) => [
    ...accessGained('scs', now.case, f.attempts),
    ...raisesHazards(hazardsOf(e.data), visitAt(e)),
  ],
})

const issued = z.strictObject({ contractorId: z.string().max(60).optional() })
const issues = ruleFor<Facts, typeof issued>()({
  to: 'issued',
  set: (f, e) => ({ contractorId: e.data.contractorId ?? f.contractorId }),
})
const transferred = z.strictObject({ contractorId: words(60), reason: words(500).optional() })
const transfers = ruleFor<Facts, typeof transferred>()({
  to: 'with_contractor',
  set: (_, e) => ({
    withContractor: { contractorId: e.data.contractorId, since: e.on },
    contractorId: e.data.contractorId,
  }),
})
const books = visits.books<Facts>(anyone)

const failsFor = visits.fails<Facts>(anyone, (f, e, now) =>
  accessAttempt('scs', now.case, visits.attemptOf(f, e, now), deadlineOf(f)),
)
const [first, notCounted] = failsFor('attempt_1')
const [again] = failsFor('attempt_2_plus')
const fails = [
  {
    ...again,
    when: {
      ...again.when,
      'it is the second attempt that counts, or a later one': (f: Facts, _: unknown, now: Situation) =>
        counted(f) + 1 >= now.reckon.policy('scs.attempts.min'),
    },
  },
  first,
  notCounted,
] as const

const accepted = z.strictObject({ reference: words(100).optional(), decent: decency.optional() })

/** A cloned row is kept as such and sets no date. */
const fromRecord = (row: ObligationRecord, reckon: Reckon): Record<string, unknown> => {
  const cloned = /clone|estimat|copied/i.test(row.result ?? '')
  const nextDue = cloned
    ? undefined
    : obligation.earlierOfPrinted(row, on => reckon.years(on, reckon.policy('scs.cycle')), reckon)
  return {
    ...obligation.commonRecord(row),
    checks: obligation.recordedCheck(row, nextDue),
    ...(row.lastDoneOn ? { deadline: nextDue } : {}),
    ...(cloned ? { cloned: { on: row.lastDoneOn ?? row.dutyBeganOn ?? '1970-01-01', from: row.result ?? '' } } : {}),
  }
}
const takesRow = register.takesRow<Facts>(
  ['never_surveyed', 'surveyed', 'resurvey_due', 'survey_expired', 'unknown_applicability', 'not_applicable', 'issued'],
  f => f.inHand !== undefined,
)
type Standing =
  | 'unknown_applicability'
  | 'not_applicable'
  | 'never_surveyed'
  | 'survey_expired'
  | 'resurvey_due'
  | 'surveyed'
const standing = (f: Facts, today: Day, reckon: Reckon): Standing => {
  if (f.applicability === 'unknown') return 'unknown_applicability'
  if (f.applicability === 'not_required') return 'not_applicable'
  const deadline = deadlineOf(f)
  if (f.checks.length === 0 || deadline === undefined) return 'never_surveyed'
  if (today > deadline) return 'survey_expired'
  return today >= addDays(deadline, -reckon.policy('scs.issue')) ? 'resurvey_due' : 'surveyed'
}
const sayings: Record<Standing, string> = {
  unknown_applicability: 'it is unknown whether a survey is required',
  not_applicable: 'no survey is required',
  never_surveyed: 'it was never surveyed',
  survey_expired: 'its survey is older than policy allows',
  resurvey_due: 'the next survey is already to be issued',
  surveyed: 'its survey is valid',
}
const standings = Object.keys(sayings) as Standing[]
const taken = (f: Facts, e: register.Row, now: Situation): Partial<Facts> =>
  register.taken<Facts>(f, fromRecord(e.data, now.reckon) as Partial<Facts>, now.today)
const imports = standings.map(to =>
  ruleFor<Facts, obligation.RecordImported>()({
    to,
    when: {
      ...takesRow,
      'a reason is given where none is required': (_, e) =>
        e.data.applicability !== 'not_required' || Boolean(e.data.reason),
      [sayings[to]]: (f, e, now) =>
        standing({ ...f, deadline: undefined, ...taken(f, e, now) }, now.today, now.reckon) === to,
    },
    set: taken,
  }),
)
const withoutSurvey = (f: Facts, e: voided.Voiding, now: Situation): Facts => {
  const left = voided.without(f, e, now)
  return { ...left, deadline: left.checks.at(-1) === f.checks.at(-1) ? f.deadline : undefined }
}
/** A survey under way stays where it is. */
const voids = [
  ...standings.map(to =>
    ruleFor<Facts, typeof voided.certificateVoided>()({
      to,
      by: ['assetDataOfficer', 'complianceOfficer', 'complianceManager'],
      when: {
        ...voided.onRecord,
        'nothing is in hand': (f, _, now) => f.inHand === undefined && standings.some(one => one === now.case.state),
        [sayings[to]]: (f, e, now) => standing(withoutSurvey(f, e, now), now.today, now.reckon) === to,
      },
      set: withoutSurvey,
      notes: voided.voidNotes,
    }),
  ),
  ruleFor<Facts, typeof voided.certificateVoided>()({
    by: ['assetDataOfficer', 'complianceOfficer', 'complianceManager'],
    when: voided.onRecord,
    set: withoutSurvey,
    notes: voided.voidNotes,
  }),
] as const
const confirms = register.determines<Facts, 'never_surveyed'>(
  { required: 'a survey is required', not: 'no survey is required' },
  'never_surveyed',
)

const work = {
  'survey.issued': issues,
  'appointment.made': books,
  'visit.noAccess': fails,
  'transfer.toContractor': transfers,
  'survey.submitted': submits,
} as const

const cycle = inspection(
  { issue: 'scs.issue', moves: { surveyed: 'resurvey_due' }, skip: inspectionSkips.scs, lead: 'assetDataOfficer' },
  { issued: 'toIssue', dueSoon: 'dueSoon', dueToday: 'dueSoon', overdue: 'expired', escalated: 'expired' },
)

/** Results of the last check that a row may bring, and what to do with those that it may not. */
const results: obligation.Results = {
  results: ['DECENT', 'NOT_DECENT', 'SURVEYED', 'CLONED', 'ESTIMATED', 'COPIED'],
  notByRow: { NO_ACCESS: obligation.noCheck('NO_ACCESS') },
}

export const survey = workflow({
  name: 'survey',
  title: 'Stock condition survey',
  prefix: 'SCS',
  law: ['stock.condition', 'scs.cycle', 'scs.attempts.min'],
  policies: ['scs.cycle', 'scs.issue', 'scs.attempts.min', 'evidence.chase'],
  facts,
  lead: 'assetDataOfficer',
  events: {
    'record.imported': obligation.recordImported(results),
    'certificate.voided': voided.certificateVoided,
    'applicability.confirmed': obligation.applicabilityConfirmed,
    'survey.issued': issued,
    'appointment.made': evidence.appointmentMade,
    'appointment.cancelled': evidence.appointmentCancelled,
    'visit.noAccess': evidence.visitNoAccess,
    'transfer.toContractor': transferred,
    'survey.submitted': submitted,
    'survey.accepted': accepted,
    'survey.rejected': z.strictObject({ reason: words(2000) }),
    'hazard.seen': hazardSeen,
    'data.cloned': z.strictObject({ on: day, from: words(200) }),
    'asset.disposed': obligation.assetDisposed,
  },
  initial: 'never_surveyed',
  starts: {
    unknown_applicability: f => f.applicability === 'unknown',
    not_applicable: f => f.applicability === 'not_required',
    survey_expired: (f, now) => standing(f, now.today, now.reckon) === 'survey_expired',
    resurvey_due: (f, now) => standing(f, now.today, now.reckon) === 'resurvey_due',
    surveyed: (f, now) => standing(f, now.today, now.reckon) === 'surveyed',
  },
  states: {
    never_surveyed: { title: 'Never surveyed', on: work },
    survey_expired: { title: 'Survey expired', on: work },
    surveyed: { title: 'Surveyed', on: work },
    resurvey_due: { title: 'To be surveyed again', on: work },
    issued: { title: 'Issued', on: work },
    attempt_1: { title: 'Attempted once', on: work },
    attempt_2_plus: { title: 'Attempted twice or more', on: work },
    with_contractor: { title: 'With a contractor', on: { ...work, 'survey.issued': [], 'visit.noAccess': failsFor() } },
    validation: {
      title: 'Submitted, to be validated',
      on: {
        'survey.submitted': submits,
        'survey.accepted': {
          to: 'surveyed',
          by: data,
          when: {
            'accepted by somebody other than who submitted it': (f, e) => e.by.id !== f.inHand?.by,
            'EVIDENCE_MISSING: the survey itself is on file': f => (f.inHand?.sha256.length ?? 0) > 0,
            'DHS_MISSING: each of the four criteria is answered': (f, e) =>
              (e.data.decent ?? f.inHand?.decent) !== undefined,
          },
          set: (f, e, now) => {
            const on = f.inHand?.on ?? e.on
            const nextDue = now.reckon.years(on, now.reckon.policy('scs.cycle'))
            const decent = e.data.decent ?? f.inHand?.decent
            const reference = e.data.reference ?? f.inHand?.reference
            return {
              deadline: nextDue,
              checks: [
                ...f.checks,
                {
                  on,
                  knownOn: now.today,
                  nextDue,
                  result: decent && Object.values(decent).every(Boolean) ? 'DECENT' : 'NOT_DECENT',
                  acceptedBy: e.by.id,
                  ...(f.inHand ? { sha256: f.inHand.sha256 } : {}),
                  ...(reference ? { reference } : {}),
                },
              ],
              ...(decent ? { decent: { ...decent, on } } : {}),
              inHand: undefined,
              attempts: [],
              withContractor: undefined,
              cloned: undefined,
            }
          },
        },
        'survey.rejected': { to: 'issued', by: data, set: () => ({ inHand: undefined }) },
      },
    },
    unknown_applicability: { title: 'Not known whether a survey is required' },
    not_applicable: {
      title: 'No survey required',
      final: 'not_required',
      on: { 'record.imported': imports, 'applicability.confirmed': confirms },
    },
    retired: { title: 'Retired', final: 'retired' },
  },
  anywhere: {
    'certificate.voided': voids,
    'record.imported': imports,
    'applicability.confirmed': confirms,
    'appointment.cancelled': {
      ...visits.cancels<Facts>(anyone),
      when: { 'there is an appointment': f => f.appointment !== undefined },
    },
    'hazard.seen': {
      by: anyone,
      raises: (_, e) => raisesHazards([e.data], e.at),
      notes: () => ['the hazard’s clocks run from this hour'],
    },
    'data.cloned': {
      by: data,
      set: (_, e) => ({ cloned: { on: e.data.on, from: e.data.from } }),
      notes: () => ['not counted as surveyed'],
    },
    'asset.disposed': register.disposes<Facts>(),
  },
  clocks: {
    deadline: {
      title: 'Stock condition survey',
      source: 'scs.cycle',
      kind: 'policy',
      runs: { except: ['unknown_applicability'] },
      due: (f, reckon, c) => {
        const check = f.checks.at(-1)
        if (!check) {
          const began = f.dutyBeganOn ?? dayOf(c.openedAt)
          reckon.because(`never surveyed: overdue since the duty began on ${began}`)
          return began
        }
        reckon.because(`last accepted survey ${check.on}`)
        return deadlineOf(f)
      },
      ladder: cycle.map(rung =>
        'days' in rung.at && rung.at.days >= 1
          ? { ...rung, to: { surveyed: 'survey_expired' as const, resurvey_due: 'survey_expired' as const } }
          : rung,
      ),
    },
    validate: {
      title: 'Validation of a survey',
      source: 'landlord.policy',
      kind: 'policy',
      chaser: true,
      runs: ['validation'],
      due: (f, reckon) => f.inHand && reckon.workingDays(f.inHand.claimedOn, reckon.policy('evidence.chase')),
      ladder: task('validateLate', ['assetDataOfficer', 'complianceManager']),
    },
    applicability: register.findsOut('Find out whether a survey is required'),
  },
  words: {
    toIssue: {
      subject: 'Stock condition survey to issue: {where}',
      body: 'The survey of this home is valid until {due}.',
      act: 'Issue the next survey, together with other visits where you can.',
    },
    dueSoon: {
      subject: 'Stock condition survey: {where}',
      body: 'The survey of this home is valid until {due}. After that its condition counts as unknown.',
      act: 'Have it surveyed by {due}.',
    },
    expired: {
      subject: 'No valid stock condition survey: {where}',
      body: 'There is no survey of the last five years for this home. An attempt is not a survey.',
      act: 'Survey it, or hand it to the contractor; after two failed visits use the access process.',
    },
    validateLate: {
      subject: 'Survey to validate: {where}',
      body: 'A survey was submitted. Until it is accepted the home does not count as surveyed.',
      act: 'Check it against the home and accept or reject it.',
    },
    applicabilityUnknown: {
      subject: 'Nobody knows whether a survey is required: {where}',
      body: 'It counts as not surveyed until it is known.',
      act: 'Find out, and record it with the reason.',
    },
  },
  obligation: obligation.obligationOf('scs', reckon => reckon.policy('scs.issue'), fromRecord, results),
})
