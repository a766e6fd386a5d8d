/**
 * Surveys and attempts of the whole stock, as at a day. Surveyed, attempted and remaining are three numbers that
 * always make up the stock; only the first of them is a survey.
 */
import type { Day } from '../core/time.ts'

/** What of a survey case is needed here; its facts fit as they are. */
export type HomeSurvey = {
  applicability?: string | undefined
  checks: { on: Day; knownOn?: Day | undefined; nextDue: Day; result?: string | undefined }[]
  attempts: { on: Day; counts: boolean }[]
  withContractor?: { since: Day } | undefined
  retiredOn?: Day | undefined
  decent?: { A: boolean; B: boolean; C: boolean; D: boolean; on: Day } | undefined
}

export type SurveyStatus = 'never' | 'valid' | 'expired'
export type AccessStatus = 'none' | 'once' | 'twice_or_more' | 'with_contractor'

/** The last survey made by that day and, if asked so, known by then; cloned data is no check and never comes here. */
export const lastSurvey = (home: HomeSurvey, asOf: Day, knownOn?: Day): HomeSurvey['checks'][number] | undefined =>
  home.checks
    .filter(check => check.on <= asOf && (knownOn === undefined || (check.knownOn ?? check.on) <= knownOn))
    .at(-1)

export const surveyStatus = (home: HomeSurvey, asOf: Day, knownOn?: Day): SurveyStatus => {
  const last = lastSurvey(home, asOf, knownOn)
  if (!last) return 'never'
  return asOf <= last.nextDue ? 'valid' : 'expired'
}

const attemptsBy = (home: HomeSurvey, asOf: Day): number => {
  const last = lastSurvey(home, asOf)?.on ?? ''
  return home.attempts.filter(a => a.counts && a.on <= asOf && a.on > last).length
}

export const accessStatus = (home: HomeSurvey, asOf: Day): AccessStatus => {
  if (home.withContractor && home.withContractor.since <= asOf) return 'with_contractor'
  const attempts = attemptsBy(home, asOf)
  return attempts === 0 ? 'none' : attempts === 1 ? 'once' : 'twice_or_more'
}

export const inStock = (home: HomeSurvey, asOf: Day): boolean =>
  home.applicability !== 'not_required' && (home.retiredOn === undefined || home.retiredOn > asOf)

/** Which homes each of the three numbers is of; `least` is how many attempts make a home attempted. */
export const surveyStanding = <H extends HomeSurvey>(
  homes: readonly H[],
  { asOf, knownOn, least }: { asOf: Day; knownOn?: Day | undefined; least: number },
) => {
  const stock = homes.filter(home => inStock(home, asOf))
  const bucket = (home: H) =>
    surveyStatus(home, asOf, knownOn) === 'valid'
      ? 'surveyed'
      : attemptsBy(home, asOf) >= least
        ? 'attempted'
        : 'remaining'
  const { surveyed = [], attempted = [], remaining = [] } = Object.groupBy(stock, bucket)
  return { stock, surveyed, attempted, remaining }
}
