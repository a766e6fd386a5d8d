/** The measures again, as one would write them on a napkin: home by home, walking the estate each time. */
import { addDays, type Day } from '../../shared/core/time.ts'
import type { EstateAsset, Held } from '../../shared/position/projection.ts'

type Check = { on: Day; knownOn: Day; nextDue: Day }

/** For an obligation that is required and rests never: day by day from its first check. */
export const naiveStatus = (checks: Check[], window: number, asAt: Day, knownOn?: Day): string => {
  let best: Check | undefined
  for (const c of checks) {
    if (c.on > asAt) continue
    if (knownOn && c.knownOn > knownOn) continue
    if (!best || c.on >= best.on) best = c
  }
  if (!best) return 'never_inspected'
  let left = 0
  for (let d = asAt; d < best.nextDue; d = addDays(d, 1)) left++
  if (asAt > best.nextDue) return 'overdue'
  return left <= window ? 'due' : 'compliant'
}

const serves = (part: EstateAsset, home: EstateAsset, all: EstateAsset[], depth = 0): boolean => {
  if (depth > 8) return false
  if (part.id === home.id) return true
  // the home stands in it
  let up: EstateAsset | undefined = home
  for (let i = 0; i < 8 && up; i++) {
    up = all.find(a => a.id === up?.parentId)
    if (up?.id === part.id) return true
  }
  if (!['communal', 'system', 'lift'].includes(part.type)) return false
  const places = part.serves?.length ? part.serves : part.parentId ? [part.parentId] : []
  return places.some(id => {
    const place = all.find(a => a.id === id)
    return place ? serves(place, home, all, depth + 1) : false
  })
}

/** A lift that residents share: it carries passengers, and neither is nor stands in a home. */
const shared = (held: Held, assets: EstateAsset[]): boolean => {
  if (held.subType === 'stairlift' || held.subType === 'hoist') return false
  const part = assets.find(a => a.id === held.assetId)
  const above = assets.find(a => a.id === part?.parentId)
  return part?.type !== 'dwelling' && above?.type !== 'dwelling'
}

export const naiveMeasure = (assets: EstateAsset[], held: Held[], workflow: string, asAt: Day) => {
  const inB: string[] = []
  const inA: string[] = []
  for (const home of assets) {
    if (home.type !== 'dwelling') continue
    if (home.ownership === 'managed_for_other') continue
    const sold = home.ownership === 'leasehold_sold' || home.status === 'demolished'
    if (sold && !home.ownedTo) continue
    if (home.ownedTo && home.ownedTo <= asAt) continue
    if (home.ownedFrom && home.ownedFrom > asAt) continue
    let any = false
    let good = true
    for (const h of held) {
      if (h.workflow !== workflow) continue
      if (workflow === 'lifts' && !shared(h, assets)) continue
      const part = assets.find(a => a.id === h.assetId)
      if (!part || !serves(part, home, assets)) continue
      if (['not_applicable', 'retired', 'suspended'].includes(h.position.status)) continue
      any = true
      if (h.position.status !== 'compliant' && h.position.status !== 'due') good = false
    }
    if (!any) continue
    inB.push(home.id)
    if (good && home.ownership !== 'unknown') inA.push(home.id)
  }
  return { inB: inB.sort(), inA: inA.sort() }
}
