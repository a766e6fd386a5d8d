/** DynamoDB on this machine: started, watched, started again when it dies, stopped with us. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { createServer } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { HOST } from '../http/wire.ts'
import { chooseEngine, type Engine, type EngineOptions } from './dynamodb-engine.ts'
import { endOrphan, forgetPid, notePid } from './orphan.ts'
import { tendStreamTable } from './stream-table.ts'

export type DynamoDb = { endpoint: string; kind: Engine['kind']; pid(): number | undefined; stop(): Promise<void> }

export type DynamoDbOptions = EngineOptions & {
  /** per table the sequence number all stream subscriptions have passed (`passedByAll`): older records are dropped */
  read?: Record<string, number>
  /** told of each unexpected end */
  onCrash?: (code: number | null) => void
}

type Spawned = Exclude<Engine, { kind: 'given' }>

/** Answers when DynamoDB answers. Throws when there is no engine, or none that starts within 15 seconds. */
export const startDynamoDb = async (options: DynamoDbOptions = {}): Promise<DynamoDb> => {
  const engine = chooseEngine(options)
  if (engine.kind === 'given') {
    return { endpoint: engine.endpoint, kind: 'given', pid: () => undefined, stop: async () => {} }
  }
  if (options.data !== undefined) mkdirSync(options.data, { recursive: true })
  if (engine.file !== undefined) await endOrphan(pidFile(engine.file), engine.file)
  const port = await freePort()
  await prepare(engine, port, options.read)
  return await watch(engine, port, options.onCrash)
}

/** The tables of a new file are made by a first short run; then the index can be added. */
const prepare = async (engine: Spawned, port: number, read: Record<string, number> | undefined): Promise<void> => {
  if (engine.file === undefined || tendStreamTable(engine.file, read)) return
  const child = run(engine, port)
  await healthy(port, child)
  await end(child)
  tendStreamTable(engine.file)
}

const watch = async (engine: Spawned, port: number, onCrash: DynamoDbOptions['onCrash']): Promise<DynamoDb> => {
  let stopping = false
  let child = run(engine, port)
  const guard = (): void => {
    child.once('exit', async code => {
      if (stopping) return
      onCrash?.(code)
      await pause(100)
      if (stopping) return
      child = run(engine, port)
      guard()
    })
  }
  await healthy(port, child)
  guard()
  // Our own end must not leave it behind, holding the file.
  const kill = (): void => void child.kill('SIGKILL')
  process.once('exit', kill)
  return {
    endpoint: `http://${HOST}:${port}`,
    kind: engine.kind,
    pid: () => child.pid,
    stop: async () => {
      stopping = true
      process.off('exit', kill)
      await end(child)
      if (engine.file !== undefined) forgetPid(pidFile(engine.file))
    },
  }
}

const pidFile = (file: string): string => `${file}.pid`

const run = (engine: Spawned, port: number): ChildProcess => {
  const child = spawn(engine.command, engine.args(port), { stdio: 'ignore' })
  // A failed spawn is seen as an end by those who wait for its health.
  child.on('error', () => child.emit('exit', null, null))
  if (engine.file !== undefined) notePid(pidFile(engine.file), child.pid)
  return child
}

const end = (child: ChildProcess): Promise<void> =>
  new Promise(resolve => {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return resolve()
    child.once('exit', () => resolve())
    child.kill('SIGTERM')
    setTimeout(() => child.kill('SIGKILL'), 3000).unref()
  })

const healthy = async (port: number, child: ChildProcess): Promise<void> => {
  for (let waited = 0; waited < 15_000; waited += 10) {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) break
    const up = await fetch(`http://${HOST}:${port}/`).then(
      response => response.body?.cancel().then(() => true) ?? true,
      () => false,
    )
    if (up) return
    await pause(10)
  }
  child.kill('SIGKILL')
  throw new Error('DynamoDB did not start: is its file in use by another run, or its folder not writable?')
}

/** The binary cannot choose one itself. */
const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, HOST, () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
