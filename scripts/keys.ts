/**
 * `npm run keys -- list|show|rotate|set|retire [<owner>] --landlord <file> [--stage test]`: the keys of contractors, forms,
 * links and sessions. The owner is as in the secret's name: `contractors/<id>`, `sources/<source>`, `link`, `session`;
 * the key of a form service that makes its own is `set`, from standard input.
 */
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager'
import { secretNames, secretsPrefix } from '../infra/landlord/secret-names.ts'
import { keysOf } from '../shared/effects/secrets.ts'
import { newSecret } from '../shared/intake/signature.ts'
import { checkLandlord } from './deploy/checks.ts'
import { ageInDays, OLD, retire, rotate, type Vault } from './keys/rotation.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { landlord: { type: 'string' }, stage: { type: 'string' } },
})
const [what = '', owner] = positionals
const usage = 'npm run keys -- list | show|rotate|set|retire <owner> --landlord <file> [--stage test]'
const stop = (why: string): never => {
  console.error(why)
  return process.exit(2)
}
if (values.landlord === undefined) stop(usage)
const { landlord, missing } = checkLandlord(values.landlord!, values.stage)
if (!landlord) stop(missing.join('\n'))
const names = secretNames(landlord!)
const name = `${secretsPrefix(landlord!)}${owner ?? ''}`
if (what !== 'list' && !names.includes(name)) stop(`${usage}\nThis landlord has: ${names.join(', ')}`)

const client = new SecretsManagerClient({ region: landlord!.region })
const vault: Vault = {
  get: async () => (await client.send(new GetSecretValueCommand({ SecretId: name }))).SecretString ?? '',
  put: async SecretString => void (await client.send(new PutSecretValueCommand({ SecretId: name, SecretString }))),
}
const given = (): string => {
  const text = readFileSync(0, 'utf8').trim()
  return text === '' ? stop('set reads the key from standard input: it was empty') : text
}

/** Exit 1 when a key is older than a year: it can be asked of a schedule. */
const list = async (): Promise<void> => {
  for (const SecretId of names) {
    const told = await client.send(new DescribeSecretCommand({ SecretId }))
    const changed = told.LastChangedDate ?? told.CreatedDate
    const age = changed ? ageInDays(changed.getTime(), Date.now()) : OLD + 1
    if (age > OLD) process.exitCode = 1
    console.log(`${SecretId}  ${age} days${age > OLD ? '  TO BE CHANGED' : ''}`)
  }
}

const held = 'Functions see it within five minutes; until it is retired the old one holds too.'
const commands: Record<string, () => Promise<unknown>> = {
  list,
  show: async () => console.log(keysOf(await vault.get())[0]),
  rotate: async () => {
    await rotate(vault, newSecret())
    console.log(`${name} is changed. ${held} \`show\` prints it for whoever must have it.`)
  },
  set: async () => {
    await rotate(vault, given())
    console.log(`${name} is changed. ${held}`)
  },
  retire: async () =>
    console.log((await retire(vault)) === 'retired' ? 'The old one holds no longer.' : 'There was no old one.'),
}
const command = Object.hasOwn(commands, what) ? commands[what] : undefined
await (command ?? (() => Promise.resolve(stop(usage))))()
