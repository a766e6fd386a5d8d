/**
 * What the largest message of each door costs, against 1 s and 256 MB: `node scripts/bench/bounds.ts [words]`. Each is
 * handled in a process of its own, to which it is handed as to the deployed handler. The bodies' storage is in memory.
 */
import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as z from 'zod'
import { laid, largest } from './bounds-input.ts'

const LONGEST = 1000
const MOST = 256 * 1024 * 1024
const said = z.object({ cpu: z.number(), idle: z.number(), peak: z.number(), outcome: z.string() })
const child = fileURLToPath(new URL('bounds-child.ts', import.meta.url))
const wanted = process.argv.slice(2).join(' ')

console.log('| message | CPU, ms | of 1 s | above idle, MB | of 256 MB | outcome |')
console.log('| --- | --- | --- | --- | --- | --- |')
for (const { name, door, bytes } of largest().filter(one => one.name.includes(wanted))) {
  const path = laid(name, bytes)
  const printed = execFileSync(process.execPath, ['--expose-gc', child, door, path], { encoding: 'utf8' })
  const { cpu, idle, peak, outcome } = said.parse(JSON.parse(printed.trim().split('\n').at(-1) ?? ''))
  const more = peak - idle
  console.log(
    `| ${name} | ${Math.round(cpu)} | ${(cpu / LONGEST).toFixed(2)} | ${Math.round(more / 1_048_576)} | ${(more / MOST).toFixed(2)} | ${outcome.replaceAll('|', ' ')} |`,
  )
  rmSync(dirname(path), { recursive: true })
}
