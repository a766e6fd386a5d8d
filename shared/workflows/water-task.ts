/**
 * One monitoring task of a water system in one period (HSG274-2). A period that ends without a reading is missed for
 * ever: a later visit belongs to a later period. Every period opens the next, also the one in which nobody came.
 */
import * as z from 'zod'
import { ruleFor, workflow } from '../core/declare.ts'
import { addDays, day } from '../core/time.ts'
import type { Happened, Raise, Rung, Situation } from '../core/workflow.ts'
import * as evidence from './parts/evidence.ts'
import { periodAfter, periodOf } from './parts/period.ts'
import { judge, opensTask, taskNames, tasks, waterTaskId } from './parts/water.ts'

const facts = z.strictObject({
  system: z.string().min(1).max(100),
  outlet: z.string().min(1).max(100),
  task: z.enum(taskNames),
  healthcare: z.boolean().default(false),
  period: z.string().min(1).max(20),
  from: day,
  to: day,
  /** failures in a row at this outlet before this period */
  failsBefore: z.int().min(0).default(0),
  reading: z
    .strictObject({
      on: day,
      by: z.string(),
      temp: z.number().optional(),
      timeToTemp: z.number().optional(),
      why: z.string().optional(),
      reportedLate: z.boolean().optional(),
    })
    .optional(),
  notTested: z.array(z.strictObject({ on: day, reason: z.string() })).default([]),
  endedOn: day.optional(),
})
type Facts = z.output<typeof facts>

const reading = z.looseObject({
  outlet: z.string().min(1).max(100),
  /** degrees Celsius */
  temp: z.number().min(-20).max(120).optional(),
  /** seconds */
  timeToTemp: z.int().min(0).max(3600).optional(),
  result: z.enum(['IN_RANGE', 'OUT_OF_RANGE', 'NOT_TESTED', 'SAMPLE_POSITIVE', 'NO_ACCESS']).optional(),
  reason: z.string().max(500).optional(),
  cfu: z.int().min(1).optional(),
  task: z.string().max(60).optional(),
  period: z.string().max(20).optional(),
  documents: evidence.documents.optional(),
})
type Reading = Happened<z.output<typeof reading>>

/** Ours by the numbers; what the contractor calls out of range is out of range too. */
const fault = (f: Facts, e: Reading, now: Situation): string | undefined =>
  judge(f.task, e.data, f.healthcare, now.reckon) ??
  (e.data.result === 'OUT_OF_RANGE' ? (e.data.reason ?? 'reported out of range') : undefined) ??
  (e.data.result === 'SAMPLE_POSITIVE' ? 'a sample was positive' : undefined)

const everyOf = (f: Facts) => tasks[f.task].every
const next = (f: Facts, fails: number): Raise => opensTask(f, periodAfter(everyOf(f), f), fails)

const readers = [
  'contractor',
  'officer',
  'housingOfficer',
  'teamLeader',
  'complianceOfficer',
  'complianceManager',
] as const
const right = {
  'OUTLET_WRONG: it was taken at the outlet of the task': (f: Facts, e: Reading) =>
    e.data.outlet.trim().toLowerCase() === f.outlet.trim().toLowerCase() || e.data.outlet,
  'TASK_WRONG: it is a reading of this task': (f: Facts, e: Reading) =>
    e.data.task === undefined || e.data.task === f.task || e.data.task,
  'PERIOD_WRONG: it was taken in the period of the task': (f: Facts, e: Reading) =>
    (e.on >= f.from && e.on <= f.to && (e.data.period === undefined || e.data.period === f.period)) || e.on,
}
const untested = (e: Reading) => e.data.result === 'NOT_TESTED' || e.data.result === 'NO_ACCESS'
const taken = {
  ...right,
  'READING_MISSING: a task with limits has its temperature': (f: Facts, e: Reading) =>
    !('limit' in tasks[f.task]) || e.data.temp !== undefined || e.data.result === 'SAMPLE_POSITIVE',
  'it was tested': (_: Facts, e: Reading) => !untested(e),
}
const keeps = (late: boolean) => (f: Facts, e: Reading, now: Situation) => {
  const why = fault(f, e, now)
  return {
    reading: {
      on: e.on,
      by: e.by.id,
      ...(e.data.temp === undefined ? {} : { temp: e.data.temp }),
      ...(e.data.timeToTemp === undefined ? {} : { timeToTemp: e.data.timeToTemp }),
      ...(why ? { why } : {}),
      ...(late ? { reportedLate: true } : {}),
    },
  }
}

const rule = ruleFor<Facts, typeof reading>()
const actionFor = (f: Facts, e: Reading, now: Situation): Raise => ({
  workflow: 'action',
  key: 'out-of-range',
  facts: {
    stream: 'legionella',
    description: `Out of range at ${f.outlet}, ${tasks[f.task].title}: ${fault(f, e, now)}`,
    priority: f.failsBefore + 1 >= now.reckon.policy('lra.failures') ? 'P1' : 'P2',
    raisedOn: e.on,
    location: f.outlet,
    source: 'water-task',
    sourceReference: now.case.id,
  },
})
const positive = (f: Facts, e: Reading): Raise[] =>
  e.data.result === 'SAMPLE_POSITIVE'
    ? [
        {
          workflow: 'legionella',
          id: `legionella:${f.system}`,
          child: false,
          event: {
            type: 'sample.positive',
            data: {
              outlet: f.outlet,
              cfu: e.data.cfu ?? 1,
              ...(e.data.documents ? { documents: e.data.documents } : {}),
            },
          },
        },
      ]
    : []
