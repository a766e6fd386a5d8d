/** Who works here, as the sending of mail needs it: read at most once a minute, since each mail asks twice. */
import { addMinutes, type Instant } from '../core/time.ts'
import type { Titles } from '../law/roles.ts'
import type { Store } from '../store/store.ts'
import type { Directory, Member, Person } from './person.ts'

const everybody = async (store: Pick<Store, 'people'>): Promise<Person[]> => {
  const found: Person[] = []
  for (let cursor: string | undefined, first = true; first || cursor !== undefined; first = false) {
    const page = await store.people({ cursor })
    found.push(...page.items)
    cursor = page.cursor
  }
  return found
}

export type DirectorySettings = {
  /** told when no role has anybody */
  fallback: Directory['fallback']
  now: () => Instant
  /** how long a reading is kept; a failed one never is */
  minutes: number
  /** people who stand in the landlord's file and in no register: contractors' desks */
  also?: readonly Member[]
  /** the landlord's own of roles, as mails and pages say them */
  titles?: Titles
}

export type ReadDirectory = {
  (): Promise<Directory>
  /** what was read is old: read again at the next question */
  forget: () => void
}

export const directoryFrom = (store: Pick<Store, 'people'>, settings: DirectorySettings): ReadDirectory => {
  let held: { until: Instant; directory: Promise<Directory> } | undefined
  const forget = () => {
    held = undefined
  }
  const read = () => {
    const moment = settings.now()
    if (held && moment < held.until) return held.directory
    const directory = everybody(store).then(people => ({
      people: [...people, ...(settings.also ?? [])],
      fallback: settings.fallback,
      ...(settings.titles ? { titles: settings.titles } : {}),
    }))
    held = { until: addMinutes(moment, settings.minutes), directory }
    directory.catch(forget)
    return directory
  }
  return Object.assign(read, { forget })
}
