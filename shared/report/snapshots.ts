/** What was published of a day, in short: the first stays, however often it is counted again. */
import * as z from 'zod'
import { type Day, day, instant } from '../core/time.ts'
import { type SnapshotHead, snapshotHead } from '../position/snapshot.ts'
import type { Settings } from '../store/store.ts'

export const snapshotName = (day: Day): string => `snapshot:${day}`

export const snapshotAt = async (store: Pick<Settings, 'getSetting'>, day: Day): Promise<SnapshotHead | undefined> => {
  const held = await store.getSetting(snapshotName(day))
  return held && snapshotHead.parse(held.value)
}

/** The newest day that was kept, and the one that was newest before it. */
const newest = z.strictObject({ latest: day, before: day.optional() })
export type Newest = z.output<typeof newest>
const NEWEST = 'snapshots'

export const newestSnapshot = async (store: Pick<Settings, 'getSetting'>): Promise<Newest | undefined> => {
  const held = await store.getSetting(NEWEST)
  return held && newest.parse(held.value)
}

/** A day taken again, or one older than the newest, changes nothing. */
export const noteSnapshot = async (store: Settings, asAt: Day): Promise<void> => {
  const held = await store.getSetting(NEWEST)
  const latest = held && newest.parse(held.value).latest
  if (latest !== undefined && latest >= asAt) return
  await store.putSetting(NEWEST, { latest: asAt, ...(latest ? { before: latest } : {}) }, held?.rev ?? 0)
}

const change = z.strictObject({ id: z.string(), title: z.string(), was: z.string(), is: z.string() })
const restatements = z.array(z.strictObject({ at: instant, hash: z.string(), changes: z.array(change) }))
/** A published day counted again, with what differs. */
export type Restatement = z.output<typeof restatements>[number]
const restatedName = (of: Day): string => `restated:${of}`
/** A figure is restated seldom; the first ones are what matters. */
const MOST = 50

export const restatedOf = async (store: Pick<Settings, 'getSetting'>, of: Day): Promise<Restatement[]> => {
  const held = await store.getSetting(restatedName(of))
  return held ? restatements.parse(held.value) : []
}

/** The same figures again are no new restatement. */
export const noteRestated = async (store: Settings, of: Day, found: Restatement): Promise<void> => {
  const held = await store.getSetting(restatedName(of))
  const before = held ? restatements.parse(held.value) : []
  if (before.some(one => one.hash === found.hash) || before.length >= MOST) return
  await store.putSetting(restatedName(of), [...before, found], held?.rev ?? 0)
}
