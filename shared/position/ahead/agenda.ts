/** What is to come, the earliest first: a heap, since a quarter of a large stock is some hundred thousand steps. */
import type { Instant } from '../../core/time.ts'

/** `order` parts what falls on one instant: lower is first. */
export type Entry<T> = { at: Instant; order: number; what: T }

const earlier = <T>(a: Entry<T>, b: Entry<T>): boolean => a.at < b.at || (a.at === b.at && a.order < b.order)

export const agenda = <T>() => {
  const items: Entry<T>[] = []
  const swap = (a: number, b: number): void => {
    const held = items[a]!
    items[a] = items[b]!
    items[b] = held
  }
  const rise = (from: number): void => {
    for (let i = from; i > 0; ) {
      const parent = (i - 1) >> 1
      if (!earlier(items[i]!, items[parent]!)) return
      swap(i, parent)
      i = parent
    }
  }
  const sink = (): void => {
    for (let i = 0; ; ) {
      const [left, right] = [2 * i + 1, 2 * i + 2]
      const least = right < items.length && earlier(items[right]!, items[left]!) ? right : left
      if (least >= items.length || !earlier(items[least]!, items[i]!)) return
      swap(i, least)
      i = least
    }
  }
  return {
    put: (entry: Entry<T>): void => {
      items.push(entry)
      rise(items.length - 1)
    },
    take: (): Entry<T> | undefined => {
      const top = items[0]
      const last = items.pop()
      if (items.length > 0 && last) {
        items[0] = last
        sink()
      }
      return top
    },
  }
}
