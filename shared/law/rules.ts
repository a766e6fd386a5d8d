/**
 * Every number of law, Code and practice once. Workflows name ids; nothing else in the code holds these numbers.
 * `confidence`: verified (read in the source or in several pages that quote it), known (settled, wording not re-read),
 * seed (a landlord's document), practice (sector practice; a landlord may change it), unconfirmed (a switch, shown as
 * such). `from` and `to` are the first and last day in force, where that matters; `value` is null where the law gives
 * a duty and no number.
 */
import { alarms } from './rules/alarms.ts'
import { asbestos } from './rules/asbestos.ts'
import { complaints } from './rules/complaints.ts'
import { condition } from './rules/condition.ts'
import { electrical } from './rules/electrical.ts'
import { fire } from './rules/fire.ts'
import { gas } from './rules/gas.ts'
import { hazards } from './rules/hazards.ts'
import { lifts } from './rules/lifts.ts'
import { retention } from './rules/retention.ts'
import type { LawRule } from './rules/rule.ts'
import { services } from './rules/services.ts'
import { water } from './rules/water.ts'

export const rules = {
  ...gas,
  ...electrical,
  ...fire,
  ...water,
  ...lifts,
  ...alarms,
  ...asbestos,
  ...hazards,
  ...complaints,
  ...condition,
  ...services,
  ...retention,
} as const satisfies Record<string, LawRule>

export type RuleId = keyof typeof rules
