/** Points added, letters that came back, withdrawal, reclassification and merging (Complaint Handling Code 6.8). */
import type * as z from 'zod'
import { ruleFor } from '../../core/declare.ts'
import type { Instant } from '../../core/time.ts'
import type { Happened } from '../../core/workflow.ts'
import * as clock from './complaint-clocks.ts'
import { type StageNumber, stageOf, withStage } from './complaint-clocks.ts'
import { another, everybody, linked, noneOpen, type Of, receivedOn, refs, same } from './complaint-common.ts'
import type { Facts } from './complaint-facts.ts'
import * as letters from './complaint-letters.ts'

const pointKey = (id: string) => `point.${id}`
export const unrelated = ruleFor<Facts, Of<'point.added'>>()({
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
export const addsPoint = [
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

export const kindOf = (f: Facts, sha256: string): string | undefined =>
  f.letters.findLast(l => l.sha256 === sha256.toLowerCase())?.kind
const bounced = (f: Facts, e: Happened<{ sha256: string }>): Partial<Facts> => ({
  bounced: [...f.bounced, { sha256: e.data.sha256.toLowerCase(), on: e.on, kind: kindOf(f, e.data.sha256) ?? '' }],
})
/** What came back was not sent (and no clock stopped, and none starts anew): the case stands where it stood before. */
export const bounces = <const To extends string>(
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
export const bouncedOther = ruleFor<Facts, Of<'letter.bounced'>>()({
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
export const withdraws = [
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

export const reclassifies = ruleFor<Facts, Of<'complaint.reclassified'>>()({
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
export const asksToMerge = ruleFor<Facts, Of<'merge.requested'>>()({
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
const samePeople = (f: Facts, persons: readonly string[]): boolean =>
  refs(f).length === f.persons.length && same(refs(f), persons)
const takes = ruleFor<Facts, Of<'merge.offered'>>()({
  when: { 'they are the same people': (f, e) => samePeople(f, e.data.persons) },
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
/** Complaints of two residents never merge: this one stays as it is, and the one that asked is told. */
const declines = ruleFor<Facts, Of<'merge.offered'>>()({
  when: { 'TWO_RESIDENTS: they are not the same people': (f, e) => !samePeople(f, e.data.persons) },
  raises: (_, e, now) => [
    { workflow: 'complaint', id: e.data.from, event: { type: 'merge.declined', data: { into: now.case.id } } },
  ],
  notes: () => ['not merged: complaints of two residents never merge'],
})
export const takesMerge = [takes, declines]
export const mergeDeclined = ruleFor<Facts, Of<'merge.declined'>>()({
  when: { 'NOT_ASKED: it was asked for, by this case, of that one': (f, e) => f.mergeInto === e.data.into },
  set: () => ({ mergeInto: undefined }),
  tells: [{ template: 'mergeDeclined', roles: ['complaintHandler'], urgency: 'digest' }],
  notes: () => ['not merged: complaints of two residents never merge'],
})
export const isMerged = ruleFor<Facts, Of<'complaint.merged'>>()({
  to: 'merged',
  when: {
    'NOT_ASKED: it was asked for, by this case, of that one': (f, e) => f.mergeInto === e.data.into,
    'TWO_RESIDENTS: it is by the same people; complaints of two residents never merge': (f, e) =>
      samePeople(f, e.data.persons),
  },
  set: (_, e) => ({ ended: 'merged', endedOn: e.on }),
})
