/**
 * One lift: its thorough examination under LOLER 1998 reg 9 and its defects under reg 10. The state is the lift's
 * service; the examination runs beside it. An early examination resets the clock, servicing never satisfies it, and a
 * lift that is withdrawn and isolated leaves it, to be examined before it is used again.
 */
import * as z from 'zod'
import { ruleFor, workflow } from '../core/declare.ts'
import { childId } from '../core/ids.ts'
import type { Reckon } from '../core/reckon.ts'
import { addDays, type Day, day, dayOf, endsAt, type Instant, instant } from '../core/time.ts'
import type { Happened, ObligationRecord, Raise, Rung, Situation } from '../core/workflow.ts'
import { emergency, inspection, inspectionSkips, tight } from '../law/ladders.ts'
import { task } from '../law/tasks.ts'
import * as evidence from './parts/evidence.ts'
import * as obligation from './parts/obligation.ts'
import * as register from './parts/register.ts'
import * as visits from './parts/visits.ts'
import * as voided from './parts/voided.ts'

const until = z.union([day, instant])

/** A is a danger now, B becomes one by a time, C is an observation. The letters are the insurers'. */
const defect = z.strictObject({
  id: z.string(),
  category: z.enum(['A', 'B', 'C']),
  what: z.string(),
  foundOn: day,
  until: until.optional(),
  reExamine: z.boolean().optional(),
  repaired: z.strictObject({ on: day, by: z.string(), knownOn: day, sha256: z.array(z.string()) }).optional(),
  verified: z.strictObject({ on: day, by: z.string() }).optional(),
})
type Defect = z.output<typeof defect>

const exam = z.strictObject({
  on: day,
  by: z.string(),
  result: z.string().optional(),
  nextOnReport: day.optional(),
  sha256: z.array(z.string()),
  reportOn: day.optional(),
  dangerous: z.boolean().optional(),
})

const facts = z.strictObject({
  ...obligation.obligationFacts,
  /** passenger where nothing is said: the strictest */
  subType: z.string().max(60).default('passenger'),
  /** a lift for firefighters or evacuation in a high-rise building: 24 hours out of action are reported */
  fireServiceReport: z.boolean().default(false),
  exam: exam.optional(),
  defects: z.array(defect).default([]),
  withdrawn: z.strictObject({ since: instant, why: z.enum(['defect_a', 'defect_b', 'choice']) }).optional(),
  isolatedOn: day.optional(),
  reviewedOn: day.optional(),
  authorityOwedOn: day.optional(),
  authorityCopiedOn: day.optional(),
  residentsOwedOn: day.optional(),
  residentsToldOn: day.optional(),
  out: z.array(z.strictObject({ from: instant, to: instant.optional(), why: z.string() })).default([]),
  fireServiceToldAt: instant.optional(),
  lastServiceOn: day.optional(),
})
type Facts = z.output<typeof facts>

/** Months between examinations: lifts for persons six, others twelve, those in homes by policy. */
const interval = (f: Pick<Facts, 'subType'>, reckon: Reckon): number => {
  if (f.subType === 'stairlift') return reckon.policy('lift.domestic.stairlift')
  if (f.subType === 'hoist' || f.subType === 'through_floor') return reckon.policy('lift.domestic.hoist')
  if (f.subType === 'goods' || f.subType === 'other') return reckon.rule('loler.other')
  return reckon.policy('loler.persons')
}

/** Reg 9 and Schedule 1: the interval after the examination itself, or the report's latest date if that is earlier. */
export const nextExam = (on: Day, f: Pick<Facts, 'subType'>, onReport: Day | undefined, reckon: Reckon): Day =>
  reckon.earliest(reckon.months(on, interval(f, reckon)), onReport) as Day

const nextDue = (f: Facts): Day | undefined => f.checks.at(-1)?.nextDue
const inWindow = (f: Facts, now: { today: Day; reckon: Reckon }): boolean => {
  const due = nextDue(f)
  return due === undefined || now.today >= addDays(due, -now.reckon.policy('lift.issue'))
}
const examined = (f: Facts, on: Day): boolean => (nextDue(f) ?? '') >= on

/** What bars use: a danger that nobody has verified as gone, or one whose time has come without a repair. */
const barring = (f: Facts, moment: Instant): Defect[] =>
  f.defects.filter(
    d =>
      !d.verified &&
      (d.category === 'A' || (d.category === 'B' && !d.repaired && d.until !== undefined && endsAt(d.until) <= moment)),
  )
const timed = (f: Facts): Defect[] => f.defects.filter(d => d.category === 'B' && !d.verified)

const kept = (f: Facts, on: Day): Facts['rests'] => f.rests.map(r => (r.to === undefined ? { ...r, to: on } : r))
const back = (f: Facts, e: { at: Instant; on: Day }): Partial<Facts> => ({
  withdrawn: undefined,
  isolatedOn: undefined,
  reviewedOn: undefined,
  fireServiceToldAt: undefined,
  residentsOwedOn: undefined,
  residentsToldOn: undefined,
  rests: kept(f, e.on),
  out: f.out.map(o => (o.to === undefined ? { ...o, to: e.at } : o)),
})
const stops = (f: Facts, at: Instant, why: string): Facts['out'] =>
  f.out.some(o => o.to === undefined) ? f.out : [...f.out, { from: at, why }]

const examiners = ['contractor', 'complianceOfficer', 'complianceManager', 'officer'] as const
const compliance = ['complianceOfficer', 'complianceManager'] as const
const anyone = [...examiners, 'housingOfficer', 'teamLeader', 'fireSafetyLead'] as const

