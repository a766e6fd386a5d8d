/** W4: a tick over many armed timers of which a hundred are due; then over ten times as many. */
import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb'
import { createHandler } from '../../../functions/tick/handler.ts'
import { open } from '../../../shared/core/open.ts'
import { addDays, addMinutes, type Day, type Instant } from '../../../shared/core/time.ts'
import { packed, unpacked } from '../../../shared/store/body.ts'
import { storeOver } from '../../../shared/store/compose.ts'
import { shardOf } from '../../../shared/store/keys.ts'
import { memoryTable } from '../../../shared/store/memory.ts'
import type { Item } from '../../../shared/store/table.ts'
import { workflows } from '../../../shared/workflows/index.ts'
import { counted, type Used } from '../consumed.ts'
import { type Measured, measured, pool } from '../measure.ts'
import { forClients, noted, replayUnit, type Unit, within } from '../recorder.ts'
import { type Database, type Rig, rig, startDatabase, TABLE } from '../rig.ts'
import { gasOf, idOf } from './w123-writing.ts'

const START = '2026-11-02T09:00:00Z'
/** the tick's own: four lanes on each of four shards */
const LANES = 16
export const DUE = 100
const FIRST = '2027-03-01' as Day
const FAR = '2028-06-01' as Day

/** The case's item as opening it writes it; the history beside it plays no part in a sweep. */
const itemOf = async (r: Rig, n: number, deadline: Day): Promise<Item> => {
  const written: Item[] = []
  const store = storeOver(memoryTable(item => written.push(item)))
  const now = { instant: r.clock.now, today: '2026-11-02' as Day, reckon: r.reckon }
  const decision = open(workflows.gas!, { ...gasOf(n, deadline), at: r.clock.now }, now)
  if (!decision.ok) throw new Error(JSON.stringify(decision))
  const { case: c, event, notices, errands } = decision
  await store.commit({ case: c, expected: 0, event, notices, errands })
  return written.find(item => item.kind === 'CASE')!
}

/** The same item under another home's name. */
const renamed = (item: Item, from: string, to: string): Item => {
  const { body, ...beside } = item
  const next = JSON.parse(JSON.stringify(beside).replaceAll(from, to)) as Item
  return { ...next, body: packed(unpacked(body).replaceAll(from, to), to), duePk: `DUE#${shardOf(`gas:${to}`)}` }
}

/** Cases numbered from `from` up to `to`; each of the first hundreds wakes on a day of its own, the rest are far off. */
const load = async (database: Database, r: Rig, from: number, to: number, days: number): Promise<void> => {
  const models = await Promise.all(Array.from({ length: days }, (_, i) => itemOf(r, 0, addDays(FIRST, i))))
  const far = await itemOf(r, 0, FAR)
  const starts = Array.from({ length: Math.ceil((to - from) / 25) }, (_, i) => from + i * 25)
  await pool(starts, 2, async first => {
    const requests = Array.from({ length: Math.min(25, to - first) }, (_, i) => {
      const model = models[Math.floor((first + i) / DUE)] ?? far
      return { PutRequest: { Item: renamed(model, idOf(0), idOf(first + i)) } }
    })
    await database.client.send(new BatchWriteCommand({ RequestItems: { [TABLE]: requests } }))
  })
}

const tick = (r: Rig, units: Unit[]) => {
  const fire = (caseId: string) => {
    const unit: Unit = []
    units.push(unit)
    return within(unit, () => r.apply.fire(caseId))
  }
  return createHandler({
    ...r,
    apply: { ...r.apply, fire },
    sweepMail: async () => ({ notices: 0, digests: 0, more: false }),
    nextContacts: async () => 0,
    left: () => 600_000,
    fault: (name, error) => {
      throw new Error(`${name}: ${String(error)}`)
    },
    heartbeat: () => {},
  })()
}

type Write = { Put?: Record<string, unknown> }
/** What was committed is put once more: without its condition, which by now would refuse it. */
const unconditional = (unit: Unit): Unit =>
  unit.map(({ name, input }) => {
    if (name !== 'TransactWriteItems') return { name, input }
    const writes = (input.TransactItems as Write[]).map(({ Put }) => ({ Put: { TableName: TABLE, Item: Put?.Item } }))
    return { name, input: { TransactItems: writes } }
  })

export type Sweep = { timers: number; found: number; used: Used; ours: Measured; floor: Measured }

const sweepOnce = async (database: Database, timers: number, day: number): Promise<Sweep> => {
  const [loose, units]: [Unit, Unit[]] = [[], []]
  const counting = counted(database.call)
  const own = rig({ call: noted(counting.call, loose) }, START)
  const { dueSk } = await itemOf(own, 0, addDays(FIRST, day))
  // The run before this one, as every minute: it found nothing due, and armed what the coming days bring.
  own.clock.now = addMinutes(String(dueSk).slice(0, 24) as Instant, -2)
  if ((await tick(own, [])).fired > 0) throw new Error('something was due before its time')
  own.clock.now = addMinutes(own.clock.now, 4)
  loose.length = 0
  const before = { ...counting.used }
  let found = 0
  const ours = await measured(async () => {
    found = (await tick(own, units)).fired
  })
  const { used: now } = counting
  const used = {
    read: now.read - before.read,
    written: now.written - before.written,
    requests: now.requests - before.requests,
    scans: now.scans - before.scans,
  }
  const [queries, ...fired] = forClients([
    loose.filter(({ name }) => name === 'Query' || name === 'GetItem'),
    ...units.map(unconditional),
  ])
  const floor = await measured(async () => {
    await replayUnit(database, queries!)
    await pool(fired, LANES, unit => replayUnit(database, unit))
  })
  return { timers, found, used, ours, floor }
}

/** `reps` ticks over `timers`, then over ten times as many. The first of all warms up and is not told. */
export const sweeping = async (timers: number, reps: number): Promise<Sweep[]> => {
  const database = await startDatabase()
  const r = rig(database, START)
  const days = 2 * reps + 1
  const told: Sweep[] = []
  try {
    await r.store.moveLowWater(r.clock.now)
    await load(database, r, 0, timers, days)
    await sweepOnce(database, timers, 0)
    for (let rep = 1; rep <= reps; rep++) told.push(await sweepOnce(database, timers, rep))
    await load(database, r, timers, timers * 10, days)
    for (let rep = reps + 1; rep <= 2 * reps; rep++) told.push(await sweepOnce(database, timers * 10, rep))
    return told
  } finally {
    await database.stop()
  }
}
