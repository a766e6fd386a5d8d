/**
 * The Tenant Satisfaction Measures that a landlord generates itself (RSH, Technical Requirements): BS01 to BS05 and RP01
 * as at the day, CH01 and CH02 over the reporting year up to it. What is not held here is said, never shown as nought.
 */
import { type Day, longDay } from '../core/time.ts'
import { ch01, ch02 } from './complaints/complaint-figures.ts'
import type { StageRow } from './complaints/complaint-rows.ts'
import { cohort } from './complaints/complaint-tally.ts'
import {
  duties,
  type Held,
  isNotSocial,
  isStock,
  measureNames,
  measures,
  type Projected,
  project,
} from './projection.ts'
import type { Place, Places } from './question.ts'
import { type Figure, notHeld, perThousand, share } from './reports/figure.ts'
import { yearName, yearOf } from './reports/periods.ts'
import { decentHomes, type HomeSurvey, isNotDecent } from './surveys.ts'

export type Included = { measure: string; rule: string; homes: number }
export type Tsm = {
  year: string
  asAt: Day
  figures: Figure[]
  decisions: Included[]
  homes: Record<'LCRA' | 'LCHO', number>
}

const lcho = ['lcho', 'shared_ownership', 'low_cost_home_ownership']
/** Low cost rental or low cost home ownership; rental where the register does not say. */
export const tenureOf = (place: Place | undefined): 'LCRA' | 'LCHO' =>
  lcho.includes(
    (place?.tenure ?? '')
      .trim()
      .toLowerCase()
      .replaceAll(/[\s-]+/g, '_'),
  )
    ? 'LCHO'
    : 'LCRA'

const what: Record<keyof Projected['disclosed'], string> = {
  unknownOwnership: 'Ownership unknown: counted, never as in date',
  unknownApplicability: 'Not known whether a check is required: counted, never as in date',
  neverInspected: 'No check on record: counted, not in date',
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
      homes > 0 ? [{ measure: name, rule: what[key as keyof typeof what], homes }] : [],
    )
    return { figure, decisions }
  })

const perceptions = 'A survey of tenants gives it; it is not generated here.'

export type TsmGiven = {
  asAt: Day
  places: Places
  held: readonly Held[]
  surveys: readonly { assetId?: string | undefined; facts: HomeSurvey }[]
  stages: readonly StageRow[]
  asb: readonly { caseId: string; reportedOn: Day; category: string }[]
}

/** Of homes of ours; a leaseholder's complaint is answered like any other and is outside the measures. */
const complaintMeasures = ({ asAt, places, stages }: TsmGiven, homes: Tsm['homes']): Figure[] => {
  const { from } = yearOf(asAt)
  const placeOf = (row: StageRow) => (row.assetId === undefined ? undefined : places.get(row.assetId))
  const tenures = (['LCRA', 'LCHO'] as const).filter(tenure => tenure === 'LCRA' || homes.LCHO > 0)
  return ([1, 2] as const).flatMap(stage => {
    const all = cohort(stages, stage, { from, asAt }, 'received')
    const rows = all.filter(row => {
      const place = placeOf(row)
      return place === undefined || !isNotSocial(place, row.startedOn)
    })
    const said = { asAt, from, stage, others: all.length - rows.length }
    const of = (tenure: 'LCRA' | 'LCHO') => rows.filter(row => tenureOf(placeOf(row)) === tenure)
    return [
      ...tenures.map(tenure => ch01(of(tenure), homes[tenure], said, tenure)),
      ch02(rows, said),
      ...(tenures.length > 1 ? tenures.map(tenure => ch02(of(tenure), said, tenure)) : []),
    ]
  })
}

const antisocial = ({ asAt, asb }: TsmGiven, homes: number): Figure[] => {
  const { from } = yearOf(asAt)
  const opened = asb.filter(one => one.reportedOn >= from && one.reportedOn <= asAt)
  const hate = opened.filter(one => one.category === 'hate_incident')
  const figure = (id: string, title: string, cases: typeof opened) => {
    const definition = `${title}: cases opened from ${longDay(from)} to ${longDay(asAt)} for each 1,000 homes owned at ${longDay(asAt)}.`
    const behind = { what: 'cases', of: 'cases' as const, ids: cases.map(one => one.caseId) }
    // who keeps such cases elsewhere has none here, which is not the same as none
    return asb.length === 0
      ? notHeld({ id, title: `${id.slice(0, 4)} ${title}`, definition, asAt })
      : perThousand({ id, title: `${id.slice(0, 4)} ${title}`, definition, asAt, behind }, cases.length, homes)
  }
  return [figure('NM01.1', 'Anti-social behaviour cases', opened), figure('NM01.2', 'Of these, hate incidents', hate)]
}

/** All of them as at that day. `falls`: from `duties`, where it has been worked out already. */
export const tsm = (given: TsmGiven, falls = duties([...given.places.values()])): Tsm => {
  const { asAt, places, held, surveys } = given
  const all = [...places.values()]
  const stock = all.filter(place => isStock(place, asAt))
  const homes = { LCRA: 0, LCHO: 0 }
  for (const place of stock) homes[tenureOf(place)] += 1
  const rental = new Set(stock.filter(place => tenureOf(place) === 'LCRA').map(place => place.id))
  const surveyed = surveys.filter(one => one.assetId !== undefined && rental.has(one.assetId))
  const decent = decentHomes(
    surveyed.map(one => one.facts),
    asAt,
  )
  const failing = surveyed.filter(one => isNotDecent(one.facts, asAt)).flatMap(one => one.assetId ?? [])
  const safety = buildingSafety(asAt, all, held, falls)
  const rp01 = share(
    {
      id: 'RP01',
      title: 'RP01 Homes that do not meet the Decent Homes Standard',
      definition: `Rented homes whose last valid survey found one of the four criteria failed, of all rented homes owned on ${longDay(asAt)}. Higher is worse. Homes without a valid survey (${homes.LCRA - decent.assessed}) are in the whole and assumed decent of nothing but said here.`,
      asAt,
      behind: { what: 'homes found not decent', of: 'homes', ids: failing.sort() },
    },
    decent.nonDecent,
    surveyed.length === 0 ? 0 : homes.LCRA,
  )
  const absent = [
    ['RP02.1', 'RP02 Non-emergency repairs completed in target time', 'Repairs are kept in another system.'],
    ['RP02.2', 'RP02 Emergency repairs completed in target time', 'Repairs are kept in another system.'],
    ['TP', 'TP01 to TP12', perceptions],
  ] as const
  return {
    year: yearName(yearOf(asAt)),
    asAt,
    homes,
    figures: [
      ...safety.map(one => one.figure),
      rp01,
      ...complaintMeasures(given, homes),
      ...antisocial(given, stock.length),
      ...absent.map(([id, title, definition]) => notHeld({ id, title, definition, asAt })),
    ],
    decisions: [
      ...safety.flatMap(one => one.decisions),
      {
        measure: 'RP01',
        rule: 'Rented homes without a valid survey: counted in the whole, not as failing',
        homes: homes.LCRA - decent.assessed,
      },
    ],
  }
}
