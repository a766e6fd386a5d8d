/**
 * What one person must have learnt: a qualification (RSH Competence and Conduct Standard), or a course to be repeated.
 * Enrolled is not qualified; a certificate that somebody else has accepted is.
 */
import * as z from 'zod'
import { ruleFor, workflow } from '../core/declare.ts'
import { personal } from '../core/personal.ts'
import type { Reckon } from '../core/reckon.ts'
import { type Day, day, dayOf } from '../core/time.ts'
import { rules } from '../law/rules.ts'
import { task } from '../law/tasks.ts'
import * as evidence from './parts/evidence.ts'

const words = (most: number) => z.string().trim().min(1).max(most)

const facts = z.strictObject({
  /** the post, or the person's number in the staff register; the name stays there */
  post: words(120),
  holder: personal(200).optional(),
  course: words(200),
  kind: z.enum(['competence_l4', 'competence_l5', 'course']),
  smallLandlord: z.boolean().default(false),
  inPostSince: day,
  /** a date of its own; absent: by the standard's transition */
  dueOn: day.optional(),
  everyMonths: z.int().min(1).max(120).optional(),
  enrolledOn: day.optional(),
  claimed: z.strictObject({ on: day, by: z.string(), sha256: z.array(z.string()) }).optional(),
  held: z.array(z.strictObject({ on: day, acceptedBy: z.string(), reference: z.string().optional() })).default([]),
  exempt: z.strictObject({ because: z.string(), by: z.string() }).optional(),
})
type Facts = z.output<typeof facts>

/** By its own date, by repetition, or by the end of the transition; who came later has as long from their first day. */
export const trainingDue = (f: Facts, reckon: Reckon): Day => {
  const last = f.held.at(-1)
  if (last && f.everyMonths) {
    reckon.because(`last completed ${last.on}`)
    return reckon.months(last.on, f.everyMonths)
  }
  if (f.dueOn) return f.dueOn
  if (f.kind === 'course') {
    reckon.because(`in post since ${f.inPostSince}`)
    return reckon.months(f.inPostSince, f.everyMonths ?? 12)
  }
  const inForce = rules['competence.inForce'].value as Day
  const from = f.inPostSince > inForce ? f.inPostSince : inForce
  reckon.because(f.inPostSince > inForce ? `in post since ${from}` : `the standard is in force since ${from}`)
  return reckon.months(from, reckon.rule(f.smallLandlord ? 'competence.transition.small' : 'competence.transition'))
}

const managers = ['operationalManager', 'headOfService', 'assistantDirector', 'serviceDirector', 'director'] as const
const submitted = z.looseObject({ completedOn: day.optional(), documents: evidence.documents.min(1) })
const submits = ruleFor<Facts, typeof submitted>()({
  to: 'evidence_review',
  when: {
    'DATE_IN_FUTURE: it was not completed in the future': (_, e, now) => (e.data.completedOn ?? e.on) <= now.today,
    'it is later than the last one': (f, e) => (e.data.completedOn ?? e.on) > (f.held.at(-1)?.on ?? ''),
  },
  set: (_, e) => ({
    claimed: { on: e.data.completedOn ?? e.on, by: e.by.id, sha256: e.data.documents.map(d => d.sha256) },
  }),
})
const enrolled = z.strictObject({ provider: words(200), startsOn: day.optional() })
const enrols = ruleFor<Facts, typeof enrolled>()({
  to: 'enrolled',
  set: (_, e) => ({ enrolledOn: e.data.startsOn ?? e.on }),
})
const accepted = z.strictObject({ reference: words(100).optional() })
const takes = (f: Facts, e: { on: Day; by: { id: string }; data: z.output<typeof accepted> }): Partial<Facts> => ({
  held: [
    ...f.held,
    {
      on: f.claimed?.on ?? e.on,
      acceptedBy: e.by.id,
      ...(e.data.reference ? { reference: e.data.reference } : {}),
    },
  ],
  claimed: undefined,
  enrolledOn: undefined,
})
const another = {
  'accepted by somebody other than who submitted it': (f: Facts, e: { by: { id: string } }) =>
    e.by.id !== f.claimed?.by,
}

export const training = workflow({
  name: 'training',
  title: 'Training and qualification',
  prefix: 'TRN',
  law: ['competence.inForce', 'competence.transition', 'competence.transition.small'],
  policies: ['training.issue'],
  facts,
  lead: 'operationalManager',
  events: {
    'training.enrolled': enrolled,
    'certificate.submitted': submitted,
    'certificate.accepted': accepted,
    'certificate.rejected': z.strictObject({ reason: words(1000) }),
    'person.exempt': z.strictObject({ because: words(1000) }),
    'person.left': z.strictObject({ on: day }),
  },
  initial: 'required',
  states: {
    required: { title: 'Required', on: { 'training.enrolled': enrols, 'certificate.submitted': submits } },
    enrolled: { title: 'Enrolled', on: { 'certificate.submitted': submits } },
    evidence_review: {
      title: 'Certificate in review',
      on: {
        'certificate.accepted': [
          {
            to: 'required',
            by: managers,
            when: { ...another, 'it is to be repeated': f => f.everyMonths !== undefined },
            set: takes,
          },
          { to: 'held', by: managers, when: another, set: takes },
        ],
        'certificate.rejected': { to: 'required', by: managers, set: () => ({ claimed: undefined }) },
      },
    },
    held: { title: 'Held', final: 'held' },
    exempt: { title: 'Exempt', final: 'exempt' },
    left: { title: 'Left the post', final: 'left' },
  },
  anywhere: {
    'person.exempt': {
      to: 'exempt',
      by: managers,
      set: (_, e) => ({ exempt: { because: e.data.because, by: e.by.id } }),
    },
    'person.left': { to: 'left' },
  },
  clocks: {
    due: {
      title: 'Qualification or course',
      source: 'competence.transition',
      kind: 'policy',
      runs: ['required', 'enrolled', 'evidence_review'],
      due: trainingDue,
      ladder: [
        { at: { daysBefore: 'training.issue' }, tell: ['operationalManager'], template: 'due' },
        { at: { days: -30 }, tell: ['operationalManager'], template: 'due' },
        { at: { days: 1 }, tell: ['operationalManager', 'headOfService'], template: 'late' },
        { at: { days: 28 }, tell: ['headOfService', 'serviceDirector'], template: 'late', every: { days: 28 } },
      ],
    },
    review: {
      title: 'Review of a certificate',
      source: 'landlord.policy',
      kind: 'policy',
      chaser: true,
      runs: ['evidence_review'],
      due: (_, reckon, c) => reckon.workingDays(dayOf(c.enteredAt), reckon.policy('evidence.chase')),
      ladder: task('reviewLate', ['operationalManager', 'headOfService']),
    },
  },
  words: {
    due: {
      subject: '{course}: {post}',
      body: 'It must be completed by {due}.',
      act: 'Enrol, or make sure that it will be finished by then.',
    },
    late: {
      subject: '{course}, {post}',
      body: 'It was to be completed by {due}.',
      act: 'Have it completed, or record the exemption and its reason.',
    },
    reviewLate: {
      subject: 'Certificate to look at: {course}, {post}',
      body: 'A certificate was sent in and is neither accepted nor rejected.',
      act: 'Accept or reject it.',
    },
  },
  apart: f => `${f.course}, ${f.post}`,
  views: ['course', 'post'],
  view: f => ({ course: f.course, post: f.post }),
})
