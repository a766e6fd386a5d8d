/** One function's subscription to a table's stream: reads in order, delivers, remembers how far, can be asked to finish. */
import { setTimeout as wait } from 'node:timers/promises'
import type { DynamoDBStreamEvent } from 'aws-lambda'
import type { DeadLetters } from '../lambda/dead-letters.ts'
import type { Checkpoints } from './checkpoints.ts'
import { deliver, sequenceOf } from './deliver.ts'
import { type StreamRecord, type StreamWire, streamWire } from './stream-wire.ts'

export type PumpOptions = {
  endpoint: string
  table: string
  /** the function's name: its own checkpoint, and the target of its dead letters */
  name: string
  handler(event: DynamoDBStreamEvent): Promise<unknown>
  checkpoints: Checkpoints
  deadLetters: DeadLetters
  /** as the event source mapping's filter: what does not pass is never delivered */
  filter?: (record: StreamRecord) => boolean
  batchSize?: number
  maxRetries?: number
  /** milliseconds between two looks at a stream with nothing new */
  pollEvery?: number
  /** told of every record as it is read, those that are not delivered too; a record may come twice */
  sees?: (record: StreamRecord) => void
  /** while it says so nothing is read unasked: whoever pushes the clock drains, at the same moments in every run */
  held?: () => boolean
}

export type Pump = {
  name: string
  /**
   * Delivers what is there; answers how many records were read. Only an answer of 0 says that nothing is left, as what
   * comes while a batch is handled waits for the next call. Throws when DynamoDB is away.
   */
  drain(): Promise<number>
  /** Waits up to two seconds for the batch in hand. What was not settled comes again at the next start. */
  stop(): Promise<void>
}

export const startPump = (options: PumpOptions): Pump => {
  const ending = new AbortController()
  const read = createReader(options, streamWire(options.endpoint), ending.signal)
  let last: Promise<unknown> = Promise.resolve()
  const drain = (): Promise<number> => {
    const mine = last.then(read)
    last = mine.catch(() => undefined)
    return mine
  }
  const looking = (async () => {
    while (!ending.signal.aborted) {
      // DynamoDB being away for a moment is its watcher's affair; we look again.
      if (!options.held?.()) await drain().catch(() => undefined)
      await wait(options.pollEvery ?? 200, undefined, { signal: ending.signal }).catch(() => undefined)
    }
  })()
  return {
    name: options.name,
    drain,
    stop: async () => {
      ending.abort()
      // A handler that never answers must not keep us from stopping: its batch comes again.
      await Promise.race([looking, wait(2000, undefined, { ref: false })])
    },
  }
}

/** A shard and where to read on in it. */
type Place = { arn: string; shard: string; iterator: string }

/**
 * Where to read on, kept between looks: describing the stream costs Dynoxide more the more records it holds. Looked up
 * anew after a fault, when a shard has ended, and every 30 seconds, as a table may have been made again.
 */
const createReader = (options: PumpOptions, wire: StreamWire, signal: AbortSignal) => {
  let places: Place[] = []
  let lookedUp = Number.NEGATIVE_INFINITY
  const lookUp = async (): Promise<void> => {
    const found: Place[] = []
    for (const arn of await wire.arns(options.table)) {
      for (const shard of await wire.shards(arn)) {
        const after = options.checkpoints.get(options.name, arn, shard)
        found.push({ arn, shard, iterator: await wire.iterator(arn, shard, after) })
      }
    }
    places = found
    lookedUp = performance.now()
  }
  return async (): Promise<number> => {
    if (places.length === 0 || performance.now() - lookedUp > 30_000) await lookUp()
    const current = places
    // Until all went well, what is known of places is not to be trusted: the checkpoints are.
    places = []
    let read = 0
    let ended = false
    for (const place of current) {
      const result = await drainShard(options, wire, signal, place)
      read += result.read
      ended ||= result.ended
    }
    if (!ended && !signal.aborted) places = current
    return read
  }
}

/** Reads on from the place until a batch is not full, and moves it. */
const drainShard = async (options: PumpOptions, wire: StreamWire, signal: AbortSignal, place: Place) => {
  const { checkpoints, name, batchSize = 100, filter = () => true } = options
  const { arn, shard } = place
  let read = 0
  while (!signal.aborted) {
    const { Records, NextShardIterator } = await wire.records(place.iterator, batchSize)
    for (const record of Records) options.sees?.(record)
    if (Records.length > 0) {
      await deliver(Records.filter(filter), {
        arn,
        handler: options.handler,
        maxRetries: options.maxRetries ?? 8,
        pause: milliseconds => wait(milliseconds, undefined, { signal }),
        passed: sequence => checkpoints.set(name, arn, shard, sequence),
        dead: (payload, error, attempts) => void options.deadLetters.add({ target: name, payload, error, attempts }),
      })
      checkpoints.set(name, arn, shard, sequenceOf(Records.at(-1)!))
      read += Records.length
    }
    if (NextShardIterator == null) return { read, ended: true }
    place.iterator = NextShardIterator
    if (Records.length < batchSize) break
  }
  return { read, ended: false }
}
