import { join } from 'node:path'
import {
  CreateScheduleCommand,
  CreateScheduleGroupCommand,
  DeleteScheduleCommand,
  GetScheduleCommand,
  ListSchedulesCommand,
  SchedulerClient,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openDeadLetters } from '../../infra/local/lambda/dead-letters.ts'
import { startScheduler } from '../../infra/local/scheduler/scheduler.ts'
import { createClock } from '../../infra/local/time/clock.ts'
import { instant } from '../../shared/core/time.ts'
import { folder, local } from './support.ts'

const at = (text: string) => instant.parse(text)
const TARGET = 'arn:aws:lambda:eu-west-2:000000000000:function:wake'

const start = async (data = folder(), invoke: (arn: string, input: unknown) => Promise<unknown> = async () => {}) => {
  const calls: [string, unknown][] = []
  const clock = createClock({ startAt: at('2026-11-22T12:00:00Z') })
  const deadLetters = openDeadLetters(join(data, 'dead-letters'), clock.now)
  const scheduler = await startScheduler({
    file: join(data, 'scheduler.sqlite'),
    clock,
    deadLetters,
    maxAttempts: 2,
    invoke: async (arn, input) => {
      calls.push([arn, input])
      await invoke(arn, input)
    },
  })
  onTestFinished(scheduler.stop)
  const client = new SchedulerClient(local(scheduler.endpoint))
  onTestFinished(() => client.destroy())
  return { data, clock, scheduler, client, calls, deadLetters }
}

const once = (Name: string, time: string, more: object = {}) => ({
  Name,
  ScheduleExpression: `at(${time})`,
  FlexibleTimeWindow: { Mode: 'OFF' as const },
  ActionAfterCompletion: 'DELETE' as const,
  Target: { Arn: TARGET, RoleArn: 'arn:aws:iam::000000000000:role/r', Input: JSON.stringify({ case: Name }) },
  ...more,
})

