/** Acknowledging, assigning, extending, drafting, checking and answering: the same at both stages (Complaint Handling Code section 6). */
import type * as z from 'zod'
import { type Day, dayOf } from '../../core/time.ts'
import { type Happened, type Raise, ruleFor, type Situation } from '../../core/workflow.ts'
import * as clock from './complaint-clocks.ts'
import { type StageNumber, stageOf, withStage } from './complaint-clocks.ts'
import { fresh, heads, late, type Of, receivedOn, stage1People, unconflicted } from './complaint-common.ts'
import type { Facts } from './complaint-facts.ts'
import * as letters from './complaint-letters.ts'
import { approvedByCheck, bandNote, paidIn, paymentsApproved } from './complaint-payments.ts'

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

type ExtensionData = z.output<Of<'complaint.extended'>>
const extensionCommon = (n: StageNumber) => ({
  'EXTENSION_AFTER_EXPIRY: the response is not past due; what remains is to respond now and to send updates': (
    f: Facts,
    e: Happened<ExtensionData>,
    now: Situation,
  ) => {
    const due = clock.promisedDue(f, n, now.reckon)
    return due !== undefined && e.on <= due && now.today <= due
  },
  'EXTENSION_NOT_LATER: the new date is later than the one it has': (
    f: Facts,
    e: Happened<ExtensionData>,
    now: Situation,
  ) => e.data.newDue > (clock.promisedDue(f, n, now.reckon) ?? e.data.newDue),
  ...letters.letterGuards<ExtensionData>('extension', (_, e, now) => ({
    reference: now.case.id,
    reason: e.data.reason,
    due: e.data.newDue,
    updateEvery: e.data.updateEvery,
  })),
})
const withinCode = (f: Facts, n: StageNumber, to: Day, now: Situation): boolean => {
  const limit = clock.extensionLimit(f, n, now.reckon)
  return limit !== undefined && to <= limit
}
const extended = (f: Facts, n: StageNumber, e: Happened<ExtensionData>, now: Situation, exceeds: boolean) => ({
  ...withStage(f, n, {
    extensions: [
      ...stageOf(f, n).extensions,
      {
        on: e.on,
        from: clock.promisedDue(f, n, now.reckon) ?? e.on,
        to: e.data.newDue,
        updateEvery: e.data.updateEvery,
        exceedsCodeMaximum: exceeds,
        ...(exceeds ? { approvedBy: e.by.id } : {}),
        sha256: e.data.letter?.sha256.toLowerCase() ?? '',
      },
    ],
  }),
  updateEvery: e.data.updateEvery,
  letters: letters.withLetter(f, 'extension', e.on, e.data.letter),
})
/** The first, within the maximum; or, approved by a head of service, beyond it: that one counts as out of time. */
export const extends_ = <const To extends string>(n: StageNumber, to: To) => [
  ruleFor<Facts, Of<'complaint.extended'>>()({
    to,
    when: {
      ...extensionCommon(n),
      'EXTENSION_SECOND: it was not extended before; again needs the head of service and counts as out of time': f =>
        stageOf(f, n).extensions.length === 0,
      'EXTENSION_TOO_LONG: it is within what the Code allows; more needs the head of service and counts as out of time':
        (f, e, now) => withinCode(f, n, e.data.newDue, now),
    },
    set: (f, e, now) => extended(f, n, e, now, false),
  }),
  ruleFor<Facts, Of<'complaint.extended'>>()({
    to,
    by: heads,
    when: {
      ...extensionCommon(n),
      'APPROVER_SAME: the approver is not the handler': (f, e) => stageOf(f, n).handler !== e.by.id,
    },
    set: (f, e, now) => extended(f, n, e, now, true),
    notes: () => ['exceeds the maximum of the Code: counts as out of time'],
  }),
]

const correcting = (f: Facts): boolean => f.reopened.length > 0 && f.reopened.at(-1)?.correctedOn === undefined

