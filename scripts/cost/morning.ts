/**
 * What it costs to tell: one morning on which that many homes reach the same rung, so that each person's digest holds as
 * many notices as it does for somebody with a few hundred homes. From the stream's notice to the mail that left.
 */
import { addDays, at, dayOf } from '../../shared/core/time.ts'
import { handleDigest } from '../../shared/mail/digests.ts'
import { handle } from '../../shared/mail/notices.ts'
import { counted } from '../bench/consumed.ts'
import { rig, sesAt, startDatabase } from '../bench/rig.ts'
import { gasOf } from '../bench/workloads/w123-writing.ts'
import { type Stored, storedIn } from './year.ts'

export type Morning = { notices: number; mails: number; written: number; read: number; stored: Stored }

export const morningOf = async (homes: number): Promise<Morning> => {
  const database = await startDatabase()
  try {
    const { call, used } = counted(database.call)
    const r = rig({ call }, '2026-11-02T09:00:00Z')
    const deadline = addDays(dayOf(r.clock.now), 70)
    for (let n = 0; n < homes; n++) await r.apply.open('gas', gasOf(n, deadline))
    let mails = 0
    const mail = { send: async () => ({ kind: 'sent' as const, messageId: `m-${mails++}` }) }
    const desk = { ...r.desk(sesAt('http://127.0.0.1:9')), mail }
    const rung = addDays(deadline, -60)
    r.clock.now = at(rung, '06:00')
    for (let n = 0; n < homes; n++) await r.apply.fire(gasOf(n, deadline).id)
    const owed = await r.store.outbox.pending(r.clock.now, homes * 10)
    const before = { ...used }
    for (const one of owed) await handle(desk, one)
    r.clock.now = at(addDays(rung, 4), '07:31')
    const due = await r.store.outbox.digestsDue(r.clock.now, 100)
    for (const id of due) await handleDigest(desk, id)
    if (mails !== due.length || (await r.store.outbox.pending(r.clock.now, 1)).length > 0)
      throw new Error(`${owed.length} notices, ${due.length} digests, ${mails} mails`)
    const [written, read] = [used.written - before.written, used.read - before.read]
    const stored = await storedIn(database, r.clock.now)
    return { notices: owed.length, mails, written, read, stored }
  } finally {
    await database.stop()
  }
}
