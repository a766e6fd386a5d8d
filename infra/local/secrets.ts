/**
 * Secrets Manager's GetSecretValue on this machine. The secrets are in one file that a person may read and change,
 * `secrets.json`: `{ "contractors/sureheat": { "current": "whsec_…", "previous": "" } }`.
 */
import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import * as z from 'zod'
import { answer, listen, type Running, readBody } from './http/wire.ts'
import { writeDurably } from './lambda/dead-letters.ts'

const secret = z.strictObject({ current: z.string(), previous: z.string().default('') })
const file = z.record(z.string(), secret)
type Secrets = z.output<typeof file>

export type SecretStore = Running & {
  /** replaces the current secret; the former one is still believed */
  set(owner: string, value: string): void
  /** current and previous, as a function is given them */
  of(owner: string): string[]
  /** makes those that are missing */
  ensure(owners: readonly string[]): void
}

const fresh = (): string => `whsec_${randomBytes(32).toString('base64')}`

export const startSecrets = async (path: string, prefix: string): Promise<SecretStore> => {
  const read = (): Secrets => (existsSync(path) ? file.parse(JSON.parse(readFileSync(path, 'utf8'))) : {})
  const write = (all: Secrets): void => writeDurably(path, `${JSON.stringify(all, null, 2)}\n`)
  const server = await listen(async (request, response) => {
    const body = await readBody(request, 100_000)
    const asked = z
      .object({ SecretId: z.string() })
      .safeParse(body === 'too_large' ? {} : JSON.parse(body.toString() || '{}'))
    const name = asked.success && asked.data.SecretId.startsWith(prefix) ? asked.data.SecretId.slice(prefix.length) : ''
    const found = read()[name]
    const type = { 'content-type': 'application/x-amz-json-1.1' }
    if (found) {
      const value = { Name: prefix + name, VersionId: 'local', SecretString: JSON.stringify(found) }
      answer(response, 200, type, JSON.stringify(value))
    } else {
      const refusal = { __type: 'ResourceNotFoundException', message: 'there is no such secret' }
      answer(response, 400, { ...type, 'x-amzn-errortype': 'ResourceNotFoundException' }, JSON.stringify(refusal))
    }
  })
  return {
    ...server,
    set: (owner, value) => {
      const all = read()
      write({ ...all, [owner]: { current: value, previous: all[owner]?.current ?? '' } })
    },
    of: owner => Object.values(read()[owner] ?? {}).filter(one => one !== ''),
    ensure: owners => {
      const all = read()
      const missing = owners.filter(owner => !all[owner])
      if (missing.length > 0)
        write({ ...all, ...Object.fromEntries(missing.map(owner => [owner, { current: fresh(), previous: '' }])) })
    },
  }
}
