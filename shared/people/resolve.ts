/**
 * From a role to the people who are told now. A role that nobody holds still has somebody: the mail climbs until a
 * person is found, and says how. This is decided when the mail leaves, since people are away, leave and change post.
 */
import { type Day, longDay } from '../core/time.ts'
import { type Role, roles } from '../law/roles.ts'
import { ableOf } from '../position/theirs.ts'
import type { Directory, Member, Person } from './person.ts'
import { hindrance, reach, type Seen } from './reach.ts'

/** `contractor`: whom the case is with, where it names one; `stream`: of an action, what it came from. */
export type About = {
  workflow: string
  area?: string | undefined
  title?: string | undefined
  contractor?: string | undefined
  stream?: string | undefined
}

export type Recipient = { email: string; name: string }

export type Resolved = {
  /** accountable among those told: the first by address, so that two runs agree */
  person: Recipient
  /** everybody who is told */
  all: Recipient[]
  /** the role that was found; not the one asked for when that had nobody */
  role: Role
  /** each step taken, in words */
  why: string[]
  /** the role asked for has nobody: an incident of its own */
  fallback: boolean
}

/** Upwards first, then the nearest below: a director's duty never falls to an officer while anybody is above. */
const line = ['complianceManager', 'headOfService', 'serviceDirector', 'director', 'executive'] as const
/** Complaints have a line of their own at the bottom; the compliance manager has no part in them. */
const complaints: readonly Role[] = ['complaintHandler', 'complaintsLead', 'mrc']

const standIns = (role: Role): Role[] => {
  const from = line.indexOf(role as (typeof line)[number])
  const below = from < 0 ? [] : line.slice(0, from).reverse()
  const own: readonly Role[] = complaints.includes(role) ? ['complaintsLead', ...line.slice(1)] : line.slice(from + 1)
  return [...own.filter(one => one !== role), ...below, 'administrator']
}

/** A named workflow weighs more than a named area: the gas manager knows gas in every area. */
const specificity = (one: Person): number => (one.workflows.length ? 2 : 0) + (one.areas.length ? 1 : 0)

/**
 * The desk of the contractor whose job it is: what one firm does is no other's to know. A case that names none is with
 * the only one that does such work, as work orders have it; of several it is nobody's.
 */
const desks = (about: About, people: readonly Member[]): Member[] => {
  const { contractor } = about
  const all = people.filter(one => one.roles.includes('contractor'))
  if (contractor !== undefined) return all.filter(one => one.contractors?.includes(contractor))
  const able = ableOf(
    about,
    all.map(one => ({ one, streams: one.workflows })),
  )
  return able.length === 1 ? able.map(({ one }) => one) : []
}

const holdersOf = (role: Role, about: About, people: readonly Member[]): Member[] => {
  if (role === 'contractor') return desks(about, people)
  return people.filter(
    one =>
      one.roles.includes(role) &&
      (one.workflows.length === 0 || one.workflows.includes(about.workflow)) &&
      (one.areas.length === 0 || (about.area !== undefined && one.areas.includes(about.area))),
  )
}

const groups = (role: Role, about: About, people: readonly Member[]): Person[][] => {
  const holders = holdersOf(role, about, people)
  const sorted = holders.sort((a, b) => specificity(b) - specificity(a) || (a.email < b.email ? -1 : 1))
  return [3, 2, 1, 0].map(level => sorted.filter(one => specificity(one) === level)).filter(one => one.length > 0)
}

const unique = (found: readonly Person[]): Recipient[] => {
  const byEmail = new Map(found.map(({ email, name }) => [email, { email, name }]))
  return [...byEmail.values()].sort((a, b) => (a.email < b.email ? -1 : 1))
}

/** The holders or their deputies; only when none of them is there, their managers. */
const within = (group: readonly Person[], seen: Seen, why: string[]): Recipient[] => {
  for (const by of [['deputy'], ['deputy', 'manager']] as const) {
    const steps: string[] = []
    const found = unique(group.map(one => reach(one, by, seen, steps)).filter(one => one !== undefined))
    if (found.length === 0 && by.length === 1) continue
    why.push(...steps)
    return found
  }
  return []
}

