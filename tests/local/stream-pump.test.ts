import { join } from 'node:path'
import type { DynamoDBStreamEvent } from 'aws-lambda'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { openCheckpoints, passedByAll } from '../../infra/local/dynamodb/checkpoints.ts'
import { type DynamoDb, startDynamoDb } from '../../infra/local/dynamodb/dynamodb.ts'
import { type PumpOptions, startPump } from '../../infra/local/dynamodb/stream-pump.ts'
import { openDeadLetters } from '../../infra/local/lambda/dead-letters.ts'
import { fromEpoch } from '../../shared/core/time.ts'
import { createTable, dynamoClient, folder, put } from './support.ts'

let db: DynamoDb
beforeAll(async () => {
  db = await startDynamoDb()
})
afterAll(() => db.stop())

const keys = (event: DynamoDBStreamEvent) => event.Records.map(record => record.dynamodb?.Keys?.pk?.S ?? '')
const sequence = (event: DynamoDBStreamEvent, pk: string) =>
  event.Records.find(record => record.dynamodb?.Keys?.pk?.S === pk)?.dynamodb?.SequenceNumber ?? ''

const rig = async (table: string, count: number) => {
  const client = dynamoClient(db.endpoint)
  await createTable(client, table)
  for (let n = 0; n < count; n += 1) await put(client, `k${n}`, table)
  const data = folder()
  const checkpoints = openCheckpoints(join(data, 'checkpoints.sqlite'))
  onTestFinished(() => checkpoints.close())
  const deadLetters = openDeadLetters(join(data, 'dead-letters'), () => fromEpoch(Date.now()))
  const pump = (handler: PumpOptions['handler'], more: Partial<PumpOptions> = {}) => {
    const started = startPump({
      endpoint: db.endpoint,
      table,
      name: 'follow',
      handler,
      checkpoints,
      deadLetters,
      maxRetries: 2,
      pollEvery: 50,
      ...more,
    })
    onTestFinished(started.stop)
    return started
  }
  return { client, data, deadLetters, pump }
}
const upTo = (count: number) => Array.from({ length: count }, (_, n) => `k${n}`)

