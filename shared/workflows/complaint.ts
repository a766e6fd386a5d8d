/**
 * A complaint under the Housing Ombudsman's Complaint Handling Code 2024: two stages and no more, clocks that nothing
 * pauses, letters that cannot leave without what the Code requires, and promises that keep the case open until they
 * are kept. Receipt by a contractor is receipt by the landlord (5.4, 5.5).
 */
import type * as z from 'zod'
import type { Case } from '../core/case.ts'
import { childId } from '../core/ids.ts'
import { addMonths, at, type Day, dayOf, type Instant } from '../core/time.ts'
import { type Happened, type Raise, ruleFor, type Situation, workflow } from '../core/workflow.ts'
import * as ladder from '../law/complaint-ladders.ts'
import { type Role, roles } from '../law/roles.ts'
import { rules } from '../law/rules.ts'
import { task } from '../law/tasks.ts'
import * as clock from './parts/complaint-clocks.ts'
import { type StageNumber, stageOf, withStage } from './parts/complaint-clocks.ts'
import { events } from './parts/complaint-events.ts'
import { type Facts, facts } from './parts/complaint-facts.ts'
import * as letters from './parts/complaint-letters.ts'

type Events = typeof events
type Of<E extends keyof Events> = Events[E]

const everybody = Object.keys(roles) as Role[]
const approvers = [
  'operationalManager',
  'complaintsLead',
  'headOfService',
  'assistantDirector',
  'serviceDirector',
  'director',
  'executive',
] as const
const heads = ['headOfService', 'assistantDirector', 'serviceDirector', 'director', 'executive'] as const

const receivedOn = (f: Facts): Day => dayOf(f.receivedAt)
const same = (a: readonly string[], b: readonly string[]): boolean =>
  a.length > 0 && a.length === b.length && [...a].sort().join('\n') === [...b].sort().join('\n')
const refs = (f: Facts): string[] => f.persons.flatMap(p => (p.ref === undefined ? [] : [p.ref]))

/** Everybody who decided at stage 1 (6.13). */
const stage1People = (f: Facts): string[] =>
  [f.s1.handler, f.s1.draft?.by, f.s1.respondedBy].filter(who => who !== undefined)
const fresh = (f: Facts, n: StageNumber, who: string): boolean => n === 1 || !stage1People(f).includes(who)
const unconflicted = (f: Facts, who: string): boolean => !(f.about ?? []).includes(who)

/** A complaint that this case gives rise to; its clock starts when it was said, not when we opened it. */
const another = (f: Facts, now: Situation, key: string, given: Record<string, unknown>): Raise => ({
  workflow: 'complaint',
  id: childId('complaint', now.case.id, key),
  child: false,
  facts: {
    channel: f.channel,
    speaker: f.speaker,
    persons: f.persons,
    representative: f.representative,
    uprn: f.uprn,
    area: f.area,
    scheme: f.scheme,
    ...given,
  },
})
const linked = (f: Facts, now: Situation, key: string, why: string): Facts['links'] => [
  ...f.links.filter(l => l.caseId !== childId('complaint', now.case.id, key)),
  { caseId: childId('complaint', now.case.id, key), why },
]

const noneOpen = (now: Situation): boolean => Object.values(now.case.children).every(child => child.closed)

const late = (on: Day, due: Day | undefined, now: Situation): string[] => [
  ...(due !== undefined && on > due ? [`late: due ${due}`] : []),
  ...(due !== undefined && on <= due && now.today > due ? ['backdated past a missed deadline'] : []),
]

// ---- the first days

const received = ruleFor<Facts, Of<'contact.received'>>()({
  by: everybody,
  set: (f, e) => ({ replySince: f.replySince ?? e.on, lastContactOn: e.on }),
})

