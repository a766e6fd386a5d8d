/**
 * Obligations imported by the door that landlords use, beside what is written straight in batches of 25: the bare rows,
 * and the items that the import leaves behind (a case and its event, with their indexes) into a table of their own.
 * `node scripts/bench/import.ts [rows]`. The goal: at least half as fast.
 */
import { randomBytes } from 'node:crypto'
import { CreateTableCommand } from '@aws-sdk/client-dynamodb'
import { BatchWriteCommand, paginateScan } from '@aws-sdk/lib-dynamodb'
import { kinds } from '../../functions/imports/kinds.ts'
import { createTableInput } from '../../infra/local/table.ts'
import type { Actor } from '../../shared/core/case.ts'
import { regimeOf, regimes } from '../../shared/core/regimes.ts'
import { england } from '../../shared/core/working-days.ts'
import { inParts } from '../../shared/intake/imports/bounded.ts'
import { pool } from './measure.ts'
import { rig, startDatabase, TABLE } from './rig.ts'

const count = Number(process.argv[2] ?? 100_000)
const streams = ['gas', 'eicr', 'smoke-co', 'legionella', 'fra', 'asbestos'] as const
const homes = Math.ceil(count / streams.length)
const by: Actor = { kind: 'staff', id: 'bench@x.org', roles: ['administrator'] }

const rows = Array.from({ length: count }, (_, at) => ({
  assetId: `H${Math.floor(at / streams.length)}`,
  workflow: streams[at % streams.length]!,
  lastDoneOn: `2026-0${1 + (at % 9)}-${String(1 + (at % 28)).padStart(2, '0')}`,
  contractorId: 'sureheat',
  reference: `R-${at}`,
}))
const csvOf = (header: string, lines: Iterable<string>): Buffer => Buffer.from(`${header}\n${[...lines].join('\n')}\n`)

const rate = async (what: string, work: () => Promise<void>): Promise<number> => {
  const [before, own] = [performance.now(), process.cpuUsage()]
  await work()
  const seconds = (performance.now() - before) / 1000
  const { user, system } = process.cpuUsage(own)
  const cpu = (user + system) / 1e6
  console.log(`${what}: ${Math.round(count / seconds)} rows/s, ${seconds.toFixed(1)} s, ${cpu.toFixed(1)} s of it ours`)
  return count / seconds
}

const database = await startDatabase()
try {
  const r = rig(database, '2026-11-22T09:00:00Z')
  const deps = {
    ...r,
    regimes: regimes(regimeOf({}, england), england),
    mappings: {},
    directory: async () => ({ people: [], fallback: { email: 'duty@x.org', name: 'Duty desk' } }),
    personas: { local: true },
    forgetPeople: () => {},
    fresh: () => randomBytes(6).toString('hex'),
    report: () => {},
  }
  const send = async (kind: string, csv: Buffer): Promise<void> => {
    const done = await kinds[kind]!({ deps, csv, dryRun: false, by })
    if (!('rows' in done) || done.created !== done.rows) throw new Error(JSON.stringify(done).slice(0, 500))
  }
  await send(
    'assets',
    csvOf(
      'assetId,type',
      Array.from({ length: homes }, (_, at) => `H${at},dwelling`),
    ),
  )
  const { client } = database
  const write = (table: string, items: readonly Record<string, unknown>[]) =>
    pool([...inParts(items, 25)], 4, async part => {
      await client.send(
        new BatchWriteCommand({ RequestItems: { [table]: part.map(Item => ({ PutRequest: { Item } })) } }),
      )
    })
  const bare = rows.map(row => ({ pk: `ROW#${row.workflow}:${row.assetId}`, sk: 'ROW', ...row }))
  const straight = await rate('bare rows, straight', () => write(TABLE, bare))
  const lines = rows.map(row => Object.values(row).join(','))
  const imported = await rate('imported', () => send('obligations', csvOf(Object.keys(rows[0]!).join(','), lines)))
  const items: Record<string, unknown>[] = []
  for await (const page of paginateScan({ client }, { TableName: TABLE }))
    items.push(...(page.Items ?? []).filter(({ pk }) => String(pk).startsWith('CASE#')))
  await client.send(new CreateTableCommand(createTableInput('same')))
  const same = await rate(`the same ${items.length} items, straight`, () => write('same', items))
  console.log(
    `of the bare rows ${(imported / straight).toFixed(2)}, of the same items ${(imported / same).toFixed(2)}; the goal is 0.50`,
  )
} finally {
  await database.stop()
}
