/** What the table's stream delivers, read by the same codecs as everything else. */
import type { DynamoDBRecord } from 'aws-lambda'
import type { Pending } from '../mail/outbox.ts'
import { plainItem } from './dynamo/wire.ts'
import { Poison } from './faults.ts'
import { type AnyStored, decodeAny } from './items.ts'
import { pendingOf } from './outbox/items.ts'

/** The item as it was written; undefined for a removal (expired SEEN items). Throws Poison for what cannot be read. */
export const streamRecord = (record: DynamoDBRecord): AnyStored | undefined => {
  if (record.eventName === 'REMOVE') return undefined
  const image = record.dynamodb?.NewImage
  if (!image) throw new Poison(`stream record ${record.eventID ?? '?'} has no new image`)
  return decodeAny(plainItem(image))
}

/** A notice that is to be seen to at once: new, or owed again after a bounce. One that is claimed or held is not. */
export const noticeIn = (record: DynamoDBRecord): Pending | undefined => {
  const stored = streamRecord(record)
  if (stored?.kind !== 'NOTICE' || stored.status !== 'pending' || stored.until !== undefined) return undefined
  return pendingOf(stored)
}
