/** What keeps a case as it is now: recorded holds for it or its home, open cases of its family. */
import type { Case } from '../core/case.ts'
import { type Keeping, keptBy, recordedKeeping } from '../position/retention/holds.ts'
import type { Store } from '../store/store.ts'

export type KeepingStore = Pick<Store, 'loadMany' | 'holdsOf'>

export const keepingOf = async (store: KeepingStore, c: Case): Promise<Keeping | undefined> => {
  const recorded = [
    ...(await store.holdsOf({ caseId: c.id })),
    ...(c.assetId === undefined ? [] : await store.holdsOf({ assetId: c.assetId })),
  ]
  if (recorded[0]) return recordedKeeping(recorded[0])
  const family = await store.loadMany([...(c.parent === undefined ? [] : [c.parent]), ...Object.keys(c.children)])
  for (const { case: other } of family.values())
    for (const [id, keeping] of keptBy(other)) if (id === c.id) return keeping
  return undefined
}
