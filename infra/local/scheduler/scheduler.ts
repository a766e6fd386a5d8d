/**
 * EventBridge Scheduler on this machine (restJson1): schedules and groups over HTTP, kept in SQLite, fired by the
 * pushable clock. Signatures are not checked. Not offered: cron(), tags, start and end dates.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { fromEpoch, type Instant } from '../../../shared/core/time.ts'
import { answer, listen, type Running, readBody } from '../http/wire.ts'
import type { Clock } from '../time/clock.ts'
import { type FireOptions, fireDue } from './schedule-fire.ts'
import { openScheduleStore } from './schedule-store.ts'
import { handleScheduler } from './scheduler-api.ts'

export type Scheduler = Running & {
  /** Fires all that is due up to then, in order; calls wait for one another. Answers how many fired. */
  fireDue(upTo: Instant): Promise<number>
  /** When the next schedule fires. */
  nextAt(): Instant | undefined
}

export type SchedulerOptions = FireOptions & { file: string; clock: Clock; port?: number }

export const startScheduler = async ({ file, clock, port = 0, ...options }: SchedulerOptions): Promise<Scheduler> => {
  const store = openScheduleStore(file)
  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readBody(request, 1_000_000)
    const { status, error, data } =
      body === 'too_large'
        ? { status: 413, error: 'ValidationException', data: { Message: 'The request is too large' } }
        : handleScheduler(store, clock, request.method ?? 'GET', request.url ?? '/', body.toString())
    const headers = { 'content-type': 'application/json', ...(error ? { 'x-amzn-errortype': error } : {}) }
    answer(response, status, headers, JSON.stringify(data))
  }
  const server = await listen((request, response) => {
    respond(request, response).catch(error =>
      answer(
        response,
        500,
        { 'x-amzn-errortype': 'InternalServerException' },
        JSON.stringify({ Message: String(error) }),
      ),
    )
  }, port)
  let last: Promise<unknown> = Promise.resolve()
  return {
    ...server,
    fireDue: upTo => {
      const mine = last.then(() => fireDue(store, upTo, options))
      last = mine.catch(() => undefined)
      return mine
    },
    nextAt: () => {
      const next = store.earliest()?.next
      return next === undefined ? undefined : fromEpoch(next)
    },
    stop: async () => {
      await server.stop()
      // A target that never answers must not keep us from stopping: its schedule is still kept.
      await Promise.race([last, pause(2000, undefined, { ref: false })])
      store.close()
    },
  }
}
