/**
 * `npm run bench:clock [-- --days 30]`: pushes the local clock over that many days with the small sample and says what a
 * simulated month takes, and how much of it is this process's own work. There is no floor beside it: nothing else walks
 * a landlord's month.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import * as z from 'zod'
import { assets, obligations, people } from '../../../infra/local/sample/sample.ts'
import { startSystem } from '../../../infra/local/system.ts'
import { addDays, at, dayOf, instant } from '../../../shared/core/time.ts'
import { workflows } from '../../../shared/workflows/index.ts'

const { values } = parseArgs({ options: { days: { type: 'string', default: '30' } } })
const days = z.coerce.number().int().min(1).max(3660).parse(values.days)

const startAt = instant.parse('2026-11-26T12:00:00Z')
const today = dayOf(startAt)
const data = mkdtempSync(join(tmpdir(), 'clock-bench-'))
const system = await startSystem({ data, port: 0, startAt, log: line => console.error(line) })
try {
  const files = [
    ['people', people()],
    ['assets', assets('small')],
    ['obligations', obligations('small', today, new Set(Object.keys(workflows)))],
  ] as const
  for (const [kind, body] of files) {
    const headers = { 'content-type': 'text/csv' }
    const answer = await fetch(`${system.url}/imports/${kind}`, { method: 'POST', headers, body })
    if (!answer.ok) throw new Error(`the sample's ${kind} are refused: ${await answer.text()}`)
  }
  // What the import itself owes is not the push's.
  await system.settle(system.clock.now())
  const cpu = process.cpuUsage()
  const began = performance.now()
  const { fired } = await system.settle(at(addDays(today, days), '12:00'))
  const seconds = (performance.now() - began) / 1000
  const { user, system: kernel } = process.cpuUsage(cpu)
  const a30 = (value: number): string => ((value / days) * 30).toFixed(1)
  console.log(
    `${days} days in ${seconds.toFixed(1)} s: a month of 30 days takes ${a30(seconds)} s, ${a30((user + kernel) / 1e6)} s of it work in this process; ${fired} schedules fired`,
  )
} finally {
  await system.stop()
  rmSync(data, { recursive: true })
}
process.exit(0)
