/** What a schedule is and when it fires: the request as EventBridge Scheduler takes it, checked as it checks it. */
import { Temporal } from 'temporal-polyfill'
import * as z from 'zod'

/** API reference of EventBridge Scheduler, CreateSchedule: names of 1 to 64 of these characters. */
export const scheduleName = z.string().regex(/^[0-9a-zA-Z\-_.]{1,64}$/, 'must be 1 to 64 of 0-9 a-z A-Z - _ .')

export const scheduleBody = z.object({
  ScheduleExpression: z.string(),
  ScheduleExpressionTimezone: z.string().default('UTC'),
  State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  ActionAfterCompletion: z.enum(['NONE', 'DELETE']).default('NONE'),
  FlexibleTimeWindow: z.object({
    Mode: z.enum(['OFF', 'FLEXIBLE']),
    MaximumWindowInMinutes: z.number().int().min(1).max(1440).optional(),
  }),
  Target: z.object({
    Arn: z.string().min(1),
    RoleArn: z.string().min(1),
    Input: z.string().optional(),
    RetryPolicy: z
      .object({
        MaximumRetryAttempts: z.number().int().min(0).max(185).optional(),
        MaximumEventAgeInSeconds: z.number().int().min(60).max(86_400).optional(),
      })
      .optional(),
    DeadLetterConfig: z.object({ Arn: z.string().optional() }).optional(),
  }),
  GroupName: scheduleName.default('default'),
  ClientToken: z.string().optional(),
  Description: z.string().max(512).optional(),
})
export type ScheduleBody = z.output<typeof scheduleBody>

const AT = /^at\((\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})\)$/
const RATE = /^rate\(([1-9]\d*) (minute|hour|day)s?\)$/
const UNIT = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const

/** The time `at()` names, in its zone, as milliseconds since 1970: in spring's lost hour after it, in autumn the first. */
const atTime = (local: string, zone: string): number =>
  Temporal.PlainDateTime.from(local, { overflow: 'reject' }).toZonedDateTime(zone).epochMilliseconds

export const period = (expression: string): number | undefined => {
  const [, count, unit] = RATE.exec(expression) ?? []
  return unit === undefined ? undefined : Number(count) * UNIT[unit as keyof typeof UNIT]
}

/** First time to fire, milliseconds since 1970; undefined: the expression is not one we can keep (`cron()` is not offered here). */
export const firstTime = (body: ScheduleBody, now: number): number | undefined => {
  const local = AT.exec(body.ScheduleExpression)?.[1]
  try {
    if (local !== undefined) return atTime(local, body.ScheduleExpressionTimezone)
  } catch {
    return undefined
  }
  // A rate without a start date begins at once (User Guide, schedule types).
  return period(body.ScheduleExpression) === undefined ? undefined : now
}