const reads = (late: boolean) =>
  [
    rule({
      to: 'mon_done',
      by: readers,
      when: { ...taken, 'it is in range': (f, e, now) => fault(f, e, now) === undefined },
      set: keeps(late),
      raises: f => [next(f, 0)],
      notes: () => (late ? ['taken in its period, reported after it'] : []),
    }),
    rule({
      to: 'mon_done_fail',
      by: readers,
      when: taken,
      set: keeps(late),
      raises: (f, e, now) => [actionFor(f, e, now), next(f, f.failsBefore + 1), ...positive(f, e)],
      tells: (f, _, now) =>
        f.failsBefore + 1 >= now.reckon.policy('lra.failures')
          ? [{ template: 'again', roles: ['complianceManager'], urgency: 'urgent' }]
          : [],
      notes: (f, e, now) => [
        `out of range: ${fault(f, e, now)}`,
        ...(late ? ['taken in its period, reported after it'] : []),
      ],
    }),
  ] as const
const notTested = rule({
  by: readers,
  when: { ...right, 'it was not tested': (_, e) => untested(e) },
  set: (f, e) => ({
    notTested: [...f.notTested, { on: e.on, reason: e.data.reason ?? (e.data.result ?? '').toLowerCase() }],
  }),
})
/** Taken in time and told a little later is not the same as done late: only the telling was late. */
const toldInTime = (f: Facts, _: Reading, now: Situation) =>
  now.today <= addDays(f.to, now.reckon.policy('lra.reading.report'))

const ended = z.strictObject({ on: day, reason: z.string().min(1).max(500) })
const ends = ruleFor<Facts, typeof ended>()({
  to: 'ended',
  by: ['complianceOfficer', 'complianceManager', 'assetDataOfficer'],
  set: (_, e) => ({ endedOn: e.data.on }),
})

/** The period is over: missed, whoever comes later, and the next one begins. */
const missed: Rung<'mon_scheduled' | 'mon_missed', 'missed'> = {
  at: { hours: 0 },
  tell: ['complianceOfficer', 'complianceManager'],
  template: 'missed',
  to: { mon_scheduled: 'mon_missed' },
  raises: (f: Facts) => [next(f, f.failsBefore)],
  every: { days: 28 },
}

export const waterTask = workflow({
  name: 'water-task',
  named: f => waterTaskId(f, { id: f.period }),
  title: 'Water monitoring task',
  law: ['lra.task.sentinel', 'lra.monitor.hotSentinel', 'lra.monitor.cold', 'lra.records'],
  policies: ['lra.failures', 'lra.reading.report'],
  facts,
  lead: 'complianceOfficer',
  opens: {
    'PERIOD_WRONG: the period is one of the task': f => {
      const period = periodOf(tasks[f.task].every, f.from)
      return period.id === f.period && period.from === f.from && period.to === f.to
    },
  },
  events: {
    'monitoring.reading': reading,
    'task.ended': ended,
    'asset.disposed': ended,
  },
  initial: 'mon_scheduled',
  states: {
    mon_scheduled: {
      title: 'Scheduled',
      on: { 'monitoring.reading': [...reads(false), notTested], 'task.ended': ends, 'asset.disposed': ends },
    },
    mon_done: { title: 'Done, in range', final: 'done' },
    mon_done_fail: { title: 'Done, out of range', final: 'out_of_range' },
    mon_missed: {
      title: 'Missed',
      final: 'missed',
      on: {
        'monitoring.reading': reads(true).map(r => ({
          ...r,
          when: { ...r.when, 'PERIOD_OVER: a missed period cannot be made good': toldInTime },
        })),
      },
    },
    ended: { title: 'No longer a task', final: 'ended' },
  },
  clocks: {
    period: {
      title: 'Monitoring in the period',
      source: 'lra.task.sentinel',
      kind: 'policy',
      runs: ['mon_scheduled'],
      from: f => f.from,
      due: (f, reckon) => {
        reckon.because(`${tasks[f.task].title} in ${f.period}, ${f.from} to ${f.to}`)
        reckon.rule(tasks[f.task].source)
        return f.to
      },
      ladder: [
        { at: { share: 0.6 }, tell: ['contractor', 'officer'], template: 'dueSoon' },
        { at: { share: 0.85 }, tell: ['officer', 'complianceOfficer'], template: 'dueSoon' },
        { at: { days: 0 }, tell: ['complianceOfficer', 'complianceManager'], template: 'lastDay', urgency: 'urgent' },
        missed,
      ],
    },
  },
  words: {
    dueSoon: {
      subject: 'Water monitoring: {where}',
      body: '{task} at {outlet}, for {period}. No reading yet. The period ends on {due}.',
      act: 'Make sure somebody takes it in the period. It cannot be made good afterwards.',
    },
    lastDay: {
      subject: 'Last day for water monitoring: {where}',
      body: '{task} at {outlet}, for {period}. The period ends today.',
      act: 'Take the reading today.',
    },
    missed: {
      subject: 'MISSED: water monitoring, {where}',
      body: '{task} at {outlet} was not done in {period}. It stays missed.',
      act: 'Find out why, and make sure of the next period.',
    },
    again: {
      subject: 'Water out of range again: {where}',
      body: '{task} at {outlet} was out of range in {period}, and the time before.',
      act: 'Have the cause found. Ask whether the risk assessment is still valid.',
    },
  },
  apart: f => `${tasks[f.task].title}, ${f.outlet}`,
  views: ['task', 'outlet', 'period'],
  view: f => ({ task: tasks[f.task].title, outlet: f.outlet, period: f.period }),
})
