/**
 * Surveys and attempts of the whole stock, as at a day. Surveyed, attempted and remaining are three numbers that
 * always make up the stock; only the first of them is a survey.
 */
import type { Day } from '../core/time.ts'
import { percentOf } from './reports/rounded.ts'

/** What of a survey case is needed here; its facts fit as they are. */
export type HomeSurvey = {
  applicability?: string | undefined
  checks: { on: Day; nextDue: Day }[]
  attempts: { on: Day; counts: boolean }[]
  withContractor?: { since: Day } | undefined
  retiredOn?: Day | undefined
  decent?: { A: boolean; B: boolean; C: boolean; D: boolean; on: Day } | undefined
}

export type SurveyStatus = 'never' | 'valid' | 'expired'
export type AccessStatus = 'none' | 'once' | 'twice_or_more' | 'with_contractor'

/** The last survey made by that day; cloned data is no check and never comes here. */
export const surveyStatus = (home: HomeSurvey, asOf: Day): SurveyStatus => {
  const last = home.checks.filter(check => check.on <= asOf).at(-1)
  if (!last) return 'never'
  return asOf <= last.nextDue ? 'valid' : 'expired'
}

const attemptsBy = (home: HomeSurvey, asOf: Day): number => {
  const last = home.checks.filter(check => check.on <= asOf).at(-1)?.on ?? ''
  return home.attempts.filter(a => a.counts && a.on <= asOf && a.on > last).length
}

export const accessStatus = (home: HomeSurvey, asOf: Day): AccessStatus => {
  if (home.withContractor && home.withContractor.since <= asOf) return 'with_contractor'
  const attempts = attemptsBy(home, asOf)
  return attempts === 0 ? 'none' : attempts === 1 ? 'once' : 'twice_or_more'
}

const inStock = (home: HomeSurvey, asOf: Day): boolean =>
  home.applicability !== 'not_required' && (home.retiredOn === undefined || home.retiredOn > asOf)

export type SurveyPosition = {
  stock: number
  surveyed: number
  /** not surveyed, and tried often enough by policy */
  attempted: number
  remaining: number
  percent: { surveyed: number; attempted: number; both: number; remaining: number }
  table: Record<SurveyStatus, Record<AccessStatus, number>>
}

const noHomes = (): Record<AccessStatus, number> => ({ none: 0, once: 0, twice_or_more: 0, with_contractor: 0 })

/** Counts of the homes in stock on that day; `least` is how many attempts make a home attempted. */
export const surveyPosition = (homes: readonly HomeSurvey[], asOf: Day, least = 2): SurveyPosition => {
  const table = { never: noHomes(), valid: noHomes(), expired: noHomes() }
  let [stock, surveyed, attempted] = [0, 0, 0]
  for (const home of homes) {
    if (!inStock(home, asOf)) continue
    const status = surveyStatus(home, asOf)
    stock += 1
    table[status][accessStatus(home, asOf)] += 1
    if (status === 'valid') surveyed += 1
    else if (attemptsBy(home, asOf) >= least) attempted += 1
  }
  const remaining = stock - surveyed - attempted
  const percent = {
    surveyed: percentOf(surveyed, stock),
    attempted: percentOf(attempted, stock),
    both: percentOf(surveyed + attempted, stock),
    remaining: percentOf(remaining, stock),
  }
  return { stock, surveyed, attempted, remaining, percent, table }
}

export type DecentHomes = {
  homes: number
  /** with a valid survey; the others are assumed nothing of, and said */
  assessed: number
  notAssessed: number
  nonDecent: number
  failing: { A: number; B: number; C: number; D: number }
  /** RP01: non-decent of all homes, in %; higher is worse */
  rp01: number
  decentOfAssessed: number
}

/** Decent Homes by the four criteria, from valid surveys alone: which homes. */
export const decentStanding = <H extends HomeSurvey>(homes: readonly H[], asOf: Day) => {
  const stock = homes.filter(home => inStock(home, asOf))
  const assessed = stock.filter(
    home => surveyStatus(home, asOf) === 'valid' && home.decent !== undefined && home.decent.on <= asOf,
  )
  const valid = new Set(assessed)
  const failing = (key: 'A' | 'B' | 'C' | 'D') => assessed.filter(({ decent }) => decent && !decent[key])
  return {
    stock,
    assessed,
    unknown: stock.filter(home => !valid.has(home)),
    nonDecent: assessed.filter(({ decent: d }) => d && !(d.A && d.B && d.C && d.D)),
    failing: { A: failing('A'), B: failing('B'), C: failing('C'), D: failing('D') },
  }
}

/** The same in numbers. A home that fails two criteria is one home. */
export const decentHomes = (homes: readonly HomeSurvey[], asOf: Day): DecentHomes => {
  const { stock, assessed, nonDecent, failing } = decentStanding(homes, asOf)
  return {
    homes: stock.length,
    assessed: assessed.length,
    notAssessed: stock.length - assessed.length,
    nonDecent: nonDecent.length,
    failing: { A: failing.A.length, B: failing.B.length, C: failing.C.length, D: failing.D.length },
    rp01: percentOf(nonDecent.length, stock.length),
    decentOfAssessed: percentOf(assessed.length - nonDecent.length, assessed.length),
  }
}
