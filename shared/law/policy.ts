/**
 * What a landlord may choose, with our defaults. Overrides come from the landlord's file and are checked when it is
 * loaded: a choice may tighten what the law sets, never loosen it.
 */
export type PolicyChoice = {
  value: number
  unit: string
  title: string
  min: number
  max: number
}

export const policies = {
  'gas.issue': { value: 60, unit: 'days before the deadline', title: 'when a gas job is issued', min: 30, max: 120 },
  'evidence.chase': { value: 5, unit: 'working days', title: 'how long a certificate may take', min: 1, max: 10 },
  'acknowledgement.lasts': {
    value: 5,
    unit: 'working days',
    title: 'how long an acknowledgement holds',
    min: 1,
    max: 10,
  },
} as const satisfies Record<string, PolicyChoice>

export type PolicyId = keyof typeof policies
export type PolicyValues = { [K in PolicyId]?: number }
