/** Improvement plans, antisocial behaviour, adaptations and the registers: what a landlord promises itself. */
import type { PolicyChoice } from '../policy.ts'

export const services = {
  'plan.date.confirm': {
    value: 10,
    unit: 'working days',
    title: 'how long an action of a plan may go without a date',
    min: 1,
    max: 20,
  },
} as const satisfies Record<string, PolicyChoice>
