/** A fresh emulator, the store over it, and the engine with a clock that is set; for each repetition anew. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { startDynamoDb } from '../../infra/local/dynamodb/dynamodb.ts'
import { createTableInput } from '../../infra/local/dynamodb/table.ts'
import { apply } from '../../shared/apply.ts'
import { type Caller, caller } from '../../shared/aws/caller.ts'
import { reckoner } from '../../shared/core/reckon.ts'
import { type Instant, instant } from '../../shared/core/time.ts'
import { england } from '../../shared/core/working-days.ts'
import { sesMailOut, sesSettings } from '../../shared/effects/mail-out.ts'
import { roles } from '../../shared/law/roles.ts'
import type { Desk } from '../../shared/mail/desk.ts'
import { storiesOf } from '../../shared/mail/stories.ts'
import { officeHours } from '../../shared/mail/window.ts'
import { person } from '../../shared/people/person.ts'
import { dynamoCall } from '../../shared/store/dynamo/client.ts'
import { dynamoStore } from '../../shared/store/dynamo/dynamo.ts'
import { workflows } from '../../shared/workflows/index.ts'

const credentials = { accessKeyId: 'bench', secretAccessKey: 'bench' }
const region = 'eu-west-2'
export const TABLE = 'bench'

export const callAt = (endpoint: string) => dynamoCall({ endpoint, region, credentials, answering: 120_000 })

/** AWS's own, which the floor is asked through. */
const sdkAt = (endpoint: string) => {
  const client = new DynamoDBClient({ endpoint, region, credentials, requestHandler: { requestTimeout: 120_000 } })
  return DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } })
}

/** An emulator with an empty table, and ways to ask it: `call` ours, `client` the SDK's; `data`: on file there, as the product runs it, not in memory. */
export const startDatabase = async (data?: string) => {
  const dynamo = await startDynamoDb({ data })
  const call = callAt(dynamo.endpoint)
  // In memory without its stream, which nobody reads there: the emulator's cost a write grows with every record that it
  // keeps, and would hide our own behind it.
  const { StreamSpecification, ...table } = createTableInput(TABLE)
  await call('CreateTable', data === undefined ? table : { ...table, StreamSpecification })
  return { call, client: sdkAt(dynamo.endpoint), endpoint: dynamo.endpoint, pid: dynamo.pid, stop: dynamo.stop }
}
export type Database = Awaited<ReturnType<typeof startDatabase>>

export const sesAt = (endpoint: string): Caller => caller('ses', { ...sesSettings, endpoint, region, credentials })

const outsiders = ['contractor', 'resident', 'system']
const insiders = Object.keys(roles).filter(name => !outsiders.includes(name))
/** Every role is held by somebody: a role without anybody is an incident of its own, which a landlord mends. */
const directory = {
  people: [
    person.parse({ email: 'asha@x.org', name: 'Asha Patel', roles: insiders.filter((_, i) => i % 2 === 0) }),
    person.parse({ email: 'dee@x.org', name: 'Dee Okafor', roles: insiders.filter((_, i) => i % 2 === 1) }),
    {
      ...person.parse({ email: 'desk@sureheat.example', name: 'Sureheat', roles: ['contractor'] }),
      contractors: ['sureheat'],
    },
  ],
  fallback: { email: 'duty@x.org', name: 'Duty desk' },
}

export const rig = ({ call }: Pick<Database, 'call'>, start: string, reckon = reckoner(england)) => {
  const clock = { now: instant.parse(start) }
  const now = (): Instant => clock.now
  const store = dynamoStore({ call, table: TABLE })
  let salts = 0
  const salt = () => `bench-salt-${String(salts++).padStart(12, '0')}`
  const deps = { store, workflows, reckon, now, salt, pause: async () => {} }
  const schedules: Desk['schedules'] = { put: async () => 'set', remove: async () => {} }
  const desk = (ses: Caller): Desk => ({
    outbox: store.outbox,
    mail: sesMailOut(ses, 'bench'),
    schedules,
    ...storiesOf({ ...deps, policy: {}, directory: async () => directory }),
    directory: async () => directory,
    calendar: england,
    window: officeHours,
    sender: {
      landlord: 'Example Homes',
      from: 'compliance@x.org',
      pages: 'https://x.org',
      links: 'https://x.org/link',
      answers: true,
    },
    settings: store,
    links: { secret: async () => 'whsec_a-secret-of-the-bench', contractors: [] },
    now,
  })
  return { ...deps, clock, schedules, desk, apply: apply(deps) }
}
export type Rig = ReturnType<typeof rig>
