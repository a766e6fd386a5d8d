import { counterOf } from '../desk.ts'
import { type Given, type World, wire } from '../wire.ts'
import { env } from './env.ts'
import { createHandler } from './handler.ts'

export const make = (given: Given, world: World) => {
  const parsed = env.parse(given)
  const wired = wire(parsed, world)
  const desk = counterOf(parsed, wired, world)
  return (event: unknown) => createHandler({ apply: wired.apply, desk: desk() })(event)
}
