/**
 * The Tenant Satisfaction Measures that a landlord generates itself (RSH, Technical Requirements): BS01 to BS05 and RP01
 * as at the day, CH01 and CH02 over the reporting year up to it. What is not held here is said, never shown as nought.
 */
import { type Day, longDay } from '../core/time.ts'
import { complaintMeasures, inCases, inHomes, type Measured, type Parts } from './complaints/complaint-measures.ts'
import type { StageRow } from './complaints/complaint-rows.ts'
import { decentStanding } from './decent.ts'
import {
  duties,
  type Held,
  measureNames,
  measures,
  outsideReasons,
  outsideStock,
  type Projected,
  project,
} from './projection.ts'
import type { Place, Places } from './question.ts'
import { type Figure, notHeld, perThousand, share } from './reports/figure.ts'
import { yearName, yearOf } from './reports/periods.ts'
import type { HomeSurvey } from './surveys.ts'
import { homesByTenure } from './tenure.ts'

export type Included = { measure: string; rule: string; homes: readonly string[] }
export type Tsm = {
  year: string
  asAt: Day
  figures: Figure[]
  /** of those that are held, by the figure's id */
  parts: Record<string, Parts>
  decisions: Included[]
}
const what: Record<keyof Projected['disclosed'], string> = {
  unknownOwnership: 'Ownership unknown: counted, never as in date',
  unknownApplicability: 'Not known whether a check is required: counted, never as in date',
  neverInspected: 'No check on record: counted, not in date',
  noDuty: 'The register says that it is required, and nothing is on record: counted, not in date',
  notRequired: 'Left out: no check of this kind is required',
  resting: 'Left out because every check rests (void and capped, withdrawn)',
  thirdPartyParts: 'Parts managed by a third party: in date only on our own evidence',
  voids: 'Void homes: counted where the duty applies',
}

const buildingSafety = (asAt: Day, places: readonly Place[], held: readonly Held[], falls: ReturnType<typeof duties>) =>
  measureNames.map(name => {
    const result = project(name, places, held, asAt, falls)
    const compliant = new Set(result.compliant)
    const { title } = measures[name]
    const none = !held.some(one => (measures[name].workflows as readonly string[]).includes(one.workflow))
    const given = {
      id: name,
      title: `${name} ${title}`,
      definition: `Homes for which every required check of this kind, in the home, in its building and on every system that serves it, was in date on ${longDay(asAt)}, of all homes owned that day for which one is required. Remedial actions are not judged by it.${none ? ' No checks of this kind are held.' : ''}`,
      asAt,
    }
    const ids = result.inScope.filter(id => !compliant.has(id))
    const figure = share(
      { ...given, behind: { what: 'homes not in date', of: 'homes', ids } },
      result.numerator,
      result.denominator,
    )
    const decisions = Object.entries(result.disclosed).flatMap(([key, homes]): Included[] =>
      homes.length > 0 ? [{ measure: name, rule: what[key as keyof typeof what], homes }] : [],
    )
    return {
      figure,
      decisions,
      parts: {
        counted: inHomes('homes in date', result.compliant),
        whole: inHomes('homes that need it', result.inScope),
      },
    }
  })

/** Dwellings on the register that are in no measure, by why. */
const leftOut = (all: readonly Place[], asAt: Day): Included[] => {
  const homes = Map.groupBy(
    all.filter(place => place.type === 'dwelling'),
    place => outsideStock(place, asAt),
  )
  return (Object.keys(outsideReasons) as (keyof typeof outsideReasons)[]).flatMap(why => {
    const ids = (homes.get(why) ?? []).map(place => place.id).sort()
    return ids.length > 0 ? [{ measure: 'All measures', rule: outsideReasons[why], homes: ids }] : []
  })
}

const perceptions = 'A survey of tenants gives it; it is not generated here.'

export type TsmGiven = {
  asAt: Day
  /** of surveys: those that were known by then; absent: all */
  knownOn?: Day | undefined
  places: Places
  held: readonly Held[]
  surveys: readonly { assetId?: string | undefined; facts: HomeSurvey }[]
  stages: readonly StageRow[]
  asb: readonly { caseId: string; reportedOn: Day; category: string }[]
}