const sound = ['NO_DEFECTS', 'NO_DEFECTS_FOUND', 'NO_DEFECT', 'SATISFACTORY', 'PASS', 'PASSED', 'SAFE', 'OK'] as const
/** Whatever a report calls it, the defects themselves come with it, each with its category. */
const faulty = [
  'DEFECTS',
  'DEFECTS_FOUND',
  'DEFECT_A',
  'DEFECT_B',
  'DEFECT_C',
  'A',
  'B',
  'C',
  'OBSERVATION',
  'UNSATISFACTORY',
  'FAIL',
  'UNSAFE',
] as const
/** Categories of a report of examination; another word is asked about, never taken for the mildest. */
const observation = z.looseObject({
  code: z.enum(['A', 'B', 'C', 'OBSERVATION']),
  text: z.string().max(2000),
  ref: z.string().max(100).optional(),
  by: day.optional(),
})
const examCompleted = z.looseObject({
  result: z.enum([...sound, ...faulty]).optional(),
  visitDate: day.optional(),
  nextDateOnReport: day.optional(),
  observations: z.array(observation).default([]),
  operative: evidence.operative.optional(),
  documents: evidence.documents.optional(),
})
const defectA = z.looseObject({
  defect: z.string().min(1).max(100).optional(),
  actionTaken: z.string().max(2000),
  isolated: z.boolean(),
  reExamine: z.boolean().optional(),
  documents: evidence.documents.optional(),
})
const defectB = z.looseObject({
  defect: z.string().min(1).max(100).optional(),
  what: z.string().min(1).max(2000),
  until,
  reExamine: z.boolean().optional(),
  documents: evidence.documents.optional(),
})
const repairCompleted = z.looseObject({
  /** ours or the contractor's; absent: all that are open */
  actionRefs: z.array(z.string()).optional(),
  completedAt: instant.optional(),
  documents: evidence.documents.optional(),
})
const hashes = (documents: { sha256: string }[] | undefined) => (documents ?? []).map(d => d.sha256.toLowerCase())

const examOn = (e: { on: Day; data: { visitDate?: Day | undefined } }): Day => e.data.visitDate ?? e.on
type Exam = Happened<z.output<typeof examCompleted>>

/** Defects of a report; the same one told twice is one. */
const found = (f: Facts, e: Exam): Defect[] =>
  e.data.observations.flatMap((o, index): Defect[] => {
    const category = o.code === 'OBSERVATION' ? 'C' : o.code
    const id = o.ref ?? `${examOn(e)}-${index + 1}`
    if (f.defects.some(d => d.id === id)) return []
    return [{ id, category, what: o.text, foundOn: examOn(e), ...(o.by ? { until: o.by } : {}) }]
  })

const keyOf = (d: Pick<Defect, 'id'>) => `defect:${d.id}`
const actionFor = (d: Defect, e: { on: Day; at: Instant }): Raise => ({
  workflow: 'action',
  key: keyOf(d),
  facts: {
    stream: 'lifts',
    // Of a defect that is a danger nobody says more than what was done about it.
    description: d.category === 'A' ? `Lift defect of category A, a danger to people. Done so far: ${d.what}` : d.what,
    priority: d.category === 'A' ? 'P0' : d.category === 'B' ? 'P1' : 'P3',
    kind: d.category === 'A' ? 'lift.a' : d.category === 'B' ? 'lift.b' : 'lift.c',
    raisedOn: d.foundOn,
    raisedAt: e.on === d.foundOn ? e.at : undefined,
    category: d.category,
    source: 'lifts.exam',
    sourceReference: d.id,
    ...(d.until ? { statutoryDueOn: d.until } : {}),
  },
})

/** The repair is also an action: what is said here is passed on to it, if it is still open. */
const toAction = (now: Situation, d: Defect, type: string, data: Record<string, unknown>): Raise[] => {
  const id = childId('action', now.case.id, keyOf(d))
  const child = now.case.children[id]
  return child && !child.closed ? [{ workflow: 'action', id, event: { type, data } }] : []
}

const examFacts = (f: Facts, e: Exam, now: Situation): Partial<Facts> => {
  const defects = found(f, e)
  const dangerous = defects.some(d => d.category === 'A')
  return {
    exam: {
      on: examOn(e),
      by: e.by.id,
      sha256: hashes(e.data.documents),
      ...(e.data.result ? { result: e.data.result } : {}),
      ...(e.data.nextDateOnReport ? { nextOnReport: e.data.nextDateOnReport } : {}),
      ...(e.data.documents?.length ? { reportOn: now.today } : {}),
      ...(dangerous ? { dangerous } : {}),
    },
    defects: [...f.defects, ...defects],
  }
}
const sane = {
  'DATE_IN_FUTURE: the examination was not made in the future': (_: Facts, e: Exam, now: Situation) =>
    examOn(e) <= now.today,
  'DATE_BEFORE_PREVIOUS: it is later than the last accepted one': (f: Facts, e: Exam) =>
    examOn(e) > (f.checks.at(-1)?.on ?? ''),
  'DEFECT_MISSING: a result that names a defect comes with it': (_: Facts, e: Exam) =>
    !faulty.some(word => word === e.data.result) || e.data.observations.length > 0,
  'DEFECT_DATE_MISSING: a defect of category B has its date': (_: Facts, e: Exam) =>
    e.data.observations.every(o => o.code !== 'B' || o.by !== undefined),
}
const danger = (f: Facts, at: Instant, on: Day, why: 'defect_a' | 'defect_b'): Partial<Facts> => ({
  withdrawn: f.withdrawn ?? { since: at, why },
  out: stops(f, at, why),
  residentsOwedOn: f.residentsOwedOn ?? on,
  ...(why === 'defect_a' ? { authorityOwedOn: on, authorityCopiedOn: undefined } : {}),
})
const isolates = (f: Facts, on: Day): Partial<Facts> =>
  f.isolatedOn ? {} : { isolatedOn: on, rests: [...f.rests, { from: on, why: 'withdrawn and isolated' }] }

