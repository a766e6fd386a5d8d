/** What the table's stream delivers, read by the same codecs as everything else. */
import type { DynamoDBRecord } from 'aws-lambda'
import { Poison } from './faults.ts'
import { type AnyStored, decodeAny } from './items.ts'
import { plainItem } from './trouble.ts'

/** The item as it was written; undefined for a removal (expired SEEN items). Throws Poison for what cannot be read. */
export const streamRecord = (record: DynamoDBRecord): AnyStored | undefined => {
  if (record.eventName === 'REMOVE') return undefined
  const image = record.dynamodb?.NewImage
  if (!image) throw new Poison(`stream record ${record.eventID ?? '?'} has no new image`)
  return decodeAny(plainItem(image))
}
