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
  'estate.pass': {
    value: 2,
    unit: 'grade, 1 the best and 4 the worst',
    title: 'worst grade of a block inspection that needs no second one',
    min: 1,
    max: 3,
  },
} as const satisfies Record<string, PolicyChoice>
