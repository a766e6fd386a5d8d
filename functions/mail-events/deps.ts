import { type Given, type World, wire } from '../wire.ts'
import { env } from './env.ts'
import { createHandler } from './handler.ts'

export const make = (given: Given, world: World) => {
  const { store } = wire(env.parse(given), world)
  return createHandler({
    outbox: store.outbox,
    markBounced: async (email, at) => {
      const person = await store.getPerson(email.toLowerCase())
      if (person && !person.bouncedAt) await store.putPerson({ ...person, bouncedAt: at })
    },
  })
}
