/** W1 ingest, W2 complete, W3 fire and tell: ours, and the same requests raw, on a fresh emulator each. */
import type { Actor } from '../../../shared/core/case.ts'
import { addDays, at, type Day, type Instant } from '../../../shared/core/time.ts'
import { handle } from '../../../shared/mail/notices.ts'
import { sha256 } from '../../../shared/store/chain.ts'
import { type Measured, measured, pool } from '../measure.ts'
import { forClients, noted, notedMail, replayBare, replayUnit, sdkMail, type Unit, within } from '../recorder.ts'
import { type Database, type Rig, rig, sesAt, startDatabase } from '../rig.ts'

export const CONCURRENCY = 32
export const START = '2026-11-02T09:00:00Z'
const admin: Actor = { kind: 'staff', id: 'admin@x.org', roles: ['administrator'] }
const sureheat: Actor = { kind: 'contractor', id: 'sureheat', roles: ['contractor'] }
export const DEADLINE = '2026-11-23' as Day

export const idOf = (n: number): string => `H${String(n).padStart(6, '0')}`
export const gasOf = (n: number, deadline: Day) => ({
  id: `gas:${idOf(n)}`,
  assetId: idOf(n),
  by: admin,
  facts: {
    dutyBeganOn: '2020-01-01',
    contractorId: 'sureheat',
    deadline,
    checks: [
      { on: addDays(deadline, -365), knownOn: addDays(deadline, -364), nextDue: deadline, result: 'SATISFACTORY' },
    ],
  },
})

type Applied = { kind: string }
const must = (wanted: string, done: Applied): void => {
  if (done.kind !== wanted) throw new Error(`wanted ${wanted}: ${JSON.stringify(done)}`)
}

export const ingest = async ({ apply }: Rig, n: number, deadline: Day): Promise<void> =>
  must('done', await apply.open('gas', gasOf(n, deadline)))

export const complete = async ({ apply }: Rig, n: number): Promise<void> => {
  const certificate = sha256(`certificate ${n}`)
  const data = {
    document: { name: 'LGSR.pdf', sha256: certificate, mime: 'application/pdf' },
    operative: { name: 'Priya Shah', regNo: '1234567' },
    checkedOn: '2026-11-02',
    result: 'SATISFACTORY',
  }
  const input = { type: 'certificate.submitted', at: START.replace('Z', '.000Z') as Instant, by: sureheat, data }
  must('done', await apply.event(`gas:${idOf(n)}`, input, { source: 'sureheat', id: `m-${n}`, bodyHash: certificate }))
}

export const fire = async ({ apply }: Rig, n: number): Promise<void> => must('done', await apply.fire(`gas:${idOf(n)}`))

export const all = (n: number): number[] => Array.from({ length: n }, (_, i) => i)
/** Each number in a unit of its own, so that the floor can do the same. */
const inUnits = (n: number, units: Unit[], work: (i: number) => Promise<void>) =>
  pool(all(n), CONCURRENCY, i => {
    const unit: Unit = []
    units[i] = unit
    return within(unit, () => work(i))
  })

type Part = 'W1' | 'W2' | 'W3'
export type Parts = Record<Part, { ours: Measured; floor: Measured; bare: Measured; requests: number; mails?: number }>

const ours = async (database: Database, n: number, sink: string) => {
  const loose: Unit = []
  const r = rig({ call: noted(database.call, loose) }, START)
  const units: Record<Part, Unit[]> = { W1: [], W2: [], W3: [] }
  const desk = r.desk(notedMail(sesAt(sink), loose))
  const W1 = await measured(() => inUnits(n, units.W1, i => ingest(r, i, DEADLINE)))
  r.clock.now = at(addDays(DEADLINE, 1), '10:00')
  const fires = units.W3
  let mails = 0
  const W3 = await measured(async () => {
    await inUnits(n, fires, i => fire(r, i))
    const owed = await within([], () => r.store.outbox.pending(r.clock.now, 4 * n))
    mails = owed.length
    await pool(owed, CONCURRENCY, one => {
      const unit: Unit = []
      fires.push(unit)
      return within(unit, () => handle(desk, one))
    })
  })
  const left = await r.store.outbox.pending(r.clock.now, 1)
  if (left.length > 0) throw new Error('W3 left notices behind')
  return { times: { W1, W3 }, units, mails }
}

/** W2 on a table of its own: what W3 escalated is no longer the same case. */
const oursComplete = async (database: Database, n: number, before: Unit[], after: Unit[]): Promise<Measured> => {
  const r = rig({ call: noted(database.call, []) }, START)
  await inUnits(n, before, i => ingest(r, i, DEADLINE))
  return measured(() => inUnits(n, after, i => complete(r, i)))
}

type Replay = (database: Database, units: readonly Unit[], sink: string) => Promise<Measured>

/** The floor: through AWS's own clients. */
const raw: Replay = ({ client }, units, sink) => {
  const clients = { client, ses: sdkMail(sink) }
  const asked = forClients(units)
  return measured(() => pool(asked, CONCURRENCY, unit => replayUnit(clients, unit)))
}

/** The same by our own transport. */
const bare: Replay = ({ call }, units, sink) => {
  const mail = sesAt(sink)
  return measured(() => pool(units, CONCURRENCY, unit => replayBare(call, mail, unit)))
}

const fresh = async <T>(work: (database: Database) => Promise<T>): Promise<T> => {
  const database = await startDatabase()
  try {
    return await work(database)
  } finally {
    await database.stop()
  }
}

const requests = (units: readonly Unit[]): number => units.reduce((sum, unit) => sum + unit.length, 0)

/** One repetition. */
export const writing = async (n: number, sink: string): Promise<Parts> => {
  const { times, units, mails } = await fresh(database => ours(database, n, sink))
  const before: Unit[] = []
  const W2 = await fresh(database => oursComplete(database, n, before, units.W2))
  const replayed = async (replay: Replay): Promise<Record<Part, Measured>> => {
    const { W1, W3 } = await fresh(async database => ({
      W1: await replay(database, units.W1, sink),
      W3: await replay(database, units.W3, sink),
    }))
    const completed = await fresh(async database => {
      await replay(database, before, sink)
      return replay(database, units.W2, sink)
    })
    return { W1, W2: completed, W3 }
  }
  const floor = await replayed(raw)
  const own = await replayed(bare)
  const part = (name: Part, ours: Measured) => ({
    ours,
    floor: floor[name],
    bare: own[name],
    requests: requests(units[name]),
  })
  return { W1: part('W1', times.W1), W2: part('W2', W2), W3: { ...part('W3', times.W3), mails } }
}
