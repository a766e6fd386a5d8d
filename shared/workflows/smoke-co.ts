/**
 * Smoke and carbon monoxide alarms of one home: SI 2015/1693 as amended by SI 2022/707. A smoke alarm on every storey
 * with a living room, a carbon monoxide alarm in every such room with a fixed combustion appliance other than a gas
 * cooker. A test must speak of each of them: an alarm that the form left out is data missing, not an alarm missing, and
 * neither is compliant.
 */
import * as z from 'zod'
import { ruleFor, workflow } from '../core/declare.ts'
import { childId } from '../core/ids.ts'
import type { Reckon } from '../core/reckon.ts'
import { addDays, type Day, day, dayOf, type Instant, instant } from '../core/time.ts'
import type { Happened, ObligationRecord, Raise, Rule, Situation } from '../core/workflow.ts'
import { inspection, inspectionSkips } from '../law/ladders.ts'
import { task } from '../law/tasks.ts'
import { accessAttempt, accessGained } from './parts/access.ts'
import { alarmOutcomes } from './parts/alarm-outcomes.ts'
import * as evidence from './parts/evidence.ts'
import * as obligation from './parts/obligation.ts'
import * as register from './parts/register.ts'
import * as visits from './parts/visits.ts'
import * as voided from './parts/voided.ts'

const WORKING: readonly string[] = ['PRESENT_WORKING', 'REPLACED', 'MISSING_FITTED', 'PUT_RIGHT']
const UNSEEN: readonly string[] = ['TENANT_REFUSED', 'NO_ACCESS']

const room = z.strictObject({
  name: z.string().min(1).max(60),
  /** what burns there; a gas cooker alone needs no alarm (G53) */
  appliance: z.string().min(1).max(60).optional(),
})
/** One alarm by its place: a storey for smoke, a room for carbon monoxide. */
const alarm = z.strictObject({
  type: z.enum(['smoke', 'co']),
  place: z.string(),
  outcome: z.string(),
  on: day,
  replaceBy: day.optional(),
})
type Alarm = z.output<typeof alarm>

const facts = z.strictObject({
  ...obligation.obligationFacts,
  /** storeys with a room used as living accommodation; absent: nobody knows */
  livingStoreys: z.array(z.string().min(1).max(60)).optional(),
  rooms: z.array(room).optional(),
  /** how many of each the register of homes counts, until a whole test or somebody names them */
  counted: z.strictObject({ storeys: z.int().min(1), rooms: z.int().min(0) }).optional(),
  alarms: z.array(alarm).default([]),
  /** the last whole test */
  testedOn: day.optional(),
  tested: z.strictObject({ on: day, by: z.string(), knownOn: day, alarms: z.array(alarm) }).optional(),
  fault: z
    .strictObject({
      type: z.enum(['smoke', 'co']),
      place: z.string().optional(),
      at: instant,
      fixedBy: z.string().optional(),
      fixedOn: day.optional(),
    })
    .optional(),
  /** what a form or a register left out; never the same as an alarm that is not there */
  dataMissing: z.strictObject({ on: day, places: z.array(z.string()) }).optional(),
  tenancy: z.strictObject({ on: day, testedOn: day.optional() }).optional(),
  /** closer checking after a change of contractor */
  gateUntil: day.optional(),
  remedials: z.array(z.strictObject({ key: z.string(), type: z.enum(['smoke', 'co']), place: z.string() })).default([]),
})
type Facts = z.output<typeof facts>

const folded = (text: string) => text.trim().toLowerCase()
const same = (a: string, b: string) => folded(a) === folded(b)

/** Whether it is known what must be there: each place by name, or how many there are. */
const isKnown = (f: Pick<Facts, 'livingStoreys' | 'rooms' | 'counted'>): boolean =>
  (f.livingStoreys !== undefined && f.rooms !== undefined) || f.counted !== undefined

/** What must be there: one place for each alarm that the law asks for. */
export const required = (f: Pick<Facts, 'livingStoreys' | 'rooms'>): { type: 'smoke' | 'co'; place: string }[] => [
  ...(f.livingStoreys ?? []).map(place => ({ type: 'smoke' as const, place })),
  ...(f.rooms ?? [])
    .filter(r => r.appliance !== undefined && !['gas cooker', 'gas_cooker'].includes(folded(r.appliance)))
    .map(r => ({ type: 'co' as const, place: r.name })),
]

export type Gap = {
  type: 'smoke' | 'co'
  place: string
  why: 'data_missing' | 'alarm_missing' | 'faulty' | 'not_seen' | 'expired'
}
const whyOf = (a: Alarm | undefined, asAt: Day): Gap['why'] | undefined => {
  if (!a) return 'data_missing'
  if (a.outcome === 'MISSING_NOT_FITTED') return 'alarm_missing'
  if (UNSEEN.includes(a.outcome)) return 'not_seen'
  if (!WORKING.includes(a.outcome)) return 'faulty'
  return a.replaceBy !== undefined && a.replaceBy < asAt ? 'expired' : undefined
}

const nothingShown = (place: string): Gap[] => [{ type: 'smoke', place, why: 'data_missing' }]

/**
 * What keeps a home from being compliant, place by place. No register is one gap of its own: nothing is known. Where the
 * register only counts, it is the register's own test of the whole home that shows it.
 */
export const gaps = (
  f: Pick<Facts, 'livingStoreys' | 'rooms' | 'alarms'> & Partial<Pick<Facts, 'counted' | 'testedOn'>>,
  asAt: Day,
): Gap[] => {
  if (f.livingStoreys === undefined || f.rooms === undefined)
    return f.counted && f.testedOn ? [] : nothingShown(f.counted ? 'every living storey' : 'the register')
  return required(f).flatMap(({ type, place }): Gap[] => {
    const why = whyOf(
      f.alarms.find(a => a.type === type && same(a.place, place)),
      asAt,
    )
    return why ? [{ type, place, why }] : []
  })
}

