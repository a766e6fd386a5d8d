/** EventBridge Scheduler: one-off schedules by name, to the minute; a prompt that fails is given up after an hour. */
import { toEpoch } from '../../shared/core/time.ts'
import type { Schedules } from '../../shared/effects/schedules.ts'
import type { Process } from './process.ts'
import { insisting } from './stream.ts'
import { arrivals, MINUTE, type World } from './world.ts'

export type Scheduler = { of: (process: Process) => Schedules; count: () => number }

export const schedulerOf = (world: World, invoke: (input: unknown) => Promise<unknown>): Scheduler => {
  const known = new Map<string, { input: unknown }>()
  const { agenda, dice } = world
  const set = (name: string, moment: number, input: unknown): void => {
    const schedule = { input }
    known.set(name, schedule)
    for (const after of arrivals(world))
      agenda.at(moment + (dice.chance(0.5) ? 0 : dice.below(MINUTE) + after), () => {
        if (known.get(name) !== schedule && !dice.chance(world.faults().late)) return 'idle'
        if (known.get(name) === schedule) known.delete(name)
        insisting(world, 60, () => invoke(input))
        return undefined
      })
  }
  return {
    count: () => known.size,
    of: process =>
      process.outside<Schedules>({
        put: async (name, at, input) => {
          if (toEpoch(at) - toEpoch(process.now()) <= MINUTE) return 'now'
          set(name, toEpoch(at), input)
          return 'set'
        },
        remove: async name => void known.delete(name),
      }),
  }
}
