/**
 * The inspection of a block in one period: how often is the type of block and its risk. A period that ends without
 * one is missed, never made good later, and the next is opened all the same. An inspection is not closed with a
 * finding that has neither an action nor the reason why there is none.
 */
import * as z from 'zod'
import { ruleFor, workflow } from '../core/declare.ts'
import type { Reckon } from '../core/reckon.ts'
import { addDays, type Day, day, monthEnd } from '../core/time.ts'
import type { Happened, Raise } from '../core/workflow.ts'
import { climb, days, share } from '../law/climb.ts'
import { task } from '../law/tasks.ts'
import * as evidence from './parts/evidence.ts'

const words = (most: number) => z.string().trim().min(1).max(most)

const subjects = z.enum([
  'cleaning',
  'lighting',
  'trip_hazard',
  'obstruction',
  'fire_door',
  'storage_in_escape_route',
  'fly_tipping',
  'lift',
  'signage',
  'other',
])
const finding = z.strictObject({
  subject: subjects,
  text: words(2000),
  location: words(200).optional(),
  /** an action that exists already, or why there is none; without either a new action is raised */
  actionRef: words(100).optional(),
  noActionBecause: words(1000).optional(),
  raise: z.boolean().optional(),
})
type Finding = z.output<typeof finding>

const facts = z.strictObject({
  block: words(100),
  blockType: z.enum(['hrb', 'sheltered', 'medium', 'low']),
  /** the register that says so */
  typeSource: z.string().max(200).optional(),
  /** first day of the period; its length follows from the type */
  from: day,
  /** the day of the month on which periods begin, where a shorter month made this one begin before it */
  anchorDay: z.int().min(29).max(31).optional(),
  inspectedOn: day.optional(),
  inspectedBy: z.string().optional(),
  grade: z.int().min(1).max(4).optional(),
  findings: z.array(finding).default([]),
  inspections: z.array(z.strictObject({ on: day, by: z.string(), grade: z.int(), findings: z.int() })).default([]),
  missed: z.boolean().optional(),
})
type Facts = z.output<typeof facts>

type Span = Pick<Facts, 'blockType' | 'from' | 'anchorDay'>
const monthDay = (date: Day): number => Number(date.slice(8))
const anchorOf = (f: Span): number => f.anchorDay ?? monthDay(f.from)

/**
 * The day on which the next period begins. Months keep the day of the month that the first began on: after 31 January and
 * 28 February comes 31 March (G10).
 */
const nextFrom = (f: Span, reckon: Reckon): Day => {
  if (f.blockType === 'hrb') return reckon.days(f.from, reckon.policy('estate.hrb'))
  if (f.blockType === 'sheltered') return reckon.days(f.from, reckon.policy('estate.sheltered'))
  const next = reckon.months(f.from, reckon.policy(f.blockType === 'medium' ? 'estate.medium' : 'estate.low'))
  return addDays(next, Math.min(anchorOf(f), monthDay(monthEnd(next))) - monthDay(next))
}
/** The last day of a period. */
export const periodEnd = (f: Span, reckon: Reckon): Day => addDays(nextFrom(f, reckon), -1)

/** One case a block and period: opening it twice is opening it once. */
export const inspectionId = (block: string, from: Day): string => `block-inspection:${block}:${from}`

const nextPeriod = (f: Facts, reckon: Reckon): Raise => {
  const from = nextFrom(f, reckon)
  const { block, blockType, typeSource } = f
  const byMonths = blockType === 'medium' || blockType === 'low'
  const clipped = byMonths && anchorOf(f) !== monthDay(from) ? { anchorDay: anchorOf(f) } : {}
  return {
    workflow: 'block-inspection',
    id: inspectionId(block, from),
    child: false,
    facts: { block, blockType, from, ...clipped, ...(typeSource ? { typeSource } : {}) },
  }
}

/** What blocks a way out is for today; an open fire door as well. */
const urgent: readonly Finding['subject'][] = ['obstruction', 'storage_in_escape_route']
const priorityOf = (subject: Finding['subject']) =>
  urgent.includes(subject) ? 'P0' : subject === 'fire_door' || subject === 'trip_hazard' ? 'P1' : 'P3'
const actionsFor = (found: Finding[], on: Day, at: string): Raise[] =>
  found.flatMap((f, n) =>
    f.raise
      ? [
          {
            workflow: 'action',
            key: `finding:${on}:${n}`,
            child: false,
            facts: {
              stream: 'block-inspection',
              description: f.text,
              priority: priorityOf(f.subject),
              raisedOn: on,
              ...(priorityOf(f.subject) === 'P0' ? { raisedAt: at } : {}),
              category: f.subject,
              source: 'block-inspection',
              ...(f.location ? { location: f.location } : {}),
            },
          },
        ]
      : [],
  )

const submitted = z.looseObject({
  grade: z.int().min(1).max(4),
  findings: z.array(finding).max(200).default([]),
  documents: evidence.documents.optional(),
})
type Submitted = z.output<typeof submitted>

