/** Acknowledging, assigning and answering: the same at both stages (Complaint Handling Code section 6). */
import type * as z from 'zod'
import { ruleFor } from '../../core/declare.ts'
import { type Day, dayOf } from '../../core/time.ts'
import type { Happened, Raise, Situation } from '../../core/workflow.ts'
import * as clock from './complaint-clocks.ts'
import { type StageNumber, stageOf, withStage } from './complaint-clocks.ts'
import { fresh, late, type Of, receivedOn, stage1People, unconflicted } from './complaint-common.ts'
import { correcting } from './complaint-drafts.ts'
import type { Facts } from './complaint-facts.ts'
import * as letters from './complaint-letters.ts'
import { paymentsApproved } from './complaint-payments.ts'

export const acknowledges = <const To extends string>(n: StageNumber, to: To) =>
  ruleFor<Facts, Of<'complaint.acknowledged'>>()({
    to,
    when: {
      'it was not acknowledged before it was received': (f, e) =>
        e.at >= (n === 1 ? f.receivedAt : (f.s2?.requestedAt ?? f.receivedAt)),
      'POINTS_TWICE: each point has its own number': (f, e) => {
        const ids = (e.data.points ?? f.points).map(p => p.id)
        return new Set(ids).size === ids.length
      },
      ...(n === 2
        ? {
            'STAGE2_OTHER_PERSON: somebody who did not handle stage 1 was assigned': (f: Facts) =>
              f.s2?.handler !== undefined && !stage1People(f).includes(f.s2.handler),
          }
        : {}),
      ...letters.letterGuards('acknowledgement', (f, e, now) =>
        letters.acknowledgement(
          f,
          n,
          e.data as never,
          e.on,
          now,
          n === 1 ? receivedOn(f) : dayOf(f.s2?.requestedAt ?? f.receivedAt),
        ),
      ),
    },
    set: (f, e) => ({
      ...withStage(f, n, {
        acknowledgedOn: e.on,
        countsFrom: stageOf(f, n).countsFrom ?? e.on,
        handlerName: e.data.handler.name,
        handlerContact: e.data.handler.contact,
      }),
      ...(n === 1 && e.data.points ? { points: e.data.points } : {}),
      ...(e.data.outcomesSought === undefined ? {} : { outcomesSought: e.data.outcomesSought }),
      letters: letters.withLetter(f, 'acknowledgement', e.on, e.data.letter),
      replySince: undefined,
    }),
    notes: (f, e, now) => late(e.on, clock.ackDue(f, n, now.reckon), now),
  })

export const assigns = (n: StageNumber) =>
  ruleFor<Facts, Of<'handler.assigned'>>()({
    when: {
      'CONFLICT: the handler is not whom the complaint is about': (f, e) =>
        unconflicted(f, e.data.handler.toLowerCase()),
      'CONFLICT_UNCHECKED: conflicts of interest were looked at': (_, e) => e.data.conflictChecked,
      'STAGE2_OTHER_PERSON: stage 2 is not handled by who handled stage 1': (f, e) =>
        fresh(f, n, e.data.handler.toLowerCase()),
    },
    set: (f, e) => withStage(f, n, { handler: e.data.handler.toLowerCase(), handlerName: e.data.name }),
  })

type ResponseData = z.output<Of<'complaint.responded'>>
const mayAnswer = (n: StageNumber) => ({
  'NO_DRAFT: there is a draft': (f: Facts) => stageOf(f, n).draft !== undefined,
  'QUALITY_CHECK: somebody other than the author has checked this very draft': (f: Facts) => {
    const { draft, checked } = stageOf(f, n)
    return draft !== undefined && checked?.draft === draft.number && checked.by !== draft.by
  },
  'STAGE2_OTHER_PERSON: stage 2 is not answered by who handled stage 1': (f: Facts, e: Happened<ResponseData>) =>
    fresh(f, n, e.by.id),
  'CONSENT_SOUGHT: the resident has agreed that who speaks for them is told; record it (representative.recorded)': (
    f: Facts,
  ) => f.persons.length > 0 || f.representative?.consent !== 'sought',
  'PROMISE_PAST: nothing is promised for a day that is gone': (f: Facts, e: Happened<ResponseData>) =>
    [...(stageOf(f, n).draft?.remedies ?? []), ...(stageOf(f, n).draft?.actions ?? [])].every(p => p.by >= e.on),
  ...paymentsApproved(n),
  ...letters.letterGuards<ResponseData>(n === 1 ? 'stage1' : 'stage2', (f, _, now) => letters.response(f, n, now)),
})

