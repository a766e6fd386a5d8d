/** Firing what is due: in the order of time, at least once. A schedule goes only when its target has answered. */
import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { fromEpoch, type Instant, toEpoch } from '../../../shared/core/time.ts'
import type { DeadLetters } from '../lambda/dead-letters.ts'
import type { Kept, ScheduleStore } from './schedule-store.ts'
import { period } from './schedules.ts'

export type Invoke = (targetArn: string, input: unknown) => Promise<unknown>

export type FireOptions = {
  invoke: Invoke
  deadLetters: DeadLetters
  /** The service tries 185 times over 24 hours; here at most this often, 100 ms doubling to 2 s apart. */
  maxAttempts?: number
}

/** Fires everything due up to and at `upTo`; answers how many. */
export const fireDue = async (store: ScheduleStore, upTo: Instant, options: FireOptions): Promise<number> => {
  const limit = toEpoch(upTo)
  let fired = 0
  for (;;) {
    const due = store.earliest()
    if (due?.next === undefined || due.next > limit) return fired
    await fire(due, due.next, options)
    fired += 1
    store.done(due, after(due, due.next))
  }
}

const after = ({ body }: Kept, at: number): number | 'never' | 'delete' => {
  const every = period(body.ScheduleExpression)
  if (every !== undefined) return at + every
  return body.ActionAfterCompletion === 'DELETE' ? 'delete' : 'never'
}

const fire = async (due: Kept, at: number, { invoke, deadLetters, maxAttempts = 5 }: FireOptions): Promise<void> => {
  const { Target } = due.body
  const attempts = Math.min(maxAttempts, 1 + (Target.RetryPolicy?.MaximumRetryAttempts ?? 185))
  const execution = randomUUID()
  let payload: unknown
  let error = ''
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    if (attempt > 1) await pause(Math.min(2000, 50 * 2 ** (attempt - 1)))
    payload = input(due, at, execution, attempt)
    try {
      await invoke(Target.Arn, payload)
      return
    } catch (thrown) {
      error = String(thrown)
    }
  }
  deadLetters.add({ target: Target.Arn, payload, error, attempts })
}

const input = (due: Kept, at: number, execution: string, attempt: number): unknown => {
  const values: Record<string, string> = {
    'schedule-arn': scheduleArn(due.group, due.name),
    'scheduled-time': fromEpoch(at).replace('.000Z', 'Z'),
    'execution-id': execution,
    'attempt-number': String(attempt),
  }
  const text = (due.body.Target.Input ?? '{}').replace(
    /<aws\.scheduler\.([a-z-]+)>/g,
    (whole, key) => values[key] ?? whole,
  )
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

export const scheduleArn = (group: string, name: string): string =>
  `arn:aws:scheduler:eu-west-2:000000000000:schedule/${group}/${name}`