const dangerTells = [
  {
    template: 'dangerous' as const,
    roles: ['complianceManager' as const, 'headOfService' as const],
    urgency: 'emergency' as const,
  },
]
const examRule = ruleFor<Facts, typeof examCompleted>()
const raisesFound = (f: Facts, e: Exam) => found(f, e).map(d => actionFor(d, e))
const examDanger = examRule({
  to: 'withdrawn',
  by: examiners,
  when: { ...sane, 'the report holds a danger to persons': (f, e) => found(f, e).some(d => d.category === 'A') },
  set: (f, e, now) => ({ ...examFacts(f, e, now), ...danger(f, e.at, e.on, 'defect_a') }),
  raises: raisesFound,
  tells: dangerTells,
})
const examTimed = examRule({
  to: 'in_service_time_limited',
  by: examiners,
  when: { ...sane, 'the report gives a defect until a date': (f, e) => found(f, e).some(d => d.category === 'B') },
  set: examFacts,
  raises: raisesFound,
})
const examPlain = examRule({ by: examiners, when: sane, set: examFacts, raises: raisesFound })
/** In use: the findings decide. Out of use: they are kept, and looked at before it returns. */
const examines = [examDanger, examTimed, examPlain] as const
const examinesOutOfUse = [examDanger, examPlain] as const

const aRule = ruleFor<Facts, typeof defectA>()({
  to: 'withdrawn',
  by: anyone,
  set: (f, e) => ({
    ...danger(f, e.at, e.on, 'defect_a'),
    defects: [...f.defects.filter(d => d.id !== idOfA(e)), defectOf(e)],
    ...(e.data.isolated && hashes(e.data.documents).length > 0 ? isolates(f, e.on) : {}),
  }),
  raises: (_, e) => [actionFor(defectOf(e), e)],
  tells: dangerTells,
})
type A = Happened<z.output<typeof defectA>>
const idOfA = (e: A) => e.data.defect ?? `A-${e.on}`
const defectOf = (e: A): Defect => ({
  id: idOfA(e),
  category: 'A',
  what: e.data.actionTaken,
  foundOn: e.on,
  ...(e.data.reExamine ? { reExamine: true } : {}),
})

type B = Happened<z.output<typeof defectB>>
const defectOfB = (e: B): Defect => ({
  id: e.data.defect ?? `B-${e.on}`,
  category: 'B',
  what: e.data.what,
  foundOn: e.on,
  until: e.data.until,
  ...(e.data.reExamine ? { reExamine: true } : {}),
})
const bRule = ruleFor<Facts, typeof defectB>()
const addsB = {
  by: examiners,
  set: (f: Facts, e: B): Partial<Facts> => ({
    defects: [...f.defects.filter(d => d.id !== defectOfB(e).id), defectOfB(e)],
  }),
  raises: (_: Facts, e: B) => [actionFor(defectOfB(e), e)],
} as const

const meant = (f: Facts, refs: string[] | undefined, c: Situation['case']): Defect[] =>
  f.defects.filter(
    d => !d.verified && (refs === undefined || refs.includes(d.id) || refs.includes(childId('action', c.id, keyOf(d)))),
  )
const repairs = ruleFor<Facts, typeof repairCompleted>()({
  by: anyone,
  when: {
    'DEFECT_UNKNOWN: it names a defect that is open': (f, e, now) => meant(f, e.data.actionRefs, now.case).length > 0,
    'there is evidence of the repair: a report or photograph by its hash': (_, e) =>
      hashes(e.data.documents).length > 0,
  },
  set: (f, e, now) => {
    const these = meant(f, e.data.actionRefs, now.case)
    const on = e.data.completedAt ? dayOf(e.data.completedAt) : e.on
    return {
      defects: f.defects.map(d =>
        these.includes(d)
          ? { ...d, repaired: { on, by: e.by.id, knownOn: now.today, sha256: hashes(e.data.documents) } }
          : d,
      ),
    }
  },
  raises: (f, e, now) =>
    meant(f, e.data.actionRefs, now.case).flatMap(d =>
      toAction(now, d, 'completion.claimed', {
        completedOn: e.data.completedAt ? dayOf(e.data.completedAt) : e.on,
        documents: e.data.documents ?? [],
      }),
    ),
})

const repairVerified = z.strictObject({ defects: z.array(z.string()).optional(), how: z.string().max(2000).optional() })
type Verified = Happened<z.output<typeof repairVerified>>
const verifiable = (f: Facts, e: Verified): Defect[] =>
  f.defects.filter(d => !d.verified && d.repaired && (e.data.defects === undefined || e.data.defects.includes(d.id)))
const verifiedFacts = (f: Facts, e: Verified): Partial<Facts> => {
  const these = verifiable(f, e)
  return { defects: f.defects.map(d => (these.includes(d) ? { ...d, verified: { on: e.on, by: e.by.id } } : d)) }
}
const twoPeople = {
  'NOT_REPAIRED: it is claimed repaired, with evidence': (f: Facts, e: Verified) => verifiable(f, e).length > 0,
  'verified by somebody other than who repaired it': (f: Facts, e: Verified) =>
    verifiable(f, e).every(d => d.repaired?.by !== e.by.id),
}
/** What bars a return to use; each sentence names its own reason. */
const usable = {
  'EXAM_FIRST: its thorough examination is in date': (f: Facts, e: { on: Day }) => examined(f, e.on),
  'DEFECT_OPEN: no defect bars its use': (f: Facts, e: { at: Instant }) =>
    barring(f, e.at).length === 0 ||
    barring(f, e.at)
      .map(d => d.id)
      .join(', '),
  'REEXAMINE: it was examined after a repair that asked for it': (f: Facts) =>
    f.defects.every(d => !d.reExamine || (f.checks.at(-1)?.on ?? '') >= (d.repaired?.on ?? '9999')),
}
const may = (f: Facts, e: { at: Instant; on: Day }): boolean =>
  Object.values(usable).every(holds => holds(f, e) === true)
