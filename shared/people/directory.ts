/** Who works here, as the sending of mail needs it: read at most once a minute, since each mail asks twice. */
import { addMinutes, type Instant } from '../core/time.ts'
import type { Store } from '../store/store.ts'
import type { Directory, Person } from './person.ts'

const everybody = async (store: Pick<Store, 'people'>): Promise<Person[]> => {
  const found: Person[] = []
  for (let cursor: string | undefined, first = true; first || cursor !== undefined; first = false) {
    const page = await store.people({ cursor })
    found.push(...page.items)
    cursor = page.cursor
  }
  return found
}

/** `fallback` is told when no role has anybody. A change is seen within a minute; a failed reading is not kept. */
export const directoryFrom = (
  store: Pick<Store, 'people'>,
  fallback: Directory['fallback'],
  now: () => Instant,
): (() => Promise<Directory>) => {
  let held: { until: Instant; directory: Promise<Directory> } | undefined
  return () => {
    const moment = now()
    if (held && moment < held.until) return held.directory
    const directory = everybody(store).then(people => ({ people, fallback }))
    held = { until: addMinutes(moment, 1), directory }
    directory.catch(() => {
      held = undefined
    })
    return directory
  }
}
