import type * as z from 'zod'
import { schedulesOf, wire, type World } from '../wire.ts'
import type { env } from './env.ts'
import type { Deps } from './handler.ts'

export const depsOf = (given: z.output<typeof env>, world: World): Deps => ({
  ...wire(given, world),
  schedules: schedulesOf(given, world),
})
