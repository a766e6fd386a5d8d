/** Timers across deployments: one made by the release before fires in the next; one that fell due meanwhile is caught up. */
import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { GetScheduleCommand, SchedulerClient, UpdateScheduleCommand } from '@aws-sdk/client-scheduler'
import { fromEpoch } from '../../shared/core/time.ts'
import type { Doors } from './doors.ts'
import { holds, lowWater, mails, step, until } from './emulator.ts'

const DAY = 24 * 3_600_000
const ENDED = 'EMERGENCY HAZARD NOT SAFE'

export type Timer = { caseId: string; ends: number }

/** Stops or starts the standing schedule of the tick. */
export const setTick = async (shortName: string, State: 'ENABLED' | 'DISABLED'): Promise<void> => {
  const GroupName = `dutyholder-${shortName}-standing`
  const client = new SchedulerClient()
  const { FlexibleTimeWindow, Name, ScheduleExpression, ScheduleExpressionTimezone, Target } = await client.send(
    new GetScheduleCommand({ GroupName, Name: 'tick' }),
  )
  const same = { FlexibleTimeWindow, Name, ScheduleExpression, ScheduleExpressionTimezone, Target }
  await client.send(new UpdateScheduleCommand({ ...same, GroupName, State }))
}

export const tickRan = (): Promise<unknown> =>
  step('Scheduler → tick: it ran by itself, and told where it stands', () => until('its mark', lowWater, 90))

/** An emergency reported almost 24 hours ago, so that its clock ends while we look. */
export const endsIn = async ({ staff }: Doors, seconds: number): Promise<Timer> => {
  const ends = Date.now() + seconds * 1_000
  const facts = { awareAt: fromEpoch(ends - DAY), kind: 'damp_mould', severityHint: 'emergency' }
  const body = JSON.stringify({ id: randomUUID(), assetId: 'H1', facts })
  const { status, text, body: made } = await staff('/workflows/hazard/cases', body)
  holds(status === 201, text)
  return { caseId: made.caseId, ends }
}

/** Waits for its end; nobody may have been told by then. */
export const untilItEnds = async ({ caseId, ends }: Timer): Promise<void> => {
  holds((await mails(ENDED, caseId)) === undefined || Date.now() > ends, `${caseId}: told before its time`)
  await pause(Math.max(0, ends - Date.now()))
}

export const told = ({ caseId }: Timer, seconds: number): Promise<unknown> =>
  until(`the mail about ${caseId}`, () => mails(ENDED, caseId), seconds)

export const notTold = async ({ caseId, ends }: Timer): Promise<void> => {
  holds(Date.now() > ends, `${caseId}: its time has not come`)
  holds((await mails(ENDED, caseId)) === undefined, `${caseId}: told, though nothing was there to tell it`)
}
