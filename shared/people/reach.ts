/** From one person to whoever reads their mail today: themselves, a deputy, or somebody further along. */
import { type Day, longDay } from '../core/time.ts'
import type { Member, Person } from './person.ts'

export type Seen = { known: ReadonlyMap<string, Member>; today: Day; avoid: readonly string[] }

/** Why they cannot be told today; undefined when they can. The last day of an absence is still absence. */
export const hindrance = (one: Person, { today, avoid }: Pick<Seen, 'today' | 'avoid'>): string | undefined => {
  if (one.leftOn && one.leftOn <= today) return `left on ${longDay(one.leftOn)}`
  if (one.bouncedAt) return 'has an address that refuses mail'
  if (avoid.includes(one.email)) return 'could not be reached with this mail'
  const away = one.absentFrom && one.absentFrom <= today && (!one.absentTo || today <= one.absentTo)
  if (away) return one.absentTo ? `is absent until ${longDay(one.absentTo)}` : 'is absent'
  return undefined
}

/** Follows deputies (then managers, if given) until somebody is there; each person is asked once, so loops end. */
export const reach = (
  start: Person,
  by: readonly ('deputy' | 'manager')[],
  seen: Seen,
  why: string[],
  asked: Set<string> = new Set(),
): Person | undefined => {
  if (asked.has(start.email)) return undefined
  asked.add(start.email)
  const hindered = hindrance(start, seen)
  if (!hindered) return start
  for (const link of by) {
    const next = start[link] === undefined ? undefined : seen.known.get(start[link])
    if (!next || asked.has(next.email)) continue
    why.push(`${start.name} ${hindered}: ${link} ${next.name}`)
    const found = reach(next, by, seen, why, asked)
    if (found) return found
  }
  why.push(`${start.name} ${hindered}, and nobody stands in`)
  return undefined
}
