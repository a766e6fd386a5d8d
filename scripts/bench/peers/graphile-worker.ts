/** graphile-worker: a timer is a job with `run_at`, keyed by its obligation and so replaced; jobs come by a local queue of 500, and end in batches. */
import { Logger, makeWorkerUtils, type Runner, run } from 'graphile-worker'
import type pg from 'pg'
import { applyCallback, type Obligation } from './obligation.ts'
import { change, counter, expire, insertAll, type OpenPeer, poolAt, prepare, type Timer } from './peer.ts'

const TASK = 'deadline'
const BATCH = 500
const ADD = `select graphile_worker.add_job('${TASK}', payload := $1, run_at := $2, job_key := $3)`

/** It says each job that it ends. */
const silent = new Logger(() => () => {})

declare global {
  namespace GraphileWorker {
    // The package has its tasks declared by merging, which a type cannot do.
    // biome-ignore lint/style/useConsistentTypeDefinitions: as above
    interface Tasks {
      deadline: Timer
    }
  }
}

export const openGraphileWorker: OpenPeer = async (url, lanes) => {
  const pool = poolAt(url, lanes)
  const own = { connectionString: url, maxPoolSize: lanes + 2, logger: silent }
  await prepare(pool, lanes)
  const utils = await makeWorkerUtils(own)
  await utils.migrate()
  const timerOf = ({ id, version }: Obligation): Timer => ({ id, version })
  const rearm = (client: pg.PoolClient, next: Obligation) =>
    client.query({ name: 'add', text: ADD, values: [JSON.stringify(timerOf(next)), next.dueAt, next.id] })
  const runners: Runner[] = []
  return {
    ingest: async all => {
      await insertAll(pool, all)
      await utils.addJobs(
        all.map(one => ({ identifier: TASK, payload: timerOf(one), runAt: new Date(one.dueAt), jobKey: one.id })),
      )
    },
    complete: async callback => {
      await change(pool, callback.obligationId, was => applyCallback(was, callback), rearm)
    },
    fire: async (count, tell) => {
      const { all, told, failed } = counter(count)
      const deadline = async (timer: Timer): Promise<void> => {
        try {
          const next = await expire(pool, timer, rearm)
          if (next) await tell(next).then(told)
        } catch (error) {
          failed(error)
        }
      }
      const worker = {
        concurrentJobs: lanes,
        localQueue: { size: BATCH },
        completeJobBatchDelay: 0,
        failJobBatchDelay: 0,
      }
      const how = { ...own, noHandleSignals: true, parsedCronItems: [], taskList: { deadline } }
      runners.push(await run({ ...how, preset: { worker } }))
      await all
    },
    waiting: async from => {
      const text = 'select count(*)::int from graphile_worker.jobs where run_at >= $1'
      return (await pool.query<{ count: number }>(text, [from])).rows[0]!.count
    },
    stop: async () => {
      for (const runner of runners) await runner.stop()
      await utils.release()
      await pool.end()
    },
  }
}
