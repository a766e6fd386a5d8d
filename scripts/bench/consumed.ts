/** What the service says each request consumed. */
import type { DynamoCall } from '../../shared/store/dynamo/client.ts'

export type Used = { read: number; written: number; requests: number; scans: number }
type Answer = { ConsumedCapacity?: { CapacityUnits?: number } | { CapacityUnits?: number }[] }

/** `call` asks the same and counts into `used`. */
export const counted = (call: DynamoCall): { call: DynamoCall; used: Used } => {
  const used: Used = { read: 0, written: 0, requests: 0, scans: 0 }
  return {
    used,
    call: async (name, input) => {
      const answer = await call(name, { ...input, ReturnConsumedCapacity: 'TOTAL' })
      const all = [(answer as Answer).ConsumedCapacity ?? []].flat()
      const units = all.reduce((sum, one) => sum + (one.CapacityUnits ?? 0), 0)
      used.requests += 1
      if (name === 'Scan') used.scans += 1
      if (/^(Get|Query|Batch|Scan)/.test(name)) used.read += units
      else used.written += units
      return answer
    },
  }
}
