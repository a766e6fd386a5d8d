/**
 * Recurring fire checks as data: what each is, how often, where it applies, and by which rule. One workflow runs them all.
 */
import type { PolicyId } from './policy.ts'
import type { RuleId } from './rules.ts'

/** How a period is counted: by calendar months (each has its own check), from the last check, or in days. */
export type Pace = 'week' | 'month' | 'quarter' | 'year'

export type FireDuty = {
  title: string
  rule: RuleId
  /** a landlord may do it more often */
  policy?: PolicyId
  kind: 'statutory' | 'policy'
  pace: Pace
  where: 'above 11 m' | 'higher-risk' | 'common parts' | 'installed' | 'evacuation plans'
  /** staff's own entry in the log is enough; otherwise somebody else accepts the record */
  logged?: boolean
  /** inside a home: best endeavours, with attempts as evidence */
  endeavours?: boolean
  /** what is out of action for more than a day is told to the fire and rescue service */
  outages?: boolean
  category: string
  /** what registers call it too, in lower case with `_`; one name for several checks is the most frequent of them */
  also?: readonly string[]
  /** another check of the same equipment, which is owed where this one is */
  besides?: string
}

export const fireDuties = {
  fire_door_communal: {
    title: 'Fire doors in the common parts',
    rule: 'firedoor.communal',
    policy: 'firedoor.communal',
    kind: 'statutory',
    pace: 'quarter',
    where: 'above 11 m',
    category: 'fire doors',
    also: ['firedoor_communal', 'communal_fire_door', 'communal_fire_doors', 'fire_doors_communal', 'communal_doors'],
  },
  fire_door_flat: {
    title: 'Flat entrance door',
    rule: 'firedoor.flat',
    policy: 'firedoor.flat',
    kind: 'statutory',
    pace: 'year',
    where: 'above 11 m',
    endeavours: true,
    category: 'fire doors',
    also: ['firedoor_flat', 'flat_entrance_door', 'flat_entrance_doors', 'flat_entrance_fire_door', 'fire_doors_flat'],
  },
  fire_door_information: {
    title: 'Fire door information to residents',
    rule: 'firedoor.information',
    kind: 'statutory',
    pace: 'year',
    where: 'common parts',
    logged: true,
    category: 'management',
  },
  fire_instructions_display: {
    title: 'Fire instructions displayed and given to residents',
    rule: 'fire.instructions',
    kind: 'statutory',
    pace: 'year',
    where: 'common parts',
    logged: true,
    category: 'management',
    also: ['fire_instructions'],
  },
  hrb_lift_firefighting_check: {
    title: 'Lifts for firefighters and evacuation',
    rule: 'fire.hrb.liftEquipmentCheck',
    kind: 'statutory',
    pace: 'month',
    where: 'higher-risk',
    logged: true,
    outages: true,
    category: 'firefighting facilities',
  },
  hrb_key_firefighting_equipment_check: {
    title: 'Key firefighting equipment',
    rule: 'fire.hrb.liftEquipmentCheck',
    kind: 'statutory',
    pace: 'month',
    where: 'higher-risk',
    logged: true,
    outages: true,
    category: 'firefighting facilities',
  },
  hrb_secure_info_box_check: {
    title: 'Secure information box',
    rule: 'fire.hrb.secureInfoBox',
    kind: 'statutory',
    pace: 'year',
    where: 'higher-risk',
    logged: true,
    category: 'management',
  },
  hrb_plans_and_external_wall_info: {
    title: 'Floor plans and external wall information given to the fire service',
    rule: 'fire.hrb.plans',
    kind: 'policy',
    pace: 'year',
    where: 'higher-risk',
    logged: true,
    category: 'management',
  },
  wayfinding_signage: {
    title: 'Wayfinding signage',
    rule: 'fire.hrb.wayfinding',
    kind: 'policy',
    pace: 'year',
    where: 'higher-risk',
    logged: true,
    category: 'signage',
  },
  residential_peep: {
    title: 'Review of residential evacuation plans',
    rule: 'fire.peep.review',
    kind: 'statutory',
    pace: 'year',
    where: 'evacuation plans',
    logged: true,
    category: 'management',
    also: ['peep'],
  },
  fire_alarm_user_test: {
    title: 'Weekly test of the communal fire alarm',
    rule: 'fire.alarm.userTest',
    kind: 'policy',
    pace: 'week',
    where: 'installed',
    logged: true,
    category: 'alarm and detection',
    also: ['fire_alarm_communal', 'fire_alarm'],
    besides: 'fire_alarm_service',
  },
  fire_alarm_service: {
    title: 'Service of the communal fire alarm',
    rule: 'fire.alarm.service',
    kind: 'policy',
    pace: 'year',
    where: 'installed',
    category: 'alarm and detection',
    besides: 'fire_alarm_user_test',
  },
  emergency_lighting_function: {
    title: 'Function test of the emergency lighting',
    rule: 'fire.emergencyLighting.function',
    kind: 'policy',
    pace: 'month',
    where: 'installed',
    logged: true,
    category: 'emergency lighting',
    also: ['emergency_lighting'],
    besides: 'emergency_lighting_duration',
  },
  emergency_lighting_duration: {
    title: 'Three-hour test of the emergency lighting',
    rule: 'fire.emergencyLighting.duration',
    kind: 'policy',
    pace: 'year',
    where: 'installed',
    category: 'emergency lighting',
    besides: 'emergency_lighting_function',
  },
  dry_riser_visual: {
    title: 'Visual check of the dry riser',
    rule: 'fire.dryRiser.visual',
    kind: 'policy',
    pace: 'year',
    where: 'installed',
    logged: true,
    category: 'firefighting facilities',
    also: ['dry_riser'],
    besides: 'dry_riser_pressure',
  },
  dry_riser_pressure: {
    title: 'Pressure test of the dry riser',
    rule: 'fire.dryRiser.pressure',
    kind: 'policy',
    pace: 'year',
    where: 'installed',
    category: 'firefighting facilities',
    besides: 'dry_riser_visual',
  },
  aov_check: {
    title: 'Check of the smoke vents',
    rule: 'fire.aov.check',
    kind: 'policy',
    pace: 'month',
    where: 'installed',
    logged: true,
    category: 'firefighting facilities',
    also: ['aov_smoke_control', 'aov', 'smoke_control'],
    besides: 'aov_service',
  },
  aov_service: {
    title: 'Service of the smoke vents',
    rule: 'fire.aov.service',
    kind: 'policy',
    pace: 'year',
    where: 'installed',
    category: 'firefighting facilities',
    besides: 'aov_check',
  },
  sprinkler: {
    title: 'Service of the sprinklers',
    rule: 'fire.sprinkler',
    kind: 'policy',
    pace: 'year',
    where: 'installed',
    category: 'firefighting facilities',
    also: ['sprinklers'],
  },
} as const satisfies Record<string, FireDuty>

export type FireDutyName = keyof typeof fireDuties
export const fireDutyNames = Object.keys(fireDuties) as [FireDutyName, ...FireDutyName[]]
const others: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(fireDuties).flatMap(([name, duty]) => ('also' in duty ? duty.also.map(other => [other, name]) : [])),
)
/** Our name for a check that a register or a regulation names in another way; a name of no check of ours is given back. */
export const fireDutyNamed = (said: string): string => {
  const name = said.toLowerCase().replaceAll(/[.-]/g, '_')
  const found = Object.hasOwn(others, name) ? others[name] : name
  return found !== undefined && Object.hasOwn(fireDuties, found) ? found : said
}
/** The row as its type, with what some of the rows leave out. */
export const fireDuty = (name: FireDutyName): FireDuty => fireDuties[name]
