import { randomBytes } from 'node:crypto'
import { type Given, type World, wireDoor } from '../wire.ts'
import { env } from './env.ts'
import { createHandler } from './handler.ts'

export const make = (given: Given, world: World) => {
  const parsed = env.parse(given)
  const wired = wireDoor(parsed, world)
  return createHandler({
    ...wired,
    mappings: wired.landlord.imports,
    layouts: wired.landlord.layouts,
    forgetPeople: wired.directory.forget,
    personas: { local: world.local },
    fresh: () => randomBytes(6).toString('hex'),
    report: (error, reference) => world.fault(reference, error),
  })
}
