/**
 * A reading of the water is told about the system: that is the job a contractor has. The case that waits for it is one
 * outlet's task in one period, which is named by what the reading says.
 */
import { dayOf } from '../../core/time.ts'
import { periodOf } from '../../workflows/parts/period.ts'
import { type TaskName, tasks, waterTaskId } from '../../workflows/parts/water.ts'
import type { Callback } from './callback.ts'

type Reading = Extract<Callback, { eventType: 'monitoring.reading' }>

const SYSTEM = 'legionella:'

const byKind = {
  hot: 'hot_sentinel',
  cold: 'cold_sentinel',
  flow: 'calorifier_flow',
  return: 'calorifier_return',
} as const satisfies Record<NonNullable<Reading['data']['kind']>, TaskName>

const isTask = (name: string): name is TaskName => Object.hasOwn(tasks, name)

/** Our own name of the task; or a sentinel's, by what was measured. */
const taskOf = ({ data: { task, kind } }: Reading): TaskName | undefined => {
  if (task !== undefined && isTask(task)) return task
  return kind !== undefined && (task === undefined || task === 'sentinel') ? byKind[kind] : undefined
}

export type WaterJob = { ok: true; body: Callback } | { ok: false; path: string; message: string }

/** The message about the task that it is of; any other as it is. Not ok: it does not say which task. */
export const waterJob = (body: Callback, jobId: string): WaterJob => {
  if (body.eventType !== 'monitoring.reading' || !jobId.startsWith(SYSTEM)) return { ok: true, body }
  const task = taskOf(body)
  if (!task)
    return {
      ok: false,
      path: 'data.task',
      message: `one of ${Object.keys(tasks).join(', ')}; or data.kind alone for a sentinel or calorifier`,
    }
  const on = dayOf(body.occurredAt)
  const system = jobId.slice(SYSTEM.length)
  const period = periodOf(tasks[task].every, on).id
  const { period: said, ...data } = body.data
  // A month is the contract's only way to name a period: one that holds the reading's day is no contradiction.
  const kept = said === undefined || said === on.slice(0, 7) ? {} : { period: said }
  return {
    ok: true,
    body: {
      ...body,
      caseId: waterTaskId({ system, outlet: body.data.outlet, task }, { id: period }),
      data: { ...data, ...kept, task },
    },
  }
}
