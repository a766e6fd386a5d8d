/** Which of DynamoDB's errors say what. Names and reason codes are those of the API reference, TransactWriteItems. */
import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb'
import { Poison, Transient } from './faults.ts'
import type { Item, Transacted, Wrote } from './table.ts'

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

/** `B` is bytes from the SDK, base64 in a Lambda event. */
type Wire = Record<string, { S?: string; N?: string; SS?: string[]; B?: Uint8Array | string }>

/** An item in DynamoDB's wire form, as errors and stream records carry it. Kinds of attribute we never write are Poison. */
export const plainItem = (wire: Wire): Item => {
  const attributes = Object.entries(wire).map(([name, { S, N, SS, B }]) => {
    if (S !== undefined) return [name, S] as const
    if (N !== undefined) return [name, Number(N)] as const
    if (SS !== undefined) return [name, new Set(SS)] as const
    if (B !== undefined) return [name, typeof B === 'string' ? Buffer.from(B, 'base64') : B] as const
    throw new Poison(`attribute ${name} of ${wire.pk?.S} ${wire.sk?.S} is of a kind that is never written`)
  })
  const item = Object.fromEntries(attributes)
  if (typeof item.pk !== 'string' || typeof item.sk !== 'string') throw new Poison('an item without its key')
  return item as Item
}

const isContention = (error: unknown): boolean => error instanceof Error && contention.has(error.name)

/** What a read may do with an error: contention becomes Transient, the rest goes on as it is. */
export const asFault = (error: unknown): unknown =>
  isContention(error) ? new Transient((error as Error).name, { cause: error }) : error

/** A single write that was refused by its condition is a value; throws for anything else. */
export const refusedWrite = (error: unknown): Wrote => {
  if (!(error instanceof ConditionalCheckFailedException)) throw asFault(error)
  return error.Item ? { ok: false, found: plainItem(error.Item as Wire) } : { ok: false }
}

/** A transaction that was cancelled, by position in its list; throws for anything but conditions and contention. */
export const cancelled = (error: unknown): Transacted => {
  if (isContention(error)) return { ok: false, contended: true }
  if (!(error instanceof TransactionCanceledException)) throw error
  const reasons = error.CancellationReasons ?? []
  const refused = new Map<number, Item | undefined>()
  for (const [at, reason] of reasons.entries())
    if (reason.Code === 'ConditionalCheckFailed')
      refused.set(at, reason.Item ? plainItem(reason.Item as Wire) : undefined)
  if (refused.size > 0) return { ok: false, refused }
  if (reasons.some(({ Code }) => contendedReasons.has(Code ?? ''))) return { ok: false, contended: true }
  throw error
}
