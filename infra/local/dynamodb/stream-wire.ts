/** The four calls of DynamoDB Streams, over plain HTTP: its SDK client would be one package for four JSON requests. */
import * as z from 'zod'
import { unsignedHeaders } from './unsigned.ts'

const listed = z.object({ Streams: z.array(z.object({ StreamArn: z.string() })).default([]) })
const described = z.object({
  StreamDescription: z.object({
    Shards: z.array(z.object({ ShardId: z.string(), ParentShardId: z.string().optional() })).default([]),
    LastEvaluatedShardId: z.string().optional(),
  }),
})
const iterator = z.object({ ShardIterator: z.string() })
const streamRecord = z.looseObject({
  eventID: z.string(),
  eventName: z.enum(['INSERT', 'MODIFY', 'REMOVE']),
  dynamodb: z.looseObject({ SequenceNumber: z.string() }),
})
const got = z.object({
  Records: z.array(streamRecord).default([]),
  NextShardIterator: z.string().nullish(),
})
export type StreamRecord = z.output<typeof streamRecord>

export type StreamWire = {
  arns(table: string): Promise<string[]>
  shards(arn: string): Promise<string[]>
  /** `after` a sequence number, or from the oldest record */
  iterator(arn: string, shard: string, after: string | undefined): Promise<string>
  records(iterator: string, limit: number): Promise<z.output<typeof got>>
}

/** Every call throws when DynamoDB refuses or is away. */
export const streamWire = (endpoint: string): StreamWire => {
  const call = async <T extends z.ZodType>(operation: string, body: object, shape: T): Promise<z.output<T>> => {
    const response = await fetch(endpoint, { method: 'POST', headers: headers(operation), body: JSON.stringify(body) })
    const text = await response.text()
    if (!response.ok) throw new Error(`${operation}: ${response.status} ${text}`)
    return shape.parse(JSON.parse(text))
  }
  return {
    arns: async table => (await call('ListStreams', { TableName: table }, listed)).Streams.map(one => one.StreamArn),
    shards: async arn => {
      const ids: string[] = []
      let from: string | undefined
      do {
        const start: object = from === undefined ? {} : { ExclusiveStartShardId: from }
        const { StreamDescription } = await call('DescribeStream', { StreamArn: arn, ...start }, described)
        ids.push(...StreamDescription.Shards.map(shard => shard.ShardId))
        from = StreamDescription.LastEvaluatedShardId
      } while (from !== undefined)
      return ids
    },
    iterator: async (arn, shard, after) => {
      const from =
        after === undefined
          ? { ShardIteratorType: 'TRIM_HORIZON' }
          : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: after }
      return (await call('GetShardIterator', { StreamArn: arn, ShardId: shard, ...from }, iterator)).ShardIterator
    },
    records: (shardIterator, limit) => call('GetRecords', { ShardIterator: shardIterator, Limit: limit }, got),
  }
}

// Dynoxide and DynamoDB Local want to see a signature; neither verifies it.
const headers = (operation: string) => ({
  'content-type': 'application/x-amz-json-1.0',
  'x-amz-target': `DynamoDBStreams_20120810.${operation}`,
  ...unsignedHeaders('dynamodb'),
})
