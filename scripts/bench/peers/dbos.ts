/**
 * DBOS Transact: a timer is a delayed workflow, a callback a workflow of its own. Its steps are the transaction and the
 * mail, and it starts the next timer. Each of these is recorded before the next one runs.
 */
import { DBOS, DBOSClient } from '@dbos-inc/dbos-sdk'
import type pg from 'pg'
import { pool as each } from '../measure.ts'
import { applyCallback, type Callback, type Obligation } from './obligation.ts'
import { change, counter, expire, insertAll, type OpenPeer, poolAt, prepare, type Tell, type Timer } from './peer.ts'

const QUEUE = 'deadline'
const NAME = 'deadline'
const at: { pool?: pg.Pool; tell?: Tell } = {}
const delayOf = (dueAt: string): number => Math.max(0, (Date.parse(dueAt) - Date.now()) / 1_000)
const optionsOf = ({ id, version, dueAt }: Obligation) => ({
  workflowID: `${id}#${version}`,
  queueName: QUEUE,
  delaySeconds: delayOf(dueAt),
})

const rearm = async (next: Obligation): Promise<void> => {
  const { delaySeconds, ...options } = optionsOf(next)
  const params = { ...options, enqueueOptions: { delaySeconds } }
  await DBOS.startWorkflow(deadline, params)({ id: next.id, version: next.version })
}
const deadline = DBOS.registerWorkflow(
  async (timer: Timer): Promise<void> => {
    const next = await DBOS.runStep(() => expire(at.pool!, timer), { name: 'expire' })
    if (!next) return
    await DBOS.runStep(() => at.tell!(next), { name: 'tell' })
    await rearm(next)
  },
  { name: NAME },
)
const completed = DBOS.registerWorkflow(
  async (callback: Callback): Promise<void> => {
    const apply = () => change(at.pool!, callback.obligationId, was => applyCallback(was, callback))
    const { next } = await DBOS.runStep(apply, { name: 'apply' })
    if (next) await rearm(next)
  },
  { name: 'completed' },
)

export const openDbos: OpenPeer = async (url, lanes) => {
  const pool = poolAt(url, lanes)
  at.pool = pool
  await prepare(pool, lanes)
  const settings = { systemDatabaseUrl: url, systemDatabasePoolSize: lanes }
  await DBOS.migrate(url)
  DBOS.setConfig({ ...settings, name: 'bench', logLevel: 'error', applicationVersion: '1' })
  const client = await DBOSClient.create({ ...settings, applicationName: 'bench' })
  await client.registerQueue(QUEUE, { workerConcurrency: 1_000, minPollingIntervalMs: 100 })
  let launching: Promise<void> | undefined
  const launched = (): Promise<void> => {
    launching ??= DBOS.launch()
    return launching
  }
  return {
    ingest: async all => {
      await insertAll(pool, all)
      await each(all, lanes, one =>
        client.enqueue(
          { ...optionsOf(one), workflowName: NAME, appVersion: '1' },
          { id: one.id, version: one.version },
        ),
      )
    },
    complete: async callback => {
      await launched()
      await DBOS.withNextWorkflowID(callback.messageId, () => completed(callback))
    },
    fire: async (count, tell) => {
      const { all, told } = counter(count)
      at.tell = about => tell(about).then(told)
      await launched()
      await all
    },
    waiting: async from => {
      const text = `select count(*)::int from dbos.workflow_status where status in ('DELAYED', 'ENQUEUED') and delay_until_epoch_ms >= $1`
      return (await pool.query<{ count: number }>(text, [Date.parse(from)])).rows[0]!.count
    },
    stop: async () => {
      await DBOS.shutdown()
      await client.destroy()
      await pool.end()
    },
  }
}
