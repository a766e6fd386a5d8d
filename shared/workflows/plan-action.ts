/**
 * An action of an improvement plan, as reported to the governing body and the regulator. What is typed about it and
 * how it stands are two things. Its date moves only with an approver, and every former date is kept; it is completed
 * on evidence that a second person has seen; and no parent is complete before its children.
 */
import * as z from 'zod'
import { ruleFor, workflow } from '../core/declare.ts'
import { addMonths, type Day, day, dayOf, latestOf, monthEnd } from '../core/time.ts'
import type { Happened, Situation } from '../core/workflow.ts'
import { planAction as planLadder } from '../law/ladders.ts'
import { headOrAbove } from '../law/roles.ts'
import { task } from '../law/tasks.ts'
import { approver, isAnother } from './parts/approval.ts'
import { planFactsFromRow, planId, typedStatus } from './parts/plan.ts'

const words = (most: number) => z.string().trim().min(1).max(most)
const text = z.string().max(4000).optional()

/** Where it can be seen: a document by its hash, or an address or reference. */
const proof = z.looseObject({
  name: words(300),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/i)
    .optional(),
  link: words(2000).optional(),
})
const proofs = z.array(proof).max(50)

const rowFields = {
  plan: words(60),
  ref: words(30),
  parentRef: z.string().max(30).optional(),
  standard: text,
  issue: text,
  rootCause: text,
  outcome: text,
  measurable: text,
  achievable: text,
  owner: z.string().max(200).optional(),
}

const facts = z.strictObject({
  ...rowFields,
  raisedOn: day,
  /** the date as the plan writes it */
  dateText: text,
  dueOn: day.optional(),
  everyMonths: z.int().min(1).max(60).optional(),
  firstFrom: day.optional(),
  /** what a person must say before there is a date */
  dateQuestion: z.string().max(500).optional(),
  dateCould: z.array(day).optional(),
  formerDue: z
    .array(z.strictObject({ due: day, until: day, by: z.string(), approvedBy: z.string(), why: z.string() }))
    .default([]),
  typed: z
    .strictObject({ on: day, action: z.string().max(60).optional(), outcome: z.string().max(60).optional() })
    .optional(),
  updates: z.array(z.strictObject({ on: day, text: z.string().max(4000), by: z.string() })).default([]),
  warnings: z.array(z.string()).default([]),
  claimed: z.strictObject({ on: day, by: z.string(), evidence: proofs }).optional(),
  completedOn: day.optional(),
  verifiedBy: z.string().optional(),
  inTime: z.boolean().optional(),
  evidence: proofs.default([]),
  /** for what is done again each year: each year that was verified */
  periods: z.array(z.strictObject({ due: day, completedOn: day, verifiedBy: z.string() })).default([]),
  withdrawnOn: day.optional(),
})
type Facts = z.output<typeof facts>

const managers = headOrAbove

const row = z.strictObject({
  ...rowFields,
  timeBased: text,
  actionStatus: z.string().max(60).optional(),
  outcomeStatus: z.string().max(60).optional(),
  update: text,
})
type Row = z.output<typeof row>

/** What a later file changes: texts, owner, what is typed, a first date. A second date it cannot change. */
const fromFile = (f: Facts, e: Happened<Row>, now: Situation): Partial<Facts> => {
  const read = planFactsFromRow(e.data, now) as Partial<Facts> & Pick<Facts, 'updates'>
  const { plan: _, ref: __, raisedOn: ___, updates, dueOn, dateText, dateQuestion, dateCould, warnings, ...rest } = read
  const [said] = updates
  const dated = f.dueOn === undefined ? { dueOn, dateText, dateQuestion, dateCould, warnings: warnings ?? [] } : {}
  return {
    ...rest,
    ...dated,
    ...(said && !f.updates.some(u => u.text === said.text)
      ? { updates: [...f.updates, { ...said, by: e.by.id }] }
      : {}),
  }
}
const dateDiffers = (f: Facts, e: Happened<Row>, now: Situation): string[] => {
  const { dueOn } = planFactsFromRow(e.data, now) as Partial<Facts>
  return f.dueOn && dueOn && dueOn !== f.dueOn ? [`the file says ${dueOn}: not taken, ask for a change of date`] : []
}
const sameRow = {
  'it is the row of this action': (f: Facts, e: { data: Row }, now: Situation) =>
    planId(e.data.plan, e.data.ref) === planId(f.plan, f.ref) || planId(e.data.plan, e.data.ref) === now.case.id,
}
const typedComplete = (d: { outcomeStatus?: string | undefined }): boolean =>
  typedStatus(d.outcomeStatus) === 'completed'