const after = (f: Facts, e: Verified): Facts => ({ ...f, ...verifiedFacts(f, e) })

const verify = ruleFor<Facts, typeof repairVerified>()
const tellsAction = (f: Facts, e: Verified, now: Situation): Raise[] =>
  verifiable(f, e).flatMap(d => toAction(now, d, 'completion.verified', { how: e.data.how ?? 'verified at the lift' }))
const verifying = { by: [...compliance, 'fireSafetyLead', 'headOfService'] as const, raises: tellsAction }
const stays = verify({
  ...verifying,
  when: twoPeople,
  set: verifiedFacts,
  notes: (f, e) => Object.entries(usable).flatMap(([why, holds]) => (holds(after(f, e), e) === true ? [] : [why])),
})
const verifiesInUse = [
  verify({
    ...verifying,
    to: 'in_service_time_limited',
    when: { ...twoPeople, 'another defect has its date': (f, e) => timed(after(f, e)).length > 0 },
    set: verifiedFacts,
  }),
  verify({
    ...verifying,
    to: 'exam_due',
    when: { ...twoPeople, 'the next examination is to be issued': (f, _, now) => inWindow(f, now) },
    set: verifiedFacts,
  }),
  verify({ ...verifying, to: 'in_service', when: twoPeople, set: verifiedFacts }),
] as const
const freed = {
  ...twoPeople,
  'it was withdrawn for a defect': (f: Facts) => f.withdrawn !== undefined && f.withdrawn.why !== 'choice',
  'nothing else bars its use': (f: Facts, e: Verified) => may(after(f, e), e),
}
const verifiesWithdrawn = [
  verify({
    ...verifying,
    to: 'in_service_time_limited',
    when: { ...freed, 'another defect has its date': (f, e) => timed(after(f, e)).length > 0 },
    set: (f, e) => ({ ...verifiedFacts(f, e), ...back(f, e) }),
  }),
  verify({
    ...verifying,
    to: 'exam_due',
    when: { ...freed, 'the next examination is to be issued': (f, _, now) => inWindow(f, now) },
    set: (f, e) => ({ ...verifiedFacts(f, e), ...back(f, e) }),
  }),
  verify({ ...verifying, to: 'in_service', when: freed, set: (f, e) => ({ ...verifiedFacts(f, e), ...back(f, e) }) }),
  stays,
] as const

const returned = z.looseObject({ note: z.string().max(2000).optional(), documents: evidence.documents.optional() })
const returning = ruleFor<Facts, typeof returned>()
const returns = [
  returning({
    to: 'in_service_time_limited',
    by: anyone,
    when: { ...usable, 'a defect still has its date': f => timed(f).length > 0 },
    set: back,
  }),
  returning({
    to: 'exam_due',
    by: anyone,
    when: { ...usable, 'the next examination is to be issued': (f, _, now) => inWindow(f, now) },
    set: back,
  }),
  returning({ to: 'in_service', by: anyone, when: usable, set: back }),
] as const

const breakdown = z.looseObject({ what: z.string().max(2000), documents: evidence.documents.optional() })
const breaks = ruleFor<Facts, typeof breakdown>()({
  to: 'out_of_service',
  by: [...anyone, 'resident'],
  set: (f, e) => ({ out: stops(f, e.at, 'breakdown'), residentsOwedOn: e.on }),
})
const withdrawal = z.looseObject({
  reason: z.string().min(1).max(2000),
  isolated: z.boolean(),
  documents: evidence.documents.optional(),
})
const withdraws = ruleFor<Facts, typeof withdrawal>()({
  to: 'withdrawn',
  by: [...compliance, 'fireSafetyLead', 'headOfService'],
  set: (f, e) => ({
    withdrawn: { since: e.at, why: 'choice' },
    out: stops(f, e.at, 'withdrawn'),
    residentsOwedOn: e.on,
    ...(e.data.isolated && hashes(e.data.documents).length > 0 ? isolates(f, e.on) : {}),
  }),
})

const submitted = z.looseObject({
  document: evidence.document.optional(),
  documents: evidence.documents.optional(),
  nextDateOnReport: day.optional(),
})
const accepted = z.strictObject({ reference: z.string().max(100).optional() })
const accepting = ruleFor<Facts, typeof accepted>()
const onFile = {
  'the report itself is on file': (f: Facts) => (f.exam?.sha256.length ?? 0) > 0,
  'accepted by somebody other than who examined it': (f: Facts, e: { by: { id: string } }) => f.exam?.by !== e.by.id,
}
const acceptFacts = (f: Facts, e: Happened<z.output<typeof accepted>>, now: Situation): Partial<Facts> =>
  f.exam === undefined
    ? {}
    : {
        checks: [
          ...f.checks,
          {
            on: f.exam.on,
            knownOn: now.today,
            nextDue: nextExam(f.exam.on, f, f.exam.nextOnReport, now.reckon),
            result: f.exam.result ?? 'EXAMINED',
            acceptedBy: e.by.id,
            sha256: f.exam.sha256,
            ...(nextDue(f) ? { against: nextDue(f) } : {}),
            ...(e.data.reference ? { reference: e.data.reference } : {}),
          },
        ],
        exam: undefined,
      }
