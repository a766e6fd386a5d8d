/**
 * W2 and W3 of ours beside PostgreSQL's queues, all taking turns: each turn a process of its own and each part of it a
 * database of its own. The peers run twice: with commits on disk before they are answered, and without, since our emulator
 * keeps in memory what the service that it stands in for would have written to three places.
 */
import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { type Measured, median } from '../measure.ts'
import { ms, type Row } from '../row.ts'
import { postgresPrograms, startPostgres } from './postgres.ts'
import type { Both } from './workload.ts'

const NAMES: Readonly<Record<string, string>> = {
  'pg-boss': 'pg-boss',
  'graphile-worker': 'graphile-worker',
  '@dbos-inc/dbos-sdk': 'DBOS Transact',
}

/** Not every one lets its package.json be asked for, so its file is read. */
const versionOf = (name: string): string => {
  const folders = createRequire(import.meta.url).resolve.paths(name) ?? []
  const file = folders.map(folder => join(folder, name, 'package.json')).find(one => existsSync(one))
  return file === undefined ? '?' : JSON.parse(readFileSync(file, 'utf8')).version
}

type Side = { name: string; durability: 'durable' | 'loose' | '' }
const OURS: Side = { name: 'ours', durability: '' }
const turnFile = fileURLToPath(new URL('turn.ts', import.meta.url))
const turn = async (side: Side, count: number, folder: string): Promise<Both> => {
  const args = [turnFile, side.name, String(count), folder, side.durability]
  const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 64 * 1024 * 1024 })
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '')
}

type Taken = Record<'own' | 'durable' | 'loose', readonly Measured[]>
const rowOf = (part: keyof Both, name: string, { own, durable, loose }: Taken, count: number, where: string): Row => {
  const time = (all: readonly Measured[]): string => ms(median(all.map(one => one.milliseconds)))
  const cpu = (all: readonly Measured[]): number => Math.round(median(all.map(one => one.cpu)) / count)
  const to = (all: readonly Measured[]): number => median(own.map((one, i) => one.milliseconds / all[i]!.milliseconds))
  const [ratio, ratioLoose] = [to(durable), to(loose)]
  return {
    name: `${part} beside ${NAMES[name]}`,
    ours: time(own),
    floor: time(durable),
    ratio,
    note: `${count.toLocaleString('en-GB')} cases; ${NAMES[name]} ${versionOf(name)} on ${where}, fsync and synchronous_commit on; with synchronous_commit off ${time(loose)}, ratio ${ratioLoose.toFixed(2)}; client’s CPU an operation ${cpu(own)} µs, theirs ${cpu(durable)} µs`,
    figures: { ratio, ratioLoose },
  }
}

/** Nothing, and a word why, where there is no PostgreSQL. */
export const besidePeers = async (count: number, reps: number): Promise<Row[]> => {
  const programs = postgresPrograms()
  if (programs === undefined) {
    console.log('peers: SKIPPED: no PostgreSQL is installed (POSTGRES_BIN names the folder of its programs)')
    return []
  }
  const sides: Side[] = [
    OURS,
    ...Object.keys(NAMES).flatMap(name => (['durable', 'loose'] as const).map(durability => ({ name, durability }))),
  ]
  const took = sides.map((): Both[] => [])
  const loads: number[] = []
  const server = await startPostgres(programs)
  try {
    for (let rep = 0; rep < reps; rep++) {
      // Each begins a round once: what the machine does at a round's beginning is nobody's own.
      for (let i = 0; i < sides.length; i++) {
        const next = (i + rep) % sides.length
        loads.push(loadavg()[0] ?? 0)
        took[next]!.push(await turn(sides[next]!, count, server.folder))
      }
    }
    const of = (part: keyof Both, name: string, durability: Side['durability']): Measured[] =>
      took[sides.findIndex(one => one.name === name && one.durability === durability)]!.map(one => one[part])
    const where = `PostgreSQL ${server.version} at a load of ${median(loads).toFixed(0)}`
    return (['W2', 'W3'] as const).flatMap(part =>
      Object.keys(NAMES).map(name => {
        const [own, durable, loose] = [of(part, 'ours', ''), of(part, name, 'durable'), of(part, name, 'loose')]
        return rowOf(part, name, { own, durable, loose }, count, where)
      }),
    )
  } finally {
    await server.stop()
  }
}
