/**
 * From obligations on assets to homes: the building safety measures BS01 to BS05 count homes, and a home is compliant
 * when every check of that kind in it, in its block and on every system that serves it is in date. RSH Tenant
 * Satisfaction Measures, technical requirements; what they leave open is decided here and disclosed in `disclosed`.
 */
import type { Day } from '../core/time.ts'
import { isCompliant, isRequired, type Position } from './position.ts'

export type EstateAsset = {
  id: string
  type: 'scheme' | 'block' | 'communal' | 'system' | 'lift' | 'dwelling'
  parentId?: string | undefined
  /** of a system or lift: homes, or blocks all of whose homes depend on it */
  serves?: readonly string[] | undefined
  tenure?: string | undefined
  ownership?: string | undefined
  status?: string | undefined
  ownedFrom?: Day | undefined
  ownedTo?: Day | undefined
}
export type Held = {
  assetId: string
  workflow: string
  subType?: string | undefined
  position: Position
  /** no case is there: the register says that one should be (`missing-duties.ts`) */
  missing?: true
}

export const measures = {
  BS01: { title: 'Gas safety checks', workflows: ['gas'] },
  BS02: { title: 'Fire risk assessments', workflows: ['fra'] },
  BS03: { title: 'Asbestos management surveys or re-inspections', workflows: ['asbestos'] },
  BS04: { title: 'Legionella risk assessments', workflows: ['legionella'] },
  BS05: { title: 'Communal passenger lift safety checks', workflows: ['lifts'] },
} as const satisfies Record<string, { title: string; workflows: readonly string[] }>
export type Measure = keyof typeof measures
export const measureNames = Object.keys(measures) as Measure[]

export type Projected = {
  measure: Measure
  asAt: Day
  /** homes for which a check of the kind is required */
  denominator: number
  /** of these, homes with every one in date */
  numerator: number
  inScope: string[]
  compliant: string[]
  /** decisions that the reader must be told of: the homes that they are about */
  disclosed: {
    unknownOwnership: string[]
    unknownApplicability: string[]
    neverInspected: string[]
    /** no duty is on record, though the register says that there is one */
    noDuty: string[]
    /** no check of this kind is required */
    notRequired: string[]
    /** left out because their only checks rest (void and capped; lift withdrawn and isolated) */
    resting: string[]
    thirdPartyParts: string[]
    voids: string[]
  }
}

const words = (text: string | undefined) =>
  (text ?? '')
    .trim()
    .toLowerCase()
    .replaceAll(/[\s-]+/g, '_')
const GONE = ['disposed', 'demolished', 'not_handed_over', 'sold']
const SOLD = ['leasehold_sold', 'sold']
const NEVER_OURS = ['managed_for_other', 'third_party_managed']
const NEVER_SOCIAL = ['commercial', 'market_rent']
const BOUGHT = ['leasehold', 'freehold']

/** Before the day of its sale a home was what it no longer is: the register says what it is now, and since when. */
const beforeItsSale = (a: EstateAsset, on: Day): boolean =>
  a.ownedTo !== undefined && on < a.ownedTo && (GONE.includes(words(a.status)) || SOLD.includes(words(a.ownership)))

export const outsideReasons = {
  elsewhen: 'Left out: not owned on that day (sold, demolished, not yet handed over)',
  sold: 'Left out: sold on a long lease or freehold',
  others: 'Left out: managed for another owner',
  commercial: 'Left out: not social housing (commercial, market rent)',
} as const
/** Why a dwelling is outside every measure on that day; undefined where it is stock. */
export const outsideStock = (a: EstateAsset, asAt: Day): keyof typeof outsideReasons | undefined => {
  if (isStock(a, asAt)) return undefined
  if (NEVER_OURS.includes(words(a.ownership))) return 'others'
  if (NEVER_SOCIAL.includes(words(a.tenure))) return 'commercial'
  return isNotSocial(a, asAt) ? 'sold' : 'elsewhen'
}

/** Neither rented nor low-cost home ownership of ours on that day, by what the register calls it. */
export const isNotSocial = (a: EstateAsset, on: Day): boolean => {
  const [ownership, tenure] = [words(a.ownership), words(a.tenure)]
  if (NEVER_OURS.includes(ownership) || NEVER_SOCIAL.includes(tenure)) return true
  return !beforeItsSale(a, on) && (SOLD.includes(ownership) || BOUGHT.includes(tenure))
}

/** Ours and social on that day. Sold on a day: gone on that day. */
export const isStock = (a: EstateAsset, asAt: Day): boolean =>
  a.type === 'dwelling' &&
  (beforeItsSale(a, asAt) || !GONE.includes(words(a.status))) &&
  !isNotSocial(a, asAt) &&
  (a.ownedFrom === undefined || a.ownedFrom <= asAt) &&
  (a.ownedTo === undefined || a.ownedTo > asAt)

/** Whether it is ours is not known: it counts, and never as in date. */
export const ownershipUnknown = (a: EstateAsset) =>
  ['unknown', ''].includes(words(a.ownership)) && a.ownership !== undefined