const lateNote = (f: Facts): string[] => {
  const due = nextDue(f)
  return f.exam && due && f.exam.on > due ? ['examined after its due date'] : []
}
const acceptsInPlace = accepting({ by: compliance, when: onFile, set: acceptFacts, notes: lateNote })
const acceptsInUse = [
  accepting({
    to: 'exam_due',
    by: compliance,
    when: {
      ...onFile,
      'the next one is already to be issued': (f, e, now) => inWindow({ ...f, ...acceptFacts(f, e, now) }, now),
    },
    set: acceptFacts,
    notes: lateNote,
  }),
  accepting({ to: 'in_service', by: compliance, when: onFile, set: acceptFacts, notes: lateNote }),
] as const

const childClosed = z.looseObject({ child: z.string(), outcome: z.string() })
/** The repair was verified at its action. The defect is gone; a lift out of use returns by a decision of its own. */
const byAction = (f: Facts, e: Happened<z.output<typeof childClosed>>, now: Situation): Partial<Facts> =>
  e.data.outcome !== 'done'
    ? {}
    : {
        defects: f.defects.map(d =>
          !d.verified && childId('action', now.case.id, keyOf(d)) === e.data.child
            ? {
                ...d,
                repaired: d.repaired ?? { on: e.on, by: 'its action', knownOn: now.today, sha256: [] },
                verified: { on: e.on, by: e.by.id },
              }
            : d,
        ),
      }
const closing = ruleFor<Facts, typeof childClosed>()
const untimed = {
  'no defect has a date any more': (f: Facts, e: Happened<z.output<typeof childClosed>>, now: Situation) =>
    timed({ ...f, ...byAction(f, e, now) }).length === 0,
}

const fromRecord = (row: ObligationRecord, reckon: Reckon): Record<string, unknown> => {
  const subType = row.subType ?? 'passenger'
  const due = row.lastDoneOn ? nextExam(row.lastDoneOn, { subType }, row.dueOn, reckon) : row.dueOn
  return {
    ...obligation.commonRecord(row),
    fireServiceReport: subType === 'firefighting' || subType === 'evacuation',
    checks: obligation.recordedCheck(row, due),
  }
}
const registered = {
  idle: 'in_service',
  due: 'exam_due',
  quiet: ['in_service', 'exam_due', 'unknown_applicability', 'not_applicable'],
  // Out of use is in hand too: a row that made it "not known" would lose why nobody may ride in it.
  busy: (f: Facts) =>
    f.exam !== undefined ||
    f.withdrawn !== undefined ||
    f.out.some(o => o.to === undefined) ||
    f.defects.some(d => !d.verified && d.category !== 'C'),
  inWindow: (f: Facts, now: Situation) => inWindow(f, now),
  fromRecord,
} as const

/** The lift whose defect has its date is taken out of use at that very moment. */
const byTheDate: Rung<'in_service_time_limited' | 'withdrawn', 'takenOut'> = {
  at: { hours: 0 },
  tell: ['complianceManager', 'headOfService'],
  template: 'takenOut',
  urgency: 'emergency',
  to: { in_service_time_limited: 'withdrawn' },
  set: (f: Facts, _, reached) => danger(f, reached, dayOf(reached), 'defect_b'),
}
const timedLadder = tight({
  dueSoon: 'defectSoon',
  dueToday: 'defectToday',
  overdue: 'takenOut',
  escalated: 'takenOut',
})
const upToTheDay = timedLadder.filter(rung => 'share' in rung.at || ('days' in rung.at && rung.at.days <= 0))
const beyond = timedLadder.filter(rung => 'workingDays' in rung.at)

const serving = ['in_service', 'exam_due', 'in_service_time_limited'] as const
const stopped = ['withdrawn', 'out_of_service'] as const
const rejected = z.strictObject({ reason: z.string().min(1).max(2000) })
const wherever = {
  'report.submitted': ruleFor<Facts, typeof submitted>()({
    by: examiners,
    when: {
      'an examination is in hand': (f: Facts) => f.exam !== undefined,
      'a document is attached': (_, e) =>
        hashes([...(e.data.documents ?? []), ...(e.data.document ? [e.data.document] : [])]).length > 0,
    },
    set: (f, e, now) => ({
      exam: f.exam && {
        ...f.exam,
        sha256: [
          ...new Set([
            ...f.exam.sha256,
            ...hashes([...(e.data.documents ?? []), ...(e.data.document ? [e.data.document] : [])]),
          ]),
        ],
        reportOn: now.today,
        ...(e.data.nextDateOnReport ? { nextOnReport: e.data.nextDateOnReport } : {}),
      },
    }),
  }),
  'certificate.rejected': ruleFor<Facts, typeof rejected>()({
    by: compliance,
    when: { 'an examination is in hand': f => f.exam !== undefined },
    set: f => ({ exam: f.exam && { ...f.exam, sha256: [], reportOn: undefined } }),
  }),
} as const
/** Results of the last check that a row may bring, and what to do with those that it may not. */
const results: obligation.Results = {
  results: sound,
  notByRow: {
    DEFECT_C: obligation.asAction('DEFECT_C', 'P3'),
    DEFECT_A: 'a danger to persons: open the lift with the date of the examination before, then record defect.a on it',
    DEFECT_B: 'it has its own date: open the lift with the date of the examination before, then record defect.b on it',
  },
}

