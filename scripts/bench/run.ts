/**
 * `npm run bench [-- W3 W5] [--reps 5 --items 500 --timers 2000 --homes 1000] [--resume]`: W1–W8 and W10 on our own code, each
 * beside its floor in the same run and in a process of its own, as a table in docs/bench.md; `peers` is W2 and W3 beside
 * PostgreSQL's queues. The floor of W1–W5 is the same requests, raw, by AWS's SDK to the same emulator. What was measured
 * is kept in .local/bench until it is measured again, so a run that was broken off goes on with `--resume`, and the table
 * holds all that is known.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import * as z from 'zod'
import { dayOf, fromEpoch } from '../../shared/core/time.ts'
import { judged } from './goals.ts'
import { machine } from './measure.ts'
import type { Row } from './row.ts'
import { workloads } from './workloads.ts'

const number = { type: 'string' } as const
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    reps: { ...number, default: '5' },
    items: { ...number, default: '500' },
    timers: { ...number, default: '2000' },
    homes: { ...number, default: '1000' },
    out: { type: 'string', default: 'docs/bench.md' },
    resume: { type: 'boolean', default: false },
    /** within a process of its own: that workload, into its file */
    only: { type: 'string' },
  },
})
const count = z.coerce.number().int().min(1)
const sizes = z.object({ reps: count, items: count, timers: count.min(500), homes: count }).parse(values)
const asked = Object.entries(sizes).map(([name, value]) => `--${name} ${value}`)

const folder = fileURLToPath(new URL('../../.local/bench', import.meta.url))
const fileOf = (name: string): string => `${folder}/${name}.json`
type Kept = { sizes: typeof sizes; at: string; machine: string[]; seconds: number; rows: Row[] }
const kept = (name: string): Kept | undefined =>
  existsSync(fileOf(name)) ? (JSON.parse(readFileSync(fileOf(name), 'utf8')) as Kept) : undefined

const known = Object.values(workloads).flatMap(({ of }) => of)
const strange = positionals.filter(name => !known.includes(name))
if (strange.length > 0) throw new Error(`no workload ${strange.join(', ')}: known are ${known.join(', ')}`)

/** Measures one workload and keeps what it says. */
const measure = async (name: string): Promise<void> => {
  const from = performance.now()
  const rows = await workloads[name]!.run(sizes)
  // It was skipped, and has said so: what was measured before stands.
  if (rows.length === 0) return
  const seconds = (performance.now() - from) / 1_000
  const at = dayOf(fromEpoch(Date.now()))
  writeFileSync(fileOf(name), JSON.stringify({ sizes, at, machine: machine(), seconds, rows } satisfies Kept))
}

const wanted = (name: string): boolean => {
  if (positionals.length > 0 && !workloads[name]!.of.some(one => positionals.includes(one))) return false
  return !(values.resume && JSON.stringify(kept(name)?.sizes) === JSON.stringify(sizes))
}

const apart = (name: string): boolean => {
  const args = [fileURLToPath(import.meta.url), '--only', name, ...asked.flatMap(one => one.split(' '))]
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' })
  console.log(
    `${workloads[name]!.of.join(', ')}: ${status === 0 ? `${kept(name)?.seconds.toFixed(0) ?? 0} s` : 'FAILED'}`,
  )
  return status === 0
}

const line = ({ name, ours, floor, ratio, note }: Row): string =>
  `| ${name} | ${ours} | ${floor} | ${ratio?.toFixed(ratio < 0.1 ? 3 : 2) ?? ''} | ${note} |`

const page = (): string => {
  const all = Object.keys(workloads).flatMap(name => {
    const held = kept(name)
    return held ? [{ name, ...held }] : []
  })
  const rows = all.flatMap(one => one.rows)
  const taken = all.map(one => {
    const { reps, items, timers, homes } = one.sizes
    const size =
      {
        writes: `, ${items} cases`,
        peers: `, ${items} cases`,
        sweep: `, ${timers} timers`,
        report: `, ${homes} homes`,
      }[one.name] ?? ''
    const much = one.name === 'killed' ? `once, ${items} cases` : `${reps} repetitions${size}`
    return `${workloads[one.name]!.of.join(', ')} on ${one.at}: ${much}, ${one.seconds.toFixed(0)} s`
  })
  return `# Bench

Written by \`npm run bench\`. Medians, ours and the floor taking turns, a fresh emulator for each repetition of W1–W3 and a
fresh process for each workload. Times hang on what else the machine does; ratios and CPU say more.

${[...new Set(all.flatMap(one => one.machine))].join('\n')}
- concurrency 32; \`ratio\` is our time over the floor’s, or the peer’s, lower is better
- the peers run on a PostgreSQL with its defaults, reached by a socket, and ours on the emulator in memory: only with synchronous_commit off does neither wait for a disk; they do the least of the domain (a state, a record in its chain, a timer, a mail: scripts/bench/peers), ours is the whole product
- taken: ${taken.join('; ')}

| workload | ours | floor, or peer | ratio | what |
|---|---|---|---|---|
${rows.map(line).join('\n')}

## Goals

${judged(rows)}
`
}

mkdirSync(folder, { recursive: true })
if (values.only !== undefined) {
  await measure(values.only)
  // a client's kept connections would hold the process
  process.exit(0)
}
const failed = Object.keys(workloads)
  .filter(wanted)
  .filter(name => !apart(name))
writeFileSync(values.out, page())
console.log(page())
if (failed.length > 0) process.exitCode = 1
