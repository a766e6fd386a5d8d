/**
 * `node scripts/ministack-journey.ts`: bootstraps and deploys both stacks to a fresh MiniStack and takes a gas check
 * through HTTP API → Lambda → DynamoDB → stream → Scheduler → SES. MINISTACK_ENDPOINT (http://127.0.0.1:4566).
 * Says SKIPPED and ends well where no MiniStack answers.
 */
import { spawnSync } from 'node:child_process'
import { createHash, generateKeyPairSync, randomUUID, sign as signBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { ListSchedulesCommand, SchedulerClient } from '@aws-sdk/client-scheduler'
import { PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import * as z from 'zod'
import { parseLandlord } from '../infra/landlord/load.ts'
import { addMonths, dayOf, fromEpoch } from '../shared/core/time.ts'
import { newSecret, sign } from '../shared/intake/signature.ts'

const endpoint = process.env.MINISTACK_ENDPOINT ?? 'http://127.0.0.1:4566'
const answering = await fetch(`${endpoint}/_ministack/health`).catch(() => undefined)
if (!answering?.ok) {
  console.log(`SKIPPED: no MiniStack answers at ${endpoint} (set MINISTACK_ENDPOINT)`)
  process.exit(0)
}
Object.assign(process.env, {
  AWS_ENDPOINT_URL: endpoint,
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_REGION: 'eu-west-2',
})

/** The example's landlord, who receives no mail: MiniStack 1.4 has no receipt rules. All else is as in the example. */
const file = JSON.stringify({
  ...JSON.parse(readFileSync(new URL('../infra/landlord/example.json', import.meta.url), 'utf8')),
  mailboxes: [],
})
const landlord = parseLandlord(JSON.parse(file))
const folder = mkdtempSync(join(tmpdir(), 'ministack-'))
writeFileSync(join(folder, 'landlord.json'), file)
const now = () => fromEpoch(Date.now())
const today = dayOf(now())

const step = async <T>(name: string, work: () => T | Promise<T>): Promise<T> => {
  const from = performance.now()
  const done = await work()
  console.log(`ok   ${name} (${((performance.now() - from) / 1_000).toFixed(1)} s)`)
  return done
}
const holds = (held: boolean, what: unknown): void => {
  if (!held) throw new Error(`not so: ${typeof what === 'string' ? what : JSON.stringify(what)}`)
}
const cdk = (...args: string[]): void => {
  const { status, stdout, stderr } = spawnSync('npx', ['--no-install', 'cdk', ...args, '--ci'], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`cdk ${args[0]} failed:\n${(stdout + stderr).slice(-3_000)}`)
}
/** Asks until something is there: a stream and a schedule take their time. */
const until = async <T>(what: string, look: () => Promise<T | undefined>, seconds = 45): Promise<T> => {
  for (let tries = 0; tries < seconds * 2; tries++) {
    const found = await look()
    if (found !== undefined) return found
    await pause(500)
  }
  throw new Error(`${what} did not come within ${seconds} seconds`)
}

/** An issuer of tokens: the landlord's own cannot be reached from here. */
const startIssuer = async () => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'journey', alg: 'RS256', use: 'sig' }
  const server = createServer((asked, told) => {
    const known = asked.url?.endsWith('/jwks.json')
    told.writeHead(known ? 200 : 404, { 'content-type': 'application/json' }).end(JSON.stringify({ keys: [jwk] }))
  })
  await new Promise<void>(ready => server.listen(0, '127.0.0.1', ready))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const token = (claims: Record<string, unknown>): string => {
    const seconds = Math.floor(Date.now() / 1_000)
    const whole = { iss: issuer, aud: landlord.oidc.audience, iat: seconds - 5, exp: seconds + 900, ...claims }
    const signed = `${part({ alg: 'RS256', kid: 'journey' })}.${part(whole)}`
    return `${signed}.${signBytes('RSA-SHA256', Buffer.from(signed), privateKey).toString('base64url')}`
  }
  return { issuer, token, stop: () => server.close() }
}