export const lifts = workflow({
  name: 'lifts',
  title: 'Lift: thorough examination and defects',
  law: [
    'loler.persons',
    'loler.other',
    'loler.report.nextExam',
    'loler.defect.A',
    'loler.defect.B',
    'loler.returnToService',
    'fire.hrb.liftEquipmentReport',
  ],
  policies: ['lift.issue', 'loler.persons', 'loler.report.chase', 'evidence.chase', 'lift.withdrawn.review'],
  facts,
  lead: 'complianceManager',
  events: {
    'record.imported': obligation.recordImported(results),
    'certificate.voided': voided.certificateVoided,
    'applicability.confirmed': obligation.applicabilityConfirmed,
    'asset.disposed': obligation.assetDisposed,
    'lift.described': z.strictObject({ fireServiceReport: z.boolean(), subType: z.string().max(60).optional() }),
    'appointment.made': evidence.appointmentMade,
    'appointment.cancelled': evidence.appointmentCancelled,
    'exam.completed': examCompleted,
    'report.submitted': submitted,
    'certificate.submitted': submitted,
    'certificate.accepted': accepted,
    'certificate.rejected': rejected,
    'defect.a': defectA,
    'unsafe.found': defectA,
    'defect.b': defectB,
    'repair.completed': repairCompleted,
    'repair.verified': repairVerified,
    'repair.disputed': rejected,
    'child.closed': childClosed,
    'breakdown.reported': breakdown,
    'returned.toService': returned,
    'lift.withdrawn': withdrawal,
    'isolation.evidenced': z.strictObject({ documents: evidence.documents.min(1) }),
    'withdrawal.reviewed': z.strictObject({ decision: z.string().min(1).max(2000) }),
    'authority.copied': z.strictObject({ on: day, documents: evidence.documents.min(1) }),
    'residents.told': z.strictObject({ plan: z.string().min(1).max(2000) }),
    'fireService.reported': z.strictObject({ reference: z.string().min(1).max(100) }),
    'service.completed': z.looseObject({ documents: evidence.documents.optional() }),
  },
  initial: 'in_service',
  starts: {
    unknown_applicability: f => f.applicability === 'unknown',
    not_applicable: f => f.applicability === 'not_required',
    exam_due: inWindow,
  },
  states: {
    in_service: {
      title: 'In service',
      on: {
        'exam.completed': examines,
        'certificate.accepted': acceptsInUse,
        'defect.b': bRule({ to: 'in_service_time_limited', ...addsB }),
        'breakdown.reported': breaks,
        'repair.verified': verifiesInUse,
        'lift.withdrawn': withdraws,
      },
    },
    exam_due: {
      title: 'In service, examination due',
      on: {
        'exam.completed': examines,
        'certificate.accepted': acceptsInUse,
        'defect.b': bRule({ to: 'in_service_time_limited', ...addsB }),
        'breakdown.reported': breaks,
        'repair.verified': verifiesInUse,
        'lift.withdrawn': withdraws,
      },
    },
    in_service_time_limited: {
      title: 'In service until a date',
      on: {
        'exam.completed': examines,
        'certificate.accepted': acceptsInPlace,
        'child.closed': [
          closing({
            to: 'exam_due',
            when: { ...untimed, 'the next examination is to be issued': (f, _, now) => inWindow(f, now) },
            set: byAction,
          }),
          closing({ to: 'in_service', when: untimed, set: byAction }),
          closing({ set: byAction }),
        ],
        'defect.b': bRule(addsB),
        'breakdown.reported': breaks,
        'repair.verified': verifiesInUse,
        'lift.withdrawn': withdraws,
      },
    },
    withdrawn: {
      title: 'Withdrawn from use',
      suspended: 'withdrawn',
      on: {
        'exam.completed': examinesOutOfUse,
        'certificate.accepted': acceptsInPlace,
        'defect.b': bRule(addsB),
        'repair.verified': verifiesWithdrawn,
        'returned.toService': returns,
        'withdrawal.reviewed': { by: [...compliance, 'headOfService'], set: (_, e) => ({ reviewedOn: e.on }) },
      },
    },
    out_of_service: {
      title: 'Out of service: broken down',
      on: {
        'exam.completed': examinesOutOfUse,
        'certificate.accepted': acceptsInPlace,
        'defect.b': bRule(addsB),
        'repair.verified': [stays],
        'returned.toService': returns,
        'lift.withdrawn': withdraws,
      },
    },
    unknown_applicability: {
      title: 'Not known whether an examination is required',
      on: {
        'defect.a': [],
        'unsafe.found': [],
        'repair.completed': [],
        'repair.disputed': [],
        'report.submitted': [],
        'certificate.submitted': [],
        'certificate.rejected': [],
        'isolation.evidenced': [],
        'authority.copied': [],
        'residents.told': [],
        'fireService.reported': [],
      },
    },
    not_applicable: {
      title: 'No examination required',
      final: 'not_required',
      on: {
        'record.imported': register.imports<Facts, 'exam_due' | 'in_service'>(registered),
        'applicability.confirmed': register.confirms<Facts, 'exam_due' | 'in_service'>(registered),
      },
    },
    retired: { title: 'Retired', final: 'retired' },
  },
  anywhere: {
    'certificate.voided': voided.voids<Facts>(),
    'record.imported': register.imports<Facts, 'exam_due' | 'in_service'>(registered),
    'applicability.confirmed': register.confirms<Facts, 'exam_due' | 'in_service'>(registered),
    'asset.disposed': register.disposes<Facts>(),
    'lift.described': {
      by: ['assetDataOfficer', ...compliance],
      set: (f, e) => ({
        fireServiceReport: e.data.fireServiceReport,
        subType: e.data.subType ?? f.subType,
      }),
    },
    'appointment.made': { by: anyone },
    'appointment.cancelled': visits.callsOff<Facts>(anyone),
    'report.submitted': wherever['report.submitted'],
    'certificate.submitted': wherever['report.submitted'],
    'certificate.rejected': wherever['certificate.rejected'],
    'defect.a': aRule,
    'unsafe.found': aRule,
    'child.closed': closing({ set: byAction }),
    'repair.completed': repairs,
    'repair.disputed': {
      by: compliance,
      set: f => ({ defects: f.defects.map(({ repaired, ...d }) => (d.verified && repaired ? { ...d, repaired } : d)) }),
    },
    'isolation.evidenced': {
      by: anyone,
      when: { 'it is withdrawn from use': (_, __, now) => now.case.state === 'withdrawn' },
      set: (f, e) => isolates(f, e.on),
    },
    'authority.copied': {
      by: examiners,
      set: (_, e) => ({ authorityCopiedOn: e.data.on, authorityOwedOn: undefined }),
    },
    'residents.told': {
      by: ['housingOfficer', 'teamLeader', ...compliance],
      set: (_, e) => ({ residentsToldOn: e.on, residentsOwedOn: undefined }),
    },
    'fireService.reported': { by: anyone, set: (_, e) => ({ fireServiceToldAt: e.at }) },
    'service.completed': {
      by: examiners,
      set: (_, e) => ({ lastServiceOn: e.on }),
      notes: () => ['servicing: it does not stand for the thorough examination'],
    },
  },
  clocks: {
    deadline: {
      title: 'Thorough examination',
      source: 'loler.persons',
      kind: 'statutory',
      runs: [...serving, ...stopped],
      from: f => f.checks.at(-1)?.on,
      due: (f, reckon, c) => {
        if (f.isolatedOn) return undefined
        const check = f.checks.at(-1)
        if (!check) {
          reckon.because(`never examined: overdue since the duty began on ${f.dutyBeganOn ?? dayOf(c.openedAt)}`)
          return f.dutyBeganOn ?? dayOf(c.openedAt)
        }
        reckon.because(`last accepted examination ${check.on}`)
        const byInterval = reckon.months(check.on, interval(f, reckon))
        if (check.nextDue < byInterval) reckon.because(`the report asks for the next one by ${check.nextDue}`)
        return check.nextDue
      },
      ladder: inspection(
        { issue: 'lift.issue', moves: { in_service: 'exam_due' }, skip: inspectionSkips.lifts },
        {
          issued: 'examIssued',
          dueSoon: 'examSoon',
          dueToday: 'examToday',
          overdue: 'examOverdue',
          escalated: 'examStillOverdue',
        },
      ),
    },
    report: {
      title: 'Report of the examination',
      source: 'loler.report.chase',
      kind: 'code',
      runs: [...serving, ...stopped],
      due: (f, reckon) => {
        if (!f.exam) return undefined
        if (f.exam.reportOn) {
          reckon.because(`report received ${f.exam.reportOn}, to be reviewed`)
          return reckon.workingDays(f.exam.reportOn, reckon.policy('evidence.chase'))
        }
        reckon.because(`examined on ${f.exam.on}, report not received`)
        return f.exam.dangerous
          ? reckon.workingDays(f.exam.on, reckon.policy('lift.authorityCopy'))
          : reckon.days(f.exam.on, reckon.policy('loler.report.chase'))
      },
      ladder: task('reportLate', ['complianceOfficer', 'complianceManager']),
    },
    defect_b: {
      title: 'Defect to be put right by the date on the report',
      source: 'loler.defect.B',
      kind: 'statutory',
      runs: ['in_service_time_limited'],
      from: f => timed(f)[0]?.foundOn,
      due: (f, reckon) => {
        const open = timed(f).filter(d => !d.repaired)
        for (const d of open) reckon.because(`defect ${d.id} could become a danger by ${d.until}`)
        return reckon.earliest(...open.map(d => d.until))
      },
      ladder: [...upToTheDay, byTheDate, ...beyond],
    },
    verify: {
      title: 'Verify the repair',
      source: 'landlord.policy',
      kind: 'policy',
      chaser: true,
      runs: [...serving, ...stopped],
      due: (f, reckon) => {
        const waiting = f.defects.filter(d => d.repaired && !d.verified).map(d => d.repaired?.knownOn)
        const first = reckon.earliest(...waiting)
        return first && reckon.workingDays(first, reckon.policy('evidence.chase'))
      },
      ladder: task('verifyLate', ['complianceOfficer', 'complianceManager']),
    },
    isolation: {
      title: 'Evidence that the lift is isolated',
      source: 'loler.defect.A',
      kind: 'policy',
      runs: ['withdrawn'],
      due: (f, reckon, c) =>
        f.isolatedOn
          ? undefined
          : reckon.workingDays(dayOf(f.withdrawn?.since ?? c.enteredAt), reckon.policy('lift.isolation')),
      ladder: task('isolationMissing', ['complianceOfficer', 'complianceManager']),
    },
    authority: {
      title: 'Copy of the report to the enforcing authority',
      source: 'loler.enforcingAuthorityCopy',
      kind: 'statutory',
      runs: [...serving, ...stopped],
      due: (f, reckon) =>
        f.authorityOwedOn && reckon.workingDays(f.authorityOwedOn, reckon.policy('lift.authorityCopy')),
      ladder: task('authorityOwed', ['complianceOfficer', 'complianceManager']),
    },
    residents: {
      title: 'Plan for residents without the lift',
      source: 'landlord.policy',
      kind: 'policy',
      runs: stopped,
      due: (f, reckon) => f.residentsOwedOn && reckon.workingDays(f.residentsOwedOn, reckon.policy('lift.residents')),
      ladder: task('residentsOwed', ['housingOfficer', 'teamLeader', 'complianceManager']),
    },
    fire_service: {
      title: 'Report to the fire and rescue service: 24 hours out of action',
      source: 'fire.hrb.liftEquipmentReport',
      kind: 'statutory',
      runs: stopped,
      from: f => f.out.find(o => o.to === undefined)?.from,
      due: (f, reckon) => {
        const since = f.out.find(o => o.to === undefined)?.from
        return f.fireServiceReport && since && !f.fireServiceToldAt
          ? reckon.hours(since, reckon.rule('fire.hrb.liftEquipmentReport'))
          : undefined
      },
      ladder: emergency(
        {
          dueSoon: 'fireServiceDue',
          dueToday: 'fireServiceDue',
          overdue: 'fireServiceLate',
          escalated: 'fireServiceLate',
        },
        { lead: 'fireSafetyLead' },
      ),
    },
    out_of_use: {
      title: 'Lift out of use',
      source: 'landlord.policy',
      kind: 'policy',
      runs: ['withdrawn'],
      due: (f, reckon, c) =>
        reckon.days(f.reviewedOn ?? dayOf(f.withdrawn?.since ?? c.enteredAt), reckon.policy('lift.withdrawn.review')),
      ladder: task('withdrawnReview', ['complianceManager', 'headOfService']),
    },
    broken: {
      title: 'Lift broken down',
      source: 'landlord.policy',
      kind: 'policy',
      runs: ['out_of_service'],
      due: (f, reckon, c) =>
        reckon.days(
          dayOf(f.out.find(o => o.to === undefined)?.from ?? c.enteredAt),
          reckon.policy('lift.outOfService'),
        ),
      ladder: task('stillBroken', ['complianceOfficer', 'complianceManager']),
    },
    applicability: register.findsOut('Find out whether an examination is required'),
  },
  words: {
    examIssued: {
      subject: 'Lift examination to book: {where}',
      body: 'The thorough examination must be made by {due} ({late}). Servicing does not stand for it.',
      act: 'Book the competent person now.',
    },
    examSoon: {
      subject: 'Lift examination, {where}',
      body: 'No accepted examination yet. It must be made by {due}.',
      act: 'Make sure it is booked and the report will follow.',
    },
    examToday: {
      subject: 'Lift examination due today: {where}',
      body: 'Today is the last day. From tomorrow the lift is used in breach of LOLER.',
      act: 'Have it examined today, or withdraw and isolate it.',
    },
    examOverdue: {
      subject: 'Lift examination, {where}',
      body: 'The examination was due on {due}. It is {late}.',
      act: 'Withdraw and isolate the lift, or have it examined now.',
    },
    examStillOverdue: {
      subject: 'Still not put right: lift examination, {where}',
      body: 'The examination was due on {due} and is {late}. It was told to the people before you.',
      act: 'Decide whether the lift stays in use, and record it.',
    },
    reportLate: {
      subject: 'Lift report waiting: {where}',
      body: 'The lift was examined, but its report is not accepted. Until it is, it does not count as examined.',
      act: 'Get the report, and accept or reject it.',
    },
    dangerous: {
      subject: 'DANGEROUS LIFT: {where}',
      body: 'A defect that is a danger to persons was found. The lift must not be used before it is put right.',
      act: 'Make sure it is isolated, tell residents, see to those who cannot use the stairs.',
    },
    defectSoon: {
      subject: 'Lift defect to repair: {where}',
      body: 'The examiner gave a defect until {due}. After that the lift must not be used.',
      act: 'Have it repaired and get the evidence.',
    },
    defectToday: {
      subject: 'Lift leaves service tonight: {where}',
      body: 'The defect may stay until today. Without evidence of the repair the lift is withdrawn at the end of the day.',
      act: 'Repair it today, or prepare residents.',
    },
    takenOut: {
      subject: 'LIFT WITHDRAWN: {where}',
      body: 'The date that the examiner gave has passed without evidence of a repair. The lift must not be used.',
      act: 'Isolate it now, keep the evidence, tell residents.',
    },
    verifyLate: {
      subject: 'Lift repair to verify: {where}',
      body: 'A repair is claimed. Until somebody else has verified it, the defect counts as open.',
      act: 'Look at the evidence, then verify or dispute it.',
    },
    isolationMissing: {
      subject: 'No evidence that the lift is isolated: {where}',
      body: 'The lift is withdrawn. Without evidence of its isolation it may be in use, and its examination stays due.',
      act: 'Get the evidence and record it.',
    },
    authorityOwed: {
      subject: 'Copy of the lift report to the authority: {where}',
      body: 'A dangerous defect was found. The enforcing authority must have a copy as soon as practicable.',
      act: 'Make sure the examiner sent it, and record it.',
    },
    residentsOwed: {
      subject: 'Lift out: plan for residents: {where}',
      body: 'The lift cannot be used. Somebody may be unable to leave home.',
      act: 'Tell residents, see who needs help, and record the plan.',
    },
    fireServiceDue: {
      subject: 'Lift for firefighters out of action: {where}',
      body: 'After 24 hours the fire and rescue service must be told, by {due}.',
      act: 'Get it running, or report it and record the reference.',
    },
    fireServiceLate: {
      subject: 'NOT REPORTED to the fire service: {where}',
      body: 'The lift has been out of action for more than 24 hours and no report is recorded.',
      act: 'Report it now and record the reference.',
    },
    withdrawnReview: {
      subject: 'Lift out of use, review: {where}',
      body: 'The lift is still withdrawn. It must be examined before it is used again.',
      act: 'Review what stops it, and record the decision.',
    },
    stillBroken: {
      subject: 'Lift still broken down: {where}',
      body: 'The lift is out of service since it broke down.',
      act: 'Say when it runs again, and see to residents.',
    },
    applicabilityUnknown: {
      subject: 'Lift: nobody knows whether an examination is required, {where}',
      body: 'It counts as not compliant until it is known.',
      act: 'Find out, and record it with the reason.',
    },
  },
  obligation: obligation.obligationOf('lifts', reckon => reckon.policy('lift.issue'), fromRecord, results),
})
