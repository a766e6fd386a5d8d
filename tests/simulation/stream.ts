/** The table's stream to one function: mostly soon and in order, on a bad day late, twice, out of order or never. */
import type { Item, Value } from '../../shared/store/table.ts'
import { arrivals, MINUTE, type World } from './world.ts'

const wire = (value: Value) => {
  if (typeof value === 'string') return { S: value }
  if (typeof value === 'number') return { N: String(value) }
  return value instanceof Uint8Array ? { B: Buffer.from(value).toString('base64') } : { SS: [...value] }
}

const imageOf = (item: Item) => Object.fromEntries(Object.entries(item).map(([name, value]) => [name, wire(value)]))

/** How often a record is tried again; then it lies in the dead-letter bucket, and only the tick is left. */
const TRIES = 6

export type Stream = { deliver: (item: Item) => void; cut: () => void }

export const streamTo = (
  world: World,
  kinds: readonly string[],
  invoke: (event: unknown) => Promise<unknown>,
): Stream => {
  let count = 0
  let source = 0
  const send = (record: unknown, from: number, tries: number): void => {
    if (from !== source) return
    const again = (): void => {
      const wait = Math.min(2 ** tries, 32) * 1000
      if (tries < TRIES) world.agenda.at(world.agenda.now() + wait, () => send(record, from, tries + 1))
    }
    invoke({ Records: [record] }).then(answer => {
      if ((answer as { batchItemFailures: unknown[] }).batchItemFailures.length > 0) again()
    }, again)
  }
  return {
    deliver: item => {
      if (!kinds.includes(String(item.kind))) return
      const record = {
        eventName: 'MODIFY',
        eventID: String(++count),
        dynamodb: { SequenceNumber: String(count), NewImage: imageOf(item) },
      }
      const from = source
      for (const after of arrivals(world)) world.agenda.at(world.agenda.now() + after, () => send(record, from, 1))
    },
    /** a restored table has a stream of its own, without the records of the other */
    cut: () => {
      source += 1
    },
  }
}

/** Calls until it is served, a little later each time, for up to `minutes`. */
export const insisting = (world: World, minutes: number, call: () => Promise<unknown>): void => {
  const end = world.agenda.now() + minutes * MINUTE
  const attempt = (wait: number): void => {
    call().catch(() => {
      const next = world.agenda.now() + wait * MINUTE
      if (next <= end) world.agenda.at(next, () => attempt(Math.min(wait * 2, 60)))
    })
  }
  attempt(1)
}
