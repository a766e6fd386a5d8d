/**
 * `node scripts/bench/import.ts [rows]`: obligations imported by the door that landlords use, beside what is written
 * straight through AWS's SDK in batches of 25. The floor is the very items that the import leaves behind (a
 * case and its first event a row: all attributes, index keys and bodies, byte for byte), without a check or a condition.
 * Shown beside it: each row of the file as one plain item in no index. Each of the three has a database of its own with
 * the same assets in it, on file as `npm start` has it, so that none pays for what another left. Goal: at least half as
 * fast as the same items.
 */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BatchWriteCommand, paginateScan } from '@aws-sdk/lib-dynamodb'
import { kinds } from '../../functions/imports/kinds.ts'
import { inParts } from '../../shared/bounded.ts'
import type { Actor } from '../../shared/core/case.ts'
import { regimeOf, regimes } from '../../shared/core/regimes.ts'
import { england } from '../../shared/core/working-days.ts'
import { plainLayout } from '../../shared/intake/csv/layout.ts'
import { cpuOf, pool } from './measure.ts'
import { type Database, rig, startDatabase, TABLE } from './rig.ts'

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
const assets = csvOf(
  'assetId,type',
  Array.from({ length: homes }, (_, at) => `H${at},dwelling`),
)
const obligations = csvOf(
  Object.keys(rows[0]!).join(','),
  rows.map(row => Object.values(row).join(',')),
)

type Bench = { database: Database; send: (kind: string, csv: Buffer) => Promise<void> }

const bench = (database: Database): Bench => {
  const deps = {
    ...rig(database, '2026-11-22T09:00:00Z'),
    regimes: regimes(regimeOf({}, england), england),
    mappings: {},
    layouts: {},
    directory: async () => ({ people: [], fallback: { email: 'duty@x.org', name: 'Duty desk' } }),
    personas: { local: true },
    forgetPeople: () => {},
    fresh: () => randomBytes(6).toString('hex'),
    report: () => {},
  }
  return {
    database,
    send: async (kind, csv) => {
      const done = await kinds[kind]!.run({ deps, csv, dryRun: false, by, layout: plainLayout })
      if (!('rows' in done) || done.created !== done.rows) throw new Error(JSON.stringify(done).slice(0, 500))
    },
  }
}

/** Rows a second, on a database of its own. */
const rate = async <T>(
  what: string,
  work: (b: Bench) => Promise<void>,
  after?: (b: Bench) => Promise<T>,
): Promise<{ rate: number; cpu: number; after: T | undefined }> => {
  const folder = mkdtempSync(join(tmpdir(), 'import-bench-'))
  const database = await startDatabase(folder)
  try {
    const b = bench(database)
    await b.send('assets', assets)
    const theirs = () => cpuOf(database.pid())
    const [before, own, other] = [performance.now(), process.cpuUsage(), theirs()]
    await work(b)
    const seconds = (performance.now() - before) / 1000
    const { user, system } = process.cpuUsage(own)
    const [ours, its] = [(user + system) / 1e6, theirs() - other]
    console.log(
      `${what}: ${Math.round(count / seconds)} rows/s, ${seconds.toFixed(1)} s; CPU ${ours.toFixed(1)} s ours, ${its.toFixed(1)} s the database's; at most ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`,
    )
    return { rate: count / seconds, cpu: ours + its, after: await after?.(b) }
  } finally {
    await database.stop()
    rmSync(folder, { recursive: true })
  }
}

const write =
  (items: readonly Record<string, unknown>[]) =>
  ({ database: { client } }: Bench) =>
    pool([...inParts(items, 25)], 4, async part => {
      const requests = part.map(Item => ({ PutRequest: { Item } }))
      await client.send(new BatchWriteCommand({ RequestItems: { [TABLE]: requests } }))
    })

const casesOf = async ({ database: { client } }: Bench) => {
  const items: Record<string, unknown>[] = []
  for await (const page of paginateScan({ client }, { TableName: TABLE }))
    items.push(...(page.Items ?? []).filter(({ pk }) => String(pk).startsWith('CASE#')))
  return items
}

const imported = await rate('imported', b => b.send('obligations', obligations), casesOf)
const items = imported.after ?? []
const same = await rate(`the same ${items.length} items, straight`, write(items))
const plain = rows.map(row => ({ pk: `ROW#${row.workflow}:${row.assetId}`, sk: 'ROW', ...row }))
const bare = await rate('each row as one plain item, straight', write(plain))
const beside = (what: string, floor: { rate: number; cpu: number }): string =>
  `${what}: ${(imported.rate / floor.rate).toFixed(2)} of its speed by the clock, ${(floor.cpu / imported.cpu).toFixed(2)} by CPU`
console.log(beside('the same items', same))
console.log(beside('the plain rows', bare))
console.log('the goal is 0.50 of the same items')
