/** Rows of people. The list is judged as it will be: who is here already, and who the file brings or changes. */
import type { PersonRow } from '../../../shared/intake/imports/people.ts'
import { rowByRow } from '../../../shared/intake/imports/row-by-row.ts'
import type { ImportTarget } from '../../../shared/intake/imports/run.ts'
import { digestOf } from '../../../shared/intake/imports/touched.ts'
import { checkPeople } from '../../../shared/people/check.ts'
import type { Person } from '../../../shared/people/person.ts'
import { canonical } from '../../../shared/store/chain.ts'
import type { Deps } from '../ports.ts'

const everybody = async ({ store }: Deps): Promise<Map<string, Person>> => {
  const known = new Map<string, Person>()
  let cursor: string | undefined
  do {
    const page = await store.people({ cursor, limit: 500 })
    for (const one of page.items) known.set(one.email, one)
    cursor = page.cursor
  } while (cursor !== undefined)
  return known
}

/** An address that refuses mail stays so until somebody mends it; a list out of another system does not. */
const merged = (row: PersonRow, before: Person | undefined): Person => ({
  ...row,
  workflows: row.workflows ?? [],
  areas: row.areas ?? [],
  ...(before?.bouncedAt === undefined ? {} : { bouncedAt: before.bouncedAt }),
})

/** `rows`: all that the file says, read beforehand. */
export const peopleTarget = async (deps: Deps, rows: readonly PersonRow[]): Promise<ImportTarget<PersonRow>> => {
  const known = await everybody(deps)
  const will = new Map<string, Person>(known)
  for (const row of rows) will.set(row.email, merged(row, known.get(row.email)))
  const list = [...will.values()]
  const { mistakes } = checkPeople(list)
  const byEmail = Map.groupBy(mistakes, ({ row }) => list[row]?.email)
  return rowByRow({
    plan: async row => {
      const [mistake] = byEmail.get(row.email) ?? []
      if (mistake) return { rejected: `PERSON: ${mistake.why}`, column: mistake.field }
      const before = known.get(row.email)
      if (!before) return 'created'
      return canonical(before) === canonical(merged(row, before)) ? 'unchanged' : 'changed'
    },
    write: async (row, note) => {
      const before = known.get(row.email)
      const next = merged(row, before)
      await note({ people: [{ id: row.email, ...(before ? { before } : {}), wrote: digestOf(next) }] })
      await deps.store.putPerson(next)
      deps.forgetPeople()
    },
  })
}
