/**
 * Jobs that are out by their state and that nobody was told of: they were imported so, or were due before the landlord
 * listed who does them. A commit owes an order when a case moves; these have not moved since.
 */
import type { Case } from '../core/case.ts'
import type { Instant } from '../core/time.ts'
import { type Contractor, contractorOf } from '../position/theirs.ts'
import type { Store } from '../store/store.ts'
import type { Order } from './order.ts'
import { issuing } from './owed.ts'

export type Overlooking = {
  store: Pick<Store, 'list' | 'ordersOf' | 'oweOrder' | 'history'>
  contractors: readonly Contractor[]
}

const all = async <T>(page: (cursor: string | undefined) => Promise<{ items: T[]; cursor?: string }>): Promise<T[]> => {
  const items: T[] = []
  let cursor: string | undefined
  do {
    const found = await page(cursor)
    items.push(...found.items)
    cursor = found.cursor
  } while (cursor !== undefined)
  return items
}

/** When the case came into the states of one job: going on from one of them to the next is the same job. */
const jobSince = async ({ store }: Overlooking, c: Case, states: readonly string[]): Promise<Instant> => {
  const events = await all(cursor => store.history(c.id, { cursor }))
  const began = events.findLast(({ event: { from, to } }) => states.includes(to) && !states.includes(from ?? ''))
  return began && began.event.received < c.enteredAt ? began.event.received : c.enteredAt
}

/** Owed once for one job, by whoever looks: two who look at once make the same number. */
const owe = async (deps: Overlooking, c: Case, states: readonly string[]): Promise<boolean> => {
  const contractorId = contractorOf(c, deps.contractors)
  if (contractorId === undefined) return false
  const theirs = (await all(cursor => deps.store.ordersOf(c.id, { cursor }))).filter(
    ({ order: { kind, contractorId: to } }) => kind === 'issued' && to === contractorId,
  )
  const told = theirs.filter(({ status }) => status !== 'dropped')
  if (told.length > 0) {
    const since = await jobSince(deps, c, states)
    if (told.some(({ order }) => order.at >= since)) return false
  }
  const owed: Order = {
    id: `${c.id}~${c.enteredAt}~${theirs.length}~issued~${contractorId}`,
    caseId: c.id,
    contractorId,
    kind: 'issued',
    at: c.enteredAt,
  }
  return deps.store.oweOrder(owed)
}

/** Cases looked at together. */
const AT_ONCE = 10

/**
 * Owes what was overlooked; answers how many. Killed at any moment, the next run finds what this one had not come to,
 * and nothing twice. `go`: false when time runs out.
 */
export const oweOverlooked = async (deps: Overlooking, go: () => boolean): Promise<number> => {
  let owed = 0
  for (const [workflow, states] of issuing) {
    let cursor: string | undefined
    do {
      if (!go()) return owed
      const page = await deps.store.list({ workflows: [workflow], state: states }, { cursor, limit: 100 })
      for (let at = 0; at < page.items.length && go(); at += AT_ONCE) {
        const some = page.items.slice(at, at + AT_ONCE)
        owed += (await Promise.all(some.map(c => owe(deps, c, states)))).filter(Boolean).length
      }
      cursor = page.cursor
    } while (cursor !== undefined)
  }
  return owed
}
