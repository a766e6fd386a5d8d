/** Whom a name or an address means, among those who work here. */
import type { Day } from '../../core/time.ts'
import type { Person } from '../../people/person.ts'

export type Named = { ok: true; person: Person } | { ok: false; why: string }

const plain = (text: string): string => text.trim().toLowerCase().replace(/\s+/g, ' ')

/** A whole address or a whole name; else the only one whose name holds every word. */
export const personNamed = (text: string, people: readonly Person[], today: Day): Named => {
  const wanted = plain(text.replace(/^<|>$|[.,;]+$/g, ''))
  // A contractor's desk is told things; a case is not given to it.
  const here = people.filter(({ leftOn, roles }) => (!leftOn || leftOn > today) && !roles.includes('contractor'))
  const exact = here.filter(({ email, name }) => email === wanted || plain(name) === wanted)
  const loose = here.filter(({ name }) => wanted.split(' ').every(word => plain(name).split(' ').includes(word)))
  const found = exact.length > 0 ? exact : loose
  if (found.length === 1) return { ok: true, person: found[0]! }
  return {
    ok: false,
    why:
      found.length > 1
        ? `More than one person here is called ${text}: write the address.`
        : `Nobody who works here is called ${text}.`,
  }
}