const holding = (role: Role, about: About, seen: Seen, why: string[]): Recipient[] => {
  const where = [about.title ?? about.workflow, about.area].filter(one => one !== undefined).join(', ')
  const found = groups(role, about, [...seen.known.values()])
  if (found.length === 0) why.push(`nobody is ${roles[role]} for ${where}`)
  for (const group of found) {
    why.push(`${roles[role]} for ${where}: ${group.map(one => one.name).join(', ')}`)
    const reached = within(group, seen, why)
    if (reached.length > 0) return reached
  }
  return []
}

type Wanted = { role: Role; person?: string | undefined }

/** Undefined: no role has anybody that day. `why` takes each step, in words. */
const find = (wanted: Wanted, about: About, seen: Seen, why: string[]): Resolved | undefined => {
  const named = wanted.person === undefined ? undefined : seen.known.get(wanted.person.toLowerCase())
  if (named) {
    why.push(`given to ${named.name} by name`)
    const all = within([named], seen, why)
    if (all[0]) return { person: all[0], all, role: wanted.role, why, fallback: false }
  } else if (wanted.person !== undefined) why.push('the person it was given to is not among our people')
  for (const role of [wanted.role, ...standIns(wanted.role)]) {
    const all = holding(role, about, seen, why)
    if (!all[0]) continue
    const fallback = role !== wanted.role
    if (fallback) why.push(`${roles[role]} stands in for ${roles[wanted.role]}`)
    return { person: all[0], all, role, why, fallback }
  }
  return undefined
}

/** What was found among these people: a list or a fortnight ahead asks the same few questions hundreds of times. */
type Held = { known: Seen['known']; away: Map<Day, string>; found: Map<string, Resolved> }
const held = new WeakMap<Directory, Held>()
const MOST = 5_000

const heldOf = (directory: Directory): Held => {
  const there = held.get(directory)
  if (there && there.found.size < MOST) return there
  const known = new Map(directory.people.map(one => [one.email, one]))
  const fresh = { known, away: new Map(), found: new Map() }
  held.set(directory, fresh)
  return fresh
}

/** Days on which the same people are away for the same reasons are one. */
const awayOn = ({ known, away }: Held, today: Day): string => {
  const there = away.get(today)
  if (there !== undefined) return there
  const found = [...known.values()].flatMap(one => {
    const why = hindrance(one, { today, avoid: [] })
    return why === undefined ? [] : `${one.email} ${why}`
  })
  away.set(today, found.join('\u0000'))
  return found.join('\u0000')
}

/**
 * Who is told for a role (or for one named person who holds it). `avoid`: addresses that this mail could not reach.
 * `today` is the day in London. Never nobody: the last resort is the landlord's fallback address, whatever its state.
 * A directory is what it was when it was read: nobody changes one.
 */
export const resolve = (
  { role, person }: Wanted,
  about: About,
  directory: Directory,
  today: Day,
  avoid: readonly string[] = [],
): Resolved => {
  const { workflow, area, title, contractor, stream } = about
  const there = heldOf(directory)
  const question = [role, person, workflow, area, title, contractor, stream, awayOn(there, today), ...avoid]
  const asked = question.join('\u0000')
  const before = there.found.get(asked)
  if (before) return before
  const why: string[] = []
  const resolved = find({ role, person }, about, { known: there.known, today, avoid }, why)
  if (!resolved) {
    why.push(`no role has anybody on ${longDay(today)}: the landlord's fallback address is told`)
    const { fallback } = directory
    return { person: fallback, all: [fallback], role: 'administrator', why, fallback: true }
  }
  // It is handed out again: what would change it is a fault that must show.
  Object.freeze(resolved.all)
  Object.freeze(resolved.why)
  there.found.set(asked, resolved)
  return resolved
}
