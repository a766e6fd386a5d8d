/** Kinds of hazard, whether Awaab's Law is in force for one, and what others report as one. Pure. */
import * as z from 'zod'
import { type Day, dayOf, type Instant } from '../../core/time.ts'
import { rules } from '../../law/rules.ts'

/** Kinds in force since phase 1 and since phase 2 for a significant hazard (SI 2025/1042); the others wait for phase 3. */
const phase1 = ['damp_mould'] as const
const phase2 = [
  'excess_cold',
  'excess_heat',
  'falls_baths',
  'falls_level',
  'falls_stairs',
  'falls_between_levels',
  'structural_collapse',
  'fire',
  'explosions',
  'electrical',
  'hygiene',
  'food_safety',
] as const
const later = [
  'asbestos',
  'carbon_monoxide',
  'lead',
  'radiation',
  'uncombusted_gas',
  'overcrowding',
  'intruders',
  'lighting',
  'noise',
  'sanitation',
  'water_supply',
  'collision',
  'ergonomics',
  'other',
  'unknown',
] as const

export const hazardKind = z.enum([...phase1, ...phase2, ...later])
export type HazardKind = z.output<typeof hazardKind>
/** As people read it; who is sent out at night must know whether to bring an electrician. */
export const hazardName = (kind: HazardKind): string =>
  kind === 'damp_mould' ? 'damp and mould' : kind === 'unknown' ? 'of a kind not known yet' : kind.replaceAll('_', ' ')
export type Category = 'emergency' | 'significant'

const among = (kinds: readonly string[], kind: HazardKind): boolean => kinds.includes(kind)

/**
 * Whether the law's clocks bind for a hazard of this kind, of which the landlord became aware on this day in London.
 * Emergencies of every kind since phase 1, but never overcrowding; significant hazards by the phase of their kind.
 */
export const inForce = (kind: HazardKind, category: Category, aware: Day): boolean => {
  if (kind === 'overcrowding' || aware < rules['awaab.phase1'].value) return false
  if (category === 'emergency' || among(phase1, kind)) return true
  return among(phase2, kind) && aware >= rules['awaab.phase2'].value
}

/** The scheme of the Housing Health and Safety Rating System by which a hazard of that day is named. */
export const schemeOn = (date: Day): '2006_29' | '2026_21' =>
  date >= rules['hhsrs.scheme2026'].value ? '2026_21' : '2006_29'

/** People's words for a kind; the first that fits. What fits none stays unknown until somebody looks. */
const wording: readonly (readonly [RegExp, HazardKind])[] = [
  [/damp|mould|mold|fung|condensation/, 'damp_mould'],
  [/asbestos/, 'asbestos'],
  [/carbon ?monoxide|\bco\b/, 'carbon_monoxide'],
  [/gas (leak|escape)|smell of gas|uncombusted/, 'uncombusted_gas'],
  [/no heating|boiler|excess(ive)? cold|\bcold\b/, 'excess_cold'],
  [/overheat|excess(ive)? heat/, 'excess_heat'],
  [/electric|wiring|socket|shock/, 'electrical'],
  [/stair/, 'falls_stairs'],
  [/bath|shower/, 'falls_baths'],
  [/window|balcon|between levels|from height/, 'falls_between_levels'],
  [/trip|slip|floor/, 'falls_level'],
  // a fall of any kind is in force since phase 2; which it is, triage says
  [/^falls?\b/, 'falls_level'],
  [/ceiling|collapse|falling|structur|masonry/, 'structural_collapse'],
  [/explo/, 'explosions'],
  [/fire|smoke/, 'fire'],
  [/food/, 'food_safety'],
  [/rat|mice|pest|infest|hygiene|refuse/, 'hygiene'],
  [/drain|sewage|toilet|sanitation/, 'sanitation'],
  [/overcrowd/, 'overcrowding'],
]

/** The kind that somebody's words mean: one of ours, or the first whose words they use. */
export const kindOf = (words: string): HazardKind => {
  const own = hazardKind.safeParse(
    words
      .trim()
      .toLowerCase()
      .replace(/[\s-]+/g, '_'),
  )
  if (own.success) return own.data
  return wording.find(([fits]) => fits.test(words.toLowerCase()))?.[1] ?? 'unknown'
}

/** What a contractor's message or a surveyor's finding says of a hazard. */
export type Observed = {
  type: string
  severityHint?: string | undefined
  text?: unknown
  photos?: unknown
  documents?: unknown
  jobRef?: unknown
}
export type Channel =
  | 'call'
  | 'email'
  | 'form'
  | 'letter'
  | 'visit'
  | 'contractor'
  | 'survey'
  | 'inspection'
  | 'complaint'

/**
 * Facts for opening a hazard case from what was observed at that instant: awareness is the observation, not its
 * receipt, because a contractor or a surveyor who acts for the landlord is the landlord.
 */
export const observedFacts = (seen: Observed, at: Instant, channel: Channel = 'contractor') => ({
  awareAt: at,
  channel,
  kind: kindOf(seen.type),
  reportedAs: seen.type.slice(0, 60),
  hhsrsScheme: schemeOn(dayOf(at)),
  ...(seen.severityHint ? { severityHint: seen.severityHint } : {}),
  ...(seen.text ? { description: seen.text } : {}),
  ...(Array.isArray(seen.photos) && seen.photos.length > 0 ? { photos: seen.photos } : {}),
  ...(Array.isArray(seen.documents) && seen.documents.length > 0 ? { documents: seen.documents } : {}),
  ...(typeof seen.jobRef === 'string' ? { sourceReference: seen.jobRef } : {}),
})
