/**
 * The Decent Homes Standard, from valid surveys alone: what the last survey of a home found, as at a day and as known on
 * one. A row of the register may say that a home met the standard or not without saying by which criterion.
 */
import type { Day } from '../core/time.ts'
import { type HomeSurvey, inStock, lastSurvey, surveyStatus } from './surveys.ts'

export const criteria = ['A', 'B', 'C', 'D'] as const
type Criteria = NonNullable<HomeSurvey['decent']>

/** Of one home: undefined where no valid survey judged it. `by`: the four criteria, where that survey answered them. */
const judgedOf = (home: HomeSurvey, asOf: Day, knownOn: Day | undefined) => {
  const last = lastSurvey(home, asOf, knownOn)
  if (!last || surveyStatus(home, asOf, knownOn) !== 'valid') return undefined
  const by: Criteria | undefined = home.decent?.on === last.on ? home.decent : undefined
  if (last.result === 'DECENT' || last.result === 'NOT_DECENT') return { decent: last.result === 'DECENT', by }
  return by && { decent: criteria.every(key => by[key]), by }
}

/** Which homes. A home that fails two criteria is one home. */
export const decentStanding = <H extends HomeSurvey>(homes: readonly H[], asOf: Day, knownOn?: Day) => {
  const stock = homes.filter(home => inStock(home, asOf))
  const judged = stock.flatMap(home => {
    const found = judgedOf(home, asOf, knownOn)
    return found ? [{ home, ...found }] : []
  })
  const assessed = new Set(judged.map(one => one.home))
  const failing = (key: 'A' | 'B' | 'C' | 'D') => judged.flatMap(({ home, by }) => (by && !by[key] ? [home] : []))
  return {
    stock,
    assessed: judged.map(one => one.home),
    unknown: stock.filter(home => !assessed.has(home)),
    nonDecent: judged.flatMap(({ home, decent }) => (decent ? [] : [home])),
    failing: { A: failing('A'), B: failing('B'), C: failing('C'), D: failing('D') },
    /** not decent, and nobody says by which criterion */
    unsaid: judged.flatMap(({ home, decent, by }) => (decent || by ? [] : [home])),
  }
}
