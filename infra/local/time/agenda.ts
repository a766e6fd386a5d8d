/**
 * When the next thing is to be seen to, kept in memory: a push of the clock asks after every step, and the store would
 * answer by eighteen queries. Read from the store at the first question; from then on the table's stream tells of every
 * change, and whoever asks has drained it before.
 */
import type { Instant } from '../../../shared/core/time.ts'
import type { Page } from '../../../shared/store/pages.ts'
import type { Timer } from '../../../shared/store/store.ts'

export type Agenda = {
  /** as it was written just now; in the order of the writes */
  heard(timer: Timer): void
  next(): Promise<Instant | undefined>
}

/** `read`: a page of all that waits. Throws what it throws; the next question then reads anew. */
export const createAgenda = (read: (cursor: string | undefined) => Promise<Page<Timer>>): Agenda => {
  let loaded = false
  const times = new Map<string, Instant>()
  // Few instants hold many things: most are six in the morning.
  const counts = new Map<Instant, number>()
  const add = (at: Instant | undefined, more: 1 | -1): void => {
    if (at === undefined) return
    const count = (counts.get(at) ?? 0) + more
    if (count === 0) counts.delete(at)
    else counts.set(at, count)
  }
  const set = ({ key, at }: Timer): void => {
    add(times.get(key), -1)
    add(at, 1)
    if (at === undefined) times.delete(key)
    else times.set(key, at)
  }
  const load = async (): Promise<void> => {
    times.clear()
    counts.clear()
    let cursor: string | undefined
    do {
      const page = await read(cursor)
      page.items.forEach(set)
      cursor = page.cursor
    } while (cursor !== undefined)
    loaded = true
  }
  return {
    heard: timer => {
      if (loaded) set(timer)
    },
    next: async () => {
      if (!loaded) await load()
      let first: Instant | undefined
      for (const at of counts.keys()) if (first === undefined || at < first) first = at
      return first
    },
  }
}
