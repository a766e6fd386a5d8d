/** Rows of the register of assets; the cases of what has ended, or has not after all, follow. */
import { dayOf } from '../../../shared/core/time.ts'
import { takeBackEnd, tellEnd } from '../../../shared/estate/follow.ts'
import type { AssetRow } from '../../../shared/intake/imports/assets.ts'
import type { ImportTarget } from '../../../shared/intake/imports/run.ts'
import { digestOf } from '../../../shared/intake/imports/touched.ts'
import { canonical } from '../../../shared/store/chain.ts'
import type { Asset } from '../../../shared/store/records.ts'
import type { Deps } from '../ports.ts'

const assetOf = ({ assetId, ...row }: AssetRow): Asset => ({ id: assetId, ...row })

export const assetTarget = (deps: Deps): ImportTarget<AssetRow> => ({
  together: 50,
  plan: async (rows, inFile) => {
    const ids = rows.flatMap(({ assetId, parentId }) => [assetId, ...(parentId === undefined ? [] : [parentId])])
    const known = await deps.store.getAssets(ids)
    return rows.map(row => {
      if (row.parentId && !inFile(row.parentId) && !known.has(row.parentId))
        return { rejected: 'PARENT_UNKNOWN: there is no such asset', column: 'parentId' }
      const before = known.get(row.assetId)
      if (!before) return 'created'
      return canonical(before) === canonical(assetOf(row)) ? 'unchanged' : 'changed'
    })
  },
  write: async (rows, note) => {
    const list = rows.map(assetOf)
    const known = await deps.store.getAssets(list.map(({ id }) => id))
    await note({
      assets: list.map(next => {
        const before = known.get(next.id)
        return { id: next.id, ...(before ? { before } : {}), wrote: digestOf(next) }
      }),
    })
    for (const next of list) await takeBackEnd(deps, known.get(next.id), next)
    await deps.store.putAssets(list, dayOf(deps.now()))
    for (const next of list) await tellEnd(deps, known.get(next.id), next)
  },
})
