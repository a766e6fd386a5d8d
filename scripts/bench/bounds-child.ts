/**
 * One message, in a process of its own: `bounds-child.ts <door> <file>`. The file holds what the deployed handler is
 * given, written by somebody else. Prints CPU (user and system) in milliseconds, and bytes: resident when idle, and at
 * the peak. Idle is after a small message of the same kind has been handled: what a warm function holds.
 */
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda'
import { createHandler as contractors } from '../../functions/contractors/handler.ts'
import { createHandler as hooks } from '../../functions/hooks/handler.ts'
import { createHandler as mailIn } from '../../functions/mail-in/handler.ts'
import { obligations } from '../../shared/intake/imports/obligations.ts'
import { readImport } from '../../shared/intake/imports/read.ts'
import { keyOf } from '../../shared/intake/signature.ts'
import { world } from '../../tests/functions/world.ts'
import { contractorSecret, landlord, type Made, small } from './bounds-input.ts'

const w = world()
const [door = '', file = ''] = process.argv.slice(2)
const context = { getRemainingTimeInMillis: () => 15_000 } as Context
// The bucket's client goes over the bytes once for their checksum.
const put = async (_: unknown, bytes: Uint8Array): Promise<void> => {
  createHash('sha256').update(bytes).digest('hex')
}
const evidence = { put, address: async () => '', has: async () => false }
const secrets = { of: async () => [contractorSecret] }
const report = (error: unknown) => {
  throw error
}
if (!keyOf(contractorSecret)) throw new Error('no key')
const given = { ...w.deps, apply: w.apply, evidence, secrets, report, sources: landlord.sources }
const forms = hooks({ ...given, originals: { put } } as never)
const callbacks = contractors({
  ...given,
  contractors: landlord.contractors,
  guests: false,
  originals: { put },
} as never)
const over =
  (
    handler: (
      event: APIGatewayProxyEventV2,
      context: Context,
    ) => Promise<{ statusCode?: number | undefined; body?: string | undefined }>,
  ) =>
  async (path: string): Promise<string> => {
    const answer = await handler(JSON.parse(readFileSync(path, 'utf8')), context)
    return `${answer.statusCode} ${answer.body?.slice(0, 80)}`
  }
const mail = mailIn({
  ...given,
  landlord,
  people: async () => [],
  mailFrom: 'desk@landlord.example',
  mail: { send: async () => ({ kind: 'sent', messageId: 'x' }) },
  store: { ...w.store, mailTo: async () => ({ items: [] }) },
  originals: { get: async (key: string) => readFileSync(key.slice('raw'.length)), under: async () => [], put },
  fault: () => {},
} as never)

const doors: Record<string, (path: string) => Promise<string>> = {
  form: over(forms),
  callback: over(callbacks),
  mail: async path => {
    const done = await mail({ Records: [{ eventTime: w.now(), s3: { object: { key: `raw${path}` } } }] })
    return JSON.stringify(done).slice(0, 120)
  },
  csv: async path => {
    const read = await readImport(obligations, readFileSync(path), {
      today: w.now().slice(0, 10) as never,
      workflows: new Set(),
    })
    return read.ok ? `${read.lines} rows, ${read.wrong.count()} refused` : JSON.stringify(read.faults[0]).slice(0, 120)
  },
}
await w.store.putAsset({ id: 'H1', type: 'dwelling' })
const handle = doors[door]!
await handle(small(door as Made['door']))
globalThis.gc?.()
const idle = process.memoryUsage().rss
// The peak so far is that of loading the code: Linux forgets it when told so.
writeFileSync('/proc/self/clear_refs', '5')
const cpu = process.cpuUsage()
const outcome = await handle(file)
const { user, system } = process.cpuUsage(cpu)
const peak = Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) * 1024
console.log(JSON.stringify({ cpu: (user + system) / 1000, idle, peak, outcome }))
