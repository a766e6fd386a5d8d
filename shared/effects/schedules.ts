/**
 * One-off schedules. They are prompts, not the truth: the minute's tick finds whatever a schedule failed to. So each
 * has a name made of what it is about, and may be put or removed any number of times.
 */
import { createHash } from 'node:crypto'
import {
  ConflictException,
  CreateScheduleCommand,
  type CreateScheduleCommandInput,
  DeleteScheduleCommand,
  ResourceNotFoundException,
  type SchedulerClient,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler'
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

const described = (settings: ScheduleSettings, name: string, at: Instant, input: unknown) =>
  ({
    Name: scheduleName(name),
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
  }) satisfies CreateScheduleCommandInput

export const eventBridgeSchedules = (client: SchedulerClient, settings: ScheduleSettings): Schedules => {
  const create = (made: CreateScheduleCommandInput) => client.send(new CreateScheduleCommand(made))

  const update = async (made: CreateScheduleCommandInput): Promise<void> => {
    try {
      await client.send(new UpdateScheduleCommand(made))
    } catch (error) {
      // It fired, or was removed, between the two calls.
      if (!(error instanceof ResourceNotFoundException)) throw error
      await create(made)
    }
  }

  return {
    put: async (name, at, input) => {
      if (toEpoch(at) - toEpoch(settings.now()) <= NEAR) return 'now'
      const made = described(settings, name, at, input)
      try {
        await create(made)
      } catch (error) {
        if (!(error instanceof ConflictException)) throw error
        await update(made)
      }
      return 'set'
    },
    remove: async name => {
      try {
        await client.send(new DeleteScheduleCommand({ Name: scheduleName(name), GroupName: settings.group }))
      } catch (error) {
        if (!(error instanceof ResourceNotFoundException)) throw error
      }
    },
  }
}