const asService = (service: string) => ({
  authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/eu-west-2/${service}/aws4_request, SignedHeaders=host, Signature=0`,
})

/** The gateway believes our issuer instead of the landlord's; it still checks signature, audience, time and scope. */
const believe = async (apiId: string, issuer: string): Promise<void> => {
  const path = `${endpoint}/v2/apis/${apiId}/authorizers`
  const headers = { ...asService('apigateway'), 'content-type': 'application/json' }
  const { items } = z
    .object({ items: z.array(z.object({ authorizerId: z.string() })) })
    .parse(await (await fetch(path, { headers })).json())
  const jwtConfiguration = { issuer, audience: [landlord.oidc.audience] }
  const body = JSON.stringify({ jwtConfiguration })
  for (const { authorizerId } of items) await fetch(`${path}/${authorizerId}`, { method: 'PATCH', headers, body })
}

const mailsAbout = async (text: string): Promise<string | undefined> => {
  const answer = await fetch(`${endpoint}/_ministack/ses/messages`)
  const all = await answer.text()
  return all.includes(text) ? all : undefined
}

const journey = async (apiId: string, token: (claims: Record<string, unknown>) => string): Promise<void> => {
  const base = `${endpoint}/_aws/execute-api/${apiId}/$default`
  const admin = token({ email: 'admin@northmere.example', roles: ['administrator'], scope: landlord.oidc.scope })
  const staff = async (path: string, body?: string, type = 'application/json', bearer = admin) => {
    const headers = { authorization: `Bearer ${bearer}`, ...(body === undefined ? {} : { 'content-type': type }) }
    const answer = await fetch(`${base}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers,
      ...(body === undefined ? {} : { body }),
    })
    const text = await answer.text()
    return {
      status: answer.status,
      text,
      body:
        /\bjson\b/.test(answer.headers.get('content-type') ?? '') &&
        !/ndjson/.test(answer.headers.get('content-type') ?? '')
          ? JSON.parse(text)
          : undefined,
    }
  }
  const gas = async () => (await staff('/cases/gas:H1')).body?.case ?? (await staff('/cases/gas:H1')).body

  await step('the gateway lets nobody in without a token, or without the scope', async () => {
    holds((await fetch(`${base}/cases`)).status === 401, 'no token: 401')
    const scopeless = token({ email: 'admin@northmere.example', roles: ['administrator'], scope: 'openid' })
    holds((await staff('/cases', undefined, undefined, scopeless)).status === 403, 'no scope: 403')
  })
  await step('people, homes and obligations are imported', async () => {
    const files = {
      people:
        'email,name,roles\nasha@northmere.example,Asha Patel,complianceManager headOfService\nadmin@northmere.example,Sam Okafor,administrator',
      assets: 'assetId,type,address,postcode,ownership\nH1,dwelling,12 Mill Lane,NM1 4AA,owned',
      obligations: `assetId,workflow,applicability,lastDoneOn,dueOn,contractorId\nH1,gas,required,${addMonths(today, -11)},${addMonths(today, 1)},sureheat`,
    }
    for (const [kind, csv] of Object.entries(files)) {
      const { status, text, body } = await staff(`/imports/${kind}`, csv, 'text/csv')
      holds(status < 300 && (body?.rejected ?? []).length === 0, text)
    }
  })
  // MiniStack makes a secret of its own form: the key is set, as when one is changed with a contractor.
  const secret = newSecret()
  await new SecretsManagerClient().send(
    new PutSecretValueCommand({
      SecretId: `dutyholder/${landlord.shortName}/contractors/sureheat`,
      SecretString: JSON.stringify({ current: secret, previous: '' }),
    }),
  )
  const callback = async (eventType: string, data: object) => {
    const body = JSON.stringify({
      eventType,
      caseId: 'gas:H1',
      jobRef: 'SH-1',
      occurredAt: new Date(Date.now() - 60_000).toISOString(),
      assetRef: 'H1',
      operative: { name: 'Priya Shah', regNo: '1234567' },
      data,
      documents: [],
      schemaVersion: '1',
    })
    const headers = { 'content-type': 'application/json', ...sign(secret, `journey-${randomUUID()}`, now(), body) }
    const answer = await fetch(`${base}/contractors/sureheat/events`, { method: 'POST', headers, body })
    return { status: answer.status, text: await answer.text() }
  }
  await step('the contractor finds it immediately dangerous: signed callback, committed', async () => {
    const data = {
      code: 'ID',
      actionTaken: 'Isolated at the meter with consent',
      isolated: true,
      warningNotice: 'WN-1',
    }
    const { status, text } = await callback('unsafe.found', data)
    holds(status === 202, text)
    holds(
      (await fetch(`${base}/contractors/sureheat/events`, { method: 'POST', body: '{}' })).status >= 400,
      'unsigned',
    )
  })
  await step('stream → notify → SES: the people accountable are told at once, on any day', () =>
    until('the mail', () => mailsAbout('asha@northmere.example')),
  )
  await step('stream → follow → Scheduler: the remedial action has its wake', () =>
    until('a schedule', async () => {
      const { Schedules } = await new SchedulerClient().send(
        new ListSchedulesCommand({ GroupName: `dutyholder-${landlord.shortName}-cases` }),
      )
      return Schedules?.[0]?.Name
    }),
  )
  await step('the check is done and its certificate comes in', async () => {
    const bytes = Buffer.from(`a record of ${randomUUID()}`)
    const document = {
      name: 'LGSR-H1.pdf',
      sha256: createHash('sha256').update(bytes).digest('hex'),
      mime: 'application/pdf',
      base64: bytes.toString('base64'),
    }
    const engineer = { name: 'Priya Shah', regNo: '1234567', businessRegNo: '654321' }
    const data = { document, engineer, checkedOn: today, result: 'SATISFACTORY' }
    const { status, text } = await callback('certificate.submitted', data)
    holds(status === 202, text)
    holds((await gas()).state === 'evidence_review', await gas())
  })
  await step('Scheduler → tick: it ran by itself, and told where it stands', () =>
    until('the low-water mark', async () => ((await staff('/health')).status === 200 ? lowWater() : undefined), 90),
  )
  await step('the export verifies', async () => {
    const { text } = await staff('/export')
    const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/verify.ts', '-'], {
      input: text,
      encoding: 'utf8',
    })
    holds(status === 0, stderr)
    console.log(`     ${stdout.trim()}`)
  })
}

