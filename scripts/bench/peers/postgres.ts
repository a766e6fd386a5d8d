/**
 * A PostgreSQL of its own in a temporary folder, reached by a socket there: its settings are the defaults, fsync and
 * synchronous_commit among them. POSTGRES_BIN names the folder of its programs where it is not found by itself.
 */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'

const DEBIAN = '/usr/lib/postgresql'
const debians = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)) : []
const folders = [
  process.env.POSTGRES_BIN ?? '',
  ...(process.env.PATH ?? '').split(delimiter),
  ...debians.map(version => join(DEBIAN, version, 'bin')),
]

/** The folder with the programs of a server, or undefined. */
export const postgresPrograms = (): string | undefined =>
  folders.find(folder => folder !== '' && existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')))

/** PostgreSQL refuses to run as root. */
const unprivileged = (): { uid: number; gid: number } | undefined => {
  if (process.getuid?.() !== 0) return undefined
  const of = (flag: string): number => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }))
  return { uid: of('-u'), gid: of('-g') }
}

const urlOf = (folder: string, database: string): string =>
  `postgresql://bench@localhost/${database}?host=${encodeURIComponent(folder)}`

const ask = async (url: string, ...statements: string[]): Promise<void> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    for (const statement of statements) await client.query(statement)
  } finally {
    await client.end()
  }
}

/** An empty database there. `durable`: a commit is answered once it is on disk; else up to 0.6 s of them may be lost. */
export const freshDatabase = async (folder: string, name: string, durable: boolean): Promise<string> => {
  await ask(
    urlOf(folder, 'postgres'),
    `create database ${name}`,
    `alter database ${name} set synchronous_commit = ${durable ? 'on' : 'off'}`,
  )
  return urlOf(folder, name)
}
/** Waits some seconds for connections that still end. */
export const dropDatabase = (folder: string, name: string): Promise<void> =>
  ask(urlOf(folder, 'postgres'), `drop database ${name}`, 'checkpoint')

const answering = async (url: string): Promise<void> => {
  for (let tries = 0; tries < 100; tries++) {
    try {
      return await ask(url, 'select 1')
    } catch {
      await pause(100)
    }
  }
  throw new Error('PostgreSQL does not answer')
}

export const startPostgres = async (programs: string) => {
  const [folder, owner] = [mkdtempSync(join(tmpdir(), 'bench-pg-')), unprivileged()]
  if (owner) chownSync(folder, owner.uid, owner.gid)
  const data = join(folder, 'data')
  const how = { ...owner, cwd: folder, env: { PATH: process.env.PATH, LC_ALL: 'C' } }
  execFileSync(join(programs, 'initdb'), ['-D', data, '-U', 'bench', '-A', 'trust', '-E', 'UTF8'], {
    ...how,
    stdio: 'ignore',
  })
  const args = ['-D', data, '-k', folder, '-c', 'listen_addresses=', '-c', 'max_connections=200']
  const server = spawn(join(programs, 'postgres'), args, { ...how, stdio: 'ignore' })
  const stop = async (): Promise<void> => {
    const ended = once(server, 'exit')
    if (server.exitCode === null) server.kill('SIGINT')
    await ended
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    await answering(urlOf(folder, 'postgres'))
  } catch (error) {
    await stop()
    throw error
  }
  const version = execFileSync(join(programs, 'postgres'), ['--version'], { encoding: 'utf8' })
  return { folder, version: /\d+(\.\d+)*/.exec(version)?.[0] ?? '?', stop }
}
