/** What no emulator produces: contention, throttling, lost answers. Served over HTTP as the service words it. */
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { type DynamoCall, dynamoCall } from '../../shared/store/dynamo/client.ts'
import { dynamoStore, dynamoTable } from '../../shared/store/dynamo/dynamo.ts'
import { Transient } from '../../shared/store/faults.ts'
import { clientConfig, type Dynamo, startDynamo } from '../support/dynoxide.ts'
import { freshTable } from '../support/table.ts'
import { aCommit, t0 } from './sample.ts'

const servers: (() => void)[] = []
afterEach(() => {
  for (const close of servers.splice(0)) close()
})

const serve = async (listener: RequestListener): Promise<string> => {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  servers.push(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' && address?.port}`
}

type Answer = { status?: number; body: object }
const failure = (name: string, more: object = {}): Answer => ({
  status: 400,
  body: { __type: `com.amazonaws.dynamodb.v20120810#${name}`, Message: name, ...more },
})

/** A store whose service gives the answers one after the other, the last one for ever. */
const answering = async (...answers: Answer[]) => {
  const asked: string[] = []
  const endpoint = await serve((request, response) => {
    asked.push(String(request.headers['x-amz-target']).split('.')[1] ?? '')
    const { status = 200, body } = answers.length > 1 ? answers.shift()! : answers[0]!
    request.resume().on('end', () => {
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(body))
    })
  })
  const access = { call: dynamoCall({ ...clientConfig(endpoint), attempts: 1 }), table: 't' }
  return { store: dynamoStore(access), table: dynamoTable(access), asked }
}

const cancelled = (...codes: string[]) =>
  failure('TransactionCanceledException', { CancellationReasons: codes.map(Code => ({ Code })) })

describe('a commit', () => {
  it.each([
    ['another transaction has the case', cancelled('TransactionConflict', 'None')],
    ['another transaction has the event', cancelled('None', 'TransactionConflict')],
    ['a key is throttled', cancelled('None', 'ThrottlingError')],
    ['the table is throttled', cancelled('ProvisionedThroughputExceeded', 'None')],
    ['the version has moved on', cancelled('ConditionalCheckFailed', 'None')],
    ['the request is throttled', failure('ThrottlingException')],
    ['the throughput is exceeded', failure('ProvisionedThroughputExceededException')],
    ['the same transaction is still running', failure('TransactionInProgressException')],
  ])('is a conflict when %s', async (_, answer) => {
    const { store } = await answering(answer)
    expect(await store.commit(aCommit('gas:H1'))).toEqual({ kind: 'conflict' })
  })

  it('is a duplicate, whatever else failed, when its message is there', async () => {
    const body = JSON.stringify({ caseId: 'gas:H1', seq: 1, bodyHash: 'b1' })
    const Item = {
      pk: { S: 'SEEN#forms#m1' },
      sk: { S: 'SEEN' },
      kind: { S: 'SEEN' },
      body: { S: body },
      ttl: { N: '1' },
    }
    const reasons = [
      { Code: 'ConditionalCheckFailed' },
      { Code: 'TransactionConflict' },
      { Code: 'ConditionalCheckFailed', Item },
    ]
    const { store } = await answering(failure('TransactionCanceledException', { CancellationReasons: reasons }))
    const seen = { source: 'forms', id: 'm1', bodyHash: 'b1' }
    expect(await store.commit(aCommit('gas:H1', 0, { seen }))).toMatchObject({ kind: 'duplicate' })
  })

  it.each([
    ['the service finds a fault in it', cancelled('ValidationError', 'None')],
    ['it may not', failure('AccessDeniedException')],
    ['the table is not there', failure('ResourceNotFoundException')],
  ])('throws when %s', async (_, answer) => {
    const { store } = await answering(answer)
    await expect(store.commit(aCommit('gas:H1'))).rejects.toThrow()
  })
})

describe('the table', () => {
  it('throws Transient when it is throttled, for reads and single writes', async () => {
    const { store } = await answering(failure('ThrottlingException'))
    await expect(store.load('gas:H1')).rejects.toThrow(Transient)
    await expect(store.history('gas:H1')).rejects.toThrow(Transient)
    await expect(store.moveLowWater(t0)).rejects.toThrow(Transient)
    await expect(store.settleErrand('e1')).rejects.toThrow(Transient)
  })

  it('throws Transient when a single write meets a transaction', async () => {
    const { store } = await answering(failure('TransactionConflictException'))
    await expect(store.settleErrand('e1')).rejects.toThrow(Transient)
  })

  it('asks again for what a batch left unread, and gives up after five times', async () => {
    const key = { pk: { S: 'a' }, sk: { S: 'b' } }
    const busy = { body: { Responses: { t: [] }, UnprocessedKeys: { t: { Keys: [key] } } } }
    const patient = await answering(busy, busy, { body: { Responses: { t: [key] } } })
    expect(await patient.table.getMany([{ pk: 'a', sk: 'b' }])).toEqual([{ pk: 'a', sk: 'b' }])
    const hopeless = await answering(busy)
    await expect(hopeless.table.getMany([{ pk: 'a', sk: 'b' }])).rejects.toThrow(Transient)
    expect(hopeless.asked).toHaveLength(5)
  })

  it('reads many in batches, four at a time, and hands them out in the order asked for', async () => {
    let [running, most] = [0, 0]
    const batch = z.object({ RequestItems: z.object({ t: z.object({ Keys: z.array(z.json()) }) }) })
    const call: DynamoCall = async (_, input) => {
      const { Keys } = batch.parse(input).RequestItems.t
      running += 1
      most = Math.max(most, running)
      // The first comes last.
      await new Promise(done => setTimeout(done, 30 / running))
      running -= 1
      return { Responses: { t: Keys } }
    }
    const keys = Array.from({ length: 650 }, (_, at) => ({ pk: `P${at}`, sk: 'x' }))
    expect(await dynamoTable({ call, table: 't' }).getMany(keys)).toEqual(keys)
    expect(most).toBe(4)
  })
})

describe('a lost answer', () => {
  let dynamo: Dynamo
  beforeAll(async () => {
    dynamo = await startDynamo()
  })
  afterAll(() => dynamo.stop())

  it('is not written twice: it is repeated with the same token', async () => {
    const { table } = await freshTable(dynamo.endpoint)
    let transactions = 0
    const endpoint = await serve(async (request, response) => {
      const chunks = await request.toArray()
      const headers = Object.entries(request.headers).flatMap(([name, value]) =>
        typeof value === 'string' && !['host', 'connection', 'content-length'].includes(name)
          ? [[name, value] as [string, string]]
          : [],
      )
      const answer = await fetch(dynamo.endpoint, { method: 'POST', headers, body: Buffer.concat(chunks) })
      const text = await answer.text()
      if (String(request.headers['x-amz-target']).endsWith('TransactWriteItems') && ++transactions === 1)
        return request.socket.destroy()
      return response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.0' }).end(text)
    })
    const store = dynamoStore({ call: dynamoCall(clientConfig(endpoint)), table })
    expect(await store.commit(aCommit('gas:H1'))).toMatchObject({ kind: 'committed' })
    expect(transactions).toBe(2)
    expect((await store.history('gas:H1')).items).toHaveLength(1)
  })
})
