import type { DynamoDBRecord } from 'aws-lambda'
import { expect, it } from 'vitest'
import * as z from 'zod'
import { day } from '../../shared/core/time.ts'
import { dynamoStore } from '../../shared/store/dynamo/dynamo.ts'
import { Poison } from '../../shared/store/faults.ts'
import { memoryStore } from '../../shared/store/memory.ts'
import { noticeIn, streamRecord } from '../../shared/store/stream.ts'
import { startDynamo } from '../support/dynoxide.ts'
import { freshTable } from '../support/table.ts'
import { aCase, aCommit, aNotice, anErrand, send, t0 } from './sample.ts'

const head = 'a'.repeat(64)
const image = (kind: string, body: unknown, more: Record<string, { S?: string; N?: string; SS?: string[] }> = {}) => ({
  pk: { S: `${kind}#x` },
  sk: { S: kind },
  kind: { S: kind },
  body: { S: JSON.stringify(body) },
  ...more,
})
const record = (NewImage: object | undefined, eventName: 'INSERT' | 'REMOVE' = 'INSERT') =>
  ({ eventName, eventID: 'e1', dynamodb: NewImage ? { NewImage } : {} }) as DynamoDBRecord

it('reads what followers need: cases, notices, errands, digests', () => {
  const pending = { id: { S: 'x' }, status: { S: 'pending' }, attempts: { N: '2' } }
  expect(streamRecord(record(image('CASE', aCase('gas:H1'), { head: { S: head } })))).toEqual({
    kind: 'CASE',
    body: aCase('gas:H1'),
    head,
  })
  expect(streamRecord(record(image('NOTICE', aNotice('x', 'gas:H1'), pending)))).toMatchObject({
    kind: 'NOTICE',
    body: { template: 'overdue' },
    attempts: 2,
  })
  expect(streamRecord(record(image('ERRAND', anErrand('x', 'gas:H1'), pending)))).toMatchObject({ kind: 'ERRAND' })
  const digest = { id: 'x', to: 'ann@landlord.example', day: '2026-11-02', opens: t0 }
  expect(streamRecord(record(image('DIGEST', digest, { ...pending, notices: { SS: ['n1', 'n2'] } })))).toMatchObject({
    kind: 'DIGEST',
    notices: new Set(['n1', 'n2']),
  })
})

it.each<[string, Record<string, { S?: string; N?: string; SS?: string[] }>, boolean]>([
  ['new', { attempts: { N: '0' } }, true],
  ['owed again after a bounce', { attempts: { N: '1' }, avoid: { SS: ['a@x.org'] } }, true],
  ['held', { attempts: { N: '0' }, until: { S: t0 } }, false],
  ['claimed', { attempts: { N: '1' }, status: { S: 'claimed' }, until: { S: t0 } }, false],
  ['sent', { attempts: { N: '1' }, status: { S: 'sent' } }, false],
])('hands a notice that is %s to its sender: or not', (_, more, now) => {
  const beside = { id: { S: 'x' }, status: { S: 'pending' }, ...more }
  const pending = noticeIn(record(image('NOTICE', aNotice('x', 'gas:H1'), beside)))
  expect(pending !== undefined).toBe(now)
  if (now)
    expect(pending).toMatchObject({
      notice: { id: 'x' },
      attempt: Number(more.attempts?.N),
      avoid: more.avoid?.SS ?? [],
    })
})

it('has no sender for a case', () => {
  expect(noticeIn(record(image('CASE', aCase('gas:H1'), { head: { S: head } })))).toBeUndefined()
})

it('has nothing to say about removals', () => {
  expect(streamRecord(record(undefined, 'REMOVE'))).toBeUndefined()
})

it.each([
  ['no image', undefined],
  ['an unknown kind', image('CHEESE', {})],
  ['a body that is not the kind’s', image('CASE', { id: 'gas:H1' }, { head: { S: head } })],
  ['no key', { kind: { S: 'CASE' } }],
  ['an attribute that we never write', { ...image('CASE', aCase('gas:H1')), head: { BOOL: true } }],
])('refuses a record with %s as Poison', (_, broken) => {
  expect(() => streamRecord(record(broken))).toThrow(Poison)
})

it('is followed in memory by a list of every item committed, oldest first', async () => {
  const store = memoryStore()
  await store.commit(aCommit('gas:H1', 0, { notices: [aNotice('n1', 'gas:H1')], errands: [anErrand('e1', 'gas:H1')] }))
  await store.commit(aCommit('gas:H1', 7))
  await send(store, 'n1')
  expect(store.stream.map(item => item.kind)).toEqual(['CASE', 'EVENT', 'NOTICE', 'ERRAND', 'NOTICE', 'NOTICE'])
  expect(store.stream.splice(0, 1)).toMatchObject([{ kind: 'CASE', body: { id: 'gas:H1', version: 1 } }])
})

/** One call of the streams API; its client is not among our dependencies, and no emulator checks a signature. */
const streams = async <T extends z.ZodType>(endpoint: string, call: string, body: object, answer: T) => {
  const headers = {
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': `DynamoDBStreams_20120810.${call}`,
    'x-amz-date': '20261102T090000Z',
    authorization:
      'AWS4-HMAC-SHA256 Credential=test/20261102/eu-west-2/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
  }
  const response = await fetch(endpoint, { method: 'POST', headers, body: JSON.stringify(body) })
  return answer.parse(await response.json())
}
const listed = z.object({ Streams: z.array(z.object({ StreamArn: z.string() })) })
const described = z.object({ StreamDescription: z.object({ Shards: z.array(z.object({ ShardId: z.string() })) }) })
const iterator = z.object({ ShardIterator: z.string() })
const got = z.object({ Records: z.array(z.custom<DynamoDBRecord>()) })

it('reads what DynamoDB itself puts into its stream', async () => {
  const { endpoint, stop } = await startDynamo()
  try {
    const access = await freshTable(endpoint)
    const notices = [aNotice('n1', 'gas:H1')]
    const words = [{ ref: 'w1', salt: 'f3a9c1d27be84065', text: 'damp' }]
    const seen = { source: 's', id: 'm1', bodyHash: 'b' }
    await dynamoStore(access).commit(
      aCommit('gas:H1', 0, { notices, words, seen, errands: [anErrand('e1', 'gas:H1')] }),
    )
    const digest = { id: 'd1', to: 'ann@landlord.example', day: day.parse('2026-11-02'), opens: t0 }
    await dynamoStore(access).outbox.append(digest, notices[0]!)
    const { Streams } = await streams(endpoint, 'ListStreams', { TableName: access.table }, listed)
    const { StreamArn } = Streams[0]!
    const { StreamDescription } = await streams(endpoint, 'DescribeStream', { StreamArn }, described)
    const records: DynamoDBRecord[] = []
    for (const { ShardId } of StreamDescription.Shards) {
      const start = { StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' }
      const { ShardIterator } = await streams(endpoint, 'GetShardIterator', start, iterator)
      records.push(...(await streams(endpoint, 'GetRecords', { ShardIterator }, got)).Records)
    }
    const read = records.map(record => streamRecord(record))
    expect(read.map(item => item?.kind).sort()).toEqual([
      'CASE',
      'DIGEST',
      'ERRAND',
      'EVENT',
      'NOTICE',
      'SEEN',
      'WORDS',
    ])
    expect(read.find(item => item?.kind === 'CASE')).toMatchObject({ body: aCase('gas:H1') })
    expect(read.find(item => item?.kind === 'DIGEST')).toMatchObject({ notices: new Set(['n1']) })
  } finally {
    await stop()
  }
})
