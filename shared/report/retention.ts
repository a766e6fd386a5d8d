/** What is past its retention: as the last night found it, or counted again now where the landlord is small enough. */
import * as z from 'zod'
import type { Reckon } from '../core/reckon.ts'
import { type Day, day, dayOf, type Instant, longDay } from '../core/time.ts'
import { type RuleId, rules } from '../law/rules.ts'
import { type PastItem, type RetentionLists, retentionCounter } from '../position/retention/count.ts'
import type { ShortRetention } from '../position/snapshot.ts'
import type { Asset } from '../store/records.ts'
import type { Settings, Store } from '../store/store.ts'
import { AT_ONCE } from './find.ts'
import { pages } from './gather.ts'
import { type KeptBytes, keptItems, type Lists, listParts, PART } from './kept-lists.ts'
import { fewAssets } from './registers.ts'
import { newestSnapshot, snapshotAt } from './snapshots.ts'

type Source = Pick<Store, 'holds' | 'erasures' | 'people'>

const all = async <T>(next: Parameters<typeof pages<T>>[0]): Promise<T[]> => {
  const found: T[] = []
  for await (const page of pages(next)) found.push(...page)
  return found
}

/** A counter for each of these days, with what keeps and what is gone read once. */
export const retentionCounters = async (
  store: Source,
  reckon: Reckon,
  { assets, days }: { assets: readonly Asset[]; days: readonly Day[] },
) => {
  const byId = new Map(assets.map(({ id, ownedTo }) => [id, { ownedTo }]))
  const holds = await all(cursor => store.holds({ cursor, limit: 200 }))
  const erased = (await all(cursor => store.erasures({ cursor, limit: 200 }))).flatMap(
    ({ subject, whole, documents }) => ('caseId' in subject ? [{ caseId: subject.caseId, whole, documents }] : []),
  )
  const people = await all(cursor => store.people({ cursor, limit: 200 }))
  return days.map(asAt => {
    const counter = retentionCounter({ asAt, reckon, assets: byId, holds, erased })
    return { add: counter.add, done: () => counter.done(people) }
  })
}

export const shortRetention = ({ lists }: RetentionLists, made: Instant): ShortRetention => ({
  made,
  counts: Object.fromEntries(lists.map(({ id, count }) => [id, count])),
})

const LIST = 'retention'
const ruleId = z.string().refine((id): id is RuleId => Object.hasOwn(rules, id), 'a rule')
const item = z.strictObject({
  rule: ruleId,
  from: day,
  until: day.optional(),
  caseId: z.string().optional(),
  assetId: z.string().optional(),
  workflow: z.string().optional(),
  email: z.string().optional(),
  documents: z.array(z.string()).optional(),
  checkedOn: day.optional(),
  held: z.string().optional(),
  reviewOn: day.optional(),
})

export const retentionParts = ({ lists, asAt }: RetentionLists) => listParts(LIST, asAt, lists)

export type RetentionFound = {
  kind: 'found'
  asAt: Day
  made: Instant
  /** kept at night, not counted just now */
  kept: boolean
  counts: ShortRetention
} & Lists<PastItem>

export type RetentionDeps = {
  store: Source & Pick<Store, 'assets' | 'everyLoaded'> & Pick<Settings, 'getSetting'>
  reckon: Reckon
  now: () => Instant
  reports: { bytes: KeptBytes }
}

const countedNow = async ({ store, reckon, now }: RetentionDeps, assets: Asset[]): Promise<RetentionFound> => {
  const [made, asAt] = [now(), dayOf(now())]
  const [counter] = await retentionCounters(store, reckon, { assets, days: [asAt] })
  const share = { segment: 0, of: 1 }
  for await (const loaded of pages(cursor => store.everyLoaded(share, { cursor, limit: 500 })))
    for (const one of loaded) counter!.add(one.case)
  const found = counter!.done()
  const from = async (group: string, first: number) =>
    found.lists.find(({ id }) => id === group)?.items.slice(first, first + PART) ?? []
  return { kind: 'found', asAt, made, kept: false, counts: shortRetention(found, made), from }
}

export const retentionAsked = async (
  deps: RetentionDeps,
  again: boolean,
): Promise<RetentionFound | { kind: 'too many'; message: string }> => {
  const newest = await newestSnapshot(deps.store)
  const night = newest && (await snapshotAt(deps.store, newest.latest))
  if (night?.retention && !again) {
    const { asAt, retention } = night
    return {
      ...{ kind: 'found', asAt, made: retention.made, kept: true, counts: retention },
      from: (group, from) => keptItems(deps.reports.bytes, item, { list: LIST, asAt, group, from }),
    }
  }
  const few = await fewAssets(deps)
  if (few) return countedNow(deps, few)
  return {
    kind: 'too many',
    message: night?.retention
      ? `With more than ${AT_ONCE} homes, blocks and lifts it takes too long to count again while you wait. The newest count is of the night after ${longDay(night.asAt)}.`
      : 'What is kept is gone through every night. The first count is tomorrow’s.',
  }
}
