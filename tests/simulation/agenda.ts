/** Simulated time: what is to happen, in its order. Between two entries everything that was set off comes to rest. */
/** `idle`: nothing was set off, so there is nothing to wait for. */
type Run = () => unknown
type Entry = { at: number; order: number; run: Run }

const before = (a: Entry, b: Entry): boolean => a.at < b.at || (a.at === b.at && a.order < b.order)

export type Agenda = {
  now: () => number
  /** milliseconds since 1970; what lies in the past happens next */
  at: (moment: number, run: Run) => void
  /** goes on to that moment; `after` is asked after each entry and may throw */
  runTo: (moment: number, after: () => void) => Promise<void>
}

/** All that waits for nothing but its turn has run when this resolves. */
const atRest = (): Promise<void> => new Promise(done => setImmediate(done))

export const agendaFrom = (start: number): Agenda => {
  const heap: Entry[] = []
  let now = start
  let order = 0
  const swap = (a: number, b: number): void => {
    const held = heap[a]!
    heap[a] = heap[b]!
    heap[b] = held
  }
  const push = (entry: Entry): void => {
    heap.push(entry)
    for (let at = heap.length - 1; at > 0; ) {
      const parent = (at - 1) >> 1
      if (!before(heap[at]!, heap[parent]!)) return
      swap(at, parent)
      at = parent
    }
  }
  const pop = (): Entry => {
    const top = heap[0]!
    const last = heap.pop()!
    if (heap.length === 0) return top
    heap[0] = last
    for (let at = 0; ; ) {
      const [left, right] = [2 * at + 1, 2 * at + 2]
      const least = right < heap.length && before(heap[right]!, heap[left]!) ? right : left
      if (least >= heap.length || !before(heap[least]!, heap[at]!)) return top
      swap(at, least)
      at = least
    }
  }
  return {
    now: () => now,
    at: (moment, run) => push({ at: Math.max(moment, now), order: order++, run }),
    runTo: async (moment, after) => {
      while (heap[0] && heap[0].at <= moment) {
        now = heap[0].at
        let busy = false
        // What happens at the same moment happens at once: two processes, turn by turn.
        while (heap[0]?.at === now) if (pop().run() !== 'idle') busy = true
        if (!busy) continue
        await atRest()
        after()
      }
      now = moment
    },
  }
}