const alarmTested = z.looseObject({
  alarms: z
    .array(
      z.looseObject({
        type: z.enum(['smoke', 'heat', 'co']),
        storey: z.string().max(60).optional(),
        room: z.string().max(60).optional(),
        result: z.enum(alarmOutcomes),
        replaceBy: day.optional(),
        madeOn: day.optional(),
      }),
    )
    .min(1)
    .max(60),
  testedOn: day.optional(),
  operative: evidence.operative.optional(),
  documents: evidence.documents.optional(),
})
type Tested = Happened<z.output<typeof alarmTested>>
const testOn = (e: Tested): Day => e.data.testedOn ?? e.on

/** The unit's own date, or its life from manufacture. */
const endOfLife = (
  type: 'smoke' | 'co',
  a: { replaceBy?: Day | undefined; madeOn?: Day | undefined },
  reckon: Reckon,
) =>
  a.replaceBy ??
  (a.madeOn && reckon.years(a.madeOn, reckon.policy(type === 'smoke' ? 'alarms.life.smoke' : 'alarms.life.co')))

/** Several alarms in one place: one that works suffices. A heat alarm is an extra, and stands for no other. */
const alarmsOf = (f: Facts, e: Tested, now: Situation): Alarm[] => {
  const listed = e.data.alarms.flatMap((a): Alarm[] => {
    const place = a.type === 'smoke' ? a.storey : a.room
    if (a.type === 'heat' || place === undefined) return []
    const known = f.alarms.find(k => k.type === a.type && same(k.place, place))
    const replaceBy =
      endOfLife(a.type, a, now.reckon) ?? (a.result === 'PRESENT_WORKING' ? known?.replaceBy : undefined)
    return [{ type: a.type, place, outcome: a.result, on: testOn(e), ...(replaceBy ? { replaceBy } : {}) }]
  })
  return listed.filter(
    (a, i) =>
      !listed.some((b, j) => {
        if (i === j || b.type !== a.type || !same(a.place, b.place)) return false
        const [aWorks, bWorks] = [WORKING.includes(a.outcome), WORKING.includes(b.outcome)]
        return bWorks && !aWorks ? true : aWorks === bWorks && j < i
      }),
  )
}

const told = (e: Tested, type: 'smoke' | 'co'): string[] =>
  e.data.alarms.flatMap(a => (a.type === type ? ((type === 'smoke' ? a.storey : a.room) ?? []) : []))
const distinct = (places: string[]): string[] =>
  places.filter((p, i) => places.findIndex(other => same(other, p)) === i)

const missingFrom = (f: Facts, e: Tested, type: 'smoke' | 'co'): string[] => {
  const places = distinct(told(e, type))
  if (f.livingStoreys === undefined && f.counted) {
    const [least, what] = type === 'smoke' ? [f.counted.storeys, 'living storeys'] : [f.counted.rooms, 'rooms']
    return places.length < least ? [`${places.length} of ${least} ${what}`] : []
  }
  return required(f)
    .filter(r => r.type === type && !places.some(place => same(place, r.place)))
    .map(r => r.place)
}
const unknownPlaces = (f: Facts, e: Tested, type: 'smoke' | 'co'): string[] => {
  if (f.livingStoreys === undefined && f.counted) return []
  const known = type === 'smoke' ? (f.livingStoreys ?? []) : (f.rooms ?? []).map(r => r.name)
  return e.data.alarms
    .filter(a => a.type === type)
    .map(a => (type === 'smoke' ? a.storey : a.room) ?? '(none)')
    .filter(place => !known.some(p => same(p, place)))
}

/** A whole test of a home whose places were only counted also says what they are called. */
const naming = (f: Facts, alarms: Alarm[]): Partial<Facts> =>
  f.livingStoreys === undefined && f.counted
    ? {
        livingStoreys: alarms.filter(a => a.type === 'smoke').map(a => a.place),
        rooms: alarms.filter(a => a.type === 'co').map(a => ({ name: a.place, appliance: 'fixed appliance' })),
        counted: undefined,
      }
    : {}

const none = (places: string[]): true | string => places.length === 0 || places.join(', ')
/** The whole form or nothing. What it left out is named, so that the contractor can mend it. */
const whole = {
  'STOREY_MISSING: every living storey is in the form': (f: Facts, e: Tested) => none(missingFrom(f, e, 'smoke')),
  'ROOM_MISSING: every room with a fixed combustion appliance is in the form': (f: Facts, e: Tested) =>
    none(missingFrom(f, e, 'co')),
  'STOREY_UNKNOWN: every storey in the form is a living storey on the register': (f: Facts, e: Tested) =>
    none(unknownPlaces(f, e, 'smoke')),
  'ROOM_UNKNOWN: every room in the form is on the register': (f: Facts, e: Tested) => none(unknownPlaces(f, e, 'co')),
  'DATE_IN_FUTURE: it was not tested in the future': (_: Facts, e: Tested, now: Situation) => testOn(e) <= now.today,
  'DATE_BEFORE_PREVIOUS: it is not older than the last test': (f: Facts, e: Tested) => testOn(e) >= (f.testedOn ?? ''),
  'REPLACEMENT_DETAILS: a new alarm has its date of replacement or manufacture': (_: Facts, e: Tested) =>
    none(
      e.data.alarms
        .filter(a => ['REPLACED', 'MISSING_FITTED'].includes(a.result) && !a.replaceBy && !a.madeOn)
        .map(a => a.storey ?? a.room ?? a.type),
    ),
}

/** How long a good test holds: the period, or the first alarm to reach its end if that is sooner. */
const holdsUntil = (f: Facts, testedOn: Day, alarms: Alarm[], reckon: Reckon): Day =>
  reckon.earliest(
    reckon.months(testedOn, reckon.policy('alarms.test')),
    ...required(f).map(r => alarms.find(a => a.type === r.type && same(a.place, r.place))?.replaceBy),
  ) as Day

