import { deliver, type OrderDeps } from '../../shared/orders/deliver.ts'
import type { Store } from '../../shared/store/store.ts'

export type Deps = Omit<OrderDeps, 'store'> & {
  store: OrderDeps['store'] & Pick<Store, 'ordersIn'>
  /** milliseconds left of this run */
  left: () => number
  fault: (name: string, error: unknown) => void
}

/** Orders read at once, and delivered together: a contractor that does not answer holds up no other for long. */
const AT_ONCE = 10
/** Milliseconds: an attempt may take fifteen seconds, and the claim must be marked after it. */
const RESERVE = 25_000

export type Done = { tried: number; failed: number }

/** Delivers what is due. What a run does not get to is found by the next: the list is ordered by when it is due. */
export const createHandler = (deps: Deps) => async (): Promise<Done> => {
  const now = deps.now()
  const done: Done = { tried: 0, failed: 0 }
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