const antisocial = ({ asAt, asb }: TsmGiven, homes: readonly string[]): Measured[] => {
  const { from } = yearOf(asAt)
  const opened = asb.filter(one => one.reportedOn >= from && one.reportedOn <= asAt)
  const hate = opened.filter(one => one.category === 'hate_incident')
  const figure = (id: string, title: string, cases: typeof opened) => {
    const definition = `${title}: cases opened from ${longDay(from)} to ${longDay(asAt)} for each 1,000 homes owned at ${longDay(asAt)}.`
    const given = { id, title: `${id.slice(0, 4)} ${title}`, definition, asAt }
    const behind = inCases(
      'cases',
      cases.map(one => one.caseId),
    )
    // who keeps such cases elsewhere has none here, which is not the same as none
    if (asb.length === 0) return { figure: notHeld(given) }
    return {
      figure: perThousand({ ...given, behind }, cases.length, homes.length),
      parts: { counted: behind, whole: inHomes('homes', homes) },
    }
  }
  return [figure('NM01.1', 'Anti-social behaviour cases', opened), figure('NM01.2', 'Of these, hate incidents', hate)]
}

/** Of all rented homes. A landlord that has judged none has no figure, which is not nought. */
const decency = ({ asAt, knownOn, surveys }: TsmGiven, rented: readonly string[]) => {
  const rental = new Set(rented)
  const surveyed = surveys.filter(one => one.assetId !== undefined && rental.has(one.assetId))
  const decent = decentStanding(
    surveyed.map(one => ({ ...one.facts, assetId: one.assetId })),
    asAt,
    knownOn,
  )
  const failing = decent.nonDecent.flatMap(one => one.assetId ?? []).sort()
  const assessed = new Set(decent.assessed.flatMap(one => one.assetId ?? []))
  const unassessed = rented.filter(id => !assessed.has(id))
  const figure = share(
    {
      id: 'RP01',
      title: 'RP01 Homes that do not meet the Decent Homes Standard',
      definition: `Rented homes whose last valid survey found them below the standard, of all rented homes owned on ${longDay(asAt)}. Higher is worse. ${unassessed.length} of ${rented.length} were judged by no valid survey: they are in the whole, and are not counted as failing.`,
      asAt,
      behind: { what: 'homes found not decent', of: 'homes', ids: failing },
    },
    failing.length,
    assessed.size === 0 ? 0 : rented.length,
  )
  return { figure, unassessed }
}

/** All of them as at that day. `falls`: from `duties`, where it has been worked out already. */
export const tsm = (given: TsmGiven, falls = duties([...given.places.values()])): Tsm => {
  const { asAt, places } = given
  const all = [...places.values()]
  const homes = homesByTenure(places, asAt)
  const ids = [...homes.LCRA, ...homes.LCHO].sort()
  const { figure: rp01, unassessed } = decency(given, homes.LCRA)
  const safety = buildingSafety(asAt, all, given.held, falls)
  const absent = [
    ['RP02.1', 'RP02 Non-emergency repairs completed in target time', 'Repairs are kept in another system.'],
    ['RP02.2', 'RP02 Emergency repairs completed in target time', 'Repairs are kept in another system.'],
    ['TP', 'TP01 to TP12', perceptions],
  ] as const
  const held: Measured[] = [
    ...safety,
    { figure: rp01, parts: { counted: rp01.behind, whole: inHomes('rented homes', homes.LCRA) } },
    ...complaintMeasures(given, homes),
    ...antisocial(given, ids),
  ]
  return {
    year: yearName(yearOf(asAt)),
    asAt,
    figures: [
      ...held.map(one => one.figure),
      ...absent.map(([id, title, definition]) => notHeld({ id, title, definition, asAt })),
    ],
    parts: Object.fromEntries(held.flatMap(({ figure, parts }) => (parts ? [[figure.id, parts] as const] : []))),
    decisions: [
      ...leftOut(all, asAt),
      ...safety.flatMap(one => one.decisions),
      {
        measure: 'RP01',
        rule: 'Rented homes without a valid survey: counted in the whole, not as failing',
        homes: unassessed,
      },
    ],
  }
}
