/** The real caller against a Scheduler of some lines: enough of its protocol to hold names and to refuse them. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { caller } from '../../shared/aws/caller.ts'
import { addHours, addMinutes, type Instant } from '../../shared/core/time.ts'
import { atExpression, eventBridgeSchedules, type Schedules, scheduleName } from '../../shared/effects/schedules.ts'
import { digestId } from '../../shared/mail/reference.ts'

const now = '2027-07-01T10:00:00.000Z' as Instant
const held = new Map<string, Record<string, unknown>>()
/** set: the schedule is gone by the time it is updated */
let vanishes = false

const server = createServer((request, response) => {
  const parts: Buffer[] = []
  request.on('data', part => parts.push(part))
  request.on('end', () => {
    const name = decodeURIComponent(/^\/schedules\/([^?]+)/.exec(request.url ?? '')?.[1] ?? '')
    const refuse = (status: number, type: string) =>
      response
        .writeHead(status, { 'x-amzn-errortype': type, 'content-type': 'application/json' })
        .end('{"Message":"no"}')
    const done = () => response.writeHead(200, { 'content-type': 'application/json' }).end('{"ScheduleArn":"arn:x"}')
    if (request.method === 'DELETE') return held.delete(name) ? done() : refuse(404, 'ResourceNotFoundException')
    if (request.method === 'POST' && held.has(name)) return refuse(409, 'ConflictException')
    if (request.method === 'PUT' && vanishes) {
      vanishes = false
      held.delete(name)
    }
    if (request.method === 'PUT' && !held.has(name)) return refuse(404, 'ResourceNotFoundException')
    held.set(name, JSON.parse(Buffer.concat(parts).toString()))
    return done()
  })
})

let schedules: Schedules
beforeAll(async () => {
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  const client = caller('scheduler', {
    region: 'eu-west-2',
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
  })
  schedules = eventBridgeSchedules(client, {
    group: 'dutyholder',
    targetArn: 'arn:aws:lambda:eu-west-2:111122223333:function:wake',
    roleArn: 'arn:aws:iam::111122223333:role/schedules',
    now: () => now,
  })
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})
beforeEach(() => {
  held.clear()
  vanishes = false
})

test('is one-off, in UTC, and removes itself', async () => {
  expect(await schedules.put('gas:H00017', addHours(now, 5), { caseId: 'gas:H00017' })).toBe('set')
  expect([...held.values()]).toMatchObject([
    {
      GroupName: 'dutyholder',
      ScheduleExpression: 'at(2027-07-01T15:00:00)',
      ScheduleExpressionTimezone: 'UTC',
      ActionAfterCompletion: 'DELETE',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: { RoleArn: 'arn:aws:iam::111122223333:role/schedules', Input: '{"caseId":"gas:H00017"}' },
    },
  ])
})

test.each([0, -60, 1])('due in %i minutes is now, and nothing is made', async minutes => {
  expect(await schedules.put('gas:H00017', addMinutes(now, minutes), {})).toBe('now')
  expect(held.size).toBe(0)
})

test('putting it again moves it, also when it fires in between (G67)', async () => {
  await schedules.put('gas:H00017', addHours(now, 5), {})
  await schedules.put('gas:H00017', addHours(now, 6), {})
  expect([...held.values()]).toMatchObject([{ ScheduleExpression: 'at(2027-07-01T16:00:00)' }])
  vanishes = true
  await schedules.put('gas:H00017', addHours(now, 7), {})
  expect([...held.values()]).toMatchObject([{ ScheduleExpression: 'at(2027-07-01T17:00:00)' }])
})

test('removing what is not there is success', async () => {
  await schedules.put('gas:H00017', addHours(now, 5), {})
  await schedules.remove('gas:H00017')
  await schedules.remove('gas:H00017')
  expect(held.size).toBe(0)
})

test('names are what Scheduler allows, the same each time, and different for different ids', () => {
  const ids = [
    'gas:H00017',
    'gas.H00017',
    'gas/H00017',
    'CMP-7K3Q-9D',
    'x'.repeat(64),
    'x'.repeat(65),
    'x'.repeat(66),
    'ü',
    digestId('a@x.org', '2027-07-01'),
  ]
  const names = ids.map(scheduleName)
  for (const name of names) expect(name).toMatch(/^[0-9a-zA-Z\-_.]{1,64}$/)
  expect(new Set(names).size).toBe(ids.length)
  expect(names).toEqual(ids.map(scheduleName))
})

test('a fraction of a second is rounded up: never before its time', () => {
  expect(atExpression('2027-07-01T15:00:00.001Z' as Instant)).toBe('at(2027-07-01T15:00:01)')
  expect(atExpression('2027-12-31T23:59:59.999Z' as Instant)).toBe('at(2028-01-01T00:00:00)')
})