describe('schedules over the wire', () => {
  it('creates, shows, changes and deletes, with the service’s errors', async () => {
    const { client } = await start()
    const made = await client.send(new CreateScheduleCommand(once('wake-1', '2026-11-23T06:00:00')))
    expect(made.ScheduleArn).toMatch(/schedule\/default\/wake-1$/)
    await expect(client.send(new CreateScheduleCommand(once('wake-1', '2026-11-23T06:00:00')))).rejects.toMatchObject({
      name: 'ConflictException',
    })
    await client.send(new UpdateScheduleCommand(once('wake-1', '2026-11-24T06:00:00')))
    const shown = await client.send(new GetScheduleCommand({ Name: 'wake-1' }))
    expect(shown).toMatchObject({
      ScheduleExpression: 'at(2026-11-24T06:00:00)',
      State: 'ENABLED',
      GroupName: 'default',
    })
    expect(shown.CreationDate).toBeInstanceOf(Date)
    await client.send(new DeleteScheduleCommand({ Name: 'wake-1' }))
    for (const gone of [new GetScheduleCommand({ Name: 'wake-1' }), new DeleteScheduleCommand({ Name: 'wake-1' })]) {
      await expect(client.send(gone as GetScheduleCommand)).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
    }
  })

  it('repeats a create with the same client token without a conflict', async () => {
    const { client } = await start()
    const request = once('wake-1', '2026-11-23T06:00:00', { ClientToken: 'token-1' })
    const first = await client.send(new CreateScheduleCommand(request))
    expect((await client.send(new CreateScheduleCommand(request))).ScheduleArn).toBe(first.ScheduleArn)
  })

  it.each([
    ['a name of 65 characters', once('x'.repeat(65), '2026-11-23T06:00:00')],
    ['a name with a colon', once('gas:H1', '2026-11-23T06:00:00')],
    ['a date that does not exist', once('a', '2026-02-30T06:00:00')],
    ['an unknown zone', once('a', '2026-11-23T06:00:00', { ScheduleExpressionTimezone: 'Europe/Atlantis' })],
    ['cron, which is not offered here', once('a', '', { ScheduleExpression: 'cron(0 6 * * ? *)' })],
  ])('refuses %s', async (_, request) => {
    const { client } = await start()
    await expect(client.send(new CreateScheduleCommand(request))).rejects.toMatchObject({ name: 'ValidationException' })
  })

  it('lists by group, prefix and page', async () => {
    const { client } = await start()
    await client.send(new CreateScheduleGroupCommand({ Name: 'cases' }))
    for (const name of ['a1', 'a2', 'a3', 'b1']) {
      await client.send(new CreateScheduleCommand(once(name, '2026-11-23T06:00:00', { GroupName: 'cases' })))
    }
    await client.send(new CreateScheduleCommand(once('a9', '2026-11-23T06:00:00')))
    const query = { GroupName: 'cases', NamePrefix: 'a', MaxResults: 2 }
    const one = await client.send(new ListSchedulesCommand(query))
    const two = await client.send(new ListSchedulesCommand({ ...query, NextToken: one.NextToken }))
    expect([one, two].map(page => page.Schedules?.map(s => s.Name))).toEqual([['a1', 'a2'], ['a3']])
    expect(two.NextToken).toBeUndefined()
    await expect(
      client.send(new CreateScheduleCommand(once('c', '2026-11-23T06:00:00', { GroupName: 'none' }))),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
  })
})

describe('firing', () => {
  it('fires what is due in the order of time, in its zone, and deletes it; the rest waits', async () => {
    const { client, scheduler, calls } = await start()
    await client.send(new CreateScheduleCommand(once('later', '2026-11-24T06:00:00')))
    await client.send(new CreateScheduleCommand(once('second', '2026-07-01T06:30:00')))
    // 07:00 in London in summer is 06:00 UTC.
    const london = { ScheduleExpressionTimezone: 'Europe/London' }
    await client.send(new CreateScheduleCommand(once('first', '2026-07-01T07:00:00', london)))
    expect(scheduler.nextAt()).toBe('2026-07-01T06:00:00.000Z')
    expect(await scheduler.fireDue(at('2026-11-23T00:00:00Z'))).toBe(2)
    expect(calls).toEqual([
      [TARGET, { case: 'first' }],
      [TARGET, { case: 'second' }],
    ])
    expect(scheduler.nextAt()).toBe('2026-11-24T06:00:00.000Z')
    await expect(client.send(new GetScheduleCommand({ Name: 'first' }))).rejects.toThrow()
  })

  it('repeats a rate, and fills in the attributes of the schedule', async () => {
    const { client, scheduler, calls, clock } = await start()
    const release = clock.hold()
    onTestFinished(release)
    await client.send(
      new CreateScheduleCommand({
        ...once('hourly', ''),
        ScheduleExpression: 'rate(1 hour)',
        Target: { Arn: TARGET, RoleArn: 'r', Input: '{"time":"<aws.scheduler.scheduled-time>"}' },
      }),
    )
    const first = clock.millis()
    expect(await scheduler.fireDue(at(new Date(first + 2 * 3_600_000).toISOString()))).toBe(3)
    expect(calls.map(([, input]) => Date.parse((input as { time: string }).time) - first)).toEqual([
      0, 3_600_000, 7_200_000,
    ])
  })

  it('tries again, then keeps a dead letter that can be replayed', async () => {
    const { client, scheduler, calls, deadLetters } = await start(folder(), async () => {
      throw new Error('down')
    })
    await client.send(new CreateScheduleCommand(once('wake-1', '2026-11-20T06:00:00')))
    await scheduler.fireDue(at('2026-11-23T00:00:00Z'))
    expect(calls).toHaveLength(2)
    const [letter] = deadLetters.list()
    expect(letter).toMatchObject({ target: TARGET, payload: { case: 'wake-1' }, attempts: 2 })
    await expect(deadLetters.replay(letter!.id, async () => Promise.reject(new Error('still')))).rejects.toThrow(
      'still',
    )
    expect(deadLetters.list()).toHaveLength(1)
    expect(await deadLetters.replay(letter!.id, async () => {})).toBe(true)
    expect(deadLetters.list()).toEqual([])
  })

  it('keeps a schedule that its own target set anew while it fired', async () => {
    const rig = await start(folder(), async () => {
      await rig.client.send(new UpdateScheduleCommand(once('wake-1', '2026-12-01T06:00:00')))
    })
    await rig.client.send(new CreateScheduleCommand(once('wake-1', '2026-11-20T06:00:00')))
    expect(await rig.scheduler.fireDue(at('2026-11-23T00:00:00Z'))).toBe(1)
    expect(rig.scheduler.nextAt()).toBe('2026-12-01T06:00:00.000Z')
  })

  it('fires after a restart what was set before, and again what had not been answered when it died', async () => {
    const died = await start(folder(), () => new Promise(() => {}))
    await died.client.send(new CreateScheduleCommand(once('wake-1', '2026-11-20T06:00:00')))
    void died.scheduler.fireDue(at('2026-11-23T00:00:00Z'))
    await expect.poll(() => died.calls.length).toBe(1)
    const again = await start(died.data)
    expect(await again.scheduler.fireDue(at('2026-11-23T00:00:00Z'))).toBe(1)
    expect(again.calls).toEqual([[TARGET, { case: 'wake-1' }]])
    expect(again.scheduler.nextAt()).toBeUndefined()
  })
})
