/** W2 and W3 of our own: the whole stack, as in W1–W3, without what notes its requests for the floor. */
import { addDays, at } from '../../../shared/core/time.ts'
import { handle } from '../../../shared/mail/notices.ts'
import { type Measured, measured, pool } from '../measure.ts'
import { type Database, rig, sesAt, startDatabase } from '../rig.ts'
import { startSink } from '../start-sink.ts'
import { all, CONCURRENCY, complete, DEADLINE, fire, ingest, START } from '../workloads/w123-writing.ts'
import type { Both } from './workload.ts'

const fresh = async (work: (database: Database) => Promise<Measured>): Promise<Measured> => {
  const database = await startDatabase()
  try {
    return await work(database)
  } finally {
    await database.stop()
  }
}

const completing = (count: number): Promise<Measured> =>
  fresh(async database => {
    const r = rig(database, START)
    const more = count + CONCURRENCY
    await pool(all(more), CONCURRENCY, i => ingest(r, i, DEADLINE))
    await pool(all(more).slice(count), CONCURRENCY, i => complete(r, i))
    return measured(() => pool(all(count), CONCURRENCY, i => complete(r, i)))
  })

const firing = async (count: number): Promise<Measured> => {
  const sink = await startSink()
  try {
    return await fresh(async database => {
      const r = rig(database, START)
      const desk = r.desk(sesAt(sink.endpoint))
      await pool(all(count), CONCURRENCY, i => ingest(r, i, DEADLINE))
      r.clock.now = at(addDays(DEADLINE, 1), '10:00')
      const spent = await measured(async () => {
        await pool(all(count), CONCURRENCY, i => fire(r, i))
        const owed = await r.store.outbox.pending(r.clock.now, 4 * count)
        await pool(owed, CONCURRENCY, one => handle(desk, one))
      })
      const told = new Set((await (await fetch(sink.endpoint)).text()).split('\n'))
      if (told.size !== count) throw new Error(`${told.size} told of, ${count} wanted`)
      return spent
    })
  } finally {
    sink.stop()
  }
}

export const ours = async (count: number): Promise<Both> => ({ W2: await completing(count), W3: await firing(count) })
