import { type Given, schedulesOf, type World, wire } from '../wire.ts'
import { env } from './env.ts'
import { createHandler } from './handler.ts'

export const make = (given: Given, world: World) => {
  const parsed = env.parse(given)
  return createHandler({ ...wire(parsed, world), schedules: schedulesOf(parsed, world) })
}