/**
 * The home's standing enters the record whenever it changes. A bad one sets a date that has already passed, so that the
 * home is not compliant from that day, and not before.
 */
const standing = (
  f: Facts,
  next: Partial<Facts>,
  on: Day,
  result: string,
  now: Situation,
  by?: string,
): Partial<Facts> => {
  const then = { ...f, ...next }
  const bad = gaps(then, on).length > 0 || then.fault !== undefined || then.testedOn === undefined
  const nextDue = bad ? addDays(on, -1) : holdsUntil(then, then.testedOn ?? on, then.alarms, now.reckon)
  return {
    ...next,
    checks: [...f.checks, { on, knownOn: now.today, nextDue, result, ...(by ? { acceptedBy: by } : {}) }],
  }
}

const keyOf = (type: string, place: string, on: Day) => `alarm:${type}:${folded(place)}:${on}`
const failing = (alarms: Alarm[]) => alarms.filter(a => !WORKING.includes(a.outcome) && !UNSEEN.includes(a.outcome))
const actionFor = (a: Alarm, e: { on: Day; at: Instant }): Raise => ({
  workflow: 'action',
  key: keyOf(a.type, a.place, a.on),
  facts: {
    stream: 'smoke-co',
    description: `${a.type === 'co' ? 'Carbon monoxide' : 'Smoke'} alarm ${a.outcome === 'MISSING_NOT_FITTED' ? 'missing' : 'faulty'}: ${a.place}`,
    priority: 'P1',
    kind: a.type === 'co' ? 'alarm.co' : 'alarm.smoke',
    raisedOn: a.on,
    raisedAt: dayOf(e.at) === a.on ? e.at : undefined,
    location: a.place,
    source: 'alarm.tested',
  },
})

const takes = (f: Facts, e: Tested, now: Situation): Partial<Facts> => {
  const alarms = alarmsOf(f, e, now)
  const on = testOn(e)
  const result = alarms.every(a => WORKING.includes(a.outcome)) ? 'ALL_WORKING' : 'NOT_ALL_WORKING'
  return standing(
    f,
    {
      ...naming(f, alarms),
      alarms,
      testedOn: on,
      tested: undefined,
      dataMissing: undefined,
      remedials: failing(alarms).map(a => ({ key: keyOf(a.type, a.place, a.on), type: a.type, place: a.place })),
      ...(f.tenancy ? { tenancy: { ...f.tenancy, ...(on >= f.tenancy.on ? { testedOn: on } : {}) } } : {}),
    },
    on,
    result,
    now,
  )
}

const testers = [
  'contractor',
  'officer',
  'complianceOfficer',
  'complianceManager',
  'voidsOfficer',
  'housingOfficer',
] as const
const compliance = ['complianceOfficer', 'complianceManager'] as const
const anyone = [...testers, 'teamLeader'] as const

const testDue = (f: Facts, reckon: Reckon): Day | undefined =>
  f.testedOn && reckon.months(f.testedOn, reckon.policy('alarms.test'))
const inWindow = (f: Facts, now: { today: Day; reckon: Reckon }): boolean => {
  const due = testDue(f, now.reckon) ?? f.checks.at(-1)?.nextDue
  return due === undefined || now.today >= addDays(due, -now.reckon.policy('alarms.issue'))
}
const firstToReplace = (f: Facts, reckon: Reckon): Day | undefined =>
  reckon.earliest(...f.alarms.filter(a => WORKING.includes(a.outcome)).map(a => a.replaceBy))
const replaceSoon = (f: Facts, now: { today: Day; reckon: Reckon }): boolean => {
  const end = firstToReplace(f, now.reckon)
  return end !== undefined && now.today >= addDays(end, -now.reckon.policy('alarms.replace'))
}

/** Where a home stands by its facts alone: what is left open decides, the gravest first. */
const places = {
  fault_open: (f: Facts) => f.fault !== undefined,
  data_review: (f: Facts) => f.tested !== undefined,
  unknown_applicability: (f: Facts) => !isKnown(f) || f.applicability === 'unknown',
  start_test_due: (f: Facts) => f.tenancy !== undefined && f.tenancy.testedOn === undefined,
  non_compliant_remedial: (f: Facts, now: Situation) =>
    gaps(f, now.today).some(g => g.why !== 'not_seen' && g.why !== 'data_missing'),
  test_due: (f: Facts, now: Situation) => gaps(f, now.today).length > 0 || inWindow(f, now),
  replacement_due: replaceSoon,
  compliant: () => true,
} as const satisfies Record<string, (f: Facts, now: Situation) => boolean>
type Place = keyof typeof places
const placeNames = Object.keys(places) as Place[]

type Change<D> = Pick<Rule<Facts, D, Place, never>, 'by' | 'when' | 'raises' | 'notes'> & {
  set: (f: Facts, e: Happened<D>, now: Situation) => Partial<Facts>
}
/** One rule for each place the facts may lead to, the gravest first. */
const settles = <D>(change: Change<D>): readonly Rule<Facts, D, Place, never>[] =>
  placeNames.map(to => ({
    to,
    ...change,
    when: {
      ...change.when,
      [`it then stands at ${to.replaceAll('_', ' ')}`]: (f: Facts, e: Happened<D>, now: Situation) =>
        // refusals must speak of what is wrong, and not of where it would have led
        placeNames.find(place => places[place]({ ...f, ...change.set(f, e, now) }, now)) === to,
    },
  }))

