/** `npm start` as a user runs it: it is killed at any moment and started again; nothing is lost, nothing is sent twice. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'

const data = mkdtempSync(join(tmpdir(), 'started-'))
const script = fileURLToPath(new URL('../../infra/local/start.ts', import.meta.url))
let running: ChildProcess | undefined

const freePort = (): Promise<number> =>
  new Promise(done => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => done(port))
    })
  })

const ended = (child: ChildProcess): Promise<void> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve()
    : new Promise(done => child.once('exit', () => done()))

afterAll(async () => {
  // asked to end, it ends its database too; killed, it would leave it to the next start
  running?.kill('SIGTERM')
  if (running) await ended(running)
  rmSync(data, { recursive: true, force: true })
})

/** Starts it and answers its address, when it says that it is ready. */
const start = async (more: Record<string, string> = {}): Promise<string> => {
  const port = await freePort()
  const env = { ...process.env, PORT: String(port), DUTYHOLDER_DATA: data, DUTYHOLDER_SAMPLE: 'none', ...more }
  const child = spawn(process.execPath, [script], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  running = child
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
  return `http://127.0.0.1:${port}`
}
const kill = async (): Promise<void> => {
  if (!running) return
  running.kill('SIGKILL')
  await ended(running)
}

const csv = (url: string, kind: string, body: string) =>
  fetch(`${url}/imports/${kind}`, { method: 'POST', headers: { 'content-type': 'text/csv' }, body }).then(r => r.json())
const push = (url: string, body: object) =>
  fetch(`${url}/local/clock`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }).then(r => r.json())
// biome-ignore lint/suspicious/noExplicitAny: answers are looked into, not typed
const get = (url: string, path: string): Promise<any> => fetch(url + path).then(r => r.json())

const homes = Array.from({ length: 12 }, (_, n) => `H${n}`)
const settledAt = '2027-03-10T12:00:00.000Z'

test('killed while it works and started again, it loses nothing and tells nobody twice', {
  timeout: 600_000,
}, async () => {
  let url = await start({ DUTYHOLDER_NOW: '2027-02-01T09:00:00Z' })
  await csv(
    url,
    'people',
    'email,name,roles\npat@x.example,Pat,complianceManager headOfService serviceDirector executive officer',
  )
  await csv(url, 'assets', `assetId,type,ownership\n${homes.map(h => `${h},dwelling,owned`).join('\n')}`)
  const rows = homes.map((h, n) => `${h},gas,required,2026-02-${String(n + 10)}`)
  const report = await csv(url, 'obligations', `assetId,workflow,applicability,lastDoneOn\n${rows.join('\n')}`)
  expect(report).toMatchObject({ created: 12, rejected: [] })

  // the clock runs through all twelve lapses, and the power fails three times on the way
  for (const after of [400, 900, 1600]) {
    const pushed = push(url, { to: settledAt }).catch(() => undefined)
    await Promise.race([pushed, wait(after)])
    await kill()
    await pushed
    url = await start()
  }
  await push(url, { to: settledAt })

  for (const home of homes) {
    const { case: c, clocks } = await get(url, `/cases/gas:${home}`)
    expect([home, c.state, clocks[0].overdue]).toEqual([home, 'due_issued', true])
  }
  const mails: { subject: string; cases: string[]; urgent: boolean; text: string }[] = await get(url, '/local/mail')
  const urgent = mails.filter(mail => mail.urgent).map(mail => mail.cases[0])
  expect(urgent.toSorted()).toEqual(homes.map(home => `gas:${home}`).toSorted())
  // one that was claimed when the power failed says that it may be a copy; it is the only one of its reference
  const references = mails.map(mail => /reference (\S+)/.exec(mail.text)?.[1])
  expect(references.length).toBe(new Set(references).size)
})
