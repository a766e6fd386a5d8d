/** pg-boss: a timer is a job with `startAfter`, sent within the transaction; jobs are fetched 500 at a time. */

import type pg from 'pg'
import { PgBoss } from 'pg-boss'
import { pool as each } from '../measure.ts'
import { applyCallback, type Obligation } from './obligation.ts'
import { change, counter, expire, insertAll, type OpenPeer, poolAt, prepare, type Timer } from './peer.ts'

const QUEUE = 'deadline'
const BATCH = 500
const timerOf = ({ id, version }: Obligation): Timer => ({ id, version })

export const openPgBoss: OpenPeer = async (url, lanes) => {
  const pool = poolAt(url, lanes)
  await prepare(pool, lanes)
  const boss = new PgBoss({ connectionString: url, max: 10 })
  await boss.start()
  await boss.createQueue(QUEUE)
  const rearm = (client: pg.PoolClient, next: Obligation) => {
    const db = { executeSql: (text: string, values?: unknown[]) => client.query(text, values) }
    return boss.send(QUEUE, timerOf(next), { startAfter: next.dueAt, db })
  }
  return {
    ingest: async all => {
      await insertAll(pool, all)
      await boss.insert(
        QUEUE,
        all.map(one => ({ data: timerOf(one), startAfter: one.dueAt })),
      )
    },
    complete: async callback => {
      await change(pool, callback.obligationId, was => applyCallback(was, callback), rearm)
    },
    fire: async (count, tell) => {
      const { all, told, failed } = counter(count)
      await boss.work<Timer>(QUEUE, { batchSize: BATCH, pollingIntervalSeconds: 0.5, burstWhenBatchFull: true }, jobs =>
        each(jobs, lanes, async ({ data }) => {
          const next = await expire(pool, data, rearm)
          if (next) await tell(next).then(told)
        }).catch(failed),
      )
      await all
    },
    waiting: async from => {
      const text = `select count(*)::int from pgboss.job where name = '${QUEUE}' and state = 'created' and start_after >= $1`
      return (await pool.query<{ count: number }>(text, [from])).rows[0]!.count
    },
    stop: async () => {
      await boss.stop()
      await pool.end()
    },
  }
}
