/**
 * A complaint under the Housing Ombudsman's Complaint Handling Code 2024: two stages and no more, clocks that nothing
 * pauses, letters that cannot leave without what the Code requires, and promises that keep the case open until they
 * are kept. Receipt by a contractor is receipt by the landlord (5.4, 5.5).
 */
import type * as z from 'zod'
import type { Case } from '../core/case.ts'
import { workflow } from '../core/declare.ts'
import { type Day, dayOf } from '../core/time.ts'
import type { Situation } from '../core/workflow.ts'
import * as ladder from '../law/complaint-ladders.ts'
import { task } from '../law/tasks.ts'
import { isIncident } from './incident.ts'
import {
  accepts,
  answersReply,
  dissatisfaction,
  escalates,
  escalatesEarly,
  escalatesFromFollowUp,
  finishes,
  heard,
  type LearningData,
  learned,
  learns,
  learnsOnly,
  type ReplyData,
  reopens,
  replyAnswered,
  replyRaises,
  replyWaits,
  surveyed,
  surveys,
  updates,
} from './parts/complaint-after.ts'
import {
  acknowledges,
  assigns,
  corrects,
  correctsAtStage2,
  raisePromise,
  recordPromises,
  responds,
  respondsAtStage2,
} from './parts/complaint-answers.ts'
import {
  addsPoint,
  asksToMerge,
  bouncedOther,
  bounces,
  isMerged,
  kindOf,
  mergeDeclined,
  reclassifies,
  takesMerge,
  unrelated,
  withdraws,
} from './parts/complaint-changes.ts'
import * as clock from './parts/complaint-clocks.ts'
import { everybody, late, noneOpen, type Of, PREFIX, receivedOn } from './parts/complaint-common.ts'
import { checks, drafts } from './parts/complaint-drafts.ts'
import { events } from './parts/complaint-events.ts'
import { extends_, tellsDelay } from './parts/complaint-extension.ts'
import { type Facts, facts } from './parts/complaint-facts.ts'
import { startsInFlight } from './parts/complaint-import.ts'
import { classifies, received, refuses, refusesStage2 } from './parts/complaint-intake.ts'
import { ombudsmanKnown, ombudsmanNew, ombudsmanNow, ombudsmanRaises } from './parts/complaint-ombudsman.ts'
import { approvesPayments, withinLimit } from './parts/complaint-payments.ts'
import { words } from './parts/complaint-words.ts'

const firstStage = {
  'point.added': addsPoint,
  'handler.assigned': assigns(1),
  'response.drafted': drafts(1),
  'draft.qualityChecked': checks(1),
  'compensation.approved': approvesPayments(1),
  'complaint.responded': responds(1, 's1_responded'),
  'complaint.extended': extends_(1, 's1_extended'),
  'delay.told': tellsDelay(1),
  'complaint.withdrawn': withdraws,
  'complaint.reclassified': reclassifies,
  'escalation.requested': escalatesEarly,
} as const
const secondStage = {
  'point.added': unrelated,
  'handler.assigned': assigns(2),
  'response.drafted': drafts(2),
  'draft.qualityChecked': checks(2),
  'compensation.approved': approvesPayments(2),
  'complaint.responded': respondsAtStage2,
  'complaint.extended': extends_(2, 's2_extended'),
  'delay.told': tellsDelay(2),
  'complaint.withdrawn': withdraws,
  // who is asked about stage 1 answers when stage 2 has begun
  'survey.answered': surveyed,
} as const

