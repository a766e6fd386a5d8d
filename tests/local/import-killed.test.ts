/**
 * An import on `npm start`, killed half way: sent again after the next start, it leaves what an import leaves that
 * nobody disturbed. `HOMES=5079` tries it at a landlord's size.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { isDeepStrictEqual } from 'node:util'
import { afterAll, expect, test } from 'vitest'
import type { Recorded } from '../../shared/core/case.ts'
import { dayOf, instant } from '../../shared/core/time.ts'
import { assetsFile, obligationsFile } from '../support/spreadsheets.ts'

const HOMES = Number(process.env.HOMES ?? 150)
const NOW = instant.parse('2026-11-22T09:00:00Z')
const script = fileURLToPath(new URL('../../infra/local/start.ts', import.meta.url))
const obligations = obligationsFile(HOMES, dayOf(NOW))

type Running = { child: ChildProcess; url: string }
const running = new Set<ChildProcess>()
const folders: string[] = []

const freePort = (): Promise<number> =>
  new Promise(done => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => done(typeof address === 'object' && address ? address.port : 0))
    })
  })
const ended = (child: ChildProcess): Promise<unknown> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve()
    : new Promise(done => child.once('exit', done))
const stop = async (child: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> => {
  child.kill(signal)
  await ended(child)
  running.delete(child)
}

afterAll(async () => {
  for (const child of running) await stop(child, 'SIGTERM')
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

const folder = (): string => {
  const made = mkdtempSync(join(tmpdir(), 'import-killed-'))
  folders.push(made)
  return made
}

/** With the heap of `npm start`. */
const start = async (data: string): Promise<Running> => {
  const port = await freePort()
  const env = {
    ...process.env,
    PORT: String(port),
    DUTYHOLDER_DATA: data,
    DUTYHOLDER_SAMPLE: 'none',
    DUTYHOLDER_NOW: NOW,
  }
  const heap = ['--max-semi-space-size=4', '--max-old-space-size=192']
  const child = spawn(process.execPath, [...heap, script], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  running.add(child)
  let said = ''
  child.stderr.on('data', chunk => {
    said += chunk
  })
  await new Promise<void>((done, fail) => {
    child.stdout.on('data', chunk => {
      said += chunk
      if (/^Dutyholder is ready/m.test(said)) done()
    })
    child.once('exit', () => fail(new Error(`it ended: ${said}`)))
  })
  return { child, url: `http://127.0.0.1:${port}` }
}

const send = async ({ url }: Running, kind: string, body: string) => {
  const answer = await fetch(`${url}/imports/${kind}`, {
    method: 'POST',
    headers: { 'content-type': 'text/csv' },
    body,
  })
  return (await answer.json()) as {
    created: number
    changed: number
    unchanged: number
    repeated: number
    rejectedRows: number
  }
}

/**
 * What people told each case, an import among them, without numbers and instants: what follows of it goes on meanwhile,
 * for minutes at a landlord's size, and here further than there.
 */
const told = async ({ url }: Running): Promise<Map<string, unknown[]>> => {
  const cases = new Map<string, unknown[]>()
  for (let next: string | undefined = '/export'; next !== undefined; ) {
    const answer: Response = await fetch(url + next)
    // busy with what follows from the import: it says so, and is asked again
    if (answer.status === 503) {
      await wait(1000)
      continue
    }
    if (!answer.ok) throw new Error(await answer.text())
    for (const line of (await answer.text()).split('\n').filter(text => text !== '')) {
      const { event } = JSON.parse(line) as { event: Recorded }
      if (event.by.kind !== 'staff') continue
      const said = [event.type, event.to, event.data]
      cases.set(event.caseId, [...(cases.get(event.caseId) ?? []), said])
    }
    next = /<([^>]+)>/.exec(answer.headers.get('link') ?? '')?.[1]
  }
  return cases
}
const ofRegister = (cases: Map<string, unknown[]>) => new Map([...cases].filter(([id]) => id.includes(':')).sort())

const timed = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
  const from = performance.now()
  const done = await work()
  if (process.env.HOMES) console.log(`${what}: ${((performance.now() - from) / 1000).toFixed(1)} s`)
  return done
}

/**
 * Homes come in order: when this one is there, so much of the file is written. A busy machine may answer late, with all
 * of it written: then it is tried once more, and killed sooner.
 */
const killedHalfWay = async (whole: number): Promise<{ second: Running; before: Map<string, unknown[]> }> => {
  for (const share of [0.4, 0.2, 0.05, 0.01]) {
    const data = folder()
    const first = await start(data)
    await send(first, 'assets', assetsFile(HOMES))
    const sent = send(first, 'obligations', obligations.csv).catch(() => undefined)
    const middle = `gas:H${String(Math.ceil(HOMES * share)).padStart(5, '0')}`
    while ((await fetch(`${first.url}/cases/${middle}`)).status === 404) await wait(20)
    await stop(first.child, 'SIGKILL')
    await sent
    const second = await timed('started again', () => start(data))
    const before = ofRegister(await timed('what the killed one left, read', () => told(second)))
    if (before.size > 0 && before.size < whole) return { second, before }
    await stop(second.child, 'SIGTERM')
  }
  throw new Error('it was never caught half way')
}

test('killed half way and sent again, it leaves what an undisturbed import leaves', {
  timeout: 120_000 * Math.ceil(HOMES / 150),
}, async () => {
  const { good, wrong, repeated } = obligations.expected
  const whole = await start(folder())
  await timed('assets', () => send(whole, 'assets', assetsFile(HOMES)))
  const undisturbed = await timed('obligations', () => send(whole, 'obligations', obligations.csv))
  expect(undisturbed).toMatchObject({ created: good, rejectedRows: wrong, repeated, changed: 0, unchanged: 0 })
  const expected = ofRegister(await timed('its history read', () => told(whole)))
  await stop(whole.child, 'SIGTERM')

  const { second, before } = await killedHalfWay(expected.size)
  const again = await timed('sent again', () => send(second, 'obligations', obligations.csv))
  expect(again).toMatchObject({ created: good - before.size, unchanged: before.size, rejectedRows: wrong, repeated })
  const left = ofRegister(await timed('its history read', () => told(second)))
  expect(left.size).toBe(expected.size)
  // Case by case: a difference is named, where the whole of two landlords' histories could not be read.
  const differing = [...expected].filter(([id, said]) => !isDeepStrictEqual(left.get(id), said))
  expect(differing.map(([id, said]) => ({ id, said, left: left.get(id) })).slice(0, 5)).toEqual([])
  expect(await send(second, 'obligations', obligations.csv)).toMatchObject({ created: 0, changed: 0, unchanged: good })
})