const imports = [
  ruleFor<Facts, typeof row>()({
    to: 'claimed',
    when: { ...sameRow, 'the outcome is typed as completed': (_, e) => typedComplete(e.data) },
    set: (f, e, now) => ({ ...fromFile(f, e, now), claimed: { on: e.on, by: e.by.id, evidence: [] } }),
    notes: dateDiffers,
  }),
  ruleFor<Facts, typeof row>()({
    to: 'blocked',
    when: { ...sameRow, 'concerns are typed': (_, e) => typedStatus(e.data.actionStatus) === 'blocked' },
    set: fromFile,
    notes: dateDiffers,
  }),
  ruleFor<Facts, typeof row>()({
    to: 'started',
    when: { ...sameRow, 'it is typed as begun': begun },
    set: fromFile,
    notes: dateDiffers,
  }),
  ruleFor<Facts, typeof row>()({ when: sameRow, set: fromFile, notes: dateDiffers }),
] as const
/** A file that says no more than was claimed changes texts alone. */
const importsQuietly = ruleFor<Facts, typeof row>()({ when: sameRow, set: fromFile, notes: dateDiffers })

const updateGiven = z.strictObject({
  text: words(4000),
  actionStatus: z
    .enum(['Not started', 'Started and on target', 'Started but may be late', 'Concerns/blockages'])
    .optional(),
})
type Update = z.output<typeof updateGiven>
function begun(_: unknown, e: { data: { actionStatus?: string | undefined } }): boolean {
  return ['on_target', 'may_be_late', 'in_progress', 'completed'].includes(typedStatus(e.data.actionStatus))
}
const told = (f: Facts, e: Happened<Update>): Partial<Facts> => ({
  updates: [...f.updates, { on: e.on, text: e.data.text, by: e.by.id }],
  ...(e.data.actionStatus ? { typed: { ...f.typed, on: e.on, action: e.data.actionStatus } } : {}),
})
const updates = [
  ruleFor<Facts, typeof updateGiven>()({
    to: 'blocked',
    when: { 'there are concerns or blockages': (_, e) => typedStatus(e.data.actionStatus) === 'blocked' },
    set: told,
    tells: [{ template: 'blocked', roles: ['headOfService'], urgency: 'digest' }],
  }),
  ruleFor<Facts, typeof updateGiven>()({ to: 'started', when: { 'it is begun': begun }, set: told }),
  ruleFor<Facts, typeof updateGiven>()({ set: told }),
] as const

const claim = z.strictObject({ completedOn: day.optional(), evidence: proofs.min(1, 'at least one piece of evidence') })
const childrenDone = {
  'CHILDREN_OPEN: every action below it is done': (_: Facts, __: unknown, now: Situation) =>
    Object.values(now.case.children).every(child => child.workflow !== 'plan-action' || child.closed),
}
const claims = ruleFor<Facts, typeof claim>()({
  to: 'claimed',
  when: {
    ...childrenDone,
    'DATE_IN_FUTURE: it was not completed in the future': (_, e, now) => (e.data.completedOn ?? e.on) <= now.today,
  },
  set: (f, e) => ({
    claimed: { on: e.data.completedOn ?? e.on, by: e.by.id, evidence: e.data.evidence },
    typed: { ...f.typed, on: e.on, action: 'Completed' },
  }),
})

const changed = z.strictObject({
  dueOn: day,
  reason: words(2000),
  approvedBy: approver(),
  /** how the plan will write it */
  text: words(200).optional(),
})
const added = z.strictObject({ row })

const verify = z.strictObject({ evidence: proofs.optional(), how: words(2000).optional() })
const verified = {
  'verified by somebody other than who claimed it': (f: Facts, e: Happened<unknown>) => e.by.id !== f.claimed?.by,
  'EVIDENCE_MISSING: there is evidence, a document or where it can be seen': (
    f: Facts,
    e: { data: z.output<typeof verify> },
  ) => [...(f.claimed?.evidence ?? []), ...(e.data.evidence ?? [])].some(p => p.sha256 ?? p.link),
  ...childrenDone,
}
/** A plan means months by their last day, and so does its next date: after 30 November and 28 February comes 31 May. */
const dueAgain = (due: Day, months: number): Day => {
  const next = addMonths(due, months)
  return due === monthEnd(due) ? monthEnd(next) : next
}
const inTime = (f: Facts, on: Day | undefined): boolean | undefined => (f.dueOn && on ? on <= f.dueOn : undefined)
const seen = (f: Facts, e: Happened<z.output<typeof verify>>) => [
  ...f.evidence,
  ...(f.claimed?.evidence ?? []),
  ...(e.data.evidence ?? []),
]

