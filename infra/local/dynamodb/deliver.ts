/**
 * One batch of stream records to one function, as an event source mapping does it: tried again with growing pauses,
 * halved to find the record that fails, only what `batchItemFailures` names repeated, at last a dead letter.
 */
import type { DynamoDBStreamEvent } from 'aws-lambda'
import * as z from 'zod'
import type { StreamRecord } from './stream-wire.ts'

export type Delivery = {
  handler(event: DynamoDBStreamEvent): Promise<unknown>
  arn: string
  maxRetries: number
  /** waits so many milliseconds; throws when the pump stops */
  pause(milliseconds: number): Promise<void>
  /** all records up to this sequence number are settled */
  passed(sequence: string): void
  dead(record: unknown, error: string, attempts: number): void
}

const failures = z.object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string().nullish() })) })

/** Returns when every record was handled or kept as a dead letter, in their order. */
export const deliver = async (batch: StreamRecord[], to: Delivery): Promise<void> => {
  let rest = batch
  let attempt = 0
  while (rest.length > 0) {
    attempt += 1
    const { failedFrom, error } = await once(rest, to)
    if (failedFrom > 0) {
      to.passed(sequenceOf(rest[failedFrom - 1]!))
      rest = rest.slice(failedFrom)
      attempt = Math.min(attempt, 1)
    }
    if (rest.length === 0) return
    if (error === 'threw' && rest.length > 1) return await halves(rest, to)
    if (attempt <= to.maxRetries) {
      await to.pause(Math.min(2000, 50 * 2 ** (attempt - 1)))
      continue
    }
    const [head, ...others] = rest as [StreamRecord, ...StreamRecord[]]
    to.dead(asEvent([head], to.arn), error, attempt)
    to.passed(sequenceOf(head))
    rest = others
    attempt = 0
  }
}

const halves = async (batch: StreamRecord[], to: Delivery): Promise<void> => {
  const middle = Math.ceil(batch.length / 2)
  await deliver(batch.slice(0, middle), to)
  await deliver(batch.slice(middle), to)
}

/** `failedFrom`: the index of the first record that failed; the length of the batch when none did. */
const once = async (batch: StreamRecord[], to: Delivery): Promise<{ failedFrom: number; error: string }> => {
  let result: unknown
  try {
    result = await to.handler(asEvent(batch, to.arn))
  } catch (error) {
    return { failedFrom: 0, error: batch.length > 1 ? 'threw' : String(error) }
  }
  const parsed = failures.safeParse(result)
  const failed = parsed.success ? parsed.data.batchItemFailures.map(one => one.itemIdentifier) : []
  if (failed.length === 0) return { failedFrom: batch.length, error: '' }
  // A name that is empty or not in the batch fails all of it (Lambda Developer Guide, partial batch response).
  const places = failed.map(sequence => batch.findIndex(record => sequenceOf(record) === sequence))
  return { failedFrom: Math.max(0, Math.min(...places)), error: 'named in batchItemFailures' }
}

export const sequenceOf = (record: StreamRecord): string => record.dynamodb.SequenceNumber

const asEvent = (batch: StreamRecord[], arn: string): DynamoDBStreamEvent => ({
  Records: batch.map(record => ({ ...record, awsRegion: 'eu-west-2', eventSourceARN: arn })) as never,
})
