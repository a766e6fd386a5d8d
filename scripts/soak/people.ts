/**
 * Who does what next about a case, and after how many days: contractors who come, miss, are late, find something wrong
 * or send a paper that is refused, and staff who look at what came. Asked anew whenever a case has changed.
 */
import type { Actor, Case } from '../../shared/core/case.ts'
import { addMonths, type Day, day, daysBetween } from '../../shared/core/time.ts'
import type { Role } from '../../shared/law/roles.ts'
import { sha256 } from '../../shared/store/chain.ts'

export type Move = { days: number; type: string; by: Actor; data: object }
/** A number from 0 up to 1. */
export type Luck = () => number

const staff = (role: Role, id: string): Actor => ({ kind: 'staff', id: `${id}@x.org`, roles: [role] })
const officer = staff('complianceOfficer', 'nia')
const fireLead = staff('fireSafetyLead', 'omar')
const contractor = (id: string): Actor => ({ kind: 'contractor', id, roles: ['contractor'] })
const [sureheat, sparks, waterco, insurer, assessor, mender] = [
  'sureheat',
  'sparks',
  'waterco',
  'insurer',
  'firesafe',
  'mender',
].map(contractor) as [Actor, Actor, Actor, Actor, Actor, Actor]

let papers = 0
const paper = (name: string) => [{ name, sha256: sha256(`${name} ${papers++}`) }]
const operative = { name: 'Priya Shah', regNo: '1234567' }
const between = (luck: Luck, low: number, high: number): number => low + Math.floor(luck() * (high - low + 1))

type Plan = (c: Case, luck: Luck, today: Day) => Move | undefined
const move = (days: number, type: string, by: Actor, data: object = {}): Move => ({ days, type, by, data })

/** One home in fifty seldom opens its door: these run past their deadline. */
const closedDoor = (c: Case): boolean => /(00|50)$/.test(c.id)
const shut = (c: Case, luck: Luck, by: Actor): Move | undefined =>
  luck() < (closedDoor(c) ? 0.8 : 0.09)
    ? move(between(luck, 5, 12), 'visit.noAccess', by, { outcome: 'no_answer', documents: paper('door.jpg') })
    : undefined
/** A paper in twenty-five is refused, and is sent again. */
const UNREADABLE = { code: 'UNREADABLE' }
const judged = (luck: Luck, by: Actor, refused: [string, object], accepted: string, data: object = {}): Move =>
  luck() < 0.04 ? move(between(luck, 1, 4), refused[0], by, refused[1]) : move(between(luck, 1, 6), accepted, by, data)

const gasVisit: Plan = (c, luck) =>
  shut(c, luck, sureheat) ??
  move(between(luck, 4, 20), 'inspection.completed', sureheat, {
    result: luck() < 0.02 ? 'INCOMPLETE' : 'SATISFACTORY',
    operative,
    documents: paper('LGSR.pdf'),
  })

const wiringVisit: Plan = (c, luck) => {
  const bad = luck() < 0.3
  return (
    shut(c, luck, sparks) ??
    move(between(luck, 4, 30), 'inspection.completed', sparks, {
      result: bad ? 'UNSATISFACTORY' : 'SATISFACTORY',
      operative,
      documents: paper('EICR.pdf'),
      ...(bad ? { observations: [{ code: 'C2', location: 'kitchen ring', text: 'no RCD protection' }] } : {}),
    })
  )
}

const ground = (result: string, today: Day) => ({
  type: 'smoke',
  storey: 'ground',
  result,
  replaceBy: addMonths(today, 96),
})
const alarmTest: Plan = (c, luck, today) =>
  shut(c, luck, sureheat) ??
  move(between(luck, 4, 20), 'alarm.tested', sureheat, {
    alarms: [ground(luck() < 0.05 ? 'MISSING_NOT_FITTED' : 'PRESENT_WORKING', today)],
    documents: paper('alarms.pdf'),
  })

const DECLARED = 2
const fireReport: Plan = (_, luck) =>
  move(between(luck, 10, 40), 'report.received', assessor, {
    documents: paper('fra.pdf'),
    declaredActions: DECLARED,
    rating: 'MODERATE',
    reference: `FRA-${papers}`,
  })
/** The actions that a report declares are entered before it is accepted. */
const fireQuality: Plan = (c, luck) => {
  const entered = ((c.facts.actions ?? []) as { round?: number }[]).filter(one => one.round === c.facts.round).length
  if (entered >= DECLARED) return move(between(luck, 1, 9), 'report.accepted', fireLead)
  return move(between(luck, 1, 5), 'actions.raised', fireLead, {
    actions: ['P1', 'P3'].map(priority => ({
      ref: `A${papers++}`,
      description: 'Self-closer missing',
      priority,
      owner: 'repairs@x.org',
    })),
  })
}