const ancestorsOf = (a: EstateAsset, byId: ReadonlyMap<string, EstateAsset>): string[] => {
  const found: string[] = []
  for (let at = a.parentId; at !== undefined && !found.includes(at); at = byId.get(at)?.parentId) found.push(at)
  return found
}

/**
 * For each home the assets whose duties fall on it: itself, what it stands in, the communal parts and shared plant of
 * those, and whatever names it or its block as served. A communal part says by `serves` if it is not for all.
 */
export const duties = (assets: readonly EstateAsset[]): Map<string, Set<string>> => {
  const byId = new Map(assets.map(a => [a.id, a]))
  const under = new Map<string, string[]>()
  for (const a of assets) {
    if (a.type !== 'communal' && a.type !== 'system' && a.type !== 'lift') continue
    for (const place of a.serves?.length ? a.serves : a.parentId ? [a.parentId] : [])
      under.set(place, [...(under.get(place) ?? []), a.id])
  }
  return new Map(
    assets
      .filter(a => a.type === 'dwelling')
      .map(home => {
        const reached = new Set([home.id, ...ancestorsOf(home, byId)])
        // a set grows while it is walked: a plant in a communal part of the block is reached through that part
        for (const place of reached) for (const part of under.get(place) ?? []) reached.add(part)
        return [home.id, reached]
      }),
  )
}

/** BS05 is about lifts that residents share: not stairlifts, hoists, or what stands in a home of its own. */
const DOMESTIC = ['stairlift', 'hoist', 'through_floor', 'domestic', 'platform', 'goods', 'other']
const counts = (measure: Measure, held: Held, byId: ReadonlyMap<string, EstateAsset>): boolean => {
  const { workflows }: { workflows: readonly string[] } = measures[measure]
  if (!workflows.includes(held.workflow)) return false
  if (measure !== 'BS05') return true
  const asset = byId.get(held.assetId)
  return (
    !DOMESTIC.includes(words(held.subType)) &&
    asset?.type !== 'dwelling' &&
    byId.get(asset?.parentId ?? '')?.type !== 'dwelling'
  )
}

const rests = (all: readonly Held[]): boolean => all.some(o => o.position.status === 'suspended')

/**
 * One measure over the whole estate. Ids come sorted, so that the same estate gives the same bytes. `falls`: what
 * `duties` says of these assets, where somebody has asked it already.
 */
export const project = (
  measure: Measure,
  assets: readonly EstateAsset[],
  obligations: readonly Held[],
  asAt: Day,
  falls: ReadonlyMap<string, ReadonlySet<string>> = duties(assets),
): Projected => {
  const byId = new Map(assets.map(a => [a.id, a]))
  const byAsset = new Map<string, Held[]>()
  for (const held of obligations)
    if (counts(measure, held, byId)) byAsset.set(held.assetId, [...(byAsset.get(held.assetId) ?? []), held])
  const homes = assets
    .filter(a => isStock(a, asAt))
    .map(home => {
      const all = [...(falls.get(home.id) ?? [])].flatMap(id => byAsset.get(id) ?? [])
      return { home, all, required: all.filter(h => isRequired(h.position)) }
    })
  const inScope = homes.filter(h => h.required.length > 0)
  const compliant = inScope.filter(h => !ownershipUnknown(h.home) && h.required.every(o => isCompliant(o.position)))
  const named = (some: typeof homes) => some.map(h => h.home.id).sort()
  const having = (holds: (h: (typeof homes)[number]) => boolean) => named(inScope.filter(holds))
  return {
    measure,
    asAt,
    denominator: inScope.length,
    numerator: compliant.length,
    inScope: named(inScope),
    compliant: named(compliant),
    disclosed: {
      unknownOwnership: having(h => ownershipUnknown(h.home)),
      unknownApplicability: having(h => h.required.some(o => o.position.status === 'unknown_applicability')),
      neverInspected: having(h => h.required.some(o => !o.missing && o.position.status === 'never_inspected')),
      noDuty: having(h => h.required.some(o => o.missing && o.position.status === 'never_inspected')),
      notRequired: named(homes.filter(h => h.required.length === 0 && !rests(h.all))),
      resting: named(homes.filter(h => h.required.length === 0 && rests(h.all))),
      thirdPartyParts: having(h =>
        h.required.some(o => words(byId.get(o.assetId)?.ownership) === 'third_party_managed'),
      ),
      voids: having(h => words(h.home.status) === 'void'),
    },
  }
}

/** One decimal, half up, reckoned once from the counts; never 100.0 while one home is missing. Undefined of nothing. */
export const percentOf = ({ numerator, denominator }: Pick<Projected, 'numerator' | 'denominator'>) => {
  if (denominator === 0) return undefined
  const tenths = Math.floor((numerator * 1000 * 2 + denominator) / (denominator * 2))
  return (numerator < denominator ? Math.min(tenths, 999) : tenths) / 10
}
