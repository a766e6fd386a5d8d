/** A rule as a person reads it in a mail, without its source: `every 12 months`, `within 28 days from the check`. */

import { counted } from '../core/counted.ts'
import type { LawRule } from './rules/rule.ts'
import { type RuleId, rules } from './rules.ts'

/** Something recurs; a span that is counted from something else does not. */
const recurs = (unit: string): boolean =>
  /^(months|years)\b/.test(unit) && !/\b(from|after|before|between)\b/.test(unit)
const isSpan = (unit: string): boolean => /^(working |elapsed )?(hours|days|months|years)\b/.test(unit)
/** Says itself how it bounds. */
const bounded = (unit: string): boolean => /\b(at most|before|between|without|open)\b/.test(unit)

export const lawSentence = (id: RuleId): string => {
  const { value, unit }: LawRule = rules[id]
  if (value === null) return unit
  if (typeof value === 'string') return `${value}: ${unit}`
  if (value === 0) return unit.replace(/^days: /, '')
  if (recurs(unit)) return `every ${counted(value, unit)}`
  return isSpan(unit) && !bounded(unit) ? `within ${counted(value, unit)}` : counted(value, unit)
}
