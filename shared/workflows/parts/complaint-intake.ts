/** Receipt, sorting and refusal of a complaint (Complaint Handling Code sections 1 and 2, 5.11). */
import type * as z from 'zod'
import { ruleFor } from '../../core/declare.ts'
import { addMonths, type Day, dayOf, longDay } from '../../core/time.ts'
import type { Happened, Situation } from '../../core/workflow.ts'
import { rules } from '../../law/rules.ts'
import type { StageNumber } from './complaint-clocks.ts'
import * as clock from './complaint-clocks.ts'
import { approvers, everybody, late, noneOpen, type Of } from './complaint-common.ts'
import type { Facts } from './complaint-facts.ts'
import * as letters from './complaint-letters.ts'

export const received = ruleFor<Facts, Of<'contact.received'>>()({
  by: everybody,
  set: (f, e) => ({
    replySince: f.replySince ?? e.on,
    replyText: (f.replySince && f.replyText) ?? e.data.text,
    lastContactOn: e.on,
  }),
})

/** It may have reached us earlier than was believed, which starts the clocks earlier; later it cannot have. */
export const correctsReceipt = ruleFor<Facts, Of<'receipt.corrected'>>()({
  by: approvers,
  when: { 'it was received earlier than is on record, never later': (f, e) => e.data.receivedAt < f.receivedAt },
  set: (_, e) => ({ receivedAt: e.data.receivedAt }),
  notes: f => [`until now it was believed to have been received on ${longDay(dayOf(f.receivedAt))}`],
})

export const classifies = ruleFor<Facts, Of<'classify.complaint'>>()({
  to: 's1_logged',
  when: {
    'CHOICE_NOT_OFFERED: the choice to complain was offered and the answer recorded': f => f.choice !== undefined,
    'VULNERABILITY_UNCHECKED: vulnerability and risk were looked at': (_, e) => e.data.vulnerabilityChecked,
  },
  set: (_, e) => ({
    ...e.data,
    ...(e.data.about ? { about: e.data.about.map(who => who.toLowerCase()) } : {}),
    replySince: undefined,
  }),
})

export const neverMind = { ended: undefined, endedOn: undefined } satisfies Partial<Facts>

type Refusing = Of<'complaint.refused'>
const refusal = (n: StageNumber) =>
  ({
    'APPROVER_SAME: whoever approves it is not who proposed it': (_: Facts, e: Happened<RefusalData>) =>
      e.data.proposedBy.toLowerCase() !== e.by.id,
    'REFUSAL_EVIDENCE: there is evidence for the reason': (_: Facts, e: Happened<RefusalData>) =>
      e.data.evidence.length > 0,
    'REFUSAL_WITHIN_12_MONTHS: the matter and knowing of it lie more than 12 months before': (
      f: Facts,
      e: Happened<RefusalData>,
    ) => e.data.exclusion !== 'over_12_months' || olderThanAllowed(f, n, e.data),
    'REFUSAL_NOT_FILED: claim form and particulars were filed at court; a threatened claim is no reason': (
      _: Facts,
      e: Happened<RefusalData>,
    ) =>
      e.data.exclusion !== 'legal_proceedings' ||
      [e.data.claimFormFiledOn, e.data.particularsFiledOn].every(on => on !== undefined && on <= e.on),
    'REFUSAL_NO_EARLIER_CASE: the complaint that already considered it is named': (
      _: Facts,
      e: Happened<RefusalData>,
      now: Situation,
    ) =>
      e.data.exclusion !== 'already_considered' ||
      (e.data.earlierCase !== undefined && e.data.earlierCase !== now.case.id),
    ...letters.letterGuards<RefusalData>('refusal', (_, e, now) => ({
      reference: now.case.id,
      matter: e.data.matter,
      reason: e.data.reason,
      exclusion: e.data.exclusion,
      discretion: e.data.discretion,
    })),
  }) as Record<string, (f: Facts, e: Happened<RefusalData>, now: Situation) => boolean>
type RefusalData = z.output<Refusing>

/** Code 2.3: twelve months from the issue or from knowing of it; stage 2 from the answer of stage 1. */
const olderThanAllowed = (
  f: Facts,
  n: StageNumber,
  data: { issueOn?: Day | undefined; awareOn?: Day | undefined },
): boolean => {
  const known =
    n === 2
      ? f.s1.respondedOn
      : [data.awareOn, data.issueOn]
          .filter(d => d !== undefined)
          .sort()
          .at(-1)
  const asked = n === 2 ? f.s2?.requestedAt : f.receivedAt
  return (
    known !== undefined && asked !== undefined && addMonths(known, rules['complaint.acceptance'].value) < dayOf(asked)
  )
}
const refusedNow = (n: StageNumber, e: Happened<RefusalData>, f: Facts): Partial<Facts> => ({
  refusal: { stage: n, exclusion: e.data.exclusion, proposedBy: e.data.proposedBy, approvedBy: e.by.id, on: e.on },
  letters: letters.withLetter(f, 'refusal', e.on, e.data.letter),
  replySince: undefined,
  ...(n === 1 ? { ended: 'refused' as const, endedOn: e.on } : {}),
})

export const refuses = [
  ruleFor<Facts, Refusing>()({
    to: 'refused',
    by: approvers,
    when: { ...refusal(1), 'nothing promised is open': (_, __, now) => noneOpen(now) },
    set: (f, e) => refusedNow(1, e, f),
    notes: (f, e, now) => late(e.on, clock.ackDue(f, 1, now.reckon), now),
  }),
  ruleFor<Facts, Refusing>()({
    to: 'follow_up',
    by: approvers,
    when: refusal(1),
    set: (f, e) => ({ ...refusedNow(1, e, f), endsAs: 'refused' as const }),
    notes: (f, e, now) => late(e.on, clock.ackDue(f, 1, now.reckon), now),
  }),
]
const stage1Answered = {
  'STAGE1_UNANSWERED: stage 1 was answered; who got no answer is not refused stage 2': (f: Facts) =>
    f.s1.respondedOn !== undefined,
}
export const refusesStage2 = [
  ruleFor<Facts, Refusing>()({
    to: 's2_refused',
    by: approvers,
    when: {
      ...refusal(2),
      ...stage1Answered,
      'nothing of stage 1 is open': (f, _, now) => !clock.outstanding({ ...f, replySince: undefined }, now.case),
    },
    set: (f, e) => refusedNow(2, e, f),
  }),
  ruleFor<Facts, Refusing>()({
    to: 'follow_up',
    by: approvers,
    when: { ...refusal(2), ...stage1Answered },
    set: (f, e) => ({ ...refusedNow(2, e, f), endsAs: 's2_refused' as const }),
  }),
]
