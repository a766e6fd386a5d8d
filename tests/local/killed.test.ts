import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'
import { commandOf } from '../../infra/local/dynamodb/orphan.ts'
import { folder } from './support.ts'

const program = fileURLToPath(new URL('./killed.ts', import.meta.url))

/** Collects what it says, line by line. */
const run = (data: string, from: number, heard: string[]): ChildProcess => {
  const child = spawn(process.execPath, [program, data, String(from)], { stdio: ['ignore', 'pipe', 'inherit'] })
  let rest = ''
  child.stdout?.on('data', (chunk: Buffer) => {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    heard.push(...lines)
  })
  return child
}
const gone = (child: ChildProcess) => new Promise(resolve => child.once('close', resolve))
const said = (heard: string[], word: string) =>
  new Set(heard.filter(line => line.startsWith(`${word} `)).map(line => line.split(' ')[1]))

it('loses no acknowledged write and no schedule over three kills at any moment', { timeout: 300_000 }, async () => {
  const data = folder()
  const heard: string[] = []
  const databases: number[] = []
  onTestFinished(() => {
    const last = databases.at(-1)
    if (last !== undefined) process.kill(last, 'SIGKILL')
  })
  for (const round of [0, 1, 2]) {
    const child = run(data, round * 1000, heard)
    await expect
      .poll(() => said(heard, 'scheduled').has(String(round * 1000 + 7 + round * 5)), { timeout: 60_000 })
      .toBe(true)
    child.kill('SIGKILL')
    await gone(child)
    databases.splice(0, databases.length, ...[...said(heard, 'db')].map(Number))
  }
  const last = run(data, 3000, heard)
  const old = () => [...said(heard, 'wrote'), ...said(heard, 'scheduled')].filter(n => Number(n) < 3000)
  const before = new Set(old())
  await expect.poll(() => said(heard, 'scheduled').has('3010'), { timeout: 60_000 }).toBe(true)
  await expect
    .poll(() =>
      [...before].filter(
        n => !said(heard, 'followed').has(n) || (said(heard, 'scheduled').has(n) && !said(heard, 'fired').has(n)),
      ),
    )
    .toEqual([])
  databases.splice(0, databases.length, ...[...said(heard, 'db')].map(Number))
  last.kill('SIGKILL')
  await gone(last)
  // Each start ended the database that the killed run before it had left.
  for (const pid of databases.slice(0, -1)) expect(commandOf(pid)).not.toContain(data)
})