const working = {
  'update.given': updates,
  'completion.claimed': claims,
  'row.imported': imports,
} as const
const open = ['open', 'started', 'blocked'] as const

export const planAction = workflow({
  name: 'plan-action',
  named: f => planId(f.plan, f.ref),
  title: 'Improvement plan action',
  prefix: 'PLN',
  law: ['plan.target', 'plan.update'],
  policies: ['plan.update', 'plan.date.confirm', 'evidence.chase'],
  facts,
  lead: 'operationalManager',
  opens: { 'DATE_IN_FUTURE: it was not raised in the future': (f, now) => f.raisedOn <= dayOf(latestOf(now.instant)) },
  events: {
    'row.imported': row,
    'update.given': updateGiven,
    'date.set': z.strictObject({ dueOn: day, reason: words(2000).optional(), text: words(200).optional() }),
    'due.changed': changed,
    'owner.changed': z.strictObject({ owner: words(200), reason: words(2000).optional() }),
    'action.added': added,
    'completion.claimed': claim,
    'completion.verified': verify,
    'completion.disputed': z.strictObject({ reason: words(2000) }),
    'action.withdrawn': z.strictObject({ reason: words(2000), approvedBy: approver() }),
  },
  initial: 'open',
  starts: {
    claimed: f => typedStatus(f.typed?.outcome) === 'completed',
    blocked: f => typedStatus(f.typed?.action) === 'blocked',
    started: f => ['on_target', 'may_be_late', 'in_progress', 'completed'].includes(typedStatus(f.typed?.action)),
  },
  states: {
    open: { title: 'Not started', on: working },
    started: { title: 'Started', on: working },
    blocked: { title: 'Concerns or blockages', on: working },
    claimed: {
      title: 'Claimed complete, evidence to be seen',
      on: {
        'row.imported': importsQuietly,
        'completion.claimed': claims,
        'completion.verified': [
          {
            to: 'open',
            by: managers,
            when: {
              ...verified,
              'it is done again each year': f => f.everyMonths !== undefined && f.dueOn !== undefined,
            },
            set: (f, e) => ({
              periods: [
                ...f.periods,
                { due: f.dueOn ?? e.on, completedOn: f.claimed?.on ?? e.on, verifiedBy: e.by.id },
              ],
              evidence: seen(f, e),
              claimed: undefined,
              dueOn: f.dueOn && dueAgain(f.dueOn, f.everyMonths ?? 12),
              typed: { on: e.on, action: 'Not started' },
            }),
          },
          {
            to: 'completed',
            by: managers,
            when: verified,
            set: (f, e) => ({
              completedOn: f.claimed?.on ?? e.on,
              verifiedBy: e.by.id,
              evidence: seen(f, e),
              inTime: inTime(f, f.claimed?.on),
            }),
            notes: f => (inTime(f, f.claimed?.on) === false ? ['late'] : []),
          },
        ],
        'completion.disputed': {
          to: 'started',
          by: managers,
          set: (f, e) => ({ claimed: undefined, typed: { on: e.on, action: f.typed?.action } }),
        },
      },
    },
    completed: { title: 'Completed', final: 'completed' },
    withdrawn: { title: 'Withdrawn', final: 'withdrawn' },
  },
  anywhere: {
    'date.set': {
      when: { 'it has no date yet; otherwise ask for a change of date': f => f.dueOn === undefined },
      set: (f, e) => ({
        dueOn: e.data.dueOn,
        dateText: e.data.text ?? f.dateText,
        dateQuestion: undefined,
        dateCould: undefined,
      }),
    },
    'due.changed': {
      by: ['operationalManager', ...managers],
      when: {
        'it has a date': f => f.dueOn !== undefined,
        'the date is another': (f, e) => e.data.dueOn !== f.dueOn,
        'the approver is somebody other than who asks': (_, e) => isAnother(e.data.approvedBy, e.by),
      },
      set: (f, e, now) => ({
        dueOn: e.data.dueOn,
        dateText: e.data.text ?? f.dateText,
        formerDue: [
          ...f.formerDue,
          ...(f.dueOn
            ? [{ due: f.dueOn, until: now.today, by: e.by.id, approvedBy: e.data.approvedBy, why: e.data.reason }]
            : []),
        ],
      }),
    },
    'owner.changed': { set: (_, e) => ({ owner: e.data.owner }) },
    'action.added': {
      when: {
        'it is of the same plan': (f, e) => e.data.row.plan === f.plan,
        'it is another action': (f, e) => planId(e.data.row.plan, e.data.row.ref) !== planId(f.plan, f.ref),
      },
      raises: (f, e, now) => [
        {
          workflow: 'plan-action',
          id: planId(e.data.row.plan, e.data.row.ref),
          facts: { ...planFactsFromRow({ ...e.data.row, parentRef: f.ref }, now) },
        },
      ],
    },
    'action.withdrawn': {
      to: 'withdrawn',
      by: managers,
      when: {
        ...childrenDone,
        'the approver is somebody other than who asks': (_, e) => isAnother(e.data.approvedBy, e.by),
      },
      set: (_, e) => ({ withdrawnOn: e.on }),
    },
  },
  clocks: {
    due: {
      title: 'Improvement plan action',
      source: 'plan.target',
      kind: 'policy',
      runs: open,
      due: (f, reckon) => {
        if (f.dueOn) reckon.because(`the plan says ${f.dateText ?? f.dueOn}: ${f.dueOn}`)
        for (const was of f.formerDue) reckon.because(`formerly ${was.due}, moved by ${was.approvedBy}: ${was.why}`)
        return f.dueOn
      },
      ladder: planLadder({
        dueSoon: 'dueSoon',
        dueToday: 'dueToday',
        overdue: 'overdue',
        escalated: 'stillOverdue',
      }),
    },
    update: {
      title: 'Update for the plan',
      source: 'plan.update',
      kind: 'policy',
      chaser: true,
      runs: open,
      due: (f, reckon) => reckon.days(f.updates.at(-1)?.on ?? f.raisedOn, reckon.policy('plan.update')),
      ladder: [
        { at: { days: 0 }, tell: ['operationalManager'], template: 'updateDue' },
        { at: { days: 14 }, tell: ['operationalManager', 'headOfService'], template: 'updateDue', every: { days: 14 } },
      ],
    },
    date: {
      title: 'A date for the action',
      source: 'plan.target',
      kind: 'policy',
      chaser: true,
      runs: open,
      due: (f, reckon) => (f.dueOn ? undefined : reckon.workingDays(f.raisedOn, reckon.policy('plan.date.confirm'))),
      ladder: task('dateMissing', ['operationalManager', 'headOfService']),
    },
    verify: {
      title: 'Verify what is claimed complete',
      source: 'landlord.policy',
      kind: 'policy',
      chaser: true,
      runs: ['claimed'],
      due: (_, reckon, c) => {
        reckon.because(`claimed complete, as known since ${dayOf(c.enteredAt)}`)
        return reckon.workingDays(dayOf(c.enteredAt), reckon.policy('evidence.chase'))
      },
      ladder: task('verifyLate', ['headOfService', 'serviceDirector']),
    },
  },
  words: {
    dueSoon: {
      subject: 'Plan action {number} due',
      body: '{issue} It is to be done by {due}.',
      act: 'Make sure it will be done by {due}, or ask for a change of date now.',
    },
    dueToday: {
      subject: 'Plan action {number} due today',
      body: '{issue} Typed: {typed}.',
      act: 'Complete it with evidence, or say what stops it.',
    },
    overdue: {
      subject: 'Plan action {number}',
      body: '{issue} It was to be done by {due}. Typed: {typed}.',
      act: 'Complete it with evidence, or ask for a change of date with an approver and a reason.',
    },
    stillOverdue: {
      subject: 'Still not put right: plan action {number}',
      body: '{issue} It was to be done by {due} and was told to the people before you. Typed: {typed}.',
      act: 'Decide what happens next and record it.',
    },
    updateDue: {
      subject: 'Update owed: plan action {number}',
      body: '{issue} Nobody has said for five weeks how it goes.',
      act: 'Write two sentences: what is done, what is next.',
    },
    dateMissing: {
      subject: 'Plan action {number} has no date',
      body: '{issue} {question}',
      act: 'Set the date by which it is to be done.',
    },
    verifyLate: {
      subject: 'Plan action {number} claimed complete: evidence to be seen',
      body: '{issue} It is said to be complete. Until somebody else has seen the evidence, that is a claim.',
      act: 'Look at the evidence, then verify or dispute it.',
    },
    blocked: {
      subject: 'Plan action {number}: concerns or blockages',
      body: '{issue}',
      act: 'Find out what blocks it and decide.',
    },
  },
  apart: f => `${f.plan} ${f.ref}`,
  views: ['number', 'issue', 'typed', 'question'],
  view: f => ({
    number: `${f.plan} ${f.ref}`,
    issue: short(f.issue ?? f.outcome ?? ''),
    typed: f.typed?.action ?? 'nothing',
    question: f.dateQuestion ?? '',
  }),
})

const short = (said: string): string => (said.length > 200 ? `${said.slice(0, 199)}…` : said)
