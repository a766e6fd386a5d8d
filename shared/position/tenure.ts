/** Low cost rental and low cost home ownership, which the measures count together or apart. */
import type { Day } from '../core/time.ts'
import { isStock } from './projection.ts'
import type { Place, Places } from './question.ts'

export type Tenure = 'LCRA' | 'LCHO'
export type HomesByTenure = Record<Tenure, string[]>

const lcho = ['lcho', 'shared_ownership', 'low_cost_home_ownership']
/** Low cost rental or low cost home ownership; rental where the register does not say. */
export const tenureOf = (place: Place | undefined): Tenure =>
  lcho.includes(
    (place?.tenure ?? '')
      .trim()
      .toLowerCase()
      .replaceAll(/[\s-]+/g, '_'),
  )
    ? 'LCHO'
    : 'LCRA'

/** Homes owned on that day, sorted. */
export const homesByTenure = (places: Places, asAt: Day): HomesByTenure => {
  const homes: HomesByTenure = { LCRA: [], LCHO: [] }
  for (const place of places.values()) if (isStock(place, asAt)) homes[tenureOf(place)].push(place.id)
  return { LCRA: homes.LCRA.sort(), LCHO: homes.LCHO.sort() }
}
