/** After the answer: stage 2, learning, replies, reopening (Complaint Handling Code 6.10, 9.1). */
import type * as z from 'zod'
import { ruleFor } from '../../core/declare.ts'
import { addMonths, at } from '../../core/time.ts'
import type { Happened, Raise, Situation } from '../../core/workflow.ts'
import { rules } from '../../law/rules.ts'
import * as clock from './complaint-clocks.ts'
import { type StageNumber, withStage } from './complaint-clocks.ts'
import { another, approvers, everybody, linked, type Of } from './complaint-common.ts'
import type { Facts } from './complaint-facts.ts'
import { neverMind } from './complaint-intake.ts'
import * as letters from './complaint-letters.ts'
import { ombudsmanNew, ombudsmanNow, ombudsmanRaises } from './complaint-ombudsman.ts'

/** Code 6.10 to 6.12: any words, to anybody, at any time. */
const escalated = (f: Facts, e: Happened<EscalationData>, now: Situation): Partial<Facts> => ({
  s2: {
    requestedAt: e.at,
    extensions: [],
    ...(e.data.reason === undefined ? {} : { requestReason: e.data.reason }),
    ...(known(f, e.data.unresolvedPoints) ? { points: e.data.unresolvedPoints } : {}),
  },
  replySince: undefined,
  endsAs: undefined,
  updateEvery: undefined,
  lastUpdateOn: undefined,
  ...(now.case.closedAt || f.ended === 'withdrawn' ? { ...neverMind, withdrawal: undefined } : {}),
})
type EscalationData = z.output<Of<'escalation.requested'>>
const known = (f: Facts, ids: string[] | undefined): ids is string[] =>
  ids !== undefined && ids.length > 0 && ids.every(id => f.points.some(p => p.id === id))
const longAfter = (f: Facts, e: Happened<EscalationData>): string[] =>
  f.s1.respondedOn && e.on > addMonths(f.s1.respondedOn, rules['complaint.acceptance'].value)
    ? ['more than 12 months after the answer: discretion is to be considered (Code 2.3)']
    : []
export const escalates = ruleFor<Facts, Of<'escalation.requested'>>()({
  to: 's2_logged',
  by: everybody,
  set: escalated,
  notes: longAfter,
})
/** Stage 1 was not answered: the resident need not wait once it is late. */
export const escalatesEarly = ruleFor<Facts, Of<'escalation.requested'>>()({
  to: 's2_logged',
  by: everybody,
  when: {
    'STAGE1_NOT_DUE: the answer of stage 1 is late; until then stage 1 goes on': (f, e, now) => {
      const ack = clock.ackDue(f, 1, now.reckon)
      const due =
        clock.responseDue(f, 1, now.reckon) ??
        (ack && now.reckon.workingDays(ack, now.reckon.policy('complaint.s1.response')))
      return due !== undefined && e.on > due
    },
  },
  set: (f, e, now) => escalated(f, e, now),
  notes: () => ['stage 1 was never answered'],
})
export const escalatesFromFollowUp = ruleFor<Facts, Of<'escalation.requested'>>()({
  to: 's2_logged',
  by: everybody,
  when: {
    'STAGE1_ANSWERED: stage 1 was answered, and stage 2 was not; else record the message as a new complaint or reopen':
      f =>
        f.s1.respondedOn !== undefined &&
        f.s2?.respondedOn === undefined &&
        (f.endsAs === 's1_closed' || f.ended === 'withdrawn'),
  },
  set: escalated,
  notes: longAfter,
})

export const learned = (f: Facts, e: Happened<LearningData>): Partial<Facts> => ({
  learning: [
    ...f.learning,
    clock.defined({
      stage: clock.answered(f) === 2 ? 2 : 1,
      on: e.on,
      by: e.by.id,
      rootCause: e.data.rootCause,
      improvement: e.data.improvement,
      noneBecause: e.data.noneBecause,
      owner: e.data.owner,
      dueOn: e.data.dueOn,
      shareWith: e.data.shareWith,
    }),
  ],
})
export type LearningData = z.output<Of<'learning.recorded'>>
export const learns = {
  'ANSWERED: a response was sent': (f: Facts) => clock.answered(f) !== 0,
  'LEARNING_EMPTY: it says what will be better, by whom and when, or why there is nothing to learn': (
    _: Facts,
    e: Happened<LearningData>,
  ) =>
    e.data.noneBecause !== undefined ||
    (e.data.improvement !== undefined && e.data.owner !== undefined && e.data.dueOn !== undefined),
}
export const learnsOnly = ruleFor<Facts, Of<'learning.recorded'>>()({ when: learns, set: learned })

const endings = [
  's1_closed',
  'withdrawn',
  'refused',
  's2_refused',
  'reclassified_sr',
  'sr_closed',
  'enq_closed',
  'feedback_closed',
] as const
type Ending = (typeof endings)[number]

/** In follow-up: when nothing is owed any more, the case comes to the end that it was on the way to. */
export const finishes = <D>(
  set: (f: Facts, e: Happened<D>, now: Situation) => Partial<Facts>,
  when: Record<string, (f: Facts, e: Happened<D>, now: Situation) => boolean> = {},
) => [
  ...endings.map(ending => ({
    to: ending,
    when: {
      ...when,
      [`nothing is open and it ends as ${ending}`]: (f: Facts, e: Happened<D>, now: Situation) =>
        f.endsAs === ending && !clock.outstanding({ ...f, ...set(f, e, now) }, now.case),
    },
    set,
  })),
  { when, set },
]