const classifies = ruleFor<Facts, Of<'classify.complaint'>>()({
  to: 's1_logged',
  when: {
    'CHOICE_NOT_OFFERED: the choice to complain was offered and the answer recorded': f => f.choice !== undefined,
    'VULNERABILITY_UNCHECKED: vulnerability and risk were looked at': (_, e) => e.data.vulnerabilityChecked,
  },
  set: (_, e) => ({ ...e.data, replySince: undefined }),
})

const neverMind = { ended: undefined, endedOn: undefined } satisfies Partial<Facts>

type Refusing = Of<'complaint.refused'>
const refusal = (n: StageNumber) =>
  ({
    'APPROVER_SAME: whoever approves it is not who proposed it': (_: Facts, e: Happened<RefusalData>) =>
      e.data.proposedBy !== e.by.id,
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

const refuses = [
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
const refusesStage2 = [
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

// ---- acknowledge, assign, extend, respond: the same at both stages

const acknowledges = <const To extends string>(n: StageNumber, to: To) =>
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
      }),
      ...(n === 1 && e.data.points ? { points: e.data.points } : {}),
      ...(e.data.outcomesSought === undefined ? {} : { outcomesSought: e.data.outcomesSought }),
      letters: letters.withLetter(f, 'acknowledgement', e.on, e.data.letter),
      replySince: undefined,
    }),
    notes: (f, e, now) => late(e.on, clock.ackDue(f, n, now.reckon), now),
  })

const assigns = (n: StageNumber) =>
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
const extends_ = <const To extends string>(n: StageNumber, to: To) => [
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

const drafts = (n: StageNumber, corrects = false) =>
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
  })