const examined: Plan = (_, luck) =>
  move(between(luck, 5, 30), 'exam.completed', insurer, {
    documents: paper('loler.pdf'),
    observations: luck() < 0.15 ? [{ code: 'C', text: 'Car light dim', ref: `D${papers++}` }] : [],
  })

const work: Plan = (c, luck) =>
  shut(c, luck, mender) ??
  move(between(luck, 2, 45), 'completion.claimed', mender, { documents: paper('after.jpg'), completedBy: 'mender' })

const confirm: Plan = (_, luck) =>
  move(between(luck, 2, 12), 'confirmation.received', sparks, {
    standardsMet: luck() < 0.95,
    documents: paper('confirmation.pdf'),
  })

const copies: Plan = (c, luck) => {
  const [owed] = (c.facts.owed ?? []) as { what: string; to?: string }[]
  return (
    owed && move(between(luck, 1, 9), 'copies.sent', officer, { what: owed.what, ...(owed.to ? { to: owed.to } : {}) })
  )
}

/** Days until a reading, which is taken in the period of its task: one task stands open before its month begins. */
const inPeriod = (c: Case, luck: Luck, today: Day): number =>
  Math.max(0, daysBetween(today, day.parse(c.facts.from))) + between(luck, 1, 20)

const plans: Readonly<Record<string, Readonly<Record<string, Plan>>>> = {
  gas: {
    ...Object.fromEntries(['due_issued', 'appointed', 'access_1', 'access_2', 'access_3'].map(s => [s, gasVisit])),
    evidence_review: (_, luck) => judged(luck, officer, ['certificate.rejected', UNREADABLE], 'certificate.accepted'),
    copy_due: (_, luck) => move(between(luck, 1, 9), 'copy.sent', officer),
  },
  eicr: {
    ...Object.fromEntries(['due_issued', 'appointed', 'access_1', 'access_2', 'access_3'].map(s => [s, wiringVisit])),
    evidence_review: (_, luck) => judged(luck, officer, ['certificate.rejected', UNREADABLE], 'certificate.accepted'),
    remedial_required: confirm,
    confirmation_pending: confirm,
    copies_due: copies,
  },
  'smoke-co': {
    test_due: alarmTest,
    start_test_due: alarmTest,
    data_review: (_, luck) => move(between(luck, 1, 5), 'test.accepted', officer),
    non_compliant_remedial: () => undefined,
  },
  fra: {
    fra_review_due: (_, luck) =>
      move(between(luck, 5, 30), 'fra.commissioned', fireLead, {
        assessor: { name: 'F. Assessor', competence: 'IFE register 4711' },
      }),
    fra_commissioned: (_, luck) => move(between(luck, 5, 30), 'site.visited', assessor),
    report_awaited: fireReport,
    report_qa: fireQuality,
  },
  legionella: {
    lra_review_due: (_, luck) =>
      move(between(luck, 10, 40), 'lra.completed', waterco, { riskRating: 'MEDIUM', documents: paper('lra.pdf') }),
    lra_qa: (_, luck) =>
      judged(luck, officer, ['lra.rejected', UNREADABLE], 'lra.accepted', {
        schemeReviewed: true,
        responsiblePerson: 'rp@x.org',
        monitoring: [{ outlet: 'sink 12', task: 'hot_sentinel' }],
      }),
  },
  'water-task': {
    mon_scheduled: (c, luck, today) =>
      luck() < 0.9
        ? move(inPeriod(c, luck, today), 'monitoring.reading', waterco, { outlet: 'sink 12', temp: 52, timeToTemp: 40 })
        : undefined,
  },
  lifts: { exam_due: examined },
  action: {
    ...Object.fromEntries(['open', 'assigned', 'in_progress', 'blocked_access'].map(s => [s, work])),
    claimed_complete: (_, luck) =>
      luck() < 0.06
        ? move(between(luck, 1, 5), 'completion.disputed', officer, { reason: 'not as described' })
        : move(between(luck, 1, 9), 'completion.verified', officer, { documents: paper('checked.jpg') }),
  },
}

/** What somebody will do about it, if anybody does. */
export const nextMove: Plan = (c, luck, today) => {
  if (c.closedAt !== undefined) return undefined
  const plan = plans[c.workflow]?.[c.state]
  // A lift's report waits beside its state: one that was refused is written again, one that is accepted owes nothing.
  const exam = c.workflow === 'lifts' ? (c.facts.exam as { sha256: unknown[] } | undefined) : undefined
  if (exam?.sha256.length === 0) return examined(c, luck, today)
  if (exam) return judged(luck, officer, ['certificate.rejected', { reason: 'not readable' }], 'certificate.accepted')
  return plan?.(c, luck, today)
}
