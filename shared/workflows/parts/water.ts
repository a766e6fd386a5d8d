/** Monitoring tasks of HSG274-2 with their periods and limits, and how one is opened. */
import type { Reckon } from '../../core/reckon.ts'
import type { Day } from '../../core/time.ts'
import type { Raise } from '../../core/workflow.ts'
import type { RuleId } from '../../law/rules.ts'
import { type Every, type Period, periodOf } from './period.ts'

type Limit = { over?: RuleId; healthcare?: RuleId; under?: RuleId; withinMinutes?: RuleId }
type Task = { title: string; every: Every; source: RuleId; limit?: Limit }

export const tasks = {
  hot_sentinel: {
    title: 'hot sentinel outlet',
    every: 'month',
    source: 'lra.task.sentinel',
    limit: {
      over: 'lra.monitor.hotSentinel',
      healthcare: 'lra.monitor.hotSentinel.healthcare',
      withinMinutes: 'lra.monitor.hotSentinel.within',
    },
  },
  cold_sentinel: {
    title: 'cold sentinel outlet',
    every: 'month',
    source: 'lra.task.sentinel',
    limit: { under: 'lra.monitor.cold', withinMinutes: 'lra.monitor.cold.within' },
  },
  calorifier_flow: {
    title: 'calorifier flow',
    every: 'month',
    source: 'lra.task.sentinel',
    limit: { over: 'lra.monitor.calorifier.flow' },
  },
  calorifier_return: {
    title: 'calorifier return',
    every: 'month',
    source: 'lra.task.sentinel',
    limit: { over: 'lra.monitor.calorifier.return' },
  },
  flushing: { title: 'flushing of a little-used outlet', every: 'week', source: 'lra.task.flushing' },
  showerheads: { title: 'showerheads cleaned and descaled', every: 'quarter', source: 'lra.task.showerheads' },
  cold_tank_half: {
    title: 'cold tank inspection, half-yearly',
    every: 'half',
    source: 'lra.task.coldTank',
    limit: { under: 'lra.monitor.cold' },
  },
  cold_tank: {
    title: 'cold tank inspection',
    every: 'year',
    source: 'lra.task.coldTank',
    limit: { under: 'lra.monitor.cold' },
  },
  calorifier: { title: 'calorifier inspection and blowdown', every: 'year', source: 'lra.task.calorifier' },
  tmv: { title: 'mixing valve service and fail-safe', every: 'year', source: 'lra.task.tmv' },
} as const satisfies Record<string, Task>
export type TaskName = keyof typeof tasks
export const taskNames = Object.keys(tasks) as [TaskName, ...TaskName[]]

export type Reading = { temp?: number | undefined; timeToTemp?: number | undefined }
/**
 * Whether a reading is in range, and if not, why. Degrees Celsius; `timeToTemp` in seconds. A task without a
 * temperature is done when it was done.
 */
export const judge = (
  task: TaskName,
  reading: Reading,
  healthcare: boolean,
  reckon: Pick<Reckon, 'rule'>,
): string | undefined => {
  const { limit }: Task = tasks[task]
  if (!limit) return undefined
  const { temp, timeToTemp } = reading
  if (temp === undefined) return 'no temperature'
  const over = healthcare ? (limit.healthcare ?? limit.over) : limit.over
  if (over && temp < reckon.rule(over)) return `${temp} °C, below ${reckon.rule(over)}`
  if (limit.under && temp >= reckon.rule(limit.under)) return `${temp} °C, not below ${reckon.rule(limit.under)}`
  if (limit.withinMinutes && timeToTemp !== undefined && timeToTemp > reckon.rule(limit.withinMinutes) * 60)
    return `reached after ${timeToTemp} seconds`
  return undefined
}

export type WaterTask = { system: string; outlet: string; task: TaskName; healthcare?: boolean | undefined }

/** One case for system, outlet, task and period: whoever opens it, and however often, it is the same one. */
export const waterTaskId = ({ system, outlet, task }: WaterTask, period: Pick<Period, 'id'>): string =>
  `water-task:${system}:${outlet}:${task}:${period.id}`

export const opensTask = (t: WaterTask, period: Period, failsBefore = 0): Raise => ({
  workflow: 'water-task',
  id: waterTaskId(t, period),
  assetId: t.system,
  child: false,
  facts: {
    system: t.system,
    outlet: t.outlet,
    task: t.task,
    healthcare: t.healthcare ?? false,
    period: period.id,
    from: period.from,
    to: period.to,
    failsBefore,
  },
})

export const opensTaskOn = (t: WaterTask, on: Day): Raise => opensTask(t, periodOf(tasks[t.task].every, on))