/** The tick's mark, read from the table: nothing else shows from outside that it ran. */
const lowWater = async (): Promise<string | undefined> => {
  const call = async (action: string, body: object) => {
    const answer = await fetch(endpoint, {
      method: 'POST',
      headers: {
        ...asService('dynamodb'),
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `DynamoDB_20120810.${action}`,
      },
      body: JSON.stringify(body),
    })
    return answer.json()
  }
  const { TableNames } = z.object({ TableNames: z.array(z.string()) }).parse(await call('ListTables', {}))
  const TableName = TableNames.find(name => name.includes('Dutyholder'))
  const Key = { pk: { S: 'SETTING#low-water' }, sk: { S: 'SETTING' } }
  const { Item } = z.looseObject({ Item: z.unknown().optional() }).parse(await call('GetItem', { TableName, Key }))
  return Item === undefined ? undefined : JSON.stringify(Item)
}

const issuer = await startIssuer()
try {
  await step('cdk bootstrap', () => cdk('bootstrap', 'aws://000000000000/eu-west-2'))
  const outputs = join(folder, 'outputs.json')
  // Direct: MiniStack takes the protection of a stack when it is made, and knows no call that changes it afterwards.
  const how = ['--method', 'direct', '--require-approval', 'never', '--outputs-file', outputs]
  await step('cdk deploy, both stacks', () =>
    cdk('deploy', '--all', '-c', `landlord=${join(folder, 'landlord.json')}`, '--output', join(folder, 'out'), ...how),
  )
  const told = z.record(z.string(), z.record(z.string(), z.string())).parse(JSON.parse(readFileSync(outputs, 'utf8')))
  const apiId = Object.values(told).flatMap(one => /^https?:\/\/([^.]+)\./.exec(one.ApiUrl ?? '')?.[1] ?? [])[0]
  if (!apiId) throw new Error('the deployment names no ApiUrl')
  await step('the gateway is given an issuer that can be reached here', () => believe(apiId, issuer.issuer))
  await journey(apiId, issuer.token)
  console.log('PASSED: the gas check ran through the deployed system')
} catch (error) {
  console.error(`FAILED: ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = 1
} finally {
  issuer.stop()
}
