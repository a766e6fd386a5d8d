/** What was published of a day, in short: the first stays, however often it is counted again. */
import type { Day } from '../core/time.ts'
import { type SnapshotHead, snapshotHead } from '../position/snapshot.ts'
import type { Settings } from '../store/store.ts'

export const snapshotName = (day: Day): string => `snapshot:${day}`

export const snapshotAt = async (store: Pick<Settings, 'getSetting'>, day: Day): Promise<SnapshotHead | undefined> => {
  const held = await store.getSetting(snapshotName(day))
  return held && snapshotHead.parse(held.value)
}
