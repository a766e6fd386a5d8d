/** The ladder of an ordinary task of the landlord's own making: a reminder, the day, and then up the line. */
import type { Ladder } from '../core/workflow.ts'
import type { Role } from './roles.ts'

/** `who` first, then those above, cumulatively; repeats every five working days until it is done. */
export const task = <T extends string>(template: T, [who, ...above]: readonly [Role, ...Role[]]): Ladder<never, T> => {
  const first = above[0] ?? who
  const all = [who, ...above]
  return [
    { at: { workingDays: -1 }, tell: [who], template },
    { at: { days: 0 }, tell: [who], template },
    { at: { workingDays: 1 }, tell: [who, first], template },
    { at: { workingDays: 5 }, tell: all, template },
    { at: { workingDays: 10 }, tell: [...all, 'headOfService'], template, every: { workingDays: 5 } },
  ]
}