const checks = (n: StageNumber) =>
  ruleFor<Facts, Of<'draft.qualityChecked'>>()({
    when: {
      'NO_DRAFT: there is a draft': f => stageOf(f, n).draft !== undefined,
      'CHECKER_SAME: the checker is not the author': (f, e) => stageOf(f, n).draft?.by !== e.by.id,
      'CONFLICT: the checker is not whom the complaint is about': (f, e) => unconflicted(f, e.by.id),
      'CHECKLIST: a check that passed has looked at everything': (_, e) =>
        !e.data.passed || (e.data.checklist !== undefined && Object.values(e.data.checklist).every(Boolean)),
    },
    set: (f, e) => {
      const draft = stageOf(f, n).draft
      return withStage(f, n, {
        checked: e.data.passed && draft ? { draft: draft.number, by: e.by.id, on: e.on } : undefined,
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
const raisePromise = (f: Facts, n: 0 | StageNumber, p: Promised, on: Day, now: Situation): Raise => ({
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
const recordPromises = (f: Facts, n: 0 | StageNumber, list: Promised[], now: Situation): Facts['promises'] => [
  ...f.promises.filter(p => !list.some(l => clock.promiseCase(now.case, l.key) === p.caseId)),
  ...list.map(p => ({
    caseId: clock.promiseCase(now.case, p.key),
    stage: n,
    type: p.type,
    by: p.by,
    ...(p.amount === undefined ? {} : { amount: p.amount }),
  })),
]

const responds = <const To extends string>(n: StageNumber, to: To) =>
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
const corrects = (n: StageNumber) =>
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

// ---- points, bounces, withdrawal, merging

const pointKey = (id: string) => `point.${id}`
const unrelated = ruleFor<Facts, Of<'point.added'>>()({
  set: (f, e, now) => ({
    links: linked(f, now, pointKey(e.data.point.id), 'a further matter, as a complaint of its own'),
  }),
  raises: (f, e, now) => [
    another(f, now, pointKey(e.data.point.id), {
      receivedAt: e.at,
      text: e.data.point.text,
      origin: { caseId: now.case.id, kind: 'complaint' },
    }),
  ],
})
/** Code 6.8: related and not yet answered: it joins; anything else is a complaint of its own. */
const addsPoint = [
  ruleFor<Facts, Of<'point.added'>>()({
    when: {
      'it is related': (_, e) => e.data.related,
      'POINTS_TWICE: each point has its own number': (f, e) => f.points.every(p => p.id !== e.data.point.id),
    },
    set: (f, e) => ({ points: [...f.points, e.data.point], ...withStage(f, 1, { checked: undefined }) }),
  }),
  ruleFor<Facts, Of<'point.added'>>()({
    ...unrelated,
    when: { 'UNRELATED: it is not related, and becomes a complaint of its own': (_, e) => !e.data.related },
  }),
]

const kindOf = (f: Facts, sha256: string): string | undefined =>
  f.letters.findLast(l => l.sha256 === sha256.toLowerCase())?.kind
const bounced = (f: Facts, e: Happened<{ sha256: string }>): Partial<Facts> => ({
  bounced: [...f.bounced, { sha256: e.data.sha256.toLowerCase(), on: e.on, kind: kindOf(f, e.data.sha256) ?? '' }],
})
/** What came back was not sent (and no clock stopped, and none starts anew): the case stands where it stood before. */
const bounces = <const To extends string>(
  kind: 'acknowledgement' | 'extension' | 'stage1' | 'stage2',
  n: StageNumber,
  to: To,
) =>
  ruleFor<Facts, Of<'letter.bounced'>>()({
    to,
    by: everybody,
    when: { [`it is the letter of this step (${kind})`]: (f, e) => kindOf(f, e.data.sha256) === kind },
    set: (f, e) => ({
      ...bounced(f, e),
      ...withStage(
        f,
        n,
        kind === 'acknowledgement'
          ? { acknowledgedOn: undefined }
          : kind === 'extension'
            ? { extensions: stageOf(f, n).extensions.filter(x => x.sha256 !== e.data.sha256.toLowerCase()) }
            : { respondedOn: undefined, respondedBy: undefined, outcome: undefined, findings: undefined },
      ),
    }),
    tells: [{ template: 'bounced', roles: ['complaintHandler', 'complaintsLead'], urgency: 'urgent' }],
    notes: () => ['not delivered: counts as not sent'],
  })
const bouncedOther = ruleFor<Facts, Of<'letter.bounced'>>()({
  by: everybody,
  when: { 'LETTER_UNKNOWN: it is a letter of this case': (f, e) => kindOf(f, e.data.sha256) !== undefined },
  set: (f, e) => ({
    ...bounced(f, e),
    ...(kindOf(f, e.data.sha256)?.endsWith('_corrected')
      ? {
          reopened: f.reopened.map((r, i) =>
            i === f.reopened.length - 1 ? clock.defined({ ...r, correctedOn: undefined }) : r,
          ),
        }
      : {}),
  }),
  tells: [{ template: 'bounced', roles: ['complaintHandler', 'complaintsLead'], urgency: 'urgent' }],
})

const withdrawing = {
  'NOT_BY_LANDLORD: the resident or their representative withdraws it, never the landlord': (
    _: Facts,
    e: Happened<WithdrawalData>,
  ) => e.data.by !== 'landlord',
  ...letters.letterGuards<WithdrawalData>('withdrawal', (_, e, now) => ({
    reference: now.case.id,
    residentsWords: e.data.words,
  })),
}
type WithdrawalData = z.output<Of<'complaint.withdrawn'>>
const withdrawnNow = (f: Facts, e: Happened<WithdrawalData>): Partial<Facts> => ({
  ended: 'withdrawn',
  endedOn: e.on,
  withdrawal: { on: e.on, words: e.data.words, by: e.data.by === 'representative' ? 'representative' : 'resident' },
  letters: letters.withLetter(f, 'withdrawal', e.on, e.data.letter),
  replySince: undefined,
})
const withdraws = [
  ruleFor<Facts, Of<'complaint.withdrawn'>>()({
    to: 'withdrawn',
    when: {
      ...withdrawing,
      'nothing promised is open': (f, _, now) => !clock.outstanding({ ...f, replySince: undefined }, now.case),
    },
    set: withdrawnNow,
  }),
  ruleFor<Facts, Of<'complaint.withdrawn'>>()({
    to: 'follow_up',
    when: withdrawing,
    set: (f, e) => ({ ...withdrawnNow(f, e), endsAs: 'withdrawn' as const }),
  }),
]

const reclassifies = ruleFor<Facts, Of<'complaint.reclassified'>>()({
  to: 'reclassified_sr',
  when: {
    'RESIDENT_AGREED: the resident agrees': (_, e) => e.data.residentAgreed,
    'nothing promised is open': (_, __, now) => Object.values(now.case.children).every(child => child.closed),
  },
  set: (f, e, now) => ({
    ended: 'reclassified',
    endedOn: e.on,
    replySince: undefined,
    links: linked(f, now, 'reclassified', 'goes on as a service request'),
  }),
  raises: (f, _, now) => [
    another(f, now, 'reclassified', {
      kind: 'service_request',
      receivedAt: f.receivedAt,
      text: f.text,
      origin: { caseId: now.case.id, kind: 'complaint' },
    }),
  ],
  notes: f => (f.s1.acknowledgedOn ? ['reclassified after acknowledgement'] : ['reclassified before acknowledgement']),
})

/** Merging is a handshake: the duplicate asks, the case that stays compares the people and answers. */
const asksToMerge = ruleFor<Facts, Of<'merge.requested'>>()({
  when: {
    'it is another case': (_, e, now) => e.data.into !== now.case.id,
    'SAME_MATTER: it is about the same matter': (_, e) => e.data.sameMatter,
    'PERSON_UNKNOWN: every complainant is identified, so that two residents are never taken for one': f =>
      f.persons.length > 0 && refs(f).length === f.persons.length,
    'nothing promised is open': (_, __, now) => noneOpen(now),
  },
  set: (_, e) => ({ mergeInto: e.data.into }),
  raises: (f, e, now) => [
    {
      workflow: 'complaint',
      id: e.data.into,
      event: {
        type: 'merge.offered',
        data: { from: now.case.id, persons: refs(f), receivedOn: receivedOn(f), receivedAt: f.receivedAt },
      },
    },
  ],
})
const takesMerge = ruleFor<Facts, Of<'merge.offered'>>()({
  when: {
    'TWO_RESIDENTS: it is by the same people; complaints of two residents never merge': (f, e) =>
      refs(f).length === f.persons.length && same(refs(f), e.data.persons),
  },
  set: (f, e) => ({
    receivedAt: (e.data.receivedAt < f.receivedAt ? e.data.receivedAt : f.receivedAt) as Instant,
    links: [...f.links.filter(l => l.caseId !== e.data.from), { caseId: e.data.from, why: 'merged into this one' }],
  }),
  raises: (f, e, now) => [
    {
      workflow: 'complaint',
      id: e.data.from,
      event: { type: 'complaint.merged', data: { into: now.case.id, persons: refs(f) } },
    },
  ],
})
const isMerged = ruleFor<Facts, Of<'complaint.merged'>>()({
  to: 'merged',
  when: {
    'NOT_ASKED: it was asked for, by this case, of that one': (f, e) => f.mergeInto === e.data.into,
    'TWO_RESIDENTS: it is by the same people; complaints of two residents never merge': (f, e) =>
      refs(f).length === f.persons.length && same(refs(f), e.data.persons),
  },
  set: (_, e) => ({ ended: 'merged', endedOn: e.on }),
})

// ---- after the answer

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
  ...(now.case.closedAt ? neverMind : {}),
})
type EscalationData = z.output<Of<'escalation.requested'>>
const known = (f: Facts, ids: string[] | undefined): ids is string[] =>
  ids !== undefined && ids.length > 0 && ids.every(id => f.points.some(p => p.id === id))
const longAfter = (f: Facts, e: Happened<EscalationData>): string[] =>
  f.s1.respondedOn && e.on > addMonths(f.s1.respondedOn, rules['complaint.acceptance'].value)
    ? ['more than 12 months after the answer: discretion is to be considered (Code 2.3)']
    : []
const escalates = ruleFor<Facts, Of<'escalation.requested'>>()({
  to: 's2_logged',
  by: everybody,
  set: escalated,
  notes: longAfter,
})
/** Stage 1 was not answered: the resident need not wait once it is late. */
const escalatesEarly = ruleFor<Facts, Of<'escalation.requested'>>()({
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
const escalatesFromFollowUp = ruleFor<Facts, Of<'escalation.requested'>>()({
  to: 's2_logged',
  by: everybody,
  when: { 'STAGE1_ANSWERED: stage 1 was answered, and stage 2 was not': f => f.endsAs === 's1_closed' },
  set: escalated,
  notes: longAfter,
})

const learned = (f: Facts, e: Happened<LearningData>): Partial<Facts> => ({
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
type LearningData = z.output<Of<'learning.recorded'>>
const learns = {
  'ANSWERED: a response was sent': (f: Facts) => clock.answered(f) !== 0,
  'LEARNING_EMPTY: it says what will be better, by whom and when, or why there is nothing to learn': (
    _: Facts,
    e: Happened<LearningData>,
  ) =>
    e.data.noneBecause !== undefined ||
    (e.data.improvement !== undefined && e.data.owner !== undefined && e.data.dueOn !== undefined),
}
const learnsOnly = ruleFor<Facts, Of<'learning.recorded'>>()({ when: learns, set: learned })

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
const finishes = <D>(
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

const replyAnswered = (f: Facts, e: Happened<ReplyData>, now: Situation): Partial<Facts> => ({
  replySince: undefined,
  ...(e.data.how === 'new_complaint' ? { links: linked(f, now, replyKey(f), 'a reply with a new matter') } : {}),
})
type ReplyData = z.output<Of<'reply.answered'>>
const replyKey = (f: Facts) => `reply.${f.replySince ?? ''}`
const replyRaises = (f: Facts, e: Happened<ReplyData>, now: Situation): Raise[] =>
  e.data.how === 'new_complaint' && f.replySince
    ? [
        another(f, now, replyKey(f), {
          receivedAt: at(f.replySince, '12:00'),
          origin: { caseId: now.case.id, kind: 'reply' },
        }),
      ]
    : []
const replyWaits = { 'NO_REPLY: a reply waits': (f: Facts) => f.replySince !== undefined }
const answersReply = ruleFor<Facts, Of<'reply.answered'>>()({
  when: replyWaits,
  set: replyAnswered,
  raises: replyRaises,
})

const ombudsmanNow = (f: Facts, e: Happened<OmbudsmanData>, now: Situation): Partial<Facts> => {
  const caseId = childId('ombudsman', now.case.id, e.data.reference)
  return { ombudsman: [...f.ombudsman.filter(o => o.caseId !== caseId), { caseId, on: e.data.on ?? e.on }] }
}
type OmbudsmanData = z.output<Of<'ombudsman.notified'>>
const ombudsmanRaises = (f: Facts, e: Happened<OmbudsmanData>, now: Situation): Raise[] => [
  {
    workflow: 'ombudsman',
    key: e.data.reference,
    facts: {
      reference: e.data.reference,
      complaint: now.case.id,
      scheme: f.scheme,
      referredOn: e.data.on ?? e.on,
      ...(f.area === undefined ? {} : { area: f.area }),
    },
  },
]
const ombudsmanNew = {
  'OMBUDSMAN_KNOWN: this reference is not among its cases already': (
    _: Facts,
    e: Happened<OmbudsmanData>,
    now: Situation,
  ) => now.case.children[childId('ombudsman', now.case.id, e.data.reference)] === undefined,
}
const ombudsmanKnown = ruleFor<Facts, Of<'ombudsman.notified'>>()({
  when: ombudsmanNew,
  set: ombudsmanNow,
  raises: ombudsmanRaises,
})

const reopenGuards = {
  'APPROVER_SAME: whoever approves it is not who asks for it': (
    _: Facts,
    e: Happened<{ askedBy: string; error: string }>,
  ) => e.data.askedBy.toLowerCase() !== e.by.id,
}
/** Only to correct an error; the date of the first response stands. */
const reopens = <const To extends string>(n: StageNumber, to: To, when = {}) =>
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
const accepts = <const To extends string>(to: To, when = {}) =>
  ruleFor<Facts, Of<'complaint.reopened'>>()({
    to,
    by: approvers,
    when: { ...reopenGuards, ...when },
    set: () => ({ refusal: undefined, endsAs: undefined, ...neverMind }),
  })

/** What every final state still hears: a reply is never lost, and the Ombudsman may be asked at any time. */
const heard = (ending: Ending) => ({
  'contact.received': ruleFor<Facts, Of<'contact.received'>>()({
    to: 'follow_up',
    by: everybody,
    set: (_, e) => ({ replySince: e.on, lastContactOn: e.on, endsAs: ending }),
    tells: [{ template: 'reply', roles: ['complaintHandler'], urgency: 'digest' }],
  }),
  'ombudsman.notified': ruleFor<Facts, Of<'ombudsman.notified'>>()({
    to: 'follow_up',
    when: ombudsmanNew,
    set: (f, e, now) => ({ ...ombudsmanNow(f, e, now), endsAs: ending }),
    raises: ombudsmanRaises,
  }),
})

const surveys = ruleFor<Facts, Of<'survey.sent'>>()({
  when: { 'SURVEY_SENT: this survey was not sent before': (f, e) => !f.surveys.includes(e.data.survey) },
  set: (f, e) => ({ surveys: [...f.surveys, e.data.survey] }),
})

const dissatisfaction = (kind: 'service_request' | 'enquiry') =>
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
const updates = (answersReplies: boolean) =>
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

const firstStage = {
  'point.added': addsPoint,
  'handler.assigned': assigns(1),
  'response.drafted': drafts(1),
  'draft.qualityChecked': checks(1),
  'complaint.responded': responds(1, 's1_responded'),
  'complaint.extended': extends_(1, 's1_extended'),
  'complaint.withdrawn': withdraws,
  'complaint.reclassified': reclassifies,
  'escalation.requested': escalatesEarly,
} as const
const secondStage = {
  'point.added': unrelated,
  'handler.assigned': assigns(2),
  'response.drafted': drafts(2),
  'draft.qualityChecked': checks(2),
  'complaint.responded': responds(2, 's2_final'),
  'complaint.extended': extends_(2, 's2_extended'),
  'complaint.withdrawn': withdraws,
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

export const complaint = workflow({
  name: 'complaint',
  title: 'Complaint',
  prefix: 'CMP',
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
    'complaint.s1.ack',
    'complaint.s1.response',
    'complaint.s1.ext',
    'complaint.correction',
    'complaint.serviceRequest',
  ],
  facts,
  lead: 'complaintHandler',
  opens: {
    'DATE_IN_FUTURE: it was not received in the future': (f, now) => dayOf(f.receivedAt) <= now.today,
  },
  events,
  initial: 'intake',
  starts: { sr_open: f => f.kind === 'service_request' },
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
      },
    },
    s1_acknowledged: {
      title: 'Stage 1: acknowledged',
      on: {
        ...firstStage,
        'letter.bounced': [bounces('acknowledgement', 1, 's1_logged'), bouncedOther],
        'merge.requested': asksToMerge,
        'complaint.merged': isMerged,
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
        'response.corrected': corrects(1),
        'letter.bounced': [bounces('stage1', 1, 's1_acknowledged'), bouncedOther],
        'survey.sent': surveys,
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
          reopens(1, 's1_responded', { 'stage 1 was answered': (f: Facts) => f.endsAs === 's1_closed' }),
          accepts('intake', { 'it was refused': (f: Facts) => f.endsAs === 'refused' }),
          accepts('s2_logged', { 'stage 2 was refused': (f: Facts) => f.endsAs === 's2_refused' }),
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
        'response.corrected': corrects(2),
        'letter.bounced': [bounces('stage2', 2, 's2_acknowledged'), bouncedOther],
        'survey.sent': surveys,
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
          set: (_, e) => ({ replySince: e.on, lastContactOn: e.on }),
          tells: [{ template: 'reply', roles: ['complaintHandler'], urgency: 'digest' }],
        },
        'ombudsman.notified': { to: 's2_final', when: ombudsmanNew, set: ombudsmanNow, raises: ombudsmanRaises },
        'complaint.reopened': reopens(2, 's2_final'),
        'letter.bounced': bounces('stage2', 2, 's2_acknowledged'),
        'survey.sent': surveys,
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
    withdrawn: { title: 'Withdrawn', final: 'withdrawn', on: heard('withdrawn') },
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
      when: { 'PROMISE_PAST: nothing is promised for a day that is gone': (_, e) => e.data.promise.by >= e.on },
      set: (f, e, now) => ({
        promises: recordPromises(f, 0, [{ ...e.data.promise, key: `made.${now.case.version}` }], now),
      }),
      raises: (f, e, now) => [raisePromise(f, 0, { ...e.data.promise, key: `made.${now.case.version}` }, e.on, now)],
    },
    'ombudsman.notified': ombudsmanKnown,
    'merge.offered': takesMerge,
    'letter.bounced': bouncedOther,
    'reply.answered': answersReply,
  },
  clocks: {
    ack1: {
      title: 'Stage 1: acknowledge',
      source: 'complaint.s1.ack',
      kind: 'code',
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
      ladder: ladder.stage1Response({
        dueSoon: 'responseDue',
        decide: 'extendOrRespond',
        dueToday: 'responseToday',
        overdue: 'responseLate',
        escalated: 'responseStillLate',
      }),
    },
    ack2: {
      title: 'Stage 2: acknowledge',
      source: 'complaint.s2.ack',
      kind: 'code',
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
      ladder: ladder.stage2Response({
        dueSoon: 'responseDue',
        decide: 'extendOrRespond',
        dueToday: 'responseToday',
        overdue: 'responseLate',
        escalated: 'responseStillLate',
      }),
    },
    beyond1: {
      title: 'Stage 1: the date told to the resident beyond the Code',
      source: 'complaint.s1.ext',
      kind: 'policy',
      runs: ['s1_acknowledged', 's1_extended'],
      due: f => clock.beyondDue(f, 1),
      ladder: task('beyond', ['complaintHandler', 'complaintsLead', 'serviceDirector']),
    },
    beyond2: {
      title: 'Stage 2: the date told to the resident beyond the Code',
      source: 'complaint.s2.ext',
      kind: 'policy',
      runs: ['s2_acknowledged', 's2_extended'],
      due: f => clock.beyondDue(f, 2),
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
  words: {
    ackDue: {
      subject: 'Acknowledge complaint {ref} by {due}',
      body: 'The acknowledgement is due {late}. It sets out each point, which of them are ours, and what the resident wants.{adjusted}',
      act: 'Send the acknowledgement by {due}.',
    },
    ackToday: {
      subject: 'Acknowledge complaint {ref} today',
      body: 'The last day for the acknowledgement is today.{adjusted}',
      act: 'Send the acknowledgement today.',
    },
    ackLate: {
      subject: 'Acknowledgement of complaint {ref}',
      body: 'The Code gives five working days from receipt. Nothing stops this clock.{adjusted}',
      act: 'Send the acknowledgement now; the response counts from the day it is sent.',
    },
    responseDue: {
      subject: 'Response to complaint {ref} due',
      body: 'Every point needs a finding with its reason, and somebody else must check the draft.{waiting}{adjusted}',
      act: 'Have the response sent by {due}.',
    },
    extendOrRespond: {
      subject: 'Extend or respond: complaint {ref}, due',
      body: 'An extension is only possible before {due}, with a reason, a new date and the Ombudsman’s details in a letter to the resident.{waiting}{adjusted}',
      act: 'Decide now: respond by {due}, or send the extension before it.',
    },
    responseToday: {
      subject: 'Response to complaint {ref} due today',
      body: 'Today is the last day to respond, and the last day to extend.{waiting}{adjusted}',
      act: 'Send the response or the extension today.',
    },
    responseLate: {
      subject: 'Response to complaint {ref}',
      body: 'The time to respond is past and cannot be extended any more.{waiting}{adjusted}',
      act: 'Have the response sent, and keep the resident told at the interval agreed.',
    },
    responseStillLate: {
      subject: 'Still not put right: response to complaint {ref}',
      body: 'Those before you were told and it is still not answered.{waiting}{adjusted}',
      act: 'Decide who answers it and by when.',
    },
    beyond: {
      subject: 'Response to complaint {ref} promised by {due}',
      body: 'This date goes beyond the Code and counts as out of time; it was told to the resident.',
      act: 'Respond by {due}.',
    },
    updateToday: {
      subject: 'Update on complaint {ref} due today',
      body: 'The resident was told that news would come.{adjusted}',
      act: 'Send the update today, even if there is little to say.',
    },
    updateLate: {
      subject: 'Update on complaint {ref}',
      body: 'The resident was told that news would come, and it has not.{adjusted}',
      act: 'Send the update now.',
    },
    promiseMissed: {
      subject: 'Promise missed: complaint {ref}',
      body: 'Something promised in the answer is not verified done. The complaint stays open until it is.',
      act: 'Get it done, tell the resident, and have it verified.',
    },
    learningDue: {
      subject: 'Learning from complaint {ref} due',
      body: 'What failed, why, and what will be better; that there is nothing to learn is an answer with a reason.',
      act: 'Record the learning.',
    },
    reply: {
      subject: 'A message on complaint {ref} waits for an answer',
      body: 'If it says that they are not satisfied with the answer, it is a request for stage 2: no reason and no form is needed.',
      act: 'Read it, then record stage 2, a new complaint, or your answer.',
    },
    adjustmentReview: {
      subject: 'Review the reasonable adjustments on complaint {ref}',
      body: 'They are to be kept under active review.',
      act: 'Ask whether they still fit, and record it.',
    },
    withOmbudsman: {
      subject: 'Complaint {ref} is with the Ombudsman',
      body: 'It stays open until the Ombudsman’s case is closed and its orders are done.',
      act: 'Look where it stands.',
    },
    correctionDue: {
      subject: 'Corrected response to complaint {ref} due',
      body: 'It was reopened to correct an error. The date of the first response stands.',
      act: 'Send the corrected response.',
    },
    closedByQuiet: {
      subject: 'Complaint {ref} closed: no word after the answer',
      body: 'Nothing is owed. The resident may still ask for stage 2, in any words.',
      act: 'Nothing to do.',
    },
    requestDue: {
      subject: 'Service request {ref} due',
      body: 'If the resident is dissatisfied, it is a complaint, even while the work goes on.',
      act: 'Get it done and tell the resident, or record their dissatisfaction.',
    },
    enquiryDue: {
      subject: 'Enquiry {ref} due',
      body: 'If it expresses dissatisfaction for a resident, it is a complaint.',
      act: 'Answer it.',
    },
    bounced: {
      subject: 'A letter on complaint {ref} came back',
      body: 'It counts as not sent. No clock stopped.{adjusted}',
      act: 'Send it another way.',
    },
  },
  views: ['adjusted', 'waiting'],
  view: f => ({
    adjusted: f.adjustments.length > 0 ? ' Reasonable adjustments are agreed: look at them before you write.' : '',
    waiting: f.awaitingInfo ? ' Information is awaited, which stops no clock.' : '',
  }),
})
