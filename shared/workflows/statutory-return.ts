/**
 * A return to the regulator or the Ombudsman for one year: tenant satisfaction measures, the annual complaints report
 * with the self-assessment. Drafted, approved, submitted with its receipt; the next year's is opened by this one.
 */
import * as z from 'zod'
import { workflow } from '../core/declare.ts'
import type { Reckon } from '../core/reckon.ts'
import { addMonths, type Day, day } from '../core/time.ts'
import { provisions } from '../law/code-provisions.ts'
import { headOrAbove } from '../law/roles.ts'
import { rules } from '../law/rules.ts'
import * as evidence from './parts/evidence.ts'

const words = (most: number) => z.string().trim().min(1).max(most)

const provisionAnswer = z.strictObject({
  provision: z.enum(provisions),
  answer: z.enum(['yes', 'no']),
  /** where it can be seen: a page of the policy, a minute, a register */
  evidence: words(1000),
  action: words(2000).optional(),
  by: day.optional(),
})
const answerKept = provisionAnswer.omit({ provision: true }).extend({ on: day, answeredBy: z.string() })
export type ProvisionAnswer = z.output<typeof answerKept>

const facts = z.strictObject({
  what: z.enum(['tsm', 'complaints_report', 'other']),
  title: words(200),
  /** the last day of the year that it is about */
  yearEnd: day,
  /** where the regulator has set another date for this year */
  dueOn: day.optional(),
  drafted: z.strictObject({ on: day, by: z.string(), sha256: z.array(z.string()) }).optional(),
  approvedBy: z.string().max(200).optional(),
  submittedOn: day.optional(),
  reference: z.string().max(100).optional(),
  inTime: z.boolean().optional(),
  /** of the Complaint Handling Code, the landlord's own, the latest on each */
  answers: z.partialRecord(z.enum(provisions), answerKept).optional(),
})
export type Facts = z.output<typeof facts>

/** The month and day of the law in the year in which the year under report ended. */
export const returnDue = (f: Facts, reckon: Reckon): Day => {
  if (f.dueOn) return f.dueOn
  const monthDay = rules[f.what === 'complaints_report' ? 'complaint.annualReport' : 'tsm.submission'].value
  reckon.because(`the year ended on ${f.yearEnd}; the return is due by ${monthDay}`)
  const same = `${f.yearEnd.slice(0, 4)}-${monthDay}` as Day
  return same > f.yearEnd ? same : addMonths(same, 12)
}

export const returnId = (what: Facts['what'], title: string, yearEnd: Day): string =>
  `statutory-return:${what === 'other' ? title.toLowerCase().replace(/[^a-z0-9]+/g, '-') : what}:${yearEnd}`

const managers = headOrAbove
const answerers = [...managers, 'complaintsLead'] as const
const drafted = z.strictObject({ documents: evidence.documents.min(1) })
const drafts = (e: { on: Day; by: { id: string }; data: z.output<typeof drafted> }): Partial<Facts> => ({
  drafted: { on: e.on, by: e.by.id, sha256: e.data.documents.map(d => d.sha256.toLowerCase()) },
})

export const statutoryReturn = workflow({
  name: 'statutory-return',
  named: f => returnId(f.what, f.title, f.yearEnd),
  title: 'Statutory return',
  prefix: 'RET',
  law: ['tsm.submission', 'tsm.yearEnd', 'complaint.annualReport'],
  policies: ['return.issue'],
  facts,
  lead: 'headOfService',
  events: {
    'return.drafted': drafted,
    'return.approved': z.strictObject({ approvedBy: words(200) }),
    'return.sentBack': z.strictObject({ reason: words(2000) }),
    'return.submitted': z.strictObject({ reference: words(100), documents: evidence.documents.min(1) }),
    'due.confirmed': z.strictObject({ dueOn: day, source: words(500) }),
    'provision.answered': provisionAnswer,
  },
  initial: 'to_prepare',
  states: {
    to_prepare: { title: 'To prepare', on: { 'return.drafted': { to: 'drafted', set: (_, e) => drafts(e) } } },
    drafted: {
      title: 'Drafted, to be approved',
      on: {
        'return.drafted': { set: (_, e) => drafts(e) },
        'return.approved': {
          to: 'approved',
          by: managers,
          when: { 'approved by somebody other than who drafted it': (f, e) => e.by.id !== f.drafted?.by },
          set: (_, e) => ({ approvedBy: e.data.approvedBy }),
        },
        'return.sentBack': { to: 'to_prepare', by: managers, set: () => ({ drafted: undefined }) },
      },
    },
    approved: {
      title: 'Approved, to be submitted',
      on: {
        'return.submitted': {
          to: 'submitted',
          set: (f, e, now) => ({
            submittedOn: e.on,
            reference: e.data.reference,
            inTime: e.on <= returnDue(f, now.reckon),
          }),
          raises: f => {
            const yearEnd = addMonths(f.yearEnd, 12)
            return [
              {
                workflow: 'statutory-return',
                id: returnId(f.what, f.title, yearEnd),
                child: false,
                facts: { what: f.what, title: f.title, yearEnd },
              },
            ]
          },
          notes: (f, e, now) => (e.on <= returnDue(f, now.reckon) ? ['in time'] : ['late']),
        },
      },
    },
    submitted: { title: 'Submitted', final: 'submitted' },
  },
  anywhere: {
    'due.confirmed': { by: managers, set: (_, e) => ({ dueOn: e.data.dueOn }) },
    'provision.answered': {
      by: answerers,
      when: {
        'NOT_THIS_RETURN: it is the return on complaints': f => f.what === 'complaints_report',
        'ACTION_MISSING: a no says what will be done and by when': (_, e) =>
          e.data.answer === 'yes' || (e.data.action !== undefined && e.data.by !== undefined),
      },
      set: (f, { on, by, data: { provision, ...answer } }) => ({
        answers: { ...f.answers, [provision]: { ...answer, on, answeredBy: by.id } },
      }),
    },
  },
  clocks: {
    due: {
      title: 'Statutory return',
      source: 'tsm.submission',
      kind: 'statutory',
      runs: ['to_prepare', 'drafted', 'approved'],
      due: returnDue,
      ladder: [
        { at: { daysBefore: 'return.issue' }, tell: ['headOfService'], template: 'due' },
        { at: { days: -14 }, tell: ['headOfService', 'serviceDirector'], template: 'due' },
        { at: { days: -1 }, tell: ['headOfService', 'serviceDirector'], template: 'due', urgency: 'urgent' },
        {
          at: { days: 1 },
          tell: ['headOfService', 'serviceDirector', 'executive'],
          template: 'late',
          urgency: 'urgent',
        },
        {
          at: { days: 7 },
          tell: ['serviceDirector', 'executive', 'governingBody'],
          template: 'late',
          every: { days: 7 },
        },
      ],
    },
  },
  words: {
    due: {
      subject: '{return} due',
      body: 'For the year to {yearEnd}. It must be submitted by {due}.',
      act: 'Have it drafted, approved and submitted, and keep the receipt.',
    },
    late: {
      subject: '{return}',
      body: 'For the year to {yearEnd}. It was to be submitted by {due}.',
      act: 'Submit it, and tell whoever receives it why it is late.',
    },
  },
  apart: f => f.title,
  views: ['return', 'yearEnd'],
  view: f => ({ return: f.title, yearEnd: f.yearEnd }),
})
