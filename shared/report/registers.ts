/** What is wrong with the registers: as the last night found it, or counted again now where the landlord is small enough. */
import type { Reckon } from '../core/reckon.ts'
import { type Day, dayOf, type Instant, longDay } from '../core/time.ts'
import type { AnyWorkflow } from '../core/workflow.ts'
import type { Finding } from '../position/quality/quality-finding.ts'
import type { ShortQuality } from '../position/snapshot.ts'
import type { Asset } from '../store/records.ts'
import type { Settings, Store } from '../store/store.ts'
import { AT_ONCE } from './find.ts'
import { pages } from './gather.ts'
import { type KeptBytes, type Lists, PART } from './kept-lists.ts'
import { keptFindings, qualityNow, shortOf } from './quality.ts'
import { newestSnapshot, snapshotAt } from './snapshots.ts'

export type Registers = {
  kind: 'found'
  asAt: Day
  made: Instant
  /** kept at night, not counted just now */
  kept: boolean
  counts: ShortQuality
} & Lists<Finding>
export type TooMany = { kind: 'too many'; message: string }

export type RegistersDeps = {
  store: Pick<Store, 'assets' | 'list'> & Pick<Settings, 'getSetting'>
  workflows: Readonly<Record<string, AnyWorkflow>>
  reckon: Reckon
  now: () => Instant
  reports: { bytes: KeptBytes }
}

/** All of them, where they are few enough that everything is counted while somebody waits. */
export const fewAssets = async ({ store }: { store: Pick<Store, 'assets'> }): Promise<Asset[] | undefined> => {
  const few: Asset[] = []
  for await (const found of pages(cursor => store.assets({ cursor, limit: 500 }))) {
    few.push(...found)
    if (few.length > AT_ONCE) return undefined
  }
  return few
}

const countedNow = async (deps: RegistersDeps, assets: readonly Asset[]): Promise<Registers> => {
  const { store, workflows, reckon, now } = deps
  const [made, asAt] = [now(), dayOf(now())]
  const found = await qualityNow(store, assets, { asAt, workflows, reckon })
  const from: Registers['from'] = async (group, first) =>
    found.groups.find(({ id }) => id === group)?.items.slice(first, first + PART) ?? []
  return { kind: 'found', asAt, made, kept: false, counts: shortOf(found, made), from }
}

/** As the night found it unless it is to be counted again: whoever has mended something wants to see it gone. */
export const registersAsked = async (deps: RegistersDeps, again: boolean): Promise<Registers | TooMany> => {
  const newest = await newestSnapshot(deps.store)
  const night = newest && (await snapshotAt(deps.store, newest.latest))
  if (night?.quality && !again)
    return {
      kind: 'found',
      asAt: night.asAt,
      made: night.quality.made,
      kept: true,
      counts: night.quality,
      from: (group, first) => keptFindings(deps.reports.bytes, night.asAt, group, first),
    }
  const few = await fewAssets(deps)
  if (few) return countedNow(deps, few)
  return {
    kind: 'too many',
    message: night?.quality
      ? `With more than ${AT_ONCE} homes, blocks and lifts it takes too long to count again while you wait. The newest count is of the night after ${longDay(night.asAt)}.`
      : 'The registers are gone through every night. The first count is tomorrow’s.',
  }
}