const unseen = (e: Tested) => e.data.alarms.every(a => UNSEEN.includes(a.result))
const attemptOf = (f: Facts, e: Tested, now: Situation): evidence.Attempt => ({
  at: e.at,
  on: e.on,
  by: e.by.id,
  outcome: e.data.alarms.some(a => a.result === 'TENANT_REFUSED') ? 'refused' : 'no_answer',
  counts: (e.data.documents?.length ?? 0) > 0 && visits.standsApart(f.attempts, e.at, now),
  ...(e.data.documents?.length ? { sha256: e.data.documents.map(d => d.sha256.toLowerCase()) } : {}),
})
const gated = (f: Facts, e: Tested) =>
  f.gateUntil !== undefined && testOn(e) <= f.gateUntil && e.by.kind === 'contractor'

const notSeen = ruleFor<Facts, typeof alarmTested>()({
  by: testers,
  when: { ...whole, 'nobody got in': (_, e) => unseen(e) },
  set: (f, e, now) => ({ attempts: [...f.attempts, attemptOf(f, e, now)] }),
  raises: (f, e, now) => accessAttempt('smoke-co', now.case, attemptOf(f, e, now), testDue(f, now.reckon)),
  notes: () => ['no access: nothing was tested'],
})
const toReview = ruleFor<Facts, typeof alarmTested>()({
  to: 'data_review',
  by: testers,
  when: {
    ...whole,
    'the contractor is new: its data is checked first': gated,
  },
  set: (f, e, now) => ({
    tested: { on: testOn(e), by: e.by.id, knownOn: now.today, alarms: alarmsOf(f, e, now) },
  }),
  raises: (f, e, now) => [
    ...failing(alarmsOf(f, e, now)).map(a => actionFor(a, e)),
    ...accessGained('smoke-co', now.case, f.attempts),
  ],
})
const tests = [
  notSeen,
  toReview,
  ...settles<z.output<typeof alarmTested>>({
    by: testers,
    when: whole,
    set: (f, e, now) => ({ ...takes(f, e, now), attempts: [] }),
    raises: (f, e, now) => [
      ...failing(alarmsOf(f, e, now)).map(a => actionFor(a, e)),
      ...accessGained('smoke-co', now.case, f.attempts),
    ],
    notes: (f, e, now) => [
      ...gaps({ ...f, ...takes(f, e, now) }, testOn(e)).map(g => `${g.type} ${g.place}: ${g.why.replaceAll('_', ' ')}`),
      ...(f.tenancy && !f.tenancy.testedOn && testOn(e) > f.tenancy.on
        ? ['start test late: after the day it began']
        : []),
    ],
  }),
] as const

const accept = (f: Facts, e: { by: { id: string } }, now: Situation): Partial<Facts> =>
  f.tested === undefined
    ? {}
    : standing(
        f,
        {
          ...naming(f, f.tested.alarms),
          alarms: f.tested.alarms,
          testedOn: f.tested.on,
          tested: undefined,
          dataMissing: undefined,
          attempts: [],
          remedials: failing(f.tested.alarms).map(a => ({
            key: keyOf(a.type, a.place, a.on),
            type: a.type,
            place: a.place,
          })),
          ...(f.tenancy && f.tested.on >= f.tenancy.on ? { tenancy: { ...f.tenancy, testedOn: f.tested.on } } : {}),
        },
        f.tested.on,
        'ACCEPTED',
        now,
        e.by.id,
      )

const mended = (f: Facts, type: 'smoke' | 'co', place: string | undefined, on: Day, replaceBy?: Day): Alarm[] =>
  f.alarms.map(a =>
    a.type === type && (place === undefined || same(a.place, place))
      ? { ...a, outcome: 'PUT_RIGHT', on, ...(replaceBy ? { replaceBy } : {}) }
      : a,
  )

const childClosed = z.looseObject({ child: z.string(), outcome: z.string() })
const remedialOf = (f: Facts, child: string, c: Situation['case']) =>
  f.remedials.find(r => childId('action', c.id, r.key) === child)
/** The action is verified as done: the alarm is there and works. */
const putRight = settles<z.output<typeof childClosed>>({
  set: (f, e, now) => {
    const done = e.data.outcome === 'done' ? remedialOf(f, e.data.child, now.case) : undefined
    if (!done) return {}
    const next = {
      alarms: mended(f, done.type, done.place, e.on),
      remedials: f.remedials.filter(r => r.key !== done.key),
    }
    return standing(f, next, e.on, 'PUT_RIGHT', now)
  },
})

const faultReported = z.looseObject({
  type: z.enum(['smoke', 'co']),
  place: z.string().max(60).optional(),
})
const reportsFault = ruleFor<Facts, typeof faultReported>()({
  to: 'fault_open',
  by: [...anyone, 'resident'],
  set: (f, e, now) =>
    standing(
      f,
      { fault: { type: e.data.type, at: e.at, ...(e.data.place ? { place: e.data.place } : {}) } },
      e.on,
      'FAULT_REPORTED',
      now,
    ),
})
const faultFixed = z.looseObject({
  replaceBy: day.optional(),
  documents: evidence.documents.min(1, 'evidence that it works'),
})