export const drafts = (n: StageNumber, corrects = false) =>
  ruleFor<Facts, Of<'response.drafted'>>()({
    when: {
      'STAGE2_OTHER_PERSON: stage 2 is not answered by who handled stage 1': (f, e) => fresh(f, n, e.by.id),
      'CONFLICT: the author is not whom the complaint is about': (f, e) => unconflicted(f, e.by.id),
      'POINTS_UNKNOWN: every finding is on a point of this complaint, once': (f, e) => {
        const given = e.data.findings.map(g => g.point)
        const known = letters.pointsOf(f, n).map(p => p.id)
        return new Set(given).size === given.length && given.every(id => known.includes(id))
      },
      'OURS: a point is out of our hands only where we said so in the acknowledgement': (f, e) =>
        e.data.findings.every(
          g => g.finding !== 'out_of_jurisdiction' || f.points.find(p => p.id === g.point)?.responsible !== 'landlord',
        ),
      'IMPACT: a payment says how it fell on the resident': (_, e) =>
        e.data.remedies.every(r => r.type !== 'financial' || (r.impact !== undefined && r.amount !== undefined)),
      ...(corrects
        ? { 'it was reopened to correct an error, and is not yet corrected': (f: Facts) => correcting(f) }
        : {}),
    },
    set: (f, e) =>
      withStage(f, n, {
        draft: {
          number: (stageOf(f, n).draft?.number ?? 0) + 1,
          by: e.by.id,
          findings: e.data.findings,
          remedies: e.data.remedies,
          actions: e.data.actions,
        },
        checked: undefined,
      }),
    notes: (_, e) => bandNote(paidIn({ number: 0, by: e.by.id, ...e.data })),
  })

export const checks = (n: StageNumber) =>
  ruleFor<Facts, Of<'draft.qualityChecked'>>()({
    when: {
      'NO_DRAFT: there is a draft': f => stageOf(f, n).draft !== undefined,
      'CHECKER_SAME: the checker is not the author': (f, e) => stageOf(f, n).draft?.by !== e.by.id,
      'STAGE2_OTHER_PERSON: the answer of stage 2 is not checked by who handled stage 1': (f, e) =>
        fresh(f, n, e.by.id),
      'CONFLICT: the checker is not whom the complaint is about': (f, e) => unconflicted(f, e.by.id),
      'CHECKLIST: a check that passed has looked at everything': (_, e) =>
        !e.data.passed || (e.data.checklist !== undefined && Object.values(e.data.checklist).every(Boolean)),
    },
    set: (f, e, now) => {
      const draft = stageOf(f, n).draft
      const checked = draft && { draft: draft.number, by: e.by.id, on: e.on }
      return withStage(f, n, {
        checked: e.data.passed && checked ? { ...checked, ...approvedByCheck(draft, e.by, now.reckon) } : undefined,
      })
    },
    notes: (_, e) => (e.data.passed ? [] : ['failed the quality check']),
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

export const responds = <const To extends string>(n: StageNumber, to: To) =>
  ruleFor<Facts, Of<'complaint.responded'>>()({
    to,
    when: {
      ...mayAnswer(n),
      'it was not answered before it was acknowledged': (f, e) => e.on >= (stageOf(f, n).acknowledgedOn ?? e.on),
    },
    set: (f, e, now) => {
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
    },
    raises: (f, e, now) => promisesIn(f, n, `s${n}`).map(p => raisePromise(f, n, p, e.on, now)),
    notes: (f, e, now) => {
      const due = clock.responseDue(f, n, now.reckon)
      const base = clock.baseDue(f, n, now.reckon)
      const within = base !== undefined && due !== undefined && e.on > base && e.on <= due
      return [...late(e.on, due, now), ...(within ? ['in time by a valid extension'] : [])]
    },
  })

/** A corrected response: findings and outcome change, the date of the first response stands. */
export const corrects = (n: StageNumber) =>
  ruleFor<Facts, Of<'response.corrected'>>()({
    when: {
      'NOT_REOPENED: it was reopened to correct an error, and is not yet corrected': f => correcting(f),
      ...mayAnswer(n),
    },
    set: (f, e, now) => {
      const found = stageOf(f, n).draft?.findings ?? []
      return {
        ...withStage(f, n, {
          correctedOn: e.on,
          outcome: clock.overall(found),
          findings: found.map(({ point, finding }) => ({ point, finding })),
        }),
        promises: recordPromises(f, n, promisesIn(f, n, `s${n}.c${f.reopened.length}`), now),
        reopened: f.reopened.map((r, i) => (i === f.reopened.length - 1 ? { ...r, correctedOn: e.on } : r)),
        letters: letters.withLetter(f, n === 1 ? 'stage1_corrected' : 'stage2_corrected', e.on, e.data.letter),
      }
    },
    raises: (f, e, now) => promisesIn(f, n, `s${n}.c${f.reopened.length}`).map(p => raisePromise(f, n, p, e.on, now)),
  })
