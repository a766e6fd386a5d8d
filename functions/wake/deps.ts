import { counterOf } from '../desk.ts'
import { type Given, type World, wire } from '../wire.ts'
import { env } from './env.ts'
import { createHandler } from './handler.ts'

export const make = (given: Given, world: World) => {
  const parsed = env.parse(given)
  const wired = wire(parsed, world)
  return createHandler({ apply: wired.apply, desk: counterOf(parsed, wired, world) })
}
