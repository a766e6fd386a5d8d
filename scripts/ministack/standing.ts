/** What stands of the service, to be compared before and after a deployment that failed: functions, timers, events. */
import { GetScheduleCommand, ListSchedulesCommand, SchedulerClient } from '@aws-sdk/client-scheduler'
import * as z from 'zod'
import { asService, endpoint, events, until } from './emulator.ts'

const listed = z.object({
  Functions: z.array(
    z.object({
      FunctionName: z.string(),
      CodeSha256: z.string(),
      Timeout: z.number(),
      MemorySize: z.number(),
      Environment: z.object({ Variables: z.record(z.string(), z.string()) }).optional(),
    }),
  ),
})

/** Code, settings and variables of each function, by name. */
const functions = async (): Promise<ReadonlyMap<string, string>> => {
  const answer = await fetch(`${endpoint}/2015-03-31/functions/?MaxItems=10000`, { headers: asService('lambda') })
  const { Functions } = listed.parse(await answer.json())
  return new Map(Functions.map(one => [one.FunctionName, JSON.stringify(one)]))
}

/** When each schedule of a group fires, by name. */
const schedules = async (group: string): Promise<ReadonlyMap<string, string>> => {
  const client = new SchedulerClient()
  const { Schedules = [] } = await client.send(new ListSchedulesCommand({ GroupName: group }))
  const told = Schedules.map(async ({ Name = '' }): Promise<[string, string]> => {
    const { ScheduleExpression, State, Target } = await client.send(new GetScheduleCommand({ GroupName: group, Name }))
    return [Name, JSON.stringify({ ScheduleExpression, State, to: Target?.Arn, input: Target?.Input })]
  })
  return new Map(await Promise.all(told))
}

export const standing = async (shortName: string) => ({
  functions: await functions(),
  timers: await schedules(`dutyholder-${shortName}-cases`),
  jobs: await schedules(`dutyholder-${shortName}-standing`),
  events: await events(),
})

/** Waits for the schedule that wakes this case. */
export const armed = (shortName: string, caseId: string): Promise<string> =>
  until(`the schedule of ${caseId}`, async () =>
    [...(await standing(shortName)).timers.values()].find(one => one.includes(caseId)),
  )

/** The names under which `after` holds something else, or nothing. */
export const differing = (before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[] =>
  [...before].filter(([name, held]) => after.get(name) !== held).map(([name]) => name)
