import type { DynamoDBRecord } from 'aws-lambda'
import { expect, it } from 'vitest'
import { Poison } from '../../shared/store/faults.ts'
import { memoryStore } from '../../shared/store/memory.ts'
import { streamRecord } from '../../shared/store/stream.ts'
import { aCase, aCommit, aNotice, anErrand, t0 } from './sample.ts'

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
  const digest = { id: 'x', person: 'ann@landlord.example', day: '2026-11-02', part: 1, sendAt: t0 }
  expect(
    streamRecord(record(image('DIGEST', digest, { ...pending, status: { S: 'open' }, notices: { SS: ['n1', 'n2'] } }))),
  ).toMatchObject({ kind: 'DIGEST', notices: new Set(['n1', 'n2']) })
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
  await store.markNotice('n1', { kind: 'sent', mail: 'm1' })
  expect(store.stream.map(item => item.kind)).toEqual(['CASE', 'EVENT', 'NOTICE', 'ERRAND', 'NOTICE'])
  expect(store.stream.splice(0, 1)).toMatchObject([{ kind: 'CASE', body: { id: 'gas:H1', version: 1 } }])
})
