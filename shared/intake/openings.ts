/** Who opened which link of a case, with the names of whom it was sent to. */
import type { Instant } from '../core/time.ts'
import { markOf } from '../links/link.ts'
import type { Store } from '../store/store.ts'

export type OpenedLink = { purpose: string; sentTo: string[]; first: Instant; last: Instant; times: number }

type Named = { email: string; name: string }
type Deps = {
  store: Pick<Store, 'openingsOf'>
  contractors: readonly { id: string; name?: string | undefined }[]
}

/** Links of one case that are looked at; nobody reads more. */
const MOST = 100

/** The earliest first. A link says whom it was sent to, not who held it; scanners of mail open links too. */
export const openedLinks = async (
  { store, contractors }: Deps,
  people: readonly Named[],
  caseId: string,
): Promise<OpenedLink[]> => {
  const { items } = await store.openingsOf(caseId, { limit: MOST })
  const names = new Map([
    ...people.map(({ email, name }) => [markOf(email), name] as const),
    ...contractors.map(({ id, name }) => [markOf(id), name ?? id] as const),
  ])
  return items
    .map(({ purpose, people: marks, first, last, times }) => ({
      purpose,
      sentTo: marks.map(mark => names.get(mark) ?? 'somebody who no longer acts here'),
      first,
      last,
      times,
    }))
    .sort((a, b) => (a.first < b.first ? -1 : 1))
}

export type Looked = { first: Instant; last: Instant; times: number }

/** Whether anybody looked at a work order, by whichever of its links; by the order's id. */
export const lookedAt = async (
  store: Pick<Store, 'openingsOf'>,
  orders: readonly { id: string; caseId: string }[],
): Promise<ReadonlyMap<string, Looked>> => {
  const wanted = new Set(orders.map(one => one.id))
  const found = new Map<string, Looked>()
  const cases = [...new Set(orders.map(one => one.caseId))]
  for (const { items } of await Promise.all(cases.map(id => store.openingsOf(id, { limit: MOST }))))
    for (const { about, first, last, times } of items) {
      if (about === undefined || !wanted.has(about)) continue
      const before = found.get(about)
      found.set(about, {
        first: before && before.first < first ? before.first : first,
        last: before && before.last > last ? before.last : last,
        times: (before?.times ?? 0) + times,
      })
    }
  return found
}