/** What the response promises, each with the key that makes its case; a correction adds, it takes nothing back. */
const promisesIn = (f: Facts, n: StageNumber, prefix: string) => {
  const draft = stageOf(f, n).draft
  return [
    ...(draft?.remedies ?? []).map((p, i) => ({ ...p, key: `${prefix}.remedy.${i}` })),
    ...(draft?.actions ?? []).map((p, i) => ({ ...p, key: `${prefix}.action.${i}` })),
  ]
}
type Promised = ReturnType<typeof promisesIn>[number]
export const raisePromise = (f: Facts, n: 0 | StageNumber, p: Promised, on: Day, now: Situation): Raise => ({
  workflow: 'promise',
  id: clock.promiseCase(now.case, p.key),
  facts: {
    complaint: now.case.id,
    stage: n,
    what: p.what,
    by: p.by,
    type: p.type,
    madeOn: on,
    ...(p.owner === undefined ? {} : { owner: p.owner }),
    ...(p.amount === undefined ? {} : { amount: p.amount }),
    ...(f.area === undefined ? {} : { area: f.area }),
  },
})
export const recordPromises = (f: Facts, n: 0 | StageNumber, list: Promised[], now: Situation): Facts['promises'] => [
  ...f.promises.filter(p => !list.some(l => clock.promiseCase(now.case, l.key) === p.caseId)),
  ...list.map(p => ({
    caseId: clock.promiseCase(now.case, p.key),
    stage: n,
    type: p.type,
    by: p.by,
    ...(p.amount === undefined ? {} : { amount: p.amount }),
  })),
]

const answered = (f: Facts, e: Answered, now: Situation, n: StageNumber): Partial<Facts> => {
  const found = stageOf(f, n).draft?.findings ?? []
  return {
    ...withStage(f, n, {
      respondedOn: e.on,
      respondedBy: e.by.id,
      outcome: clock.overall(found),
      findings: found.map(({ point, finding }) => ({ point, finding })),
    }),
    promises: recordPromises(f, n, promisesIn(f, n, `s${n}`), now),
    letters: letters.withLetter(f, n === 1 ? 'stage1' : 'stage2', e.on, e.data.letter),
    awaitingInfo: undefined,
    replySince: undefined,
    lastContactOn: undefined,
  }
}
const corrected = (f: Facts, e: Answered, now: Situation, n: StageNumber): Partial<Facts> => {
  const found = stageOf(f, n).draft?.findings ?? []
  return {
    ...withStage(f, n, {
      correctedOn: e.on,
      outcome: clock.overall(found),
      findings: found.map(({ point, finding }) => ({ point, finding })),
    }),
    promises: recordPromises(f, n, promisesIn(f, n, correctionKey(f, n)), now),
    reopened: f.reopened.map((r, i) => (i === f.reopened.length - 1 ? { ...r, correctedOn: e.on } : r)),
    letters: letters.withLetter(f, n === 1 ? 'stage1_corrected' : 'stage2_corrected', e.on, e.data.letter),
  }
}
type Answered = Happened<ResponseData>
const correctionKey = (f: Facts, n: StageNumber) => `s${n}.c${f.reopened.length}`

/**
 * The final answer, sent again after its letter came back or corrected, may find that everything it promises is done
 * and learnt from already. Then it is the end: a case at which nobody owes anything has no clock to keep it in view.
 */
const nothingOwed = (after: typeof answered, prefix: (f: Facts) => string) => ({
  'nothing is owed after it': (f: Facts, e: Answered, now: Situation) =>
    !clock.outstanding({ ...f, ...after(f, e, now, 2) }, now.case) &&
    promisesIn(f, 2, prefix(f)).every(p => now.case.children[clock.promiseCase(now.case, p.key)]?.closed === true),
})

export const responds = <const To extends string>(n: StageNumber, to: To) =>
  ruleFor<Facts, Of<'complaint.responded'>>()({
    to,
    when: {
      ...mayAnswer(n),
      'it was not answered before it was acknowledged': (f, e) => e.on >= (stageOf(f, n).acknowledgedOn ?? e.on),
    },
    set: (f, e, now) => answered(f, e, now, n),
    raises: (f, e, now) => promisesIn(f, n, `s${n}`).map(p => raisePromise(f, n, p, e.on, now)),
    notes: (f, e, now) => {
      const due = clock.responseDue(f, n, now.reckon)
      const base = clock.baseDue(f, n, now.reckon)
      const within = base !== undefined && due !== undefined && e.on > base && e.on <= due
      return [...late(e.on, due, now), ...(within ? ['in time by a valid extension'] : [])]
    },
  })
const respondsFinally = responds(2, 's2_final')
export const respondsAtStage2 = [
  {
    ...respondsFinally,
    to: 's2_closed' as const,
    when: { ...respondsFinally.when, ...nothingOwed(answered, () => 's2') },
  },
  respondsFinally,
] as const

/** A corrected response: findings and outcome change, the date of the first response stands. */
export const corrects = (n: StageNumber) =>
  ruleFor<Facts, Of<'response.corrected'>>()({
    when: {
      'NOT_REOPENED: it was reopened to correct an error, and is not yet corrected': f => correcting(f),
      ...mayAnswer(n),
    },
    set: (f, e, now) => corrected(f, e, now, n),
    raises: (f, e, now) => promisesIn(f, n, correctionKey(f, n)).map(p => raisePromise(f, n, p, e.on, now)),
  })
const correctsFinally = corrects(2)
export const correctsAtStage2 = [
  {
    ...correctsFinally,
    to: 's2_closed' as const,
    when: { ...correctsFinally.when, ...nothingOwed(corrected, f => correctionKey(f, 2)) },
  },
  correctsFinally,
] as const
