/** What taking a spreadsheet needs, for the function of imports and for the page that does the same. */
import { randomBytes } from 'node:crypto'
import type { Wired, World } from '../wire.ts'

export const importing = (wired: Wired, world: World) => ({
  ...wired,
  mappings: wired.landlord.imports,
  layouts: wired.landlord.layouts,
  forgetPeople: wired.directory.forget,
  personas: { local: world.local },
  fresh: () => randomBytes(6).toString('hex'),
  report: (error: unknown, reference: string) => world.fault(reference, error),
})
