/**
 * A DynamoDB for one test file: the one at DYNAMODB_ENDPOINT, or Dynoxide in memory on a free port of this machine
 * (it starts in some 50 ms). Stop it when the file is done.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

export type Dynamo = { endpoint: string; stop: () => Promise<void> }

const binary = (): string => {
  const name = `@dynoxide/${process.platform}-${process.arch}`
  const folder = dirname(createRequire(import.meta.url).resolve(`${name}/package.json`))
  return join(folder, process.platform === 'win32' ? 'dynoxide.exe' : 'dynoxide')
}

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

const healthy = async (endpoint: string, child: ChildProcess): Promise<boolean> => {
  for (let tries = 0; tries < 500 && child.exitCode === null; tries++) {
    const answer = await fetch(endpoint).catch(() => undefined)
    if (answer?.ok) return true
    await pause(10)
  }
  return false
}

const stopChild = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill()
  await gone
}

/** Another process may take the port between asking for it and using it, hence the tries. */
export const startDynamo = async (): Promise<Dynamo> => {
  const given = process.env.DYNAMODB_ENDPOINT
  if (given) return { endpoint: given, stop: async () => {} }
  for (let tries = 0; tries < 3; tries++) {
    const port = await freePort()
    const endpoint = `http://127.0.0.1:${port}`
    const child = spawn(binary(), ['serve', '--port', String(port)], { stdio: 'ignore' })
    if (await healthy(endpoint, child)) return { endpoint, stop: () => stopChild(child) }
    await stopChild(child)
  }
  throw new Error('Dynoxide did not start')
}

/** Credentials are never checked, but a signature wants some. The same for AWS's own clients. */
export const clientConfig = (endpoint: string) => ({
  endpoint,
  region: 'eu-west-2',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
})
