/** What is past its day, in one walk over all cases; what is on hold beside it. Feed it each case once, in any order. */
import type { Case } from '../../core/case.ts'
import type { Reckon } from '../../core/reckon.ts'
import type { Day } from '../../core/time.ts'
import { type Hold, type Keeping, keptBy, recordedKeeping } from './holds.ts'
import {
  type GroupId,
  groupIds,
  type Held,
  isPast,
  messageGoes,
  type Retained,
  retainedOf,
  retainedPerson,
} from './retained.ts'

/** What was erased before, as far as it says that nothing is left: of a case whole, or a document of it. */
export type Gone = { caseId: string; whole: boolean; documents: readonly string[] }

export type RetentionQuestion = {
  asAt: Day
  reckon: Reckon
  assets: ReadonlyMap<string, Held>
  holds: readonly Hold[]
  erased: Iterable<Gone>
}

export type PastItem = Omit<Retained, 'group'> & { held?: string | undefined; reviewOn?: Day | undefined }

/**
 * Lists by id: each kind that is past, `<kind>.held` of it what is on hold, `messages` those that go by themselves
 * although their case is on hold, `holds.review` holds whose day of review has come.
 */
export type ListId = GroupId | `${GroupId}.held` | 'messages' | 'holds.review'
export type RetentionLists = { asAt: Day; lists: { id: ListId; count: number; items: PastItem[] }[] }

const keyOf = ({ until, caseId, email, checkedOn }: PastItem): string =>
  [until, caseId, email, checkedOn].map(part => part ?? '').join(' ')
const order = (a: PastItem, b: PastItem): number => (keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : 0)

const subjectsOf = (holds: readonly Hold[]) => {
  const [cases, assets] = [new Map<string, Keeping>(), new Map<string, Keeping>()]
  for (const hold of holds) {
    if ('caseId' in hold.subject) cases.set(hold.subject.caseId, recordedKeeping(hold))
    else assets.set(hold.subject.assetId, recordedKeeping(hold))
  }
  return { cases, assets }
}

/** A message goes within this many days: whoever would keep it still can. */
const NEAR = 90

export const retentionCounter = ({ asAt, reckon, assets, holds, erased }: RetentionQuestion) => {
  const gone = new Map<string, { whole: boolean; documents: Set<string> }>()
  for (const { caseId, whole, documents } of erased) {
    const before = gone.get(caseId) ?? { whole: false, documents: new Set() }
    for (const one of documents) before.documents.add(one)
    gone.set(caseId, { whole: before.whole || whole, documents: before.documents })
  }
  const recorded = subjectsOf(holds)
  const family = new Map<string, Keeping>()
  const past: Retained[] = []
  const going: Retained[] = []

  const left = (one: Retained): boolean => {
    const before = gone.get(one.caseId ?? '')
    return one.group === 'evidence'
      ? (one.documents ?? []).some(sha256 => !before?.documents.has(sha256))
      : before?.whole !== true
  }
  const add = (c: Case): void => {
    for (const [id, keeping] of keptBy(c)) family.set(id, keeping)
    const asset = c.assetId === undefined ? undefined : assets.get(c.assetId)
    for (const one of retainedOf(c, asset, reckon)) if (isPast(one, asAt) && left(one)) past.push(one)
    const until = messageGoes(c, reckon)
    const { id: caseId, assetId, workflow } = c
    if (until !== undefined && until >= asAt)
      going.push({ group: 'cases', rule: 'retention.received', from: asAt, until, caseId, assetId, workflow })
  }
  const keeping = ({ caseId = '', assetId = '' }: Retained): Keeping | undefined =>
    recorded.cases.get(caseId) ?? recorded.assets.get(assetId) ?? family.get(caseId)
  const shown = ({ group: _, ...one }: Retained): PastItem => {
    const kept = keeping({ group: _, ...one })
    return kept ? { ...one, held: kept.why, reviewOn: kept.reviewOn } : one
  }

  return {
    add,
    /** `people`: all of the register */
    done: (people: readonly { email: string; leftOn?: Day | undefined }[]): RetentionLists => {
      const gonePeople = people.flatMap(one => retainedPerson(one, reckon)).filter(one => isPast(one, asAt))
      const all = [...past, ...gonePeople].map(one => ({ group: one.group, item: shown(one) }))
      const of = (group: GroupId, held: boolean) =>
        all.filter(one => one.group === group && (one.item.held !== undefined) === held).map(one => one.item)
      const near = reckon.days(asAt, NEAR)
      const lists: [ListId, PastItem[]][] = [
        ...groupIds.flatMap((id): [ListId, PastItem[]][] => [
          [id, of(id, false)],
          [`${id}.held`, of(id, true)],
        ]),
        ['messages', going.map(shown).filter(({ held, until }) => held !== undefined && (until ?? '') <= near)],
        [
          'holds.review',
          holds
            .filter(({ reviewOn }) => reviewOn <= asAt)
            .map(hold => ({
              rule: 'landlord.policy',
              from: hold.reviewOn,
              ...hold.subject,
              held: recordedKeeping(hold).why,
              reviewOn: hold.reviewOn,
            })),
        ],
      ]
      return { asAt, lists: lists.map(([id, items]) => ({ id, count: items.length, items: items.sort(order) })) }
    },
  }
}
