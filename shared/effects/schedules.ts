/**
 * One-off schedules. They are prompts, not the truth: the minute's tick finds whatever a schedule failed to. So each
 * has a name made of what it is about, and may be put or removed any number of times.
 */
import { createHash, randomUUID } from 'node:crypto'
import type { Caller } from '../aws/caller.ts'
import { saidBy } from '../aws/fault.ts'
import { fromEpoch, type Instant, toEpoch } from '../core/time.ts'

export type Schedules = {
  /** `now`: due within a minute, nothing was made, the caller acts at once or leaves it to the tick */
  put: (name: string, at: Instant, input: unknown) => Promise<'set' | 'now'>
  /** success too when it is not there */
  remove: (name: string) => Promise<void>
}

/** Scheduler promises the minute, not the second; what is nearer than that may already be past when it is made. */
const NEAR = 60_000
const LONGEST = 64

/** A schedule's name: `^[0-9a-zA-Z-_.]+$`, at most 64. What had to be changed is told apart by a hash of the whole. */
export const scheduleName = (id: string): string => {
  const plain = id.replace(/[^0-9a-zA-Z\-_.]/g, '.')
  if (plain === id && id.length <= LONGEST && id.length > 0) return id
  const hash = createHash('sha256').update(id).digest('hex').slice(0, 16)
  return `${plain.slice(0, LONGEST - 17)}-${hash}`
}

/** `at()` takes no zone and no fraction: UTC, rounded up, so that it never fires before its time. */
export const atExpression = (at: Instant): string =>
  `at(${fromEpoch(Math.ceil(toEpoch(at) / 1000) * 1000).slice(0, 19)})`

export type ScheduleSettings = {
  group: string
  targetArn: string
  /** what Scheduler assumes to call the target */
  roleArn: string
  deadLetterArn?: string | undefined
  now: () => Instant
}

/** A schedule's own part of the API's CreateSchedule and UpdateSchedule; its name stands in the path. */
const described = (settings: ScheduleSettings, at: Instant, input: unknown) => ({
  GroupName: settings.group,
  ScheduleExpression: atExpression(at),
  ScheduleExpressionTimezone: 'UTC',
  FlexibleTimeWindow: { Mode: 'OFF' },
  // Completed ones would count against the quota.
  ActionAfterCompletion: 'DELETE',
  Target: {
    Arn: settings.targetArn,
    RoleArn: settings.roleArn,
    Input: JSON.stringify(input),
    // The tick is the guarantee; a prompt an hour late prompts nothing.
    RetryPolicy: { MaximumEventAgeInSeconds: 3_600, MaximumRetryAttempts: 10 },
    ...(settings.deadLetterArn ? { DeadLetterConfig: { Arn: settings.deadLetterArn } } : {}),
  },
})

export const eventBridgeSchedules = (call: Caller, settings: ScheduleSettings): Schedules => {
  const path = (name: string): string => `/schedules/${scheduleName(name)}`

  /** `POST` makes one and is refused where there is one, `PUT` changes one and is refused where there is none. */
  const write = (method: 'POST' | 'PUT', name: string, made: object) =>
    call({
      method,
      path: path(name),
      headers: { 'content-type': 'application/json' },
      // One token for all attempts: what was made and not answered is not taken for somebody else's.
      body: JSON.stringify({ ...made, ClientToken: randomUUID() }),
    })

  const update = async (name: string, made: object): Promise<void> => {
    try {
      await write('PUT', name, made)
    } catch (error) {
      // It fired, or was removed, between the two calls.
      if (!saidBy(error, 'ResourceNotFoundException')) throw error
      await write('POST', name, made)
    }
  }

  return {
    put: async (name, at, input) => {
      if (toEpoch(at) - toEpoch(settings.now()) <= NEAR) return 'now'
      const made = described(settings, at, input)
      try {
        await write('POST', name, made)
      } catch (error) {
        if (!saidBy(error, 'ConflictException')) throw error
        await update(name, made)
      }
      return 'set'
    },
    remove: async name => {
      try {
        await call({
          method: 'DELETE',
          path: path(name),
          query: { groupName: settings.group, clientToken: randomUUID() },
        })
      } catch (error) {
        if (!saidBy(error, 'ResourceNotFoundException')) throw error
      }
    },
  }
}