describe('the stream pump', () => {
  it('delivers in order, drains to the end, and finds later writes by itself', async () => {
    const { client, pump } = await rig('order', 25)
    const seen: string[] = []
    const sizes: number[] = []
    const running = pump(
      async event => {
        seen.push(...keys(event))
        sizes.push(event.Records.length)
      },
      { batchSize: 10 },
    )
    await running.drain()
    expect(seen).toEqual(upTo(25))
    expect(sizes).toEqual([10, 10, 5])
    expect(await running.drain()).toBe(0)
    await put(client, 'late', 'order')
    await expect.poll(() => seen.at(-1)).toBe('late')
  })

  it('while held reads only when it is asked, and by itself again afterwards', async () => {
    const { client, pump } = await rig('held', 2)
    const seen: string[] = []
    let held = true
    const running = pump(async event => void seen.push(...keys(event)), { pollEvery: 5, held: () => held })
    await put(client, 'k2', 'held')
    await new Promise(done => setTimeout(done, 100))
    expect(seen).toEqual([])
    await running.drain()
    expect(seen).toEqual(upTo(3))
    held = false
    await put(client, 'late', 'held')
    await expect.poll(() => seen.at(-1)).toBe('late')
  })

  it('gives a record as the event source mapping does', async () => {
    const { pump } = await rig('shape', 1)
    const events: DynamoDBStreamEvent[] = []
    await pump(async event => void events.push(event)).drain()
    expect(events[0]?.Records[0]).toMatchObject({
      eventName: 'INSERT',
      eventSource: 'aws:dynamodb',
      awsRegion: 'eu-west-2',
      dynamodb: { NewImage: { pk: { S: 'k0' } }, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    })
    expect(events[0]?.Records[0]?.eventSourceARN).toContain(':table/shape/stream/')
  })

  it('keeps a checkpoint per function, and delivers only what passes the filter', async () => {
    const { pump } = await rig('filter', 4)
    const follow: string[] = []
    const notify: string[] = []
    await pump(async event => void follow.push(...keys(event))).drain()
    const filter: PumpOptions['filter'] = record => JSON.stringify(record.dynamodb).includes('k3')
    await pump(async event => void notify.push(...keys(event)), { name: 'notify', filter }).drain()
    expect([follow, notify]).toEqual([upTo(4), ['k3']])
  })

  it('repeats after a death what was in hand, and loses nothing', async () => {
    const { pump } = await rig('killed', 12)
    const seen: string[] = []
    let dead = false
    // The process "dies" while the second batch is being handled: that call never answers, nothing more is written.
    const first = pump(
      event => {
        if (seen.length >= 5) dead = true
        seen.push(...keys(event))
        return dead ? new Promise(() => {}) : Promise.resolve()
      },
      { batchSize: 5 },
    )
    void first.drain()
    await expect.poll(() => dead).toBe(true)
    const again: string[] = []
    await pump(async event => void again.push(...keys(event)), { batchSize: 5 }).drain()
    expect(again).toEqual(upTo(12).slice(5))
  })

  it('halves a failing batch to the poison record, keeps that one as a dead letter, and delivers the others in order', async () => {
    const { pump, deadLetters } = await rig('poison', 9)
    const done: string[] = []
    await pump(async event => {
      if (keys(event).includes('k4')) throw new Error('cannot read k4')
      done.push(...keys(event))
    }).drain()
    expect(done).toEqual(upTo(9).filter(key => key !== 'k4'))
    expect(deadLetters.list()).toMatchObject([{ target: 'follow', error: 'Error: cannot read k4', attempts: 3 }])
    const replayed: string[] = []
    const [letter] = deadLetters.list()
    await deadLetters.replay(letter!.id, async one => replayed.push(...keys(one.payload as DynamoDBStreamEvent)))
    expect(replayed).toEqual(['k4'])
  })

  it('goes on from the first record named in batchItemFailures', async () => {
    const { pump, deadLetters } = await rig('partial', 6)
    const calls: string[][] = []
    let fails = 2
    await pump(async event => {
      calls.push(keys(event))
      fails -= 1
      return fails >= 0 ? { batchItemFailures: [{ itemIdentifier: sequence(event, 'k3') }] } : { batchItemFailures: [] }
    }).drain()
    expect(calls).toEqual([upTo(6), ['k3', 'k4', 'k5'], ['k3', 'k4', 'k5']])
    expect(deadLetters.list()).toEqual([])
  })

  it('takes an unknown name in batchItemFailures as the whole batch', async () => {
    const { pump } = await rig('unknown', 2)
    const calls: string[][] = []
    await pump(async event => {
      calls.push(keys(event))
      return calls.length === 1 ? { batchItemFailures: [{ itemIdentifier: '' }] } : undefined
    }).drain()
    expect(calls).toEqual([upTo(2), upTo(2)])
  })

  it('goes on where it was when DynamoDB dies and comes back', async () => {
    const data = folder()
    const own = await startDynamoDb({ data })
    onTestFinished(own.stop)
    const client = dynamoClient(own.endpoint)
    await createTable(client, 'away')
    const { pump } = await rig('unused', 0)
    const seen: string[] = []
    const running = pump(async event => void seen.push(...keys(event)), { endpoint: own.endpoint, table: 'away' })
    await put(client, 'k0', 'away')
    await expect.poll(() => seen).toEqual(['k0'])
    process.kill(own.pid()!, 'SIGKILL')
    await expect(running.drain()).rejects.toThrow()
    const write = () =>
      put(client, 'k1', 'away').then(
        () => true,
        () => false,
      )
    await expect.poll(write, { timeout: 5000 }).toBe(true)
    await expect.poll(() => seen, { timeout: 5000 }).toContain('k1')
  })

  it('says what all subscriptions have passed, and nothing while one has not begun', async () => {
    const { data, pump } = await rig('passed', 3)
    await pump(async () => {}).drain()
    const file = join(data, 'checkpoints.sqlite')
    expect(passedByAll(file, ['follow'])).toEqual({ passed: 3 })
    expect(passedByAll(file, ['follow', 'notify'])).toEqual({})
  })
})