export const replyAnswered = (f: Facts, e: Happened<ReplyData>, now: Situation): Partial<Facts> => ({
  replySince: undefined,
  replyText: undefined,
  ...(e.data.how === 'new_complaint' ? { links: linked(f, now, replyKey(f), 'a reply with a new matter') } : {}),
})
export type ReplyData = z.output<Of<'reply.answered'>>
const replyKey = (f: Facts) => `reply.${f.replySince ?? ''}`
export const replyRaises = (f: Facts, e: Happened<ReplyData>, now: Situation): Raise[] =>
  e.data.how === 'new_complaint' && f.replySince
    ? [
        another(f, now, replyKey(f), {
          receivedAt: at(f.replySince, '12:00'),
          text: f.replyText,
          origin: { caseId: now.case.id, kind: 'reply' },
        }),
      ]
    : []
export const replyWaits = { 'NO_REPLY: a reply waits': (f: Facts) => f.replySince !== undefined }
export const answersReply = ruleFor<Facts, Of<'reply.answered'>>()({
  when: replyWaits,
  set: replyAnswered,
  raises: replyRaises,
})

const reopenGuards = {
  'APPROVER_SAME: whoever approves it is not who asks for it': (
    _: Facts,
    e: Happened<{ askedBy: string; error: string }>,
  ) => e.data.askedBy.toLowerCase() !== e.by.id,
}
/** Only to correct an error; the date of the first response stands. */
export const reopens = <const To extends string>(n: StageNumber, to: To, when = {}) =>
  ruleFor<Facts, Of<'complaint.reopened'>>()({
    to,
    by: approvers,
    when: { ...reopenGuards, ...when },
    set: (f, e) => ({
      ...withStage(f, n, { draft: undefined, checked: undefined }),
      reopened: [...f.reopened, { on: e.on, why: e.data.error, approvedBy: e.by.id }],
      endsAs: undefined,
      ...neverMind,
    }),
  })
/** A refusal that was wrong: the complaint goes on, and its clock never stopped. */
export const accepts = <const To extends string>(to: To, when = {}) =>
  ruleFor<Facts, Of<'complaint.reopened'>>()({
    to,
    by: approvers,
    when: { ...reopenGuards, ...when },
    set: () => ({ refusal: undefined, endsAs: undefined, ...neverMind }),
  })

/** What every final state still hears: a reply is never lost, and the Ombudsman may be asked at any time. */
export const heard = (ending: Ending) => ({
  'contact.received': ruleFor<Facts, Of<'contact.received'>>()({
    to: 'follow_up',
    by: everybody,
    set: (_, e) => ({ replySince: e.on, replyText: e.data.text, lastContactOn: e.on, endsAs: ending }),
    tells: [{ template: 'reply', roles: ['complaintHandler'], urgency: 'digest' }],
  }),
  'ombudsman.notified': ruleFor<Facts, Of<'ombudsman.notified'>>()({
    to: 'follow_up',
    when: ombudsmanNew,
    set: (f, e, now) => ({ ...ombudsmanNow(f, e, now), endsAs: ending }),
    raises: ombudsmanRaises,
  }),
})

export const surveys = ruleFor<Facts, Of<'survey.sent'>>()({
  when: { 'SURVEY_SENT: this survey was not sent before': (f, e) => !f.surveys.includes(e.data.survey) },
  set: (f, e) => ({ surveys: [...f.surveys, e.data.survey] }),
})

/** Once for each survey, however often the form comes; it opens no complaint (1.6). */
export const surveyed = ruleFor<Facts, Of<'survey.answered'>>()({
  when: {
    'SURVEY_ANSWERED: it was not answered before': (f, e) =>
      (f.surveyAnswers ?? []).every(one => one.survey !== e.data.survey),
  },
  set: (f, e) => ({ surveyAnswers: [...(f.surveyAnswers ?? []), { ...e.data, on: e.on }] }),
})

export const dissatisfaction = (kind: 'service_request' | 'enquiry') =>
  ruleFor<Facts, Of<'serviceRequest.dissatisfaction'>>()({
    by: everybody,
    set: (f, e, now) => ({ links: linked(f, now, `dissatisfaction.${e.on}`, 'dissatisfied: a complaint beside it') }),
    raises: (f, e, now) => [
      another(f, now, `dissatisfaction.${e.on}`, {
        receivedAt: e.at,
        text: e.data.text,
        channel: e.data.channel ?? f.channel,
        origin: { caseId: now.case.id, kind },
      }),
    ],
  })

/** After the end a reply is answered by `reply.answered`, which says how; an update alone leaves it waiting. */
export const updates = (answersReplies: boolean) =>
  ruleFor<Facts, Of<'update.sent'>>()({
    when: letters.letterGuards<z.output<Of<'update.sent'>>>('update', (_, e, now) => ({
      reference: now.case.id,
      progress: e.data.progress,
      nextUpdateOn: e.data.nextUpdateOn,
    })),
    set: (f, e) => ({
      lastUpdateOn: e.on,
      ...(answersReplies ? { replySince: undefined } : {}),
      letters: letters.withLetter(f, 'update', e.on, e.data.letter),
    }),
  })