const settled = (f: Finding): boolean => Boolean(f.actionRef ?? f.noActionBecause ?? f.raise)
const inspects = {
  by: ['officer', 'housingOfficer', 'teamLeader', 'contractor', 'fireSafetyLead'],
  when: {
    'DATE_IN_FUTURE: it was not made in the future': (_: Facts, e: Happened<Submitted>) => e.at <= e.received,
    'it was made in its period': (f: Facts, e: Happened<Submitted>) => e.on >= f.from,
  },
  set: (f: Facts, e: Happened<Submitted>): Partial<Facts> => ({
    inspectedOn: e.on,
    inspectedBy: e.by.id,
    grade: e.data.grade,
    findings: e.data.findings,
    inspections: [...f.inspections, { on: e.on, by: e.by.id, grade: e.data.grade, findings: e.data.findings.length }],
  }),
} as const
const allSettled = {
  'FINDING_OPEN: every finding has an action, or says why there is none': (_: Facts, e: Happened<Submitted>) =>
    e.data.findings.every(settled),
}
const poor = (grade: number, reckon: Reckon): boolean => grade > reckon.policy('estate.pass')

const inPeriod = {
  'it was made before the period ended; a missed one is not made good later': (
    f: Facts,
    e: Happened<Submitted>,
    now: { reckon: Reckon },
  ) => e.on <= periodEnd(f, now.reckon),
}
const makes = [
  ruleFor<Facts, typeof submitted>()({
    ...inspects,
    to: 'reinspect',
    when: {
      ...inspects.when,
      ...inPeriod,
      ...allSettled,
      'the grade is below the threshold': (_, e, now) => poor(e.data.grade, now.reckon),
    },
    raises: (f, e, now) => [...actionsFor(e.data.findings, e.on, e.at), nextPeriod(f, now.reckon)],
  }),
  ruleFor<Facts, typeof submitted>()({
    ...inspects,
    to: 'closed',
    when: { ...inspects.when, ...inPeriod, ...allSettled },
    raises: (f, e, now) => [...actionsFor(e.data.findings, e.on, e.at), nextPeriod(f, now.reckon)],
  }),
  ruleFor<Facts, typeof submitted>()({
    ...inspects,
    to: 'submitted',
    when: {
      ...inspects.when,
      ...inPeriod,
      'a finding is still to be settled': (_, e) => !e.data.findings.every(settled),
    },
    raises: (f, e, now) => [...actionsFor(e.data.findings, e.on, e.at), nextPeriod(f, now.reckon)],
  }),
] as const

const resolved = z.strictObject({
  finding: z.int().min(0),
  actionRef: words(100).optional(),
  noActionBecause: words(1000).optional(),
  raise: z.boolean().optional(),
})
type Resolved = z.output<typeof resolved>
const settledBy = (f: Facts, e: Happened<Resolved>): Finding[] =>
  f.findings.map((one, n) => {
    if (n !== e.data.finding) return one
    const { actionRef, noActionBecause, raise } = e.data
    return {
      ...one,
      ...(actionRef ? { actionRef } : {}),
      ...(noActionBecause ? { noActionBecause } : {}),
      ...(raise ? { raise } : {}),
    }
  })
const resolving = {
  when: {
    'there is such a finding': (f: Facts, e: Happened<Resolved>) => f.findings[e.data.finding] !== undefined,
    'FINDING_OPEN: it names an action, raises one, or says why there is none': (_: Facts, e: Happened<Resolved>) =>
      Boolean(e.data.actionRef ?? e.data.noActionBecause ?? e.data.raise),
  },
  set: (f: Facts, e: Happened<Resolved>): Partial<Facts> => ({ findings: settledBy(f, e) }),
  raises: (f: Facts, e: Happened<Resolved>): Raise[] =>
    e.data.raise && f.inspectedOn
      ? actionsFor(
          settledBy(f, e).map((one, n) => ({ ...one, raise: n === e.data.finding })),
          f.inspectedOn,
          e.at,
        )
      : [],
}
const rest = (f: Facts, e: Happened<Resolved>) => settledBy(f, e).every(settled)