const alarmReplaced = z.looseObject({
  type: z.enum(['smoke', 'co']),
  place: z.string().min(1).max(60),
  replaceBy: day,
  documents: evidence.documents.min(1, 'evidence of the new alarm'),
})
const registerConfirmed = z.strictObject({
  livingStoreys: z.array(z.string().min(1).max(60)).min(1).max(20),
  rooms: z.array(room).max(50),
  reason: z.string().min(1).max(500),
})
/** The register's test spoke for as many places as it counted; naming them takes nothing away, finding more does. */
const spokenFor = (f: Facts, named: z.output<typeof registerConfirmed>): Alarm[] => {
  const { counted, testedOn } = f
  if (!counted || !testedOn) return f.alarms
  const places = required(named)
  const within = (type: Alarm['type'], most: number) => places.filter(p => p.type === type).slice(0, most)
  return [...within('smoke', counted.storeys), ...within('co', counted.rooms)].map(p => ({
    ...p,
    outcome: 'PRESENT_WORKING',
    on: testedOn,
  }))
}
const knows = settles<z.output<typeof registerConfirmed>>({
  by: ['assetDataOfficer', ...compliance],
  when: { 'no test is waiting for review': f => f.tested === undefined },
  set: (f, e, now) => {
    const next: Partial<Facts> = {
      applicability: 'required',
      livingStoreys: e.data.livingStoreys,
      rooms: e.data.rooms,
      counted: undefined,
      alarms: spokenFor(f, e.data),
      dutyBeganOn: f.dutyBeganOn ?? now.today,
    }
    const opened = gaps({ ...f, ...next }, now.today).length > 0
    return f.testedOn && opened ? standing(f, next, e.on, 'REGISTER_CHANGED', now) : next
  },
})

/** Results of a row that speak for the whole home; any other is no proof of anything. */
const WHOLE: readonly string[] = [...WORKING, 'ALL_WORKING', 'SATISFACTORY', 'PASS', 'PASSED', 'COMPLIANT']

const countedBy = ({ home }: ObligationRecord): Facts['counted'] =>
  home?.livingStoreys && home.combustionRooms !== undefined
    ? { storeys: home.livingStoreys, rooms: home.combustionRooms }
    : undefined

/**
 * A row does not say which storeys were tested. With their number on the register of homes its test speaks for them, as
 * a gas record's row does; without it nothing is shown until the register and a whole test do.
 */
const fromRecord = (row: ObligationRecord, reckon: Reckon): Record<string, unknown> => {
  const due = obligation.earlierOfPrinted(row, on => reckon.months(on, reckon.policy('alarms.test')), reckon)
  const counted = countedBy(row)
  const speaks = counted && row.lastDoneOn && (row.result === undefined || WHOLE.includes(row.result))
  return {
    ...obligation.commonRecord(row),
    counted,
    testedOn: speaks ? row.lastDoneOn : undefined,
    checks: obligation.recordedCheck(row, row.lastDoneOn && !speaks ? addDays(row.lastDoneOn, -1) : due),
    dataMissing:
      row.lastDoneOn && !speaks ? { on: row.lastDoneOn, places: ['storeys and rooms of the test'] } : undefined,
  }
}
const registered = {
  idle: 'compliant',
  due: 'test_due',
  quiet: ['compliant', 'test_due', 'replacement_due', 'unknown_applicability', 'not_applicable'],
  /** a whole test names the places; what a row said of them may be said again */
  busy: (f: Facts) =>
    (f.testedOn !== undefined && f.counted === undefined) ||
    f.tested !== undefined ||
    f.fault !== undefined ||
    f.remedials.length > 0,
  inWindow: (f: Facts, now: Situation) => gaps(f, now.today).length > 0 || inWindow(f, now),
  fromRecord,
} as const
/** Of the test before, the day alone is left: which alarms it saw was written over by the one that proves to be none. */
const voids = settles<voided.Voiding['data']>({
  by: compliance,
  when: voided.onRecord,
  set: (f, e, now) => {
    const left = voided.without(f, e, now)
    return e.data.checkedOn < (f.testedOn ?? '') ? left : { ...left, testedOn: left.checks.at(-1)?.on, alarms: [] }
  },
  notes: voided.voidNotes,
})
const imported = [
  ruleFor<Facts, obligation.RecordImported>()({
    to: 'unknown_applicability',
    when: {
      ...register.made,
      'nothing is in hand that the row would overwrite': f => !registered.busy(f),
      'alarms are required': (_, e) => e.data.applicability === 'required',
      'the storeys and rooms are not on the register yet': (f, e) => !isKnown({ ...f, counted: countedBy(e.data) }),
    },
    set: (_, e, now) => fromRecord(e.data, now.reckon) as Partial<Facts>,
  }),
  ...register.imports<Facts, 'test_due' | 'compliant'>(registered),
] as const
const confirmed = [
  ruleFor<Facts, typeof obligation.applicabilityConfirmed>()({
    to: 'unknown_applicability',
    by: ['assetDataOfficer', ...compliance],
    when: {
      'alarms are required': (_, e) => e.data.applicability === 'required',
      'the storeys and rooms are not on the register yet': f => !isKnown(f),
    },
    set: (f, e, now) => ({
      applicability: 'required',
      reason: e.data.reason,
      dutyBeganOn: e.data.dutyBeganOn ?? f.dutyBeganOn ?? now.today,
    }),
  }),
  ...register.confirms<Facts, 'test_due' | 'compliant'>(registered),
] as const

const dataMissing = z.looseObject({ places: z.array(z.string().max(60)).min(1), visitedOn: day.optional() })
const starting = z.strictObject({ on: day })
const changes = z.strictObject({ on: day, contractorId: z.string().min(1).max(60) })
const still = {
  'alarm.tested': [],
  'alarm.replaced': [],
  'data.missing': [],
  'child.closed': [],
  'signUp.closed': [],
} as const

const open = [
  'compliant',
  'test_due',
  'data_review',
  'non_compliant_remedial',
  'fault_open',
  'start_test_due',
  'replacement_due',
] as const

/** Results of the last check that a row may bring, and what to do with those that it may not. */
const results: obligation.Results = {
  // A test with a fault opens as one that shows nothing: it is due at once.
  results: [...WHOLE, 'MISSING_NOT_FITTED', 'FAULTY_NOT_FIXED'],
  notByRow: {
    NO_ACCESS: obligation.noCheck('NO_ACCESS'),
    TENANT_REFUSED: obligation.noCheck('TENANT_REFUSED'),
  },
}

