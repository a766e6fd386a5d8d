/**
 * Somebody leaves, or is away: their mail goes to others from that day, and what was given to them by name is given to
 * whoever follows them, each case by an event of its history. Repeating it moves what is left and nothing twice.
 */
import type { Apply } from '../apply.ts'
import type { Actor } from '../core/case.ts'
import type { Day, Instant } from '../core/time.ts'
import type { Store } from '../store/store.ts'
import { checkPeople } from './check.ts'
import type { Person } from './person.ts'

export type LeaversDeps = {
  store: Pick<Store, 'getPerson' | 'putPerson' | 'people' | 'list'>
  apply: Pick<Apply, 'event'>
  /** names of all workflows */
  workflows: readonly string[]
  now: () => Instant
  /** the list of people has changed */
  forgetPeople: () => void
}

export type Left =
  | { ok: true; to: string | undefined; moved: string[]; refused: { caseId: string; why: string }[] }
  | { ok: false; why: string }

/** The deputy, else the manager, if they are there; nobody is no obstacle, since a role never resolves to nobody. */
const successor = async (deps: LeaversDeps, one: Person, given: string | undefined): Promise<string | undefined> => {
  for (const email of given === undefined ? [one.deputy, one.manager] : [given.toLowerCase()]) {
    const found = email === undefined ? undefined : await deps.store.getPerson(email)
    if (found && found.email !== one.email && !found.leftOn && !found.bouncedAt) return found.email
  }
  return undefined
}

const ledBy = async (deps: LeaversDeps, email: string): Promise<string[]> => {
  const found: string[] = []
  let cursor: string | undefined
  do {
    const page = await deps.store.list({ workflows: deps.workflows, assignee: email }, { cursor, limit: 500 })
    found.push(...page.items.map(one => one.id))
    cursor = page.cursor
  } while (cursor !== undefined)
  return found
}

const move = async (deps: LeaversDeps, caseId: string, from: Person, to: string, by: Actor) => {
  const id = `left:${from.email}:${from.leftOn ?? ''}:${caseId}:${to}`
  const data = { to, reason: `${from.name} has left` }
  const input = { type: 'reassigned', at: deps.now(), by, data }
  const done = await deps.apply.event(caseId, input, { source: 'leavers', id, bodyHash: id })
  if (done.kind !== 'rejected') return undefined
  return { caseId, why: JSON.stringify(done.rejection) }
}

/** `on`: the first day without them. `to`: who follows them; without it the deputy, then the manager. */
export const leave = async (
  deps: LeaversDeps,
  { email, on, to, by }: { email: string; on: Day; to?: string; by: Actor },
): Promise<Left> => {
  const one = await deps.store.getPerson(email.toLowerCase())
  if (!one) return { ok: false, why: `no person has the address ${email}` }
  const next = await successor(deps, one, to)
  if (to !== undefined && next === undefined) return { ok: false, why: `${to} cannot follow: not there, or the same` }
  const gone: Person = { ...one, leftOn: on }
  // First, so that from now on no mail goes to them, whatever becomes of the rest.
  await deps.store.putPerson(gone)
  deps.forgetPeople()
  if (next === undefined) return { ok: true, to: undefined, moved: [], refused: [] }
  const moved: string[] = []
  const refused: { caseId: string; why: string }[] = []
  for (const caseId of await ledBy(deps, one.email)) {
    const no = await move(deps, caseId, gone, next, by)
    if (no) refused.push(no)
    else moved.push(caseId)
  }
  return { ok: true, to: next, moved, refused }
}

/** Their mailbox was put right: mail goes to them again. A mail that comes back marks the address anew. */
export const reachableAgain = async (store: Pick<Store, 'changePerson'>, email: string): Promise<void> =>
  void (await store.changePerson(email, ({ bouncedAt, ...one }) => (bouncedAt === undefined ? undefined : one)))

/** First and last day away; refused in words where it would leave their mail nowhere. */
export const beAway = async (
  deps: Pick<LeaversDeps, 'store' | 'forgetPeople'>,
  { email, from, to, deputy }: { email: string; from: Day; to?: Day; deputy?: string },
): Promise<{ ok: true } | { ok: false; why: string }> => {
  const one = await deps.store.getPerson(email.toLowerCase())
  if (!one) return { ok: false, why: `no person has the address ${email}` }
  const { absentTo: _, ...rest } = one
  const away = { ...rest, absentFrom: from, ...(to ? { absentTo: to } : {}), ...(deputy ? { deputy } : {}) }
  const others: Person[] = []
  let cursor: string | undefined
  do {
    const page = await deps.store.people({ cursor })
    others.push(...page.items.filter(other => other.email !== one.email))
    cursor = page.cursor
  } while (cursor !== undefined)
  const { people, mistakes } = checkPeople([away, ...others])
  const mine = mistakes.filter(mistake => mistake.row === 0)
  if (mine.length > 0 || !people[0]) return { ok: false, why: mine.map(mistake => mistake.why).join('; ') }
  await deps.store.putPerson(people[0])
  deps.forgetPeople()
  return { ok: true }
}
