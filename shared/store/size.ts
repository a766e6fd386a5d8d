/** DynamoDB's limits, judged before sending, so that the refusal names the item and does not depend on the table used. */
import { TooLarge } from './faults.ts'
import type { Item, Value } from './table.ts'

/** Per item, attribute names included (AWS: "Quotas and limits", item size 400 KB). */
export const itemLimit = 400 * 1024
/** Per TransactWriteItems (AWS: 4 MB, 100 actions); what follows leaves room for what is counted differently. */
export const transactionBytes = 3_900_000
export const transactionItems = 100

const valueSize = (value: Value): number => {
  if (typeof value === 'string') return Buffer.byteLength(value)
  // a number takes at most 21 bytes
  if (typeof value === 'number') return 21
  if (value instanceof Uint8Array) return value.length
  return [...value].reduce((sum, text) => sum + Buffer.byteLength(text) + 1, 3)
}

/** Bytes, never fewer than DynamoDB counts. */
export const sizeOf = (item: Item): number => {
  let bytes = 0
  for (const name in item) bytes += Buffer.byteLength(name) + valueSize(item[name]!)
  return bytes
}

/** Throws TooLarge, naming the key and the size. */
export const fits = (item: Item): Item => {
  const bytes = sizeOf(item)
  if (bytes > itemLimit) throw new TooLarge(`${item.pk} ${item.sk} has ${bytes} bytes; an item may have ${itemLimit}`)
  return item
}
