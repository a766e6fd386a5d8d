import type { RuleId } from '../rules.ts'

/** One thing that a landlord may choose, with our default and its bounds. */
export type PolicyChoice = {
  value: number
  unit: string
  title: string
  min: number
  max: number
  /** the rule that bounds it */
  tightens?: RuleId
}
