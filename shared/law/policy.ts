/**
 * What a landlord may choose, with our defaults. Overrides come from the landlord's file and are checked when it is
 * loaded: a choice may tighten what the law sets, never loosen it. Where `tightens` names a rule, the rule's number is
 * the bound: the most there may be of a period, the least there must be of attempts.
 */
import { access } from './policy/access.ts'
import type { PolicyChoice } from './policy/choice.ts'
import { complaints } from './policy/complaints.ts'
import { cycles } from './policy/cycles.ts'
import { hazards } from './policy/hazards.ts'
import { liftsAndWater } from './policy/lifts-and-water.ts'
import { remedials } from './policy/remedials.ts'
import { retention } from './policy/retention.ts'
import { services } from './policy/services.ts'
import { thresholds } from './policy/thresholds.ts'
import { triage } from './policy/triage.ts'
import { weekly } from './policy/weekly.ts'

export const policies = {
  ...cycles,
  ...remedials,
  ...liftsAndWater,
  ...hazards,
  ...access,
  ...complaints,
  ...services,
  ...thresholds,
  ...triage,
  ...weekly,
  ...retention,
} as const satisfies Record<string, PolicyChoice>

export type PolicyId = keyof typeof policies
export type PolicyValues = { [K in PolicyId]?: number }

/**
 * Our default of a choice. A file that nobody has compiled yet may name one that is not there: `npm run generate` loads it
 * first, and then says which.
 */
export const standardOf = (id: PolicyId): number => {
  if (!known(id)) throw new Error(`no choice is called ${id}: add it in shared/law/policy, with its bounds`)
  return policies[id].value
}

const known = (id: string): id is PolicyId => Object.hasOwn(policies, id)

/** What is wrong with one choice, in words for the person who wrote the file; undefined if nothing is. */
const mistake = (id: PolicyId, value: unknown): string | undefined => {
  const { title, unit, min, max, tightens }: PolicyChoice = policies[id]
  if (typeof value !== 'number' || !Number.isFinite(value)) return `${id}: ${JSON.stringify(value)} is not a number`
  if (!unit.startsWith('%') && !Number.isInteger(value)) return `${id}: ${value} is not a whole number of ${unit}`
  if (value >= min && value <= max) return undefined
  const because = tightens ? `; ${tightens} may be tightened, never loosened` : ''
  return `${id}: ${value} is outside ${min} to ${max} ${unit} (${title}${because})`
}

/** A landlord's choices, all of them right, or every mistake at once. Never half a policy. */
export const checkPolicy = (
  values: unknown,
): { ok: true; values: PolicyValues } | { ok: false; mistakes: string[] } => {
  if (typeof values !== 'object' || values === null || Array.isArray(values))
    return { ok: false, mistakes: ['the policy is not an object of choices'] }
  const chosen: PolicyValues = {}
  const mistakes: string[] = []
  for (const [id, value] of Object.entries(values)) {
    const wrong = known(id) ? mistake(id, value) : `${id}: no such choice`
    if (wrong) mistakes.push(wrong)
    else chosen[id as PolicyId] = value
  }
  return mistakes.length ? { ok: false, mistakes } : { ok: true, values: chosen }
}