export const smokeCo = workflow({
  name: 'smoke-co',
  title: 'Smoke and carbon monoxide alarms',
  law: ['smoke.perStorey', 'co.perRoom', 'alarms.testAtTenancyStart', 'alarms.repair', 'alarms.test'],
  policies: ['alarms.issue', 'alarms.test', 'alarms.replace', 'action.alarms.fault', 'contractor.dataGate'],
  facts,
  lead: 'complianceManager',
  events: {
    'record.imported': obligation.recordImported(results),
    'certificate.voided': voided.certificateVoided,
    'applicability.confirmed': obligation.applicabilityConfirmed,
    'register.confirmed': registerConfirmed,
    'asset.disposed': obligation.assetDisposed,
    'appointment.made': evidence.appointmentMade,
    'appointment.cancelled': evidence.appointmentCancelled,
    'visit.noAccess': evidence.visitNoAccess,
    'alarm.tested': alarmTested,
    'test.accepted': z.strictObject({}),
    'test.rejected': z.strictObject({
      places: z.array(z.string().max(60)).min(1),
      reason: z.string().min(1).max(2000),
    }),
    'data.missing': dataMissing,
    'fault.reported': faultReported,
    'fault.fixed': faultFixed,
    'fault.verified': z.strictObject({ documents: evidence.documents.optional() }),
    'fault.unfounded': z.strictObject({ reason: z.string().min(1).max(2000) }),
    'alarm.replaced': alarmReplaced,
    'tenancy.starting': starting,
    'signUp.closed': z.strictObject({}),
    'contractor.changed': changes,
    'child.closed': childClosed,
  },
  initial: 'compliant',
  starts: {
    unknown_applicability: f => f.applicability === 'unknown' || (f.applicability === 'required' && !isKnown(f)),
    not_applicable: f => f.applicability === 'not_required',
    test_due: (f, now) => gaps(f, now.today).length > 0 || inWindow(f, now),
  },
  states: {
    compliant: { title: 'No open work' },
    test_due: { title: 'Test due' },
    data_review: {
      title: 'Test of a new contractor in review',
      on: {
        'alarm.tested': toReview,
        'test.accepted': settles<Record<string, never>>({
          by: compliance,
          when: { 'accepted by somebody other than who tested': (f, e) => e.by.id !== f.tested?.by },
          set: accept,
        }),
        'test.rejected': {
          to: 'test_due',
          by: compliance,
          set: (f, e) => ({
            tested: undefined,
            dataMissing: { on: f.tested?.on ?? e.on, places: e.data.places },
          }),
        },
        'register.confirmed': [],
      },
    },
    non_compliant_remedial: { title: 'Not compliant: an alarm is missing or faulty' },
    fault_open: {
      title: 'Fault reported',
      on: {
        'fault.fixed': {
          by: anyone,
          set: (f, e, now) => ({
            fault: f.fault && { ...f.fault, fixedBy: e.by.id, fixedOn: now.today },
            alarms: f.fault ? mended(f, f.fault.type, f.fault.place, e.on, e.data.replaceBy) : f.alarms,
          }),
        },
        'fault.verified': settles<{ documents?: unknown }>({
          by: [...compliance, 'officer', 'housingOfficer'],
          when: {
            'it is claimed fixed, with evidence': f => f.fault?.fixedBy !== undefined,
            'verified by somebody other than who fixed it': (f, e) => e.by.id !== f.fault?.fixedBy,
          },
          set: (f, e, now) => standing(f, { fault: undefined }, e.on, 'FAULT_FIXED', now, e.by.id),
        }),
        'fault.unfounded': settles<{ reason: string }>({
          by: [...compliance, 'officer', 'housingOfficer'],
          set: (f, e, now) => standing(f, { fault: undefined }, e.on, 'FAULT_UNFOUNDED', now, e.by.id),
        }),
      },
    },
    start_test_due: { title: 'Test due on the day the tenancy begins' },
    replacement_due: { title: 'An alarm reaches its end' },
    unknown_applicability: {
      title: 'Not known which alarms are required',
      on: {
        ...still,
        'tenancy.starting': [],
        'visit.noAccess': [],
        'contractor.changed': [],
        'appointment.made': [],
        'appointment.cancelled': [],
      },
    },
    not_applicable: {
      title: 'No alarms required of us',
      final: 'not_required',
      on: {
        'record.imported': imported,
        'register.confirmed': knows,
        'applicability.confirmed': confirmed,
      },
    },
    retired: { title: 'Retired', final: 'retired' },
  },
  anywhere: {
    'certificate.voided': voids,
    'record.imported': imported,
    'applicability.confirmed': confirmed,
    'register.confirmed': knows,
    'asset.disposed': register.disposes<Facts>(),
    'appointment.made': { by: anyone },
    'appointment.cancelled': visits.callsOff<Facts>(anyone),
    'visit.noAccess': {
      by: anyone,
      set: (f, e, now) => ({ attempts: [...f.attempts, visits.attemptOf(f, e, now)] }),
      raises: (f, e, now) => accessAttempt('smoke-co', now.case, visits.attemptOf(f, e, now), testDue(f, now.reckon)),
    },
    'alarm.tested': tests,
    'data.missing': settles<z.output<typeof dataMissing>>({
      by: testers,
      set: (f, e, now) =>
        standing(
          f,
          {
            dataMissing: { on: e.data.visitedOn ?? e.on, places: e.data.places },
            alarms: f.alarms.filter(a => !e.data.places.some(place => same(place, a.place))),
          },
          e.on,
          'DATA_MISSING',
          now,
        ),
      notes: (_, e) => [`data missing: ${e.data.places.join(', ')}`],
    }),
    'fault.reported': reportsFault,
    'alarm.replaced': settles<z.output<typeof alarmReplaced>>({
      by: anyone,
      when: {
        'PLACE_UNKNOWN: the alarm is one that the register asks for': (f, e) =>
          required(f).some(r => r.type === e.data.type && same(r.place, e.data.place)),
        'the new alarm has life left': (_, e, now) => e.data.replaceBy > now.today,
      },
      set: (f, e, now) =>
        standing(
          f,
          {
            alarms: [
              ...f.alarms.filter(a => !(a.type === e.data.type && same(a.place, e.data.place))),
              {
                type: e.data.type,
                place: e.data.place,
                outcome: 'REPLACED',
                on: e.on,
                replaceBy: e.data.replaceBy,
              },
            ],
          },
          e.on,
          'REPLACED',
          now,
        ),
    }),
    'tenancy.starting': {
      to: 'start_test_due',
      by: ['voidsOfficer', 'housingOfficer', ...compliance],
      when: { 'no fault is open and no test in review': f => f.fault === undefined && f.tested === undefined },
      set: (_, e) => ({ tenancy: { on: e.data.on } }),
    },
    'signUp.closed': settles<Record<string, never>>({
      by: ['voidsOfficer', 'housingOfficer', ...compliance],
      when: {
        'a tenancy is starting': f => f.tenancy !== undefined,
        'START_TEST_MISSING: every alarm was tested on the day the tenancy begins': f =>
          f.tenancy?.testedOn !== undefined,
        'ALARM_MISSING: every alarm is there and works': (f, _, now) =>
          none(gaps(f, now.today).map(g => `${g.type} ${g.place}`)),
        'no fault is open and no test in review': f => f.fault === undefined && f.tested === undefined,
      },
      set: () => ({ tenancy: undefined }),
    }),
    'contractor.changed': {
      by: [...compliance, 'assetDataOfficer'],
      set: (_, e, now) => ({
        contractorId: e.data.contractorId,
        gateUntil: now.reckon.days(e.data.on, now.reckon.policy('contractor.dataGate')),
      }),
    },
    'child.closed': putRight,
  },
  clocks: {
    test: {
      title: 'Test of the alarms',
      source: 'alarms.test',
      kind: 'policy',
      runs: open,
      from: f => f.testedOn,
      due: (f, reckon, c) => {
        if (f.testedOn) {
          reckon.because(`last whole test ${f.testedOn}${f.counted ? ', by the register' : ''}`)
          const due = testDue(f, reckon)
          return f.counted ? reckon.earliest(due, f.checks.at(-1)?.nextDue) : due
        }
        const printed = f.record?.lastDoneOn ?? undefined
        if (printed) reckon.because(`the register tells of a test on ${printed}, not which alarms were there`)
        return f.dutyBeganOn ?? dayOf(c.openedAt)
      },
      ladder: inspection(
        { issue: 'alarms.issue', moves: { compliant: 'test_due' }, skip: inspectionSkips.smokeCo },
        {
          issued: 'testIssued',
          dueSoon: 'testSoon',
          dueToday: 'testToday',
          overdue: 'testOverdue',
          escalated: 'testStillOverdue',
        },
      ),
    },
    remedial: {
      title: 'Put the missing or faulty alarm right',
      source: 'alarms.repair',
      kind: 'statutory',
      runs: ['non_compliant_remedial'],
      due: (f, reckon, c) => {
        const on = f.checks.at(-1)?.on ?? dayOf(c.enteredAt)
        reckon.because(`an alarm was found missing, faulty or expired on ${on}`)
        return reckon.workingDays(on, reckon.policy('action.alarms.smoke'))
      },
      ladder: task('remedialLate', ['complianceOfficer', 'complianceManager']),
    },
    fault: {
      title: 'Put right a fault that was reported',
      source: 'alarms.fault',
      kind: 'statutory',
      runs: ['fault_open'],
      from: f => f.fault?.at,
      due: (f, reckon) =>
        f.fault && !f.fault.fixedBy ? reckon.hours(f.fault.at, reckon.policy('action.alarms.fault')) : undefined,
      ladder: [
        { at: { share: 0 }, tell: ['officer', 'complianceManager'], template: 'faultOpen', urgency: 'emergency' },
        { at: { share: 0.5 }, tell: ['officer', 'complianceManager'], template: 'faultOpen', urgency: 'urgent' },
        { at: { hours: 0 }, tell: ['complianceManager'], template: 'faultLate', urgency: 'urgent' },
        { at: { days: 1 }, tell: ['complianceManager', 'headOfService'], template: 'faultLate', urgency: 'urgent' },
        {
          at: { days: 7 },
          tell: ['complianceManager', 'headOfService', 'serviceDirector'],
          template: 'faultLate',
          every: { days: 7 },
        },
      ],
    },
    fault_verify: {
      title: 'Verify that the fault is fixed',
      source: 'landlord.policy',
      kind: 'policy',
      chaser: true,
      runs: ['fault_open'],
      due: (f, reckon) => f.fault?.fixedOn && reckon.workingDays(f.fault.fixedOn, reckon.policy('evidence.chase')),
      ladder: task('faultVerify', ['complianceOfficer', 'complianceManager']),
    },
    start_test: {
      title: 'Test on the day the tenancy begins',
      source: 'alarms.testAtTenancyStart',
      kind: 'statutory',
      runs: ['start_test_due'],
      due: f => (f.tenancy && !f.tenancy.testedOn ? f.tenancy.on : undefined),
      ladder: [
        { at: { workingDays: -1 }, tell: ['voidsOfficer'], template: 'startTest' },
        { at: { days: 0 }, tell: ['voidsOfficer', 'housingOfficer'], template: 'startTest', urgency: 'urgent' },
        { at: { days: 1 }, tell: ['complianceManager'], template: 'startTestLate', urgency: 'urgent' },
        {
          at: { days: 7 },
          tell: ['complianceManager', 'headOfService'],
          template: 'startTestLate',
          every: { days: 7 },
        },
      ],
    },
    replacement: {
      title: 'Replace an alarm before its end',
      source: 'alarms.life.smoke',
      kind: 'policy',
      runs: open,
      due: (f, reckon) => firstToReplace(f, reckon),
      ladder: [
        {
          at: { daysBefore: 'alarms.replace' },
          tell: ['contractor', 'officer'],
          template: 'replaceSoon',
          to: { compliant: 'replacement_due' },
        },
        { at: { days: -14 }, tell: ['teamLeader'], template: 'replaceSoon', to: { compliant: 'replacement_due' } },
        {
          at: { days: 1 },
          tell: ['complianceManager'],
          template: 'expired',
          urgency: 'urgent',
          to: { compliant: 'non_compliant_remedial', replacement_due: 'non_compliant_remedial' },
        },
        { at: { days: 14 }, tell: ['complianceManager', 'headOfService'], template: 'expired', every: { days: 14 } },
      ],
    },
    data: {
      title: 'Data that a form left out',
      source: 'landlord.policy',
      kind: 'policy',
      chaser: true,
      runs: open,
      due: (f, reckon) => f.dataMissing && reckon.workingDays(f.dataMissing.on, reckon.policy('evidence.chase')),
      ladder: task('dataMissing', ['complianceOfficer', 'complianceManager']),
    },
    review: {
      title: "Review of a new contractor's test",
      source: 'landlord.policy',
      kind: 'policy',
      chaser: true,
      runs: ['data_review'],
      due: (f, reckon) => f.tested && reckon.workingDays(f.tested.knownOn, reckon.policy('evidence.chase')),
      ladder: task('reviewLate', ['complianceOfficer', 'complianceManager']),
    },
    applicability: register.findsOut('Find out which storeys and rooms there are'),
  },
  words: {
    testIssued: {
      subject: 'Alarm test to book: {where}',
      body: 'The alarms must be tested by {due} ({late}). The gas or electrical visit can do it.',
      act: 'Make sure the form has every storey and every room with an appliance.',
    },
    testSoon: {
      subject: 'Alarm test: {where}',
      body: 'No whole test of the alarms yet. It is due by {due}.',
      act: 'Make sure a visit is booked.',
    },
    testToday: {
      subject: 'Alarm test due today: {where}',
      body: 'Today is the last day for the test.',
      act: 'Have it tested today, or say what stops it.',
    },
    testOverdue: {
      subject: 'Alarm test, {where}',
      body: 'The alarms were to be tested by {due}. {gaps}',
      act: 'Have them tested, every storey and room.',
    },
    testStillOverdue: {
      subject: 'Still not put right: alarm test, {where}',
      body: 'The alarms were to be tested by {due}. {gaps} It was told to the people before you.',
      act: 'Decide what happens next and record it.',
    },
    remedialLate: {
      subject: 'Alarms not put right: {where}',
      body: 'The home is not compliant. {gaps}',
      act: 'Fit or replace the alarm, and have it verified.',
    },
    faultOpen: {
      subject: 'Alarm fault reported: {where}',
      body: 'A fault of an alarm was reported. It must be put right as soon as reasonably practicable, by {due}.',
      act: 'Send somebody now.',
    },
    faultLate: {
      subject: 'ALARM FAULT NOT FIXED: {where}',
      body: 'The fault that was reported is not put right. The household may be without warning.',
      act: 'Have it fixed today, and record it.',
    },
    faultVerify: {
      subject: 'Alarm repair to verify: {where}',
      body: 'The fault is claimed fixed. Until somebody else has verified it, it counts as open.',
      act: 'Look at the evidence and verify it.',
    },
    startTest: {
      subject: 'Alarms to test on the first day: {where}',
      body: 'A tenancy begins on {due}. Every alarm is tested on that day.',
      act: 'Test them and record each. The sign-up cannot be closed before.',
    },
    startTestLate: {
      subject: 'ALARMS NOT TESTED at the start of the tenancy: {where}',
      body: 'The tenancy began on {due} and the alarms were not tested on that day.',
      act: 'Test them now.',
    },
    replaceSoon: {
      subject: 'Alarm to replace: {where}',
      body: 'An alarm reaches the end of its life on {due}.',
      act: 'Replace it with the next visit.',
    },
    expired: {
      subject: 'ALARM PAST ITS LIFE: {where}',
      body: 'An alarm should have been replaced by {due}. The home is not compliant.',
      act: 'Replace it.',
    },
    dataMissing: {
      subject: 'Alarm data missing: {where}',
      body: 'The form left out: {missing}. That is not an alarm missing, but nothing shows that it is there.',
      act: 'Get the data from the contractor, or have it tested again.',
    },
    reviewLate: {
      subject: "New contractor's alarm test to check: {where}",
      body: 'The contractor is new, so its tests are checked before they count.',
      act: 'Accept it or reject it, naming what is missing.',
    },
    applicabilityUnknown: {
      subject: 'Alarms: storeys and rooms unknown, {where}',
      body: 'Nobody knows which alarms this home must have. It counts as not compliant until it is known.',
      act: 'Record the living storeys and the rooms with fixed combustion appliances.',
    },
  },
  views: ['gaps', 'missing'],
  view: f => ({
    gaps: f.alarms
      .filter(a => !WORKING.includes(a.outcome))
      .map(a => `${a.type === 'co' ? 'CO' : 'Smoke'}, ${a.place}: ${a.outcome.toLowerCase().replaceAll('_', ' ')}.`)
      .join(' '),
    missing: f.dataMissing?.places.join(', ') ?? '',
  }),
  obligation: {
    ...obligation.obligationOf('smoke-co', reckon => reckon.policy('alarms.issue'), fromRecord, results),
    asksOfHome: ['livingStoreys', 'combustionRooms'],
    applicability: f => (f.applicability === 'required' && !isKnown(f as Facts) ? 'unknown' : f.applicability),
  },
})
