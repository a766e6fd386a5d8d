/** When the week's lists leave: what directors and leads get by mail beside the digests. */
import type { PolicyChoice } from './choice.ts'

export const weekly = {
  'weekly.weekday': {
    value: 1,
    unit: 'day of the week, 1 is Monday',
    title: 'the roll-up for directors and the list of what was acknowledged and has not moved',
    min: 1,
    max: 5,
  },
  'weekly.stuck': {
    value: 5,
    unit: 'working days',
    title: 'after which something acknowledged that has not moved is listed',
    min: 1,
    max: 10,
  },
} as const satisfies Record<string, PolicyChoice>
