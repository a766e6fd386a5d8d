/** What the service says each request of a client consumed. */
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'

export type Used = { read: number; written: number; requests: number; scans: number }
type Answer = { ConsumedCapacity?: { CapacityUnits?: number } | { CapacityUnits?: number }[] }

export const consumedBy = (client: DynamoDBDocumentClient): Used => {
  const used: Used = { read: 0, written: 0, requests: 0, scans: 0 }
  client.middlewareStack.add(
    (next, context) => async args => {
      Object.assign(args.input, { ReturnConsumedCapacity: 'TOTAL' })
      const result = await next(args)
      const name = context.commandName ?? '?'
      const all = [(result.output as Answer).ConsumedCapacity ?? []].flat()
      const units = all.reduce((sum, one) => sum + (one.CapacityUnits ?? 0), 0)
      used.requests += 1
      if (name.startsWith('Scan')) used.scans += 1
      if (/^(Get|Query|Batch|Scan)/.test(name)) used.read += units
      else used.written += units
      return result
    },
    { step: 'initialize', name: 'consumed', priority: 'low' },
  )
  return used
}
