/** W4: a tick over many armed timers of which a hundred are due; then over ten times as many. */
import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb'
import { createHandler, type Done } from '../../functions/tick/handler.ts'
import { addDays, at, type Day } from '../../shared/core/time.ts'
import { open } from '../../shared/core/open.ts'
import { storeOver } from '../../shared/store/compose.ts'
import { memoryTable } from '../../shared/store/memory.ts'
import type { Item } from '../../shared/store/table.ts'
import { workflows } from '../../shared/workflows/index.ts'
import { type Measured, measured, pool } from './measure.ts'
import { note, replayUnit, type Unit, within } from './recorder.ts'
import { type Database, type Rig, rig, startDatabase, TABLE } from './rig.ts'
import { gasOf } from './w123-writing.ts'

const START = '2026-11-02T09:00:00Z'
/** the tick's own: four lanes on each of four shards */
const LANES = 16
export const DUE = 100

/** Deadlines far ahead, but for a hundred in each repetition's own week. */
const deadlineOf = (n: number, reps: number): Day =>
  n < DUE * reps ? addDays('2027-03-01' as Day, 7 * Math.floor(n / DUE)) : addDays('2028-06-01' as Day, n % 300)

/** The items that opening such a case writes, from our own code over the table in memory. */
const itemsOf = async (r: Rig, n: number, reps: number): Promise<Item[]> => {
  const written: Item[] = []
  const store = storeOver(memoryTable(item => written.push(item)))
  const opening = gasOf(n, deadlineOf(n, reps))
  const now = { instant: r.clock.now, today: '2026-11-02' as Day, reckon: r.reckon }
  const decision = open(workflows.gas!, { ...opening, at: r.clock.now }, now)
  if (!decision.ok) throw new Error(JSON.stringify(decision))
  const { case: c, event, notices, errands } = decision
  await store.commit({ case: c, expected: 0, event, notices, errands })
  return written
}

const load = async ({ client }: Database, r: Rig, from: number, to: number, reps: number): Promise<void> => {
  const batches = Array.from({ length: Math.ceil((to - from) / 12) }, (_, i) => from + i * 12)
  await pool(batches, 8, async first => {
    const cases = Array.from({ length: Math.min(12, to - first) }, (_, i) => first + i)
    const items = (await Promise.all(cases.map(n => itemsOf(r, n, reps)))).flat()
    const RequestItems = { [TABLE]: items.map(Item => ({ PutRequest: { Item } })) }
    await client.send(new BatchWriteCommand({ RequestItems }))
  })
}

type Capacity = { read: number; written: number; requests: Record<string, number> }

/** What the service says each request consumed. */
const meter = ({ client }: Database): Capacity => {
  const used: Capacity = { read: 0, written: 0, requests: {} }
  client.middlewareStack.add(
    (next, context) => async args => {
      Object.assign(args.input, { ReturnConsumedCapacity: 'TOTAL' })
      const result = await next(args)
      const name = (context.commandName ?? '?').replace(/(Item|Items)?Command$/, '')
      used.requests[name] = (used.requests[name] ?? 0) + 1
      const { ConsumedCapacity } = result.output as { ConsumedCapacity?: unknown }
      const all = [ConsumedCapacity ?? []].flat() as { CapacityUnits?: number }[]
      const units = all.reduce((sum, one) => sum + (one.CapacityUnits ?? 0), 0)
      if (name === 'Get' || name === 'Query' || name === 'BatchGet') used.read += units
      else used.written += units
      return result
    },
    { step: 'initialize', name: 'meter', priority: 'low' },
  )
  return used
}

export type Sweep = { timers: number; ours: Measured; floor: Measured; found: number; used: Capacity }

const tick = (r: Rig, units: Unit[]): Promise<Done> => {
  const fire = (caseId: string) => {
    const unit: Unit = []
    units.push(unit)
    return within(unit, () => r.apply.fire(caseId))
  }
  return createHandler({
    ...r,
    apply: { ...r.apply, fire },
    sweepMail: async () => ({ notices: 0, digests: 0 }),
    left: () => 600_000,
    fault: (name, error) => {
      throw new Error(`${name}: ${String(error)}`)
    },
    heartbeat: () => {},
  })()
}

const once = async (database: Database, timers: number, rep: number): Promise<Sweep> => {
  const r = rig(database, START)
  const [loose, units]: [Unit, Unit[]] = [[], []]
  r.clock.now = at(addDays('2027-03-01' as Day, 7 * rep + 1), '10:00')
  note(database.client, loose)
  const used = meter(database)
  const before = structuredClone(used)
  let done: Done | undefined
  const ours = await measured(async () => {
    done = await tick(r, units)
  })
  const spent = { ...used, read: used.read - before.read, written: used.written - before.written }
  return { timers, ours, floor: { milliseconds: 0, cpu: 0 }, found: done?.fired ?? 0, used: spent }
}
export { once as sweepOnce, load as loadTimers, startDatabase, LANES, replayUnit }