const afterAnswer = ['s1_responded', 'follow_up', 's2_final'] as const
const live = 'live' as const
const quietDue = (f: Facts, reckon: Situation['reckon']): Day | undefined => {
  const from = [f.s1.respondedOn, f.s1.correctedOn, f.lastContactOn]
    .filter(d => d !== undefined)
    .sort()
    .at(-1)
  if (from === undefined || f.replySince !== undefined) return undefined
  reckon.because(`no word since ${from}`)
  return reckon.workingDays(from, reckon.policy('complaint.s1.quiet'))
}
const ombudsmanLook = (f: Facts, reckon: Situation['reckon'], c: Case): Day | undefined => {
  const open = f.ombudsman
    .filter(o => c.children[o.caseId]?.closed === false)
    .map(o => o.on)
    .sort()[0]
  return open && reckon.days(open, reckon.policy('complaint.ombudsman.look'))
}

const responseWords = {
  dueSoon: 'responseDue',
  decide: 'extendOrRespond',
  dueToday: 'responseToday',
  overdue: 'responseLate',
  escalated: 'responseStillLate',
} as const

export const complaint = workflow({
  name: 'complaint',
  title: 'Complaint',
  prefix: PREFIX,
  law: [
    'complaint.s1.ack',
    'complaint.s1.response',
    'complaint.s1.ext',
    'complaint.s2.ack',
    'complaint.s2.response',
    'complaint.s2.ext',
    'complaint.refusal',
    'complaint.acceptance',
    'complaint.stages',
    'complaint.updates',
    'complaint.adjustments',
    'complaint.promise',
    'complaint.s1.content',
    'complaint.s2.person',
    'complaint.s2.content',
    'complaint.contractor.forward',
    'complaint.enquiry',
    'complaint.s1.quiet',
    'complaint.learning',
  ],
  policies: [
    'compensation.limit.handler',
    'compensation.limit.teamLeader',
    'compensation.limit.lead',
    'compensation.limit.head',
    'complaint.s1.ack',
    'complaint.s1.response',
    'complaint.s1.ext',
    'complaint.correction',
    'complaint.serviceRequest',
  ],
  facts,
  lead: 'complaintHandler',
  holder: f => (f.s2 ?? f.s1).handler,
  opens: {
    'DATE_IN_FUTURE: it was not received in the future': (f, now) => dayOf(f.receivedAt) <= now.today,
  },
  events,
  initial: 'intake',
  starts: { sr_open: f => f.kind === 'service_request', ...startsInFlight },
  states: {
    intake: {
      title: 'Received, not yet sorted',
      on: {
        'choice.offered': { set: (_, e, now) => ({ choice: { on: now.today, by: e.by.id, answer: e.data.answer } }) },
        'classify.complaint': classifies,
        'classify.serviceRequest': {
          to: 'sr_open',
          when: {
            'CHOICE_IS_COMPLAINT: the resident was offered the choice and did not choose to complain': f =>
              f.choice?.answer === 'service_request' || f.choice?.answer === 'neither',
            'RESIDENT_INFORMED: the resident was told': (_, e) => e.data.residentInformed,
            'DISSATISFIED_AGAIN: it does not repeat an earlier request with dissatisfaction': (_, e) =>
              !e.data.repeatWithDissatisfaction,
          },
          set: (_, e) => ({
            ended: 'service_request' as const,
            endedOn: e.on,
            serviceArea: e.data.serviceArea,
            replySince: undefined,
          }),
        },
        'classify.enquiry': {
          to: 'enq_open',
          when: {
            'DISSATISFIED: it expresses no dissatisfaction; else it is a complaint by a representative': (_, e) =>
              !e.data.expressesDissatisfaction,
            'CHOICE_IS_COMPLAINT: nobody chose to complain': f => f.choice?.answer !== 'complaint',
          },
          set: (_, e) => ({
            ended: 'enquiry' as const,
            endedOn: e.on,
            serviceArea: e.data.serviceArea,
            replySince: undefined,
          }),
        },
        'classify.feedback': {
          to: 'feedback_closed',
          when: {
            'nothing promised is open': (_, __, now) => noneOpen(now),
            'ROUTE_SHOWN: they were told how to complain': (_, e) => e.data.complaintRouteShown,
            'CHOICE_IS_COMPLAINT: nobody chose to complain': f => f.choice?.answer !== 'complaint',
          },
          set: (_, e) => ({ ended: 'feedback' as const, endedOn: e.on, replySince: undefined }),
        },
        'complaint.refused': refuses,
        'complaint.withdrawn': withdraws,
        'merge.requested': asksToMerge,
        'complaint.merged': isMerged,
        'merge.declined': mergeDeclined,
      },
    },
    s1_logged: {
      title: 'Stage 1: logged, to be acknowledged',
      on: {
        'complaint.acknowledged': acknowledges(1, 's1_acknowledged'),
        'complaint.refused': refuses,
        'handler.assigned': assigns(1),
        'point.added': addsPoint,
        'complaint.withdrawn': withdraws,
        'complaint.reclassified': reclassifies,
        'escalation.requested': escalatesEarly,
        'merge.requested': asksToMerge,
        'complaint.merged': isMerged,
        'merge.declined': mergeDeclined,
      },
    },
    s1_acknowledged: {
      title: 'Stage 1: acknowledged',
      on: {
        ...firstStage,
        'letter.bounced': [bounces('acknowledgement', 1, 's1_logged'), bouncedOther],
        'merge.requested': asksToMerge,
        'complaint.merged': isMerged,
        'merge.declined': mergeDeclined,
      },
    },
    s1_extended: {
      title: 'Stage 1: extended',
      on: {
        ...firstStage,
        'letter.bounced': [
          bounces('extension', 1, 's1_acknowledged'),
          bounces('acknowledgement', 1, 's1_logged'),
          bouncedOther,
        ],
      },
    },
    s1_responded: {
      title: 'Stage 1: answered',
      on: {
        'resident.satisfied': [
          {
            to: 's1_closed',
            when: {
              'nothing is open': (f, _, now) => !clock.outstanding({ ...f, replySince: undefined }, now.case),
            },
            set: () => ({ replySince: undefined }),
          },
          { to: 'follow_up', set: () => ({ endsAs: 's1_closed' as const, replySince: undefined }) },
        ],
        'escalation.requested': escalates,
        'learning.recorded': learnsOnly,
        'point.added': unrelated,
        'complaint.reopened': reopens(1, 's1_responded'),
        'response.drafted': drafts(1, true),
        'draft.qualityChecked': checks(1),
        'compensation.approved': approvesPayments(1),
        'response.corrected': corrects(1),
        'letter.bounced': [bounces('stage1', 1, 's1_acknowledged'), bouncedOther],
        'survey.sent': surveys,
        'survey.answered': surveyed,
      },
    },
    follow_up: {
      title: 'Ended for the resident; something is still owed',
      on: {
        'child.closed': finishes<z.output<Of<'child.closed'>>>(() => ({})),
        'learning.recorded': finishes<LearningData>(learned, learns),
        'reply.answered': finishes<ReplyData>(replyAnswered, replyWaits).map(rule => ({
          ...rule,
          raises: replyRaises,
        })),
        'escalation.requested': escalatesFromFollowUp,
        'complaint.reopened': [
          accepts('intake', { 'it was refused': (f: Facts) => f.endsAs === 'refused' }),
          accepts('s2_logged', { 'stage 2 was refused': (f: Facts) => f.endsAs === 's2_refused' }),
          reopens(1, 's1_responded', {
            'NOTHING_TO_REOPEN: it ended with an answer or a refusal; else record the message as a new complaint': (
              f: Facts,
            ) => f.endsAs === 's1_closed',
          }),
        ],
        'letter.bounced': [
          {
            ...bounces('stage1', 1, 's1_acknowledged'),
            when: {
              'it is the answer of stage 1': (f, e) =>
                f.endsAs === 's1_closed' && kindOf(f, e.data.sha256) === 'stage1',
            },
          },
          bouncedOther,
        ],
        'point.added': unrelated,
        'update.sent': updates(false),
        'survey.sent': surveys,
        'survey.answered': surveyed,
        'merge.offered': [],
      },
    },
    s1_closed: {
      title: 'Stage 1: closed',
      final: 'closed',
      on: {
        ...heard('s1_closed'),
        'escalation.requested': escalates,
        'complaint.reopened': reopens(1, 's1_responded'),
        'letter.bounced': bounces('stage1', 1, 's1_acknowledged'),
        'survey.sent': surveys,
        'survey.answered': surveyed,
      },
    },
    s2_logged: {
      title: 'Stage 2: requested, to be acknowledged',
      on: {
        'complaint.acknowledged': acknowledges(2, 's2_acknowledged'),
        'handler.assigned': assigns(2),
        'escalation.refused': refusesStage2,
        'complaint.withdrawn': withdraws,
        'point.added': unrelated,
        'survey.answered': surveyed,
      },
    },
    s2_acknowledged: {
      title: 'Stage 2: acknowledged',
      on: { ...secondStage, 'letter.bounced': [bounces('acknowledgement', 2, 's2_logged'), bouncedOther] },
    },
    s2_extended: {
      title: 'Stage 2: extended',
      on: {
        ...secondStage,
        'letter.bounced': [
          bounces('extension', 2, 's2_acknowledged'),
          bounces('acknowledgement', 2, 's2_logged'),
          bouncedOther,
        ],
      },
    },
    s2_final: {
      title: 'Stage 2: final answer given; something is still owed',
      on: {
        'child.closed': {
          to: 's2_closed',
          when: { 'nothing is open': (f, _, now) => !clock.outstanding(f, now.case) },
        },
        'learning.recorded': [
          {
            to: 's2_closed',
            when: {
              ...learns,
              'nothing else is open': (f, e, now) => !clock.outstanding({ ...f, ...learned(f, e) }, now.case),
            },
            set: learned,
          },
          learnsOnly,
        ],
        'reply.answered': [
          {
            to: 's2_closed',
            when: {
              ...replyWaits,
              'nothing else is open': (f, _, now) => !clock.outstanding({ ...f, replySince: undefined }, now.case),
            },
            set: replyAnswered,
            raises: replyRaises,
          },
          answersReply,
        ],
        'update.sent': updates(false),
        'point.added': unrelated,
        'complaint.reopened': reopens(2, 's2_final'),
        'response.drafted': drafts(2, true),
        'draft.qualityChecked': checks(2),
        'compensation.approved': approvesPayments(2),
        'response.corrected': correctsAtStage2,
        'letter.bounced': [bounces('stage2', 2, 's2_acknowledged'), bouncedOther],
        'survey.sent': surveys,
        'survey.answered': surveyed,
        'merge.offered': [],
      },
    },
    s2_closed: {
      title: 'Stage 2: closed, everything promised is done',
      final: 'closed',
      on: {
        'contact.received': {
          to: 's2_final',
          by: everybody,
          set: (_, e) => ({ replySince: e.on, replyText: e.data.text, lastContactOn: e.on }),
          tells: [{ template: 'reply', roles: ['complaintHandler'], urgency: 'digest' }],
        },
        'ombudsman.notified': { to: 's2_final', when: ombudsmanNew, set: ombudsmanNow, raises: ombudsmanRaises },
        'complaint.reopened': reopens(2, 's2_final'),
        'letter.bounced': bounces('stage2', 2, 's2_acknowledged'),
        'survey.sent': surveys,
        'survey.answered': surveyed,
      },
    },
    s2_refused: {
      title: 'Stage 2: refused',
      final: 'refused',
      on: { ...heard('s2_refused'), 'complaint.reopened': accepts('s2_logged') },
    },
    refused: {
      title: 'Refused',
      final: 'refused',
      on: { ...heard('refused'), 'complaint.reopened': accepts('intake') },
    },
    withdrawn: {
      title: 'Withdrawn',
      final: 'withdrawn',
      on: {
        ...heard('withdrawn'),
        // withdrawn at stage 2: the answer of stage 1 can still be taken further (6.10)
        'escalation.requested': escalatesFromFollowUp,
      },
    },
    merged: {
      title: 'Merged into another complaint of the same people',
      final: 'merged',
      on: {
        'contact.received': {
          by: everybody,
          raises: (f, e) =>
            f.mergeInto === undefined
              ? []
              : [{ workflow: 'complaint', id: f.mergeInto, event: { type: 'contact.received', data: { ...e.data } } }],
        },
      },
    },
    reclassified_sr: {
      title: 'Reclassified as a service request',
      final: 'reclassified',
      on: heard('reclassified_sr'),
    },
    sr_open: {
      title: 'Service request',
      on: {
        'serviceRequest.dissatisfaction': dissatisfaction('service_request'),
        'serviceRequest.completed': {
          to: 'sr_closed',
          when: {
            'nothing promised is open': (_, __, now) => noneOpen(now),
            'RESIDENT_INFORMED: the resident was told': (_, e) => e.data.residentTold,
          },
          set: (_, e) => ({ replySince: undefined, endedOn: e.on }),
        },
        'merge.offered': [],
      },
    },
    sr_closed: {
      title: 'Service request done',
      final: 'service_request_done',
      on: { ...heard('sr_closed'), 'serviceRequest.dissatisfaction': dissatisfaction('service_request') },
    },
    enq_open: {
      title: 'Enquiry of a member or councillor',
      on: {
        'enquiry.dissatisfaction': dissatisfaction('enquiry'),
        'enquiry.answered': {
          to: 'enq_closed',
          when: { 'nothing promised is open': (_, __, now) => noneOpen(now) },
          set: (_, e) => ({ replySince: undefined, endedOn: e.on }),
          notes: (f, e, now) =>
            late(e.on, now.reckon.workingDays(receivedOn(f), now.reckon.policy('complaint.enquiry')), now),
        },
        'merge.offered': [],
      },
    },
    enq_closed: {
      title: 'Enquiry answered',
      final: 'enquiry_answered',
      on: { ...heard('enq_closed'), 'enquiry.dissatisfaction': dissatisfaction('enquiry') },
    },
    feedback_closed: { title: 'Feedback, no complaint', final: 'feedback', on: heard('feedback_closed') },
  },
  toldByCases: ['merge.offered', 'merge.declined', 'complaint.merged'],
  anywhere: {
    'contact.received': received,
    'person.identified': {
      when: { 'there is such a person': (f, e) => e.data.index < f.persons.length },
      set: (f, e) => ({ persons: f.persons.map((p, i) => (i === e.data.index ? { ...p, ref: e.data.ref } : p)) }),
    },
    'representative.recorded': { set: (_, e) => ({ representative: e.data }) },
    'adjustment.recorded': {
      set: (f, e) => ({ adjustments: [...f.adjustments, { ...e.data.adjustment, agreedOn: e.on }] }),
    },
    'adjustment.reviewed': {
      when: { 'there is such an adjustment': (f, e) => f.adjustments.some(a => a.type === e.data.type) },
      set: (f, e) => ({
        adjustments: f.adjustments.flatMap(a =>
          a.type !== e.data.type ? [a] : e.data.ended ? [] : [clock.defined({ ...a, reviewOn: e.data.nextReviewOn })],
        ),
      }),
    },
    'info.requested': { set: (_, e) => ({ awaitingInfo: { since: e.on, from: e.data.from } }) },
    'info.received': { set: () => ({ awaitingInfo: undefined }) },
    'update.sent': updates(true),
    'promise.made': {
      when: {
        'PROMISE_PAST: nothing is promised for a day that is gone': (_, e) => e.data.promise.by >= e.on,
        ...withinLimit,
      },
      set: (f, e, now) => ({
        promises: recordPromises(f, 0, [{ ...e.data.promise, key: `made.${now.case.version}` }], now),
      }),
      raises: (f, e, now) => [raisePromise(f, 0, { ...e.data.promise, key: `made.${now.case.version}` }, e.on, now)],
    },
    'ombudsman.notified': ombudsmanKnown,
    'merge.offered': takesMerge,
    'issue.linked': {
      set: (_, e) => ({ parentIssue: e.data.issue }),
      raises: (_, e, now) =>
        isIncident(e.data.issue)
          ? [
              {
                workflow: 'incident',
                id: e.data.issue,
                event: { type: 'complaint.joined', data: { caseId: now.case.id } },
              },
            ]
          : [],
    },
    'letter.bounced': bouncedOther,
    'reply.answered': answersReply,
  },
  clocks: {
    ack1: {
      title: 'Stage 1: acknowledge',
      source: 'complaint.s1.ack',
      kind: 'code',
      fixed: true,
      runs: ['intake', 's1_logged'],
      due: (f, reckon) => clock.ackDue(f, 1, reckon),
      ladder: ladder.acknowledgement({
        dueSoon: 'ackDue',
        dueToday: 'ackToday',
        overdue: 'ackLate',
        escalated: 'ackLate',
      }),
    },
    response1: {
      title: 'Stage 1: respond',
      source: 'complaint.s1.response',
      kind: 'code',
      runs: ['s1_logged', 's1_acknowledged', 's1_extended'],
      due: (f, reckon) => clock.responseDue(f, 1, reckon),
      ladder: {
        by: f => (f.s1.draft === undefined ? 'undrafted' : 'drafted'),
        of: {
          undrafted: ladder.stage1Response(responseWords),
          drafted: ladder.stage1Response(responseWords, { drafted: true }),
        },
      },
    },
    ack2: {
      title: 'Stage 2: acknowledge',
      source: 'complaint.s2.ack',
      kind: 'code',
      fixed: true,
      runs: ['s2_logged'],
      due: (f, reckon) => clock.ackDue(f, 2, reckon),
      ladder: ladder.acknowledgement({
        dueSoon: 'ackDue',
        dueToday: 'ackToday',
        overdue: 'ackLate',
        escalated: 'ackLate',
      }),
    },
    response2: {
      title: 'Stage 2: respond',
      source: 'complaint.s2.response',
      kind: 'code',
      runs: ['s2_logged', 's2_acknowledged', 's2_extended'],
      due: (f, reckon) => clock.responseDue(f, 2, reckon),
      ladder: ladder.stage2Response(responseWords),
    },
    beyond1: {
      title: 'Stage 1: the date told to the resident, later than the Code allows',
      source: 'complaint.s1.ext',
      kind: 'policy',
      runs: ['s1_acknowledged', 's1_extended'],
      due: (f, reckon) => clock.beyondDue(f, 1, reckon),
      ladder: task('beyond', ['complaintHandler', 'complaintsLead', 'serviceDirector']),
    },
    beyond2: {
      title: 'Stage 2: the date told to the resident, later than the Code allows',
      source: 'complaint.s2.ext',
      kind: 'policy',
      runs: ['s2_acknowledged', 's2_extended'],
      due: (f, reckon) => clock.beyondDue(f, 2, reckon),
      ladder: task('beyond', ['complaintHandler', 'complaintsLead', 'serviceDirector']),
    },
    update1: {
      title: 'Stage 1: the next update to the resident',
      source: 'complaint.updates',
      kind: 'code',
      runs: ['s1_acknowledged', 's1_extended'],
      due: (f, reckon) => clock.updateDue(f, 1, reckon),
      ladder: ladder.update({
        dueSoon: 'updateToday',
        dueToday: 'updateToday',
        overdue: 'updateLate',
        escalated: 'updateLate',
      }),
    },
    update2: {
      title: 'Stage 2: the next update to the resident',
      source: 'complaint.updates',
      kind: 'code',
      runs: ['s2_acknowledged', 's2_extended'],
      due: (f, reckon) => clock.updateDue(f, 2, reckon),
      ladder: ladder.update({
        dueSoon: 'updateToday',
        dueToday: 'updateToday',
        overdue: 'updateLate',
        escalated: 'updateLate',
      }),
    },
    promises: {
      title: 'What was promised to the resident',
      source: 'complaint.promise',
      kind: 'code',
      runs: live,
      due: (f, _, c) => clock.promisesDue(f, c),
      ladder: [
        { at: { workingDays: 1 }, tell: ['complaintsLead'], template: 'promiseMissed', every: { workingDays: 5 } },
      ],
    },
    learning: {
      title: 'Learning from the complaint',
      source: 'complaint.learning',
      kind: 'policy',
      runs: afterAnswer,
      due: clock.learningDue,
      ladder: task('learningDue', ['complaintHandler', 'complaintsLead']),
    },
    reply: {
      title: 'A message that waits for an answer',
      source: 'landlord.policy',
      kind: 'policy',
      runs: live,
      due: (f, reckon) => f.replySince && reckon.workingDays(f.replySince, reckon.policy('mail.unanswered')),
      ladder: task('reply', ['complaintHandler', 'complaintsLead']),
    },
    adjustments: {
      title: 'Review of reasonable adjustments',
      source: 'complaint.adjustments',
      kind: 'code',
      runs: live,
      due: f => f.adjustments.flatMap(a => a.reviewOn ?? []).sort()[0],
      ladder: ladder.review({
        dueSoon: 'adjustmentReview',
        dueToday: 'adjustmentReview',
        overdue: 'adjustmentReview',
        escalated: 'adjustmentReview',
      }),
    },
    ombudsman: {
      title: 'A case with the Ombudsman',
      source: 'ombudsman.evidence',
      kind: 'policy',
      runs: live,
      due: ombudsmanLook,
      ladder: [{ at: { days: 0 }, tell: ['complaintsLead'], template: 'withOmbudsman', every: { workingDays: 20 } }],
    },
    correction: {
      title: 'A corrected response',
      source: 'landlord.policy',
      kind: 'policy',
      runs: afterAnswer,
      due: clock.correctionDue,
      ladder: task('correctionDue', ['complaintHandler', 'complaintsLead']),
    },
    quiet: {
      title: 'No word after the answer, nothing owed',
      source: 'complaint.s1.quiet',
      kind: 'policy',
      runs: ['s1_responded'],
      due: (f, reckon, c) => (clock.outstanding(f, c) ? undefined : quietDue(f, reckon)),
      ladder: [
        {
          at: { days: 1 },
          tell: ['complaintHandler'],
          template: 'closedByQuiet',
          to: { s1_responded: 's1_closed' },
          every: { workingDays: 5 },
        },
      ],
    },
    serviceRequest: {
      title: 'Service request',
      source: 'landlord.policy',
      kind: 'policy',
      runs: ['sr_open'],
      due: (f, reckon) => reckon.workingDays(receivedOn(f), reckon.policy('complaint.serviceRequest')),
      ladder: task('requestDue', ['complaintHandler', 'teamLeader']),
    },
    enquiry: {
      title: 'Enquiry of a member or councillor',
      source: 'complaint.enquiry',
      kind: 'policy',
      runs: ['enq_open'],
      due: (f, reckon) => reckon.workingDays(receivedOn(f), reckon.policy('complaint.enquiry')),
      ladder: task('enquiryDue', ['complaintHandler', 'complaintsLead']),
    },
  },
  words,
  views: ['adjusted', 'waiting'],
  view: f => ({
    adjusted: f.adjustments.length > 0 ? ' Reasonable adjustments are agreed: look at them before you write.' : '',
    waiting: [
      f.awaitingInfo ? ' Information is awaited, which stops no clock.' : '',
      f.parentIssue ? ' It is one of several of one incident, which stops no clock either.' : '',
    ].join(''),
  }),
})
