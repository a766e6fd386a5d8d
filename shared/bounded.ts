/** Much to do, so much of it at once and no more: what the table should bear. */

/** Stops taking new items at the first failure, which it throws when the others are at rest. */
export const bounded = async <T>(
  items: Iterable<T>,
  atOnce: number,
  work: (item: T) => Promise<void>,
): Promise<void> => {
  const failures: unknown[] = []
  const queue = items[Symbol.iterator]()
  const worker = async (): Promise<void> => {
    for (;;) {
      const next = failures.length > 0 ? undefined : queue.next()
      if (!next || next.done) return
      try {
        await work(next.value)
      } catch (error) {
        failures.push(error)
      }
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  if (failures.length > 0) throw failures[0]
}

export function* inParts<T>(items: Iterable<T>, size: number): Generator<T[]> {
  let part: T[] = []
  for (const item of items) {
    part.push(item)
    if (part.length < size) continue
    yield part
    part = []
  }
  if (part.length > 0) yield part
}
