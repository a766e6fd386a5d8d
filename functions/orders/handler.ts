import * as z from 'zod'
import { type Day, dayOf } from '../../shared/core/time.ts'
import { deliver, type OrderDeps } from '../../shared/orders/deliver.ts'
import { oweOverlooked } from '../../shared/orders/overlooked.ts'
import type { Store } from '../../shared/store/store.ts'

export type Deps = Omit<OrderDeps, 'store'> & {
  store: OrderDeps['store'] & Pick<Store, 'ordersIn' | 'list' | 'history' | 'ordersOf' | 'oweOrder'>
  /** London's day from which contractors are told; absent: always */
  from?: Day | undefined
  /** milliseconds left of this run */
  left: () => number
  fault: (name: string, error: unknown) => void
}

/** Orders read at once, and delivered together: a contractor that does not answer holds up no other for long. */
const AT_ONCE = 10
/** Milliseconds: an attempt may take fifteen seconds, and the claim must be marked after it. */
const RESERVE = 25_000

export type Done = { tried: number; failed: number }

/** Every minute nothing is asked: what waits is delivered. Every hour: `find` what no commit owed. */
const input = z.object({ job: z.literal('find').optional() }).catch({})

/** Delivers what is due, or finds what was overlooked. What a run does not get to is found by the next: the list is ordered by when it is due. */
export const createHandler =
  (deps: Deps) =>
  async (event?: unknown): Promise<Done & { found?: number }> => {
    const now = deps.now()
    const done: Done = { tried: 0, failed: 0 }
    if (deps.from !== undefined && dayOf(now) < deps.from) return done
    if (input.parse(event ?? {}).job === 'find')
      return { ...done, found: await oweOverlooked(deps, () => deps.left() > RESERVE) }
    let cursor: string | undefined
    do {
      const page = await deps.store.ordersIn('ORDER', now, { limit: AT_ONCE, cursor })
      const results = await Promise.allSettled(page.items.map(standing => deliver(deps, standing)))
      for (const [index, result] of results.entries()) {
        done.tried += 1
        if (result.status === 'fulfilled') continue
        done.failed += 1
        deps.fault(page.items[index]?.order.id ?? '?', result.reason)
      }
      cursor = page.cursor
    } while (cursor !== undefined && deps.left() > RESERVE)
    return done
  }
