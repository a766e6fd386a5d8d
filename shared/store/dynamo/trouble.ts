/** Which of DynamoDB's errors say what. Names and reason codes are those of the API reference, TransactWriteItems. */
import * as z from 'zod'
import { saidBy } from '../../aws/fault.ts'
import { Transient } from '../faults.ts'
import type { Item, Transacted, Wrote } from '../table.ts'
import { type AnyWire, plainItem } from './wire.ts'

const contention = new Set([
  'TransactionConflictException',
  'TransactionInProgressException',
  'ProvisionedThroughputExceededException',
  'ThrottlingException',
  'RequestLimitExceeded',
  'LimitExceededException',
  'InternalServerError',
])
const contendedReasons = new Set(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded'])

const isContention = (error: unknown): boolean => error instanceof Error && contention.has(error.name)

/** What a read may do with an error: contention becomes Transient, the rest goes on as it is. */
export const asFault = (error: unknown): unknown =>
  isContention(error) ? new Transient((error as Error).name, { cause: error }) : error

/** Of an answer: an item, read no further than by `plainItem`. */
export const anyItem = z.custom<AnyWire>(value => typeof value === 'object' && value !== null)
const inTheWay = z.object({ Item: anyItem.optional() })
const reasons = z.object({
  CancellationReasons: z.array(z.object({ Code: z.string().optional(), Item: anyItem.optional() })).default([]),
})

/** A single write that was refused by its condition is a value; throws for anything else. */
export const refusedWrite = (error: unknown): Wrote => {
  if (!saidBy(error, 'ConditionalCheckFailedException')) throw asFault(error)
  const { Item } = inTheWay.parse(error.answer)
  return Item ? { ok: false, found: plainItem(Item) } : { ok: false }
}

/** A transaction that was cancelled, by position in its list; throws for anything but conditions and contention. */
export const cancelled = (error: unknown): Transacted => {
  if (isContention(error)) return { ok: false, contended: true }
  if (!saidBy(error, 'TransactionCanceledException')) throw error
  const { CancellationReasons: all } = reasons.parse(error.answer)
  const refused = new Map<number, Item | undefined>()
  for (const [at, { Code, Item }] of all.entries())
    if (Code === 'ConditionalCheckFailed') refused.set(at, Item && plainItem(Item))
  if (refused.size > 0) return { ok: false, refused }
  if (all.some(({ Code }) => contendedReasons.has(Code ?? ''))) return { ok: false, contended: true }
  throw error
}