export const blockInspection = workflow({
  name: 'block-inspection',
  named: f => inspectionId(f.block, f.from),
  title: 'Block inspection',
  prefix: 'BLK',
  law: ['estate.inspection'],
  policies: ['estate.hrb', 'estate.sheltered', 'estate.medium', 'estate.low', 'estate.reinspect', 'estate.pass'],
  facts,
  lead: 'teamLeader',
  events: {
    'inspection.submitted': submitted,
    'finding.resolved': resolved,
    'missed.explained': z.strictObject({ reason: words(1000) }),
    'asset.disposed': z.strictObject({ on: day, reason: words(200) }),
  },
  initial: 'scheduled',
  states: {
    scheduled: { title: 'To be inspected in this period', on: { 'inspection.submitted': makes } },
    submitted: {
      title: 'Inspected, findings to be settled',
      on: {
        'finding.resolved': [
          {
            ...resolving,
            to: 'reinspect',
            when: {
              ...resolving.when,
              'it is the last finding': rest,
              'the grade is below the threshold': (f, _, now) => poor(f.grade ?? 1, now.reckon),
            },
          },
          { ...resolving, to: 'closed', when: { ...resolving.when, 'it is the last finding': rest } },
          resolving,
        ],
      },
    },
    reinspect: {
      title: 'Poor grade: to be inspected again',
      on: {
        'inspection.submitted': [
          {
            ...inspects,
            to: 'closed',
            when: {
              ...inspects.when,
              ...allSettled,
              'the grade is no longer below the threshold': (_, e, now) => !poor(e.data.grade, now.reckon),
            },
            raises: (_, e) => actionsFor(e.data.findings, e.on, e.at),
          },
          {
            ...inspects,
            when: { ...inspects.when, ...allSettled },
            raises: (_, e) => actionsFor(e.data.findings, e.on, e.at),
            notes: () => ['still below the threshold'],
          },
        ],
      },
    },
    missed: {
      title: 'Missed',
      on: {
        // Made in time and sent late: the day of the visit counts, not the day of the report.
        'inspection.submitted': makes,
        'missed.explained': { to: 'closed_missed', by: ['teamLeader', 'operationalManager', 'headOfService'] },
      },
    },
    closed: { title: 'Closed', final: 'inspected' },
    closed_missed: { title: 'Missed, explained', final: 'missed' },
    disposed: { title: 'The block is gone', final: 'disposed' },
  },
  anywhere: {
    'asset.disposed': {
      to: 'disposed',
      when: { 'it was not disposed of in the future': (_, e, now) => e.data.on <= now.today },
    },
  },
  clocks: {
    period: {
      title: 'Block inspection of the period',
      source: 'estate.inspection',
      kind: 'policy',
      runs: ['scheduled'],
      from: f => f.from,
      due: periodEnd,
      ladder: [
        ...climb(
          [
            [share(0.75), ['officer'], 'dueSoon'],
            [days(0), ['officer', 'teamLeader'], 'dueToday'],
          ],
          { dueSoon: 'dueSoon', dueToday: 'dueSoon', overdue: 'missed', escalated: 'missed' },
          { days: 7 },
        ).map(({ every: _, ...rung }) => rung),
        {
          at: { days: 1 },
          tell: ['officer', 'teamLeader', 'operationalManager'],
          template: 'missed',
          to: { scheduled: 'missed' },
          raises: (f: Facts, now) => [nextPeriod(f, now.reckon)],
          every: { days: 7 },
        },
      ],
    },
    explain: {
      title: 'Why a block inspection was missed',
      source: 'estate.inspection',
      kind: 'policy',
      runs: ['missed'],
      due: (f, reckon) => reckon.workingDays(periodEnd(f, reckon), reckon.policy('estate.reinspect')),
      ladder: task('missed', ['teamLeader', 'operationalManager']),
    },
    findings: {
      title: 'Findings of a block inspection',
      source: 'estate.inspection',
      kind: 'policy',
      runs: ['submitted'],
      due: (f, reckon) => f.inspectedOn && reckon.workingDays(f.inspectedOn, reckon.policy('evidence.chase')),
      ladder: task('findingsOpen', ['officer', 'teamLeader']),
    },
    reinspect: {
      title: 'Second inspection after a poor grade',
      source: 'estate.inspection',
      kind: 'policy',
      runs: ['reinspect'],
      due: (f, reckon) => f.inspectedOn && reckon.workingDays(f.inspectedOn, reckon.policy('estate.reinspect')),
      ladder: task('reinspectDue', ['officer', 'teamLeader']),
    },
  },
  words: {
    dueSoon: {
      subject: 'Block to inspect by {due}: {where}',
      body: 'The inspection of this period is not made yet.',
      act: 'Inspect the block by {due}.',
    },
    missed: {
      subject: 'Block inspection MISSED: {where}',
      body: '{period} ended without an inspection. It counts as missed and cannot be made good.',
      act: 'Record why, and make sure that the next one is made.',
    },
    findingsOpen: {
      subject: 'Findings without an action: {where}',
      body: 'The block was inspected, and something found there has neither an action nor a reason why there is none.',
      act: 'Settle each finding.',
    },
    reinspectDue: {
      subject: 'Second inspection: {where}',
      body: 'The last inspection gave the block a poor grade.',
      act: 'Inspect it again by {due}.',
    },
  },
  views: ['period'],
  view: f => ({ period: `The period from ${f.from}` }),
})

/** TM04: inspections made among those due in a span of days; what is still running is not counted. */
export const inspectionsMade = (
  inspections: readonly Facts[],
  from: Day,
  to: Day,
  reckon: Reckon,
): { due: number; made: number } => {
  const inSpan = inspections.filter(f => {
    const end = periodEnd(f, reckon)
    return end >= from && end <= to
  })
  const made = inSpan.filter(f => f.inspectedOn && (f.inspections[0]?.on ?? '') <= periodEnd(f, reckon))
  return { due: inSpan.length, made: made.length }
}
