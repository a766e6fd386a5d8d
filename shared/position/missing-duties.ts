/**
 * Duties that the register says a home has and that nobody recorded. A home without a case would be in no figure, and
 * a share of the others would read as one of all: here it stands as never checked, or as not known to need a check, so
 * that it is counted and never in date. What asks for the same in words to whoever mends it is `quality/`.
 */
import type { Day } from '../core/time.ts'
import { type EstateAsset, type Held, isStock } from './projection.ts'
import { mayHoldAsbestos } from './quality/duties-expected.ts'
import type { Place, Places } from './question.ts'
import { tenureOf } from './tenure.ts'

type Falls = ReadonlyMap<string, ReadonlySet<string>>
type Given = { places: Places; falls: Falls; held: readonly Held[]; asAt: Day }
type Due = Pick<Held, 'assetId' | 'workflow'> & { known: boolean }

/** By workflow, the assets of which any duty is recorded, whatever became of it. */
const recorded = (held: readonly Held[]): ReadonlyMap<string, ReadonlySet<string>> =>
  new Map(
    [...Map.groupBy(held, one => one.workflow)].map(([name, list]) => [name, new Set(list.map(one => one.assetId))]),
  )

/** A landlord has no duty for the boiler of a shared owner; what it recorded all the same is counted like any other. */
const gasOf = (home: Place, there: ReadonlySet<string>): Due[] =>
  home.hasGas === 'no' || there.has(home.id) || tenureOf(home) === 'LCHO'
    ? []
    : [{ assetId: home.id, workflow: 'gas', known: home.hasGas === 'yes' }]

/** A house that stands alone has no common parts. Recorded on the block, on a part of it, or above it: it is there. */
const ofBuilding = (
  workflow: 'fra' | 'asbestos',
  home: Place,
  { block, reached, there }: { block: Place | undefined; reached: ReadonlySet<string>; there: ReadonlySet<string> },
): Due[] => {
  if (!block || [...reached].some(id => there.has(id))) return []
  if (workflow === 'asbestos' && !mayHoldAsbestos(block)) return []
  return [{ assetId: home.id, workflow, known: workflow === 'fra' || block.builtYear !== undefined }]
}

const liftsOf = (reached: ReadonlySet<string>, places: Places, there: ReadonlySet<string>): Due[] =>
  [...reached].flatMap(id =>
    places.get(id)?.type === 'lift' && !there.has(id) ? [{ assetId: id, workflow: 'lifts', known: true }] : [],
  )

const homesIn = (places: Places): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>()
  for (const { type, parentId } of places.values())
    if (type === 'dwelling' && parentId !== undefined) counts.set(parentId, (counts.get(parentId) ?? 0) + 1)
  return counts
}

/** The block that it shares with others. */
const blockOf = (home: EstateAsset, places: Places, homes: ReadonlyMap<string, number>): Place | undefined => {
  const above = home.parentId === undefined ? undefined : places.get(home.parentId)
  return above?.type === 'block' && (homes.get(above.id) ?? 0) > 1 ? above : undefined
}

/** Of streams that the landlord keeps here at all; each asset once for each stream. */
export const missingDuties = ({ places, falls, held, asAt }: Given): Held[] => {
  const there = recorded(held)
  const homes = homesIn(places)
  const found = new Map<string, Held>()
  const add = ({ assetId, workflow, known }: Due): void => {
    const status = known ? ('never_inspected' as const) : ('unknown_applicability' as const)
    const position = { status, daysOverdue: 0, why: 'no such duty is on record' }
    found.set(`${workflow} ${assetId}`, { assetId, workflow, position, missing: true })
  }
  for (const [id, reached] of falls) {
    const home = places.get(id)!
    if (!isStock(home, asAt)) continue
    const block = blockOf(home, places, homes)
    const [gas, lifts] = [there.get('gas'), there.get('lifts')]
    if (gas) gasOf(home, gas).forEach(add)
    for (const workflow of ['fra', 'asbestos'] as const) {
      const known = there.get(workflow)
      if (known) ofBuilding(workflow, home, { block, reached, there: known }).forEach(add)
    }
    if (lifts) liftsOf(reached, places, lifts).forEach(add)
  }
  return [...found.values()]
}
