/** Much to do in a bounded time: some at once, until time runs out; what is left over is found by the next run. */
import type { Page } from '../../shared/store/pages.ts'

export type Bounded = {
  /** milliseconds left of this run */
  left: () => number
  fault: (name: string, error: unknown) => void
}

const AT_ONCE = 4
/** Milliseconds kept to finish cleanly. */
export const RESERVE = 8_000

export type Drained<T> = { done: number; failed: T[]; complete: boolean }

/** Runs `work` over all of them, `atOnce` together; not complete when time ran out first. */
export const workOff = async <T>(
  deps: Bounded,
  items: readonly T[],
  name: (item: T) => string,
  work: (item: T) => Promise<unknown>,
  atOnce: number = AT_ONCE,
): Promise<Drained<T>> => {
  let done = 0
  const failed: T[] = []
  for (let from = 0; from < items.length; from += atOnce) {
    if (deps.left() < RESERVE) return { done, failed, complete: false }
    const some = items.slice(from, from + atOnce)
    const results = await Promise.allSettled(some.map(work))
    for (const [index, result] of results.entries()) {
      const item = some[index]
      if (item === undefined) continue
      if (result.status === 'fulfilled') done += 1
      else {
        failed.push(item)
        deps.fault(name(item), result.reason)
      }
    }
  }
  return { done, failed, complete: true }
}

/** The same over all pages. */
export const drain = async <T>(
  deps: Bounded,
  page: (cursor: string | undefined) => Promise<Page<T>>,
  name: (item: T) => string,
  work: (item: T) => Promise<unknown>,
): Promise<Drained<T>> => {
  const sum: Drained<T> = { done: 0, failed: [], complete: true }
  let cursor: string | undefined
  do {
    const { items, cursor: next } = await page(cursor)
    const some = await workOff(deps, items, name, work)
    sum.done += some.done
    sum.failed.push(...some.failed)
    if (!some.complete) return { ...sum, complete: false }
    cursor = next
  } while (cursor !== undefined)
  return sum
}

export const paged = (cursor: string | undefined, limit = 200) => ({
  limit,
  ...(cursor === undefined ? {} : { cursor }),
})
